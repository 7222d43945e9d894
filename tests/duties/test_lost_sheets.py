"""Sheets that were kept and are gone or empty: missed until they are back, or somebody says otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.builders_seen import NOW, circumstances, nothing_seen
from tests.builders_waits import HERS, HIS, Cancel, restrained, some, two_people
from workspace_agent.duties.unread import Sight, judged, unread
from workspace_agent.model.facts import Department, Workbook
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import LastLook, Look, Seen
from workspace_agent.rules import RULES

READS = {rule.id: rule.reads for rule in RULES}


def filled(*kinds: str, of_one: bool = False, **changes: Any) -> Department:
    """Two people, the first of whom keeps these sheets."""
    book = Workbook("workbook-1", HERS, holds_students=True, of_one=of_one, filled=frozenset(kinds))
    department = two_people()
    return replace(department, workbooks=(book, department.workbooks[1]), **changes)


def before(*kinds: str, book: str = "workbook-1", shown: str = "kept") -> Seen:
    return nothing_seen(looks={f"source/{book}/{kind}": LastLook(shown, NOW) for kind in kinds})


def test_what_is_kept_is_remembered_by_workbook() -> None:
    plan, waits = restrained(department=filled("progress", "goals"))

    assert {look for look in plan.looks if look.subject.startswith("source/")} == {
        Look("source/workbook-1/goals", "kept"),
        Look("source/workbook-1/progress", "kept"),
    }
    assert (plan.problems, waits.stops) == ((), ())


def test_what_is_gone_is_told_once_for_its_workbook_and_nothing_else_waits() -> None:
    cancelling = some(Cancel, 2)
    plan, waits = restrained(
        *cancelling, department=filled("goals"), seen=before("goals", "check_ins", "services")
    )
    (problem,) = plan.problems

    assert (problem.kind, problem.place) == (ProblemKind.SHEET_GONE, SpreadsheetPlace("workbook-1"))
    assert (problem.case_manager, problem.detail) == (HERS, "check ins, services")
    assert f"run --approve {waits.stops[0].approval}" in problem.advice
    assert len(plan.actions) == 2
    assert Look("source/workbook-1/services", "") not in plan.looks


@pytest.mark.parametrize(
    ("department", "seen"),
    [
        pytest.param(filled("goals"), before("goals"), id="it is back"),
        pytest.param(filled(), nothing_seen(), id="it was never there"),
        pytest.param(filled(), before("goals", book="last-years"), id="in next year's workbook"),
        pytest.param(filled(), before("goals", shown=""), id="somebody has said that it is not kept"),
        pytest.param(
            filled(broken=frozenset({(HERS, "goals")})), before("goals"), id="another Problem says why"
        ),
    ],
)
def test_what_is_not_missed(department: Department, seen: Seen) -> None:
    plan, waits = restrained(department=department, seen=seen)

    assert (plan.problems, waits.stops) == ((), ())
    assert judged(department, (), seen, circumstances()).broken == department.broken


def test_whoever_says_that_it_is_not_kept_is_not_asked_again() -> None:
    department, seen = filled("goals"), before("goals", "progress", "services")
    _, waits = restrained(department=department, seen=seen)
    plan, after = restrained(department=department, seen=seen, approved=waits.stops[0].items)

    assert (plan.problems, after.stops) == ((), ())
    assert {Look("source/workbook-1/progress", ""), Look("source/workbook-1/services", "")} <= {*plan.looks}


def test_an_approval_of_one_sheet_covers_no_other() -> None:
    _, waits = restrained(department=filled("services"), seen=before("progress", "services"))
    plan, _ = restrained(
        department=filled(), seen=before("progress", "services"), approved=waits.stops[0].items
    )
    assert [problem.detail for problem in plan.problems] == ["services"]


def test_each_case_manager_has_a_word_of_their_own() -> None:
    his = nothing_seen(looks={**before("goals").looks, **before("goals", book="workbook-2").looks})
    plan, waits = restrained(department=filled(), seen=his)

    assert [problem.case_manager for problem in plan.problems] == [HERS, HIS]
    assert len({stop.approval for stop in waits.stops}) == 2


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("goals", "progress"),
        ("benchmarks", "progress"),
        ("progress", "progress"),
        ("progress", "stale_data"),
        ("check_ins", "check_in"),
        ("services", "services"),
        ("consents", "reevaluation"),
    ],
)
def test_what_hangs_on_it_is_neither_resolved_nor_found(kind: str, rule: str) -> None:
    found, seen = filled(), before(kind)
    plan, _ = restrained(department=found, seen=seen)
    how = judged(found, plan.problems, seen, circumstances())
    sight = Sight(how, unread(plan.problems, seen, NOW), READS)

    assert how.broken == {(HERS, kind)}
    assert sight.hides(f"{rule}/student-1/any")
    assert not sight.hides(f"{rule}/student-2/any"), "another case manager's student"


def test_in_the_workbook_of_one_student_it_is_missed_for_that_student() -> None:
    found = filled(of_one=True)
    assert judged(found, (), before("goals"), circumstances()).broken == {("workbook-1", "goals")}

"""Workbooks that are gone from a folder: each is missed until a person says otherwise, and losses add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from tests.builders_seen import NOW, circumstances, nothing_seen
from tests.builders_waits import HERS, HIS, Cancel, keys, restrained, some, two_people
from workspace_agent.duties import brakes
from workspace_agent.duties.lost_workbooks import Remembered, remembered
from workspace_agent.model.facts import Department, Workbook
from workspace_agent.model.organisation import FolderSetting
from workspace_agent.model.place import FolderPlace, SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import LastLook, Look
from workspace_agent.model.workbook_folders import GoneWorkbook, WorkbookFolder

FOLDER = FolderSetting(id="folder", holds="one student")


def lost(number: int, *students: str) -> GoneWorkbook:
    return GoneWorkbook(f"lost-{number}", "folder", HERS, frozenset(students or (f"absent-{number}",)))


def in_a_folder(there: int, *gone: GoneWorkbook) -> Department:
    """Two people; one keeps so many workbooks in a folder, and misses others."""
    return replace(two_people(), folders=(WorkbookFolder("folder", HERS, there),), gone=gone)


def some_lost(count: int) -> tuple[GoneWorkbook, ...]:
    return tuple(lost(number) for number in range(1, count + 1))


def told(problems: Iterable[Problem]) -> list[tuple[ProblemKind, str]]:
    return [(problem.kind, problem.detail) for problem in problems]


def test_one_that_is_gone_is_told_with_its_student_and_nothing_else_waits() -> None:
    plan, waits = restrained(*some(Cancel, 2), department=in_a_folder(39, lost(1)), seen=nothing_seen())

    assert len(plan.actions) == 2
    (problem,) = plan.problems
    assert (problem.kind, problem.student_ref, problem.case_manager) == (
        ProblemKind.WORKBOOK_GONE,
        "absent-1",
        HERS,
    )
    assert problem.place == SpreadsheetPlace("lost-1")
    assert "its student is on no other list" in problem.sentence
    assert f"run --approve {waits.stops[0].approval}" in problem.advice


def test_of_one_with_many_students_their_number_is_told() -> None:
    plan, _ = restrained(department=in_a_folder(1, lost(1, "a", "b")))
    assert [(one.student_ref, one.detail) for one in plan.problems] == [("", "2 of its students are")]


@pytest.mark.parametrize(
    ("there", "gone", "stops"),
    [
        pytest.param(25, 15, False, id="15 of 40"),
        pytest.param(24, 16, True, id="16 of 40, however slowly they went"),
        pytest.param(2, 7, False, id="of nine a share says nothing"),
        pytest.param(0, 1, True, id="the only one"),
    ],
)
def test_many_that_are_gone_stop_what_would_be_taken_away(there: int, gone: int, *, stops: bool) -> None:
    department = in_a_folder(there, *some_lost(gone))
    hers, his = some(Cancel, 2), some(Cancel, 1, HIS)
    plan, waits = restrained(*hers, *his, department=department)

    assert keys(plan.actions) == keys(his if stops else (*hers, *his))
    shrank = [problem for problem in plan.problems if problem.kind is ProblemKind.BOOKS_SHRANK]
    said = f"workbooks: {there + gone} before, {there} now"
    assert [(one.place, one.detail) for one in shrank] == [(FolderPlace("folder"), said)] * stops
    assert sum(one.kind is ProblemKind.WORKBOOK_GONE for one in plan.problems) == gone
    assert len(waits.stops) == 1, "one word approves all of it"
    assert ((HERS, "students") in brakes.shrunk(department, nothing_seen(), circumstances())) is stops


def test_of_nobody_who_is_missed_nothing_is_told() -> None:
    plan, waits = restrained(department=in_a_folder(3, GoneWorkbook("old", "folder", HERS, frozenset())))

    assert (plan.problems, waits.stops) == ((), ())
    assert Look("workbook/old", "") in plan.looks


def test_an_approved_loss_is_forgotten_and_a_later_one_is_not() -> None:
    first = in_a_folder(38, lost(1))
    approved = restrained(department=first)[1].stops[0].items
    plan, waits = restrained(department=replace(first, gone=(lost(1), lost(2))), approved=approved)

    assert told(plan.problems) == [(ProblemKind.WORKBOOK_GONE, "its student is")]
    assert Look("workbook/lost-1", "") in plan.looks
    assert Look("workbook/lost-2", "folder absent-2") in plan.looks
    assert waits.stops[0].items == {("workbook/lost-2", "absent-2")}


def test_many_approved_losses_stop_nothing_any_more() -> None:
    department = in_a_folder(20, *some_lost(20))
    _, waits = restrained(*some(Cancel, 2), department=department)
    plan, after = restrained(*some(Cancel, 2), department=department, approved=waits.stops[0].items)

    assert (len(plan.actions), plan.problems, after.stops) == (2, (), ())


# ---- what is remembered


def test_of_each_workbook_in_a_folder_its_students_are_remembered() -> None:
    books = ("full", "emptied", "unread", "hours")
    department = two_people()
    organisation = department.organisation.with_workbooks({HERS: tuple(map(FOLDER.book, books))})
    read = (
        Workbook("full", HERS, holds_students=True, rows={"students": 2}, students=frozenset({"b", "a"})),
        Workbook("emptied", HERS, holds_students=True, rows={"students": 0}),
        Workbook("hours", HERS, holds_students=False),
        Workbook("named", HERS, holds_students=True, rows={"students": 1}, students=frozenset({"c"})),
    )
    plan, _ = restrained(department=replace(department, organisation=organisation, workbooks=read))

    assert [look for look in plan.looks if look.subject.startswith("workbook/")] == [
        Look("workbook/full", "folder a b")
    ]


def test_what_was_remembered_comes_back() -> None:
    looks = {
        "workbook/1": LastLook("folder a b", NOW),
        "workbook/2": LastLook("", NOW),
        "source/book/students": LastLook("3", NOW),
    }
    assert remembered(looks) == (Remembered("1", "folder", frozenset({"a", "b"})),)

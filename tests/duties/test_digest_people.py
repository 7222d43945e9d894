"""One line for each case manager: caseload, what is kept, what is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.builders import a_case_manager, a_department, a_policy, a_student, an_organisation, day, unreadable
from tests.builders_manager_digest import PRACTICE, TODAY, finding, writing
from workspace_agent.duties.digest import Figures
from workspace_agent.duties.digest_people import MOST_LINES, case_managers
from workspace_agent.duties.digest_rows import Tone
from workspace_agent.duties.unread import Sight
from workspace_agent.model.facts import Department
from workspace_agent.model.finding import Finding
from workspace_agent.model.vocabulary import PlanType, Severity
from workspace_agent.rules.bands import bands_of

LONG_AGO = day("2024-09-15")
ANA, THEO = a_case_manager("ana", name="Ana Brook"), a_case_manager("theo", name="Theo Stone")


def department(*students: Any, people: tuple[Any, ...] = (ANA, THEO), **changes: Any) -> Department:
    return a_department(*students, organisation=an_organisation(case_managers=people), **changes)


def table(of: Department, *found: Finding) -> Figures:
    sight = Sight(of, (), {})
    return case_managers(writing(of), found, bands_of(of, a_policy(), TODAY), sight)


def lines(of: Department, *found: Finding) -> dict[str, tuple[str, ...]]:
    return {name: tuple(cell.words for cell in cells) for name, cells in table(of, *found).rows}


STUDENTS = (
    a_student("s1", case_manager="ana", annual=LONG_AGO),
    a_student("s2", case_manager="ana", evaluation=day("2020-01-15")),
    a_student("s3", case_manager="ana", annual=unreadable()),
    a_student("s4", case_manager="ana", plan=PlanType.S504, annual=LONG_AGO),
    a_student("s5", case_manager="theo"),
    a_student("s6", case_manager="theo", leaves=TODAY),
    a_student("s7", case_manager="theo", enrolled=TODAY + timedelta(days=1)),
)


def test_each_line_says_what_is_kept_and_what_is_open() -> None:
    found = (
        finding(ref="s1", due=date(2026, 9, 15)),
        finding(Severity.POLICY, ref="s4", due=date(2026, 11, 18), citation=PRACTICE),
        finding(Severity.AT_RISK, ref="s2", due=date(2026, 12, 2)),
        finding(Severity.POLICY, ref="", owner="theo", due=None, citation=PRACTICE),
    )

    assert lines(department(*STUDENTS), *found) == {
        "Ana Brook": ("4", "1 of 2", "2 of 3", "3", "66 days"),
        "Theo Stone": ("1", "1 of 1", "1 of 1", "1", "none"),
        "All": ("5", "2 of 3", "3 of 4", "4", "66 days"),
    }


def test_the_note_counts_students_by_plan() -> None:
    note = table(department(*STUDENTS)).note

    assert note.startswith("Students who are here: 5, of whom 4 have an IEP and 1 a 504 plan; left: 1.")


def test_who_has_most_open_comes_first() -> None:
    theirs = [finding(owner="theo", ref="s5", cycle=str(number)) for number in range(2)]

    assert [*lines(department(*STUDENTS), finding(ref="s1"), *theirs)] == ["Theo Stone", "Ana Brook", "All"]


def test_a_share_is_green_only_where_nothing_is_missing_and_its_bar_is_as_long() -> None:
    rows = dict(table(department(*STUDENTS)).rows)

    assert [(cell.tone, cell.percent) for cell in rows["Ana Brook"][1:3]] == [
        (Tone.AT_RISK, 50),
        (Tone.AT_RISK, 67),
    ]
    assert [(cell.tone, cell.percent) for cell in rows["Theo Stone"][1:3]] == [(Tone.WELL, 100)] * 2


def test_what_is_open_has_a_bar_against_the_longest() -> None:
    found = [finding(ref="s1", cycle=str(number)) for number in range(4)]
    rows = dict(table(department(*STUDENTS), *found, finding(ref="s5", owner="theo")).rows)

    assert [rows[name][3].percent for name in ("Ana Brook", "Theo Stone", "All")] == [100, 25, None]


def test_where_dates_could_not_be_read_nothing_is_called_kept() -> None:
    blind = department(*STUDENTS, broken=frozenset({("ana", "meetings")}))

    assert lines(blind)["Ana Brook"][1:3] == ("not read", "not read")
    assert lines(blind)["Theo Stone"][1:3] == ("1 of 1", "1 of 1")
    assert lines(blind)["All"][:3] == ("5", "not read", "not read")


def test_gaps_in_practice_from_before_the_agent_are_not_open() -> None:
    old = finding(Severity.POLICY, ref="s1", citation=PRACTICE, due=date(2026, 10, 1))
    live = department(*STUDENTS)
    live = replace(live, organisation=live.organisation.model_copy(update={"go_live": date(2026, 11, 1)}))

    assert lines(live, old)["Ana Brook"][3:] == ("0", "none")


@pytest.mark.parametrize(
    ("person", "is_there"),
    [
        pytest.param(a_case_manager("theo", name="Theo Stone"), True, id="works here without a student"),
        pytest.param(a_case_manager("theo", name="Theo Stone", until="2026-11-19"), False, id="has left"),
        pytest.param(
            a_case_manager("ana", name="Theo Stone", until="2026-11-19"), True, id="has left students behind"
        ),
    ],
)
def test_who_works_here_or_has_something_has_a_line(person: Any, is_there: bool) -> None:
    only = department(a_student("s1", case_manager="ana"), people=(person,))

    assert [*lines(only)] == (["Theo Stone"] if is_there else [])


def test_one_alone_needs_no_line_of_all() -> None:
    assert [*lines(department(a_student("s1", case_manager="ana"), people=(ANA,)))] == ["Ana Brook"]


def test_of_many_those_with_most_open_are_shown_and_all_are_counted() -> None:
    people = tuple(a_case_manager(f"p{number}", name=f"Person {number:03}") for number in range(40))
    found = [finding(owner=f"p{number}", ref="", cycle=str(n)) for number in range(40) for n in range(number)]
    many = department(a_student("s1", case_manager="p0"), people=people)

    shown = lines(many, *found)

    assert len(shown) == MOST_LINES + 1
    assert next(iter(shown)) == "Person 039"
    assert shown["All"][3] == str(len(found))
    assert table(many).note.endswith(f"Here are the first {MOST_LINES} of 40 case managers.")

"""Check-ins and hours of each case manager, in numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_case_manager,
    a_department,
    a_field,
    a_row,
    a_student,
    an_hours_entry,
    an_organisation,
    at,
    day,
    full_days,
    hours_on,
    office_hours_on,
    unreadable,
)
from tests.builders_digest import a_recipient, an_occasion
from tests.builders_manager_digest import writing
from workspace_agent.duties.digest import Block, Figures, Occasion
from workspace_agent.duties.digest_practice import practice_figures
from workspace_agent.duties.digest_recipients import Scope
from workspace_agent.model.facts import Department
from workspace_agent.model.progress import CheckIn

KEPT = frozenset({("manager-1", "check_ins")})


def met(student: str, minutes: Any = 30, on: Any = TODAY, row: int = 2) -> CheckIn:
    return CheckIn(student, a_field(on), a_field(minutes), written=True, row=a_row(row))


def blocks(of: Department, occasion: Occasion | None = None) -> list[Block]:
    return [*practice_figures(writing(of), occasion or an_occasion(today=TODAY))]


def lines(of: Department, title: str) -> dict[str, tuple[str, ...]]:
    found = [one for one in blocks(of) if isinstance(one, Figures) and one.title.startswith(title)]
    return {name: tuple(cell.words for cell in cells) for one in found for name, cells in one.rows}


def test_students_who_were_met_are_n_of_n() -> None:
    students = tuple(a_student(f"s{number}") for number in range(4))
    rows = (met("s0"), met("s1", 29), met("s3", unreadable()))

    assert lines(a_department(*students, check_ins=rows, kept=KEPT), "Check-ins") == {
        "Marisol Quintero": ("1 of 4", "2", "1")
    }


def test_several_case_managers_have_a_line_of_all() -> None:
    people = (a_case_manager("ana", name="Ana Brook"), a_case_manager("theo", name="Theo Stone"))
    of = a_department(
        a_student("s1", case_manager="ana"),
        a_student("s2", case_manager="theo"),
        organisation=an_organisation(case_managers=people),
        check_ins=(met("s1"),),
        kept=frozenset({("ana", "check_ins"), ("theo", "check_ins")}),
    )

    assert lines(of, "Check-ins") == {
        "Ana Brook": ("1 of 1", "0", "0"),
        "Theo Stone": ("0 of 1", "1", "0"),
        "All": ("1 of 2", "1", "0"),
    }


def test_who_keeps_no_check_ins_lacks_none() -> None:
    assert lines(a_department(), "Check-ins") == {}


MONDAY, TUESDAY, THURSDAY = day("2026-11-16"), day("2026-11-17"), day("2026-11-19")
FULL = full_days(last=day("2026-11-13"))
LATELY = (
    *hours_on(day("2026-11-16"), "08:00-14:00", row=20),
    *hours_on(day("2026-11-17"), "08:00-14:00", row=21),
    *hours_on(day("2026-11-18"), "08:00-14:00", row=22),
)


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        pytest.param(FULL + LATELY, ("0", "0"), id="all is logged"),
        pytest.param(
            (*FULL, *LATELY[:1], *LATELY[2:], *hours_on(TUESDAY, "08:00-13:00", row=30)), ("1", "0"),
            id="a short day",
        ),
        pytest.param((*FULL, *LATELY, *hours_on(THURSDAY, "08:00-10:00", row=30)), ("0", "0"),
                     id="yesterday may still be entered"),
        pytest.param((*FULL, *LATELY, an_hours_entry(THURSDAY, at("15:00"), unreadable(), row=30)),
                     ("0", "1"), id="but what cannot be read is told at once"),
    ],
)  # fmt: skip
def test_short_days_and_days_that_are_not_judged(hours: Any, said: tuple[str, str]) -> None:
    assert lines(a_department(hours=hours), "Hours")["Marisol Quintero"][:2] == said


@pytest.mark.parametrize(
    ("published", "said"),
    [
        pytest.param(tuple(map(office_hours_on, range(5))), "35 h", id="seven a day"),
        pytest.param((office_hours_on(0, at("08:00"), at("10:30")),), "2.5 h", id="on Monday alone"),
        pytest.param((office_hours_on(0, end=unreadable()),), "not read", id="a row that cannot be read"),
        pytest.param((), "none", id="nothing"),
    ],
)
def test_published_hours_of_a_week(published: Any, said: str) -> None:
    assert lines(a_department(office_hours=published), "Hours")["Marisol Quintero"][2] == said


def test_a_log_that_was_not_read_says_so() -> None:
    people = (
        a_case_manager("ana", name="Ana Brook"),
        a_case_manager(),
        a_case_manager("x", until="2026-01-01"),
    )
    of = a_department(organisation=an_organisation(case_managers=people))

    assert lines(of, "Hours")["Ana Brook"] == ("not read", "not read", "none")
    assert [*lines(of, "Hours")] == ["Ana Brook", "Marisol Quintero"]


def test_where_no_log_was_read_nothing_is_said_of_hours() -> None:
    assert lines(a_department(hours_read_for=frozenset()), "Hours") == {}


def test_hours_are_not_for_who_sees_only_some_districts() -> None:
    of = a_department()
    some = a_recipient(scope=Scope(districts=frozenset({"district-1"})))

    assert blocks(of, an_occasion(some, today=TODAY)) == []
    assert len(blocks(of, replace(an_occasion(some, today=TODAY), recipient=a_recipient()))) == 1

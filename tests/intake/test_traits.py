"""By what somebody is recognised whose name was changed: dates and addresses, never readable."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders_tables import sheet, sign
from workspace_agent.intake.table import Row, Sheet, StudentRow
from workspace_agent.intake.traits import Alike, traits

DATES = ("9/15/2025", "9/15/2024")
MEETINGS = sheet("meetings", ("student", "date"), ("Will Hartsell", "12/4/2026"), ("William Hartsell", "TBD"))
TEAM = sheet(
    "team", ("student", "email"), ("Hartsell, William", "p.lund@sierravieja.example"), ("Sam", "x@y.example")
)
IN_A_ROW = sheet(
    "team_by_student",
    ("student", "parent_email", "agency_representative"),
    ("Hartsell, William", "", "p.lund@sierravieja.example"),
)
HOURS = sheet("hours", ("student", "date"), ("Will Hartsell", "12/9/2026"))


def a_row(*dates: str) -> StudentRow:
    listed = sheet("students", ("first", "last_annual_review", "last_evaluation"), ("William", *dates))
    return StudentRow(Row(listed, 1), "d", "", "William", "Hartsell", "Will")


def kinds(row: StudentRow, *sheets: Sheet) -> str:
    (found,) = traits([row], sheets, sign)
    return "".join(sorted(trait[0] for trait in found))


@pytest.mark.parametrize(
    ("row", "sheets", "expected"),
    [
        pytest.param(a_row(*DATES), (), "ae", id="the row's own dates"),
        pytest.param(a_row("last fall", "9/15/2024"), (), "e", id="a date that cannot be read"),
        pytest.param(a_row("", ""), (MEETINGS,), "d", id="a meeting under the preferred name"),
        pytest.param(a_row("", ""), (TEAM,), "t", id="an address under last and first name"),
        pytest.param(a_row("", ""), (IN_A_ROW,), "t", id="an address in the row of a team"),
        pytest.param(a_row(*DATES), (MEETINGS, TEAM), "adet", id="all together"),
        pytest.param(a_row("", ""), (HOURS,), "", id="another sheet"),
        pytest.param(a_row("", ""), (replace(TEAM, case_manager="theo-brandvold"),), "", id="another list"),
    ],
)
def test_what_a_row_is_recognised_by(row: StudentRow, sheets: tuple[Sheet, ...], expected: str) -> None:
    assert kinds(row, *sheets) == expected


def test_equal_dates_are_equal_traits_and_nothing_can_be_read_in_them() -> None:
    one, same, other = traits([a_row(*DATES), a_row(*DATES), a_row("9/15/2025", "")], (), sign)

    assert one == same > other
    assert all(len(trait) == 12 and "2025" not in trait for trait in one)


def test_one_date_as_review_and_as_evaluation_is_no_agreement() -> None:
    one, other = traits([a_row("9/15/2025", ""), a_row("", "9/15/2025")], (), sign)

    assert not one & other


def test_three_kinds_are_enough_and_two_are_not() -> None:
    known = Alike({"r1": frozenset({"a1", "e1", "d1", "d2", "t1"}), "r2": frozenset({"a1"})})

    assert known.to(frozenset({"a1", "e1", "t1"})) == ["r1"]
    assert known.to(frozenset({"a1", "d1", "d2", "t9"})) == []


def test_both_dates_are_enough_where_no_other_sheet_has_the_new_name_yet() -> None:
    known = Alike({"r1": frozenset({"a1", "e1", "d1", "t1"}), "r2": frozenset({"a1", "e2"})})

    assert known.to(frozenset({"a1", "e1"})) == ["r1"]
    assert known.to(frozenset({"a1"})) == []
    assert known.to(frozenset()) == []


def test_due_dates_are_traits_like_the_dates_of_what_was_done() -> None:
    columns = ("first", "annual_review_due", "reevaluation_due")
    listed = sheet("students", columns, ("William", "9/15/2026", "9/15/2027"))

    assert kinds(StudentRow(Row(listed, 1), "d", "", "William", "Hartsell")) == "ae"

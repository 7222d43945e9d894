"""What the further columns of a meeting's row say."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from tests.builders_tables import parsed, problems_of
from workspace_agent.intake.meetings import MEETINGS
from workspace_agent.model.facts import Meeting
from workspace_agent.model.field import Field, Missing, known
from workspace_agent.model.on_record import Arrangements


def given(**cells: str) -> list[Any]:
    return parsed(MEETINGS, ("student", "book", *cells), ("Rosa Delgadillo", "TRUE", *cells.values()))


def said(name: str, **cells: str) -> Field[Any]:
    (meeting,) = (one for one in given(**cells) if isinstance(one, Meeting))
    found: Field[Any] = getattr(meeting.arrangements, name)
    return found


READ: dict[str, tuple[str, str, Any]] = {
    "the notice was sent": ("notice_sent", "11/3/2026", date(2026, 11, 3)),
    "a box of a notice that is not ticked": ("notice_sent", "FALSE", None),
    "less time was agreed on": ("shorter_notice_agreed", "11/3/2026", date(2026, 11, 3)),
    "an interpreter is booked": ("interpreter_booked", "TRUE", True),
    "the day of the booking": ("interpreter_booked", "11/3/2026", True),
    "who is booked": ("interpreter_booked", "Thuy Bach", True),
    "nobody is booked": ("interpreter_booked", "no", False),
    "nobody in more words": ("interpreter_booked", "Not booked", False),
    "the booking is under way": ("interpreter_booked", "requested", None),
    "the number to dial": ("dial_in_given", "+1 555 0100", True),
    "no number was given": ("dial_in_given", "FALSE", False),
    "the student was invited": ("student_invited", "yes", True),
    "the day of the invitation": ("student_invited", "11/3/2026", True),
    "the student was not": ("student_invited", "n", False),
    "the parent's input came": ("parent_input", "11/3/2026", True),
    "the parent's input is written out": ("parent_input", "more time for reading", True),
    "no input came": ("parent_input", "FALSE", False),
    "the changes start later": ("changes_start", "1/4/2027", date(2027, 1, 4)),
}


@pytest.mark.parametrize(("name", "typed", "expected"), READ.values(), ids=READ)
def test_what_a_cell_says(name: str, typed: str, expected: object) -> None:
    assert known(said(name, **{name: typed})) == expected
    assert problems_of(given(**{name: typed})) == []


UNREAD = {
    "a notice of tomorrow": ("notice_sent", "11/21/2026", ("DATE_IN_THE_FUTURE", "C2", "")),
    "a tick where a day belongs": ("notice_sent", "TRUE", ("NOT_A_DATE", "C2", "")),
    "an agreement of tomorrow": ("shorter_notice_agreed", "11/21/2026", ("DATE_IN_THE_FUTURE", "C2", "")),
    "an error": ("interpreter_booked", "#REF!", ("ERROR_VALUE", "C2", "")),
    "an invitation of tomorrow": ("student_invited", "11/21/2026", ("DATE_IN_THE_FUTURE", "C2", "")),
    "no day of the changes": ("changes_start", "soon", ("NOT_A_DATE", "C2", "")),
}


@pytest.mark.parametrize(("name", "typed", "expected"), UNREAD.values(), ids=UNREAD)
def test_what_cannot_be_read_is_told_at_its_cell(
    name: str, typed: str, expected: tuple[str, str, str]
) -> None:
    assert problems_of(given(**{name: typed})) == [expected]


@pytest.mark.parametrize("name", [one.name for one in fields(Arrangements)])
def test_a_column_that_is_blank_is_told_from_one_that_is_not_there(name: str) -> None:
    blank, absent = said(name, **{name: ""}), said(name)
    assert isinstance(blank, Missing)
    assert isinstance(absent, Missing)
    assert (blank.cell.a1, absent.cell.a1) == ("C2", "2:2")


def test_who_interprets_is_not_carried() -> None:
    assert "Bach" not in repr(given(interpreter_booked="Thuy Bach"))

"""The table of a month: a heading, a line for each entry, and no cell that a spreadsheet would work out."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from workspace_agent.effects.access_record import HEADINGS, as_csv, span
from workspace_agent.ledger.rows import AccessEntry

DENVER = ZoneInfo("America/Denver")


def an_entry(**changes: Any) -> AccessEntry:
    values: dict[str, Any] = {
        "number": 3,
        "at": datetime(2026, 12, 1, 6, 59, 59, 999999, tzinfo=UTC),
        "run": 7,
        "key": "record/1",
        "act": "filed",
        "thing": "record",
        "object_id": "file-1",
        "link": "https://drive.google.com/1",
        "recipient": "manager ana",
        "students": ("k3", "k4"),
        "purpose": "to keep it",
        "basis": "by right",
        "exempt": True,
        "found": False,
    }
    return AccessEntry(**(values | changes))


def rows(*entries: AccessEntry) -> list[list[str]]:
    return list(csv.reader(io.StringIO(as_csv(entries, DENVER), newline="")))


def test_an_entry_is_a_line_in_the_department_s_time() -> None:
    heading, line = rows(an_entry())

    assert heading == list(HEADINGS)
    assert line == [
        *(
            "3",
            "2026-11-30T23:59:59-07:00",
            "filed",
            "record",
            "file-1",
            "https://drive.google.com/1",
            "k3 k4",
        ),
        *("manager ana", "to keep it", "by right", "yes", "7", "no"),
    ]


def test_what_was_found_has_no_run() -> None:
    assert rows(an_entry(run=0, found=True, exempt=False))[1][-3:] == ["no", "", "yes"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_begins_a_formula(start: str) -> None:
    hostile = f"{start}HYPERLINK(1)"
    line = rows(an_entry(object_id=hostile, link=hostile, recipient=hostile, students=(hostile,)))[1]

    assert [cell for cell in line if cell == f"'{hostile}"] == [f"'{hostile}"] * 4
    assert not any(cell.startswith(start) for cell in line)


@pytest.mark.parametrize(
    ("month", "start", "end"),
    [
        pytest.param("2026-11", "2026-11-01T06:00", "2026-12-01T07:00", id="the clocks go back in it"),
        pytest.param("2026-12", "2026-12-01T07:00", "2027-01-01T07:00", id="the year ends with it"),
    ],
)
def test_a_month_ends_where_the_next_begins(month: str, start: str, end: str) -> None:
    wanted = [datetime.fromisoformat(f"{one}+00:00") for one in (start, end)]

    assert [one.astimezone(UTC) for one in span(month, DENVER)] == wanted

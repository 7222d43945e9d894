"""Meetings that are coming up, in the digest."""

from __future__ import annotations

from datetime import date

from tests.builders_digest import section
from tests.builders_manager_digest import (
    decision,
    department,
    meeting,
    told,
)
from workspace_agent.model.place import Cell, LinkPlace
from workspace_agent.model.vocabulary import Purpose


def test_meetings_ahead_are_told_nearest_first_with_their_verdict() -> None:
    rows = [Cell("book-a", 3, f"{n}:{n}") for n in range(2, 6)]
    meetings = (
        meeting("s1", rows[0], date(2026, 12, 4), frozenset({Purpose.REEVALUATION, Purpose.ANNUAL_REVIEW})),
        meeting("s2", rows[1], date(2026, 11, 24), frozenset({Purpose.AMENDMENT})),
        meeting("s1", rows[2], date(2026, 11, 19)),
        meeting("s2", rows[3]),
    )
    decisions = (
        decision("hold", rows[0]),
        decision("booked", rows[1], "s2"),
        decision("ended", rows[2]),
        decision("undated", rows[3], "s2"),
        decision("row_gone", LinkPlace("https://calendar.example/e", "event")),
        decision("shared", rows[0], duty="sharing"),
    )

    told_meetings = section(told(decisions=decisions, of=department(meetings)), "Upcoming meetings").rows

    assert [(row.lead, row.what) for row in told_meetings] == [
        ("booked", "Amendment, 24 Nov 2026"),
        ("private hold", "Annual review and reevaluation, 4 Dec 2026"),
        ("not booked", "Meeting"),
        ("not booked", "Meeting, no date to read"),
    ]
    assert {row.why for row in told_meetings} == {"because of a reason"}

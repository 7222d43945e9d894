"""Meetings that are coming up: what the agent did about each row, and what the near ones still lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from workspace_agent.duties.digest import Section
from workspace_agent.duties.digest_rows import Row, Rows
from workspace_agent.model.action import Decision
from workspace_agent.model.facts import Meeting
from workspace_agent.model.field import known
from workspace_agent.model.place import Place


def meetings(write: Rows, decisions: Iterable[Decision]) -> Section:
    """Meetings from today on, the nearest first, those without a date last."""
    by_row: dict[Place, Meeting] = {meeting.row: meeting for meeting in write.department.meetings}
    dated: list[tuple[date, Row]] = []
    for decision in decisions:
        meeting = by_row.get(decision.place)
        day = (known(meeting.date) if meeting else None) or date.max
        if decision.duty == "meetings" and day >= write.today:
            dated.append((day, write.meeting(decision, meeting)))
    dated.sort(key=lambda pair: (pair[0], pair[1].case_manager, pair[1].student, pair[1].url))
    counts = Counter(row.lead for _, row in dated)
    return Section(
        "Upcoming meetings",
        "What the agent did about each row of the Meetings sheets, and why.",
        "No meeting is coming up.",
        tuple(row for _, row in dated),
        lines=(f"{_counted(counts)}.",) if dated else (),
    )


def _counted(counts: Mapping[str, int]) -> str:
    """`5 booked, 1 private hold`."""
    return ", ".join(f"{count} {said}" for said, count in sorted(counts.items()))

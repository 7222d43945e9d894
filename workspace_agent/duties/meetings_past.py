"""Rows whose day has passed, and of which nobody has said whether the meeting took place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from workspace_agent.duties.meetings_rows import Case
from workspace_agent.model.facts import Meeting
from workspace_agent.model.field import Unreadable, known
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.rules.unsaid import is_reported


def did_they_take_place(case: Case, meetings: Iterable[Meeting]) -> Plan:
    """A question for each; rows of another school year, or from before the agent began, are left alone."""
    rows = (meeting for meeting in meetings if _is_open(case, meeting))
    return sum((case.row_problem(row, ProblemKind.DID_IT_TAKE_PLACE) for row in rows), Plan())


def _is_open(case: Case, meeting: Meeting) -> bool:
    day = known(meeting.date)
    is_told = meeting.held or meeting.cancelled or meeting.fell_through
    if day is None or is_told or _is_draft(meeting):
        return False
    left = known(case.student.exit)
    was_here = left is None or day < left
    is_past = _since(case) <= day < case.circumstances.today
    return is_past and was_here and not is_reported(case.department, case.student, day)


def _is_draft(meeting: Meeting) -> bool:
    """Nobody has asked for it to be booked; or what it is cannot be read, which is told already."""
    unasked = meeting.has_box and known(meeting.book) is not True
    return unasked or isinstance(meeting.purposes, Unreadable)


def _since(case: Case) -> date:
    organisation = case.department.organisation
    first_day = organisation.district(case.student.district).begun_by(case.circumstances.today).first_day
    return max(first_day, organisation.go_live or first_day)

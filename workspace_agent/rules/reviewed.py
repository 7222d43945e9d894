"""Whether the IEP Team has looked at a student's plan since some day: by a held meeting, or an amendment.

A meeting counts by its form, by its row that is ticked as held, or as the last annual review in the
student's row. An amendment needs no meeting, 34 CFR 300.324(a)(4): the day on which the parent agreed is
enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import known
from workspace_agent.model.vocabulary import ABOUT_504, Purpose
from workspace_agent.rules.caseload import asks_to_be_booked
from workspace_agent.rules.clocks import rows_unread
from workspace_agent.rules.shortfall import Shortfall


def asks_for_team(department: Department, student: Student, shortfall: Shortfall | None, today: date) -> bool:
    """Whether a shortfall is one for the Team: it lasts, and the Team has not looked at the plan since."""
    if shortfall is None or not shortfall.lasts:
        return False
    return not may_be_reviewed(department, student, shortfall.since, today)


def may_be_reviewed(department: Department, student: Student, since: date, today: date) -> bool:
    """Whether the Team has looked at the plan after a day, or may have: where that could not be read."""
    if department.form_unread or rows_unread(department, student):
        return True
    return any(since < day <= today for day in reviews(department, student))


def next_meeting(department: Department, student: Student, today: date) -> date | None:
    """The next day, today or later, for which a meeting about the IEP is to be booked."""
    rows = (one for one in department.meetings_of.get(student.ref, ()) if asks_to_be_booked(one))
    days = (known(one.date) for one in rows if _is_about_iep(one))
    return min((day for day in days if day is not None and day >= today), default=None)


def reviews(department: Department, student: Student) -> Iterator[date]:
    """Days on which the Team looked at the plan, as far as they are on record; in no order."""
    days = [known(student.last_annual_review)]
    days += [_reviewed_on(one) for one in department.meetings_of.get(student.ref, ())]
    days += [one.meeting_date for one in department.responses_of.get(student.ref, ()) if one.reports_held]
    yield from (day for day in days if day is not None)


def _reviewed_on(meeting: Meeting) -> date | None:
    if meeting.cancelled or meeting.fell_through or not _is_about_iep(meeting):
        return None
    day, agreed = known(meeting.date), known(meeting.agreed_on)
    if Purpose.AMENDMENT in (known(meeting.purposes) or ()) and agreed is not None:
        return day or agreed
    return day if meeting.held else None


def _is_about_iep(meeting: Meeting) -> bool:
    """Whatever is not about a 504 plan alone; a purpose that nobody typed may be any."""
    purposes = known(meeting.purposes) or frozenset()
    return not purposes or bool(purposes - ABOUT_504)

"""Meetings of the IEP Team by which rules go: the next one, those held, the last one without a form."""

from __future__ import annotations

from datetime import date

from workspace_agent.model.facts import Department, Meeting, Response, Student, concerns
from workspace_agent.model.field import Unreadable, known
from workspace_agent.model.place import Cell
from workspace_agent.model.vocabulary import IEP_TEAM_PURPOSES
from workspace_agent.rules.caseload import has_left
from workspace_agent.rules.remembered import remembered

Dated = tuple[date, Meeting]
"""The day of a meeting, and its row."""


@remembered
def next_team_meeting(department: Department, student: Student, today: date) -> Dated | None:
    """The next one that has a date, today or later, has not been held and does not lie after the exit."""
    return next(
        (
            (day, meeting)
            for day, _, meeting in _open(department, student)
            if day >= today and not meeting.held and not has_left(student, day)
        ),
        None,
    )


def last_team_meeting(department: Department, student: Student, today: date) -> Dated | None:
    """The last one up to today of which no form has come."""
    past = [(day, meeting) for day, _, meeting in _open(department, student) if day <= today]
    return past[-1] if past else None


def held_team_meetings(department: Department, student: Student, today: date) -> list[Dated]:
    """Those that were held, up to today, by date: their row is ticked, or a form says so."""
    rows = sorted(
        (day, meeting.row, meeting)
        for meeting in department.meetings_of.get(student.ref, ())
        if is_team_meeting(meeting)
        if (day := known(meeting.date)) is not None and day <= today
        if meeting.held or _is_reported(department, meeting, day)
    )
    return [(day, meeting) for day, _, meeting in rows]


def _is_reported(department: Department, meeting: Meeting, day: date) -> bool:
    """A form says that a meeting of this day was held."""
    return any(
        response.reports_held and _is_about(department, response, day)
        for response in department.responses_of.get(meeting.student_ref, ())
    )


def team_unread(department: Department, student: Student) -> bool:
    """Whether somebody of the team may stand in a row, or in a sheet, that could not be read."""
    unread = concerns(department.broken | department.unsettled, student, "team")
    team = department.team_of.get(student.ref, ())
    return unread or any(isinstance(member.role, Unreadable) for member in team)


def _open(department: Department, student: Student) -> list[tuple[date, Cell, Meeting]]:
    """Dated meetings without a form by date, and of one date in the order of their rows."""
    return sorted(
        (day, meeting.row, meeting)
        for meeting in department.meetings_of.get(student.ref, ())
        if is_team_meeting(meeting)
        if (day := known(meeting.date)) is not None and not _has_form(department, meeting, day)
    )


def is_team_meeting(meeting: Meeting) -> bool:
    """One for which 34 CFR 300.322 wants the parent at the table, and that is not cancelled."""
    purposes = known(meeting.purposes) or frozenset()
    return not meeting.cancelled and bool(purposes & IEP_TEAM_PURPOSES)


def _has_form(department: Department, meeting: Meeting, day: date) -> bool:
    return any(
        _is_about(department, response, day)
        for response in department.responses_of.get(meeting.student_ref, ())
    )


def _is_about(department: Department, response: Response, day: date) -> bool:
    """Whether the form is about a meeting of this day.

    It is sent on that day or later: the form that says a meeting was put off is not about the new date.
    """
    organisation = department.organisation
    near = organisation.form.near_days if organisation.form else 0
    sent = response.submitted.astimezone(organisation.time_zone).date()
    met = response.meeting_date
    return met is not None and abs((met - day).days) <= near and sent >= day

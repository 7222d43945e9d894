"""Rows whose day has passed, and of which nothing on record says whether the meeting took place.

Until somebody says so, nobody is told to hold or to plan what may have been held already. What is past due
on record stays so: only a form moves a due date.
"""

from __future__ import annotations

from datetime import date, timedelta

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import known
from workspace_agent.model.vocabulary import Purpose
from workspace_agent.rules.clocks import RESTARTING
from workspace_agent.rules.last_on_record import last_on_record

ASKED = timedelta(days=60)
"""For how long after its day it is asked what became of a meeting."""


def unsaid(department: Department, student: Student, today: date) -> tuple[tuple[date, Meeting], ...]:
    """Rows of the last 60 days, of whatever purpose, also those never booked; the earliest first.

    Not those that are held, cancelled or did not take place, by the row or by a form near their day; and not
    where a review of the kind is on record for that day or a later one.
    """
    rows = [
        (day, one)
        for one in department.meetings_of.get(student.ref, ())
        if not (one.held or one.cancelled or one.fell_through)
        if (day := known(one.date)) is not None and today - ASKED <= day < today
        if not is_reported(department, student, day) and not _is_on_record(department, student, one, day)
    ]
    return tuple(sorted(rows, key=lambda row: (row[0], row[1].row)))


def unsaid_of(department: Department, student: Student, purpose: Purpose, today: date) -> date | None:
    """The day of the earliest of them that would restart the clock of this purpose."""
    days = (
        day
        for day, one in unsaid(department, student, today)
        if (known(one.purposes) or frozenset()) & RESTARTING[purpose]
    )
    return next(days, None)


def say_whether(day: date) -> str:
    """What to do about a meeting of which nobody has said whether it took place."""
    return (
        f"Say whether the meeting of {dates.words(day)} took place: tick Held and send its "
        "Post IEP Meeting Form, or give it a new date."
    )


def is_reported(department: Department, student: Student, day: date) -> bool:
    """Whether a form near this day says what became of the meeting."""
    form = department.organisation.form
    return form is not None and any(
        response.meeting_date is not None and abs((response.meeting_date - day).days) <= form.near_days
        for response in department.responses_of.get(student.ref, ())
    )


def _is_on_record(department: Department, student: Student, meeting: Meeting, day: date) -> bool:
    purposes = (known(meeting.purposes) or frozenset()) & RESTARTING.keys()
    return bool(purposes) and all(_last(department, student, one) >= day for one in purposes)


def _last(department: Department, student: Student, purpose: Purpose) -> date:
    return last_on_record(department, student, RESTARTING[purpose]) or date.min

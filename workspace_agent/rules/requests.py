"""What was asked for and has no answer on record yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import known
from workspace_agent.model.on_record import Request, RequestKind
from workspace_agent.rules.papers import is_blank

SHEET = "requests"


def unanswered(
    department: Department, student: Student, kind: RequestKind, today: date
) -> dict[date, Request]:
    """By the day on which it was asked.

    A sheet without a column for the answer says nothing, and neither does a cell with a Problem.
    """
    rows = reversed([*_open(department, student, kind)])  # of two of one day the first is kept
    return {day: one for one in rows if (day := known(one.asked_on)) is not None and day <= today}


def undated(department: Department, student: Student, kind: RequestKind) -> Request | None:
    """The first without an answer of which nobody filled in when it was asked."""
    rows = _open(department, student, kind)
    return next((one for one in rows if is_blank(one.asked_on, one.row)), None)


def _open(department: Department, student: Student, kind: RequestKind) -> Iterator[Request]:
    rows = department.requests_of.get(student.ref, ())
    for one in sorted(rows, key=lambda request: request.row):
        if known(one.kind) is kind and is_blank(one.answered_on, one.row):
            yield one

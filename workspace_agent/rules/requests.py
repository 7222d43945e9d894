"""What was asked for and has no answer on record yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import is_blank, known
from workspace_agent.model.on_record import Request, RequestKind

SHEET = "requests"


def unanswered(
    department: Department, student: Student, kind: RequestKind, today: date
) -> dict[date, Request]:
    """By the day on which it was asked.

    A sheet without a column for the answer says nothing, and neither does a cell with a Problem.
    """
    return by_day(_open(department, student, kind), today)


def by_day(requests: Iterable[Request], today: date) -> dict[date, Request]:
    """Those up to today by the day on which they were asked; of two of one day the first is kept."""
    rows = reversed([*requests])
    return {day: one for one in rows if (day := known(one.asked_on)) is not None and day <= today}


def of_kind(department: Department, student: Student, kind: RequestKind) -> list[Request]:
    """The student's requests of this kind, in the order of their rows."""
    rows = department.requests_of.get(student.ref, ())
    return sorted((one for one in rows if known(one.kind) is kind), key=lambda request: request.row)


def undated(department: Department, student: Student, kind: RequestKind) -> Request | None:
    """The first without an answer of which nobody filled in when it was asked."""
    rows = _open(department, student, kind)
    return next((one for one in rows if is_blank(one.asked_on, one.row)), None)


def unnamed(department: Department, student: Student) -> Request | None:
    """The first without an answer of which nobody filled in what was asked for."""
    rows = _without_answer(department, student)
    return next((one for one in rows if is_blank(one.kind, one.row)), None)


def _open(department: Department, student: Student, kind: RequestKind) -> Iterator[Request]:
    return (one for one in _without_answer(department, student) if known(one.kind) is kind)


def _without_answer(department: Department, student: Student) -> Iterator[Request]:
    rows = department.requests_of.get(student.ref, ())
    for one in sorted(rows, key=lambda request: request.row):
        if is_blank(one.answered_on, one.row):
            yield one

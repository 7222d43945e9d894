"""The Contacts sheet: attempts to reach parents and students."""

from __future__ import annotations

from collections.abc import Iterator

from workspace_agent.intake.about import about
from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.reading import as_choice, as_time, date_until, problem, read
from workspace_agent.intake.results import is_answer
from workspace_agent.intake.roster import rows_of_students
from workspace_agent.intake.table import Row, Sheet
from workspace_agent.intake.words import METHODS, choices, person
from workspace_agent.model.contacts import ContactAttempt
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import Method

_NEEDED = ("date", "time", "method", "result")
_SAID = ("date", "time", "method", "who", "about", "result")


def parse(sheet: Sheet, desk: Desk) -> Iterator[ContactAttempt | Problem]:
    """Attempts, in the order of the rows; an attempt that lacks something is told and does not count."""
    for row in rows_of_students(sheet, desk.roster):
        if isinstance(row, Problem):
            yield row
        else:
            yield from _lacking(row)
            yield _attempt(row, desk)


def _lacking(row: Row) -> Iterator[Problem]:
    for name in _NEEDED:
        if row.raw(name).blank and name not in row.sheet.lost:
            yield problem(row, name, ProblemKind.CONTACT_INCOMPLETE, name)


def _attempt(row: Row, desk: Desk) -> ContactAttempt:
    named = about(row.raw("about").text)
    return ContactAttempt(
        student_ref=row.student_ref,
        date=read(row, "date", date_until(desk.today)),
        time=read(row, "time", as_time),
        method=read(row, "method", as_choice(METHODS, choices(Method))),
        person=person(row.raw("who").text),
        about=named.purposes,
        about_any_meeting=named.any_meeting,
        has_result=not row.raw("result").blank,
        row=row.line,
        answered=not row.raw("result").blank and is_answer(row.raw("result").text),
        typed=desk.roster.sign("\n".join(row.raw(name).text for name in _SAID)),
    )


CONTACTS = SheetParser("contacts", "contacts", parse)

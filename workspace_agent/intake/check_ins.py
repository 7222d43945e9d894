"""The Check-ins sheet: who was met with alone, when and for how long."""

from __future__ import annotations

from collections.abc import Iterator

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.durations import as_minutes
from workspace_agent.intake.hours import NO_DATE
from workspace_agent.intake.reading import Fault, date_until
from workspace_agent.intake.roster import rows_of_students
from workspace_agent.intake.stretches import needed
from workspace_agent.intake.table import Sheet
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.progress import CheckIn

_NO_LENGTH = Fault(ProblemKind.NOT_A_LENGTH)


def parse(sheet: Sheet, desk: Desk) -> Iterator[CheckIn | Problem]:
    """Check-ins, in the order of the rows."""
    for row in rows_of_students(sheet, desk.roster):
        if isinstance(row, Problem):
            yield row
            continue
        yield CheckIn(
            student_ref=row.student_ref,
            date=needed(row, "date", date_until(desk.today), NO_DATE),
            minutes=needed(row, "minutes", as_minutes, _NO_LENGTH),
            written=not (row.raw("about").blank and row.raw("action_items").blank),
            row=row.line,
        )


CHECK_INS = SheetParser("check_ins", "check_ins", parse)

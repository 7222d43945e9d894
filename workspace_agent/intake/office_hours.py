"""The Office hours sheet: the hours a case manager has published for each weekday."""

from __future__ import annotations

from collections.abc import Iterator

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.hours import NO_TIME, end_after, needed
from workspace_agent.intake.reading import Fault, as_choice, as_time
from workspace_agent.intake.table import Row, Sheet
from workspace_agent.intake.words import WEEKDAYS
from workspace_agent.model.facts import OfficeHours
from workspace_agent.model.problem import ProblemKind

_CHOICES = "Monday, Tuesday, Wednesday, Thursday, Friday"
_NO_WEEKDAY = Fault(ProblemKind.NOT_A_CHOICE, _CHOICES)
_as_weekday = as_choice(WEEKDAYS, _CHOICES)


def parse(sheet: Sheet, desk: Desk) -> Iterator[OfficeHours]:  # noqa: ARG001 - every parser is given the desk
    """Office hours, in the order of the rows."""
    for row in sheet.rows():
        yield _office_hours(row)


def _office_hours(row: Row) -> OfficeHours:
    start = needed(row, "start", as_time, NO_TIME)
    return OfficeHours(
        case_manager=row.sheet.case_manager,
        weekday=needed(row, "weekday", _as_weekday, _NO_WEEKDAY),
        start=start,
        end=end_after(row, start),
        row=row.line,
    )


OFFICE_HOURS = SheetParser("office_hours", "office_hours", parse)

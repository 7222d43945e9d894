"""The Progress sheet with a row for each goal and a column for each day of data."""

from __future__ import annotations

from collections.abc import Iterator

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.reading import Fault, problem_at
from workspace_agent.intake.roster import owned_rows
from workspace_agent.intake.series import Shelf
from workspace_agent.intake.table import Sheet
from workspace_agent.model.problem import Problem, ProblemKind
from workspace_agent.model.progress import Series

_FUTURE = Fault(ProblemKind.DATE_IN_THE_FUTURE)


def parse(sheet: Sheet, desk: Desk) -> Iterator[Series | Problem]:
    """A Problem for each value that is not used, then the series. A column without values is to come."""
    if sheet.lost:
        return
    shelf = Shelf(sheet, desk)
    for row, owner in owned_rows(sheet, desk.roster):
        for column, day in sheet.dated.items():
            raw = sheet.table.at(row.index, column)
            if raw.blank:
                continue
            place = sheet.table.cell(row.index, column)
            given = problem_at(row, place, raw, _FUTURE) if day > desk.today else day
            told = shelf.add(row, owner, column, given)
            if told:
                yield told
    yield from shelf.series()


PROGRESS_BY_DATE = SheetParser("progress_by_date", "series", parse)

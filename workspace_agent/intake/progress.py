"""The Progress sheet: one value of a goal in a row."""

from __future__ import annotations

from collections.abc import Iterator

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.reading import Fault, date_until, problem, remembered
from workspace_agent.intake.roster import owned_rows
from workspace_agent.intake.series import Shelf
from workspace_agent.intake.table import Sheet
from workspace_agent.model.problem import Problem
from workspace_agent.model.progress import Series


def parse(sheet: Sheet, desk: Desk) -> Iterator[Series | Problem]:
    """A Problem for each value that is not used, then the series. A row without a value is a probe to come.

    Nothing where a column is missing or doubled: that is told once.
    """
    if sheet.lost:
        return
    shelf, column, as_day = Shelf(sheet, desk), sheet.columns["value"], remembered(date_until(desk.today))
    for row, owner in owned_rows(sheet, desk.roster):
        if sheet.table.at(row.index, column).blank:
            continue
        day = as_day(row.raw("date"))
        ref = owner if isinstance(owner, str) else ""
        given = problem(row.of(ref), "date", day.kind, day.detail) if isinstance(day, Fault) else day
        told = shelf.add(row, owner, column, given)
        if told:
            yield told
    yield from shelf.series()


PROGRESS = SheetParser("progress", "series", parse)

"""The Progress sheet: in each row a day and its value, or several of both; a blank is a probe to come."""

from __future__ import annotations

from collections.abc import Iterator

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.series import read_series
from workspace_agent.intake.table import Sheet
from workspace_agent.model.problem import Problem
from workspace_agent.model.progress import Series


def parse(sheet: Sheet, desk: Desk) -> Iterator[Series | Problem]:
    """Series, and a Problem for each value that is not used."""
    return read_series(sheet, desk, _pairs(sheet))


def _pairs(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Columns of dates, each with its column of values."""
    days, values = (sheet.repeated.get(name, (sheet.columns[name],)) for name in ("date", "value"))
    yield from zip(days, values, strict=True)


PROGRESS = SheetParser("progress", "series", parse)

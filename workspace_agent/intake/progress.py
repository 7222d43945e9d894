"""The Progress sheet: one value of a goal in a row. A row without a value is a probe to come."""

from __future__ import annotations

from collections.abc import Iterator

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.series import read_series
from workspace_agent.intake.table import Sheet
from workspace_agent.model.problem import Problem
from workspace_agent.model.progress import Series


def parse(sheet: Sheet, desk: Desk) -> Iterator[Series | Problem]:
    """Series, and a Problem for each value that is not used."""
    columns = sheet.columns
    return read_series(sheet, desk, ((columns.get("date"), columns["value"]),) if not sheet.lost else ())


PROGRESS = SheetParser("progress", "series", parse)

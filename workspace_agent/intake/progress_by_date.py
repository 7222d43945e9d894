"""The Progress sheet with a row for each goal and a column for each day; a blank is a probe to come."""

from __future__ import annotations

from collections.abc import Iterator

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.series import read_series
from workspace_agent.intake.table import Sheet
from workspace_agent.model.problem import Problem
from workspace_agent.model.progress import Series


def parse(sheet: Sheet, desk: Desk) -> Iterator[Series | Problem]:
    """Series, and a Problem for each value that is not used."""
    return read_series(sheet, desk, ((None, column) for column in sheet.dated))


PROGRESS_BY_DATE = SheetParser("progress_by_date", "series", parse)

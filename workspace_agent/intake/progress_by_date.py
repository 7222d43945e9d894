"""The Progress sheet with a row for each goal and a column for each day; a blank is a probe to come.

Where the workbook has no Goals sheet, the goals are those whose targets stand beside their data, this year's.
"""

from __future__ import annotations

from collections.abc import Iterator

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.goals import parse as parse_goals
from workspace_agent.intake.series import read_series
from workspace_agent.intake.table import Sheet, Standing
from workspace_agent.model.problem import Problem
from workspace_agent.model.progress import Goal, Series


def parse(sheet: Sheet, desk: Desk) -> Iterator[Series | Problem]:
    """Series, and a Problem for each value that is not used."""
    return read_series(sheet, desk, ((None, column) for column in sheet.dated))


def goals(sheet: Sheet, desk: Desk) -> Iterator[Goal | Problem]:
    """Goals beside their data."""
    elsewhere = {goal.row.spreadsheet_id for goal in desk.read.get("goals", ())}
    is_past = sheet.table.standing is Standing.OTHER_YEAR
    if "target" in sheet.columns and not is_past and sheet.table.spreadsheet_id not in elsewhere:
        yield from parse_goals(sheet, desk)


GOALS_BY_DATE = SheetParser("progress_by_date", "goals", goals)
PROGRESS_BY_DATE = SheetParser("progress_by_date", "series", parse)

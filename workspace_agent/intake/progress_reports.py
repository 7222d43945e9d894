"""The Progress reports sheet: when parents were sent a progress report."""

from __future__ import annotations

from collections.abc import Iterator

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.loose_words import done_on
from workspace_agent.intake.reading import read_if_said
from workspace_agent.intake.roster import rows_of_students
from workspace_agent.intake.table import Sheet
from workspace_agent.model.on_record import ProgressReport
from workspace_agent.model.problem import Problem


def parse(sheet: Sheet, desk: Desk) -> Iterator[ProgressReport | Problem]:
    """Progress reports, in the order of the rows."""
    for row in rows_of_students(sheet, desk.roster):
        if isinstance(row, Problem):
            yield row
        else:
            sent_on = read_if_said(row, "sent_on", done_on(desk.today))
            yield ProgressReport(row.student_ref, sent_on, row.line)


PROGRESS_REPORTS = SheetParser("progress_reports", "progress_reports", parse)

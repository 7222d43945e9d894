"""The Consents sheet: of its kinds, waivers of a reevaluation are read."""

from __future__ import annotations

from collections.abc import Iterator

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.reading import date_until, plain, read
from workspace_agent.intake.roster import rows_of_students
from workspace_agent.intake.table import Sheet
from workspace_agent.model.facts import Waiver
from workspace_agent.model.problem import Problem

_WAIVERS = frozenset({"reevaluation waiver", "re-evaluation waiver"})


def parse(sheet: Sheet, desk: Desk) -> Iterator[Waiver | Problem]:
    """Waivers, in the order of the rows."""
    for row in rows_of_students(sheet, desk.roster):
        if isinstance(row, Problem):
            yield row
        elif plain(row.raw("kind").text) in _WAIVERS:
            yield Waiver(row.student_ref, read(row, "signed", date_until(desk.today)), row.line)


CONSENTS = SheetParser("consents", "waivers", parse)

"""The Consents sheet: of its kinds, waivers of a reevaluation and consents to invite an agency are read."""

from __future__ import annotations

from collections.abc import Iterator

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.reading import as_date, date_until, plain, read
from workspace_agent.intake.roster import rows_of_students
from workspace_agent.intake.table import Sheet
from workspace_agent.model.consents import AgencyConsent, Waiver
from workspace_agent.model.problem import Problem

_WAIVERS = frozenset({"reevaluation waiver", "re-evaluation waiver"})
_AGENCIES = frozenset({"outside agency", "agency", "agency invitation"})


def parse(sheet: Sheet, desk: Desk) -> Iterator[Waiver | AgencyConsent | Problem]:
    """Consents, in the order of the rows."""
    for row in rows_of_students(sheet, desk.roster):
        if isinstance(row, Problem):
            yield row
            continue
        kind = plain(row.raw("kind").text)
        signed = read(row, "signed", date_until(desk.today))
        if kind in _WAIVERS:
            yield Waiver(row.student_ref, signed, row.line)
        elif kind in _AGENCIES:
            yield AgencyConsent(row.student_ref, signed, read(row, "until", as_date), row.line)


CONSENTS = SheetParser("consents", "consents", parse)

"""The Services sheet: what a plan says is given, how often, and from when to when. Who gives it stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.durations import as_minutes
from workspace_agent.intake.reading import Fault, as_date, plain, problem, read
from workspace_agent.intake.roster import rows_of_students
from workspace_agent.intake.table import RawCell, Row, Sheet
from workspace_agent.intake.words import choices
from workspace_agent.model.field import Field, Unreadable, known
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.services import Frequency, Per, Service

_FREQUENCY = re.compile(
    r"(?:(?P<times>[1-9]\d?) ?(?:x|times?)? ?)?(?:/|per |a |each |every )? ?"
    r"(?P<per>day|week|month|dai|wk|mo)(?:ly)?"
)
_PER = {"dai": Per.DAY, "wk": Per.WEEK, "mo": Per.MONTH, **{per.value: per for per in Per}}


def parse(sheet: Sheet, desk: Desk) -> Iterator[Service | Problem]:
    """Services, in the order of the rows."""
    for row in rows_of_students(sheet, desk.roster):
        yield row if isinstance(row, Problem) else _service(row, desk)


def _service(row: Row, desk: Desk) -> Service:
    start = read(row, "start", as_date)
    return Service(
        student_ref=row.student_ref,
        service=desk.roster.sign(f"service\n{plain(row.raw('service').text)}"),
        minutes=read(row, "minutes", as_minutes),
        frequency=read(row, "frequency", _frequency),
        start=start,
        end=_end(row, start),
        row=row.line,
    )


def _frequency(raw: RawCell) -> Frequency | Fault:
    """`week`, `weekly`, `each week`, `2x/week`, `3 times a month`: once where no number stands there."""
    match = _FREQUENCY.fullmatch(plain(raw.text))
    if match is None:
        return Fault(ProblemKind.NOT_A_FREQUENCY, choices(Per))
    return Frequency(int(match["times"] or 1), _PER[match["per"]])


def _end(row: Row, start: Field[date]) -> Field[date]:
    end = read(row, "end", as_date)
    first, last = known(start), known(end)
    if first is None or last is None or first <= last:
        return end
    return Unreadable(problem(row, "end", ProblemKind.SERVICE_ENDS_FIRST), row.place("end"))


SERVICES = SheetParser("services", "services", parse)

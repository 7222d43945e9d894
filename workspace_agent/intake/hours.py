"""The Hours sheet: what a case manager worked, entry by entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.reading import Conversion, Fault, T, as_date, as_time, date_until, problem, read
from workspace_agent.intake.table import Row, Sheet
from workspace_agent.model.facts import HoursEntry
from workspace_agent.model.field import Field, Missing, Unreadable, known
from workspace_agent.model.problem_kinds import ProblemKind

NO_TIME = Fault(ProblemKind.NOT_A_TIME)
"""What is wrong where a time is needed and none stands."""

NO_DATE = Fault(ProblemKind.NOT_A_DATE)
"""The same for a date."""

_NEEDED = ("date", "start", "end")


def parse(sheet: Sheet, desk: Desk) -> Iterator[HoursEntry]:
    """Entries, in the order of the rows. A row with nothing but a remark is no entry."""
    for row in sheet.rows():
        if not all(row.raw(name).blank for name in _NEEDED):
            yield _entry(row, desk)


def _entry(row: Row, desk: Desk) -> HoursEntry:
    start = needed(row, "start", as_time, NO_TIME)
    return HoursEntry(
        case_manager=row.sheet.case_manager,
        date=needed(row, "date", date_until(desk.today), NO_DATE),
        start=start,
        end=end_after(row, start, "end"),
        row=row.line,
        logged=read(row, "logged", as_date),
    )


def needed(row: Row, name: str, convert: Conversion[T], fault: Fault) -> Field[T]:
    """A field without which the entry counts for nothing: blank is told as well."""
    field = read(row, name, convert)
    if isinstance(field, Missing):
        return Unreadable(problem(row, name, fault.kind, fault.detail), field.cell)
    return field


def end_after(row: Row, start: Field[dt.time], name: str) -> Field[dt.time]:
    """The end of an entry; one before its start is a question with the time that was likely meant."""
    end = needed(row, name, as_time, NO_TIME)
    begins, ends = known(start), known(end)
    if begins is None or ends is None or ends >= begins:
        return end
    question = problem(row, name, ProblemKind.END_BEFORE_START, _likely(begins, ends))
    return Unreadable(question, end.cell)


def _likely(begins: dt.time, ends: dt.time) -> str:
    """The same time after noon, as `4:00 PM`, where that would be after the start."""
    afternoon = ends.replace(hour=ends.hour % 12 + 12)
    if afternoon <= begins:
        return "a later time"
    return f"{afternoon.hour % 12 or 12}:{afternoon.minute:02} PM"


HOURS = SheetParser("hours", "hours", parse)

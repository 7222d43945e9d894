"""The Hours sheet: what a case manager worked, entry by entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.reading import Fault, as_date, date_until, read
from workspace_agent.intake.stretches import Total, needed, stretch, typed_hours
from workspace_agent.intake.table import Row, Sheet
from workspace_agent.intake.unlogged import says_a_time, says_hours, told_once, without_plans
from workspace_agent.model.hours import HoursEntry
from workspace_agent.model.problem_kinds import ProblemKind

NO_DATE = Fault(ProblemKind.NOT_A_DATE)
"""What is wrong where a date is needed and none stands."""


def parse(sheet: Sheet, desk: Desk) -> Iterator[HoursEntry]:
    """Entries, in the order of the rows. A row with no time in it has nothing logged."""
    rows = [row for row in sheet.rows() if _is_logged(row)]
    of_day = Counter(row.raw("date") for row in rows)
    return without_plans(_entry(row, desk, of_day[row.raw("date")]) for row in rows)


def _is_logged(row: Row) -> bool:
    return any(says_a_time(row.raw(name)) for name in ("start", "end")) or says_hours(row.raw("hours"))


def _entry(row: Row, desk: Desk, of_day: int) -> HoursEntry:
    start, end = stretch(row, "start", "end", desk.hours_log, _total(row, desk, of_day))
    entry = HoursEntry(
        case_manager=row.sheet.case_manager,
        date=needed(row, "date", date_until(desk.today), NO_DATE),
        start=start,
        end=end,
        row=row.line,
        logged=read(row, "logged", as_date),
    )
    return told_once(entry, row, "date", "start", "end")


def _total(row: Row, desk: Desk, of_day: int) -> Total | None:
    """The typed total; what is more than anybody works in one go is that of a week or a month."""
    hours = typed_hours(row.raw("hours"))
    if hours is None or hours > desk.hours_log.longest_stretch:
        return None
    return Total(hours, of_several=of_day > 1)


HOURS = SheetParser("hours", "hours", parse)

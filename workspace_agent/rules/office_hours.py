"""A case manager logs at least six office hours on each working day.

Company practice: `policy.office_hours`. Working days are Monday to Friday without federal holidays. Rows
that overlap are merged. A day is judged when two more business days have passed, so that a late entry is
still in time, and nothing before `judged_from` or before the case manager came is judged.

Each day stands alone: nothing restarts it, and hours of one day do not make up for another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from workspace_agent.model import dates
from workspace_agent.model.facts import Department
from workspace_agent.model.field import Unreadable, known
from workspace_agent.model.finding import CompanyPolicy, Finding, Rule
from workspace_agent.model.hours import HoursEntry
from workspace_agent.model.organisation import CaseManager, Organisation
from workspace_agent.model.place import Place, SpreadsheetPlace
from workspace_agent.model.policy import OfficeHoursPolicy, Policy
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.spans import hours, is_doubtful, seconds, typed

ID = "office_hours"
CITATION = CompanyPolicy("office hours logged on each working day")


@dataclass(frozen=True, slots=True)
class LoggedDay:
    """What one case manager's log says of one day.

    Attributes:
        rows: The rows of that day, in their order.
        seconds: What they cover together.
        readable: False where a Problem speaks about one of them, or about a date that may be this day.
    """

    day: date
    rows: tuple[HoursEntry, ...]
    seconds: int
    readable: bool


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each short day of each case manager whose log was read."""
    for person in department.organisation.case_managers:
        if person.key in department.hours_read_for:
            yield from _short_days(department, policy.office_hours, person, today)


def judged_days(
    organisation: Organisation, numbers: OfficeHoursPolicy, person: CaseManager, today: date
) -> Iterator[date]:
    """Business days that are judged today: each after the given number of whole business days."""
    day = max(numbers.judged_from, person.from_)
    last = min(today, person.until or today)
    while day <= last:
        settled = organisation.business_days_after(day, numbers.judged_after_business_days) < today
        if settled and organisation.is_business_day(day):
            yield day
        day += timedelta(days=1)


def logged_day(department: Department, case_manager: str, day: date) -> LoggedDay:
    """What one case manager's log says of one day."""
    log = _log(department, case_manager)
    rows = tuple(row for row in log if known(row.date) == day)
    covered = seconds(span for row in rows for span in typed(row.start, row.end))
    doubtful = any(is_doubtful(row.start, row.end) for row in rows) or _may_be_misdated(log, day)
    return LoggedDay(day, rows, covered, not doubtful)


def _log(department: Department, case_manager: str) -> list[HoursEntry]:
    """One person's rows in the order of their sheets."""
    rows = [row for row in department.hours if row.case_manager == case_manager]
    return sorted(rows, key=lambda row: (row.row.spreadsheet_id, row.row.sheet_id, _number(row), row.row))


def _number(row: HoursEntry) -> int:
    return int("".join(filter(str.isdigit, row.row.a1.split(":")[0])))


def _may_be_misdated(log: list[HoursEntry], day: date) -> bool:
    """Whether a row with an unreadable date stands between rows that leave this day open for it.

    One bad date is told once, as a Problem; it must not silence more than the days it may stand for.
    """
    days = [known(row.date) for row in log]
    unreadable = [index for index, row in enumerate(log) if isinstance(row.date, Unreadable)]
    return any(_leaves_open(days, index, day) for index in unreadable)


def _leaves_open(days: list[date | None], index: int, day: date) -> bool:
    above = next(filter(None, days[index::-1]), date.min)
    below = next(filter(None, days[index:]), date.max)
    return min(above, below) <= day <= max(above, below)


def _short_days(
    department: Department, numbers: OfficeHoursPolicy, person: CaseManager, today: date
) -> Iterator[Finding]:
    for day in judged_days(department.organisation, numbers, person, today):
        logged = logged_day(department, person.key, day)
        if logged.readable and logged.seconds < numbers.min_per_day * 3600:
            yield _finding(department, numbers, person, logged)


def _finding(
    department: Department, numbers: OfficeHoursPolicy, person: CaseManager, logged: LoggedDay
) -> Finding:
    on = f"{numbers.min_per_day:g} hours on {dates.words(logged.day)}"
    arithmetic = f"{hours(logged.seconds)} of {on}." if logged.rows else f"Nothing is logged: 0 of {on}."
    return Finding(
        rule=ID,
        severity=Severity.POLICY,
        citation=CITATION,
        cycle=logged.day.isoformat(),
        due=logged.day,
        arithmetic=arithmetic,
        advice="Add the hours that are missing from the log.",
        place=_place(department, person, logged),
        case_manager=person.key,
    )


def _place(department: Department, person: CaseManager, logged: LoggedDay) -> Place:
    """The day's first row, else the end of the log, else the workbook that should hold it."""
    rows = logged.rows[:1] or _log(department, person.key)[-1:]
    if rows:
        return rows[0].row
    workbooks = sorted(person.workbooks, key=lambda workbook: "hours" not in workbook.holds)
    return SpreadsheetPlace(workbooks[0].id)


RULE = Rule(ID, "Office hours logged", CITATION, check, frozenset({"hours"}))

"""A case manager logs at least six hours of work on each working day, or those of the own contract.

Company practice: `policy.office_hours`. What counts is what was worked, by the Hours Log; which hours are
published is judged apart. Working days are the weekdays of the person's contract that are neither federal
holidays nor off; without a contract in the settings, all business days in office. The hours that a contract
names take the place of the company's. Rows that overlap are merged. A day is judged when two more business
days have passed, so that a late entry is still in time, and nothing before `judged_from` is judged.

Each day stands alone: nothing restarts it, and hours of one day do not make up for another.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from workspace_agent.model import dates
from workspace_agent.model.facts import Department
from workspace_agent.model.finding import CompanyPolicy, Finding, Rule, Step
from workspace_agent.model.organisation import CaseManager, Organisation
from workspace_agent.model.place import Place, SpreadsheetPlace
from workspace_agent.model.policy import OfficeHoursPolicy, Policy
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.hours_log import HoursLog, LoggedDay, hours_logs
from workspace_agent.rules.spans import added_up, steps
from workspace_agent.rules.working_days import Asked, asked_hours, is_working_day

ID = "office_hours"
CITATION = CompanyPolicy("hours worked are logged on each working day")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each short day of each case manager whose log was read."""
    logs, organisation = hours_logs(department), department.organisation
    for person in organisation.case_managers:
        if person.key in department.hours_read_for:
            yield from _short_days(organisation, policy.office_hours, person, logs[person.key], today)


def judged_days(
    organisation: Organisation, numbers: OfficeHoursPolicy, person: CaseManager, today: date
) -> Iterator[date]:
    """Working days that are judged today: each after the given number of whole business days."""
    last = today
    while organisation.business_days_after(last, numbers.judged_after_business_days) >= today:
        last -= timedelta(days=1)
    day = numbers.judged_from
    while day <= last:
        if is_working_day(organisation, person, day):
            yield day
        day += timedelta(days=1)


def _short_days(
    organisation: Organisation, numbers: OfficeHoursPolicy, person: CaseManager, log: HoursLog, today: date
) -> Iterator[Finding]:
    for day in judged_days(organisation, numbers, person, today):
        asked, logged = asked_hours(numbers, person, day), log.on(day)
        if logged.readable and logged.seconds < asked.seconds:
            in_time = _in_time(organisation, numbers, day)
            yield _finding(person, logged, asked, _place(person, log, logged), in_time)


def _in_time(organisation: Organisation, numbers: OfficeHoursPolicy, day: date) -> tuple[Step, Step]:
    """Until when a late entry was in time, and since when days are judged at all."""
    count = numbers.judged_after_business_days
    until = dates.words(organisation.business_days_after(day, count))
    days = "1 business day" if count == 1 else f"{count} business days"
    since = dates.words(numbers.judged_from)
    return Step(f"an entry was in time until {until}, {days} later"), Step(f"days are judged from {since} on")


def _finding(
    person: CaseManager, logged: LoggedDay, asked: Asked, place: Place, in_time: tuple[Step, Step]
) -> Finding:
    on = dates.words(logged.day)
    begins = f"Logged on {on}" if logged.rows else f"Nothing is logged on {on}"
    none = () if logged.rows else (Step("rows of that day in the log: none"),)
    return Finding(
        rule=ID,
        severity=Severity.POLICY,
        citation=CITATION,
        cycle=logged.day.isoformat(),
        due=logged.day,
        arithmetic=f"{begins}: {added_up(logged.spans, asked.words)}",
        advice="Add the hours that are missing from the log.",
        place=place,
        case_manager=person.key,
        steps=(Step(f"working day: {on}"), *none, *steps(logged.rows, asked.words), *in_time),
    )


def _place(person: CaseManager, log: HoursLog, logged: LoggedDay) -> Place:
    """The day's first row, else the end of the log, else the workbook that should hold it."""
    rows = [*logged.rows[:1], *log.rows[-1:]]
    if rows:
        return rows[0].row
    workbooks = sorted(person.workbooks, key=lambda workbook: "hours" not in workbook.holds)
    return SpreadsheetPlace(workbooks[0].id)


RULE = Rule(
    ID,
    "Hours logged",
    CITATION,
    check,
    frozenset({"hours"}),
    parameters=(
        "office_hours.min_per_day",
        "office_hours.judged_from",
        "office_hours.judged_after_business_days",
    ),
)

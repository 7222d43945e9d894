"""A case manager publishes at least six office hours for each weekday, Monday to Friday.

Company practice: `policy.office_hours`. Published hours are a promise to students and families, judged apart
from the hours that are logged. Rows that overlap are merged. Where nothing at all is published there may be
no such sheet, which is told elsewhere; where one weekday has a row, the others need one.

It holds for the week as it stands in the sheet now: nothing restarts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model.facts import Department
from workspace_agent.model.field import Unreadable, known
from workspace_agent.model.finding import CompanyPolicy, Finding, Rule
from workspace_agent.model.hours import OfficeHours
from workspace_agent.model.organisation import CaseManager
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.spans import hours, is_doubtful, seconds, typed

ID = "published_hours"
CITATION = CompanyPolicy("office hours published for each weekday")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each weekday that is short, of each case manager who works here and publishes any."""
    needed = policy.office_hours.min_per_day
    for person in department.organisation.case_managers:
        rows = [row for row in department.office_hours if row.case_manager == person.key]
        works_here = person.is_in_office(today)
        if works_here and rows and not any(isinstance(row.weekday, Unreadable) for row in rows):
            yield from _short_weekdays(person, rows, needed)


def _short_weekdays(person: CaseManager, rows: list[OfficeHours], needed: float) -> Iterator[Finding]:
    for number, weekday in enumerate(WEEKDAYS):
        of_day = [row for row in rows if known(row.weekday) == number]
        covered = seconds(span for row in of_day for span in typed(row.start, row.end))
        if covered < needed * 3600 and not any(is_doubtful(row.start, row.end) for row in of_day):
            yield Finding(
                rule=ID,
                severity=Severity.POLICY,
                citation=CITATION,
                cycle=weekday,
                due=None,
                arithmetic=f"Published hours on {weekday} are {hours(covered)} of {needed:g}.",
                advice="Publish the hours that are missing, and tell families and partners.",
                place=min(row.row for row in of_day or rows),
                case_manager=person.key,
            )


RULE = Rule(ID, "Office hours published", CITATION, check, frozenset({"office_hours"}))

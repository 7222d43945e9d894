"""A case manager publishes at least six office hours for each weekday, or those of the own contract.

Company practice: `policy.office_hours`. Published hours are when students and families may come: a promise,
which says nothing of the hours that are worked, and the log of these says nothing of the promise. The hours
that the contract of today names take the place of the company's; between two contracts nothing is promised.
Rows that overlap are merged. Where nothing at all is published there may be no such sheet, which is told
elsewhere; where one weekday has a row, the others need one.

It holds for the week as it stands in the sheet now: nothing restarts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workspace_agent.model.facts import Department
from workspace_agent.model.field import Unreadable, known
from workspace_agent.model.finding import CompanyPolicy, Finding, Rule
from workspace_agent.model.hours import OfficeHours
from workspace_agent.model.organisation import CaseManager
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.spans import Span, added_up, by_person, is_doubtful, seconds, steps, typed
from workspace_agent.rules.working_days import Asked, asked_hours, is_under_contract

ID = "published_hours"
CITATION = CompanyPolicy("office hours published for each weekday")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


@dataclass(frozen=True, slots=True)
class PublishedDay:
    """What one case manager has published for one weekday.

    Attributes:
        readable: False where a Problem speaks about one of its rows.
    """

    weekday: str
    rows: tuple[OfficeHours, ...]
    readable: bool

    @property
    def spans(self) -> list[Span]:
        """From when to when somebody may come, row by row."""
        return typed(self.rows)

    @property
    def seconds(self) -> int:
        """What the rows cover together."""
        return seconds(self.spans)


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each weekday that is short, of each case manager who works here and publishes any."""
    published = by_person(department.office_hours)
    for person in department.organisation.case_managers:
        rows = published.get(person.key, [])
        if rows and is_under_contract(person, today):
            yield from _short_weekdays(person, rows, asked_hours(policy.office_hours, person, today))


def published_week(rows: Sequence[OfficeHours]) -> tuple[PublishedDay, ...]:
    """What these rows promise from Monday to Friday; one whose weekday cannot be read may be of any."""
    unread = any(isinstance(row.weekday, Unreadable) for row in rows)
    return tuple(_published_day(rows, number, unread=unread) for number in range(len(WEEKDAYS)))


def _published_day(rows: Sequence[OfficeHours], number: int, *, unread: bool) -> PublishedDay:
    of_day = tuple(row for row in rows if known(row.weekday) == number)
    return PublishedDay(WEEKDAYS[number], of_day, not (unread or any(map(is_doubtful, of_day))))


def _short_weekdays(person: CaseManager, rows: Sequence[OfficeHours], asked: Asked) -> Iterator[Finding]:
    for day in published_week(rows):
        if day.readable and day.seconds < asked.seconds:
            yield _finding(person, day, asked, day.rows or rows)


def _finding(person: CaseManager, day: PublishedDay, asked: Asked, rows: Sequence[OfficeHours]) -> Finding:
    begins = f"Published for {day.weekday}" if day.rows else f"Nothing is published for {day.weekday}"
    return Finding(
        rule=ID,
        severity=Severity.POLICY,
        citation=CITATION,
        cycle=day.weekday,
        due=None,
        arithmetic=f"{begins}: {added_up(day.spans, asked.words)}",
        advice="Publish the hours that are missing, and tell families and partners.",
        place=min(row.row for row in rows),
        case_manager=person.key,
        steps=steps(day.rows, asked.words),
    )


RULE = Rule(
    ID,
    "Office hours published",
    CITATION,
    check,
    frozenset({"office_hours"}),
    parameters=("office_hours.min_per_day",),
)

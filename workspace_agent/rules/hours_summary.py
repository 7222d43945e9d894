"""What one case manager has published and what was worked, between two days: two numbers, never added.

For the digest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workspace_agent.model.facts import Department
from workspace_agent.model.organisation import CaseManager
from workspace_agent.model.policy import Policy
from workspace_agent.rules.hours_log import HoursLog
from workspace_agent.rules.published_hours import published_week
from workspace_agent.rules.working_days import asked_hours, is_working_day


@dataclass(frozen=True, slots=True)
class HoursSummary:
    """Hours of one case manager, in seconds.

    Attributes:
        published: Promised to students and families for each weekday of the sheet as it stands now, from
            Monday to Friday; None where a row of it cannot be read. Empty where nothing is published.
        worked: Logged on each working day that is judged.
        short: Those of them on which less was logged than was asked for.
        not_judged: Working days of which nothing is said: the log was not read, a Problem speaks about a row
            that is or may be of the day, or it lies before the day from which hours are judged.
    """

    published: Mapping[str, int | None]
    worked: Mapping[date, int]
    short: tuple[date, ...]
    not_judged: tuple[date, ...]

    @property
    def total_worked(self) -> int:
        """All that was logged on the days that are judged."""
        return sum(self.worked.values())


def hours_summary(
    department: Department, policy: Policy, case_manager: str, first: date, last: date
) -> HoursSummary:
    """Hours of the working days from `first` to `last`, both included.

    Args:
        department: Everything that people typed.
        policy: The company's numbers.
        case_manager: Key of somebody in the settings.
        first: The first day of the time that is looked at.
        last: The last one. Hours of recent days may still be entered: to leave those out is the caller's.
    """
    person = department.organisation.case_manager(case_manager)
    numbers, days = policy.office_hours, [*_working_days(department, person, first, last)]
    worked = _worked(department, case_manager, [day for day in days if day >= numbers.judged_from])
    asked = {day: asked_hours(numbers, person, day).seconds for day in worked}
    return HoursSummary(
        published=_published(department, case_manager),
        worked=worked,
        short=tuple(day for day in worked if worked[day] < asked[day]),
        not_judged=tuple(day for day in days if day not in worked),
    )


def _working_days(department: Department, person: CaseManager, first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if is_working_day(department.organisation, person, day):
            yield day


def _worked(department: Department, case_manager: str, days: Sequence[date]) -> dict[date, int]:
    """Of those of these days that can be judged."""
    if case_manager not in department.hours_read_for:
        return {}
    log = HoursLog(row for row in department.hours if row.case_manager == case_manager)
    return {logged.day: logged.seconds for logged in map(log.on, days) if logged.readable}


def _published(department: Department, case_manager: str) -> dict[str, int | None]:
    rows = [row for row in department.office_hours if row.case_manager == case_manager]
    week = published_week(rows) if rows else ()
    return {day.weekday: day.seconds if day.readable else None for day in week}

"""What a school year holds, week by week: due dates, days on which to meet, and what stands in the way.

The year runs from the first of August to the last of July. The due dates are those that follow from what is
on record now. What a meeting of this year makes due is due in the next one, so it is not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from workspace_agent.model import dates
from workspace_agent.model.calendar import ONE_DAY
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Unreadable
from workspace_agent.model.organisation import District
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import Purpose
from workspace_agent.rules.caseload import has_left
from workspace_agent.rules.next_steps import meetings_due
from workspace_agent.rules.year_calendar import ContractEnd, DueDate, Overfull, Week, YearCalendar

PLAN_BEGINS_IN = 8
"""August: by then the people and calendars of a year are settled."""


@dataclass(frozen=True)
class YearPlan:
    """A school year.

    Attributes:
        year: In which it begins.
        due: All of it, the earliest first.
        earlier: How many meetings are due before the year begins.
        unknown: Refs of students of whom nothing on record tells when a meeting is due.
        without_calendar: Keys of districts of which the settings hold no calendar of this year.
        without_holidays: The settings hold no federal holiday of this year.
    """

    year: int
    weeks: tuple[Week, ...]
    due: tuple[DueDate, ...]
    earlier: int
    unknown: tuple[str, ...]
    without_calendar: tuple[str, ...]
    without_holidays: bool

    @property
    def first_day(self) -> date:
        """The first of August."""
        return first_day(self.year)

    @cached_property
    def blocked(self) -> tuple[DueDate, ...]:
        """What cannot be held on the day on which it is due."""
        return tuple(one for one in self.due if one.obstacle)

    @cached_property
    def overfull(self) -> tuple[Overfull, ...]:
        """All weeks of all case managers that hold too much."""
        return tuple(one for week in self.weeks for one in week.overfull)

    @cached_property
    def ends(self) -> tuple[ContractEnd, ...]:
        """All ends of contracts."""
        return tuple(one for week in self.weeks for one in week.ends)


def first_day(year: int) -> date:
    """The day on which the plan of a year begins."""
    return date(year, PLAN_BEGINS_IN, 1)


def year_of(day: date) -> int:
    """In which year the plan that holds a day begins."""
    return day.year - (day.month < PLAN_BEGINS_IN)


def year_plan(department: Department, policy: Policy, year: int, today: date) -> YearPlan:
    """The school year that begins in August of a year, as far as what is on record on a day tells it."""
    calendar = YearCalendar(department.organisation, first_day(year), first_day(year + 1) - ONE_DAY)
    students = [one for one in department.students if not has_left(one, today)]
    days = {one.ref: _days_due(department, policy, one) for one in students}
    due = sorted(
        (
            calendar.due(student, purpose, day, policy.annual_review.plan_lead_days)
            for student in students
            for purpose, day in days[student.ref].items()
            if day is not None and calendar.first <= day <= calendar.last
        ),
        key=lambda one: (one.day, one.case_manager, one.student_ref, one.purpose.value),
    )
    return YearPlan(
        year=year,
        weeks=tuple(calendar.weeks(due)),
        due=tuple(due),
        earlier=sum(any(day and day < calendar.first for day in of.values()) for of in days.values()),
        unknown=tuple(
            one.ref
            for one in students
            if None in days[one.ref].values() or isinstance(one.plan_type, Unreadable)
        ),
        without_calendar=tuple(
            key for key, one in calendar.districts.items() if not _has_calendar(one, year)
        ),
        without_holidays=not any(
            calendar.first <= day <= calendar.last for day in department.organisation.federal_holidays
        ),
    )


def _days_due(department: Department, policy: Policy, student: Student) -> dict[Purpose, date | None]:
    """By purpose; nothing that is due only once the student has left."""
    days = meetings_due(department, policy, student)
    return {purpose: day for purpose, day in days.items() if day is None or not has_left(student, day)}


def _has_calendar(district: District, year: int) -> bool:
    """One of its school years begins in this one; that may be in July."""
    return any(dates.school_year_begins(one.first_day).year == year for one in district.school_years)

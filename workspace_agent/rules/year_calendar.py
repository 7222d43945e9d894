"""The weeks of a school year: who works when, which district has school, and what keeps a meeting away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cached_property
from itertools import pairwise

from workspace_agent.model.calendar import ONE_DAY, days_from, is_closed
from workspace_agent.model.facts import Student
from workspace_agent.model.organisation import CaseManager, District, Organisation
from workspace_agent.model.place import Place
from workspace_agent.model.vocabulary import Purpose
from workspace_agent.rules.annual_review import plan_by
from workspace_agent.rules.working_days import is_under_contract, is_working_day

_WEEK = timedelta(days=7)


class Obstacle(Enum):
    """Why a meeting cannot be held on a day; of several the first of these.

    `NO_CONTRACT`: the case manager does not work here then; `DAY_OFF`: their contract leaves the day out.
    """

    NO_CONTRACT = "no contract"
    CLOSED = "closed"
    BETWEEN_YEARS = "between school years"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    DAY_OFF = "day off"


@dataclass(frozen=True, slots=True)
class DueDate:
    """A meeting that is due in the year.

    Attributes:
        case_manager: Key.
        district: Key.
        day: By when it is due.
        plan_by: By when it should be planned, as company practice wants it.
        hold_by: The last day on or before the due date on which the case manager works and the district, as
            far as its calendar is known, has school; None where the year has no such day.
        obstacle: Why that is not the due date itself.
        closure: Name of the closure, where the district is closed.
        place: The student's row.
    """

    student_ref: str
    case_manager: str
    district: str
    purpose: Purpose
    day: date
    plan_by: date
    hold_by: date | None
    obstacle: Obstacle | None
    closure: str
    place: Place

    @property
    def monday(self) -> date:
        """Of the week in which it is due."""
        return monday_of(self.day)


@dataclass(frozen=True, slots=True)
class Closed:
    """Weekdays of one week on which a district has no school, by name of the closure.

    Attributes:
        district: Key.
        name: Empty between two school years.
    """

    district: str
    name: str
    days: int


@dataclass(frozen=True, slots=True)
class Overfull:
    """A week in which a case manager has more meetings to hold than days to hold them on.

    Attributes:
        case_manager: Key.
        due: What has to be held by a day of this week; of one student it is one meeting.
        working_days: Days on which the case manager works and a district of theirs has school.
    """

    case_manager: str
    monday: date
    due: tuple[DueDate, ...]
    working_days: int

    @property
    def meetings(self) -> int:
        """How many."""
        return meetings(self.due)


@dataclass(frozen=True, slots=True)
class ContractEnd:
    """The last day of a case manager's contract, where no other one follows on the next day.

    Attributes:
        after: What is due between it and the next contract.
    """

    case_manager: str
    day: date
    after: tuple[DueDate, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """One week, from Monday to Sunday.

    Attributes:
        working_days: By key of the case manager; see `Overfull`.
        due: What is due in it, the earliest first.
    """

    monday: date
    working_days: Mapping[str, int]
    due: tuple[DueDate, ...]
    closed: tuple[Closed, ...]
    overfull: tuple[Overfull, ...]
    ends: tuple[ContractEnd, ...]


def meetings(due: Iterable[DueDate]) -> int:
    """How many meetings they are: what is due of one student is held together."""
    return len({one.student_ref for one in due})


@dataclass(frozen=True)
class YearCalendar:
    """Who works when, and which district has school, from one day to another."""

    organisation: Organisation
    first: date
    last: date

    @cached_property
    def people(self) -> Mapping[str, CaseManager]:
        """By key."""
        return {person.key: person for person in self.organisation.case_managers}

    @cached_property
    def districts(self) -> Mapping[str, District]:
        """Those that somebody here serves."""
        served = {key for person in self.organisation.case_managers for key in person.districts}
        return {one.key: one for one in self.organisation.districts if one.key in served}

    @cached_property
    def work(self) -> Mapping[str, frozenset[date]]:
        """Days on which a case manager works, by key."""
        year = tuple(days_from(self.first, self.last))
        return {
            key: frozenset(day for day in year if is_working_day(self.organisation, person, day))
            for key, person in self.people.items()
        }

    @cached_property
    def meeting_days(self) -> Mapping[str, frozenset[date]]:
        """Of these, the days on which a district of theirs has school."""
        return {
            key: frozenset(
                day
                for day in self.work[key]
                if any(_may_have_school(self.districts[district], day) for district in person.districts)
            )
            for key, person in self.people.items()
        }

    def due(self, student: Student, purpose: Purpose, day: date, lead_days: int) -> DueDate:
        """What is due on a day, to be planned so many days before."""
        district = self.organisation.district(student.district)
        person = self.people[student.case_manager]
        hold_by = self._hold_by(person, district, day)
        obstacle, closure = (None, "") if hold_by == day else self._obstacle(person, district, day)
        return DueDate(
            student_ref=student.ref,
            case_manager=person.key,
            district=district.key,
            purpose=purpose,
            day=day,
            plan_by=plan_by(district, person, day, lead_days).day,
            hold_by=hold_by,
            obstacle=obstacle,
            closure=closure,
            place=student.row,
        )

    def _hold_by(self, person: CaseManager, district: District, day: date) -> date | None:
        works = self.work[person.key]
        while day >= self.first:
            if day in works and _may_have_school(district, day):
                return day
            day -= ONE_DAY
        return None

    def _obstacle(self, person: CaseManager, district: District, day: date) -> tuple[Obstacle, str]:
        closure = _closure(district, day)
        is_there: dict[Obstacle, bool] = {
            Obstacle.NO_CONTRACT: not is_under_contract(person, day),
            Obstacle.CLOSED: closure is not None,
            Obstacle.BETWEEN_YEARS: district.knows(day) and district.year_of(day) is None,
            Obstacle.HOLIDAY: day in self.organisation.federal_holidays,
            Obstacle.WEEKEND: day.weekday() > 4,
            Obstacle.DAY_OFF: True,
        }
        found = next(one for one in Obstacle if is_there[one])
        return found, closure or "" if found is Obstacle.CLOSED else ""

    def weeks(self, due: list[DueDate]) -> Iterator[Week]:
        """All that hold a day of the year; what is due has to be in order."""
        by_week = _by_monday((one.day, one) for one in due)
        to_hold = _by_monday((one.hold_by, one) for one in due if one.hold_by)
        ends = tuple(self._ends(due))
        monday = monday_of(self.first)
        while monday <= self.last:
            working_days = {
                key: sum(monday + number * ONE_DAY in days for number in range(7))
                for key, days in self.meeting_days.items()
            }
            yield Week(
                monday=monday,
                working_days=working_days,
                due=tuple(by_week.get(monday, ())),
                closed=tuple(self._closed(monday)),
                overfull=tuple(_overfull(monday, to_hold.get(monday, ()), working_days)),
                ends=tuple(one for one in ends if monday_of(one.day) == monday),
            )
            monday += _WEEK

    def _closed(self, monday: date) -> Iterator[Closed]:
        for district in self.districts.values():
            names: dict[str, int] = {}
            for day in days_from(max(monday, self.first), min(monday + 4 * ONE_DAY, self.last)):
                if not _may_have_school(district, day):
                    name = _closure(district, day) or ""
                    names[name] = names.get(name, 0) + 1
            yield from (Closed(district.key, name, count) for name, count in names.items())

    def _ends(self, due: list[DueDate]) -> Iterator[ContractEnd]:
        for person in self.people.values():
            theirs = [one for one in due if one.case_manager == person.key]
            ends = sorted(day for day in _last_days(person) if self.first <= day <= self.last)
            for day, following in pairwise((*ends, date.max)):
                between = (one for one in theirs if day < one.day <= following)
                after = tuple(one for one in between if not is_under_contract(person, one.day))
                yield ContractEnd(person.key, day, after)


def _last_days(person: CaseManager) -> set[date]:
    """Days on which a contract, or the time in office, ends and nothing follows."""
    days = {one.until for one in person.contract} | {person.until}
    return {
        day
        for day in days
        if day is not None and is_under_contract(person, day) and not is_under_contract(person, day + ONE_DAY)
    }


def _overfull(
    monday: date, to_hold: Iterable[DueDate], working_days: Mapping[str, int]
) -> Iterator[Overfull]:
    of: dict[str, list[DueDate]] = {}
    for one in to_hold:
        of.setdefault(one.case_manager, []).append(one)
    for key, due in of.items():
        if meetings(due) > working_days[key]:
            yield Overfull(key, monday, tuple(due), working_days[key])


def _by_monday(due: Iterable[tuple[date, DueDate]]) -> dict[date, list[DueDate]]:
    found: dict[date, list[DueDate]] = {}
    for day, one in due:
        found.setdefault(monday_of(day), []).append(one)
    return found


def monday_of(day: date) -> date:
    """The Monday of the week that holds a day."""
    return day - day.weekday() * ONE_DAY


def _may_have_school(district: District, day: date) -> bool:
    """Where no calendar reaches, nobody knows that there is none."""
    return district.is_school_day(day) or not district.knows(day)


def _closure(district: District, day: date) -> str | None:
    """Name of the closure that holds a day."""
    closures = (one for year in district.school_years for one in year.closures)
    return next((one.name for one in closures if is_closed((one,), day)), None)

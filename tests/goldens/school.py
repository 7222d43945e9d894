"""A department of any size, in which as many dates are missed and as many cells spoilt as one asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.builders import (
    TODAY,
    a_case_manager,
    a_department,
    a_district,
    a_meeting,
    a_response,
    a_student,
    an_organisation,
    full_days,
    office_hours_on,
)
from tests.builders_progress import a_goal, a_series
from workspace_agent.model.facts import Department, Response, Student, Workbook
from workspace_agent.model.hours import OfficeHours
from workspace_agent.model.organisation import CaseManager, Organisation
from workspace_agent.model.place import Cell
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.progress import Goal, Series

_FIRST = ("Ada", "Bruno", "Celia", "Dario", "Elif", "Femi", "Greta", "Hugo", "Inés", "Jonas")
_LAST = ("Albrecht", "Björk", "Castellanos", "Dvořák", "Eklund", "Ferreira", "Grieve", "Halloran")
_DISTRICTS = ("Sierra Vieja ISD", "Cedar Hollow Schools", "Lake Tarrow District", "Marrow Creek Union")
_LONG_AGO = timedelta(days=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """How large it is, and what is wrong.

    Attributes:
        each: Students of a case manager.
        late: Every so many-th student has missed all dates; 0 for none.
        near: Every so many-th student has an annual review due in the next weeks; 0 for none.
        forms: Every so many-th student had a meeting of which the form came in; 0 for none.
        spoilt: Every so many-th student has a cell that cannot be read; 0 for none.
        organisation: Other settings.
    """

    case_managers: int
    each: int
    late: int = 0
    near: int = 0
    forms: int = 0
    spoilt: int = 0
    today: dt.date = TODAY
    has_hours: bool = True
    organisation: dict[str, Any] | None = None
    names: Sequence[str] = ()
    initials: Sequence[str] = ()

    def department(self) -> Department:
        """The facts, as they would have been read."""
        managers = [f"manager-{number:03d}" for number in range(self.case_managers)]
        students = tuple(self._students(managers))
        numbered = tuple(enumerate(students, start=2))
        return a_department(
            *students,
            organisation=self._organisation(managers),
            meetings=tuple(self._meetings(students)),
            hours=tuple(entry for key in managers for entry in self._hours(key)),
            office_hours=tuple(row for key in managers for row in self._office_hours(key)),
            workbooks=tuple(Workbook(_book(key), key, holds_students=True) for key in managers),
            hours_read_for=frozenset(managers if self.has_hours else ()),
            goals=tuple(_goal(student, row) for row, student in numbered),
            series=tuple(_series(student, row, self.late) for row, student in numbered),
            responses=tuple(self._responses(students)),
            problems=tuple(self._problems(students)),
        )

    def _organisation(self, managers: Sequence[str]) -> Organisation:
        count = min(len(_DISTRICTS), self.case_managers)
        districts = tuple(a_district(f"district-{at}", name=_DISTRICTS[at]) for at in range(count))
        people = tuple(self._person(key, at, count) for at, key in enumerate(managers))
        return an_organisation(
            **{"case_managers": people, "districts": districts, **(self.organisation or {})}
        )

    def _person(self, key: str, at: int, districts: int) -> CaseManager:
        return a_case_manager(
            key,
            name=self.names[at] if at < len(self.names) else _name(at),
            districts=[f"district-{at % districts}"],
            workbooks=[{"id": _book(key), "holds": "progress monitoring and hours"}],
        )

    def _students(self, managers: Sequence[str]) -> Iterator[Student]:
        count = min(len(_DISTRICTS), self.case_managers)
        for number in range(self.case_managers * self.each):
            at, position = divmod(number, self.each)
            yield a_student(
                f"student-{number:05d}",
                initials=self.initials[number] if number < len(self.initials) else _initials(number),
                case_manager=managers[at],
                district=f"district-{at % count}",
                annual=self._reviewed(number),
                evaluation=self.today - timedelta(days=120 + number * 13 % 600) - self._delay(number) * 3,
                row=position + 2,
            )

    def _reviewed(self, number: int) -> dt.date:
        if _every(self.near, number):
            return self.today - timedelta(days=365 - number % 25)
        return self.today - timedelta(days=20 + number * 7 % 240) - self._delay(number)

    def _delay(self, number: int) -> timedelta:
        return _LONG_AGO if _every(self.late, number) else timedelta(0)

    def _meetings(self, students: Sequence[Student]) -> Iterator[Any]:
        """One for each whose review is near, as it should be planned."""
        for at, student in enumerate(students):
            if _every(self.near, at):
                yield a_meeting(
                    self.today + timedelta(days=3 + at % 20),
                    student=student.ref,
                    case_manager=student.case_manager,
                    agreed_on=self.today - timedelta(days=20),
                    row=at + 2,
                )

    def _responses(self, students: Sequence[Student]) -> Iterator[Response]:
        for at, student in enumerate(students):
            if _every(self.forms, at):
                yield a_response(
                    self.today - timedelta(days=30 + at % 40),
                    student=student.ref,
                    response_id=f"response-{at}",
                    respondent=student.case_manager,
                )

    def _hours(self, key: str) -> Sequence[Any]:
        return full_days(case_manager=key) if self.has_hours else ()

    def _office_hours(self, key: str) -> Iterator[OfficeHours]:
        return (office_hours_on(weekday, case_manager=key) for weekday in range(5 if self.has_hours else 0))

    def _problems(self, students: Sequence[Student]) -> Iterator[Problem]:
        for at, student in enumerate(students):
            if _every(self.spoilt, at):
                cell = Cell(_book(student.case_manager), 1, f"K{at % self.each + 2}")
                quote = f"{at % 12 + 1}/45/26"
                yield Problem(ProblemKind.NOT_A_DATE, cell, student.case_manager, student.ref, quote)


def _every(step: int, number: int) -> bool:
    return step > 0 and number % step == step - 1


def _book(key: str) -> str:
    """As long as Google's ids are."""
    return f"1{key.replace('-', '')}BxiMVs0XRA5nFMdKvBdBZjgmUU"[:44]


def _name(at: int) -> str:
    """Of eighty names, then with a second one."""
    first, last = _FIRST[at % len(_FIRST)], _LAST[at // len(_FIRST) % len(_LAST)]
    again = at // (len(_FIRST) * len(_LAST))
    return f"{first} {_LAST[(at + again) % len(_LAST)]}-{last}" if again else f"{first} {last}"


def _initials(number: int) -> str:
    """`A.B.`, then `A.B.-2` and so on, as for those who share them."""
    again, pair = divmod(number, 26 * 20)
    shared = f"-{again + 1}" if again else ""
    return f"{chr(65 + pair % 26)}.{chr(65 + pair // 26)}.{shared}"


def _goal(student: Student, row: int) -> Goal:
    return a_goal(student=student.ref, row=row, book=_book(student.case_manager))


def _series(student: Student, row: int, late: int) -> Series:
    """Twelve values; where dates are missed they do not rise either."""
    gain = 0 if _every(late, row - 2) else 2
    return a_series([10 + gain * probe + (-1) ** probe for probe in range(12)], student=student.ref)

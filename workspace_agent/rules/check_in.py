"""Each student is met alone for thirty minutes, at least once in the school year.

Company practice: `policy.check_in`. The school year runs from 1 July to 30 June; it is told once the last day
of the district's school calendar has passed, until the next year in the settings begins. Shorter check-ins do
not add up. Of a student who came in the last thirty days of school it is told for information,
and of one who came later not at all. Nothing is said of a student with a row that cannot be read, and of a
case manager who has no such sheet at all.

A new school year begins the count anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.calendar import SchoolYear
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Unreadable, known
from workspace_agent.model.finding import CompanyPolicy, Finding, Rule, Step
from workspace_agent.model.place import Cell
from workspace_agent.model.policy import CheckInPolicy, Policy
from workspace_agent.model.progress import CheckIn
from workspace_agent.model.vocabulary import EITHER_PLAN, Severity
from workspace_agent.rules.caseload import came, with_sheet

ID = "check_in"
CITATION = CompanyPolicy("a check-in with each student in the school year")


@dataclass(frozen=True, slots=True)
class Held:
    """A check-in of this school year; `minutes` is None where nobody typed how long it was."""

    day: date
    row: Cell
    minutes: int | None


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student, when the school year is over."""
    for student in with_sheet(department, "check_ins", today):
        year = department.organisation.district(student.district).begun_by(today)
        if today > year.last_day:
            rows = department.check_ins_of.get(student.ref, ())
            yield from _judge(student, rows, year, policy.check_in)


def is_met(department: Department, student: Student, policy: Policy, today: date) -> bool | None:
    """Whether the student was met this school year; None where a row cannot be read that may say so.

    For the digest, and only of a student whose rows are all known: see `with_sheet`.
    """
    rows = department.check_ins_of.get(student.ref, ())
    year = department.organisation.district(student.district).begun_by(today)
    since = dates.school_year_begins(year.first_day)
    if any((one.minutes or 0) >= policy.check_in.minutes for one in _in_year(rows, since)):
        return True
    return None if any(_is_unread(row) for row in rows) else False


def _is_unread(row: CheckIn) -> bool:
    return isinstance(row.date, Unreadable) or isinstance(row.minutes, Unreadable)


def _judge(
    student: Student, rows: Sequence[CheckIn], year: SchoolYear, numbers: CheckInPolicy
) -> Iterator[Finding]:
    fields = (came(student), *(field for row in rows for field in (row.date, row.minutes)))
    if any(isinstance(field, Unreadable) for field in fields):
        return
    since = dates.school_year_begins(year.first_day)
    held = _in_year(rows, since)
    longest = max((one.minutes or 0 for one in held), default=0)
    if longest < numbers.minutes and (known(came(student)) or since) <= year.last_day:
        yield _finding(student, held, year, numbers)


def _in_year(rows: Sequence[CheckIn], since: date) -> list[Held]:
    """The check-ins of the school year that begins then, from the first one on."""
    until = dates.add_years(since, 1)
    dated = ((known(row.date), row) for row in rows)
    held = (Held(day, row.row, known(row.minutes)) for day, row in dated if day and since <= day < until)
    return sorted(held, key=lambda one: (one.day, one.row))


def _finding(student: Student, held: Sequence[Held], year: SchoolYear, numbers: CheckInPolicy) -> Finding:
    since = dates.school_year_begins(year.first_day)
    late = _came_late(student, year, numbers)
    return Finding(
        rule=ID,
        severity=Severity.INFO if late else Severity.POLICY,
        citation=CITATION,
        cycle=str(since.year),
        due=year.last_day,
        arithmetic=f"{late}{_arithmetic(held, since, numbers.minutes)}",
        advice="Fill in the check-in if there was one that is not in the sheet.",
        place=student.row,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=tuple(_steps(held, numbers.minutes)),
    )


def _came_late(student: Student, year: SchoolYear, numbers: CheckInPolicy) -> str:
    """A sentence about a student who came shortly before the end, else nothing."""
    day = known(came(student))
    if day is None or (year.last_day - day).days >= numbers.late_days:
        return ""
    before = dates.days((year.last_day - day).days)
    return f"The student came on {dates.words(day)}, {before} before the last day of school. "


def _arithmetic(held: Sequence[Held], since: date, minutes: int) -> str:
    on = dates.words(since)
    if not held:
        return f"No check-in is on record since {on}."
    longest = max(one.minutes or 0 for one in held)
    if not longest:
        return f"No check-in since {on} has its length on record."
    if len(held) == 1:
        return f"The only check-in since {on} took {longest} of {minutes} minutes."
    return (
        f"The longest of {len(held)} check-ins since {on} took {longest} of {minutes} minutes; "
        "shorter ones do not add up."
    )


def _steps(held: Sequence[Held], minutes: int) -> Iterator[Step]:
    for one in held:
        took = "no length" if one.minutes is None else f"{one.minutes} minutes"
        yield Step(f"{dates.words(one.day)}: {took}", one.row)
    yield Step(f"one of {minutes} minutes: none")


RULE = Rule(
    ID,
    "Check-in with each student",
    CITATION,
    check,
    frozenset({"students", "check_ins"}),
    plans=EITHER_PLAN,
    parameters=("check_in.minutes", "check_in.late_days"),
)

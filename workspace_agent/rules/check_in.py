"""Each student is met alone for thirty minutes, at least once in the school year.

Company practice: `policy.check_in`. The school year runs from 1 July to 30 June; it is told once the last day
of the district's school calendar has passed, until the calendar of the next year is in the settings. Shorter
check-ins do not add up. Nothing is said of a student with a row that cannot be read, and of a case manager
who has no such sheet at all.

A new school year begins the count anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student, concerns
from workspace_agent.model.field import Unreadable, known
from workspace_agent.model.finding import CompanyPolicy, Finding, Rule
from workspace_agent.model.organisation import District
from workspace_agent.model.policy import Policy
from workspace_agent.model.progress import CheckIn
from workspace_agent.model.vocabulary import EITHER_PLAN, Severity
from workspace_agent.rules.caseload import has_left

ID = "check_in"
CITATION = CompanyPolicy("a check-in with each student in the school year")
_SHEET = "check_ins"


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student, when the school year is over."""
    for student in department.students:
        district = department.organisation.district(student.district)
        if today > district.last_day and not has_left(student, today) and _is_kept(department, student):
            yield from _judge(department, student, district, policy.check_in.minutes)


def _is_kept(department: Department, student: Student) -> bool:
    """Whether the case manager has such sheets, and none of them hides a row of this student's."""
    hidden = concerns(department.broken | department.unsettled, student, _SHEET)
    return department.keeps(student.case_manager, _SHEET) and not hidden


def _judge(department: Department, student: Student, district: District, minutes: int) -> Iterator[Finding]:
    rows = department.check_ins_of.get(student.ref, ())
    since = _school_year(district)
    longest = max((_minutes(one, since) for one in rows), default=0)
    unread = any(isinstance(field, Unreadable) for one in rows for field in (one.date, one.minutes))
    if longest < minutes and not unread:
        yield _finding(student, district, since, longest, minutes)


def _school_year(district: District) -> date:
    """Its first day: 1 July, which may lie in the year before the first day of school."""
    first = district.first_day
    return date(first.year if first.month >= 7 else first.year - 1, 7, 1)


def _minutes(row: CheckIn, since: date) -> int:
    """How long it was; 0 where it was not in the school year that begins then."""
    day = known(row.date)
    in_it = day is not None and since <= day < dates.add_years(since, 1)
    return (known(row.minutes) or 0) if in_it else 0


def _finding(student: Student, district: District, since: date, longest: int, minutes: int) -> Finding:
    said = f"No check-in is on record since {dates.words(since)}."
    if longest:
        said = f"The longest check-in since {dates.words(since)} took {longest} of {minutes} minutes."
    return Finding(
        rule=ID,
        severity=Severity.POLICY,
        citation=CITATION,
        cycle=str(since.year),
        due=district.last_day,
        arithmetic=said,
        advice="Fill in the check-in if there was one that is not in the sheet.",
        place=student.row,
        case_manager=student.case_manager,
        student_ref=student.ref,
    )


RULE = Rule(
    ID, "Check-in with each student", CITATION, check, frozenset({"students", "check_ins"}), plans=EITHER_PLAN
)

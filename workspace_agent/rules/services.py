"""The IEP says which services are given, and from when to when.

34 CFR 300.320(a)(4) and (7), https://sites.ed.gov/idea/regs/b/d/300.320

Of the sheet it can only be said what stands there: a student with an IEP for whom no service is on record is
data to mend, and a service that ends soon, before the next annual review is due, is for information, because
it may be meant to. Where a case manager keeps no services, or a row of them cannot be read, nothing is said.
A 504 plan has no such list.

Restarted by another row, or a later end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student, concerns
from workspace_agent.model.field import Unreadable, Value, known
from workspace_agent.model.finding import Finding, Law, Rule, Step, Until
from workspace_agent.model.policy import Policy
from workspace_agent.model.services import Service
from workspace_agent.model.vocabulary import IDEA, Severity
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.deadlines import Deadline, review_deadline

ID = "services"
CITATION = Law("34 CFR 300.320(a)(4), (7)", "https://sites.ed.gov/idea/regs/b/d/300.320")


@dataclass(frozen=True, slots=True)
class _Lines:
    """The services of one student that have not ended, and the last end of those that have."""

    going_on: tuple[Service, ...]
    ended: Value[date] | None


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student with an IEP of a case manager who has begun to keep services."""
    keepers = _keepers(department)
    for student in with_iep(department, today):
        if student.case_manager in keepers and not _is_unread(department, student):
            yield from _judge(department, student, policy, today)


def _keepers(department: Department) -> frozenset[str]:
    """Not who has an empty sheet: `init workbook` makes one, and nothing is said of it before it is used."""
    students = (department.by_ref.get(one.student_ref) for one in department.services)
    return frozenset(student.case_manager for student in students if student)


def _is_unread(department: Department, student: Student) -> bool:
    """A row that is nobody's, or an end that cannot be read, may be just what is missed."""
    ends = (one.end for one in department.services_of.get(student.ref, ()))
    lost = concerns(department.broken | department.unsettled, student, ID)
    return lost or any(isinstance(end, Unreadable) for end in ends)


def _judge(department: Department, student: Student, policy: Policy, today: date) -> Iterator[Finding]:
    lines = _lines(department, student, today)
    if not lines.going_on:
        yield _none(student, lines.ended)
        return
    review = review_deadline(department, student, policy)
    if review is not None:
        last = min(review.due, today + timedelta(days=policy.annual_review.alert_days + 1))
        found = sorted(_ending(lines.going_on, last), key=lambda one: (one[0].value, one[0].cell))
        yield from (_short(student, end, service, review) for end, service in found[:1])


def _lines(department: Department, student: Student, today: date) -> _Lines:
    own = department.services_of.get(student.ref, ())
    ended = [one.end for one in own if isinstance(one.end, Value) and one.end.value < today]
    going_on = tuple(one for one in own if (known(one.end) or today) >= today)
    return _Lines(going_on, max(ended, key=lambda end: (end.value, end.cell), default=None))


def _ending(lines: tuple[Service, ...], last: date) -> Iterator[tuple[Value[date], Service]]:
    """Services that end before a day, and that no other row takes further."""
    for one in lines:
        if isinstance(one.end, Value) and one.end.value < last and not _goes_on(one, one.end.value, lines):
            yield one.end, one


def _goes_on(service: Service, end: date, lines: tuple[Service, ...]) -> bool:
    """Another row says the same service for a later time, or without an end."""
    return any(one.service == service.service and (known(one.end) or date.max) > end for one in lines)


def _none(student: Student, ended: Value[date] | None) -> Finding:
    last = f"the last one ended on {dates.words(ended.value)}" if ended else "none is typed"
    place = ended.cell if ended else student.row
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle="none",
        due=None,
        arithmetic=f"No service is on record now: {last}.",
        advice="Fill in the services of the IEP that is in effect.",
        place=place,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(Step(f"services: {last}", place),),
    )


def _short(student: Student, end: Value[date], service: Service, review: Deadline) -> Finding:
    due, last = dates.words(review.due), dates.words(end.value)
    left = dates.days((review.due - end.value).days)
    return Finding(
        rule=ID,
        severity=Severity.INFO,
        citation=CITATION,
        cycle=end.value.isoformat(),
        due=end.value,
        arithmetic=f"A service{_amount(service)} ends on {last}, {left} before the next annual review is due "
        f"({due}).",
        advice="If it goes on, correct its end or add a row for the time after; else leave it.",
        place=end.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(
            Step(f"the service ends: {last}", end.cell),
            *review.clock.inputs,
            Step(f"next annual review due: {due}, {left} later"),
        ),
    )


def _amount(service: Service) -> str:
    minutes, frequency = known(service.minutes), known(service.frequency)
    said = [f"of {minutes} minutes"] if minutes is not None else []
    said += [frequency.words] if frequency is not None else []
    return "".join(f" {part}" for part in said)


RULE = Rule(
    ID,
    "Services on record",
    CITATION,
    check,
    frozenset({"students", "services", "meetings", "form"}),
    plans=IDEA,
    parameters=("annual_review.mode", "annual_review.alert_days", "states.annual_review"),
    until=Until.DAY,
)

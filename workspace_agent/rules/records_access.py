"""A parent sees the student's records when they ask to: before any IEP meeting, and within 45 days.

34 CFR 300.613(a), https://sites.ed.gov/idea/regs/b/f/300.613/a

For any plan: where it is not an IEP, 34 CFR 99.10(b) counts the same 45 days, but no meeting. The day of the
request is day 0. The first IEP Team meeting after it comes before the 45 days, and so may the state's own
number of days; that is past due on record only where somebody has checked it. A meeting that was missed is at
risk until the 45 days are over, because what stands in the sheet may not have been that meeting. Parents keep
this right when the student has left.

Each request begins the count anew; the day of the answer ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import known
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step
from workspace_agent.model.on_record import Request, RequestKind
from workspace_agent.model.place import Cell
from workspace_agent.model.policy import Policy
from workspace_agent.model.state_law import DaysLaw
from workspace_agent.model.vocabulary import EITHER_PLAN, PlanType, Severity
from workspace_agent.rules.legal_days import counting, ends_on
from workspace_agent.rules.requests import SHEET, unanswered, undated
from workspace_agent.rules.steps import distance, of_day
from workspace_agent.rules.team_meetings import is_team_meeting

ID = "records_access"
CITATION = Law("34 CFR 300.613(a)", "https://sites.ed.gov/idea/regs/b/f/300.613/a")
FERPA = Law("34 CFR 99.10(b)", "https://www.ecfr.gov/current/title-34/section-99.10")
DAYS = 45


@dataclass(frozen=True, slots=True)
class _Limit:
    """A day by which the parent has to have seen the records.

    Attributes:
        is_past_due: Once it has passed, the request is past due on record.
        words: Why it is this day.
    """

    day: date
    words: str
    is_past_due: bool = False
    place: Cell | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    """A request without an answer, on one day."""

    student: Student
    request: Request
    asked: date
    limits: tuple[_Limit, ...]
    today: date

    @property
    def passed(self) -> _Limit | None:
        """The first of those that make it past due on record."""
        passed = (limit for limit in self.limits if limit.is_past_due and limit.day < self.today)
        return next(passed, None)

    @property
    def limit(self) -> _Limit:
        """The one that is told."""
        return self.passed or self.limits[0]


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each day on which records were asked for, and no answer is on record."""
    for student in department.students:
        state = department.organisation.district(student.district).state
        own = policy.state_law(state).records_access
        for asked, request in unanswered(department, student, RequestKind.RECORDS, today).items():
            case = _Case(student, request, asked, _limits(department, student, asked, own), today)
            if (case.limit.day - today).days <= policy.records_access.alert_days:
                yield _finding(case)
        blank = undated(department, student, RequestKind.RECORDS)
        if blank:
            yield _undated(student, blank)


def _limits(department: Department, student: Student, asked: date, own: DaysLaw | None) -> tuple[_Limit, ...]:
    """The earliest first."""
    due = asked + timedelta(days=DAYS)
    federal = _Limit(due, ends_on(DAYS, "calendar", asked, due), is_past_due=True)
    others = (*_meeting(department, student, asked), *_of_state(department, student, asked, own))
    return tuple(sorted((federal, *others), key=lambda limit: limit.day))


def _meeting(department: Department, student: Student, asked: date) -> list[_Limit]:
    """The first IEP Team meeting after the request, be it held or not."""
    if known(student.plan_type) is not PlanType.IEP:
        return []
    found = [
        (day, meeting.date.cell)
        for meeting in department.meetings_of.get(student.ref, ())
        if is_team_meeting(meeting) and not meeting.fell_through
        if (day := known(meeting.date)) is not None and day > asked
    ]
    return [
        _Limit(day, f"IEP Team meeting on {dates.words(day)}", place=cell) for day, cell in sorted(found)[:1]
    ]


def _of_state(department: Department, student: Student, asked: date, own: DaysLaw | None) -> list[_Limit]:
    """None where the state counts no days of its own, or the school calendar does not reach their end."""
    if own is None:
        return []
    organisation = department.organisation
    district = organisation.district(student.district)
    day = counting(organisation, district).after(asked, own.days, own.unit)
    if day is None:
        return []
    source = f"state law, {own.source}" if own.is_checked else f"state law, {own.source}, unchecked"
    return [_Limit(day, f"{ends_on(own.days, own.unit, asked, day)}: {source}", own.is_checked)]


def _finding(case: _Case) -> Finding:
    request, limit = case.request, case.limit
    return Finding(
        rule=ID,
        severity=Severity.VIOLATION if case.passed else Severity.AT_RISK,
        citation=CITATION if known(case.student.plan_type) is PlanType.IEP else FERPA,
        cycle=case.asked.isoformat(),
        due=limit.day,
        arithmetic=f"Records were asked for on {dates.words(case.asked)}, and no answer is on record. They "
        f"are to be seen by {dates.words(limit.day)} ({limit.words}): {_when(case)}.",
        advice="Let the parent see the records, and fill in the day.",
        place=request.answered_on.cell,
        case_manager=case.student.case_manager,
        student_ref=case.student.ref,
        steps=(
            of_day("records asked for", request.asked_on),
            of_day("answered", request.answered_on),
            *(Step(one.words, one.place) for one in case.limits if one != limit),
            Step(limit.words, limit.place),
            distance(limit.day, case.today),
        ),
    )


def _when(case: _Case) -> str:
    late = (case.today - case.limit.day).days
    if late <= 0:
        return dates.left(-late)
    return f"{dates.days(late)} {'past due on record' if case.passed else 'ago'}"


def _undated(student: Student, request: Request) -> Finding:
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION if known(student.plan_type) is PlanType.IEP else FERPA,
        cycle="unknown",
        due=None,
        arithmetic="Records were asked for, but not on which day is on record, so it cannot be worked out by "
        "when they are to be seen.",
        advice="Fill in the day on which they were asked for, and the day of the answer.",
        place=request.asked_on.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(of_day("records asked for", request.asked_on),),
    )


RULE = Rule(
    ID,
    "Access to records",
    CITATION,
    check,
    frozenset({"students", "meetings", SHEET}),
    plans=EITHER_PLAN,
    needs=frozenset({Input(SHEET, "answered_on")}),
    parameters=("records_access.alert_days", "states.records_access"),
)

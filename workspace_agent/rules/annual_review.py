"""The IEP Team reviews a child's IEP periodically, but not less than annually.

34 CFR 300.324(b)(1)(i), https://sites.ed.gov/idea/regs/b/d/300.324/b/1

For students with an IEP; a 504 plan has no such clock. The federal text gives no count of days, so the
earlier of anniversary and 365 days (`policy.annual_review.mode`) drives the warnings, and only a passed
anniversary, the most lenient reading, is called past due on record. The date does not move for weekends,
holidays or summer. To plan the meeting weeks ahead is company practice, and cited as that.

Restarted by any complete review or initial IEP, early or late, from its own date. An amendment, a meeting
that was not held and one without its form do not restart it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from workspace_agent.model import dates
from workspace_agent.model.due_dates import REVIEW_YEARS
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Missing
from workspace_agent.model.finding import Citation, CompanyPolicy, Finding, Law, Rule
from workspace_agent.model.organisation import District
from workspace_agent.model.place import Place
from workspace_agent.model.policy import AnnualReviewPolicy, Policy
from workspace_agent.model.vocabulary import IDEA, Purpose, Severity
from workspace_agent.rules import doubts
from workspace_agent.rules.caseload import has_left, next_step, planned, with_iep
from workspace_agent.rules.clocks import ANNUAL, Clock, anniversary, annual_clock, annual_due, rows_unread

ID = "annual_review"
CITATION = Law("34 CFR 300.324(b)(1)(i)", "https://sites.ed.gov/idea/regs/b/d/300.324/b/1")
PLANNED_AHEAD = CompanyPolicy("the annual review is planned weeks ahead")


@dataclass(frozen=True, slots=True)
class PlanBy:
    """The day by which the meeting should stand in the sheet, and how it was worked out."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class _Case:
    """One student with a clock, on one day."""

    department: Department
    student: Student
    clock: Clock
    numbers: AnnualReviewPolicy
    today: date

    @property
    def due(self) -> date:
        return self.clock.due(lambda last: annual_due(last, self.numbers.mode))

    @property
    def lenient(self) -> date:
        """The anniversary, or a later date that was typed."""
        return self.clock.lenient(anniversary)

    @property
    def advice(self) -> str:
        since = self.clock.began(REVIEW_YEARS)
        return next_step(self.department, self.student, Purpose.ANNUAL_REVIEW, since, self.today)

    def finding(
        self, severity: Severity, citation: Citation, due: date, arithmetic: str, advice: str
    ) -> Finding:
        return Finding(
            rule=ID,
            severity=severity,
            citation=citation,
            # The anniversary is the same in every mode, so a change of mode makes no finding new.
            cycle=anniversary(self.clock.began(REVIEW_YEARS)).isoformat(),
            due=due,
            arithmetic=f"{self.clock.words}, so {arithmetic} {self.clock.remark}".rstrip(),
            advice=advice,
            place=self.clock.place,
            case_manager=self.student.case_manager,
            student_ref=self.student.ref,
        )


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student with an IEP; of several severities the worst."""
    for student in department.students:
        if isinstance(student.plan_type, Missing) and not has_left(student, today):
            yield _unknown(student, student.plan_type.cell, "No plan is on record", "Choose IEP or 504.")
    for student in with_iep(department, today):
        clock = annual_clock(department, student)
        if isinstance(clock, Missing):
            yield _unknown(
                student, clock.cell, "No annual review is on record", "Fill in the date of the last one."
            )
        elif isinstance(clock, Clock):
            yield from _judge(_Case(department, student, clock, policy.annual_review, today))


def plan_by(district: District, due: date, lead_days: int) -> PlanBy:
    """The day by which a meeting that is due by `due` should be planned.

    Args:
        district: Whose school calendar holds.
        due: The due date.
        lead_days: Days before the last school day on or before it.

    Returns:
        The day; counted from the due date itself where the school calendar does not reach.
    """
    lead = timedelta(days=lead_days)
    # The calendar ends with its school year: past next summer its last day says nothing about `due`.
    reached = due < dates.add_years(district.first_day, 1)
    last = district.last_school_day_until(due) if reached else None
    if last is None:
        return PlanBy(due - lead, f"{dates.days(lead_days)} before")
    return PlanBy(last - lead, f"{dates.days(lead_days)} before {dates.words(last)}, the last school day")


def _judge(case: _Case) -> Iterator[Finding]:
    if case.lenient < case.today:
        yield _past_due(case)
    elif (case.due - case.today).days <= case.numbers.alert_days:
        yield _at_risk(case)
    elif planned(case.department, case.student, Purpose.ANNUAL_REVIEW, case.today) is None:
        yield from _not_planned(case)


def _past_due(case: _Case) -> Finding:
    doubt = doubts.of_review(case.department, case.student, ANNUAL)
    if doubt is not None:
        arithmetic = f"the next was due by {dates.words(case.lenient)}, if none was held since. {doubt.words}"
        return case.finding(Severity.AT_RISK, CITATION, case.lenient, arithmetic, doubt.advice)
    late = dates.days((case.today - case.lenient).days)
    arithmetic = f"the next was due by {dates.words(case.lenient)}: {late} past due on record."
    return case.finding(Severity.VIOLATION, CITATION, case.lenient, arithmetic, case.advice)


def _at_risk(case: _Case) -> Finding:
    if case.due >= case.today:
        left = dates.left((case.due - case.today).days)
        arithmetic = f"the next is due by {dates.words(case.due)}: {left}."
    else:
        left = dates.left((case.lenient - case.today).days)
        arithmetic = (
            f"the next was due by {dates.words(case.due)} on the strictest reading; "
            f"on the most lenient it is {dates.words(case.lenient)}: {left}."
        )
    return case.finding(Severity.AT_RISK, CITATION, case.due, arithmetic, case.advice)


def _not_planned(case: _Case) -> Iterator[Finding]:
    if rows_unread(case.department, case.student):
        return  # it may well be planned there
    district = case.department.organisation.district(case.student.district)
    by = plan_by(district, case.due, case.numbers.plan_lead_days)
    if by.day < case.today:
        arithmetic = (
            f"the next is due by {dates.words(case.due)} and should have been planned by "
            f"{dates.words(by.day)} ({by.words}); no annual review is dated and asks to be booked."
        )
        advice = "Agree on a date with the parent, fill in the meeting's row and have it booked."
        yield case.finding(Severity.POLICY, PLANNED_AHEAD, by.day, arithmetic, advice)


def _unknown(student: Student, place: Place, what: str, advice: str) -> Finding:
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle="unknown",
        due=None,
        arithmetic=f"{what}, so it cannot be worked out when the next annual review is due.",
        advice=advice,
        place=place,
        case_manager=student.case_manager,
        student_ref=student.ref,
    )


RULE = Rule(
    ID, "Annual review of the IEP", CITATION, check, frozenset({"students", "meetings", "form"}), plans=IDEA
)

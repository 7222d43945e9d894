"""The IEP Team reviews a child's IEP periodically, but not less than annually.

34 CFR 300.324(b)(1)(i), https://sites.ed.gov/idea/regs/b/d/300.324/b/1

For students with an IEP; a 504 plan has no such clock. The federal text gives no count of days, so the
earlier of anniversary and 365 days (`policy.annual_review.mode`) drives the warnings, and the state's own
reading does where that is earlier still. Past due on record is only a date that has passed in the state's
own reading, if its source was checked, else the anniversary, the most lenient reading. The date does not
move for weekends, holidays or summer. To plan the meeting weeks ahead, on a day of school and of the case
manager's contract, is company practice, and cited as that.

Where the first IEP is still to come, `initial_evaluation` and `initial_iep` speak instead.

Restarted by any complete review or initial IEP, early or late, from its own date. An amendment, a meeting
that was not held and one without its form do not restart it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from workspace_agent.model import dates
from workspace_agent.model.due_dates import REVIEW_YEARS, anniversary
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Missing
from workspace_agent.model.finding import Citation, CompanyPolicy, Finding, Input, Law, Rule, Step
from workspace_agent.model.organisation import CaseManager, District
from workspace_agent.model.place import Place
from workspace_agent.model.policy import AnnualReviewPolicy, Policy
from workspace_agent.model.vocabulary import IDEA, Purpose, Severity
from workspace_agent.rules import doubts
from workspace_agent.rules.before_the_first_plan import is_in_evaluation, needs_no_plan_yet, waits_for_iep
from workspace_agent.rules.caseload import here, move, next_step, planned, planned_in_time, with_iep
from workspace_agent.rules.clocks import ANNUAL, Clock, annual_clock, rows_unread
from workspace_agent.rules.readings import AnnualReading, reading_of
from workspace_agent.rules.steps import distance, first_of
from workspace_agent.rules.unsaid import say_whether, unsaid_of

ID = "annual_review"
CITATION = Law("34 CFR 300.324(b)(1)(i)", "https://sites.ed.gov/idea/regs/b/d/300.324/b/1")
PLANNED_AHEAD = CompanyPolicy("the annual review is planned weeks ahead")
_AGREE = "Agree on a date with the parent, fill in the meeting's row and have it booked."


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
    reading: AnnualReading
    numbers: AnnualReviewPolicy
    today: date

    @property
    def due(self) -> date:
        return self.clock.due(self.reading.warns)

    @property
    def lenient(self) -> date:
        """What has to pass before anything is past due, or a later date that was typed."""
        return self.clock.lenient(self.reading.ends)

    @property
    def advice(self) -> str:
        since, due = self.clock.began(REVIEW_YEARS), self.due if self.due >= self.today else self.lenient
        return next_step(self.department, self.student, Purpose.ANNUAL_REVIEW, since, due, self.today)

    @property
    def steps(self) -> Iterator[Step]:
        """From the inputs to the date that warns, and the one that has to pass."""
        yield from self.clock.inputs
        if self.clock.started:
            yield from map(Step, self.reading.steps(self.clock.started))
        if self.clock.started and self.clock.typed:
            yield first_of(self.due)
        if self.lenient != self.due:
            yield Step(f"not past due on record before {dates.words(self.lenient)} has passed")

    def finding(
        self,
        severity: Severity,
        citation: Citation,
        due: date,
        arithmetic: str,
        advice: str,
        *more: Step,
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
            steps=(*self.steps, *more, distance(due, self.today)),
        )


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student with an IEP; of several severities the worst."""
    for student in here(department, today):
        if isinstance(student.plan_type, Missing) and not needs_no_plan_yet(department, student):
            yield _unknown(student, student.plan_type.cell, "No plan is on record", "Choose IEP or 504.")
    for student in with_iep(department, today):
        clock = annual_clock(department, student)
        if isinstance(clock, Missing):
            yield from _unreviewed(department, student, clock)
        elif isinstance(clock, Clock):
            reading = reading_of(department, student, policy)
            yield from _judge(_Case(department, student, clock, reading, policy.annual_review, today))


def plan_by(district: District, case_manager: CaseManager, due: date, lead_days: int) -> PlanBy:
    """The day by which a meeting that is due by `due` should be planned.

    Args:
        district: Whose school calendar holds.
        case_manager: Whose contract holds, where the settings say one.
        due: The due date.
        lead_days: Days before the last day on or before it that is a school day and of the contract.

    Returns:
        The day; counted from the due date itself where neither calendar nor contract reaches.
    """
    lead = timedelta(days=lead_days)
    school = district.last_school_day_until(due) if district.knows(due) else None
    contract = case_manager.last_contract_day_until(school or due)
    last = contract or school
    if last is None:
        return PlanBy(due - lead, f"{dates.days(lead_days)} before")
    called = "the last school day" if last == school else "the last day of the case manager's contract"
    return PlanBy(last - lead, f"{dates.days(lead_days)} before {dates.words(last)}, {called}")


def _judge(case: _Case) -> Iterator[Finding]:
    if case.lenient < case.today:
        yield _past_due(case)
    elif (case.due - case.today).days <= case.numbers.alert_days:
        yield _at_risk(case)
    elif not planned_in_time(case.department, case.student, Purpose.ANNUAL_REVIEW, case.due, case.today):
        yield from _not_planned(case)


def _past_due(case: _Case) -> Finding:
    doubt = doubts.of_review(case.department, case.student, ANNUAL, case.today)
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
            f"on the most lenient it is {dates.words(case.lenient)}: {left}. "
            f"{case.reading.remark(case.clock.started) if case.clock.started else ''}"
        ).rstrip()
    return case.finding(Severity.AT_RISK, CITATION, case.due, arithmetic, case.advice)


def _not_planned(case: _Case) -> Iterator[Finding]:
    if rows_unread(case.department, case.student):
        return  # it may well be planned there
    organisation = case.department.organisation
    district = organisation.district(case.student.district)
    case_manager = organisation.case_manager(case.student.case_manager)
    by = plan_by(district, case_manager, case.due, case.numbers.plan_lead_days)
    late = planned(case.department, case.student, Purpose.ANNUAL_REVIEW, case.today)
    if by.day < case.today:
        arithmetic = (
            f"the next is due by {dates.words(case.due)} and should have been planned by "
            f"{dates.words(by.day)} ({by.words}); {_so_far(late)}."
        )
        planned_by = Step(f"planned by: {dates.words(by.day)} ({by.words})")
        advice = _to_plan(case, late)
        yield case.finding(Severity.POLICY, PLANNED_AHEAD, by.day, arithmetic, advice, planned_by)


def _to_plan(case: _Case, late: date | None) -> str:
    passed = unsaid_of(case.department, case.student, Purpose.ANNUAL_REVIEW, case.today)
    if passed is not None:
        return say_whether(passed)
    return move(late, case.due) if late else _AGREE


def _so_far(late: date | None) -> str:
    if late is None:
        return "no annual review is dated and asks to be booked"
    return f"the one that asks to be booked is dated {dates.words(late)}"


def _unreviewed(department: Department, student: Student, clock: Missing) -> Iterator[Finding]:
    """Asks for the last review, unless the first IEP is still to come."""
    if not waits_for_iep(department, student) and not is_in_evaluation(department, student):
        what, advice = "No annual review is on record", "Fill in the date of the last one."
        yield _unknown(student, clock.cell, what, advice)


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
        steps=(Step(what[0].lower() + what[1:], place),),
    )


RULE = Rule(
    ID,
    "Annual review of the IEP",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=IDEA,
    needs=frozenset({Input("students", "last_annual_review"), Input("students", "annual_review_due")}),
    parameters=(
        "annual_review.mode",
        "annual_review.alert_days",
        "annual_review.plan_lead_days",
        "states.annual_review",
    ),
)

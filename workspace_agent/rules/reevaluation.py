"""A child is reevaluated at least once every three years, unless parent and agency agree it is unnecessary.

34 CFR 300.303(b)(2), https://sites.ed.gov/idea/regs/b/d/300.303/b

For students with an IEP. Years are counted, not days, and the date does not move for weekends, holidays or
summer. The annual review is another clock: neither moves the other. A state may want it sooner for some
students, as for an intellectual disability in Pennsylvania: that warns, and is past due on record only
where the state's rule was checked; else only when three years have passed. Where the company wants it sooner
(`policy.reevaluation.years`), that is company practice, and told as that until the law's own date is near.

Restarted by a reevaluation, early or late, from its own date, by the first decision on eligibility, and by an
agreement that none is needed from the day it was signed; the days between the due date and a late signing
were past due. A cycle that cannot be waived is not moved by an agreement. One of this school year by its form
is told for information, with the next due date.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Missing
from workspace_agent.model.finding import Citation, CompanyPolicy, Finding, Input, Law, Rule, Step
from workspace_agent.model.place import ResponsePlace
from workspace_agent.model.policy import Policy, ReevaluationPolicy
from workspace_agent.model.vocabulary import IDEA, Purpose, Severity
from workspace_agent.rules import doubts
from workspace_agent.rules.before_the_first_plan import is_in_evaluation
from workspace_agent.rules.caseload import next_step, with_iep
from workspace_agent.rules.clocks import REEVALUATION, Clock, reevaluation_clock
from workspace_agent.rules.cycles import FEDERAL, Cycle, binding, cycle_of, legal_cycle
from workspace_agent.rules.steps import counted, distance, first_of

ID = "reevaluation"
CITATION = Law("34 CFR 300.303(b)(2)", "https://sites.ed.gov/idea/regs/b/d/300.303/b")
SOONER = CompanyPolicy("a reevaluation sooner than the law wants it")


@dataclass(frozen=True, slots=True)
class _Case:
    """One student with a clock, on one day.

    Attributes:
        clock: By the law's cycle that warns.
        bound: By the cycle against which a date is past due.
        cycle: The one that warns: the law's or the company's.
        binds: The one against which a date is past due.
    """

    department: Department
    student: Student
    clock: Clock
    bound: Clock
    cycle: Cycle
    binds: Cycle
    today: date

    @property
    def due(self) -> date:
        return self.clock.due(self.cycle.following)

    @property
    def ends(self) -> date:
        """Nothing is past due on record before this day has passed."""
        return self.bound.lenient(self.binds.following)

    @property
    def citation(self) -> Citation:
        return SOONER if self.cycle.is_company else CITATION

    @property
    def near(self) -> Severity:
        return Severity.POLICY if self.cycle.is_company else Severity.AT_RISK

    @property
    def advice(self) -> str:
        began, due = self.clock.began(self.cycle.years), self.due if self.due >= self.today else self.ends
        return next_step(self.department, self.student, Purpose.REEVALUATION, began, due, self.today)

    @property
    def is_restarted(self) -> bool:
        """By a reevaluation of this school year, as its form reports it."""
        started = self.clock.started
        by_form = isinstance(self.clock.place, ResponsePlace)
        return by_form and started is not None and dates.school_year(started) == dates.school_year(self.today)

    @property
    def steps(self) -> Iterator[Step]:
        yield from self.clock.inputs
        if self.clock.started:
            yield counted(self.clock.started, self.cycle.years, self.cycle.following(self.clock.started))
        if self.clock.started and self.clock.typed:
            yield first_of(self.due)
        if self.ends != self.due:
            yield Step(f"not past due on record before {dates.words(self.ends)} has passed")

    def finding(self, severity: Severity, due: date, arithmetic: str, advice: str) -> Finding:
        clock = self.clock if due == self.due else self.bound
        remarks = (clock.remark, self.cycle.remark if self.ends != self.due else "")
        said = f"{clock.words}, so {arithmetic}"
        return Finding(
            rule=ID,
            severity=severity,
            citation=self.citation,
            # The federal date is the same in every cycle, so a change of its years makes no finding new.
            cycle=FEDERAL.following(self.clock.began(FEDERAL.years)).isoformat(),
            due=due,
            arithmetic=" ".join(filter(None, (said, *remarks))),
            advice=advice,
            place=clock.place,
            case_manager=self.student.case_manager,
            student_ref=self.student.ref,
            steps=(*self.steps, distance(due, self.today)),
        )


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student with an IEP: by law, or by company practice if that is worse."""
    for student in with_iep(department, today):
        legal = legal_cycle(department, student, policy)
        binds = binding(legal)
        clock = reevaluation_clock(department, student, legal)
        bound = reevaluation_clock(department, student, binds)
        if isinstance(clock, Missing):
            if not is_in_evaluation(department, student):
                yield _unknown(student, clock)
        elif isinstance(clock, Clock) and isinstance(bound, Clock):
            case = _Case(department, student, clock, bound, legal, binds, today)
            yield from _worse(case, cycle_of(department, student, policy), policy.reevaluation)


def _worse(case: _Case, cycle: Cycle, numbers: ReevaluationPolicy) -> list[Finding]:
    """By law, or by the company's own cycle where that is more urgent."""
    cases = (case, replace(case, cycle=cycle)) if cycle.is_company else (case,)
    found = (finding for one in cases for finding in _judge(one, numbers))
    return sorted(found, key=lambda finding: finding.severity)[:1]


def _judge(case: _Case, numbers: ReevaluationPolicy) -> Iterator[Finding]:
    left = (case.due - case.today).days
    if case.ends < case.today and not case.cycle.is_company:
        yield _past_due(case)
    elif left < 0:
        words = f"the next was due by {dates.words(case.due)}, or is by {dates.words(case.ends)}."
        yield case.finding(case.near, case.due, words, case.advice)
    elif left <= max(numbers.alert_days, numbers.notice_days):
        severity = case.near if left <= numbers.alert_days else Severity.INFO
        words = f"the next is due by {dates.words(case.due)}: {dates.left(left)}."
        yield case.finding(severity, case.due, words, case.advice)
    elif case.is_restarted:
        words = f"the next is due by {dates.words(case.due)}."
        yield case.finding(Severity.INFO, case.due, words, "Nothing needs to be done.")


def _past_due(case: _Case) -> Finding:
    due = dates.words(case.ends)
    doubt = doubts.of_reevaluation(case.department, case.student, REEVALUATION, case.today)
    if doubt is not None:
        words = f"the next was due by {due}, if nothing came since. {doubt.words}"
        return case.finding(Severity.AT_RISK, case.ends, words, doubt.advice)
    late = dates.days((case.today - case.ends).days)
    words = f"the next was due by {due}: {late} past due on record."
    return case.finding(Severity.VIOLATION, case.ends, words, case.advice)


def _unknown(student: Student, clock: Missing) -> Finding:
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle="unknown",
        due=None,
        arithmetic="No evaluation is on record, so it cannot be worked out when the next one is due.",
        advice="Fill in the date of the last one.",
        place=clock.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(Step("no evaluation is on record", clock.cell),),
    )


RULE = Rule(
    ID,
    "Reevaluation",
    CITATION,
    check,
    frozenset({"students", "meetings", "consents", "form"}),
    plans=IDEA,
    needs=frozenset({Input("students", "last_evaluation"), Input("students", "reevaluation_due")}),
    parameters=(
        "reevaluation.years",
        "reevaluation.alert_days",
        "reevaluation.notice_days",
        "states.reevaluation",
    ),
)

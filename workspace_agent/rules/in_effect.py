"""At the beginning of each school year an IEP is in effect for each child who needs one.

34 CFR 300.323(a), https://sites.ed.gov/idea/regs/b/d/300.323/a

For students with an IEP who are here on the district's first day of school. A plan is in force from the day
that the row says, else from its review, until the next review is due. Told from some weeks before the first
day (`policy.in_effect`), and as past due from that day on until a newer plan has started, on the reading of
the year that is most lenient to the school.

It is about plans that run out in the weeks before school begins. One that ran out earlier is past due as an
annual review and nothing else; one that runs out in those weeks may be told by both, because each is a
requirement of its own and the annual review speaks a month before at most. Where the row and the form give
two dates of the last review, the plan runs out as the rule `annual_review` counts it. Where no earlier plan
is on record nothing is said: then nobody knows whether one was in force.

Restarted by any complete review or initial IEP, from the first day of its plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Unreadable, known
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step
from workspace_agent.model.organisation import District
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, Purpose, Severity
from workspace_agent.rules import doubts
from workspace_agent.rules.caseload import came, next_step, with_iep
from workspace_agent.rules.clocks import ANNUAL, Clock
from workspace_agent.rules.deadlines import review_deadline
from workspace_agent.rules.readings import AnnualReading, reading_of
from workspace_agent.rules.review_history import Review, reviews
from workspace_agent.rules.steps import distance

ID = "in_effect"
CITATION = Law("34 CFR 300.323(a)", "https://sites.ed.gov/idea/regs/b/d/300.323/a")


_OF_THIS_REVIEW = timedelta(days=183)
"""Half a year: plans are reviewed yearly, so one that begins in the first half of the year after a review is
taken for the plan of that review, and one that begins later for that of a review not yet in the row. No law
counts these days, and no company need choose them."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """A plan on record.

    Attributes:
        starts: First day in force.
        warns: Last day in force, in the strictest reading.
        ends: The same in the reading most lenient to the school.
        clock: Its review.
    """

    starts: date
    warns: date
    ends: date
    clock: Clock


@dataclass(frozen=True, slots=True)
class _Gap:
    """The first day of school on which no plan is in force.

    Attributes:
        plan: The one that runs out before.
        following: First day of a newer one that is to come.
        is_certain: It has run out in the most lenient reading, too.
    """

    first_day: date
    plan: _Plan
    following: date | None
    is_certain: bool


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student and first day of school."""
    for student in with_iep(department, today):
        if _is_unread(student):
            continue
        district = department.organisation.district(student.district)
        plans = _plans(department, student, policy)
        for first_day in _first_days(district, policy.in_effect.alert_days, today):
            gap = _gap(plans, first_day, policy.in_effect.alert_days, today)
            if gap and _was_here(student, first_day):
                yield _finding(department, student, gap, today)


def _is_unread(student: Student) -> bool:
    """A Problem speaks about one of the dates from which a plan is known."""
    told = (student.last_annual_review, student.annual_review_due, student.record.plan_starts)
    return any(isinstance(one, Unreadable) for one in told)


def _first_days(district: District, ahead: int, today: date) -> Iterator[date]:
    """Of the school year that has begun, and of one that begins soon."""
    for year in district.school_years:
        begun = year.first_day <= today < dates.add_years(year.first_day, 1)
        if begun or today < year.first_day <= today + timedelta(days=ahead):
            yield year.first_day


def _was_here(student: Student, first_day: date) -> bool:
    """Came by then, or nobody typed when; where that cannot be read nobody knows."""
    since = came(student)
    return not isinstance(since, Unreadable) and (known(since) or first_day) <= first_day


def _plans(department: Department, student: Student, policy: Policy) -> list[_Plan]:
    """All on record; the day that the row says is the first of the newest."""
    reading = reading_of(department, student, policy)
    found = _reviewed(department, student, policy, reading)
    starts = known(student.record.plan_starts)
    if not found or starts is None or starts < found[-1].starts:
        return found
    newest = found[-1]
    if starts > newest.starts + _OF_THIS_REVIEW:
        return [*found, _Plan(starts, reading.warns(starts), reading.ends(starts), newest.clock)]
    return [*found[:-1], replace(newest, starts=starts)]


def _reviewed(
    department: Department, student: Student, policy: Policy, reading: AnnualReading
) -> list[_Plan]:
    """One for each review; the newest runs out when the next review is due by the row and the form."""
    found = [_plan(review, reading) for review in reviews(department, student)]
    last = review_deadline(department, student, policy)
    if last is None:
        return found
    return [*found[:-1], replace(found[-1], warns=last.due, ends=last.ends, clock=last.clock)]


def _plan(review: Review, reading: AnnualReading) -> _Plan:
    clock = review.clock
    return _Plan(review.began, clock.due(reading.warns), clock.lenient(reading.ends), clock)


def _gap(plans: list[_Plan], first_day: date, ahead: int, today: date) -> _Gap | None:
    before = [one for one in plans if one.starts <= first_day]
    if not before or before[-1].warns >= first_day:
        return None
    last = before[-1]
    following = min((one.starts for one in plans if one.starts > first_day), default=None)
    ran_out_lately = last.warns >= first_day - timedelta(days=ahead)
    if not ran_out_lately or (following and following <= today):
        return None
    return _Gap(first_day, last, following, last.ends < first_day)


def _finding(department: Department, student: Student, gap: _Gap, today: date) -> Finding:
    doubt = doubts.of_review(department, student, ANNUAL, gap.first_day)
    is_past = gap.first_day <= today and gap.is_certain
    advice = next_step(department, student, Purpose.ANNUAL_REVIEW, gap.plan.starts, gap.first_day, today)
    return Finding(
        rule=ID,
        severity=Severity.VIOLATION if is_past and not doubt else Severity.AT_RISK,
        citation=CITATION,
        cycle=gap.first_day.isoformat(),
        due=gap.first_day,
        arithmetic=" ".join(filter(None, (_words(gap), doubt.words if is_past and doubt else ""))),
        advice=doubt.advice if is_past and doubt else advice,
        place=gap.plan.clock.place,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=tuple(_steps(student, gap, today)),
    )


def _words(gap: _Gap) -> str:
    first_day, until = dates.words(gap.first_day), dates.words(gap.plan.warns)
    said = (
        f"{gap.plan.clock.words}, so the plan holds until {until}, and no newer one is on record for the "
        f"first day of school, {first_day}."
    )
    return f"{said} The next one starts on {dates.words(gap.following)}." if gap.following else said


def _steps(student: Student, gap: _Gap, today: date) -> Iterator[Step]:
    yield from gap.plan.clock.inputs
    yield Step(f"in force until {dates.words(gap.plan.warns)}")
    if gap.following:
        yield Step(f"next plan starts: {dates.words(gap.following)}", student.record.plan_starts.cell)
    yield Step(f"first day of school: {dates.words(gap.first_day)}")
    yield distance(gap.first_day, today)


RULE = Rule(
    ID,
    "A plan in force when school begins",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=IDEA,
    needs=frozenset({Input("districts", "first_day")}),
    parameters=("in_effect.alert_days", "annual_review.mode", "states.annual_review"),
)

"""Before an IEP Team meeting the parent is contacted on three days by two methods, unless they agreed.

Company practice, not law: `policy.parent_contact`. What the law asks for is a record of the attempts to
arrange a time that suits the parent, with calls, correspondence, visits and their results, where a meeting
is held without them: 34 CFR 300.322(d), https://sites.ed.gov/idea/regs/b/d/300.322/d

For students with an IEP and meetings of the IEP Team; where the rights have passed to an adult student,
the attempts are those with the student. It opens a week before the meeting and ends with the parent's
agreement on record; where the company wants the attempts whatever the parent answered
(`policy.parent_contact.applies = "always"`), with the last attempt that was missing.

Each meeting and each annual review begins the count anew; what is a year older than the meeting never counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import Missing, known
from workspace_agent.model.finding import CompanyPolicy, Finding, Rule, Step, Until
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, Severity
from workspace_agent.rules.attempts import Verdict, is_wanted, judge_attempts, too_few_days
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.legal_days import sentences
from workspace_agent.rules.own_papers import AGREEMENT, not_counted, with_own_papers
from workspace_agent.rules.steps import of_day, of_meeting, of_today

ID = "contact_attempts"
CITATION = CompanyPolicy("contact attempts before an IEP Team meeting")
PARAMETERS = (
    "parent_contact.applies",
    "parent_contact.min_attempts",
    "parent_contact.min_methods",
    "parent_contact.distinct_days",
    "parent_contact.alert_days_before",
)
_LAW = "34 CFR 300.322(d) asks for a record of each attempt; their number is company practice."


@dataclass(frozen=True, slots=True)
class _Case:
    """A meeting before which attempts are missing.

    Attributes:
        meeting: With what is of this meeting alone.
        left_out: What else stands in the row, each a sentence without its full stop.
        few: That too few days are left for the attempts; mostly empty.
    """

    student: Student
    meeting: Meeting
    day: date
    verdict: Verdict
    left_out: tuple[str, ...]
    few: str
    today: date


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student, about the next IEP Team meeting."""
    numbers = policy.parent_contact
    for student in with_iep(department, today):
        verdict = judge_attempts(department, policy, student, today)
        meeting, day = verdict.meeting, verdict.judged_against
        if meeting is None or day is None or verdict.sufficient or attempts_unread(department, student):
            continue
        within = 0 <= (day - today).days <= numbers.alert_days_before
        own = with_own_papers(department, student, meeting, day)
        if within and is_wanted(own, numbers):
            left_out = not_counted(meeting, own, day, AGREEMENT)
            few = too_few_days(verdict, numbers, day, today)
            yield _finding(_Case(student, own, day, verdict, left_out, few, today))


def attempts_unread(department: Department, student: Student) -> bool:
    """Whether an attempt or an agreement may stand in a sheet that could not be read."""
    return any(department.is_broken(student, sheet) for sheet in ("meetings", "contacts"))


def _finding(case: _Case) -> Finding:
    student, meeting, day = case.student, case.meeting, case.day
    return Finding(
        rule=ID,
        severity=Severity.POLICY,
        citation=CITATION,
        cycle=day.isoformat(),
        due=day,
        arithmetic=f"{_arithmetic(case)} {sentences(case.left_out)}".rstrip(),
        advice=_advice(case),
        place=meeting.row,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(
            of_meeting(meeting, day),
            of_day("the parent agreed", meeting.agreed_on),
            *map(Step, case.left_out),
            *case.verdict.steps,
            of_today(case.today),
        ),
    )


def _arithmetic(case: _Case) -> str:
    day, verdict, agreed = case.day, case.verdict, known(case.meeting.agreed_on)
    answer = f"the parent agreed on {dates.words(agreed)}" if agreed else "no agreement"
    said = (
        f"The meeting of {dates.words(day)} is {dates.left((day - case.today).days)}: contact attempts on "
        f"record are {verdict.why.replace('; ', ' and ')}, and {answer}."
    )
    reasons = "; ".join(f"{reason} ({count})" for reason, count in verdict.not_counted)
    return f"{said} Not counted: {reasons}." if reasons else said


def _advice(case: _Case) -> str:
    agreement = (
        "; or record the day of agreement in the meeting's row"
        if isinstance(case.meeting.agreed_on, Missing)
        else ""
    )
    record = f"Write down date, time, method and result of each{agreement}."
    return " ".join(filter(None, (f"Still missing: {case.verdict.missing}.", case.few, record, _LAW)))


RULE = Rule(
    ID,
    "Contact attempts before an IEP Team meeting",
    CITATION,
    check,
    frozenset({"students", "meetings", "contacts", "team", "form"}),
    plans=IDEA,
    parameters=PARAMETERS,
    until=Until.DAY,
)

"""A meeting is held without a parent only with a record of the attempts to arrange it with them.

34 CFR 300.322(d), https://sites.ed.gov/idea/regs/b/d/300.322/d

That a parent was not there is taken from the form alone: somebody is marked among the participants, no parent
is, and nothing says how the parents took part. Where anything else is typed among the participants, or where
the rights have passed to an adult student, nothing is said. What the form calls "parent did not come" was not
held.

The day of the meeting has passed, so where nothing at all is on record it is past due on record: no contact
since the previous meeting, whatever it was about, no notice sent and no agreement before it. Where something
is, the number of attempts is company practice (`policy.parent_contact`). Nothing is said while a sheet or a
date in which an attempt may stand cannot be read, and of a form whose meeting has no row.

Each meeting begins the count anew; what was done and not written down can still be written down.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workspace_agent.model.facts import Department, Meeting, Student, concerns
from workspace_agent.model.field import Missing, Unreadable, known
from workspace_agent.model.finding import Citation, CompanyPolicy, Finding, Input, Law, Rule, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, IEP_TEAM_PURPOSES, PlanType, Severity
from workspace_agent.rules.attempts import Verdict, is_wanted, judge_past_attempts, meeting_before
from workspace_agent.rules.followed import READS, Followed, followed
from workspace_agent.rules.legal_days import sentences
from workspace_agent.rules.own_papers import AGREEMENT, NOTICE, not_counted, with_own_papers
from workspace_agent.rules.rights import holds_rights
from workspace_agent.rules.steps import of_day, of_meeting

ID = "held_without_parent"
CITATION = Law("34 CFR 300.322(d)", "https://sites.ed.gov/idea/regs/b/d/300.322/d")
NUMBER = CompanyPolicy("contact attempts before an IEP Team meeting")
_SHEETS = ("meetings", "contacts", "team")


@dataclass(frozen=True, slots=True)
class _Case:
    """A form that shows no parent, and the row of its meeting.

    Attributes:
        meeting: With what is of this meeting alone.
        left_out: What else stands in the row, each a sentence without its full stop.
    """

    form: Followed
    meeting: Meeting
    day: date
    left_out: tuple[str, ...]


_Told = tuple[Severity, Citation, str]
"""How serious it is, by which rule, and the end of the sentence."""


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each form of a meeting that was held without a parent and without enough attempts."""
    for case in _without_parent(department, today):
        student = case.form.student
        if _is_doubtful(department, student):
            continue
        verdict = judge_past_attempts(department, policy, student, case.meeting, case.day)
        told = _told(department, policy, case, verdict)
        if told:
            yield _finding(case, verdict, *told)


def _without_parent(department: Department, today: date) -> Iterator[_Case]:
    for form in followed(department, today):
        day = known(form.row.date) if form.row else None
        if form.row is None or day is None or holds_rights(department, form.student, day):
            continue
        of_team = known(form.student.plan_type) is PlanType.IEP and form.response.purposes & IEP_TEAM_PURPOSES
        if of_team and form.response.reports_held and form.said.without_parent:
            own = with_own_papers(department, form.student, form.row, day)
            yield _Case(form, own, day, not_counted(form.row, own, day, AGREEMENT, NOTICE))


def _is_doubtful(department: Department, student: Student) -> bool:
    """Whether an attempt, an agreement or an adult student may stand where it could not be read."""
    sheets = department.broken | department.unsettled
    undated = any(isinstance(row.date, Unreadable) for row in department.contacts_of.get(student.ref, ()))
    return undated or any(concerns(sheets, student, kind) for kind in _SHEETS)


def _told(department: Department, policy: Policy, case: _Case, verdict: Verdict) -> _Told | None:
    if not _is_tried(department, case):
        said = "no contact since the previous meeting, no notice and no agreement is on record"
        return Severity.VIOLATION, CITATION, said
    if verdict.sufficient or not is_wanted(case.meeting, policy.parent_contact):
        return None
    said = f"contact attempts on record are {verdict.why.replace('; ', ' and ')}"
    return Severity.POLICY, NUMBER, said


def _is_tried(department: Department, case: _Case) -> bool:
    """Something is on record, whatever it is about and worth, or stands where it cannot be read."""
    ref = case.form.student.ref
    after = meeting_before(department, ref, case.day)
    days = (known(row.date) for row in department.contacts_of.get(ref, ()))
    contacted = any(day is None or after < day <= case.day for day in days)
    answers = (case.meeting.arrangements.notice_sent, case.meeting.agreed_on)
    return contacted or not all(isinstance(field, Missing) for field in answers)


def _finding(case: _Case, verdict: Verdict, severity: Severity, citation: Citation, said: str) -> Finding:
    form, meeting = case.form, case.meeting
    return Finding(
        rule=ID,
        severity=severity,
        citation=citation,
        cycle=form.response.record,
        due=case.day,
        arithmetic=f"{form.form} marks no parent among the participants, and {said}. "
        f"{sentences(case.left_out)}".rstrip(),
        advice="Write down each attempt that was made, with date, time, method and result; or mark the "
        "parent in the form, if they took part. If nobody tried, offer the parent another meeting.",
        place=meeting.row,
        case_manager=form.student.case_manager,
        student_ref=form.student.ref,
        steps=(
            of_meeting(meeting, case.day),
            Step("participants of the form: no parent is marked", form.response.place),
            of_day("notice sent", meeting.arrangements.notice_sent),
            of_day("the parent agreed", meeting.agreed_on),
            *map(Step, case.left_out),
            *verdict.steps,
        ),
    )


RULE = Rule(
    ID,
    "Meetings held without a parent",
    CITATION,
    check,
    READS | {"contacts", "team"},
    plans=IDEA,
    needs=frozenset({Input("form", "participants")}),
    parameters=(
        "parent_contact.applies",
        "parent_contact.min_attempts",
        "parent_contact.min_methods",
        "parent_contact.distinct_days",
    ),
)

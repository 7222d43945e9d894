"""Parents are told of an IEP Team meeting early enough to have an opportunity to attend.

34 CFR 300.322(a), https://sites.ed.gov/idea/regs/b/d/300.322/a

Federal law names no number of days. What counts is the district's own number in the settings; without one the
state's (`states.toml`); without either the company's (`policy.meeting_notice`). Where the settings of a
district hold the company's number, the state's counts beside it, and the worse of the
two is told. The latest day is so many calendar, school or business days before the next dated meeting of the
IEP Team; the day of the meeting is day 0.

Missing the company's number is company practice. Missing another one is at risk where nobody has compared its
source with the text in force; where somebody has, it is past due on record after the latest day. It is told
from some days before that day on, until the meeting: afterwards the question is whether a parent was there.

A notice that was sent in time ends it, and so does a shorter time to which the parent agreed on record. What
the notice says (300.322(b)) does not stand in the sheets. Only where the Meetings sheet has a column for the
day on which it was sent. Each meeting begins the count anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import known
from workspace_agent.model.finding import Citation, CompanyPolicy, Finding, Input, Law, Rule, Step, Until
from workspace_agent.model.organisation import District
from workspace_agent.model.policy import MeetingNoticePolicy, Policy
from workspace_agent.model.vocabulary import IDEA, Severity
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.legal_days import Unreached, sentences, span
from workspace_agent.rules.notice_days import NoticeNumber, asks_for_notice, latest_notice, notice_numbers
from workspace_agent.rules.own_papers import NOTICE, SHORTER_NOTICE, not_counted, with_own_papers
from workspace_agent.rules.steps import of_day, of_meeting, of_today
from workspace_agent.rules.team_meetings import next_team_meeting

ID = "meeting_notice"
CITATION = Law("34 CFR 300.322(a)", "https://sites.ed.gov/idea/regs/b/d/300.322/a")
PRACTICE = CompanyPolicy("notice of an IEP Team meeting")
_SEND = (
    "Send the notice and write down the day in the meeting's row. If there is too little time, agree with "
    "the parent on shorter notice and write down that day, or move the meeting."
)
_ENTER = "Have that school year entered for the district in agent.toml."


@dataclass(frozen=True, slots=True)
class _Case:
    """A meeting of which notice has to be given.

    Attributes:
        meeting: With what is of this meeting alone.
        left_out: What else stands in the row, each a sentence without its full stop.
    """

    student: Student
    meeting: Meeting
    day: date
    number: NoticeNumber
    left_out: tuple[str, ...]
    today: date

    @property
    def sent(self) -> date | None:
        return known(self.meeting.arrangements.notice_sent)


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student, about the next meeting of the IEP Team."""
    for student in with_iep(department, today):
        coming = next_team_meeting(department, student, today)
        if coming is None:
            continue
        day, meeting = coming
        own = with_own_papers(department, student, meeting, day)
        if not asks_for_notice(own):
            continue
        left_out = not_counted(meeting, own, day, NOTICE, SHORTER_NOTICE)
        district = department.organisation.district(student.district)
        cases = (
            _Case(student, own, day, number, left_out, today) for number in notice_numbers(district, policy)
        )
        told = [one for case in cases for one in _judge(department, case, district, policy.meeting_notice)]
        if told:
            yield min(told, key=lambda one: (one.severity, one.due or date.max))


def _citation(number: NoticeNumber) -> Citation:
    return CITATION if number.is_law else PRACTICE


def _when_missed(number: NoticeNumber) -> Severity:
    if not number.is_law:
        return Severity.POLICY
    return Severity.VIOLATION if number.is_checked else Severity.AT_RISK


def _before(number: NoticeNumber) -> Severity:
    return Severity.AT_RISK if number.is_law and number.is_checked else Severity.INFO


def _judge(
    department: Department, case: _Case, district: District, numbers: MeetingNoticePolicy
) -> Iterator[Finding]:
    number = case.number
    latest = latest_notice(department.organisation, district, case.day, number)
    if isinstance(latest, Unreached):
        yield _finding(case, Severity.DATA, None, latest.lines, _ENTER)
        return
    sent = case.sent
    if sent is not None and sent <= latest.day:
        return
    lines = (*latest.lines, _status(case, latest.day), *case.left_out)
    if latest.day < case.today:
        yield _finding(case, _when_missed(number), latest.day, lines, _SEND)
    elif (latest.day - case.today).days <= numbers.alert_days:
        yield _finding(case, _before(number), latest.day, lines, _SEND)


def _status(case: _Case, latest: date) -> str:
    """What is on record of it, as against the latest day."""
    if case.sent is not None:
        late = dates.days((case.sent - latest).days)
        return f"the notice was sent on {dates.words(case.sent)}, {late} later"
    if latest < case.today:
        return f"no notice is on record, {dates.days((case.today - latest).days)} after that"
    return f"no notice is on record, and it is to be sent by then, {dates.left((latest - case.today).days)}"


def _finding(
    case: _Case, severity: Severity, due: date | None, lines: tuple[str, ...], advice: str
) -> Finding:
    number, arrangements = case.number, case.meeting.arrangements
    return Finding(
        rule=ID,
        severity=severity,
        citation=_citation(number),
        cycle=case.day.isoformat(),
        due=due,
        arithmetic=f"The meeting is on {dates.words(case.day)}. {sentences(lines)}",
        advice=advice,
        place=arrangements.notice_sent.cell,
        case_manager=case.student.case_manager,
        student_ref=case.student.ref,
        steps=(
            of_meeting(case.meeting, case.day),
            of_day("notice sent", arrangements.notice_sent),
            of_day("shorter notice agreed", arrangements.shorter_notice_agreed),
            Step(f"notice: {span(number.days, number.unit)} before the meeting ({number.source})"),
            *map(Step, lines),
            of_today(case.today),
        ),
    )


RULE = Rule(
    ID,
    "Notice of a meeting",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=IDEA,
    needs=frozenset({Input("meetings", "notice_sent")}),
    parameters=("meeting_notice.days", "meeting_notice.alert_days", "states.notice"),
    until=Until.DAY,
)

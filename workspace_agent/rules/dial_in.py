"""Who has only a telephone can take part in a meeting by video: a number to dial is given to them.

34 CFR 300.322(c), https://sites.ed.gov/idea/regs/b/d/300.322/c

Where neither parent can come, other ways to take part are used, among them calls. For the next dated meeting
of the IEP Team of a student whose row says that a telephone is all there is: some days before it
(`policy.meeting_access`) a number has been given, or the company has a line of its own. The law names no
number of days, so this is at risk until the meeting, and never past due. Not for meetings in person or by
telephone.

Only where the Meetings sheet has a column for it. Each meeting begins the count anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import Unreadable, has_column, known
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step, Until
from workspace_agent.model.on_record import Access
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, Mode, Severity
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.steps import of_meeting, of_tick, of_today
from workspace_agent.rules.team_meetings import next_team_meeting

ID = "dial_in"
CITATION = Law("34 CFR 300.322(c)", "https://sites.ed.gov/idea/regs/b/d/300.322/c")

WITHOUT_VIDEO: tuple[Mode | None, ...] = (Mode.IN_PERSON, Mode.PHONE)


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student, about the next meeting of the IEP Team."""
    if department.organisation.meetings.dial_in:
        return
    for student in with_iep(department, today):
        coming = next_team_meeting(department, student, today)
        if coming is None or known(student.record.access) is not Access.PHONE_ONLY:
            continue
        day, meeting = coming
        soon = (day - today).days <= policy.meeting_access.alert_days
        if soon and _is_open(meeting):
            yield _finding(student, meeting, day, today)


def _is_open(meeting: Meeting) -> bool:
    """It is held by video as far as anybody knows, and no number is ticked as given."""
    given, mode = meeting.arrangements.dial_in_given, meeting.mode
    if isinstance(given, Unreadable) or isinstance(mode, Unreadable) or not has_column(given, meeting.row):
        return False
    return not known(given) and known(mode) not in WITHOUT_VIDEO


def _finding(student: Student, meeting: Meeting, day: date, today: date) -> Finding:
    given, access = meeting.arrangements.dial_in_given, student.record.access
    when = f"{dates.words(day)}, {dates.left((day - today).days)}"
    return Finding(
        rule=ID,
        severity=Severity.AT_RISK,
        citation=CITATION,
        cycle=day.isoformat(),
        due=day,
        arithmetic=f"A telephone is all there is to take part with, and for the meeting of {when}, no number "
        "to dial is on record.",
        advice="Give the parent a number to dial, and tick it in the meeting's row; ask the CSS for a line.",
        place=given.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(
            of_meeting(meeting, day),
            Step("access: telephone only", access.cell),
            of_tick("number to dial given", given),
            Step("lines of the company in the settings: none"),
            of_today(today),
        ),
    )


RULE = Rule(
    ID,
    "Number to dial for a meeting",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=IDEA,
    needs=frozenset({Input("meetings", "dial_in_given")}),
    parameters=("meeting_access.alert_days",),
    until=Until.DAY,
)

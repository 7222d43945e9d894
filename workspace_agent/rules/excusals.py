"""A required member stays away from an IEP Team meeting only with the parent's agreement in writing.

34 CFR 300.321(e), https://sites.ed.gov/idea/regs/b/d/300.321/e

Where the member's area is not discussed, a written agreement is enough (e)(1). Where it is, it takes the
parent's written consent and the member's written input before the meeting (e)(2). An adult student who holds
the rights decides instead of the parent. All of it is read from the row of the Team sheet; what came on the
day of the meeting is taken to have come before it, because the sheet has no times.

A day in the row belongs to the next dated meeting of the IEP Team if it lies after the last held one, and not
a year before; so an agreement counts as late only where no meeting is to come. Until the meeting, what is
missing is to be mended. After it, an agreement or input that came late is past due on record, and so is input
that is missing although the area was discussed. It is not while the day may be of another meeting: of an
earlier one that is not on record any more, where it lies more than 60 days before, or of the next one, which
has no date yet, where it lies more than two weeks after. Where no agreement is written down, nothing says
that the member stayed away: that is never past due.

This rule asks about general and special education teachers and about the agency representative, and not where
the team has another one of the same part who comes. Each held meeting begins the count anew: hold it again
with that member, or correct the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Meeting, Student, TeamMember, concerns
from workspace_agent.model.field import is_blank, known
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step, Until
from workspace_agent.model.place import Cell
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, Role, Severity
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.clocks import rows_unread
from workspace_agent.rules.steps import of_day, of_meeting, of_tick, of_today
from workspace_agent.rules.team_meetings import held_team_meetings, next_team_meeting, team_unread

ID = "excusals"
CITATION = Law("34 CFR 300.321(e)", "https://sites.ed.gov/idea/regs/b/d/300.321/e")
REQUIRED: frozenset[Role | None] = frozenset(
    {Role.GENERAL_EDUCATION_TEACHER, Role.SPECIAL_EDUCATION_TEACHER, Role.AGENCY_REPRESENTATIVE}
)
_BEFORE = (
    "Get the agreement in writing from the parent, or from an adult student, and the member's written input "
    "where the area is discussed; then write down the days in the Team sheet. Or let the member come."
)
_AFTER = (
    "Correct the Team sheet if a day in it is wrong; if it is for another meeting, date that meeting in the "
    "Meetings sheet. If it is right, offer the parent to meet again with that member."
)
_AHEAD, _AFTERWARDS = timedelta(days=60), timedelta(days=14)
"""How long before and after a meeting its papers are written: a row of the team is used again each year."""


@dataclass(frozen=True, slots=True)
class _Sitting:
    """A meeting, and the days that belong to it.

    Attributes:
        after: The day of the held meeting before it, or a year before: what was written down until then
            belongs to that one.
        since: From this day on nothing belongs to another one before it.
        until: The last day that belongs to it.
    """

    meeting: Meeting
    day: date
    after: date
    since: date
    until: date
    is_past: bool

    def has(self, day: date) -> bool:
        """What was written down on this day belongs to it."""
        return self.after < day <= self.until

    def is_sure(self, day: date) -> bool:
        """And was for no other one, not on record any more or not dated yet."""
        return self.since <= day <= self.day + _AFTERWARDS

    def severity(self, *days: date) -> Severity:
        """Of what is wrong with papers of these days."""
        is_sure = all(map(self.is_sure, days))
        return Severity.VIOLATION if self.is_past and is_sure else Severity.DATA

    def doubt(self, *days: date) -> str:
        """Which of these papers may be of another meeting, to end a sentence with; mostly empty."""
        unsure = [day for day in days if not self.is_sure(day)]
        return f", unless what is of {dates.words(unsure[0])} is for another meeting" if unsure else ""


@dataclass(frozen=True, slots=True)
class _Gap:
    """What is missing or late in the papers of one member."""

    member: TeamMember
    severity: Severity
    what: str
    place: Cell

    @property
    def words(self) -> str:
        return f"{_called(self.member)}: {self.what}"


def check(department: Department, _policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student and meeting: the next one, and the last one that was held."""
    for student in with_iep(department, today):
        if team_unread(department, student):
            continue
        members = _excused(department, student)
        for sitting in _sittings(department, student, today):
            gaps = [gap for member in members for gap in _gaps(member, sitting)]
            if gaps:
                yield _finding(student, sitting, gaps, today)


def _sittings(department: Department, student: Student, today: date) -> Iterator[_Sitting]:
    held = held_team_meetings(department, student, today)
    coming = next_team_meeting(department, student, today)
    days = [on for on, _ in held]
    if coming:
        day, meeting = coming
        yield _Sitting(meeting, day, *_begins(days, day), until=day, is_past=False)
    if held and not _is_doubtful(department, student):
        last, meeting = held[-1]
        begins = _begins([on for on in days if on < last], last)
        yield _Sitting(meeting, last, *begins, until=last if coming else date.max, is_past=True)


def _begins(held: list[date], day: date) -> tuple[date, date]:
    """After which day papers may be of a meeting, and from which on they surely are."""
    year_before = dates.add_years(day, -1)
    before = max(held, default=year_before)
    return (before, before) if before > year_before else (year_before, day - _AHEAD)


def _is_doubtful(department: Department, student: Student) -> bool:
    """Whether another meeting may stand where it could not be read."""
    return rows_unread(department, student) or concerns(department.unsettled, student, "meetings")


def _excused(department: Department, student: Student) -> list[TeamMember]:
    """Required members who may be excused, but for those beside whom another one of the same part comes."""
    team = department.team_of.get(student.ref, ())
    coming = {known(one.role) for one in team if _agreed_or_sent(one) is None}
    excused = (one for one in team if _agreed_or_sent(one) is not None)
    alone = (one for one in excused if (role := known(one.role)) in REQUIRED and role not in coming)
    return sorted(alone, key=lambda one: one.row)


def _agreed_or_sent(member: TeamMember) -> date | None:
    """The day of the agreement, or else that of the input: whoever sends it may want to stay away."""
    papers = member.membership
    return known(papers.excused_on) or known(papers.input_on)


def _gaps(member: TeamMember, sitting: _Sitting) -> Iterator[_Gap]:
    papers, on = member.membership, _agreed_or_sent(member)
    if on is None or not sitting.has(on):
        return
    if is_blank(papers.excused_on, member.row):
        yield _Gap(member, Severity.DATA, "no written agreement is on record", papers.excused_on.cell)
    agreed = known(papers.excused_on)
    if agreed is None:
        return
    if agreed > sitting.day:
        said = f"{_late('agreed to', agreed, sitting)}{sitting.doubt(agreed)}"
        yield _Gap(member, sitting.severity(agreed), said, papers.excused_on.cell)
    if is_blank(papers.area_discussed, member.row):
        asked = "it is not said whether the member's area is discussed"
        yield _Gap(member, Severity.DATA, asked, papers.area_discussed.cell)
    elif known(papers.area_discussed):
        yield from _input(member, sitting, agreed)


def _input(member: TeamMember, sitting: _Sitting, agreed: date) -> Iterator[_Gap]:
    """What is wrong with the written input of a member whose area is discussed."""
    field = member.membership.input_on
    sent = known(field)
    if is_blank(field, member.row):
        said = f"the area is discussed, and no written input is on record{sitting.doubt(agreed)}"
        yield _Gap(member, sitting.severity(agreed), said, field.cell)
    elif sent is not None and sent > sitting.day:
        said = f"{_late('written input', sent, sitting)}{sitting.doubt(sent, agreed)}"
        yield _Gap(member, sitting.severity(sent, agreed), said, field.cell)


def _late(what: str, day: date, sitting: _Sitting) -> str:
    return f"{what} on {dates.words(day)}, {dates.days((day - sitting.day).days)} after the meeting"


def _finding(student: Student, sitting: _Sitting, gaps: list[_Gap], today: date) -> Finding:
    day, worst = sitting.day, min(gaps, key=lambda gap: (gap.severity, gap.place))
    members = dict.fromkeys(gap.member for gap in gaps)
    said = "; ".join(gap.words for gap in gaps)
    return Finding(
        rule=ID,
        severity=worst.severity,
        citation=CITATION,
        cycle=day.isoformat(),
        due=day,
        arithmetic=f"Excused from the meeting of {dates.words(day)}: {said}.",
        advice=_AFTER if sitting.is_past else _BEFORE,
        place=worst.place,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(
            of_meeting(sitting.meeting, day),
            *(step for member in members for step in _steps(member)),
            *(Step(gap.words, gap.place) for gap in gaps),
            of_today(today),
        ),
    )


def _called(member: TeamMember) -> str:
    role = known(member.role)
    return role.value if role else ""


def _steps(member: TeamMember) -> Iterator[Step]:
    papers, called = member.membership, _called(member)
    yield of_day(f"{called}, excused in writing", papers.excused_on)
    yield of_tick(f"{called}, area discussed", papers.area_discussed)
    yield of_day(f"{called}, written input", papers.input_on)


RULE = Rule(
    ID,
    "Members excused from a meeting",
    CITATION,
    check,
    frozenset({"students", "meetings", "team", "form"}),
    plans=IDEA,
    needs=frozenset({Input("team", "excused_on"), Input("team", "input_on")}),
    until=Until.UNHELD,
)

"""Does a row of the Meetings sheet ask for an event, and for which one?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from workspace_agent.duties.meetings_event import EventText, description, end_of, summary
from workspace_agent.duties.meetings_match import Wanted
from workspace_agent.model.action import Decision
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import Missing, Unreadable, Value, known
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.problem import Problem, ProblemKind
from workspace_agent.model.seen import MarkedEvent, Seen
from workspace_agent.model.vocabulary import Purpose, Role

_GUEST_ROLES: frozenset[Role | None] = frozenset(
    {
        Role.GENERAL_EDUCATION_TEACHER,
        Role.SPECIAL_EDUCATION_TEACHER,
        Role.AGENCY_REPRESENTATIVE,
        Role.SCHOOL_PSYCHOLOGIST,
        Role.OTHER_STAFF,
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that asks for an event, with everything that the event needs."""

    meeting: Meeting
    calendar: str
    text: EventText
    wanted: Wanted

    @property
    def is_hold(self) -> bool:
        """Nobody is invited before the parent agreed."""
        return not isinstance(self.meeting.agreed_on, Value)


@dataclass(frozen=True, slots=True)
class Desk:
    """One student's corner of the plan."""

    department: Department
    seen: Seen
    circumstances: Circumstances
    student: Student

    @property
    def has_left(self) -> bool:
        """The exit date has come."""
        left = known(self.student.exit)
        return left is not None and left <= self.circumstances.today

    def decision(self, meeting: Meeting, verdict: str, because: str) -> Plan:
        """The account of one row."""
        found = Decision("meetings", verdict, because, meeting.row, meeting.case_manager, self.student.ref)
        return Plan(decisions=(found,))

    def question(self, meeting: Meeting, kind: ProblemKind, verdict: str, because: str) -> Plan:
        """The account of one row that a person has to look at."""
        asked = Problem(kind, meeting.row, meeting.case_manager, self.student.ref)
        return Plan(problems=(asked,)) + self.decision(meeting, verdict, because)


def row_or_verdict(desk: Desk, meeting: Meeting) -> Row | Plan:
    """A row that asks for an event; or why not; or an empty plan for a row that lies behind us."""
    day = known(meeting.date)
    if meeting.held or (day is not None and day < desk.circumstances.today):
        return Plan()
    if meeting.cancelled:
        return desk.decision(meeting, "cancelled", "Cancelled is ticked")
    if not known(meeting.book):
        undated = desk.decision(meeting, "undated", "no date typed")
        return undated if day is None else desk.decision(meeting, "not_ticked", "Book is not ticked")
    return _blocked_by_student(desk, meeting) or _timed_row(desk, meeting)


def _blocked_by_student(desk: Desk, meeting: Meeting) -> Plan | None:
    if desk.has_left:
        return desk.decision(meeting, "exited", "the student has left")
    if isinstance(desk.student.exit, Unreadable):
        return desk.decision(meeting, "waits", "the student's exit date cannot be read")
    if (meeting.case_manager, "meetings") in desk.department.broken:
        return desk.decision(meeting, "waits", "a column of the Meetings sheet was not found")
    if desk.student.held:
        return desk.decision(meeting, "same_student", "it is not settled which student this is")
    if desk.department.organisation.case_manager(meeting.case_manager).calendar not in desk.seen.calendars:
        return desk.decision(meeting, "calendar_not_read", "the calendar could not be read")
    return None


def _timed_row(desk: Desk, meeting: Meeting) -> Row | Plan:
    day, start, purposes = known(meeting.date), known(meeting.start), known(meeting.purposes)
    if day is None or start is None:
        return _without_time(desk, meeting)
    if purposes is None:
        return _without_purpose(desk, meeting)
    if any(isinstance(field, Unreadable) for field in (meeting.zone, meeting.minutes, meeting.agreed_on)):
        return desk.decision(meeting, "waits", "a cell of the row cannot be read")
    begins = _begins(desk, meeting, datetime.combine(day, start))
    if begins is None:
        because = "the spreadsheet and the calendar are in different time zones"
        return desk.question(meeting, ProblemKind.ZONE_QUESTION, "zone_question", because)
    return _row(desk, meeting, begins, purposes)


def _without_purpose(desk: Desk, meeting: Meeting) -> Plan:
    if isinstance(meeting.purposes, Missing):
        return desk.question(meeting, ProblemKind.BOOKED_WITHOUT_PURPOSE, "no_purpose", "no purpose is typed")
    return desk.decision(meeting, "no_purpose", "no purpose that is known")


def _without_time(desk: Desk, meeting: Meeting) -> Plan:
    """A Problem is raised only where none speaks yet: an unreadable cell has its own."""
    verdict = "undated" if known(meeting.date) is None else "no_time"
    if isinstance(meeting.date, Missing) or isinstance(meeting.start, Missing):
        return desk.question(meeting, ProblemKind.BOOKED_WITHOUT_TIME, verdict, "date or time is missing")
    return desk.decision(meeting, verdict, "date or time cannot be read")


def _begins(desk: Desk, meeting: Meeting, local: datetime) -> datetime | None:
    """The start in the row's zone, else the spreadsheet's; None where that and the calendar's disagree."""
    typed = known(meeting.zone)
    if typed is not None:
        return local.replace(tzinfo=ZoneInfo(typed))
    person = desk.department.organisation.case_manager(meeting.case_manager)
    begins = local.replace(tzinfo=ZoneInfo(meeting.workbook_zone))
    in_calendar = local.replace(tzinfo=ZoneInfo(person.zone))
    return begins if begins.utcoffset() == in_calendar.utcoffset() else None


def _row(desk: Desk, meeting: Meeting, begins: datetime, purposes: frozenset[Purpose]) -> Row:
    agreed = known(meeting.agreed_on)
    minutes = known(meeting.minutes) or desk.circumstances.policy.meetings.default_length_minutes
    guests, roles = _guests(desk) if agreed is not None else ((), ())
    text = EventText(
        summary=summary(purposes, known(desk.student.plan_type), desk.student.initials),
        description=description(known(meeting.mode), roles, agreed),
        start=begins,
        end=end_of(begins, minutes),
        zone=str(begins.tzinfo),
        guests=guests,
    )
    calendar = desk.department.organisation.case_manager(meeting.case_manager).calendar
    wanted = Wanted(begins.date(), purposes, text.fingerprint(desk.circumstances.sign))
    return Row(meeting, calendar, text, wanted)


def _guests(desk: Desk) -> tuple[tuple[str, ...], tuple[Role, ...]]:
    """Staff of the district and the district's CSS. Students and parents are not guests."""
    student = desk.student
    on_team = [row for row in desk.department.team if row.student_ref == student.ref]
    roles = {role for row in on_team if (role := known(row.role)) is not None}
    addresses = {
        address
        for row in on_team
        if (address := known(row.address)) is not None and known(row.role) in _GUEST_ROLES
    }
    css = desk.department.organisation.district(student.district).css.email
    return tuple(sorted(addresses | {css})), tuple(role for role in Role if role in roles)


def with_present_guests(desk: Desk, row: Row, event: MarkedEvent) -> Row:
    """Where the team cannot be read whole, nobody who is on the event is taken off it.

    As long as the time stays the same, the row then counts as unchanged.
    """
    if row.is_hold or _team_is_whole(desk, row.meeting):
        return row
    if (event.start, event.end) == (row.text.start, row.text.end):
        return replace(row, wanted=replace(row.wanted, row_print=event.mark.row_print))
    text = replace(row.text, guests=tuple(sorted({*row.text.guests, *event.guests})))
    wanted = replace(row.wanted, row_print=text.fingerprint(desk.circumstances.sign))
    return replace(row, text=text, wanted=wanted)


def _team_is_whole(desk: Desk, meeting: Meeting) -> bool:
    sheet = (meeting.case_manager, "team")
    unclear = any(
        isinstance(member.role, Unreadable) or isinstance(member.address, Unreadable)
        for member in desk.department.team
        if member.student_ref == desk.student.ref
    )
    return not unclear and sheet not in desk.department.broken | desk.department.unsettled

"""Does a row of the Meetings sheet ask for an event, and for which one?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

from workspace_agent.duties.meetings_event import EventText, description, end_of, summary
from workspace_agent.duties.meetings_guests import Guests, guests
from workspace_agent.duties.meetings_lines import Lines
from workspace_agent.duties.meetings_match import Wanted
from workspace_agent.model.action import Decision
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import Missing, Unreadable, Value, known
from workspace_agent.model.organisation import DialIn
from workspace_agent.model.place import LinkPlace, Place
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.problem import Problem, ProblemKind
from workspace_agent.model.seen import EventMark, EventState, Look, MarkedEvent, Prints, Seen
from workspace_agent.model.vocabulary import Mode, Purpose, Role


class About(TypedDict):
    """What every action on behalf of a row says of it."""

    case_manager: str
    student_ref: str
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """A row that asks for an event, with everything that the event needs.

    Attributes:
        roles: Who takes part, as the event tells it.
        line: Print of the dial-in line that the text names, or empty.
        looks: To be remembered, so that the row counts as settled the next time too.
    """

    meeting: Meeting
    calendar: str
    text: EventText
    prints: Prints
    wanted: Wanted
    roles: tuple[Role, ...] = ()
    line: str = ""
    looks: tuple[Look, ...] = ()

    @property
    def is_hold(self) -> bool:
        """Nobody is invited before the parent agreed."""
        return not isinstance(self.meeting.agreed_on, Value)

    @property
    def word(self) -> str:
        """Verdict of a row whose event is as it asks."""
        return "hold" if self.is_hold else "booked"

    @property
    def deed(self) -> str:
        """What is done for it, as `plan` and `history` say it: nothing is booked before it is."""
        return "hold" if self.is_hold else "book"

    @property
    def because(self) -> str:
        """Why so."""
        if self.is_hold:
            return "no agreement of the parent is on record"
        return "the row is to be booked and the parent agreed"

    @property
    def needs_video(self) -> bool:
        """Only a meeting in person does without a link; by phone it needs the link's number."""
        return known(self.meeting.mode) is not Mode.IN_PERSON


@dataclass(frozen=True, slots=True)
class Desk:
    """One student's corner of the plan."""

    department: Department
    seen: Seen
    circumstances: Circumstances
    student: Student

    lines: Lines

    def leaves_before(self, day: date | None) -> bool:
        """The student's last day lies before this one."""
        left = known(self.student.exit)
        return left is not None and day is not None and left < day

    def has_stood_as(self, look: Look) -> bool:
        """It was seen before just as it is now, and has stood so for the time that a person needs to type."""
        last = self.seen.looks.get(look.subject)
        minutes = timedelta(minutes=self.circumstances.policy.meetings.settle_minutes)
        return (
            last is not None and last.shown == look.shown and self.circumstances.now - last.since >= minutes
        )

    def calendar_print(self, calendar: str) -> str:
        """A calendar as the ledger may remember it: without an address."""
        return self.circumstances.sign(f"calendar\n{calendar}")[:12]

    def request_id(self, mark: EventMark) -> str:
        """For a video link: the same for one wish, another for the next."""
        return self.circumstances.sign(f"video\n{mark.student_ref}\n{mark.number}\n{mark.asked}")

    @property
    def team_addresses(self) -> frozenset[str]:
        """Addresses of the student's team, as far as they came through the door."""
        team = (member for member in self.department.team if member.student_ref == self.student.ref)
        return frozenset(address for member in team if (address := known(member.address)) is not None)

    def event_problem(self, kind: ProblemKind, event: MarkedEvent) -> Plan:
        """Something to look at in Calendar."""
        place, person = LinkPlace(event.link, "event"), self.student.case_manager
        return Plan(problems=(Problem(kind, place, person, self.student.ref),))

    def row_problem(self, meeting: Meeting, kind: ProblemKind) -> Plan:
        """Something to look at in the row."""
        return Plan(problems=(Problem(kind, meeting.row, meeting.case_manager, self.student.ref),))

    def about(self, meeting: Meeting) -> About:
        """Whose an action is, and the row that asks for it."""
        return About(case_manager=meeting.case_manager, student_ref=self.student.ref, place=meeting.row)

    def decision(self, meeting: Meeting, verdict: str, because: str) -> Plan:
        """The account of one row."""
        found = Decision("meetings", verdict, because, meeting.row, meeting.case_manager, self.student.ref)
        return Plan(decisions=(found,))

    def question(self, meeting: Meeting, kind: ProblemKind, verdict: str, because: str) -> Plan:
        """The account of one row that a person has to look at."""
        return self.row_problem(meeting, kind) + self.decision(meeting, verdict, because)


def is_coming(event: MarkedEvent, circumstances: Circumstances) -> bool:
    """It stands and has not ended. What has ended is never written again."""
    return event.state is EventState.OPEN and event.end > circumstances.now


def row_or_verdict(desk: Desk, meeting: Meeting) -> Row | Plan:
    """A row that asks for an event; or why not; or an empty plan for a row that lies behind us."""
    day = known(meeting.date)
    if meeting.held or (day is not None and day < desk.circumstances.today):
        return Plan()
    if meeting.cancelled:
        return desk.decision(meeting, "cancelled", "Cancelled is ticked")
    if meeting.has_box and not known(meeting.book):
        undated = desk.decision(meeting, "undated", "no date typed")
        return undated if day is None else desk.decision(meeting, "not_ticked", "Book is not ticked")
    if not meeting.has_box and isinstance(meeting.date, Missing):
        return desk.decision(meeting, "undated", "no date typed")
    return _blocked_by_student(desk, meeting) or _timed_row(desk, meeting)


def asks_for_event(desk: Desk, meeting: Meeting) -> bool:
    """It is to come, and to be booked, also where something is still in the way."""
    day = known(meeting.date)
    coming = day is not None and day >= desk.circumstances.today and not meeting.held
    return coming and not meeting.cancelled and (known(meeting.book) is True or not meeting.has_box)


def asks_to_cancel(desk: Desk, meeting: Meeting) -> bool:
    """A row that is there and says so, in a sheet that is whole, of a student who is known."""
    if desk.student.held or (meeting.case_manager, "meetings") in desk.department.broken:
        return False
    return meeting.cancelled or desk.leaves_before(known(meeting.date))


def _blocked_by_student(desk: Desk, meeting: Meeting) -> Plan | None:
    if desk.leaves_before(known(meeting.date)):
        return desk.decision(meeting, "exited", "the student has left by then")
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
    return (
        _row(desk, meeting, begins, purposes)
        if meeting.has_box
        else _settled(desk, meeting, begins, purposes)
    )


def _settled(desk: Desk, meeting: Meeting, begins: datetime, purposes: frozenset[Purpose]) -> Row | Plan:
    """Without a box to tick, a date counts when it has stood for a while: nobody books a half-typed row."""
    row = _row(desk, meeting, begins, purposes)
    look = Look(f"row/{desk.circumstances.sign(f'{desk.student.ref} {row.prints.time}')[:20]}", "dated")
    if desk.has_stood_as(look):
        return replace(row, looks=(look,))
    minutes = desk.circumstances.policy.meetings.settle_minutes
    because = f"date and time are booked when they have stood unchanged for {minutes} minutes"
    return Plan(looks=(look,)) + desk.decision(meeting, "waits", because)


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
    invited = guests(desk.department, desk.student, begins.date()) if agreed is not None else Guests()
    calendar = desk.department.organisation.case_manager(meeting.case_manager).calendar
    text = EventText(
        summary=summary(purposes, known(desk.student.plan_type), desk.student.initials),
        description=description(known(meeting.mode), invited.roles, agreed, None),
        start=begins,
        end=end_of(begins, minutes),
        zone=str(begins.tzinfo),
        guests=tuple(address for address in invited.addresses if address != calendar),
        outside=invited.outside,
    )
    prints = text.prints(desk.circumstances.sign)
    return Row(meeting, calendar, text, prints, Wanted(begins.date(), purposes, prints), invited.roles)


def with_line(desk: Desk, row: Row, line: str, dial_in: DialIn) -> Row:
    """The row with a dial-in line in its text."""
    meeting = row.meeting
    said = description(known(meeting.mode), row.roles, known(meeting.agreed_on), dial_in)
    text = replace(row.text, description=said)
    return replace(row, text=text, prints=text.prints(desk.circumstances.sign), line=line)


def team_is_whole(desk: Desk, meeting: Meeting) -> bool:
    """Only then does the Team sheet say who is on an event."""
    sheet = (meeting.case_manager, "team")
    unclear = any(
        isinstance(member.role, Unreadable) or isinstance(member.address, Unreadable)
        for member in desk.department.team
        if member.student_ref == desk.student.ref
    )
    return not unclear and sheet not in desk.department.broken | desk.department.unsettled

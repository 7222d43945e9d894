"""Does a row of the Meetings sheet ask for an event, and for which one?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypedDict

from workspace_agent.duties.meetings_dates import look_at_date
from workspace_agent.duties.meetings_event import EventText, description, end_of, summary
from workspace_agent.duties.meetings_guests import Guests, guests
from workspace_agent.duties.meetings_lines import Lines
from workspace_agent.duties.meetings_match import Wanted
from workspace_agent.duties.meetings_time import begins
from workspace_agent.model.action import Decision
from workspace_agent.model.facts import Department, Meeting, SheetKey, Student, TeamMember
from workspace_agent.model.field import Missing, Unreadable, Value, known
from workspace_agent.model.meeting_settings import DialIn
from workspace_agent.model.place import LinkPlace, Place
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.seen import EventMark, EventState, Look, MarkedEvent, Prints, Seen
from workspace_agent.model.vocabulary import Mode, Purpose, Role


class About(TypedDict):
    """What every action on behalf of a row says of it."""

    case_manager: str
    student_ref: str
    place: Place


@dataclass(frozen=True, slots=True)
class Booking:
    """A row that asks for an event, with everything that the event needs.

    Attributes:
        roles: Who takes part, as the event tells it.
        line: Print of the dial-in line that the text names, or empty.
    """

    meeting: Meeting
    calendar: str
    text: EventText
    prints: Prints
    wanted: Wanted
    roles: tuple[Role, ...] = ()
    line: str = ""

    @property
    def is_hold(self) -> bool:
        """Nobody is invited before the parent agreed."""
        return not isinstance(self.meeting.agreed_on, Value)

    @property
    def word(self) -> RowVerdict:
        """Verdict of a row whose event is as it asks."""
        return RowVerdict.HOLD if self.is_hold else RowVerdict.BOOKED

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
    def needs_link(self) -> bool:
        """Only a meeting in person does without a link; by phone it needs the link's number."""
        return known(self.meeting.mode) is not Mode.IN_PERSON

    @property
    def asks_for_meet(self) -> bool:
        """Google Meet is meant, or nothing else is said. On another platform a person makes the link.

        A mode that cannot be read is a question to a person, and until then no link is asked for.
        """
        unread = isinstance(self.meeting.mode, Unreadable)
        return self.needs_link and not unread and known(self.meeting.mode) is not Mode.OTHER_PLATFORM


@dataclass(frozen=True, slots=True)
class Case:
    """One student, with everything that the plan of their meetings looks at.

    Attributes:
        shrunk: Sheets of which many rows are gone, so that a brake speaks of them.
    """

    department: Department
    seen: Seen
    circumstances: Circumstances
    student: Student

    lines: Lines
    shrunk: frozenset[SheetKey]

    def leaves_before(self, day: date | None) -> bool:
        """The student's last day lies before this one."""
        left = known(self.student.exit)
        return left is not None and day is not None and left < day

    def cancelled(self, number: int) -> str:
        """Fingerprint under which the ledger remembers that the agent cancelled a meeting, or empty."""
        return self.seen.done.get(f"cancel/{self.student.ref}/{number}", "")

    def brought_back(self, number: int) -> str:
        """Fingerprint of that cancellation of a meeting which a person has taken back last, or empty."""
        return self.seen.done.get(f"back/{self.student.ref}/{number}", "")

    def is_settled(self, look: Look) -> bool:
        """It was seen before just as it is now, for the time that a person needs to type."""
        return self.is_unchanged(look, timedelta(minutes=self.circumstances.policy.meetings.settle_minutes))

    def is_unchanged(self, look: Look, wait: timedelta) -> bool:
        """It has looked just so for some time, in minutes of the clock.

        A run at 8:15 is a quarter of an hour after one at 8:00, whichever of them began a second late.
        """
        last, now = self.seen.looks.get(look.subject), self.circumstances.now
        if last is None or last.shown != look.shown:
            return False
        return now.replace(second=0, microsecond=0) - last.since.replace(second=0, microsecond=0) >= wait

    def request_id(self, mark: EventMark) -> str:
        """For a video link: the same for one wish, another for the next."""
        return self.circumstances.sign(f"video\n{mark.student_ref}\n{mark.number}\n{mark.asked}")

    @property
    def team(self) -> tuple[TeamMember, ...]:
        """The student's rows of the Team sheet."""
        return self.department.team_of.get(self.student.ref, ())

    @property
    def team_addresses(self) -> frozenset[str]:
        """Addresses of the student's team, as far as they came through the door."""
        return frozenset(address for member in self.team if (address := known(member.address)) is not None)

    def event_problem(self, kind: ProblemKind, event: MarkedEvent) -> Plan:
        """Something to look at in Calendar."""
        place, person = LinkPlace(event.link, "event"), self.student.case_manager
        return Plan(problems=(Problem(kind, place, person, self.student.ref),))

    def row_problem(self, meeting: Meeting, kind: ProblemKind, detail: str = "", link: str = "") -> Plan:
        """Something to look at in the row, and in the event where its link is given."""
        problem = Problem(kind, meeting.row, meeting.case_manager, self.student.ref, detail=detail, link=link)
        return Plan(problems=(replace(problem, about=which(meeting)),))

    def about(self, meeting: Meeting) -> About:
        """Whose an action is, and the row that asks for it."""
        return About(case_manager=meeting.case_manager, student_ref=self.student.ref, place=meeting.row)

    def decision(self, meeting: Meeting, verdict: RowVerdict, because: str, link: str = "") -> Plan:
        """The account of one row, with the link of its event where it has one."""
        whose = meeting.case_manager, self.student.ref
        found = Decision("meetings", verdict, because, meeting.row, *whose, link)
        return Plan(decisions=(found,))

    def question(self, meeting: Meeting, kind: ProblemKind, verdict: RowVerdict, because: str) -> Plan:
        """The account of one row that a person has to look at."""
        return self.row_problem(meeting, kind) + self.decision(meeting, verdict, because)


def which(meeting: Meeting) -> str:
    """Day and purposes, by which a row is known wherever it stands; empty where neither can be read."""
    day, purposes = known(meeting.date), known(meeting.purposes) or ()
    words = [day.isoformat()] if day else []
    return " ".join(words + sorted(purpose.value for purpose in purposes))


def is_coming(event: MarkedEvent, circumstances: Circumstances) -> bool:
    """It stands and has not ended. What has ended is never written again."""
    return event.state is EventState.OPEN and event.end > circumstances.now


def booking_or_verdict(case: Case, meeting: Meeting) -> Booking | Plan:
    """A row that asks for an event; or why not; or an empty plan for a row that lies behind us."""
    day = known(meeting.date)
    if meeting.held or (day is not None and day < case.circumstances.today):
        return Plan()
    if meeting.cancelled:
        return case.decision(meeting, RowVerdict.CANCELLED, "Cancelled is ticked")
    if meeting.has_box and not known(meeting.book):
        undated = case.decision(meeting, RowVerdict.UNDATED, "no date typed")
        return undated if day is None else case.decision(meeting, RowVerdict.NOT_TICKED, "Book is not ticked")
    if not meeting.has_box and isinstance(meeting.date, Missing):
        return case.decision(meeting, RowVerdict.UNDATED, "no date typed")
    return _blocked_by_student(case, meeting) or _timed_booking(case, meeting)


def asks_for_event(case: Case, meeting: Meeting) -> bool:
    """It is to come, and to be booked, also where something is still in the way."""
    day = known(meeting.date)
    coming = day is not None and day >= case.circumstances.today and not meeting.held
    return coming and not meeting.cancelled and (known(meeting.book) is True or not meeting.has_box)


def asks_to_cancel(case: Case, meeting: Meeting) -> bool:
    """A row that is there and says so, in a sheet that is whole, of a student who is known."""
    if case.student.held or case.department.is_broken(meeting, "meetings"):
        return False
    return meeting.cancelled or case.leaves_before(known(meeting.date))


def _blocked_by_student(case: Case, meeting: Meeting) -> Plan | None:
    if case.leaves_before(known(meeting.date)):
        return case.decision(meeting, RowVerdict.EXITED, "the student has left by then")
    if isinstance(case.student.exit, Unreadable):
        return case.decision(meeting, RowVerdict.WAITS, "the student's exit date cannot be read")
    if case.department.is_broken(meeting, "meetings"):
        return case.decision(meeting, RowVerdict.WAITS, "a column of the Meetings sheet was not found")
    if case.student.held:
        return case.decision(meeting, RowVerdict.SAME_STUDENT, "it is not settled which student this is")
    if case.department.organisation.case_manager(meeting.case_manager).calendar not in case.seen.calendars:
        return case.decision(meeting, RowVerdict.CALENDAR_NOT_READ, "the calendar could not be read")
    return None


def _timed_booking(case: Case, meeting: Meeting) -> Booking | Plan:
    purposes = known(meeting.purposes)
    if known(meeting.date) is None or known(meeting.start) is None:
        return _without_time(case, meeting)
    if purposes is None:
        return _without_purpose(case, meeting)
    if any(isinstance(field, Unreadable) for field in (meeting.zone, meeting.minutes, meeting.agreed_on)):
        return case.decision(meeting, RowVerdict.WAITS, "a cell of the row cannot be read")
    start = begins(case.department.organisation, meeting)
    if start is None:
        because = "the spreadsheet and the calendar are in different time zones"
        return case.question(meeting, ProblemKind.ZONE_QUESTION, RowVerdict.ZONE_QUESTION, because)
    return (
        _booking(case, meeting, start, purposes)
        if meeting.has_box
        else _settled(case, meeting, start, purposes)
    )


def _settled(case: Case, meeting: Meeting, start: datetime, purposes: frozenset[Purpose]) -> Booking | Plan:
    """Without a box to tick, a date counts when it has stood for a while: nobody books a half-typed row."""
    look = look_at_date(meeting, case.circumstances.sign)
    if look is not None and case.is_settled(look):
        return _booking(case, meeting, start, purposes)
    minutes = case.circumstances.policy.meetings.settle_minutes
    because = f"date and time are booked when they have stood unchanged for {minutes} minutes"
    return case.decision(meeting, RowVerdict.WAITS, because)


def _without_purpose(case: Case, meeting: Meeting) -> Plan:
    if isinstance(meeting.purposes, Missing):
        return case.question(
            meeting, ProblemKind.BOOKED_WITHOUT_PURPOSE, RowVerdict.NO_PURPOSE, "no purpose is typed"
        )
    return case.decision(meeting, RowVerdict.NO_PURPOSE, "no purpose that is known")


def _without_time(case: Case, meeting: Meeting) -> Plan:
    """A Problem is raised only where none speaks yet: an unreadable cell has its own."""
    verdict = RowVerdict.UNDATED if known(meeting.date) is None else RowVerdict.NO_TIME
    fields = (("the date", meeting.date), ("the start", meeting.start))
    lacking = " and ".join(words for words, field in fields if isinstance(field, Missing))
    if not lacking:
        return case.decision(meeting, verdict, "date or time cannot be read")
    told = case.row_problem(meeting, ProblemKind.BOOKED_WITHOUT_TIME, lacking)
    return told + case.decision(meeting, verdict, f"the row lacks {lacking}")


def _booking(case: Case, meeting: Meeting, start: datetime, purposes: frozenset[Purpose]) -> Booking:
    agreed = known(meeting.agreed_on)
    minutes = known(meeting.minutes) or case.circumstances.policy.meetings.default_length_minutes
    invited = guests(case.department, case.student, start.date()) if agreed is not None else Guests()
    calendar = case.department.organisation.case_manager(meeting.case_manager).calendar
    text = EventText(
        summary=summary(purposes, known(case.student.plan_type), case.student.initials),
        description=description(known(meeting.mode), invited.roles, agreed, None),
        start=start,
        end=end_of(start, minutes),
        zone=str(start.tzinfo),
        guests=tuple(address for address in invited.addresses if address != calendar),
        outside=invited.outside,
    )
    prints = text.prints(case.circumstances.sign)
    return Booking(meeting, calendar, text, prints, Wanted(start.date(), purposes, prints), invited.roles)


def with_line(case: Case, booking: Booking, line: str, dial_in: DialIn) -> Booking:
    """The row with a dial-in line in its text."""
    meeting = booking.meeting
    said = description(known(meeting.mode), booking.roles, known(meeting.agreed_on), dial_in)
    text = replace(booking.text, description=said)
    return replace(booking, text=text, prints=text.prints(case.circumstances.sign), line=line)

"""What people typed, without names: the Department and its rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol, TypeVar

from workspace_agent.model.agent_tab import AgentTabs, PrivateSpreadsheet
from workspace_agent.model.consents import AgencyConsent, Consent, Waiver
from workspace_agent.model.contacts import ContactAttempt
from workspace_agent.model.field import Field, Unreadable, Value, known
from workspace_agent.model.follow_up import Said, Ticks
from workspace_agent.model.hours import HoursEntry, OfficeHours
from workspace_agent.model.on_record import (
    Arrangements,
    Membership,
    ProgressReport,
    Request,
    StudentRecord,
)
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.place import Cell, ResponsePlace
from workspace_agent.model.prints import ResponsePrints
from workspace_agent.model.privacy import ShownName, UnapprovedLink
from workspace_agent.model.problem import Problem
from workspace_agent.model.progress import Benchmark, CheckIn, Goal, Series
from workspace_agent.model.services import Service
from workspace_agent.model.shared import SharedThing
from workspace_agent.model.vocabulary import (
    ContactState,
    Existing,
    Held,
    Mode,
    PlanType,
    Purpose,
    Role,
)
from workspace_agent.model.waits import Pause
from workspace_agent.model.workbook_folders import GoneWorkbook, WorkbookFolder


@dataclass(frozen=True, slots=True)
class Student:
    """One student.

    Attributes:
        ref: Opaque key, minted once.
        initials: The only printable name, with a neutral suffix where two collide (`J.S.-2`).
        district: Key of the district.
        case_manager: Key of the case manager.
        held: True while a question about who this is stands open: no effects until it is answered.
        row: The student's row.
        annual_review_due: The due date of the next annual review, where the sheet has one.
        reevaluation_due: The due date of the next reevaluation, where the sheet has one.
        paused: The Paused box; None where the sheet has none.
        transferred_on: The day of enrollment of a student who came from another agency; None for all others.
        folder: Drive's id of a folder of people's own for the student's records; None where no row names one.
        two_plans: The row says that there is a 504 plan as well.
    """

    ref: str
    initials: str
    district: str
    case_manager: str
    plan_type: Field[PlanType]
    last_annual_review: Field[dt.date]
    last_evaluation: Field[dt.date]
    exit: Field[dt.date]
    row: Cell
    annual_review_due: Field[dt.date]
    reevaluation_due: Field[dt.date]
    record: StudentRecord
    held: bool = False
    paused: Field[bool] | None = None
    transferred_on: Field[dt.date] | None = None
    folder: Field[str] | None = None
    two_plans: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """One row of the Meetings sheet: one meeting.

    Attributes:
        zone: IANA zone typed in the row; Missing where the column is blank.
        workbook_zone: Zone of the spreadsheet, which holds where the row has none.
        minutes: Length.
        has_box: Its sheet has a Book box; without one a date that stands is booked.
        existing: What to do about an event that a person made and that looks like this meeting.
        paused: The Paused box; None where the sheet has none.
        fell_through: Its status says that it did not take place, as when the parent did not come.
    """

    student_ref: str
    case_manager: str
    purposes: Field[frozenset[Purpose]]
    date: Field[dt.date]
    start: Field[dt.time]
    zone: Field[str]
    workbook_zone: str
    minutes: Field[int]
    mode: Field[Mode]
    agreed_on: Field[dt.date]
    book: Field[bool]
    held: bool
    cancelled: bool
    existing: Field[Existing]
    ticks: Ticks
    arrangements: Arrangements
    row: Cell
    has_box: bool = True
    paused: Field[bool] | None = None
    fell_through: bool = False


@dataclass(frozen=True, slots=True)
class NobodysMeeting:
    """A row of the Meetings sheet that names no student: it may be a meeting whose row seems to be gone."""

    case_manager: str
    date: Field[dt.date]
    purposes: Field[frozenset[Purpose]]

    def may_be(self, days: frozenset[dt.date], purposes: frozenset[Purpose]) -> bool:
        """It stands for one of these days, or for one that cannot be read, and no purpose speaks against it.

        A row without a date is not taken for one that had been booked.
        """
        unread = isinstance(self.date, Unreadable)
        same_day = isinstance(self.date, Value) and self.date.value in days
        return (unread or same_day) and known(self.purposes) in {None, purposes}


@dataclass(frozen=True, slots=True)
class TeamMember:
    """One row of the Team sheet. Addresses of students, parents and agencies stay at the door.

    Attributes:
        address: E-mail address of district staff; of others only where the settings let Calendar invite them.
    """

    student_ref: str
    role: Field[Role]
    address: Field[str]
    contact_state: Field[ContactState]
    membership: Membership
    row: Cell


@dataclass(frozen=True, slots=True)
class Response:
    """One Post IEP Meeting Form response, as last submitted.

    Attributes:
        response_id: Google's id; of a row in the form's sheet, which has none, a keyed hash.
        record: Keyed hash under which all its versions are filed.
        prints: By which it is known again where it has no id.
        submitted: When it was last submitted, aware UTC; a later value is a new version.
        student_ref: The student, or empty where nobody fits: then it is kept for review.
        respondent: Key of the case manager who sent it, or empty if it was nobody on the roster.
        moves_clocks: Sent by a case manager, held, and a dated meeting of the student lies near it.
        waits: It fits nobody, but not every list of students could be read: nothing is done about it yet.
        in_question: Two rows claim to be this response and differ: nothing is done about this one.
        repeats: An earlier one says of the same meeting that it was held, or was not: it is kept for review.
        filed_on: The day on which its record was first filed; None where it is not filed yet.
    """

    response_id: str
    record: str
    prints: ResponsePrints
    submitted: dt.datetime
    student_ref: str
    respondent: str
    meeting_date: dt.date | None
    purposes: frozenset[Purpose]
    held: Held | None
    moves_clocks: bool
    place: ResponsePlace | Cell
    said: Said = field(default_factory=Said)
    waits: bool = False
    in_question: bool = False
    repeats: bool = False
    filed_on: dt.date | None = None

    @property
    def counts(self) -> bool:
        """A case manager sent it, and there is no doubt about it: it neither waits, nor is it asked about."""
        is_theirs = bool(self.respondent) and not self.waits
        return is_theirs and not self.in_question and not self.repeats

    @property
    def reports_held(self) -> bool:
        """It counts, and says that the meeting was held."""
        return self.counts and self.held is Held.YES

    @property
    def may_report_held(self) -> bool:
        """A case manager says so, even where the form is in question: then nothing can be past due."""
        return self.held is Held.YES and bool(self.respondent)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook that was read.

    Attributes:
        of_one: It holds one student.
        agent_tabs: The agent's own tab, and what stands around it.
        private: Nobody beyond case manager, manager and the agent can open it; None where Google did not say,
            or it lies in the trash.
        rows: How many rows its sheets about students hold, by name of the sheet in `sheets.toml`.
        columns: The fields for which all of its sheets of a kind have a column, by the same name.
        filled: Other sheets that a workbook may do without, by name: those in which rows stand.
        students: Refs of those who stand on its list and have not left.
    """

    spreadsheet_id: str
    case_manager: str
    holds_students: bool
    of_one: bool = False
    private: bool | None = True
    agent_tabs: AgentTabs = field(default_factory=AgentTabs)
    rows: Mapping[str, int] = field(default_factory=dict)
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)
    filled: frozenset[str] = frozenset()
    students: frozenset[str] = frozenset()

    @property
    def whose(self) -> str:
        """Whose sheets it holds; see `SheetKey`."""
        return self.spreadsheet_id if self.of_one else self.case_manager


class _OfStudent(Protocol):
    """Whatever belongs to one student."""

    @property
    def student_ref(self) -> str: ...


_Row = TypeVar("_Row", bound=_OfStudent)


def _by_student(rows: Iterable[_Row]) -> Mapping[str, tuple[_Row, ...]]:
    found: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.student_ref].append(row)
    return {ref: tuple(of_one) for ref, of_one in found.items()}


SheetKey = tuple[str, str]
"""Whose sheet it is, and its kind: a case manager's, by key; or, in a workbook that holds one student, that
student's, by spreadsheet id, so that what is wrong there concerns nobody else."""


def concerns(sheets: frozenset[SheetKey], fact: Student | Meeting, kind: str) -> bool:
    """Whether one of these sheets is the one of this kind where this student would stand."""
    return bool({(fact.case_manager, kind), (fact.row.spreadsheet_id, kind)} & sheets)


@dataclass(frozen=True)
class Department:
    """Everything that people typed, at one moment, without a name in it.

    Attributes:
        private_spreadsheets: Those that were made, by case manager.
        gone: Workbooks that are gone from their folders.
        absent: Initials of the students who were known and stand on no list now, by ref.
        broken: Sheets that are missing, or a column of them: what does not stand in such a sheet proves
            nothing.
        kept: Case manager and kind of each sheet that was found; see `keeps`.
        unsettled: Sheets of which some row could not be given to a student.
        nobodys: The rows of the Meetings sheets that could not.
        linked_sheet: Id of the spreadsheet into which the form's responses go, where the form says so.
        form_unread: There is a form, and it could not be read.
        pauses: Boxes that pause a case manager or everybody; those of a student or meeting are in its row.
    """

    organisation: Organisation
    students: tuple[Student, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    team: tuple[TeamMember, ...] = ()
    contacts: tuple[ContactAttempt, ...] = ()
    consents: tuple[Consent, ...] = ()
    hours: tuple[HoursEntry, ...] = ()
    office_hours: tuple[OfficeHours, ...] = ()
    goals: tuple[Goal, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    series: tuple[Series, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()
    services: tuple[Service, ...] = ()
    requests: tuple[Request, ...] = ()
    progress_reports: tuple[ProgressReport, ...] = ()
    responses: tuple[Response, ...] = ()
    workbooks: tuple[Workbook, ...] = ()
    private_spreadsheets: Mapping[str, PrivateSpreadsheet] = field(default_factory=dict)
    folders: tuple[WorkbookFolder, ...] = ()
    gone: tuple[GoneWorkbook, ...] = ()
    absent: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    hours_read_for: frozenset[str] = frozenset()
    broken: frozenset[SheetKey] = frozenset()
    kept: frozenset[tuple[str, str]] = frozenset()
    unsettled: frozenset[SheetKey] = frozenset()
    nobodys: tuple[NobodysMeeting, ...] = ()
    linked_sheet: str = ""
    form_unread: bool = False
    pauses: tuple[Pause, ...] = ()
    links: tuple[UnapprovedLink, ...] = ()
    shown_names: tuple[ShownName, ...] = ()
    shared: tuple[SharedThing, ...] = ()

    @cached_property
    def by_ref(self) -> Mapping[str, Student]:
        """Students by their ref."""
        return {student.ref: student for student in self.students}

    @cached_property
    def answers(self) -> dict[Any, Any]:
        """What was worked out from it already: `rules/remembered.py` alone asks and fills it."""
        return {}

    @cached_property
    def meetings_of(self) -> Mapping[str, tuple[Meeting, ...]]:
        """Rows of the Meetings sheet by student, in their order."""
        return _by_student(self.meetings)

    @cached_property
    def team_of(self) -> Mapping[str, tuple[TeamMember, ...]]:
        """Rows of the Team sheet by student."""
        return _by_student(self.team)

    @cached_property
    def contacts_of(self) -> Mapping[str, tuple[ContactAttempt, ...]]:
        """Contact attempts by student."""
        return _by_student(self.contacts)

    @cached_property
    def consents_of(self) -> Mapping[str, tuple[Consent, ...]]:
        """Waivers and consents by student."""
        return _by_student(self.consents)

    @cached_property
    def check_ins_of(self) -> Mapping[str, tuple[CheckIn, ...]]:
        """Check-ins by student."""
        return _by_student(self.check_ins)

    @cached_property
    def services_of(self) -> Mapping[str, tuple[Service, ...]]:
        """Services by student."""
        return _by_student(self.services)

    @cached_property
    def requests_of(self) -> Mapping[str, tuple[Request, ...]]:
        """Requests by student."""
        return _by_student(self.requests)

    @cached_property
    def progress_reports_of(self) -> Mapping[str, tuple[ProgressReport, ...]]:
        """Progress reports by student."""
        return _by_student(self.progress_reports)

    @cached_property
    def responses_of(self) -> Mapping[str, tuple[Response, ...]]:
        """Form responses by student; those of nobody under the empty ref."""
        return _by_student(self.responses)

    def initials(self, student_ref: str) -> str:
        """The printable name of a student, also of one who stands on no list now; empty for nobody."""
        student = self.by_ref.get(student_ref)
        return student.initials if student else self.absent.get(student_ref, "")

    def is_broken(self, fact: Student | Meeting, kind: str) -> bool:
        """Whether the sheet of this kind where this student would stand could not be read whole."""
        return concerns(self.broken, fact, kind)

    def keeps(self, case_manager: str, kind: str) -> bool:
        """Whether the case manager has a sheet of this kind: nobody lacks what they do not keep."""
        return (case_manager, kind) in self.kept

    def lacks(self, case_manager: str, kind: str) -> bool:
        """Whether some sheet of this kind of the case manager's could not be read whole."""
        people = (person for person in self.organisation.case_managers if person.key == case_manager)
        alone = (book.id for person in people for book in person.workbooks if book.of_one)
        return any((owner, kind) in self.broken for owner in (case_manager, *alone))

    def waivers(self, student_ref: str) -> tuple[Waiver, ...]:
        """A student's waivers of a reevaluation."""
        return tuple(one for one in self.consents_of.get(student_ref, ()) if isinstance(one, Waiver))

    def has_agency_consent(self, student_ref: str, day: dt.date) -> bool:
        """A consent to invite an outside agency covers this day."""
        consents = self.consents_of.get(student_ref, ())
        return any(isinstance(one, AgencyConsent) and one.covers(day) for one in consents)

"""Who works here and whom they serve: the people and districts of `agent.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from workspace_agent.model.calendar import ONE_DAY, Contract, SchoolCalendar, last_contract_day_until
from workspace_agent.model.dates import school_year_from
from workspace_agent.model.digest_settings import DigestSettings, DigestTime
from workspace_agent.model.form import PostIepForm
from workspace_agent.model.frozen import Frozen, GoogleId, OneLine, is_bare
from workspace_agent.model.meeting_settings import MeetingSettings
from workspace_agent.model.people import (
    Address,
    AddressOrNone,
    Key,
    Manager,
    PersonKey,
    Supervisor,
    Support,
    Zone,
)
from workspace_agent.model.privacy import PrivacySettings


def _bare_folder_id(typed: str) -> str:
    if is_bare(typed):
        return typed
    found = re.search(r"/folders/([A-Za-z0-9_-]{10,})", typed)
    if not found:
        raise ValueError("not an id; it is what stands behind /folders/ in the address")
    return found[1]


FolderId = Annotated[str, AfterValidator(_bare_folder_id)]


class Notice(Frozen):
    """How early parents are told of a meeting, in a district whose number is its own.

    Attributes:
        source: Where the number stands.
        checked: Somebody compared it with the text in force: an unchecked one never yields a VIOLATION.
        by: Whose number it is: of the district's or state's own law, or of the company.
    """

    days: int
    unit: Literal["calendar", "school"]
    source: OneLine
    checked: bool
    by: Literal["law", "company"] = "company"


class District(SchoolCalendar):
    """A district that the company serves, with its own state, zone and school calendar.

    Attributes:
        notice: Without one the state's number holds, or the company's.
        agency_representative: Who speaks for the district in IEP Team meetings, where it is always the same.
        report_dates: When parents get progress reports, as with the report cards; of all school years.
    """

    key: Key
    name: OneLine
    domain: OneLine
    city: OneLine
    state: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    zone: Zone
    css: Support
    notice: Notice | None = None
    agency_representative: AddressOrNone = ""
    report_dates: tuple[date, ...] = ()


Holds = Literal["progress monitoring", "hours", "progress monitoring and hours", "one student", "contacts"]
"""What a workbook holds: the caseload, the hours, or both; the caseload's sheets of one student; contacts."""


class WorkbookSetting(Frozen):
    """A workbook to read.

    Attributes:
        id: Google's id, or the whole address of the workbook.
        holds: `one student`: the sheets need no column for the student, and whatever is wrong with the
            workbook concerns this student alone. It is said here and not seen in the sheets, because a
            workbook that cannot be opened shows none.
        booking: `box`: a meeting is booked when its Book box is ticked. `settled`: the sheet has no such box,
            and a meeting is booked when its date and time were unchanged for a while. A box that is there
            nevertheless counts, and that is told.
    """

    id: GoogleId
    holds: Holds
    booking: Literal["box", "settled"] = "box"

    @property
    def of_one(self) -> bool:
        """It holds one student."""
        return self.holds == "one student"

    @property
    def holds_students(self) -> bool:
        """A list of students belongs into it."""
        return self.of_one or "progress monitoring" in self.holds


class FoundWorkbook(WorkbookSetting):
    """A workbook that was found in a folder.

    Attributes:
        folder: Id of the folder.
        follows: Ids of those of an earlier school year that it replaces, once it holds most of their
            students; empty where school has begun.
    """

    folder: str
    follows: tuple[str, ...] = ()


class FolderSetting(Frozen):
    """A folder of workbooks, all to be read: what lies in it, not what lies in folders below it.

    Attributes:
        id: Google's id, or the whole address of the folder.
        holds: What its workbooks hold, each of them or together; see `WorkbookSetting`.
        booking: See `WorkbookSetting`.
    """

    id: FolderId
    holds: Holds
    booking: Literal["box", "settled"] = "box"

    def book(self, spreadsheet_id: str, follows: tuple[str, ...] = ()) -> FoundWorkbook:
        """A workbook in it."""
        return FoundWorkbook(
            id=spreadsheet_id, holds=self.holds, booking=self.booking, folder=self.id, follows=follows
        )


class CaseManager(Frozen):
    """A case manager and the workbooks that hold the caseload.

    Attributes:
        folders: Folders of workbooks; those named by `workbooks` are what it says there.
        records_folder: A folder of theirs that records are filed in, instead of one that the agent makes.
        contract: When they work, one period after the other; empty where every business day counts.
        digest: When their own digest is due; left out, as for every case manager.
    """

    key: PersonKey
    name: OneLine
    email: Address
    calendar: Address
    zone: Zone
    from_: date = Field(alias="from")
    until: date | None = None
    districts: tuple[Key, ...]
    workbooks: tuple[WorkbookSetting, ...] = ()
    folders: tuple[FolderSetting, ...] = ()
    records_folder: FolderId = ""
    contract: tuple[Contract, ...] = ()
    digest: DigestTime | None = None

    def is_in_office(self, day: date) -> bool:
        """Works here on this day; the first and the last one count."""
        return self.from_ <= day <= (self.until or day)

    @model_validator(mode="after")
    def _keeps_something(self) -> CaseManager:
        if not {"workbooks", "folders"} & self.model_fields_set:
            raise ValueError("name the workbooks, or folders of workbooks")
        return self

    @model_validator(mode="after")
    def _contracts_in_turn(self) -> CaseManager:
        for before, after in pairwise(self.contract):
            if before.until is None or after.from_ <= before.until:
                raise ValueError("contract: each period should begin after the one before it ends (until)")
        return self

    def contract_on(self, day: date) -> Contract | None:
        """The contract whose period holds this day."""
        return next((one for one in self.contract if one.includes(day)), None)

    def last_contract_day_until(self, day: date) -> date | None:
        """The last contract day on or before `day`; None where the settings hold none."""
        return last_contract_day_until(self.contract, day)

    def keeps_elsewhere(self, book: WorkbookSetting) -> frozenset[str]:
        """Kinds of sheets that this workbook may do without, because another one holds them."""
        apart = any(other.holds == "contacts" for other in self.workbooks)
        return frozenset({"contacts"}) if apart and book.holds != "contacts" else frozenset()


class Ignored(Frozen):
    """What is never read.

    Attributes:
        tabs: Titles of tabs, of whatever workbook; case, spaces and signs do not count.
        workbooks: Ids or addresses of spreadsheets that lie in a folder of workbooks.
    """

    tabs: tuple[str, ...] = ()
    workbooks: tuple[GoogleId, ...] = ()


class Organisation(Frozen):
    """The department: its people, districts, form and working calendar.

    Attributes:
        manager: Who is in office on the day for which this was made.
        managers: Everybody who ever was or will be; empty where there is only the one.
        supervisors: Who reads the manager's digest of some case managers or districts only.
        go_live: The day on which the agent began: older gaps in company practice are told as one number.
        paused: Nothing is done for anybody.
        control: Id of a workbook whose Paused sheet says for whom nothing is done; empty where there is none.
    """

    name: OneLine
    zone: Zone
    robot: Address
    federal_holidays: tuple[date, ...]
    manager: Manager
    case_managers: tuple[CaseManager, ...]
    districts: tuple[District, ...]
    form: PostIepForm | None = None
    meetings: MeetingSettings = MeetingSettings()
    privacy: PrivacySettings = PrivacySettings()
    go_live: date | None = None
    paused: bool = False
    control: str = ""
    ignore: Ignored = Ignored()
    managers: tuple[Manager, ...] = ()
    supervisors: tuple[Supervisor, ...] = ()
    digests: DigestSettings = DigestSettings()

    def readers(self, case_manager: str, day: date) -> dict[str, str]:
        """Addresses, by key, of who may read what is a case manager's: manager and case manager in office.

        Args:
            case_manager: Key; of nobody in the settings where it is the manager's alone.
            day: The day of the run.
        """
        people = {
            person.key: person.email
            for person in self.case_managers
            if person.key == case_manager and person.is_in_office(day)
        }
        return {self.manager.key: self.manager.email} | people

    def left(self, day: date) -> frozenset[str]:
        """Addresses of those whose last day is over, and which are nobody's who works here."""
        css = (district.css for district in self.districts)
        everybody: tuple[CaseManager | Manager | Supervisor | Support, ...]
        everybody = (*self.case_managers, *self.every_manager, *self.supervisors, *css)
        gone = {one.email for one in everybody if one.until is not None and one.until < day}
        here = {one.email for one in everybody if one.until is None or one.until >= day}
        return frozenset(gone - here)

    @property
    def every_manager(self) -> tuple[Manager, ...]:
        """Of all times."""
        return self.managers or (self.manager,)

    def district(self, key: str) -> District:
        """The district with this key (settings guarantee that it exists)."""
        return next(district for district in self.districts if district.key == key)

    def case_manager(self, key: str) -> CaseManager:
        """The case manager with this key (settings guarantee that it exists)."""
        return next(person for person in self.case_managers if person.key == key)

    def has_begun(self, person: CaseManager, year: int, today: date) -> bool:
        """School has begun in a district of the case manager, in the school year that begins in this year.

        Where the settings hold only calendars of earlier school years, that is not known.
        """
        first_days = (one.first_day for key in person.districts for one in self.district(key).school_years)
        return any(school_year_from(year) <= day <= today for day in first_days)

    def is_settled(self, spreadsheet_id: str) -> bool:
        """The settings say that the workbook has no Book box."""
        books = (book for person in self.case_managers for book in person.workbooks)
        return any(book.id == spreadsheet_id and book.booking == "settled" for book in books)

    def with_workbooks(self, books: Mapping[str, tuple[WorkbookSetting, ...]]) -> Organisation:
        """The same department, where these case managers keep these workbooks."""
        people = tuple(
            person.model_copy(update={"workbooks": books.get(person.key, person.workbooks)})
            for person in self.case_managers
        )
        return self.model_copy(update={"case_managers": people})

    @property
    def domains(self) -> frozenset[str]:
        """The company's own, as its people's addresses have them, and those of its districts."""
        managers = (person.email for person in self.every_manager)
        staff = (self.robot, *managers, *(person.email for person in self.case_managers))
        districts = (address for one in self.districts for address in (one.domain, one.css.email))
        return frozenset(one.rpartition("@")[2].casefold() for one in (*staff, *districts))

    @property
    def found_workbooks(self) -> tuple[FoundWorkbook, ...]:
        """All that were found in folders."""
        books = (book for person in self.case_managers for book in person.workbooks)
        return tuple(book for book in books if isinstance(book, FoundWorkbook))

    @property
    def time_zone(self) -> ZoneInfo:
        """The zone in which deadlines are dates."""
        return ZoneInfo(self.zone)

    def is_business_day(self, day: date) -> bool:
        """Monday to Friday, except federal holidays (34 CFR 300.11(b))."""
        return day.weekday() < 5 and day not in self.federal_holidays

    def business_days_after(self, day: date, count: int) -> date:
        """The date `count` business days after `day`, which itself is day 0."""
        while count:
            day += ONE_DAY
            count -= self.is_business_day(day)
        return day

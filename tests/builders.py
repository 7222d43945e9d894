"""A healthy department to start from: each row of a test's table breaks one thing.

Values are given plainly. None becomes an empty cell; `unreadable()` becomes a cell with a Problem.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from workspace_agent.model.consents import Waiver
from workspace_agent.model.contacts import ContactAttempt
from workspace_agent.model.facts import Department, Meeting, Response, Student, TeamMember, Workbook
from workspace_agent.model.field import Field, Missing, Unreadable, Value
from workspace_agent.model.follow_up import Said, Ticks
from workspace_agent.model.hours import HoursEntry, OfficeHours
from workspace_agent.model.on_record import (
    Arrangements,
    Membership,
    ProgressReport,
    Request,
    RequestKind,
    StudentRecord,
    none_of,
)
from workspace_agent.model.organisation import CaseManager, District, Organisation
from workspace_agent.model.place import Cell, ResponsePlace
from workspace_agent.model.policy import OfficeHoursPolicy, Policy
from workspace_agent.model.prints import ResponsePrints
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.services import Frequency, Per, Service
from workspace_agent.model.vocabulary import (
    ContactState,
    Existing,
    Held,
    Method,
    Mode,
    Person,
    PlanType,
    Purpose,
    Role,
)

T = TypeVar("T")

TODAY = dt.date(2026, 11, 20)
"""A Friday, with Veterans Day behind it and Thanksgiving ahead."""

JUDGED_FROM = dt.date(2026, 11, 5)

_HOLIDAYS = ["2026-09-07", "2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25", "2027-01-01"]
_CLOSURES = [("2026-11-23", "2026-11-27"), ("2026-12-21", "2027-01-04"), ("2027-03-15", "2027-03-19")]


# ---- cells --------------------------------------------------------------------------------------------


def a_cell(a1: str = "A2", *, book: str = "workbook-1", sheet: int = 1) -> Cell:
    """A cell, or a row such as `2:2`."""
    return Cell(book, sheet, a1)


def a_row(number: int, *, book: str = "workbook-1", sheet: int = 1) -> Cell:
    """A whole row."""
    return Cell(book, sheet, f"{number}:{number}")


def unreadable(kind: ProblemKind = ProblemKind.NOT_A_DATE, cell: Cell | None = None) -> Unreadable:
    """A cell about which a Problem already speaks."""
    place = cell or a_cell("Z9")
    return Unreadable(Problem(kind, place), place)


def a_field(value: T | Unreadable | None, cell: Cell | None = None) -> Field[T]:
    """A plain value as a cell; None as an empty one; an unreadable one as it is."""
    if isinstance(value, Unreadable):
        return value
    return Missing(cell or a_cell()) if value is None else Value(value, cell or a_cell())


def day(iso: str) -> dt.date:
    """`2026-11-20` as a date."""
    return dt.date.fromisoformat(iso)


def at(clock: str) -> dt.time:
    """`09:30` as a time."""
    return dt.time.fromisoformat(clock)


# ---- people, districts and numbers --------------------------------------------------------------------


def a_district(key: str = "district-1", **changes: Any) -> District:
    """A district in Texas, closed around Thanksgiving and New Year and in spring."""
    values: dict[str, Any] = {
        "key": key,
        "name": "Sierra Vieja ISD",
        "domain": "sierravieja.example",
        "city": "El Paso",
        "state": "TX",
        "zone": "America/Denver",
        "css": {"name": "Celeste Arroyo", "email": "c.arroyo@company.example", "from": "2024-08-01"},
        "notice": {"days": 5, "unit": "school", "source": "secondary", "checked": False, "by": "law"},
        "first_day": "2026-08-10",
        "last_day": "2027-05-28",
        "closures": [{"from": first, "until": last, "name": "closed"} for first, last in _CLOSURES],
    }
    return District.model_validate(values | changes)


NEXT_YEAR: Mapping[str, Any] = {
    "first_day": "2027-08-16",
    "last_day": "2028-05-26",
    "closures": [{"from": "2027-12-20", "until": "2028-01-03", "name": "closed"}],
}
"""A school year after the one of `a_district`, as `other_years` holds it: it begins six days later."""


def with_next_year() -> Organisation:
    """One district whose settings hold the calendar of the next year as well."""
    return an_organisation(districts=(a_district(other_years=[NEXT_YEAR]),))


def a_case_manager(key: str = "manager-1", **changes: Any) -> CaseManager:
    """A case manager with one workbook of students and one of hours."""
    values: dict[str, Any] = {
        "key": key,
        "name": "Marisol Quintero",
        "email": f"{key}@company.example",
        "calendar": f"{key}@company.example",
        "zone": "America/Denver",
        "from": "2024-08-01",
        "districts": ["district-1"],
        "workbooks": [
            {"id": "workbook-1", "holds": "progress monitoring"},
            {"id": "hours-1", "holds": "hours"},
        ],
    }
    return CaseManager.model_validate(values | changes)


def an_organisation(**changes: Any) -> Organisation:
    """One district, one case manager, the manager, and the form."""
    return _organisation(**changes) if changes else _plain_organisation()


@cache
def _plain_organisation() -> Organisation:
    # Frozen, and slow to validate: each zone is looked up among all zones of the machine.
    return _organisation()


def _organisation(**changes: Any) -> Organisation:
    values: dict[str, Any] = {
        "name": "Willow Bridge Learning, Special Services",
        "zone": "America/New_York",
        "robot": "agent@company.example",
        "federal_holidays": _HOLIDAYS,
        "manager": {
            "name": "Odalys Fenwick",
            "email": "o.fenwick@company.example",
            "zone": "America/New_York",
            "from": "2023-07-01",
        },
        "case_managers": (a_case_manager(),),
        "districts": (a_district(),),
        "form": {"id": "form-1", "since": "2026-08-03", "meaning": []},
    }
    return Organisation.model_validate(values | changes)


def a_policy(**changes: Any) -> Policy:
    """The company's numbers; a section given as a mapping changes only what it names."""
    values: dict[str, Any] = {"office_hours": OfficeHoursPolicy(judged_from=JUDGED_FROM)}
    return Policy.model_validate(values | changes)


# ---- rows ---------------------------------------------------------------------------------------------


def a_student(
    ref: str = "student-1",
    *,
    plan: PlanType | Unreadable | None = PlanType.IEP,
    annual: dt.date | Unreadable | None = dt.date(2026, 9, 15),
    evaluation: dt.date | Unreadable | None = dt.date(2025, 9, 15),
    leaves: dt.date | Unreadable | None = None,
    annual_due: dt.date | Unreadable | None = None,
    evaluation_due: dt.date | Unreadable | None = None,
    initials: str = "J.S.",
    district: str = "district-1",
    case_manager: str = "manager-1",
    held: bool = False,
    row: int = 2,
    paused: Field[bool] | None = None,
    transferred_on: Field[dt.date] | None = None,
    folder: Field[str] | None = None,
    two_plans: bool = False,
    **record: Any,
) -> Student:
    """A student with an IEP, reviewed and evaluated long before anything is due.

    By name may be given the columns of `StudentRecord`: what is left out has no column.
    """
    return Student(
        ref=ref,
        initials=initials,
        district=district,
        case_manager=case_manager,
        plan_type=a_field(plan, a_cell(f"F{row}")),
        last_annual_review=a_field(annual, a_cell(f"G{row}")),
        last_evaluation=a_field(evaluation, a_cell(f"H{row}")),
        exit=a_field(leaves, a_cell(f"I{row}")),
        row=a_row(row),
        annual_review_due=a_field(annual_due, a_cell(f"M{row}")),
        reevaluation_due=a_field(evaluation_due, a_cell(f"N{row}")),
        record=_columns(StudentRecord, record, a_row(row), "P"),
        held=held,
        paused=paused,
        transferred_on=transferred_on,
        folder=folder,
        two_plans=two_plans,
    )


def _columns(columns: Any, given: dict[str, Any], row: Cell, first: str) -> Any:
    """What is given by name, each in a cell of its own; the rest has no column."""
    number, cells = row.a1.partition(":")[0], {}
    for at, (name, value) in enumerate(sorted(given.items())):
        cells[name] = a_field(
            value, Cell(row.spreadsheet_id, row.sheet_id, f"{chr(ord(first) + at)}{number}")
        )
    return dataclasses.replace(none_of(columns, row), **cells)


def a_meeting(
    on: dt.date | Unreadable | None = dt.date(2026, 12, 15),
    *purposes: Purpose,
    student: str = "student-1",
    start: dt.time | Unreadable | None = dt.time(10, 0),
    zone: str | Unreadable | None = None,
    workbook_zone: str = "America/Denver",
    minutes: int | Unreadable | None = 60,
    mode: Mode | Unreadable | None = Mode.VIDEO,
    agreed_on: dt.date | Unreadable | None = dt.date(2026, 11, 16),
    book: bool | Unreadable | None = True,
    held: bool = False,
    cancelled: bool = False,
    unknown_purpose: Unreadable | None = None,
    existing: Existing | Unreadable | None = None,
    has_box: bool = True,
    case_manager: str = "manager-1",
    row: int = 2,
    paused: Field[bool] | None = None,
    fell_through: bool = False,
    notice_given: dt.date | Unreadable | None = None,
    in_pli_connect: bool | Unreadable | None = None,
    action_items_done: bool | Unreadable | None = None,
    **arrangements: Any,
) -> Meeting:
    """An annual review (or the purposes given) by video, agreed with the parent, its box ticked.

    By name may be given the columns of `Arrangements`: what is left out has no column.
    """
    wanted = frozenset(purposes) or frozenset({Purpose.ANNUAL_REVIEW})
    return Meeting(
        student_ref=student,
        case_manager=case_manager,
        purposes=a_field(unknown_purpose or wanted, a_cell(f"B{row}", sheet=2)),
        date=a_field(on, a_cell(f"C{row}", sheet=2)),
        start=a_field(start, a_cell(f"D{row}", sheet=2)),
        zone=a_field(zone, a_cell(f"E{row}", sheet=2)),
        workbook_zone=workbook_zone,
        minutes=a_field(minutes, a_cell(f"F{row}", sheet=2)),
        mode=a_field(mode, a_cell(f"G{row}", sheet=2)),
        agreed_on=a_field(agreed_on, a_cell(f"H{row}", sheet=2)),
        book=a_field(book, a_cell(f"J{row}", sheet=2)),
        held=held,
        cancelled=cancelled,
        existing=a_field(existing, a_cell(f"M{row}", sheet=2)),
        ticks=Ticks(
            notice_given=a_field(notice_given, a_cell(f"N{row}", sheet=2)),
            in_pli_connect=a_field(in_pli_connect, a_cell(f"O{row}", sheet=2)),
            action_items_done=a_field(action_items_done, a_cell(f"P{row}", sheet=2)),
        ),
        arrangements=_columns(Arrangements, arrangements, a_row(row, sheet=2), "Q"),
        row=a_row(row, sheet=2),
        has_box=has_box,
        paused=paused,
        fell_through=fell_through,
    )


def a_team_member(
    role: Role | Unreadable | None = Role.PARENT,
    *,
    student: str = "student-1",
    address: str | Unreadable | None = None,
    state: ContactState | Unreadable | None = ContactState.PRESUMED,
    row: int = 2,
    **membership: Any,
) -> TeamMember:
    """A parent, presumed to have rights, without an address.

    By name may be given the columns of `Membership`: what is left out has no column.
    """
    return TeamMember(
        student_ref=student,
        role=a_field(role, a_cell(f"B{row}", sheet=3)),
        address=a_field(address, a_cell(f"C{row}", sheet=3)),
        contact_state=a_field(state, a_cell(f"E{row}", sheet=3)),
        membership=_columns(Membership, membership, a_row(row, sheet=3), "G"),
        row=a_row(row, sheet=3),
    )


def an_attempt(
    on: dt.date | Unreadable | None,
    method: Method | Unreadable | None = Method.PHONE,
    *,
    student: str = "student-1",
    time: dt.time | Unreadable | None = dt.time(16, 10),
    person: Person = Person.PARENT,
    about: Iterable[Purpose] = (Purpose.ANNUAL_REVIEW,),
    about_any_meeting: bool = False,
    has_result: bool = True,
    answered: bool = True,
    row: int = 2,
) -> ContactAttempt:
    """A call to the parent about the annual review, with its result: the parent was reached."""
    return ContactAttempt(
        student_ref=student,
        date=a_field(on, a_cell(f"B{row}", sheet=4)),
        time=a_field(time, a_cell(f"C{row}", sheet=4)),
        method=a_field(method, a_cell(f"D{row}", sheet=4)),
        person=person,
        about=frozenset(about),
        about_any_meeting=about_any_meeting,
        has_result=has_result,
        row=a_row(row, sheet=4),
        answered=has_result and answered,
    )


def a_waiver(signed: dt.date | Unreadable | None, *, student: str = "student-1", row: int = 2) -> Waiver:
    """A signed agreement that no reevaluation is needed."""
    return Waiver(student, a_field(signed, a_cell(f"D{row}", sheet=5)), a_row(row, sheet=5))


def a_request(
    kind: RequestKind | Unreadable | None,
    asked_on: dt.date | Unreadable | None,
    *,
    student: str = "student-1",
    agreed_on: dt.date | Unreadable | None = None,
    answered_on: dt.date | Unreadable | None = None,
    row: int = 2,
) -> Request:
    """A request that nobody has answered yet."""
    return Request(
        student_ref=student,
        kind=a_field(kind, a_cell(f"B{row}", sheet=7)),
        asked_on=a_field(asked_on, a_cell(f"C{row}", sheet=7)),
        agreed_on=a_field(agreed_on, a_cell(f"D{row}", sheet=7)),
        answered_on=a_field(answered_on, a_cell(f"E{row}", sheet=7)),
        row=a_row(row, sheet=7),
    )


def a_progress_report(
    sent_on: dt.date | Unreadable | None, *, student: str = "student-1", row: int = 2
) -> ProgressReport:
    """A progress report that was sent to the parents."""
    return ProgressReport(student, a_field(sent_on, a_cell(f"B{row}", sheet=8)), a_row(row, sheet=8))


def a_service(
    end: dt.date | Unreadable | None,
    *,
    student: str = "student-1",
    called: str = "speech",
    minutes: int | None = 30,
    frequency: Frequency | None = None,
    row: int = 2,
) -> Service:
    """A service since August, 30 minutes each week, up to this day."""
    cells = {name: a_cell(f"{name}{row}", sheet=6) for name in "CDEF"}
    return Service(
        student_ref=student,
        service=called,
        minutes=a_field(minutes, cells["C"]),
        frequency=a_field(frequency or Frequency(1, Per.WEEK), cells["D"]),
        start=a_field(dt.date(2026, 8, 10), cells["E"]),
        end=a_field(end, cells["F"]),
        row=a_row(row, sheet=6),
    )


def a_response(
    met: dt.date | None,
    *purposes: Purpose,
    student: str = "student-1",
    response_id: str = "response-1",
    submitted: dt.datetime | None = None,
    respondent: str = "manager-1",
    held: Held | None = Held.YES,
    moves_clocks: bool = True,
    said: Said | None = None,
    filed_on: dt.date | None = None,
    waits: bool = False,
    in_question: bool = False,
    repeats: bool = False,
) -> Response:
    """The form of a held annual review (or the purposes given), sent on the day at 20:00 UTC."""
    sent = dt.datetime.combine(met or TODAY, dt.time(20, 0), dt.UTC)
    return Response(
        response_id=response_id,
        record=f"print-of-{response_id}",
        prints=ResponsePrints(f"sent-{response_id}", "sender"),
        submitted=submitted or sent,
        student_ref=student,
        respondent=respondent,
        meeting_date=met,
        purposes=frozenset(purposes) or frozenset({Purpose.ANNUAL_REVIEW}),
        held=held,
        moves_clocks=moves_clocks,
        place=ResponsePlace("form-1", response_id),
        said=said or Said(),
        filed_on=filed_on,
        waits=waits,
        in_question=in_question,
        repeats=repeats,
    )


def an_hours_entry(
    on: dt.date | Unreadable | None,
    start: dt.time | Unreadable | None,
    end: dt.time | Unreadable | None,
    *,
    logged: dt.date | None = None,
    case_manager: str = "manager-1",
    row: int = 2,
) -> HoursEntry:
    """One row of the Hours Log."""
    return HoursEntry(
        case_manager=case_manager,
        date=a_field(on, a_cell(f"A{row}", book="hours-1")),
        start=a_field(start, a_cell(f"B{row}", book="hours-1")),
        end=a_field(end, a_cell(f"C{row}", book="hours-1")),
        row=a_row(row, book="hours-1"),
        logged=a_field(logged, a_cell(f"F{row}", book="hours-1")),
    )


def hours_on(
    on: dt.date, *spans: str, case_manager: str = "manager-1", row: int = 2
) -> tuple[HoursEntry, ...]:
    """One row for each span such as `08:00-14:00`, from `row` on."""
    typed = [span.split("-") for span in spans]
    return tuple(
        an_hours_entry(on, at(start), at(end), case_manager=case_manager, row=row + index)
        for index, (start, end) in enumerate(typed)
    )


def full_days(
    first: dt.date = JUDGED_FROM, last: dt.date = TODAY, *, case_manager: str = "manager-1"
) -> tuple[HoursEntry, ...]:
    """Six hours on each weekday between two days."""
    count = (last - first).days + 1
    days = [first + dt.timedelta(days=number) for number in range(count)]
    weekdays = [one for one in days if one.weekday() < 5]
    return tuple(
        entry
        for row, one in enumerate(weekdays, start=2)
        for entry in hours_on(one, "08:00-14:00", case_manager=case_manager, row=row)
    )


def office_hours_on(
    weekday: int | Unreadable | None,
    start: dt.time | Unreadable | None = dt.time(8, 0),
    end: dt.time | Unreadable | None = dt.time(15, 0),
    *,
    case_manager: str = "manager-1",
    row: int | None = None,
) -> OfficeHours:
    """Seven published hours on one weekday (Monday is 0)."""
    number = row or (weekday + 2 if isinstance(weekday, int) else 9)
    return OfficeHours(
        case_manager=case_manager,
        weekday=a_field(weekday, a_cell(f"A{number}", book="hours-1", sheet=2)),
        start=a_field(start, a_cell(f"B{number}", book="hours-1", sheet=2)),
        end=a_field(end, a_cell(f"C{number}", book="hours-1", sheet=2)),
        row=a_row(number, book="hours-1", sheet=2),
    )


# ---- the whole ----------------------------------------------------------------------------------------


def a_department(*students: Student, **changes: Any) -> Department:
    """A department in which nothing is wrong on `TODAY`.

    Args:
        students: Instead of the one healthy student.
        changes: Other fields of `Department`, by name.

    Returns:
        The department.
    """
    values: dict[str, Any] = {
        "organisation": an_organisation(),
        "students": students or (a_student(),),
        "hours": full_days(),
        "office_hours": tuple(office_hours_on(weekday) for weekday in range(5)),
        "workbooks": (
            Workbook("workbook-1", "manager-1", holds_students=True),
            Workbook("hours-1", "manager-1", holds_students=False),
        ),
        "hours_read_for": frozenset({"manager-1"}),
    }
    return Department(**(values | changes))

"""The sheets that name a student, and the hours: each row of a table breaks one thing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from tests.builders_tables import desk, headings, parsed, problems_of, sheet, shown, student_row
from workspace_agent.intake import SHEETS
from workspace_agent.intake.consents import CONSENTS
from workspace_agent.intake.contacts import CONTACTS
from workspace_agent.intake.hours import HOURS
from workspace_agent.intake.meetings import MEETINGS, parse_nobodys
from workspace_agent.intake.office_hours import OFFICE_HOURS
from workspace_agent.intake.team import TEAM
from workspace_agent.model.field import Missing, Unreadable, Value, known
from workspace_agent.model.meeting_settings import MeetingSettings
from workspace_agent.model.organisation import WorkbookSetting
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import ContactState, Existing, Method, Mode, Person, Purpose, Role

MEETING = {
    "student": "Rosa Delgadillo",
    "purposes": "annual review, reevaluation",
    "date": "12/2/2026",
    "start": "10:00 AM",
    "zone": "America/Denver",
    "length": "60",
    "mode": "Google Meet",
    "agreed_on": "11/17/2026",
    "book": "TRUE",
    "held": "FALSE",
    "cancelled": "FALSE",
    "existing": "",
}
WITHOUT_BOX = {name: typed for name, typed in MEETING.items() if name != "cancelled"}
MEMBER = {
    "student": "Rosa Delgadillo",
    "role": "principal",
    "email": "p.lund@sierravieja.example",
    "contact_state": "",
}
ATTEMPT = {
    "student": "Rosa Delgadillo",
    "date": "11/3/2026",
    "time": "4:10 PM",
    "method": "phone",
    "who": "mother",
    "about": "annual review",
    "result": "left voicemail",
}
CONSENT = {
    "student": "Rosa Delgadillo",
    "kind": "reevaluation waiver",
    "signed": "10/20/2026",
    "until": "",
}
ENTRY = {"date": "11/12/2026", "start": "8:00 AM", "end": "4:00 PM", "activity": "calls"}
PUBLISHED = {"weekday": "Monday", "start": "8:00 AM", "end": "3:00 PM"}
PURPOSES = (
    "annual review, reevaluation, initial IEP, amendment, 504 review, 504 reevaluation, "
    "parent requested, continued meeting"
)
HEALTHY: dict[str, dict[str, str]] = {
    "meetings": MEETING,
    "team": MEMBER,
    "contacts": ATTEMPT,
    "consents": CONSENT,
    "hours": ENTRY,
    "office_hours": PUBLISHED,
}
PARSERS = {parser.name: parser for parser in SHEETS}


def given(name: str, **changes: str) -> list[Any]:
    row = {**HEALTHY[name], **changes}
    return parsed(PARSERS[name], tuple(row), tuple(row.values()))


def one(name: str, **changes: str) -> Any:
    (fact,) = [fact for fact in given(name, **changes) if not isinstance(fact, Problem)]
    return fact


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        *(pytest.param(name, {}, [], id=f"a healthy row of {name}") for name in HEALTHY),
        *(
            pytest.param(name, {"student": ""}, [("ROW_WITHOUT_STUDENT", "A2", "")], id=f"nobody in {name}")
            for name in ("meetings", "team", "contacts", "consents")
        ),
        *(
            pytest.param(name, {"student": "Bo"}, [("UNKNOWN_STUDENT", "A2", "")], id=f"a stranger in {name}")
            for name in ("meetings", "team", "contacts", "consents")
        ),
        pytest.param("meetings", {"date": "TBD"}, [("NOT_A_DATE", "C2", "")], id="a meeting's date"),
        pytest.param("meetings", {"date": ""}, [], id="a meeting that is yet to be dated"),
        pytest.param("meetings", {"start": "after school"}, [("NOT_A_TIME", "D2", "")], id="its start"),
        pytest.param("meetings", {"zone": "MT"}, [("NOT_A_ZONE", "E2", "")], id="its zone"),
        pytest.param("meetings", {"length": "long"}, [("NOT_A_LENGTH", "F2", "")], id="its length"),
        pytest.param(
            "meetings",
            {"mode": "pigeon"},
            [("NOT_A_CHOICE", "G2", "video, other platform, phone, in person")],
            id="its mode",
        ),
        pytest.param(
            "meetings",
            {"agreed_on": "11/21/2026"},
            [("DATE_IN_THE_FUTURE", "H2", "")],
            id="a future yes",
        ),
        pytest.param("meetings", {"book": "maybe"}, [("NOT_A_CHOICE", "I2", "yes, no")], id="its Book box"),
        pytest.param("meetings", {"held": "partly"}, [("NOT_A_CHOICE", "J2", "yes, no")], id="its Held box"),
        pytest.param(
            "meetings", {"cancelled": "?"}, [("NOT_A_CHOICE", "K2", "yes, no")], id="its Cancelled box"
        ),
        pytest.param("team", {"email": "p.lund"}, [("NOT_AN_ADDRESS", "C2", "")], id="a staff address"),
        pytest.param("team", {"role": "parent", "email": "p.lund"}, [], id="a parent's address is not read"),
        pytest.param("contacts", {"date": ""}, [("CONTACT_INCOMPLETE", "B2", "date")], id="no date"),
        pytest.param("contacts", {"time": "—"}, [("CONTACT_INCOMPLETE", "C2", "time")], id="no time"),
        pytest.param("contacts", {"method": ""}, [("CONTACT_INCOMPLETE", "D2", "method")], id="no method"),
        pytest.param("contacts", {"result": ""}, [("CONTACT_INCOMPLETE", "G2", "result")], id="no result"),
        pytest.param(
            "contacts", {"date": "12/6/2026"}, [("DATE_IN_THE_FUTURE", "B2", "")], id="a future call"
        ),
        pytest.param(
            "contacts",
            {"method": "pigeon"},
            [("NOT_A_CHOICE", "D2", "phone, e-mail, text, letter, visit, video, chat")],
            id="an unknown method",
        ),
        pytest.param("contacts", {"about": "attendance"}, [], id="an attempt about something else"),
        pytest.param("consents", {"signed": "TBD"}, [("NOT_A_DATE", "C2", "")], id="a waiver's date"),
        pytest.param("consents", {"kind": "parent invitation", "signed": "TBD"}, [], id="another consent"),
        pytest.param(
            "consents",
            {"kind": "outside agency", "until": "soon"},
            [("NOT_A_DATE", "D2", "")],
            id="the last day of an agency's consent",
        ),
        pytest.param(
            "meetings", {"existing": "maybe"}, [("NOT_A_CHOICE", "L2", "link, book")], id="link or book"
        ),
        pytest.param("hours", {"end": "4:00 AM"}, [("END_BEFORE_START", "C2", "4:00 PM")], id="AM for PM"),
        pytest.param("hours", {"end": "12:15 AM"}, [("END_BEFORE_START", "C2", "12:15 PM")], id="at noon"),
        pytest.param(
            "hours",
            {"start": "11:00 PM", "end": "1:00 AM"},
            [("END_BEFORE_START", "C2", "a later time")],
            id="past midnight",
        ),
        pytest.param(
            "hours",
            {"start": "3:00 PM", "end": "2:00 PM"},
            [("END_BEFORE_START", "C2", "a later time")],
            id="an end that is PM already",
        ),
        pytest.param("hours", {"date": "11/21/2026"}, [("DATE_IN_THE_FUTURE", "A2", "")], id="hours to come"),
        pytest.param("hours", {"date": ""}, [("NOT_A_DATE", "A2", "")], id="hours of no day"),
        pytest.param("hours", {"start": ""}, [("NOT_A_TIME", "B2", "")], id="hours without a start"),
        pytest.param("hours", {"end": ""}, [("NOT_A_TIME", "C2", "")], id="hours without an end"),
        pytest.param("hours", {"end": "8:00 AM"}, [], id="an entry of no length is none of our business"),
        pytest.param("hours", {"date": "", "start": "", "end": ""}, [], id="a remark is no entry"),
        pytest.param("hours", {"start": "", "end": ""}, [], id="a date alone is prefilled"),
        pytest.param("hours", {"start": "0:00", "end": "'0:00"}, [], id="times that a formula gives"),
        pytest.param("hours", {"date": "", "end": ""}, [("NOT_A_DATE", "A2", "")], id="only a start: once"),
        pytest.param("hours", {"date": "", "start": ""}, [("NOT_A_DATE", "A2", "")], id="only an end: once"),
        pytest.param("hours", {"start": "#REF!"}, [("ERROR_VALUE", "B2", "")], id="an error for a start"),
        pytest.param(
            "hours", {"date": "12/4/2026", "end": ""}, [], id="a day to come with half of it prefilled"
        ),
        pytest.param("hours", {"date": "12/4/2026", "start": "", "end": ""}, [], id="a day to come"),
        pytest.param(
            "office_hours", {"end": "3:00 AM"}, [("END_BEFORE_START", "C2", "3:00 PM")], id="AM again"
        ),
        pytest.param(
            "office_hours",
            {"weekday": "Someday"},
            [("NOT_A_CHOICE", "A2", "Monday, Tuesday, Wednesday, Thursday, Friday")],
            id="an unknown weekday",
        ),
        pytest.param(
            "office_hours",
            {"weekday": ""},
            [("NOT_A_CHOICE", "A2", "Monday, Tuesday, Wednesday, Thursday, Friday")],
            id="no weekday",
        ),
    ],
)
def test_what_is_told(name: str, changes: dict[str, str], expected: list[tuple[str, str, str]]) -> None:
    assert problems_of(given(name, **changes)) == expected


def test_an_unknown_purpose_is_told_with_the_choices() -> None:
    ((kind, place, detail),) = problems_of(given("meetings", purposes="Transfer"))
    assert (kind, place) == ("UNKNOWN_PURPOSE", "B2")
    assert detail.startswith("annual review, reevaluation, initial IEP, amendment")


def test_an_unknown_role_is_told_and_its_address_stays_at_the_door() -> None:
    ((kind, place, _),) = problems_of(given("team", role="pupil"))
    assert (kind, place) == ("NOT_A_CHOICE", "B2")
    assert isinstance(one("team", role="pupil").address, Missing)


def test_a_meeting_with_everything() -> None:
    meeting = one("meetings")
    assert (meeting.student_ref, meeting.case_manager, meeting.row.a1) == ("r1", "marisol-quintero", "2:2")
    assert known(meeting.purposes) == {Purpose.ANNUAL_REVIEW, Purpose.REEVALUATION}
    assert (known(meeting.date), known(meeting.start)) == (date(2026, 12, 2), time(10))
    assert (known(meeting.zone), meeting.workbook_zone) == ("America/Denver", "America/Denver")
    assert (known(meeting.minutes), known(meeting.mode)) == (60, Mode.VIDEO)
    assert known(meeting.agreed_on) == date(2026, 11, 17)
    assert (known(meeting.book), meeting.held, meeting.cancelled) == (True, False, False)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("google meet", Mode.VIDEO),
        ("video", Mode.VIDEO),
        ("Zoom", Mode.OTHER_PLATFORM),
        ("other platform", Mode.OTHER_PLATFORM),
        ("phone", Mode.PHONE),
        ("In-person", Mode.IN_PERSON),
    ],
)
def test_modes(typed: str, expected: Mode) -> None:
    assert known(one("meetings", mode=typed).mode) is expected


@pytest.mark.parametrize(
    ("start", "question"),
    [
        pytest.param("2:30", "2:30 AM; was 2:30 PM meant?", id="afternoon, typed without PM"),
        pytest.param("5:59 AM", "5:59 AM; was 5:59 PM meant?", id="before six"),
        pytest.param("12:00 AM", "12:00 AM; was 12:00 PM meant?", id="midnight, typed for noon"),
        pytest.param("9:01 PM", "9:01 PM; was 9:01 AM meant?", id="after nine in the evening"),
    ],
)
def test_a_meeting_at_night_is_a_question(start: str, question: str) -> None:
    found = given("meetings", start=start, date="11/20/2026")

    assert problems_of(found) == [("UNLIKELY_START", "D2", question)]
    assert isinstance(found[0].start, Unreadable)


@pytest.mark.parametrize(
    ("start", "date"),
    [
        pytest.param("6:00 AM", "12/2/2026", id="from six on"),
        pytest.param("9:00 PM", "12/2/2026", id="until nine in the evening"),
        pytest.param("2:30", "11/19/2026", id="a day that has passed is not booked any more"),
    ],
)
def test_other_starts_are_no_question(start: str, date: str) -> None:
    found = given("meetings", start=start, date=date)

    assert problems_of(found) == []
    assert known(found[0].start) is not None


def test_the_advice_names_the_first_and_the_last_start() -> None:
    first, last = re.findall(r"\d+:\d\d [AP]M", ProblemKind.UNLIKELY_START.advice)
    starts = [first, last, first.replace("6:00", "5:59"), last.replace(":00", ":01")]
    rows = [given("meetings", start=start, date="12/2/2026") for start in starts]

    assert len({first, last, *starts}) == 4
    assert [bool(problems_of(row)) for row in rows] == [False, False, True, True]


@pytest.mark.parametrize(
    ("status", "cancelled"),
    [("Cancelled", True), ("canceled ", True), ("scheduled", False), ("done", False), ("", False)],
)
def test_a_meeting_is_cancelled_also_by_its_status(status: str, cancelled: bool) -> None:
    row = {**WITHOUT_BOX, "status": status}
    (meeting,) = parsed(MEETINGS, tuple(row), tuple(row.values()))

    assert meeting.cancelled == cancelled


def by_status(status: str, **row: str) -> Any:
    told = {name: typed for name, typed in WITHOUT_BOX.items() if name != "held"}
    told |= {"date": "11/19/2026", "status": status} | row
    (meeting,) = parsed(MEETINGS, tuple(told), tuple(told.values()))
    return meeting


@pytest.mark.parametrize(
    ("status", "held", "fell_through"),
    [
        ("Held", True, False),
        ("Completed", True, False),
        ("done", True, False),
        ("Took place", True, False),
        ("No show", False, True),
        ("Parent no-show", False, True),
        ("Postponed", False, True),
        pytest.param("Rescheduled", False, False, id="on which day it is now is not said"),
        pytest.param("Held?", False, False, id="not certain"),
        ("not held", False, True),
        ("Scheduled", False, False),
        ("Cancelled", False, False),
        ("", False, False),
    ],
)
def test_whether_a_meeting_took_place_also_by_its_status(status: str, held: bool, fell_through: bool) -> None:
    meeting = by_status(status)
    assert (meeting.held, meeting.fell_through) == (held, fell_through)


def test_a_sheet_with_a_status_needs_no_boxes_for_held_and_cancelled() -> None:
    boxes = {"held", "cancelled"}
    assert headings().sheets["meetings"].missing(MEETING.keys() - boxes) == ["held", "cancelled"]
    assert headings().sheets["meetings"].missing(MEETING.keys() - boxes | {"status"}) == []


def test_a_status_says_so_only_once_the_day_has_come() -> None:
    assert by_status("Done", date="11/20/2026").held
    assert not by_status("Done", date="11/21/2026").held
    assert not by_status("No show", date="11/21/2026").fell_through


def test_a_box_for_held_goes_before_a_status() -> None:
    assert not by_status("Held", held="FALSE").held
    assert not by_status("No show", held="FALSE").fell_through


def test_a_status_that_says_more_than_cancelled_is_a_question() -> None:
    row = {
        **{name: typed for name, typed in MEETING.items() if name != "cancelled"},
        "status": "not cancelled!",
    }
    problems = problems_of(parsed(MEETINGS, tuple(row), tuple(row.values())))

    assert [kind for kind, _, _ in problems] == ["NOT_A_CHOICE"]


@pytest.mark.parametrize("status", ["Cancelled", "scheduled"])
def test_a_box_for_cancelled_goes_before_a_status(status: str) -> None:
    row = {**MEETING, "status": status}
    (meeting,) = parsed(MEETINGS, tuple(row), tuple(row.values()))

    assert not meeting.cancelled


@pytest.mark.parametrize(("typed", "expected"), [("TRUE", True), ("FALSE", False), ("", False), ("Y", True)])
def test_a_blank_under_book_is_an_unticked_box(typed: str, expected: bool) -> None:
    assert known(one("meetings", book=typed).book) is expected


@pytest.mark.parametrize(
    ("student", "there"),
    [("", 1), ("Nobody Known", 1), ("Rosa Delgadillo", 0)],
    ids=["none", "unknown", "known"],
)
def test_what_a_row_of_nobody_says_is_kept(student: str, there: int) -> None:
    row = MEETING | {"student": student}
    found = [*parse_nobodys(sheet("meetings", tuple(row), tuple(row.values())), desk(student_row()))]

    assert len(found) == there
    assert all(known(one.date) == date(2026, 12, 2) for one in found)


def test_a_lost_student_column_makes_nobody_of_no_row() -> None:
    lost = Problem(ProblemKind.MISSING_HEADING, SpreadsheetPlace("book"), detail="student")
    meetings = replace(sheet("meetings", ("date",), ("12/2/2026",)), lost={"student": lost})

    assert [*parse_nobodys(meetings, desk(student_row()))] == []


def test_without_a_book_column_nobody_said_whether_to_book() -> None:
    (meeting,) = parsed(MEETINGS, ("student", "date"), ("Rosa Delgadillo", "12/2/2026"))
    assert isinstance(meeting.book, Missing)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Principal", Role.AGENCY_REPRESENTATIVE),
        ("administrator", Role.AGENCY_REPRESENTATIVE),
        ("SpEd provider", Role.SPECIAL_EDUCATION_TEACHER),
        ("LEA rep", Role.AGENCY_REPRESENTATIVE),
        ("LEA representative", Role.AGENCY_REPRESENTATIVE),
        ("vocational rehabilitation counselor", Role.OUTSIDE_AGENCY),
        ("grandmother", Role.PARENT),
        ("school nurse", Role.OTHER_STAFF),
        ("school psychologist", Role.SCHOOL_PSYCHOLOGIST),
    ],
)
def test_roles(typed: str, expected: Role) -> None:
    assert known(one("team", role=typed).role) is expected


@pytest.mark.parametrize(
    ("role", "email", "expected"),
    [
        pytest.param("principal", "P.Lund@SierraVieja.example", "p.lund@sierravieja.example", id="staff"),
        pytest.param("principal", "p.lund@willowbridge.example", None, id="one of the company"),
        pytest.param("principal", "", None, id="no address"),
        pytest.param("parent", "rosa@sierravieja.example", None, id="a parent who works for the district"),
        pytest.param("student", "rosa@sierravieja.example", None, id="a student"),
        pytest.param("interpreter", "bookings@sierravieja.example", None, id="an interpreter"),
        pytest.param("outside agency", "s.ito@sierravieja.example", None, id="an agency"),
    ],
)
def test_only_addresses_of_the_students_own_district_enter(
    role: str, email: str, expected: str | None
) -> None:
    member = one("team", role=role, email=email)
    assert isinstance(member.address, Value if expected else Missing)
    assert known(member.address) == expected


@pytest.mark.parametrize(
    "email",
    [
        pytest.param("p.lund@sierraviej.example", id="a letter is missing"),
        pytest.param("p.lund@homemail.example", id="an address outside the district"),
        pytest.param("p.lund@students.sierravieja.example", id="a subdomain"),
        pytest.param("b.stone@lakeward.example", id="another district's address"),
    ],
)
def test_an_address_of_staff_that_is_not_the_districts_is_told_and_stays_at_the_door(email: str) -> None:
    member = one("team", role="principal", email=email)

    assert isinstance(member.address, Unreadable)
    told = member.address.problem
    assert (told.kind, told.place.label) == (ProblemKind.NOT_OF_THE_DISTRICT, "cell C2")
    assert "@sierravieja.example" in told.advice
    assert email not in f"{told.sentence} {told.advice}"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("holds_rights", ContactState.HOLDS_RIGHTS),
        ("unsure", ContactState.UNSURE),
        ("?", ContactState.UNSURE),
        ("restricted", ContactState.RESTRICTED),
        ("presumed", ContactState.PRESUMED),
        ("", None),
    ],
)
def test_contact_states(typed: str, expected: ContactState | None) -> None:
    assert known(one("team", contact_state=typed).contact_state) is expected


def test_an_attempt_with_everything() -> None:
    attempt = one("contacts")
    assert (known(attempt.date), known(attempt.time)) == (date(2026, 11, 3), time(16, 10))
    assert (known(attempt.method), attempt.person) == (Method.PHONE, Person.PARENT)
    assert (attempt.about, attempt.about_any_meeting) == ({Purpose.ANNUAL_REVIEW}, False)
    assert attempt.has_result


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("GV call", Method.PHONE),
        ("GV voicemail", Method.PHONE),
        ("voice", Method.PHONE),
        ("GV text", Method.TEXT),
        ("text", Method.TEXT),
        ("email", Method.EMAIL),
        ("E-mail", Method.EMAIL),
        ("letter", Method.LETTER),
        ("home visit", Method.VISIT),
        ("Google Chat", Method.CHAT),
    ],
)
def test_methods(typed: str, expected: Method) -> None:
    assert known(one("contacts", method=typed).method) is expected


def test_an_attempt_about_the_iep_meeting_or_something_else() -> None:
    assert one("contacts", about="IEP mtg").about_any_meeting
    assert one("contacts", about="IEP mtg").about == frozenset()
    other = one("contacts", about="attendance")
    assert (other.about, other.about_any_meeting) == (frozenset(), False)


@pytest.mark.parametrize(
    ("typed", "answered"),
    [("left voicemail", False), ("agreed to Dec 1", True), ("", False), ("\u2014", False)],
)
def test_whether_somebody_was_reached(typed: str, *, answered: bool) -> None:
    assert one("contacts", result=typed).answered is answered


def test_an_incomplete_attempt_stays_a_fact_that_says_so() -> None:
    attempt = one("contacts", time="", method="", result="—")
    assert isinstance(attempt.time, Missing)
    assert isinstance(attempt.method, Missing)
    assert not attempt.has_result


def test_a_lost_column_is_not_told_again_for_each_row() -> None:
    lost = Problem(ProblemKind.MISSING_HEADING, SpreadsheetPlace("book"), detail="result")
    fields = tuple(field for field in ATTEMPT if field != "result")
    contacts = sheet("contacts", fields, tuple(ATTEMPT[field] for field in fields))
    found = list(CONTACTS.parse(replace(contacts, lost={"result": lost}), desk(student_row())))
    assert problems_of(found) == []


def test_a_lost_student_column_leaves_nothing_to_read() -> None:
    lost = Problem(ProblemKind.MISSING_HEADING, SpreadsheetPlace("book"), detail="student")
    team = replace(sheet("team", ("role",), ("parent",)), lost={"student": lost})
    assert list(TEAM.parse(team, desk(student_row()))) == []


def test_waivers_are_read_and_other_consents_are_not() -> None:
    assert known(one("consents").signed) == date(2026, 10, 20)
    assert given("consents", kind="parent invitation") == []


def test_an_event_by_hand_may_be_linked_or_left_beside() -> None:
    assert known(one("meetings", existing="Link").existing) is Existing.LINK
    assert known(one("meetings", existing="book").existing) is Existing.BOOK


def test_a_workbook_may_do_without_boxes_by_setting() -> None:
    everyone = desk(student_row())
    person, *others = everyone.organisation.case_managers
    workbook = WorkbookSetting(id="book", holds="progress monitoring", booking="settled")
    person = person.model_copy(update={"workbooks": (workbook,)})
    organisation = everyone.organisation.model_copy(update={"case_managers": (person, *others)})
    row = {field: typed for field, typed in MEETING.items() if field != "book"}
    by = replace(everyone, organisation=organisation)
    (meeting,) = parsed(MEETINGS, tuple(row), tuple(row.values()), by=by)

    assert (one("meetings").has_box, meeting.has_box) == (True, False)

    told, ticked = parsed(MEETINGS, tuple(MEETING), tuple(MEETING.values()), by=by)
    assert (told.kind, ticked.has_box) == (ProblemKind.BOX_AND_SETTLED, True), "a box that is there counts"


def test_addresses_of_parents_enter_only_where_the_settings_invite_them() -> None:
    everyone = desk(student_row())
    inviting = MeetingSettings(invite=frozenset({"parent"}))
    organisation = everyone.organisation.model_copy(update={"meetings": inviting})
    by = replace(everyone, organisation=organisation)
    rows = [{**MEMBER, "role": role, "email": "rosa@home.example"} for role in ("parent", "student")]
    parent, student = (parsed(TEAM, tuple(row), tuple(row.values()), by=by)[0] for row in rows)

    assert known(parent.address) == "rosa@home.example"
    assert isinstance(student.address, Missing)


def test_a_consent_to_invite_an_agency_has_a_first_and_a_last_day() -> None:
    consent = one("consents", kind="Outside agency", until="12/31/2026")
    assert (known(consent.signed), known(consent.until)) == (date(2026, 10, 20), date(2026, 12, 31))


def test_hours_with_everything() -> None:
    entry = one("hours")
    assert (entry.case_manager, known(entry.date)) == ("marisol-quintero", date(2026, 11, 12))
    assert (known(entry.start), known(entry.end)) == (time(8), time(16))


def test_an_end_before_its_start_is_unreadable() -> None:
    entry = one("hours", end="4:00 AM")
    assert isinstance(entry.end, Unreadable)
    assert known(entry.start) == time(8)


def test_hours_of_a_bad_start_are_not_compared() -> None:
    assert [shown(problem)[0] for problem in _told("hours", start="early")] == ["NOT_A_TIME"]


def _told(name: str, **changes: str) -> list[Problem]:
    fact = one(name, **changes)
    fields = [getattr(fact, slot) for slot in ("date", "start", "end")]
    return [field.problem for field in fields if isinstance(field, Unreadable)]


@pytest.mark.parametrize(("typed", "expected"), [("Monday", 0), ("fri", 4), ("WEDNESDAY", 2)])
def test_weekdays(typed: str, expected: int) -> None:
    assert known(one("office_hours", weekday=typed).weekday) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Mon-Fri", [0, 1, 2, 3, 4]),
        ("Daily", [0, 1, 2, 3, 4]),
        ("every day", [0, 1, 2, 3, 4]),
        ("MW", [0, 2]),
        ("MWF", [0, 2, 4]),
        ("T/Th", [1, 3]),
        ("T & Th", [1, 3]),
        ("TTh", [1, 3]),
        ("M \u2013 Th", [0, 1, 2, 3]),
        ("Monday through Wednesday", [0, 1, 2]),
        ("Tues. to Thurs.", [1, 2, 3]),
        ("Mon, Wed and Fri", [0, 2, 4]),
        ("Fri/Mon & Mon", [0, 4]),
        ("Mon-Tue, Fri", [0, 1, 4]),
    ],
)
def test_a_row_may_be_for_several_weekdays(typed: str, expected: list[int]) -> None:
    published = given("office_hours", weekday=typed)

    assert [known(one.weekday) for one in published] == expected
    assert {known(one.start) for one in published} == {time(8)}


@pytest.mark.parametrize("typed", ["Fri-Mon", "Mon-Wed-Fri", "T", "Mon,", "Mon-", "Sat", "T-Th"])
def test_weekdays_are_never_guessed(typed: str) -> None:
    (published,) = given("office_hours", weekday=typed)

    assert isinstance(published.weekday, Unreadable)


def test_every_parser_has_its_block_in_sheets_toml_and_students_come_first() -> None:
    assert SHEETS[0].name == "students"
    assert set(PARSERS) <= set(headings().sheets)
    assert {HOURS.into, OFFICE_HOURS.into, CONSENTS.into} == {"hours", "office_hours", "consents"}

"""The digest of a CSS: logistics of the next fourteen days, in their districts, and nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_case_manager,
    a_department,
    a_district,
    a_meeting,
    a_student,
    a_team_member,
    an_attempt,
    an_organisation,
    day,
    unreadable,
)
from tests.builders_digest import a_recipient, an_occasion, changes, section, sections
from workspace_agent.duties.digest import Digest
from workspace_agent.duties.digest_css import ADVICE, compose
from workspace_agent.duties.digest_recipients import Edition, Recipient, Scope
from workspace_agent.duties.digest_rows import Row, Tone
from workspace_agent.duties.digests import compose as compose_for
from workspace_agent.duties.told import Told
from workspace_agent.duties.unread import Unread
from workspace_agent.model.action import Decision
from workspace_agent.model.facts import Department, Meeting
from workspace_agent.model.field import Value
from workspace_agent.model.finding import Finding, Law
from workspace_agent.model.on_record import Access
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.vocabulary import Mode, Purpose, Role, Severity
from workspace_agent.rules.preparation import Thing

MET = day("2026-12-01")
CSS = a_recipient(
    Edition.CSS,
    "css-district-1",
    name="Celeste Arroyo",
    email="c.arroyo@company.example",
    zone="America/Denver",
    scope=Scope(districts=frozenset({"district-1"})),
    setting="districts",
)
TEAM = tuple(
    a_team_member(role, row=row)
    for row, role in enumerate(
        (
            Role.PARENT,
            Role.GENERAL_EDUCATION_TEACHER,
            Role.SPECIAL_EDUCATION_TEACHER,
            Role.AGENCY_REPRESENTATIVE,
        ),
        start=2,
    )
)
READY: dict[str, Any] = {
    "notice_sent": day("2026-11-02"),
    "interpreter_booked": True,
    "dial_in_given": True,
}
STUDENT = a_student(interpreter_needed=True, access=Access.PHONE_ONLY)
REST = "Other meetings of the next 14 days"


def ready(on: dt.date | None = MET, *purposes: Purpose, **changed: Any) -> Meeting:
    return a_meeting(on, *purposes, **(READY | changed))


def booked(*meetings: Meeting, verdict: str = "booked") -> Told:
    """The agent booked these, and nothing is wrong with their links."""
    return Told(
        decisions=tuple(
            Decision("meetings", RowVerdict(verdict), "so it is", one.row, "manager-1", one.student_ref)
            for one in meetings
        )
    )


def department(*meetings: Meeting, **changed: Any) -> Department:
    students = changed.pop("students", (STUDENT,))
    return a_department(*students, meetings=meetings, **({"team": TEAM} | changed))


def digest(
    *meetings: Meeting, told: Told | None = None, previous: Any = frozenset(), **changed: Any
) -> Digest:
    return compose(
        department(*meetings, **changed),
        booked(*meetings) if told is None else told,
        an_occasion(CSS, previous=previous, untracked=("Prior written notice",)),
    )


def rows(found: Digest) -> list[Row]:
    return [row for one in sections(found) for row in one.rows]


def marks(found: Digest) -> dict[str, str]:
    (row,) = rows(found)
    return {mark.label: mark.words for mark in row.marks}


# ---- what lacks something


LACKS: dict[str, tuple[Meeting, Any, dict[str, str]]] = {
    "notice": (ready(notice_sent=None), {}, {"Notice": "not sent, was due 17 Nov 2026"}),
    "an interpreter": (ready(interpreter_booked=False), {}, {"Interpreter": "not booked"}),
    "a number to dial": (ready(dial_in_given=None), {}, {"Dial-in": "not given"}),
    "a representative": (ready(), {"team": TEAM[:3]}, {"Agency representative": "not named"}),
    "a link": (
        ready(),
        {
            "told": replace(
                booked(ready()), problems=(Problem(ProblemKind.NO_VIDEO, ready().row, "manager-1"),)
            )
        },
        {"Video link": "no video link yet"},
    ),
    "a booking": (
        ready(),
        {"told": booked(ready(), verdict="not_ticked")},
        {"Video link": "not booked: so it is"},
    ),
    "two things": (
        ready(notice_sent=None, dial_in_given=None),
        {},
        {"Notice": "not sent, was due 17 Nov 2026", "Dial-in": "not given"},
    ),
}


@pytest.mark.parametrize(("meeting", "changed", "expected"), LACKS.values(), ids=LACKS)
def test_what_is_missing_is_named_with_its_row(
    meeting: Meeting, changed: Any, expected: dict[str, str]
) -> None:
    found = digest(meeting, **changed)
    (row,) = rows(found)

    assert marks(found) == expected
    assert {mark.tone for mark in row.marks} == {Tone.AT_RISK}
    assert (row.student, row.case_manager, row.what) == ("J.S.", "Marisol Quintero", "Annual review")
    assert (row.lead, row.url) == ("10:00 (America/Denver)", meeting.row.url)
    assert found.subject == "Meetings of the next 14 days: 1 lacks something (week of 16 Nov 2026)"
    assert found.summary == "Of 1 meeting of the next 14 days, 1 lacks something."


def test_each_thing_says_what_to_do() -> None:
    (row,) = rows(digest(ready(notice_sent=None, dial_in_given=None)))

    assert row.advice == f"{ADVICE[Thing.NOTICE]} {ADVICE[Thing.DIAL_IN]}"


NOT_THEIRS = {
    "attempts and agreement": (ready(agreed_on=None), {"contacts": (an_attempt(TODAY),)}),
    "roles of the school": (ready(), {"team": (TEAM[0], TEAM[3])}),
    "parent input": (ready(parent_input=None), {}),
}


@pytest.mark.parametrize(("meeting", "changed"), NOT_THEIRS.values(), ids=NOT_THEIRS)
def test_what_is_not_logistics_is_not_told(meeting: Meeting, changed: Any) -> None:
    found = digest(meeting, **changed)

    assert rows(found) == []
    assert found.summary == "Of 1 meeting of the next 14 days, none lacks anything that is on record."


def test_findings_and_problems_are_not_told() -> None:
    finding = Finding(
        rule="annual_review",
        severity=Severity.VIOLATION,
        citation=Law("34 CFR 300.324", "https://law.example"),
        cycle="2026",
        due=day("2026-11-01"),
        arithmetic="It was due.",
        advice="Hold it.",
        place=STUDENT.row,
        case_manager="manager-1",
        student_ref="student-1",
    )
    told = Told(findings=(finding,), problems=(Problem(ProblemKind.NOT_A_DATE, STUDENT.row, "manager-1"),))
    found = digest(told=told)

    assert (rows(found), found.told, found.students) == ([], frozenset(), ())


def test_what_cannot_be_read_is_named_and_counts_as_nothing() -> None:
    found = digest(ready(interpreter_booked=unreadable()))
    (row,) = rows(found)

    assert [(mark.words, mark.tone) for mark in row.marks] == [("cannot be read", Tone.CALM)]
    assert (row.advice, found.told) == ("", frozenset())
    assert "0 lack something" in found.subject


# ---- days and counts


def test_meetings_stand_under_their_day_the_nearest_first() -> None:
    found = digest(
        ready(day("2026-12-04"), row=2, notice_sent=None),
        ready(TODAY, Purpose.CONTINUED, row=3, notice_sent=None),
        ready(MET, row=4, notice_sent=None),
        ready(day("2026-12-05"), row=5, notice_sent=None),
    )

    assert [one.title for one in sections(found)] == [
        "Fri 20 Nov 2026, today",
        "Tue 1 Dec 2026, in 11 days",
        "Fri 4 Dec 2026, in 14 days",
        REST,
    ]
    assert found.summary == "Of 3 meetings of the next 14 days, 3 lack something."


TIMES: dict[str, tuple[Any, str]] = {
    "in the zone of the row": ({"zone": "America/Chicago"}, "10:00 (America/Chicago)"),
    "a case manager nobody knows": ({"case_manager": "manager-9"}, "10:00 (time zone not clear)"),
    "a spreadsheet in another zone": (
        {"workbook_zone": "America/Chicago"},
        "10:00 (time zone not clear)",
    ),
    "a spreadsheet with a zone of its own": ({"workbook_zone": "GMT-07:00"}, "10:00 (America/Denver)"),
    "no time": ({"start": None}, "no time yet"),
    "a time that cannot be read": ({"start": unreadable()}, "time cannot be read"),
}


@pytest.mark.parametrize(("changed", "expected"), TIMES.values(), ids=TIMES)
def test_when_it_begins(changed: Any, expected: str) -> None:
    (row,) = rows(digest(ready(notice_sent=None, **changed)))

    assert row.lead == expected


def test_those_that_lack_nothing_are_counted() -> None:
    one, two = ready(row=2), ready(day("2026-12-02"), row=3)

    assert section(digest(one), REST).lines == ("1 meeting lacks nothing.",)
    assert section(digest(one, two), REST).lines == ("2 meetings lack nothing.",)
    assert section(digest(ready(notice_sent=None)), REST).lines == ()
    assert section(digest(ready(notice_sent=None)), REST).empty == "Every one is listed above."


def test_what_nobody_writes_down_is_said_to_be_unchecked() -> None:
    found = digest(a_meeting(MET), told=Told())

    assert section(found, REST).lines == (
        "1 meeting lacks nothing.",
        "Not checked for every meeting, because nothing here records it: notice, interpreter, video link, "
        "dial-in.",
    )


def test_an_empty_one_says_so() -> None:
    found = digest()

    assert found.summary == "No meeting is coming up in the next 14 days."
    assert found.subject == "Meetings of the next 14 days: 0 lack something (week of 16 Nov 2026)"
    assert [(one.title, one.empty) for one in sections(found)] == [(REST, "None is coming up.")]


UNDATED: dict[str, tuple[Any, str | None]] = {
    "ticked without a date": ({"on": None}, "no date yet"),
    "ticked with a date that cannot be read": ({"on": unreadable()}, "date cannot be read"),
    "not ticked": ({"on": None, "book": False}, None),
    "held": ({"on": None, "held": True}, None),
    "cancelled": ({"on": None, "cancelled": True}, None),
    "later": ({"on": day("2027-02-01")}, None),
}


@pytest.mark.parametrize(("changed", "lead"), UNDATED.values(), ids=UNDATED)
def test_a_meeting_that_only_waits_for_its_date(changed: Any, lead: str | None) -> None:
    found = digest(ready(**changed))

    assert [row.lead for row in rows(found)] == ([lead] if lead else [])
    assert ("1 without a date" in found.subject) is bool(lead)
    assert ("1 meeting to be booked has no date." in found.summary) is bool(lead)


def test_several_without_a_date_and_of_who_has_left_none() -> None:
    gone = a_student("student-2", leaves=TODAY, row=3)
    meetings = (
        ready(None, row=2),
        ready(None, Purpose.AMENDMENT, row=3),
        ready(None, student="student-2", row=4),
    )

    assert "2 meetings to be booked have no date." in digest(*meetings, students=(STUDENT, gone)).summary


# ---- since the last one


NOTICE_KEY = "lacks/student-1/annual_review/notice"
DIAL_KEY = "lacks/student-1/annual_review/dial_in"


def test_the_first_one_has_nothing_to_compare_with() -> None:
    found = digest(ready(notice_sent=None), previous=None)
    (row,) = rows(found)

    assert (changes(found).new, changes(found).still_open, row.new) == (None, 1, False)
    assert found.told == {NOTICE_KEY}


def test_new_still_open_and_resolved() -> None:
    found = digest(ready(notice_sent=None), previous=frozenset({NOTICE_KEY, DIAL_KEY}))
    (row,) = rows(found)

    assert (changes(found).new, changes(found).still_open, changes(found).resolved) == (0, 1, 1)
    assert row.new is False
    (row,) = rows(digest(ready(notice_sent=None, dial_in_given=None), previous=frozenset({NOTICE_KEY})))
    assert row.new is True
    assert found.preheader == "1 open point, 0 of them new."


def test_a_meeting_whose_day_has_passed_resolves_nothing() -> None:
    past = ready(day("2026-11-19"), notice_sent=None)

    assert changes(digest(past, previous=frozenset({NOTICE_KEY}))).resolved == 0
    moved = (past, ready(day("2026-12-03")))
    assert changes(digest(*moved, previous=frozenset({NOTICE_KEY}))).resolved == 1, "another one is ahead"
    today = replace(ready(TODAY, notice_sent=None), cancelled=True)
    assert changes(digest(today, previous=frozenset({NOTICE_KEY}))).resolved == 1


def test_a_meeting_that_is_moved_lacks_what_it_lacked() -> None:
    before = digest(ready(notice_sent=None))
    after = digest(ready(day("2026-12-02"), notice_sent=None), previous=before.told)

    assert (changes(after).new, changes(after).still_open, changes(after).resolved) == (0, 1, 0)


def test_of_a_student_who_left_nothing_is_resolved() -> None:
    found = changes(digest(previous=frozenset({NOTICE_KEY, NOTICE_KEY.replace("-1", "-2")})))

    assert found.resolved == 1, "of the student who is still here"
    assert found.note.startswith("1 of what the last digest told is about students who stand on no list")


def test_a_date_that_was_found() -> None:
    undated = "lacks/student-1/annual_review/date"

    assert digest(ready(None)).told == {undated}
    assert changes(digest(ready(), previous=frozenset({undated}))).resolved == 1


# ---- what could not be read


BOOK = SpreadsheetPlace("workbook-1")
UNREAD = Unread(
    Problem(ProblemKind.WORKBOOK_UNAVAILABLE, BOOK, "manager-1"),
    dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC),
)


def test_where_something_could_not_be_read_nothing_is_all_clear() -> None:
    found = digest(told=Told(unread=(UNREAD,)), previous=frozenset({NOTICE_KEY}))

    assert found.subject.startswith("Meetings of the next 14 days: not everything could be read; 0 lack")
    assert found.summary == (
        "Not everything could be read, so this is not the whole picture. Of what was read: no meeting is "
        "coming up in the next 14 days."
    )
    assert section(found, REST).empty == "Of what was read: none is coming up."
    assert len(found.unread) == 1
    assert (changes(found).resolved, found.told) == (0, frozenset({NOTICE_KEY}))


# ---- whose students


TWO = an_organisation(
    districts=(a_district(), a_district("district-2")),
    case_managers=(
        a_case_manager(districts=["district-1", "district-2"]),
        a_case_manager("manager-2", districts=["district-2"]),
    ),
)


def for_css(recipient: Recipient, told: Told) -> Digest:
    students = (
        replace(STUDENT, initials="A.A."),
        a_student("student-2", initials="B.B.", district="district-2", row=3),
    )
    meetings = (ready(notice_sent=None), ready(notice_sent=None, student="student-2", row=3))
    told = replace(told, decisions=booked(*meetings).decisions)
    found = department(*meetings, students=students, organisation=TWO)
    return compose_for(found, told, an_occasion(recipient))


@pytest.mark.parametrize(
    ("districts", "expected"),
    [
        ({"district-1"}, ["A.A."]),
        ({"district-2"}, ["B.B."]),
        ({"district-1", "district-2"}, ["A.A.", "B.B."]),
    ],
    ids=["one", "the other", "both"],
)
def test_only_students_of_their_districts_are_named(districts: set[str], expected: list[str]) -> None:
    found = for_css(replace(CSS, scope=Scope(districts=frozenset(districts))), Told())

    assert [row.student for row in rows(found)] == expected
    assert len(found.students) == len(expected)


@pytest.mark.parametrize(("whose", "expected"), [("manager-1", 1), ("manager-2", 0)])
def test_a_source_of_their_case_managers_that_could_not_be_read_is_told(whose: str, expected: int) -> None:
    unread = replace(UNREAD, problem=replace(UNREAD.problem, case_manager=whose))

    assert len(for_css(CSS, Told(unread=(unread,))).unread) == expected


def test_a_source_about_a_student_of_another_district_is_not_told() -> None:
    about = replace(UNREAD, problem=replace(UNREAD.problem, student_ref="student-2"))

    assert for_css(CSS, Told(unread=(about,))).unread == ()


def test_it_says_why_one_gets_it_and_how_the_agent_is() -> None:
    found = digest()

    assert "agent.toml names you as CSS of Willow Bridge Learning" in found.because
    assert found.status == ()
    assert [line.text for line in found.trust] == [
        "Last good run: none yet before this one.",
        "Every source could be read.",
    ]


def test_in_person_no_link_is_needed() -> None:
    meeting = replace(ready(), mode=Value(Mode.IN_PERSON, ready().mode.cell))

    assert rows(digest(meeting, told=booked(meeting, verdict="not_ticked"))) == []

"""Meetings that are coming up, in the digest."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.builders import a_department, a_meeting, a_student, a_team_member, an_attempt, day
from tests.builders_digest import an_occasion, section
from tests.builders_manager_digest import TODAY, decision, department, meeting, told, writing
from workspace_agent.duties.digest import Section
from workspace_agent.duties.digest_meetings import meetings as upcoming
from workspace_agent.duties.told import Told
from workspace_agent.model.facts import Department, Meeting
from workspace_agent.model.place import Cell, LinkPlace
from workspace_agent.model.vocabulary import Purpose, Role


def test_meetings_ahead_are_told_nearest_first_with_their_verdict() -> None:
    rows = [Cell("book-a", 3, f"{n}:{n}") for n in range(2, 6)]
    meetings = (
        meeting("s1", rows[0], date(2026, 12, 4), frozenset({Purpose.REEVALUATION, Purpose.ANNUAL_REVIEW})),
        meeting("s2", rows[1], date(2026, 11, 24), frozenset({Purpose.AMENDMENT})),
        meeting("s1", rows[2], date(2026, 11, 19)),
        meeting("s2", rows[3]),
    )
    decisions = (
        decision("hold", rows[0]),
        decision("booked", rows[1], "s2"),
        decision("past", rows[2]),
        decision("undated", rows[3], "s2"),
        decision("waits", LinkPlace("https://calendar.example/e", "event")),
        decision("filed", rows[0], duty="filing"),
    )

    told_meetings = section(told(decisions=decisions, of=department(meetings)), "Upcoming meetings").rows

    assert [(row.lead, row.what) for row in told_meetings] == [
        ("booked", "Amendment, 24 Nov 2026"),
        ("private hold", "Annual review and reevaluation, 4 Dec 2026"),
        ("not booked", "Meeting"),
        ("not booked", "Meeting, no date to read"),
    ]
    assert {row.why for row in told_meetings} == {"because of a reason"}


def of_attempts(*days: str) -> tuple[Any, ...]:
    return tuple(an_attempt(day(one), row=row) for row, one in enumerate(days, start=2))


ROLES = (
    Role.PARENT,
    Role.GENERAL_EDUCATION_TEACHER,
    Role.SPECIAL_EDUCATION_TEACHER,
    Role.AGENCY_REPRESENTATIVE,
)
TEAM = tuple(a_team_member(role, row=row) for row, role in enumerate(ROLES, start=2))


def lacking(*rows: Meeting, **changes: Any) -> Department:
    return a_department(meetings=rows, **({"team": TEAM} | changes))


def found(of: Department, *verdicts: str) -> Section:
    decisions = tuple(
        decision(verdict, one.row, one.student_ref)
        for verdict, one in zip(verdicts, of.meetings, strict=False)
    )
    return upcoming(writing(of), Told(decisions=decisions), an_occasion(today=TODAY))


SOON = day("2026-12-01")


def test_a_meeting_says_only_what_it_lacks_of_what_a_manager_asks() -> None:
    row = a_meeting(SOON, agreed_on=None, notice_sent=None, dial_in_given=None, interpreter_booked=None)
    of = lacking(row, contacts=of_attempts("2026-11-09"), team=(a_team_member(),))

    (line,) = found(of, "hold").rows

    assert (line.lead, line.what) == ("private hold", "Annual review, 1 Dec 2026")
    assert [mark.label for mark in line.marks] == ["Notice", "Contact attempts", "Roles"]
    assert line.marks[1].words == "1 of 3 days; 1 of 2 methods"


def test_how_many_of_the_near_ones_lack_what_is_counted() -> None:
    rows = (
        a_meeting(SOON, agreed_on=None, row=2),
        a_meeting(day("2026-12-10"), agreed_on=None, notice_sent=None, row=3, student="student-2"),
        a_meeting(day("2026-12-15"), row=4),
    )

    students = (a_student(), a_student("student-2", row=3))
    team = (*TEAM, *(a_team_member(role, student="student-2", row=9) for role in ROLES))

    of = a_department(*students, meetings=rows, team=team)

    assert found(of, "hold", "booked", "booked").lines == (
        "2 booked, 1 private hold.",
        "Of 3 in the next 30 days 2 lack something: contact attempts 2, notice 1.",
    )


def test_one_that_lacks_something_is_said_so() -> None:
    assert found(lacking(a_meeting(SOON, agreed_on=None))).lines == (
        "Of 1 in the next 30 days 1 lacks something: contact attempts 1.",
    )


def test_where_nothing_is_lacking_it_says_so() -> None:
    assert found(lacking(a_meeting(SOON)), "booked").lines == (
        "1 booked.",
        "Of 1 in the next 30 days none lacks anything.",
    )


def test_a_meeting_that_is_far_is_not_asked_yet() -> None:
    far = found(lacking(a_meeting(day("2026-12-21"), agreed_on=None)), "hold")
    near = found(lacking(a_meeting(day("2026-12-20"), agreed_on=None)), "hold")

    assert far.lines == ("1 private hold.",)
    assert far.rows[0].marks == ()
    assert near.rows[0].marks != ()


def test_a_row_about_which_nothing_was_decided_stands_there_too() -> None:
    rows = (a_meeting(day("2026-12-04"), row=2), a_meeting(SOON, agreed_on=None, row=3))
    (first, second) = found(lacking(*rows), "booked").rows

    assert (first.lead, first.what) == ("Tue 1 Dec 2026, in 11 days", "Annual review")
    assert [mark.label for mark in first.marks] == ["Contact attempts"]
    assert second.lead == "booked"

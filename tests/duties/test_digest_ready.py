"""Rows of meetings that are coming up: the marks, and what Calendar adds to what the sheets say."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import TODAY, a_department, a_meeting, a_policy, a_student, day, unreadable
from workspace_agent.duties.digest_ready import CARD, coming, listed, meeting_row, when
from workspace_agent.duties.digest_rows import Rows, Tone
from workspace_agent.duties.told import Told
from workspace_agent.model.action import Decision
from workspace_agent.model.facts import Department, Meeting
from workspace_agent.model.on_record import Access
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.vocabulary import Mode, PlanType, Purpose
from workspace_agent.rules.preparation import Preparation, Readiness, Standing, Thing

MET = day("2026-12-01")
THERE, MISSING, NOT_NEEDED, NOT_KEPT, UNKNOWN = Standing


def decided(verdict: str, meeting: Meeting, duty: str = "meetings") -> Decision:
    return Decision(duty, RowVerdict(verdict), "because", meeting.row, "manager-1", "student-1")


def the_one(meeting: Meeting, told: Told, student: Any = None) -> tuple[Department, Readiness]:
    department = a_department(student or a_student(), meetings=(meeting,))
    (one,) = coming(department, told, a_policy(), TODAY, day("2026-12-04"))
    return department, one


def standing(thing: Thing, meeting: Meeting, told: Told, student: Any = None) -> Preparation:
    _, one = the_one(meeting, told, student)
    return next(each for each in one.things if each.thing is thing)


LINK: dict[str, tuple[Any, str, ProblemKind | None, Standing, str]] = {
    "booked": (Mode.VIDEO, "booked", None, THERE, "in the event"),
    "a private hold": (Mode.VIDEO, "hold", None, THERE, "in the event"),
    "changed by a person": (Mode.VIDEO, "changed_by_person", None, THERE, "in the event"),
    "in person": (Mode.IN_PERSON, "booked", None, NOT_NEEDED, ""),
    "Google made none": (Mode.VIDEO, "booked", ProblemKind.NO_VIDEO, MISSING, "no video link yet"),
    "Google is late": (Mode.VIDEO, "booked", ProblemKind.VIDEO_LATE, MISSING, "no video link yet"),
    "another platform": (
        Mode.OTHER_PLATFORM,
        "hold",
        ProblemKind.NO_LINK_YET,
        MISSING,
        "none to the other platform yet",
    ),
    "another platform, with its link": (
        Mode.OTHER_PLATFORM,
        "booked",
        None,
        THERE,
        "to the other platform, in the event",
    ),
    "another platform, not to be booked": (
        Mode.OTHER_PLATFORM,
        "not_ticked",
        None,
        MISSING,
        "not booked: because",
    ),
    "an event by hand": (
        Mode.VIDEO,
        "booked",
        ProblemKind.LINKED_WITHOUT_VIDEO,
        MISSING,
        "no video link yet",
    ),
    "another trouble": (Mode.VIDEO, "booked", ProblemKind.ROW_GONE, THERE, "in the event"),
    "still to be booked": (Mode.VIDEO, "to_be_booked", None, MISSING, "not booked: because"),
    "not to be booked": (Mode.VIDEO, "not_ticked", None, MISSING, "not booked: because"),
    "by telephone": (Mode.PHONE, "booked", None, NOT_NEEDED, ""),
    "by telephone, not to be booked": (Mode.PHONE, "not_ticked", None, NOT_NEEDED, ""),
    "just linked": (Mode.VIDEO, "linked", None, UNKNOWN, "in an event that a person made"),
    "behind a brake": (Mode.VIDEO, "waits_for_approval", None, UNKNOWN, "waits for approval"),
    "the calendar was not read": (
        Mode.VIDEO,
        "calendar_not_read",
        None,
        UNKNOWN,
        "the calendar could not be read",
    ),
    "the row cannot be compared": (Mode.VIDEO, "stands", None, UNKNOWN, "look in the event (because)"),
    "moved far": (Mode.VIDEO, "moved_far", None, THERE, "in the event"),
    "nothing was decided": (Mode.VIDEO, "", None, NOT_KEPT, "not looked up"),
}


@pytest.mark.parametrize(("mode", "verdict", "trouble", "expected", "words"), LINK.values(), ids=LINK)
def test_the_video_link(
    mode: Mode, verdict: str, trouble: ProblemKind | None, expected: Standing, words: str
) -> None:
    meeting = a_meeting(MET, mode=mode)
    told = Told(
        decisions=(decided(verdict, meeting),) if verdict else (),
        problems=(Problem(trouble, meeting.row),) if trouble else (),
    )
    one = standing(Thing.LINK, meeting, told)

    assert (one.standing, one.words, one.place) == (expected, words, meeting.row)


@pytest.mark.parametrize(("has_box", "expected"), [(False, UNKNOWN), (True, MISSING)])
def test_a_date_that_the_agent_books_by_itself_soon_lacks_nothing(has_box: bool, expected: Standing) -> None:
    """Without a box it is booked once it has stood for a quarter of an hour: nobody has to do anything."""
    meeting = a_meeting(MET, mode=Mode.VIDEO, has_box=has_box)

    assert standing(Thing.LINK, meeting, Told(decisions=(decided("waits", meeting),))).standing is expected


def test_what_is_said_of_another_row_or_by_another_duty_does_not_count() -> None:
    meeting, other = a_meeting(MET), a_meeting(MET, row=9)
    told = Told(
        decisions=(decided("booked", other), decided("booked", meeting, duty="filing")),
        problems=(Problem(ProblemKind.NO_VIDEO, other.row),),
    )

    assert standing(Thing.LINK, meeting, told).standing is NOT_KEPT


def test_where_no_line_is_free_there_is_no_number_to_dial() -> None:
    meeting = a_meeting(MET)
    told = Told(problems=(Problem(ProblemKind.NO_DIAL_IN, meeting.row),))
    one = standing(Thing.DIAL_IN, meeting, told)

    assert (one.standing, one.words) == (MISSING, "no line is free")
    assert standing(Thing.DIAL_IN, meeting, Told()).standing is NOT_NEEDED


def test_things_stay_in_their_order() -> None:
    _, one = the_one(a_meeting(MET), Told())

    assert [each.thing for each in one.things] == list(Thing)


# ---- rows


def row_of(meeting: Meeting, told: Told = Told(), student: Any = None, **things: Any) -> Any:  # noqa: B008 - frozen
    department, one = the_one(meeting, told, student)
    return meeting_row(Rows(department, TODAY, {}, None), one, **things)


def test_a_row_says_who_when_what_and_where() -> None:
    meeting = a_meeting(MET, Purpose.ANNUAL_REVIEW, Purpose.REEVALUATION)
    row = row_of(meeting)

    assert (row.student, row.case_manager) == ("J.S.", "Marisol Quintero")
    assert (row.lead, row.what) == ("Tue 1 Dec 2026, in 11 days", "Annual review and reevaluation")
    assert (row.url, row.label) == (meeting.row.url, "row 2")


def test_marks_say_in_words_what_is_there_and_what_is_missing() -> None:
    meeting = a_meeting(MET, notice_sent=day("2026-11-03"), interpreter_booked=None, dial_in_given=None)
    student = a_student(interpreter_needed=True, access=Access.PHONE_ONLY)
    marks = {
        mark.label: (mark.words, mark.tone)
        for mark in row_of(meeting, Told(decisions=(decided("booked", meeting),)), student).marks
    }

    assert marks == {
        "Parent's agreement": ("given 16 Nov 2026", Tone.WELL),
        "Notice": ("sent 3 Nov 2026", Tone.WELL),
        "Roles": (
            "lacks: parent, general education teacher, special education teacher, agency representative",
            Tone.AT_RISK,
        ),
        "Interpreter": ("not booked", Tone.AT_RISK),
        "Video link": ("in the event", Tone.WELL),
        "Dial-in": ("not given", Tone.AT_RISK),
        "Parent input": ("not kept in the sheet", Tone.CALM),
        "Progress data": ("no goal on record", Tone.CALM),
    }


def test_what_is_missing_is_linked_to_its_cell_and_what_is_there_is_not() -> None:
    meeting = a_meeting(
        MET, notice_sent=None, parent_input=unreadable(), dial_in_given=None, interpreter_booked=True
    )
    student = a_student(interpreter_needed=True, access=Access.PHONE_ONLY)
    marks = {mark.label: mark.url for mark in row_of(meeting, student=student).marks}
    arrangements = meeting.arrangements

    assert marks["Notice"] == arrangements.notice_sent.cell.url
    assert marks["Dial-in"] == arrangements.dial_in_given.cell.url
    assert marks["Parent input"] == arrangements.parent_input.cell.url
    assert (marks["Interpreter"], marks["Parent's agreement"]) == ("", "")
    assert marks["Roles"] == "", "its place is the row, which has a link of its own"


def test_of_a_504_plan_only_what_it_needs_is_said() -> None:
    row = row_of(a_meeting(MET, Purpose.REVIEW_504), student=a_student(plan=PlanType.S504))

    assert [mark.label for mark in row.marks] == ["Parent's agreement", "Video link", "Parent input"]


def test_only_some_things_are_told() -> None:
    assert Thing.REPRESENTATIVE not in CARD
    row = row_of(a_meeting(MET), things={Thing.REPRESENTATIVE})

    assert [mark.label for mark in row.marks] == ["Agency representative"]


def test_a_meeting_without_a_purpose_to_read() -> None:
    assert row_of(a_meeting(MET, unknown_purpose=unreadable())).what == "Meeting"
    assert row_of(a_meeting(MET, Purpose.AMENDMENT)).what == "Amendment"


def test_today_and_tomorrow() -> None:
    assert when(TODAY, TODAY) == "Fri 20 Nov 2026, today"
    assert when(day("2026-11-21"), TODAY) == "Sat 21 Nov 2026, in 1 day"


def test_things_are_listed_in_their_order() -> None:
    assert listed({Thing.LINK, Thing.NOTICE}) == "notice, video link"

"""What a coming meeting still lacks, thing by thing, by what the rules about it say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_cell,
    a_department,
    a_district,
    a_meeting,
    a_policy,
    a_student,
    a_team_member,
    an_attempt,
    an_organisation,
    day,
    unreadable,
)
from tests.builders_progress import a_goal, a_series
from workspace_agent.model.facts import Department, Workbook
from workspace_agent.model.on_record import Access, DecisionMaker
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import Method, Mode, PlanType, Purpose, Role
from workspace_agent.rules import judge
from workspace_agent.rules.preparation import Preparation, Readiness, Standing, Thing
from workspace_agent.rules.readiness import readiness

MET = day("2026-12-10")
LAST_DAY = day("2026-12-20")
THERE, MISSING, NOT_NEEDED, NOT_KEPT, UNKNOWN = Standing
ALL_PARTS = (
    a_team_member(Role.PARENT, row=2),
    a_team_member(Role.GENERAL_EDUCATION_TEACHER, row=3),
    a_team_member(Role.SPECIAL_EDUCATION_TEACHER, row=4),
    a_team_member(Role.AGENCY_REPRESENTATIVE, row=5),
)


def found(department: Department, last_day: dt.date = LAST_DAY, **policy: Any) -> tuple[Readiness, ...]:
    return readiness(department, a_policy(**policy), TODAY, last_day)


def prepared(
    thing: Thing, meeting: Any = None, student: Any = None, policy: Any = None, **changes: Any
) -> Preparation:
    """How a thing stands for the one meeting of the one student."""
    department = a_department(
        student or a_student(), meetings=changes.pop("meetings", (meeting or a_meeting(MET),)), **changes
    )
    (one,) = found(department, **(policy or {}))[:1]
    return next(each for each in one.things if each.thing is thing)


def said(thing: Thing, *given: Any, **changes: Any) -> tuple[Standing, str]:
    one = prepared(thing, *given, **changes)
    return one.standing, one.words


# ---- which meetings


WHICH = {
    "today": (a_meeting(TODAY), True),
    "the last day": (a_meeting(LAST_DAY), True),
    "yesterday": (a_meeting(day("2026-11-19")), False),
    "the day after the last": (a_meeting(day("2026-12-21")), False),
    "without a date": (a_meeting(None), False),
    "a date that cannot be read": (a_meeting(unreadable()), False),
    "held": (a_meeting(MET, held=True), False),
    "cancelled": (a_meeting(MET, cancelled=True), False),
    "not to be booked yet": (a_meeting(MET, book=False), True),
    "about a 504 plan": (a_meeting(MET, Purpose.REVIEW_504), True),
}


@pytest.mark.parametrize(("meeting", "expected"), WHICH.values(), ids=WHICH)
def test_which_meetings_are_coming(meeting: Any, expected: bool) -> None:
    assert bool(found(a_department(meetings=(meeting,)))) is expected


PRESENT = {
    "who is here": ({}, True),
    "who leaves on that day": ({"leaves": MET}, False),
    "who leaves the day after": ({"leaves": MET + dt.timedelta(days=1)}, True),
    "whose exit cannot be read": ({"leaves": unreadable()}, True),
    "who comes on that day": ({"enrolled": MET}, True),
    "who comes the day after": ({"enrolled": MET + dt.timedelta(days=1)}, False),
}


@pytest.mark.parametrize(("changes", "expected"), PRESENT.values(), ids=PRESENT)
def test_only_of_students_who_are_here_then(changes: Any, expected: bool) -> None:
    assert bool(found(a_department(a_student(**changes), meetings=(a_meeting(MET),)))) is expected


def test_the_nearest_comes_first_then_by_case_manager_and_initials() -> None:
    students = (
        a_student("one", initials="Z.Z."),
        a_student("two", initials="A.A.", case_manager="manager-2"),
        a_student("three", initials="B.B."),
    )
    meetings = (
        a_meeting(MET, student="one", row=2),
        a_meeting(MET, student="two", row=3),
        a_meeting(MET, student="three", row=4),
        a_meeting(TODAY, student="one", row=5),
    )
    order = [(one.day, one.student.initials) for one in found(a_department(*students, meetings=meetings))]

    assert order == [(TODAY, "Z.Z."), (MET, "B.B."), (MET, "Z.Z."), (MET, "A.A.")]


def test_things_come_in_one_order_and_the_video_link_is_not_known_here() -> None:
    (one,) = found(a_department(meetings=(a_meeting(MET),)))

    assert [each.thing for each in one.things] == [each for each in Thing if each is not Thing.LINK]
    assert {each.standing for each in one.missing} == {MISSING}


# ---- what IDEA asks for


BEYOND = {
    "a 504 plan": (a_student(plan=PlanType.S504), a_meeting(MET), NOT_NEEDED, ""),
    "a 504 review": (a_student(), a_meeting(MET, Purpose.REVIEW_504), NOT_NEEDED, ""),
    "an amendment": (a_student(), a_meeting(MET, Purpose.AMENDMENT), NOT_NEEDED, ""),
    "no plan on record": (a_student(plan=None), a_meeting(MET), UNKNOWN, "the plan is not known"),
    "an unread plan": (a_student(plan=unreadable()), a_meeting(MET), UNKNOWN, "the plan is not known"),
    "an unread purpose": (
        a_student(),
        a_meeting(MET, unknown_purpose=unreadable()),
        UNKNOWN,
        "the purpose is not known",
    ),
}


@pytest.mark.parametrize(
    "thing", [Thing.NOTICE, Thing.ATTEMPTS, Thing.ROLES, Thing.REPRESENTATIVE, Thing.PROGRESS]
)
@pytest.mark.parametrize(("student", "meeting", "standing", "words"), BEYOND.values(), ids=BEYOND)
def test_where_idea_does_not_ask_or_nobody_can_tell(
    thing: Thing, student: Any, meeting: Any, standing: Standing, words: str
) -> None:
    assert said(thing, meeting, student) == (standing, words)


AGREED = {
    "on record": ({}, THERE, "given 16 Nov 2026"),
    "not on record": ({"agreed_on": None}, MISSING, "not on record"),
    "of the year before": ({"agreed_on": day("2025-11-16")}, MISSING, "not on record"),
    "unread": ({"agreed_on": unreadable()}, UNKNOWN, "cannot be read"),
}


@pytest.mark.parametrize(("changes", "standing", "words"), AGREED.values(), ids=AGREED)
def test_the_agreement(changes: Any, standing: Standing, words: str) -> None:
    assert said(Thing.AGREEMENT, a_meeting(MET, **changes)) == (standing, words)


def test_an_agreement_may_stand_in_a_sheet_that_could_not_be_read_whole() -> None:
    broken = frozenset({("manager-1", "meetings")})
    meeting = a_meeting(MET, agreed_on=None)

    assert said(Thing.AGREEMENT, meeting, broken=broken) == (UNKNOWN, "cannot be read")


NOTICE = {
    "sent in time": ({"notice_sent": day("2026-11-20")}, THERE, "sent 20 Nov 2026"),
    "sent on the latest day": ({"notice_sent": day("2026-12-03")}, THERE, "sent 3 Dec 2026"),
    "sent late": ({"notice_sent": day("2026-12-04")}, MISSING, "sent 4 Dec 2026, 1 day late"),
    "not sent": ({"notice_sent": None}, MISSING, "not sent, due 3 Dec 2026"),
    "of the year before": ({"notice_sent": day("2025-12-01")}, MISSING, "not sent, due 3 Dec 2026"),
    "unread": ({"notice_sent": unreadable()}, UNKNOWN, "cannot be read"),
    "no column": ({}, NOT_KEPT, "not kept in the sheet"),
    "a shorter time": (
        {"notice_sent": None, "shorter_notice_agreed": day("2026-11-18")},
        THERE,
        "shorter time agreed 18 Nov 2026",
    ),
    "a shorter time, unread": (
        {"notice_sent": None, "shorter_notice_agreed": unreadable()},
        UNKNOWN,
        "cannot be read",
    ),
}


@pytest.mark.parametrize(("changes", "standing", "words"), NOTICE.values(), ids=NOTICE)
def test_the_notice(changes: Any, standing: Standing, words: str) -> None:
    assert said(Thing.NOTICE, a_meeting(MET, **changes)) == (standing, words)


def test_a_notice_whose_latest_day_has_passed() -> None:
    meeting = a_meeting(day("2026-11-30"), notice_sent=None)

    assert said(Thing.NOTICE, meeting) == (MISSING, "not sent, was due 16 Nov 2026")


BEYOND_THE_CALENDAR = an_organisation(districts=(a_district(first_day="2026-12-08", closures=[]),))
"""School days before the meeting cannot be counted."""


UNREACHED = {
    "sent": (day("2026-11-20"), UNKNOWN, "sent 20 Nov 2026"),
    "not sent": (None, MISSING, "not sent"),
}


@pytest.mark.parametrize(("sent", "standing", "words"), UNREACHED.values(), ids=UNREACHED)
def test_where_the_school_calendar_does_not_reach(sent: Any, standing: Standing, words: str) -> None:
    meeting = a_meeting(MET, notice_sent=sent)

    assert said(Thing.NOTICE, meeting, organisation=BEYOND_THE_CALENDAR) == (standing, words)


ASKED = a_meeting(MET, agreed_on=None)
THREE = (
    an_attempt(day("2026-11-16"), row=2),
    an_attempt(day("2026-11-17"), Method.EMAIL, row=3),
    an_attempt(day("2026-11-18"), row=4),
)
ALWAYS = {"parent_contact": {"applies": "always"}}

ATTEMPTS: dict[str, tuple[Any, Any, Any, Standing, str]] = {
    "the parent agreed": (a_meeting(MET), (), None, NOT_NEEDED, "the parent agreed"),
    "made whatever the parent answered": (a_meeting(MET), THREE, ALWAYS, THERE, "3 of 3"),
    "enough": (ASKED, THREE, None, THERE, "3 of 3"),
    "one": (ASKED, THREE[:1], None, MISSING, "1 of 3 days; 1 of 2 methods"),
    "an unread answer": (a_meeting(MET, agreed_on=unreadable()), (), None, UNKNOWN, "cannot be read"),
}


@pytest.mark.parametrize(
    ("meeting", "contacts", "policy", "standing", "words"), ATTEMPTS.values(), ids=ATTEMPTS
)
def test_contact_attempts(meeting: Any, contacts: Any, policy: Any, standing: Standing, words: str) -> None:
    assert said(Thing.ATTEMPTS, meeting, policy=policy, contacts=contacts) == (standing, words)


@pytest.mark.parametrize("kind", ["meetings", "contacts"])
def test_attempts_may_stand_in_a_sheet_that_could_not_be_read_whole(kind: str) -> None:
    broken = frozenset({("manager-1", kind)})

    assert said(Thing.ATTEMPTS, ASKED, broken=broken) == (UNKNOWN, "cannot be read")


def test_attempts_count_for_the_next_meeting_alone() -> None:
    later = a_meeting(LAST_DAY, agreed_on=None, row=3)
    _, second = found(a_department(meetings=(ASKED, later)))
    attempts = next(one for one in second.things if one.thing is Thing.ATTEMPTS)

    assert (attempts.standing, attempts.words) == (UNKNOWN, "counted for another meeting first")


# ---- who comes


def test_every_part_is_named() -> None:
    assert said(Thing.ROLES, team=ALL_PARTS) == (THERE, "all named")
    assert said(Thing.REPRESENTATIVE, team=ALL_PARTS) == (THERE, "named")


def test_parts_that_nobody_takes() -> None:
    team = ALL_PARTS[:1] + ALL_PARTS[2:3]
    lacks = "lacks: general education teacher, agency representative"

    assert said(Thing.ROLES, team=team) == (MISSING, lacks)
    assert prepared(Thing.ROLES, team=team).place == team[0].row
    assert said(Thing.REPRESENTATIVE, team=team) == (MISSING, "not named")
    assert prepared(Thing.ROLES).place == a_meeting(MET).row, "nobody stands in the Team sheet"


def test_nobody_decides_on_that_day() -> None:
    gone = a_team_member(
        Role.PARENT, decision_maker=DecisionMaker.PARENT, since=None, until=day("2026-12-01"), row=2
    )

    assert said(Thing.ROLES, team=(gone, *ALL_PARTS[1:])) == (MISSING, "lacks: who decides for the student")


@pytest.mark.parametrize("thing", [Thing.ROLES, Thing.REPRESENTATIVE])
def test_somebody_may_stand_in_a_row_that_could_not_be_read(thing: Thing) -> None:
    team = (*ALL_PARTS[:3], a_team_member(unreadable(), row=5))

    assert said(thing, team=team) == (UNKNOWN, "cannot be read")


NO_SUCH_COLUMN = (
    Workbook(
        "workbook-1",
        "manager-1",
        holds_students=True,
        columns={"team": frozenset({"parent", "general_education_teacher", "special_education_teacher"})},
    ),
)


def test_a_part_for_which_there_is_no_column() -> None:
    always = an_organisation(districts=(a_district(agency_representative="p.lund@sierravieja.example"),))
    kept: dict[str, Any] = {"team": ALL_PARTS[:3], "workbooks": NO_SUCH_COLUMN}

    assert said(Thing.ROLES, **kept) == (THERE, "all named")
    assert said(Thing.REPRESENTATIVE, **kept) == (NOT_KEPT, "not kept in the sheet")
    assert said(Thing.REPRESENTATIVE, **kept, organisation=always) == (THERE, "always the same")


# ---- what they need to take part


NEEDED: dict[str, Any] = {"other_language": True, "interpreter_needed": True, "access": None}

INTERPRETER: dict[str, tuple[Any, Any, Standing, str]] = {
    "none is needed": ({}, {"interpreter_booked": None}, NOT_NEEDED, ""),
    "booked": (NEEDED, {"interpreter_booked": True}, THERE, "booked"),
    "not booked": (NEEDED, {"interpreter_booked": False}, MISSING, "not booked"),
    "nothing filled in": (NEEDED, {"interpreter_booked": None}, MISSING, "not booked"),
    "unread": (NEEDED, {"interpreter_booked": unreadable()}, UNKNOWN, "cannot be read"),
    "no column": (NEEDED, {}, NOT_KEPT, "not kept in the sheet"),
    "a relay": ({"access": Access.RELAY}, {"interpreter_booked": None}, MISSING, "not booked"),
    "nobody said whether": (
        NEEDED | {"interpreter_needed": None},
        {"interpreter_booked": None},
        MISSING,
        "not known whether one is needed",
    ),
    "nobody said whether, and one is booked": (
        NEEDED | {"interpreter_needed": None},
        {"interpreter_booked": True},
        THERE,
        "booked",
    ),
    "unread access": ({"access": unreadable()}, {"interpreter_booked": None}, UNKNOWN, "cannot be read"),
    "an unread need": (
        {"interpreter_needed": unreadable()},
        {"interpreter_booked": None},
        UNKNOWN,
        "cannot be read",
    ),
    "an unread language": (
        {"other_language": unreadable()},
        {"interpreter_booked": None},
        UNKNOWN,
        "cannot be read",
    ),
    "an unread language that does not matter": (
        {"other_language": unreadable(), "interpreter_needed": False},
        {"interpreter_booked": None},
        NOT_NEEDED,
        "",
    ),
}


@pytest.mark.parametrize(("record", "arranged", "standing", "words"), INTERPRETER.values(), ids=INTERPRETER)
def test_the_interpreter(record: Any, arranged: Any, standing: Standing, words: str) -> None:
    meeting, student = a_meeting(MET, **arranged), a_student(**record)

    assert said(Thing.INTERPRETER, meeting, student) == (standing, words)


def test_whether_one_is_needed_is_answered_in_the_students_row() -> None:
    asked = a_student(**(NEEDED | {"interpreter_needed": None}))
    meeting = a_meeting(MET, interpreter_booked=None)
    booked = meeting.arrangements.interpreter_booked.cell

    assert prepared(Thing.INTERPRETER, meeting, asked).place == asked.record.interpreter_needed.cell
    assert prepared(Thing.INTERPRETER, meeting, a_student(**NEEDED)).place == booked


def test_an_interpreter_is_needed_whatever_the_plan() -> None:
    student = a_student(plan=PlanType.S504, **NEEDED)
    meeting = a_meeting(MET, Purpose.REVIEW_504, interpreter_booked=None)

    assert said(Thing.INTERPRETER, meeting, student) == (MISSING, "not booked")


PHONE = {"access": Access.PHONE_ONLY}
LINES = an_organisation(meetings={"dial_in": [{"number": "+1 555 0100"}]})

DIAL_IN: dict[str, tuple[Any, Any, Any, Standing, str]] = {
    "none is needed": ({}, {"dial_in_given": None}, {}, NOT_NEEDED, ""),
    "given": (PHONE, {"dial_in_given": True}, {}, THERE, "given"),
    "not given": (PHONE, {"dial_in_given": None}, {}, MISSING, "not given"),
    "unread": (PHONE, {"dial_in_given": unreadable()}, {}, UNKNOWN, "cannot be read"),
    "no column": (PHONE, {}, {}, NOT_KEPT, "not kept in the sheet"),
    "in person": (PHONE, {"dial_in_given": None, "mode": Mode.IN_PERSON}, {}, NOT_NEEDED, ""),
    "by telephone": (PHONE, {"dial_in_given": None, "mode": Mode.PHONE}, {}, NOT_NEEDED, ""),
    "an unread mode": (PHONE, {"dial_in_given": None, "mode": unreadable()}, {}, UNKNOWN, "cannot be read"),
    "unread access": ({"access": unreadable()}, {"dial_in_given": None}, {}, UNKNOWN, "cannot be read"),
    "a line of the company's": (
        PHONE,
        {"dial_in_given": None},
        {"organisation": LINES},
        THERE,
        "a line of the company's",
    ),
}


@pytest.mark.parametrize(
    ("record", "arranged", "changes", "standing", "words"), DIAL_IN.values(), ids=DIAL_IN
)
def test_the_number_to_dial(record: Any, arranged: Any, changes: Any, standing: Standing, words: str) -> None:
    given = a_meeting(MET, **arranged), a_student(**record)

    assert said(Thing.DIAL_IN, *given, **changes) == (standing, words)


INPUT: dict[str, tuple[Any, Standing, str]] = {
    "no column": ({}, NOT_KEPT, "not kept in the sheet"),
    "received": ({"parent_input": True}, THERE, "received"),
    "not received": ({"parent_input": None}, MISSING, "not on record"),
    "unread": ({"parent_input": unreadable()}, UNKNOWN, "cannot be read"),
}


@pytest.mark.parametrize(("arranged", "standing", "words"), INPUT.values(), ids=INPUT)
def test_parent_input(arranged: Any, standing: Standing, words: str) -> None:
    assert said(Thing.PARENT_INPUT, a_meeting(MET, **arranged)) == (standing, words)


# ---- what there is to speak of


FRESH = a_series(range(20, 26))
OLD = a_series(range(20, 26), last=day("2026-10-05"), goal="writing")
UNPLACED = Problem(ProblemKind.UNKNOWN_GOAL, a_cell(), student_ref="student-1")
GOAL, OTHER = a_goal(), a_goal(key="writing", number=2, row=3)

PROGRESS: dict[str, tuple[Any, Standing, str]] = {
    "no goal": ({}, UNKNOWN, "no goal on record"),
    "fresh data": ({"goals": (GOAL,), "series": (FRESH,)}, THERE, "1 of 1 goal with fresh data"),
    "old data": ({"goals": (GOAL, OTHER), "series": (FRESH, OLD)}, MISSING, "1 of 2 goals with fresh data"),
    "no data": ({"goals": (GOAL,)}, MISSING, "0 of 1 goal with fresh data"),
    "no target": ({"goals": (a_goal(target=None),)}, MISSING, "0 of 1 goal with fresh data"),
    "data that may be of this goal": (
        {
            "goals": (GOAL,),
            "problems": (UNPLACED,),
        },
        UNKNOWN,
        "0 of 1 goal with fresh data",
    ),
    "a sheet that could not be read": (
        {"goals": (GOAL,), "broken": frozenset({("manager-1", "progress")})},
        UNKNOWN,
        "cannot be read",
    ),
}


@pytest.mark.parametrize(("changes", "standing", "words"), PROGRESS.values(), ids=PROGRESS)
def test_progress_data(changes: Any, standing: Standing, words: str) -> None:
    assert said(Thing.PROGRESS, **changes) == (standing, words)


def test_where_the_missing_data_belong() -> None:
    assert prepared(Thing.PROGRESS, goals=(GOAL, OTHER), series=(FRESH,)).place == OTHER.row
    assert prepared(Thing.PROGRESS, goals=(GOAL,), series=(FRESH,)).place == FRESH.cell(-1)


# ---- it never says other than the rules


RULE_OF = {
    Thing.NOTICE: "meeting_notice",
    Thing.ATTEMPTS: "contact_attempts",
    Thing.ROLES: "team_roles",
    Thing.INTERPRETER: "interpreter",
    Thing.DIAL_IN: "dial_in",
}
SOON = day("2026-11-24")
EVERYTHING = a_meeting(SOON, agreed_on=None, notice_sent=None, interpreter_booked=None, dial_in_given=None)
DONE = a_meeting(SOON, notice_sent=day("2026-11-02"), interpreter_booked=True, dial_in_given=True)


@pytest.mark.parametrize("thing", RULE_OF)
@pytest.mark.parametrize("access", [Access.PHONE_ONLY, None])
@pytest.mark.parametrize(("meeting", "team"), [(EVERYTHING, ()), (DONE, ALL_PARTS)])
def test_what_is_missing_is_what_its_rule_finds(thing: Thing, access: Any, meeting: Any, team: Any) -> None:
    student = a_student(**(NEEDED | {"access": access}))
    department = a_department(student, meetings=(meeting,), team=team)
    (one,) = found(department)
    rules = {finding.rule for finding in judge(department, a_policy(), TODAY)}

    assert (RULE_OF[thing] in rules) is (thing in {each.thing for each in one.missing})


def test_a_student_without_a_meeting_costs_nothing() -> None:
    assert found(replace(a_department(), meetings=())) == ()

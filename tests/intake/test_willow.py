"""The whole department, kept in three shapes, against what was worked out by hand.

One case manager keeps canonical sheets, one keeps everything in a workbook of his own making, one keeps a
workbook for each student, a contact log and the hours elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import pytest

from tests.builders import a_policy
from tests.builders_tables import TODAY, WILLOW, fresh, headings, shown, sign, whole_willow, willow_form
from workspace_agent.duties.meetings_guests import guests
from workspace_agent.intake.department import Intake, take_in
from workspace_agent.intake.identify import Identities
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import known
from workspace_agent.model.place import Cell
from workspace_agent.model.problem import ProblemKind
from workspace_agent.model.question import Asks
from workspace_agent.rules.attempts import judge_attempts

EXPECTED: dict[str, Any] = json.loads((WILLOW / "expected.json").read_text("utf-8"))
STUDENTS: Mapping[str, dict[str, Any]] = {one["key"]: one for one in EXPECTED["students"]}
HIS = "SpEd Caseload 26-27 (Brandvold)"

PURPOSES_NOT_READ = frozenset({"W21", "W24", "W29"})
"""Their rows say `504` and `Tri` for a purpose, which are not known yet as one."""


@cache
def everything() -> Intake:
    organisation, books = whole_willow()
    return take_in(organisation, headings(), books, willow_form(), Identities(), sign, fresh(), TODAY)


def department() -> Department:
    return everything().department


def student(key: str) -> Student:
    """Initials are one student's alone."""
    (found,) = [one for one in department().students if one.initials == STUDENTS[key]["initials"]]
    return found


def test_34_students_stand_in_35_rows() -> None:
    assert sum(len(one["rows"]) for one in STUDENTS.values()) == 35
    assert {one.initials for one in department().students} == {one["initials"] for one in STUDENTS.values()}
    assert len(department().students) == len(STUDENTS) == 34


@pytest.mark.parametrize("key", STUDENTS)
def test_each_is_in_the_district_and_caseload_where_the_row_stands(key: str) -> None:
    found, expected = student(key), STUDENTS[key]
    plan = known(found.plan_type)

    assert (found.district, plan and plan.value) == (expected["district"], expected["plan"])
    assert found.case_manager in expected["case_manager"]
    assert f"{found.row.spreadsheet_id}/" in expected["rows"][0]


MEETINGS = {key: meeting for key, one in STUDENTS.items() if (meeting := one["next_meeting"])}


def meeting_of(key: str) -> Meeting:
    path, _, number = MEETINGS[key]["cell"].partition("!row ")
    (found,) = [
        one
        for one in department().meetings
        if one.row.a1 == f"{number}:{number}" and f"/{one.row.spreadsheet_id}/" in path
        if one.student_ref == student(key).ref
    ]
    return found


@pytest.mark.parametrize("key", MEETINGS)
def test_the_next_meeting_is_read_from_its_row(key: str) -> None:
    found, expected = meeting_of(key), MEETINGS[key]
    day = known(found.date)
    purposes = {one.name.lower() for one in known(found.purposes) or ()}

    assert (day and day.isoformat()) == expected["date"]
    assert purposes == {*expected["purposes"]} or key in PURPOSES_NOT_READ


@pytest.mark.parametrize("key", [key for key, meeting in MEETINGS.items() if meeting.get("guests")])
def test_its_guests_are_the_team(key: str) -> None:
    day = date.fromisoformat(MEETINGS[key]["date"])
    assert {*guests(department(), student(key), day).addresses} == {*MEETINGS[key]["guests"]}


@pytest.mark.parametrize("key", STUDENTS)
def test_contacts_are_counted(key: str) -> None:
    expected, found = STUDENTS[key]["contact"], judge_attempts(department(), a_policy(), student(key), TODAY)
    methods = {method.value.replace("e-mail", "email") for method in found.methods}
    counted = found.counted if found.applies else None

    assert found.applies is expected["applies"]
    if key not in PURPOSES_NOT_READ:
        assert (counted, methods) == (expected["counted"], {*expected.get("methods", ())})
        assert found.sufficient is expected["sufficient"]


def test_the_student_in_two_caseloads_is_the_one_question() -> None:
    (question,) = everything().questions

    assert question.asks is Asks.WHOSE
    assert {row.ref for row in question.rows} == {student("W15").ref}
    assert [(row.cell.spreadsheet_id, row.cell.a1) for row in question.rows] == [
        ("Progress Monitoring", "C16"),
        ("Leilani Brooks-Tate", "C2"),
    ]
    assert [one.initials for one in department().students if one.held] == [STUDENTS["W15"]["initials"]]
    assert known(student("W15").last_annual_review) == date(2026, 2, 11)


@pytest.mark.parametrize(
    ("book", "cell", "kind"),
    [
        ("Contact Log 26-27", "C8", ProblemKind.CONTACT_INCOMPLETE),
        ("Hours 2026-27", "C5", ProblemKind.END_BEFORE_START),
        (HIS, "A5", ProblemKind.AMBIGUOUS_STUDENT),
        (HIS, "A21", ProblemKind.UNKNOWN_STUDENT),
        (HIS, "C23", ProblemKind.CONTACT_INCOMPLETE),
        (HIS, "F3", ProblemKind.CONTACT_UNSURE),
        (HIS, "B8", ProblemKind.UNKNOWN_PURPOSE),
        (HIS, "C7", ProblemKind.NOT_A_DATE),
        (HIS, "D12", ProblemKind.NOT_A_TIME),
    ],
)
def test_mistakes_are_told_at_their_cells(book: str, cell: str, kind: ProblemKind) -> None:
    places = [
        (one.place.spreadsheet_id, one.place.a1, one.kind)
        for one in department().problems
        if isinstance(one.place, Cell)
    ]
    assert (book, cell, kind) in places


def test_of_the_workbooks_of_one_student_nothing_is_missed() -> None:
    hers = [one for one in department().problems if one.case_manager == "lena-vandermolen"]
    assert sorted(shown(one)[:2] for one in hers) == [
        ("CONTACT_INCOMPLETE", "C8"),
        ("END_BEFORE_START", "C5"),
        ("ONE_STUDENT_TWICE", "C2"),
    ]
    assert not any(department().lacks("lena-vandermolen", kind) for kind in ("students", "meetings", "team"))


def test_no_name_of_a_student_is_in_the_department() -> None:
    facts = (department().students, department().meetings, department().team, department().problems)
    told = repr(facts)
    for book in {one.spreadsheet_id for one in department().workbooks}:
        told = told.replace(repr(book), "")  # these tests use the title as the id

    assert everything().guard.redact(told) == told

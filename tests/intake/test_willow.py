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
from workspace_agent.model.dates import add_years
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import known
from workspace_agent.model.place import Cell
from workspace_agent.model.question import Asks
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules import judge
from workspace_agent.rules.attempts import judge_attempts
from workspace_agent.rules.clocks import Clock, annual_clock, annual_due, reevaluation_clock

EXPECTED: dict[str, Any] = json.loads((WILLOW / "expected.json").read_text("utf-8"))
STUDENTS: Mapping[str, dict[str, Any]] = {one["key"]: one for one in EXPECTED["students"]}
HIS = "SpEd Caseload 26-27 (Brandvold)"


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
    assert purposes == {*expected["purposes"]}


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
    assert (counted, methods) == (expected["counted"], {*expected.get("methods", ())})
    assert found.sufficient is expected["sufficient"]


def due_dates(one: Student) -> tuple[date | None, date | None]:
    policy = a_policy()
    years = policy.reevaluation.years
    review = annual_clock(department(), one)
    evaluation = reevaluation_clock(department(), one, years)
    return (
        review.due(lambda last: annual_due(last, policy.annual_review.mode))
        if isinstance(review, Clock)
        else None,
        evaluation.due(lambda last: add_years(last, years)) if isinstance(evaluation, Clock) else None,
    )


@pytest.mark.parametrize("key", STUDENTS)
def test_both_clocks_are_read_from_what_was_done_or_from_what_is_due(key: str) -> None:
    expected = STUDENTS[key]
    due = [expected["annual_due"], expected["reevaluation_due"]]

    assert [day and day.isoformat() for day in due_dates(student(key))] == due


@pytest.mark.parametrize("rule", ["R01", "R04", "R11"])
def test_the_rules_find_what_was_worked_out_by_hand(rule: str) -> None:
    ids = {"R01": "annual_review", "R04": "reevaluation", "R11": "contact_attempts"}
    by_hand = {
        (one["initials"], severity, due)
        for one in STUDENTS.values()
        for name, severity, due in one["findings"]
        if name == rule and severity != "DATA"
    }
    initials = {one.ref: one.initials for one in department().students}
    found = {
        (initials[one.student_ref], one.severity.name, one.due and one.due.isoformat())
        for one in judge(department(), a_policy(), TODAY)
        if one.rule == ids[rule] and one.severity not in {Severity.INFO, Severity.DATA}
    }

    assert found == by_hand


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


def places() -> set[tuple[str, str]]:
    """Workbook, title of the sheet and cell of everything that is told."""
    _, books = whole_willow()
    titles = {(one.spreadsheet_id, tab.sheet_id): tab.title for one in books for tab in one.tables}
    cells = [one.place for one in department().problems if isinstance(one.place, Cell)]
    return {
        (cell.spreadsheet_id, f"{titles[cell.spreadsheet_id, cell.sheet_id]}.csv!{cell.a1}") for cell in cells
    }


@pytest.mark.parametrize("told", EXPECTED["cell_problems"], ids=lambda told: told["cell"])
def test_every_mistake_in_a_cell_is_told_there(told: dict[str, str]) -> None:
    *_, book, cell = told["cell"].split("/")

    assert (book, cell) in places()


@pytest.mark.parametrize(
    ("book", "cell"),
    [
        (HIS, "Parent Contact Log.csv!A5"),
        (HIS, "Parent Contact Log.csv!A21"),
        (HIS, "Team.csv!F3"),
        (HIS, "Mtgs.csv!B8"),
        (HIS, "CASELOAD.csv!G6"),
        ("Progress Monitoring", "Team.csv!E39"),
        ("Progress Monitoring", "Meetings.csv!A13"),
    ],
)
def test_every_question_about_a_cell_is_asked_there(book: str, cell: str) -> None:
    assert (book, cell) in places()


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

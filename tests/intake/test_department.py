"""Golden: the whole of the first case manager's workbooks, and what the whole department adds up to."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.builders_tables import (
    TODAY,
    WILLOW,
    fresh,
    headings,
    marisol,
    shown,
    sign,
    table,
    willow,
    willow_form,
    workbook,
)
from workspace_agent.intake.department import Intake, take_in
from workspace_agent.intake.form import RawForm
from workspace_agent.intake.headings import Headings
from workspace_agent.intake.identify import Identities
from workspace_agent.intake.table import RawWorkbook, WorkbookFailure
from workspace_agent.model.agent_tab import SHEET_ID, AgentTab
from workspace_agent.model.field import known
from workspace_agent.model.vocabulary import ContactState, Purpose

STUDENTS = (
    ("District", "ID", "First", "Last", "Plan", "Last annual review", "Last evaluation"),
    ("Sierra Vieja ISD", "142", "Rosa", "Delgadillo", "IEP", "11/18/2025", "2/29/2024"),
)


def take(
    *workbooks: RawWorkbook | WorkbookFailure,
    form: RawForm | None = None,
    known: Identities | None = None,
    start: int = 1,
    kinds: Headings | None = None,
) -> Intake:
    identities = known or Identities()
    given = kinds or headings()
    return take_in(willow(), given, workbooks, form, identities, sign, fresh(start), TODAY)


def expected() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((WILLOW / "expected.json").read_text("utf-8"))
    return found


def test_the_workbooks_of_marisol_quintero_give_exactly_these_problems() -> None:
    """`mistakes.md` and `expected.json`, as far as these sheets go."""
    department = take(*marisol()).department
    assert [(one.place.label, *shown(one)[::2], one.student_ref) for one in department.problems] == [
        ("cell A13", "ROW_WITHOUT_STUDENT", "", ""),
        ("cell E39", "CONTACT_UNSURE", "", "r15"),
        ("cell G32", "CONTACT_INCOMPLETE", "result", "r15"),
        ("cell D66", "NOT_A_NUMBER", "", "r15"),
        ("cell C11", "END_BEFORE_START", "4:00 PM", ""),
    ]
    assert {one.case_manager for one in department.problems} == {"marisol-quintero"}


def test_they_hold_sixteen_students_with_these_initials() -> None:
    students = take(*marisol()).department.students
    of_marisol = expected()["students"][:16]
    assert [one.initials for one in students] == [one["initials"] for one in of_marisol]
    assert [one.district for one in students] == [one["district"] for one in of_marisol]
    assert [plan.value for one in students if (plan := known(one.plan_type))] == [
        one["plan"] for one in of_marisol
    ]
    assert len(students) == 16
    assert not any(one.held for one in students)


def test_every_row_is_a_fact_or_a_problem() -> None:
    department = take(*marisol()).department
    assert (
        len(department.meetings) == 20 - 1 - 2
    )  # rows less the one without a student and two of empty boxes
    assert (
        len(department.team),
        len(department.contacts),
        sum(map(len, map(department.waivers, department.by_ref))),
    ) == (39, 32, 1)
    assert (len(department.hours), len(department.office_hours)) == (14, 5)
    assert department.hours_read_for == {"marisol-quintero"}


def test_facts_of_marisol_that_are_easy_to_get_wrong() -> None:
    department = take(*marisol()).department
    initials = {one.ref: one.initials for one in department.students}
    states = {
        initials[one.student_ref]: state for one in department.team if (state := known(one.contact_state))
    }
    assert states["Д.М."] is ContactState.UNSURE
    assert states["M.L."] is ContactState.RESTRICTED
    assert [one.row.a1 for one in department.meetings if one.cancelled] == ["11:11"]
    assert [one.row.a1 for one in department.contacts if not one.about] == [
        "23:23",
        "27:27",
        "28:28",
        "29:29",
    ]
    guests = {known(one.address) for one in department.team if initials[one.student_ref] == "M.W."} - {None}
    assert guests == {
        "k.osei@sierravieja.example",
        "m.bravo@sierravieja.example",
        "p.lund@sierravieja.example",
    }
    assert known(department.meetings[6].purposes) == frozenset({Purpose.ANNUAL_REVIEW, Purpose.REEVALUATION})


def test_marisols_form_responses() -> None:
    intake = take(*marisol(), form=willow_form())
    by_id = {one.response_id: one for one in intake.department.responses}
    moved = [one for one in expected()["filing"] if one["student"] in {"W03", "W04", "W05", "W10"}]
    initials = {one.ref: one.initials for one in intake.department.students}
    of_key = {one["key"]: one["initials"] for one in expected()["students"]}
    for one in moved:
        fact = by_id[one["response_id"]]
        assert initials[fact.student_ref] == of_key[one["student"]]
        assert fact.moves_clocks is (one["because"] != _NOT_NEAR)
    problems = [
        (one.place.response_id, one.kind.name)  # type: ignore[union-attr]
        for one in intake.department.problems
        if one.kind.name.startswith("RESPONSE") and one.case_manager == "marisol-quintero"
    ]
    assert problems == [
        ("ACYDBNh-r07", "RESPONSE_WITHOUT_MEETING"),
        ("ACYDBNh-r08", "RESPONSE_NAMES_ANOTHER"),
    ]
    assert intake.records["ACYDBNh-r01"].texts("student") == ("Jonah Pell",)


_NOT_NEAR = "no dated meeting of this student within 3 days: filed, no clock moved, question"


def test_no_name_of_a_student_is_in_the_department() -> None:
    intake = take(*marisol(), form=willow_form())
    everything = repr(replace(intake.department, organisation=None))  # type: ignore[arg-type]
    assert intake.guard.redact(everything) == everything
    assert intake.guard.shows_name("Jonah Pell")


def test_a_student_of_a_teachers_name_does_not_stop_the_teachers_invitation() -> None:
    students = table(*STUDENTS, ("Sierra Vieja ISD", "143", "Ann", "Teague", "IEP", "", ""))
    team = table(
        ("Student", "Role", "E-mail"),
        ("Rosa Delgadillo", "principal", "j.teague@sierravieja.example"),
        sheet_id=8,
    )
    guard = take(workbook(students, team)).guard
    assert not guard.shows_name("j.teague@sierravieja.example")
    assert guard.shows_name("Ann Teague")
    assert guard.shows_name("delgadillo")


def test_a_second_look_finds_the_same_students_and_mints_nothing() -> None:
    once = take(*marisol())
    again = take(*marisol(), known=once.identities, start=1000)
    assert again.department == once.department
    assert again.identities == once.identities


def test_a_student_of_an_unknown_district_is_told_once_and_its_rows_are_left_out() -> None:
    students = table(STUDENTS[0], ("Elsewhere ISD", *STUDENTS[1][1:]))
    team = table(("Student", "Role", "E-mail"), ("Rosa Delgadillo", "parent", ""), sheet_id=8)
    department = take(workbook(students, team)).department
    assert (department.students, department.team) == ((), ())
    assert [shown(one)[0] for one in department.problems if one.place.label != "workbook"] == [
        "UNKNOWN_DISTRICT"
    ]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("forbidden", "WORKBOOK_FORBIDDEN"),
        ("not_found", "WORKBOOK_NOT_FOUND"),
        ("unavailable", "WORKBOOK_UNAVAILABLE"),
        ("other", "WORKBOOK_NOT_READ"),
    ],
)
def test_a_workbook_that_cannot_be_opened_is_told_and_stops_nothing_else(kind: Any, expected: str) -> None:
    hours = marisol()[1]
    department = take(WorkbookFailure("gone", "marisol-quintero", kind), hours).department
    assert [shown(one)[:2] for one in department.problems] == [
        (expected, "workbook"),
        ("END_BEFORE_START", "C11"),
    ]
    assert len(department.hours) == 14
    assert department.problems[0].detail == "agent@willowbridge.example"


def test_a_missing_students_sheet_is_told_once_and_stops_nothing_else() -> None:
    progress, hours = marisol()
    without = replace(progress, tables=tuple(one for one in progress.tables if one.title != "Students"))
    department = take(without, hours).department
    assert [shown(one) for one in department.problems] == [
        ("MISSING_SHEET", "workbook", "students"),
        ("END_BEFORE_START", "C11", "4:00 PM"),
    ]
    assert department.meetings == ()


def test_a_missing_heading_silences_its_column_and_is_told_once() -> None:
    progress, hours = marisol()
    tables = tuple(_without_heading(one, 7) if one.title == "Students" else one for one in progress.tables)
    department = take(replace(progress, tables=tables), hours).department
    told = [shown(one) for one in department.problems if one.kind.name == "MISSING_HEADING"]
    assert told == [("MISSING_HEADING", "1:1", "last evaluation")]
    assert all(known(one.last_evaluation) is None for one in department.students)


def _without_heading(given: Any, column: int) -> Any:
    first = given.rows[0]
    renamed = (*first[:column], replace(first[column], value="Something else"), *first[column + 1 :])
    return replace(given, rows=(renamed, *given.rows[1:]))


def test_hours_whose_columns_are_lost_count_as_not_read() -> None:
    hours = table(("Day", "Start", "End", "Hours"), ("11/5/2026", "8:00 AM", "9:00 AM", "1"))
    department = take(workbook(hours, holds="hours")).department
    assert department.hours_read_for == frozenset()


def test_the_agent_tab_and_the_kind_of_a_workbook_are_known() -> None:
    agent = replace(table(("Status", "TRUE"), ("3",), sheet_id=SHEET_ID, title="Agent"), mark="ab cd")
    progress, hours = marisol()
    books = take(replace(progress, tables=(*progress.tables, agent)), hours).department.workbooks
    assert [
        (book.spreadsheet_id, book.holds_students, book.agent_tabs.own is not None) for book in books
    ] == [
        ("Progress Monitoring", True, True),
        ("Hours Log", False, False),
    ]
    own = AgentTab((("Status", "TRUE"), ("3",)), frozenset({"ab", "cd"}), len(progress.tables))
    assert books[0].agent_tabs.own == own


def test_a_department_without_a_form_has_no_responses() -> None:
    organisation = willow().model_copy(update={"form": None})
    intake = take_in(organisation, headings(), [], willow_form(), Identities(), sign, fresh(), TODAY)
    assert intake.department.responses == ()
    assert take(form=None).department.responses == ()


def test_no_meeting_is_missed_in_a_sheet_whose_dates_cannot_be_read() -> None:
    progress, hours = marisol()
    tables = tuple(_without_heading(one, 2) if one.title == "Meetings" else one for one in progress.tables)
    department = take(replace(progress, tables=tables), hours, form=willow_form()).department
    kinds = {one.kind.name for one in department.problems if one.case_manager == "marisol-quintero"}

    assert "MISSING_HEADING" in kinds
    assert "RESPONSE_WITHOUT_MEETING" not in kinds


def test_a_sheet_that_stands_there_twice_counts_as_unread_even_where_none_is_needed() -> None:
    consents = ("Student", "Kind", "Signed")
    twice = workbook(table(*STUDENTS), table(consents, sheet_id=8), table(consents, sheet_id=9))
    department = take(twice).department

    assert "TWO_SHEETS" in {one.kind.name for one in department.problems}
    assert (twice.case_manager, "consents") in department.broken


GOALS = ("Student", "Goal", "Target")
GOAL = ("Rosa Delgadillo", "1", "80%")


@pytest.mark.parametrize(
    ("rows", "filled"),
    [
        pytest.param([GOALS, GOAL], {"goals"}, id="with rows"),
        pytest.param([GOALS], set(), id="without rows"),
        pytest.param([("Kid", "Aim", "Wish"), GOAL], set(), id="with headings that nobody knows"),
        pytest.param([("Paused",), ("TRUE",)], set(), id="a sheet that pauses is no data"),
    ],
)
def test_of_sheets_that_a_workbook_may_lack_it_is_known_which_hold_rows(
    rows: list[tuple[str, ...]], filled: set[str]
) -> None:
    book = workbook(table(*STUDENTS, title="Students", sheet_id=1), table(*rows, title="Aims", sheet_id=2))
    assert take(book).department.workbooks[0].filled == filled


@pytest.mark.parametrize("kind", ["students", "meetings", "team"])
def test_of_no_sheet_it_is_known_both_how_many_rows_it_holds_and_that_it_holds_some(kind: str) -> None:
    """The looks at both are remembered under one subject; a department may do without any kind of sheet."""
    known = headings()
    may_lack = {**known.sheets, kind: known.sheets[kind].model_copy(update={"optional": True})}
    book, _ = take(*marisol(), kinds=known.model_copy(update={"sheets": may_lack})).department.workbooks

    assert kind in book.rows
    assert book.filled.isdisjoint(book.rows)


def test_data_with_a_column_for_each_date_are_of_the_same_kind_as_data_in_rows() -> None:
    by_date = table(("Student", "Goal", "9/14/2026"), ("Rosa Delgadillo", "1", "37%"), sheet_id=2)
    book = workbook(table(*STUDENTS, title="Students", sheet_id=1), by_date)

    assert take(book).department.workbooks[0].filled == {"progress"}


def test_where_it_cannot_be_told_which_data_count_progress_counts_as_not_read() -> None:
    rows = ("Student", "Goal", "9/14/2026"), ("Rosa Delgadillo", "1", "37%")
    other = rows[0], ("Rosa Delgadillo", "1", "93%")
    book = workbook(
        table(*STUDENTS, title="Students", sheet_id=1),
        table(*rows, title="One", sheet_id=2),
        table(*other, title="Two", sheet_id=3),
    )
    department = take(book).department

    assert department.series == ()
    assert ("marisol-quintero", "progress") in department.broken


def test_of_every_sheet_it_is_known_what_it_has_columns_for() -> None:
    requests = table(
        ("Student", "Asked on", "Asked for", "Answered on"),
        ("Rosa Delgadillo", "11/3/2026", "records", ""),
        title="Requests",
        sheet_id=2,
    )
    reports = table(("Student", "Date sent"), ("Rosa Delgadillo", ""), title="Progress reports", sheet_id=3)
    department = take(workbook(table(*STUDENTS, title="Students", sheet_id=1), requests, reports)).department
    (book,) = department.workbooks

    assert book.columns["requests"] == {"student", "asked_on", "kind", "answered_on"}
    assert book.columns["progress_reports"] == {"student", "sent_on"}
    assert book.rows == {"students": 1}
    assert book.filled == {"requests", "progress_reports"}
    assert len(department.requests_of["r1"]) == len(department.progress_reports_of["r1"]) == 1

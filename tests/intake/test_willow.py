"""The whole department, kept in three shapes, against what was worked out by hand.

One case manager keeps canonical sheets, one keeps everything in a workbook of his own making, one keeps a
workbook for each student, a contact log and the hours elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from string import ascii_uppercase

import pytest

from tests.builders import a_policy
from tests.builders_tables import TODAY, shown
from tests.intake.department_of_willow import EXPECTED, STUDENTS, cell, department, everything, student
from workspace_agent.duties.meetings_guests import guests
from workspace_agent.model import dates
from workspace_agent.model.due_dates import annual_due
from workspace_agent.model.facts import Meeting
from workspace_agent.model.field import known
from workspace_agent.model.place import Cell, ResponsePlace
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.question import Asks
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules import judge
from workspace_agent.rules.attempts import judge_attempts
from workspace_agent.rules.clocks import Clock, Following, Reading, annual_clock, reevaluation_clock
from workspace_agent.rules.cycles import FEDERAL


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
    (found,) = [one for one in department().meetings if one.row == cell(MEETINGS[key]["cell"])]
    assert found.student_ref == student(key).ref
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


@pytest.mark.parametrize("key", STUDENTS)
def test_both_clocks_run_out_when_they_should(key: str) -> None:
    annual = annual_clock(department(), student(key))
    evaluation = reevaluation_clock(department(), student(key), FEDERAL)
    expected = STUDENTS[key]["annual_due"], STUDENTS[key]["reevaluation_due"]

    assert (
        _due(annual, lambda last: annual_due(last, "strict")),
        _due(evaluation, lambda last: dates.add_years(last, 3)),
    ) == expected


def _due(clock: Reading, following: Following) -> str | None:
    return clock.due(following).isoformat() if isinstance(clock, Clock) else None


RULES_BY_HAND = {
    "R01": "annual_review",
    "R03": "amendment",
    "R04": "reevaluation",
    "R11": "contact_attempts",
    "R12": "team_roles",
    "R19": "transfer",
    "R21": "review_504",
    "R22": "reevaluation_504",
    "R23": "remote_meeting",
    "R26": "post_form",
    "R27": "check_in",
    "R29": "stale_data",
}


@pytest.mark.parametrize("rule", RULES_BY_HAND)
def test_the_rules_find_what_was_worked_out_by_hand(rule: str) -> None:
    by_hand = {
        (one["initials"], severity, due)
        for one in STUDENTS.values()
        for name, severity, due in one["findings"]
        if name == rule
    }
    initials = {one.ref: one.initials for one in department().students}
    found = {
        (initials[one.student_ref], one.severity.name, one.due and one.due.isoformat())
        for one in judge(department(), a_policy(), TODAY)
        if one.rule == RULES_BY_HAND[rule] and one.severity is not Severity.INFO
    }

    assert found == by_hand


FOLLOWED = ("pli_connect", "prior_written_notice", "meeting_record", "action_items")
IN_STUDENTS_FOLDERS = [one for one in EXPECTED["filing"] if "pli_connect" in one]


@pytest.mark.parametrize("expected", IN_STUDENTS_FOLDERS, ids=lambda one: one["response_id"])
def test_each_form_is_entered_in_pli_connect_or_due_when_it_should_be(expected: Mapping[str, str]) -> None:
    """All are filed at the first look, so that the days count from then on."""
    due = {
        one.place.response_id: f"due {one.due}"
        for one in judge(department(), a_policy(), TODAY)
        if one.rule == "pli_connect" and isinstance(one.place, ResponsePlace)
    }

    assert due.get(expected["response_id"], "entered") == expected["pli_connect"]


def test_of_what_follows_a_meeting_nothing_is_overdue_or_missing() -> None:
    """Every held response has a notice, nothing asks for a length, and `by 11/12` is one of two days."""
    found = [one for one in judge(department(), a_policy(), TODAY) if one.rule in FOLLOWED]

    assert {one.severity for one in found} == {Severity.INFO}
    assert sum(one.rule == "action_items" for one in found) == len(IN_STUDENTS_FOLDERS) == 6


def test_when_the_school_year_is_over_check_ins_are_missing_where_they_were_by_hand() -> None:
    """One of them has left, and the only row of another has a date that is told as a Problem."""
    by_hand = {key for key, one in STUDENTS.items() if not one["check_in"]["met"]}
    rows = {student(key).ref: key for key in STUDENTS}
    found = {
        rows[one.student_ref]
        for one in judge(department(), a_policy(), date(2027, 6, 30))
        if one.rule == "check_in"
    }

    assert found == by_hand - {"W13", "W24"}


@pytest.mark.parametrize("key", ["W03", "W14", "W28"])
def test_who_is_missing_in_the_team_is_named(key: str) -> None:
    missing = STUDENTS[key]["because"]["R12"].partition(": ")[2]
    (found,) = [
        one
        for one in judge(department(), a_policy(), TODAY)
        if one.rule == "team_roles" and one.student_ref == student(key).ref
    ]

    assert found.arithmetic.endswith(f"the Team sheet names no {missing}.")


# ---- what is told

KINDS = {
    "contact_without_result": {ProblemKind.CONTACT_INCOMPLETE},
    "contact_without_time": {ProblemKind.CONTACT_INCOMPLETE},
    "date_in_a_number_column": {ProblemKind.DATE_FOR_NUMBER},
    "date_in_the_future": {ProblemKind.DATE_IN_THE_FUTURE},
    "end_before_start": {ProblemKind.END_BEFORE_START},
    "not_a_date": {ProblemKind.NOT_A_DATE, ProblemKind.AMBIGUOUS_DATE},
    "not_a_number": {ProblemKind.NOT_A_NUMBER},
    "not_a_time": {ProblemKind.NOT_A_TIME},
}
ASKED = {
    "ambiguous_student": ProblemKind.AMBIGUOUS_STUDENT,
    "contact_unsure": ProblemKind.CONTACT_UNSURE,
    "row_without_student": ProblemKind.ROW_WITHOUT_STUDENT,
    "two_caseloads": ProblemKind.ONE_STUDENT_TWICE,
    "two_dates": ProblemKind.TWO_DATES,
    "unknown_purpose": ProblemKind.UNKNOWN_PURPOSE,
    "unknown_student": ProblemKind.UNKNOWN_STUDENT,
}
"""Questions that arise from what was typed alone; the others need events or the day's date."""


def row_of(place: Cell) -> tuple[str, int, str]:
    return place.spreadsheet_id, place.sheet_id, place.a1.partition(":")[0].lstrip(ascii_uppercase)


@pytest.mark.parametrize("expected", EXPECTED["cell_problems"], ids=lambda one: one["cell"].split("/")[-1])
def test_what_cannot_be_read_is_told_at_its_cell_once(expected: Mapping[str, str]) -> None:
    (found,) = [one for one in department().problems if one.place == cell(expected["cell"])]
    assert found.kind in KINDS[expected["kind"]]


def test_what_is_asked_is_asked_at_its_row_and_nothing_else_is_told_of_a_cell() -> None:
    asked = {
        (row_of(place), ASKED[one["kind"]])
        for one in EXPECTED["questions"]
        if one["kind"] in ASKED
        for place in map(cell, one["cell"].split(" and "))
    }
    spoken_of = {cell(one["cell"]) for one in EXPECTED["cell_problems"]}
    others = [one for one in department().problems if one.place not in spoken_of]

    assert {(row_of(one.place), one.kind) for one in others if isinstance(one.place, Cell)} == asked
    assert all(isinstance(one.place, Cell | ResponsePlace) for one in others)


def test_of_the_responses_those_are_told_that_need_somebody() -> None:
    found = [one.kind for one in department().problems if isinstance(one.place, ResponsePlace)]
    expected = [one for one in EXPECTED["questions"] if one["kind"] in {"response", "another_student_named"}]
    assert len(found) == len({*found}) == len(expected)


def test_of_the_workbooks_of_one_student_nothing_is_missed() -> None:
    hers = [one for one in department().problems if one.case_manager == "lena-vandermolen"]
    assert sorted(shown(one)[:2] for one in hers) == [
        ("CONTACT_INCOMPLETE", "C8"),
        ("END_BEFORE_START", "C5"),
        ("ONE_STUDENT_TWICE", "C2"),
    ]
    assert not any(department().lacks("lena-vandermolen", kind) for kind in ("students", "meetings", "team"))


def test_no_name_of_a_student_is_in_the_department() -> None:
    found = department()
    progress = (found.goals, found.benchmarks, found.series, found.check_ins)
    told = repr((found.students, found.meetings, found.team, found.contacts, found.problems, progress))
    for book in {one.spreadsheet_id for one in found.workbooks}:
        told = told.replace(repr(book), "")  # these tests use the title as the id

    assert everything().guard.redact(told) == told

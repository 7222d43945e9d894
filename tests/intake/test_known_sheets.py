"""Workbooks as three people keep them: which sheet is which, and which column holds what."""

from __future__ import annotations

import pytest

from tests.builders_tables import headings, willow_workbook
from workspace_agent.intake.recognise import recognise

READ = frozenset(headings().sheets)
HIS_SHEETS = {
    "CASELOAD": "students",
    "Mtgs": "meetings",
    "Team": "team_by_student",
    "Parent Contact Log": "contacts",
    "Goals": "goals",
    "Objectives": "benchmarks",
    "Data": "progress",
    "1-1 Check Ins": "check_ins",
    "Hours": "hours",
    "Office Hrs": "office_hours",
}
HER_SHEETS = {
    "Student": "students",
    "Meetings": "meetings",
    "Team": "team",
    "Goals": "goals",
    "Data": "progress",
    "Check-ins": "check_ins",
}


def test_one_workbook_with_headings_of_his_own() -> None:
    book = willow_workbook(
        "theo-brandvold", "SpEd Caseload 26-27 (Brandvold)", holds="progress monitoring and hours"
    )
    found = recognise(book, headings(), READ)

    assert {sheet.table.title: sheet.name for sheet in found.sheets} == HIS_SHEETS
    caseload = next(sheet for sheet in found.sheets if sheet.name == "students")
    assert caseload.header == 2
    assert dict(caseload.columns) == {
        "name": 0,
        "preferred": 1,
        "id": 2,
        "plan": 4,
        "annual_review_due": 6,
        "reevaluation_due": 8,
        "last_annual_review": 5,
        "enrolled": 9,
        "entered_from": 10,
        "exit": 11,
        "language": 12,
    }


@pytest.mark.parametrize("student", ["Juniper Pratt", "Rain Delgado", "Xander O'Hearn"])
def test_one_workbook_for_each_student(student: str) -> None:
    found = recognise(
        willow_workbook("lena-vandermolen", student, holds="progress monitoring"), headings(), READ
    )

    assert {sheet.table.title: sheet.name for sheet in found.sheets} == HER_SHEETS


def test_a_contact_log_of_its_own() -> None:
    book = willow_workbook("lena-vandermolen", "Contact Log 26-27", holds="progress monitoring")
    (log,) = recognise(book, headings(), READ).sheets

    assert (log.name, dict(log.lost)) == ("contacts", {})
    assert dict(log.columns) == {
        "student": 0,
        "date": 1,
        "time": 2,
        "method": 3,
        "who": 4,
        "about": 5,
        "result": 6,
    }

"""What people put into a folder of workbooks beside them: each is read once, or told with what to do."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.journeys.caseload_folder import LENA, RAIN, SANTI, XANDER, Caseload
from tests.journeys.world import WHOLE, World, build_world
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def whole(tmp_path: Path) -> World:
    """The whole department, with one caseload in a folder."""
    return build_world(tmp_path / "whole", WHOLE)


def told(report: Report) -> Counter[str]:
    return Counter(one.kind.name for one in report.account.problems if one.case_manager == "lena-vandermolen")


def hers(report: Report) -> list[str]:
    students = report.account.department.students
    return sorted(one.initials for one in students if one.case_manager == "lena-vandermolen")


def reads(world: World, book: str) -> int:
    """How many times a workbook was read."""
    requests = world.stage.control("GET", "requests")["requests"]
    return sum(one["path"].endswith(f"/spreadsheets/{book}") for one in requests)


def test_each_is_read_once_however_often_it_is_named(whole: World) -> None:
    caseload = Caseload(whole)
    before = whole.run()
    caseload.new_shortcut(SANTI)
    setting = f'workbooks = [{{ id = "{caseload.ids[RAIN]}", holds = "one student" }}]\n'
    whole.setting(lambda text: text.replace(f'email = "{LENA}"\n', f'email = "{LENA}"\n{setting}'))
    whole.forget_requests()
    after = whole.run()

    assert (hers(after), told(after)) == (hers(before), told(before))
    assert [reads(whole, caseload.ids[one]) for one in (SANTI, RAIN)] == [1, 1]


def test_a_file_of_another_program_is_told_with_what_to_do(whole: World) -> None:
    caseload = Caseload(whole)
    before = whole.run()
    caseload.new("Ana Ruiz.xlsx", EXCEL)
    after = whole.run()

    assert told(after) - told(before) == Counter({"NOT_GOOGLE_SHEETS": 1})
    (problem,) = [one for one in after.account.problems if one.kind is ProblemKind.NOT_GOOGLE_SHEETS]
    assert "File > Save as Google Sheets" in problem.advice


def test_of_two_copies_it_is_asked_and_neither_is_read(whole: World) -> None:
    caseload = Caseload(whole)
    before = whole.run()
    caseload.copy(XANDER, f"Copy of {XANDER}")
    after = whole.run()

    assert told(after) - told(before) == Counter({"WORKBOOK_TWICE": 2})
    assert hers(after) == [one for one in hers(before) if one != "X.O."]


def test_one_student_in_two_workbooks_is_asked(whole: World) -> None:
    caseload = Caseload(whole)
    before = whole.run()
    caseload.copy(RAIN, "Another title")
    after = whole.run()

    assert hers(after) == hers(before)
    assert told(after) - told(before) == Counter({"ONE_STUDENT_TWICE": 2})


def test_workbooks_in_a_folder_below_are_told_and_not_read(whole: World) -> None:
    caseload = Caseload(whole)
    before = whole.run()
    below, archive = caseload.new_folder("New students"), caseload.new_folder("Exited students")
    caseload.new_folder("Pictures")
    for folder in (below, archive):
        caseload.copy(RAIN, "Another title", folder)
    after = whole.run()

    assert hers(after) == hers(before)
    assert told(after) - told(before) == Counter({"BOOKS_BELOW": 1})
    (problem,) = [one for one in after.account.problems if one.kind is ProblemKind.BOOKS_BELOW]
    assert below in problem.place.url

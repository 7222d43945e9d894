"""Who is who is asked, nothing is done for either until it is answered, and then everything goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.world import MARISOL, ROBOT, World
from workspace_agent.model.action import Outcome, State
from workspace_agent.model.field import known
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.question import Asks, Question
from workspace_agent.run import Report
from workspace_agent.tools import LEDGER

GRACE = 4
"""Row of a student with a meeting to book and a response to file."""

SLIP = ("Sierra Vieja ISD", "20533", "Gracie", "Ontiveros Hale", "", "IEP", "1/15/2026", "1/14/2025")
"""One id under two names: a second row that may be Grace's."""

LEILANI = ("Sierra Vieja ISD", "20156", "Leilani", "Brooks-Tate", "", "IEP", "2/18/2026", "5/6/2024")
LENA = "l.vandermolen@willowbridge.example"


def type_row(world: World, number: int, *cells: str) -> None:
    with world.person(MARISOL) as google:
        google.sheets.type_values(world.progress, f"Students!A{number}", [list(cells)])


def ask(world: World) -> None:
    """A row is added, and a column for answers."""
    world.type("Students!N1", "Same student?")
    type_row(world, 18, *SLIP)


def questions(world: World) -> tuple[Question, ...]:
    with world.tools() as tools:
        return tools.observe(tools.clock()).intake.questions


def in_the_sheet(world: World, answer: str) -> None:
    world.type("Students!N18", answer)


def by_command(world: World, answer: str) -> None:
    (question,) = questions(world)
    with world.tools() as tools:
        tools.ledger.answer(question.id, answer, tools.clock())


Answering = Callable[[World, str], None]


@pytest.fixture(params=[in_the_sheet, by_command], ids=["in the sheet", "by command"])
def answer(request: pytest.FixtureRequest) -> Answering:
    way: Answering = request.param
    return way


def lose_the_ledger(world: World) -> None:
    (world.folder / "state" / LEDGER).unlink()


def kinds(report: Report) -> set[ProblemKind]:
    return {problem.kind for problem in report.account.problems}


def done_for_grace(world: World) -> tuple[int, int]:
    """Her meetings and her records."""
    meetings = [event for event in world.meetings() if event["summary"].endswith("- G.O.")]
    records = [file for file in world.records(MARISOL) if file["name"].startswith("2026-10-02")]
    return len(meetings), len(records)


def students(report: Report) -> dict[str, str]:
    """Refs by row."""
    return {one.row.a1: one.ref for one in report.account.department.students}


def everything(world: World) -> dict[str, Any]:
    """What would show that something was done twice."""
    dump = world.dump()
    return {
        "events": sorted(event["id"] for event in world.meetings()),
        "files": sorted((file["id"], file["name"]) for file in dump["files"]),
    }


def test_nothing_is_booked_or_filed_for_a_student_in_question_and_the_rest_is_done(world: World) -> None:
    ask(world)
    report = world.run()

    assert done_for_grace(world) == (0, 0)
    assert len(world.meetings()) == 5
    told = [one for one in report.account.problems if one.kind is ProblemKind.SAME_STUDENT]
    assert [one.place.label for one in told] == ["cell N4", "cell N18"]
    assert told[0].sentence in " ".join(world.digest_text().split())


def test_after_no_the_next_run_books_and_files_and_a_lost_ledger_changes_nothing(
    world: World, answer: Answering
) -> None:
    ask(world)
    world.run()
    answer(world, "no")
    report = world.run()
    assert done_for_grace(world) == (1, 1)
    assert not kinds(report) & {ProblemKind.SAME_STUDENT, ProblemKind.ANSWER_UNCLEAR}

    before, refs = everything(world), students(report)
    lose_the_ledger(world)
    report = world.run()
    assert everything(world) == before
    assert ProblemKind.SAME_STUDENT not in kinds(report)
    assert {students(report)[row] for row in ("4:4", "18:18")} == {refs[row] for row in ("4:4", "18:18")}
    assert {"G.O.", "G.O.-2"} <= {one.initials for one in report.account.department.students}


def test_after_yes_one_row_has_to_go_then_the_next_run_books_and_files_and_a_lost_ledger_changes_nothing(
    world: World, answer: Answering
) -> None:
    ask(world)
    world.run()
    answer(world, "yes")
    assert ProblemKind.ONE_STUDENT_TWICE in kinds(world.run())
    assert done_for_grace(world) == (0, 0)

    type_row(world, 18, *([""] * 14))
    assert ProblemKind.ONE_STUDENT_TWICE not in kinds(world.run())
    assert done_for_grace(world) == (1, 1)

    before = everything(world)
    lose_the_ledger(world)
    type_row(world, GRACE, *SLIP)  # now she is called what the other row said
    assert ProblemKind.SAME_STUDENT not in kinds(world.run())
    assert everything(world)["events"] == before["events"]


def test_after_an_answer_a_second_run_writes_nothing(world: World) -> None:
    ask(world)
    world.run()
    in_the_sheet(world, "no")
    world.run()
    world.forget_requests()

    assert world.run().account.outcomes == ()
    assert world.writes() == []


# ---- students who have events and folders


def test_another_id_under_a_known_name_changes_no_event_until_it_is_answered(world: World) -> None:
    world.first_run()
    world.type("Students!N1", "Same student?")
    world.type("Students!B2", "99999")
    world.type("Meetings!D2", "11:00 AM")
    before = world.meeting("M.W.")
    world.run()
    assert world.meeting("M.W.") == before

    world.type("Students!N2", "yes")
    world.run()
    assert world.meeting("M.W.")["start"] != before["start"]
    assert len(world.meetings()) == 6


def test_aliases_learnt_since_are_on_the_folder_and_outlast_the_ledger(world: World) -> None:
    """A name is corrected, then the id removed: only the alias of the new name knows the student."""
    world.first_run()
    world.type("Students!D2", "Winters")
    world.type("Meetings!A2", "May Winters")
    world.run()
    lose_the_ledger(world)
    world.type("Students!B2", "")
    before = everything(world)
    report = world.run()

    assert everything(world) == before
    assert not kinds(report) & {ProblemKind.SAME_STUDENT, ProblemKind.ROW_GONE}


@pytest.mark.parametrize("when", ["before", "after"])
def test_marks_whose_answer_was_lost_are_looked_at_first(world: World, when: str) -> None:
    world.first_run()
    world.type("Students!D2", "Winters")
    body = {"error": {"code": 503, "message": "no", "status": "UNAVAILABLE"}}
    for number in range(1, 9):
        world.fault("drive.files.update", nth=number, status=503, body=body, when=when)
    report = world.run()
    assert [outcome.state for outcome in report.account.outcomes if is_mark(outcome)] == [State.FAILED]

    world.stage.control("DELETE", "faults")
    report = world.run()
    marks = [outcome.state for outcome in report.account.outcomes if is_mark(outcome)]
    assert marks == ([] if when == "after" else [State.DONE])
    world.forget_requests()
    world.run()
    assert world.writes() == []


def is_mark(outcome: Outcome) -> bool:
    return outcome.action.key.startswith("mark/")


def answer_all(world: World, answer: str) -> None:
    with world.tools() as tools:
        for question in tools.observe(tools.clock()).intake.questions:
            tools.ledger.answer(question.id, answer, tools.clock())


def test_an_old_ledger_brings_no_alias_back(world: World) -> None:
    world.first_run()
    old = (world.folder / "state" / LEDGER).read_bytes()
    world.type("Students!B2", "99999")
    world.run()
    answer_all(world, "no")
    refs = students(world.run())
    (world.folder / "state" / LEDGER).write_bytes(old)
    report = world.run()

    assert students(report) == refs
    assert ProblemKind.SAME_STUDENT not in kinds(report)


def test_two_known_students_that_are_one_keep_what_they_have(world: World) -> None:
    """Nothing is moved, and nothing is booked a second time while the other's event stands."""
    world.first_run()
    world.type("Students!B2", "20533")  # May has Grace's id now, and both have events
    answer_all(world, "yes")
    before = [event["id"] for event in world.meetings()]
    world.run()
    type_row(world, GRACE, *([""] * 14))
    report = world.run()

    assert [event["id"] for event in world.meetings()] == before
    assert kinds(report) >= {ProblemKind.MERGED_EVENT, ProblemKind.MERGED_FOLDER}


# ---- two caseloads


def a_second_list(world: World, *rows: tuple[str, ...]) -> str:
    """Lena Vandermolen keeps a list too; gives the id of her workbook."""
    dates = ("Last annual review", "Last evaluation", "Exit")
    heads = ("District", "ID", "First", "Last", "Preferred", "Plan", *dates)
    with world.person(LENA) as google:
        sheet = [{"properties": {"title": "Students"}}]
        book = str(google.sheets.create("Caseload", "en_US", "America/Phoenix", sheet)["spreadsheetId"])
        google.sheets.type_values(book, "Students!A1", [list(heads), *map(list, rows)])
        google.drive.share(book, ROBOT, "writer")
        google.calendar.acl_insert(LENA, ROBOT, "writer")
    entry = f"""
[[case_managers]]
key = "lena-vandermolen"
name = "Lena Vandermolen"
email = "{LENA}"
calendar = "{LENA}"
zone = "America/Phoenix"
from = 2026-08-01
districts = ["sierra-vieja"]
workbooks = [{{ id = "{book}", holds = "progress monitoring" }}]

[form]"""
    world.setting(lambda text: text.replace("\n[form]", entry, 1))
    return book


def leilanis(world: World) -> int:
    return len([event for event in world.meetings() if event["summary"].endswith("- L.B.")])


def test_one_student_in_two_caseloads_is_held_judged_by_the_earlier_date_and_told_to_both(
    world: World,
) -> None:
    """W15 of the demo department."""
    a_second_list(world, LEILANI)
    report = world.run()

    assert leilanis(world) == 0
    told = [one for one in report.account.problems if one.kind is ProblemKind.ONE_STUDENT_TWICE]
    assert [one.case_manager for one in told] == ["marisol-quintero", "lena-vandermolen"]
    assert "of the list of Lena Vandermolen" in told[0].sentence
    (student,) = [one for one in report.account.department.students if one.initials == "L.B."]
    assert student.held
    assert str(known(student.last_annual_review)) == "2026-02-11"
    (verdict,) = [one.verdict for one in report.account.decisions if one.student_ref == student.ref]
    assert verdict == "same_student"


def test_when_one_list_has_let_the_student_go_the_other_books(world: World) -> None:
    book = a_second_list(world, LEILANI)
    world.run()
    with world.person(LENA) as google:
        google.sheets.type_values(book, "Students!I2", [["11/1/2026"]])
    report = world.run()

    assert leilanis(world) == 1
    assert ProblemKind.ONE_STUDENT_TWICE not in kinds(report)


def test_a_list_that_cannot_be_read_for_a_day_makes_nobody_somebody_else(world: World) -> None:
    """Sam has no id: while Marisol's list is missing, a Sam on Lena's list may be hers or another."""
    world.first_run()
    sam = ("Sierra Vieja ISD", "", "Samuel", "Trujillo", "Sam", "504", "8/27/2026", "8/20/2024")
    a_second_list(world, sam)
    body = {"error": {"code": 403, "message": "no", "status": "PERMISSION_DENIED"}}
    world.fault("sheets.spreadsheets.get", status=403, body=body, when="before")
    (asked,) = questions(world)
    assert asked.asks is Asks.NAME

    (both,) = questions(world)
    assert both.asks is Asks.ROWS

"""Bad input: a line with a link in the digest and the Agent tab, and everything else still happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.world import MANAGER, MARISOL, ROBOT, URL, World
from workspace_agent.cli import show
from workspace_agent.model.action import State
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report
from workspace_agent.think import think


def told(world: World, report: Report, kind: ProblemKind, *, only_manager: bool = False) -> str:
    """The link of a problem that stands, with its sentence, where people look."""
    (problem,) = [problem for problem in report.account.problems if problem.kind is kind]
    text = world.digest_text()
    assert problem.sentence in " ".join(text.split())
    assert problem.place.url in text
    if not only_manager:
        assert problem.place.url in {cell for row in world.agent_tab() for cell in row}
    return problem.place.url


def rest_is_done(world: World, report: Report, *, meetings: int = 6, records: int = 5) -> None:
    assert {outcome.state for outcome in report.account.outcomes} == {State.DONE}
    assert len(world.meetings()) == meetings
    keys = [outcome.action.key for outcome in report.account.outcomes]
    assert sum(key.startswith(("record/", "review/")) for key in keys) == records
    assert sum(key.startswith("digest/manager/") for key in keys) == 1


@pytest.mark.parametrize(
    ("cell", "typed", "kind", "meetings"),
    [
        pytest.param("Meetings!C2", "11/31/2026", ProblemKind.NOT_A_DATE, 5, id="a day that does not exist"),
        pytest.param("Meetings!C2", "TBD", ProblemKind.NOT_A_DATE, 5, id="a word for a date"),
        pytest.param(
            "Meetings!C2", "'03/04/2027", ProblemKind.AMBIGUOUS_DATE, 5, id="a text with two readings"
        ),
        pytest.param("Meetings!D2", "after school", ProblemKind.NOT_A_TIME, 5, id="a phrase for a time"),
        pytest.param("Meetings!B2", "Transfer", ProblemKind.UNKNOWN_PURPOSE, 5, id="an unknown purpose"),
        pytest.param("Meetings!E2", "Mountain", ProblemKind.NOT_A_ZONE, 5, id="a zone of no table"),
        pytest.param("Students!G3", "last fall", ProblemKind.NOT_A_DATE, 6, id="a season for a date"),
        pytest.param("Team!E39", "maybe", ProblemKind.NOT_A_CHOICE, 6, id="a state that nobody knows"),
        pytest.param("Contacts!A2", "Nobody Known", ProblemKind.UNKNOWN_STUDENT, 6, id="a stranger's name"),
        pytest.param("Meetings!D2", "=1/0", ProblemKind.ERROR_VALUE, 5, id="a formula that fails"),
    ],
)
def test_one_bad_cell(world: World, cell: str, typed: str, kind: ProblemKind, meetings: int) -> None:
    world.type(cell, typed)
    report = world.run()

    assert cell.partition("!")[2] in told(world, report, kind)
    rest_is_done(world, report, meetings=meetings)


def test_what_was_typed_is_quoted_only_if_it_can_hold_no_name(world: World) -> None:
    world.type("Students!G2", "11/31/2025")
    world.type("Students!G3", "see Grace")
    world.run()

    assert "“11/31/2025”" in world.digest_text()
    assert "see Grace" not in world.digest_text()


def test_no_number_of_a_student_is_repeated(world: World) -> None:
    numbers = {
        "Students!G2": "20533",
        "Students!H2": "3/4/2011",
        "Contacts!B3": "915-555-0101",
        "Contacts!C4": "123-45-6789",
    }
    for cell, typed in numbers.items():
        world.type(cell, f"'{typed}")
    with world.tools() as tools:
        shown = show.plan_text(think(tools), initials=False)
    report = world.run()

    everywhere = shown + show.report_text(report, 1.0) + world.digest_text() + str(world.agent_tab())
    assert "is not a date that can be read" in everywhere
    assert not [typed for typed in numbers.values() if typed in everywhere]


@pytest.mark.parametrize(
    "cell", ["Students!G4", "Students!H4"], ids=["last annual review", "last evaluation"]
)
def test_a_date_of_birth_for_a_review_or_an_evaluation_is_asked_about(world: World, cell: str) -> None:
    """Also one that is right: an evaluation that was forgotten for years is told, if without its day."""
    world.type(cell, "5/6/2011")
    report = world.run()

    assert cell.partition("!")[2] in told(world, report, ProblemKind.DATE_LONG_AGO)
    assert "6 May" not in world.digest_text() + str(world.agent_tab())
    rest_is_done(world, report)


def test_a_heading_that_is_gone(world: World) -> None:
    world.type("Students!G1", "")
    report = world.run()

    assert told(world, report, ProblemKind.MISSING_HEADING)
    rest_is_done(world, report)


def test_a_sheet_that_is_gone(world: World) -> None:
    change_sheet(world, world.progress, "Contacts", {"deleteSheet": {}})
    report = world.run()

    assert told(world, report, ProblemKind.MISSING_SHEET)
    rest_is_done(world, report)


def delete_goals(world: World) -> None:
    change_sheet(world, world.progress, "Goals", {"deleteSheet": {}})


def clear_headings_of_goals(world: World) -> None:
    with world.person(MARISOL) as google:
        google.sheets.type_values(world.progress, "Goals!A1", [[""] * 20])


def clear_rows_of_goals(world: World) -> None:
    with world.person(MARISOL) as google:
        google.sheets.type_values(world.progress, "Goals!A2", [[""] * 20] * 100)


@pytest.mark.parametrize("mistake", [delete_goals, clear_headings_of_goals, clear_rows_of_goals])
def test_goals_that_are_gone_are_not_reached(world: World, mistake: Callable[[World], None]) -> None:
    first = world.first_run()
    assert "progress" in {finding.rule for finding in first.account.findings}
    mistake(world)
    world.at(world.clock.now + timedelta(days=7))
    second = world.run()

    assert "progress" not in {finding.rule for finding in second.account.findings}
    (problem,) = [one for one in second.account.problems if one.kind is ProblemKind.SHEET_GONE]
    assert (problem.detail, second.exit_code) == ("goals", 6)
    world.at(world.clock.now + timedelta(days=1))
    third = world.run(problem.approval)
    assert ProblemKind.SHEET_GONE not in {one.kind for one in third.account.problems}


def test_without_the_students_nothing_is_booked_and_records_wait(world: World) -> None:
    change_sheet(world, world.progress, "Students", {"deleteSheet": {}})
    report = world.run()

    assert told(world, report, ProblemKind.MISSING_SHEET)
    assert world.meetings() == []
    assert world.records(MANAGER) == []
    assert "Marisol Quintero: 4 waits" in world.digest_text()


def test_a_workbook_that_is_read_a_run_later_files_every_record_where_it_belongs(world: World) -> None:
    body = {"error": {"code": 403, "message": "no", "status": "PERMISSION_DENIED"}}
    world.fault("sheets.spreadsheets.get", status=403, body=body, when="before")
    world.run()
    world.run()

    assert len(world.records(MARISOL)) == 4
    assert len(world.records(MANAGER)) == 5


@pytest.mark.parametrize(
    ("cell", "typed"),
    [
        pytest.param("Team!A1", "Kid", id="its heading for the student is gone"),
        pytest.param("Team!C1", "", id="its heading for the address is gone"),
        pytest.param("Team!B3", "gen ed??", id="a role cannot be read"),
        pytest.param("Team!A3", "May Winters", id="a name is misspelled"),
    ],
)
def test_a_team_that_cannot_be_read_takes_nobody_off_an_event(world: World, cell: str, typed: str) -> None:
    world.first_run()
    before = [event.get("attendees") for event in world.meetings()]
    world.type(cell, typed)
    world.run()

    assert [event.get("attendees") for event in world.meetings()] == before


def test_an_exit_date_that_cannot_be_read_books_nothing(world: World) -> None:
    world.type("Students!I14", "left in Oct")
    world.run()

    assert "C.S." not in {event["summary"].rpartition(" - ")[2] for event in world.meetings()}


@pytest.mark.parametrize("cell", ["Meetings!J1", "Meetings!H1", "Meetings!L1"])
def test_a_column_of_the_meetings_that_is_gone_changes_no_event(world: World, cell: str) -> None:
    world.first_run()
    before = world.meetings()
    world.type(cell, "Something else")
    report = world.run()

    assert world.meetings() == before
    kinds = [problem.kind for problem in report.account.problems]
    assert (ProblemKind.MISSING_HEADING in kinds, ProblemKind.ROW_GONE in kinds) == (True, False)


def test_a_date_that_cannot_be_read_any_more_is_not_a_row_that_is_gone(world: World) -> None:
    world.first_run()
    world.type("Meetings!C2", "soon")
    report = world.run()

    assert ProblemKind.ROW_GONE not in {problem.kind for problem in report.account.problems}


def test_one_odd_answer_stops_nobody_elses_work(world: World) -> None:
    form = world.ids["form"]
    odd = dict(world.dump()["forms"][form]["responses"]["ACYDBNh-r01"])
    answer = {"questionId": "8f9a0b1c", "textAnswers": {"answers": [{"value": "x" * 30_000}]}}
    odd["answers"] = dict(odd["answers"]) | {"8f9a0b1c": answer}
    world.stage.control("POST", f"forms/{form}/responses", odd)
    report = world.run()

    rest_is_done(world, report)


def test_a_strangers_response_is_for_the_manager_alone_and_moves_no_date(world: World) -> None:
    form = world.ids["form"]
    theirs = dict(world.dump()["forms"][form]["responses"]["ACYDBNh-r01"])
    changed = theirs | {"responseId": "stranger-1", "respondentEmail": "somebody@elsewhere.example"}
    world.stage.control("POST", f"forms/{form}/responses", changed)
    report = world.run()

    (fact,) = [one for one in report.account.department.responses if one.response_id == "stranger-1"]
    assert not fact.moves_clocks
    assert len(world.records(MARISOL)) == 4
    assert len(world.records(MANAGER)) == 6


def test_two_equal_rows_are_one_meeting_and_a_question(world: World) -> None:
    for column, text in zip("ABCDFGHIJ", SAME_AS_ROW_2, strict=True):
        world.type(f"Meetings!{column}22", text)
    report = world.run()

    assert len(world.meetings()) == 6
    assert ProblemKind.TWO_ROWS_ALIKE in {problem.kind for problem in report.account.problems}


SAME_AS_ROW_2 = (
    "May Winter",
    "annual review",
    "12/2/2026",
    "10:00 AM",
    "60",
    "Google Meet",
    "11/17/2026",
    "phone",
    "TRUE",
)


def test_an_unticked_row_whose_event_stands_is_told(world: World) -> None:
    world.first_run()
    world.type("Meetings!J2", "FALSE")
    report = world.run()

    assert world.meeting("M.W.")["status"] == "confirmed"
    assert ProblemKind.EVENT_STANDS in {problem.kind for problem in report.account.problems}


def change_sheet(world: World, workbook: str, title: str, request: dict[str, Any]) -> None:
    """Let the case manager change one sheet, found by its title."""
    with world.person(MARISOL) as google:
        sheets = google.sheets.read(workbook, "sheets(properties(sheetId,title))")["sheets"]
        (sheet_id,) = [s["properties"]["sheetId"] for s in sheets if s["properties"]["title"] == title]
        (kind,) = request
        google.sheets.batch_update(workbook, [{kind: {"sheetId": sheet_id} | request[kind]}])


def test_a_workbook_that_is_not_shared_any_more(world: World) -> None:
    unshare(world, world.ids["marisol_quintero_hours_log"])
    report = world.run()

    told(world, report, ProblemKind.WORKBOOK_FORBIDDEN)
    rest_is_done(world, report)
    assert "office_hours" not in {finding.rule for finding in report.account.findings}


def unshare(world: World, file_id: str) -> None:
    """The case manager takes the agent off the list of people."""
    with world.raw(MARISOL, "drive") as session:
        permissions = f"{URL}/drive/v3/files/{file_id}/permissions"
        listed = session.get(permissions, params={"fields": "permissions(id,emailAddress)"}).json()
        (robot,) = [one["id"] for one in listed["permissions"] if one["emailAddress"] == ROBOT]
        assert session.delete(f"{permissions}/{robot}").ok


@pytest.mark.parametrize(
    ("status", "reason", "kind"),
    [
        pytest.param(403, "PERMISSION_DENIED", ProblemKind.WORKBOOK_FORBIDDEN, id="403"),
        pytest.param(404, "NOT_FOUND", ProblemKind.WORKBOOK_NOT_FOUND, id="404"),
    ],
)
def test_a_workbook_that_answers_with_a_refusal(
    world: World, status: int, reason: str, kind: ProblemKind
) -> None:
    body = {"error": {"code": status, "message": "no", "status": reason}}
    world.fault("sheets.spreadsheets.get", nth=2, status=status, body=body, when="before")
    report = world.run()

    told(world, report, kind)
    rest_is_done(world, report)


def test_a_form_that_cannot_be_read(world: World) -> None:
    body = {"error": {"code": 403, "message": "no", "status": "PERMISSION_DENIED"}}
    world.fault("forms.forms.get", status=403, body=body, when="before")
    report = world.run()

    told(world, report, ProblemKind.FORM_NOT_READ, only_manager=True)
    rest_is_done(world, report, records=0)


def test_a_calendar_that_cannot_be_read(world: World) -> None:
    body = {"error": {"code": 404, "message": "no", "errors": [{"domain": "global", "reason": "notFound"}]}}
    world.fault("calendar.events.list", status=404, body=body, when="before")
    report = world.run()

    told(world, report, ProblemKind.CALENDAR_NOT_READ)
    rest_is_done(world, report, meetings=0)


def test_an_unknown_student_in_the_form_is_kept_for_the_manager(world: World) -> None:
    report = world.first_run()

    kinds = {problem.kind for problem in report.account.problems}
    assert ProblemKind.RESPONSE_UNKNOWN_STRANGER in kinds
    told(world, report, ProblemKind.RESPONSE_UNKNOWN_STRANGER, only_manager=True)


def test_a_workbook_that_others_can_open_gets_its_agent_tab_elsewhere(world: World) -> None:
    with world.person(MARISOL) as google:
        google.drive.share(world.progress, "k.osei@sierravieja.example", "reader")
    world.run()

    assert "Others may be able to open" in world.agent_tab()[0][0]
    assert "past due on record" not in str(world.agent_tab())


def test_a_mistake_that_was_mended_is_not_told_again(world: World) -> None:
    world.type("Meetings!C2", "TBD")
    world.run()
    world.type("Meetings!C2", "12/2/2026")
    report = world.run()

    assert ProblemKind.NOT_A_DATE not in {problem.kind for problem in report.account.problems}
    assert len(world.meetings()) == 6

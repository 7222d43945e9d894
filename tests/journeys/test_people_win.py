"""What a person did last, in a sheet or in Calendar, stands."""

from __future__ import annotations

from typing import Any

from tests.journeys.world import MARISOL, URL, World
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report

MAYS = "M.W."
CSS = "c.arroyo@willowbridge.example"


def kinds(report: Report) -> set[ProblemKind]:
    return {problem.kind for problem in report.account.problems}


def person_patches(world: World, event: dict[str, Any], **body: Any) -> None:
    """The case manager drags or edits an event by hand."""
    with world.raw(MARISOL, "calendar") as session:
        address = f"{URL}/calendar/v3/calendars/{MARISOL}/events/{event['id']}"
        assert session.patch(address, json=body).ok


def person_deletes(world: World, event: dict[str, Any]) -> None:
    with world.raw(MARISOL, "calendar") as session:
        assert session.delete(f"{URL}/calendar/v3/calendars/{MARISOL}/events/{event['id']}").ok


def person_answers(world: World, guest: str, event: dict[str, Any]) -> None:
    """A guest accepts on their own copy."""
    with world.raw(guest, "calendar") as session:
        address = f"{URL}/calendar/v3/calendars/{guest}/events/{event['id']}"
        attendees = [{"email": guest, "responseStatus": "accepted"}]
        assert session.patch(address, json={"attendees": attendees}).ok


def answers(event: dict[str, Any]) -> dict[str, str]:
    return {guest["email"]: guest["responseStatus"] for guest in event["attendees"]}


def test_a_dragged_event_stays_where_it_was_dragged(world: World) -> None:
    world.first_run()
    moved = {"dateTime": "2026-12-02T13:00:00-07:00", "timeZone": "America/Denver"}
    ends = {"dateTime": "2026-12-02T14:00:00-07:00", "timeZone": "America/Denver"}
    person_patches(world, world.meeting(MAYS), start=moved, end=ends)
    before = world.meeting(MAYS)
    world.forget_requests()
    report = world.run()

    assert world.meeting(MAYS) == before
    assert ProblemKind.EVENT_CHANGED in kinds(report)
    assert [entry["method"] for entry in world.writes()] == ["sheets.spreadsheets.batchUpdate"]


def test_a_deleted_event_is_not_booked_again_for_that_date(world: World) -> None:
    world.first_run()
    person_deletes(world, world.meeting(MAYS))
    report = world.run()

    assert [event["status"] for event in world.meetings() if event["summary"].endswith(MAYS)] == ["cancelled"]
    assert ProblemKind.EVENT_DELETED in kinds(report)


def test_a_new_date_after_a_deletion_is_a_new_event(world: World) -> None:
    world.first_run()
    person_deletes(world, world.meeting(MAYS))
    world.run()
    world.type("Meetings!C2", "12/9/2026")
    world.run()

    states = sorted(event["status"] for event in world.meetings() if event["summary"].endswith(MAYS))
    assert states == ["cancelled", "confirmed"]


def test_an_event_whose_row_followed_it_to_another_day_is_known_by_that_day(world: World) -> None:
    world.first_run()
    moved = {"dateTime": "2026-12-09T10:00:00-07:00", "timeZone": "America/Denver"}
    ends = {"dateTime": "2026-12-09T11:00:00-07:00", "timeZone": "America/Denver"}
    person_patches(world, world.meeting(MAYS), start=moved, end=ends)
    world.type("Meetings!C2", "12/9/2026")
    mails = _subjects(world, CSS)
    world.run()
    assert _subjects(world, CSS) == mails
    person_deletes(world, world.meeting(MAYS))
    report = world.run()

    assert [event["status"] for event in world.meetings() if event["summary"].endswith(MAYS)] == ["cancelled"]
    assert ProblemKind.EVENT_DELETED in kinds(report)


def test_a_new_time_in_the_sheet_moves_the_event_and_keeps_the_answers(world: World) -> None:
    world.first_run()
    person_answers(world, CSS, world.meeting(MAYS))
    world.type("Meetings!D2", "11:00 AM")
    world.run()

    event = world.meeting(MAYS)
    assert event["start"]["dateTime"].startswith("2026-12-02T11:00:00")
    assert answers(event)[CSS] == "accepted"
    assert "Updated invitation" in _subjects(world, "m.bravo@sierravieja.example")


def _subjects(world: World, address: str) -> str:
    return " ".join(str(mail["Subject"]) for mail in world.mails(address, "in:inbox"))


def test_an_answer_to_the_invitation_is_no_change(world: World) -> None:
    world.first_run()
    person_answers(world, CSS, world.meeting(MAYS))
    world.forget_requests()
    report = world.run()

    assert ProblemKind.EVENT_CHANGED not in kinds(report)
    assert world.writes() == []


def test_guests_are_told_once(world: World) -> None:
    for _ in range(3):
        world.run()

    assert (
        _subjects(world, "k.osei@sierravieja.example").count("Invitation:") == 3
    )  # one for each of three meetings


def test_a_row_that_vanished_cancels_nothing(world: World) -> None:
    world.first_run()
    for column in "ABCDEFGHI":
        world.type(f"Meetings!{column}2", "")
    for column in "JKL":
        world.type(f"Meetings!{column}2", "FALSE")
    report = world.run()

    assert world.meeting(MAYS)["status"] == "confirmed"
    assert ProblemKind.ROW_GONE in kinds(report)


def test_sorting_the_sheet_changes_nothing(world: World) -> None:
    world.first_run()
    with world.person(MARISOL) as google:
        sheets = google.sheets.read(world.progress, "sheets(properties(sheetId,title))")["sheets"]
        (sheet,) = [s["properties"]["sheetId"] for s in sheets if s["properties"]["title"] == "Meetings"]
        region = {"sheetId": sheet, "startRowIndex": 1, "endRowIndex": 21}
        order = [{"dimensionIndex": 2, "sortOrder": "DESCENDING"}]
        google.sheets.batch_update(world.progress, [{"sortRange": {"range": region, "sortSpecs": order}}])
    before = world.meetings()
    world.run()

    assert world.meetings() == before


def test_a_corrected_name_is_still_the_same_student(world: World) -> None:
    first = world.first_run()
    world.type("Students!D2", "Wynter")
    for sheet in ("Meetings!A2", "Contacts!A2", "Contacts!A3", "Contacts!A4"):
        world.type(sheet, "May Wynter")
    second = world.run()

    refs = [{s.row.a1: s.ref for s in report.account.department.students} for report in (first, second)]
    assert refs[0] == refs[1]
    assert len(world.meetings()) == 6


def test_an_edited_response_becomes_a_second_version(world: World) -> None:
    world.first_run()
    form = world.ids["form"]
    responses = world.dump()["forms"][form]["responses"]
    edited = dict(responses["ACYDBNh-r01"]) | {"lastSubmittedTime": "2026-11-20T11:00:00.000001Z"}
    world.stage.control("POST", f"forms/{form}/responses", edited)
    world.run()

    names = sorted(
        record["name"] for record in world.records(MARISOL) if record["name"].startswith("2026-11-12")
    )
    assert names == ["2026-11-12 annual review (v2).pdf", "2026-11-12 annual review, superseded by v2.pdf"]


def test_a_lost_ledger_costs_no_second_event_record_or_folder(world: World) -> None:
    world.first_run()
    (world.folder / "state" / "ledger.sqlite3").unlink()
    before = [event["id"] for event in world.meetings()], len(world.dump()["files"])
    world.run()

    assert ([event["id"] for event in world.meetings()], len(world.dump()["files"])) == before

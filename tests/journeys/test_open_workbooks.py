"""Workbooks that others can open too: what the agent found stands where only its readers can open it."""

from __future__ import annotations

import pytest

from tests.journeys.drive_people import Json, change, files, grant, the, told
from tests.journeys.world import MANAGER, MARISOL, ROBOT, URL, World
from workspace_agent.model.agent_tab import SHEET_ID
from workspace_agent.model.problem_kinds import ProblemKind

TEACHER = "k.osei@sierravieja.example"
PRIVATE = "private/marisol-quintero"
FOUND = "past due on record"


def open_to_a_teacher(world: World) -> None:
    with world.person(MARISOL) as google:
        google.drive.share(world.progress, TEACHER, "reader")


def shut(world: World) -> None:
    with world.person(MARISOL) as google:
        (extra,) = [
            one
            for one in google.drive.permissions(world.progress)
            if one["emailAddress"] not in {MARISOL, ROBOT, MANAGER}
        ]
        google.drive.unshare(world.progress, extra["id"])


def private(world: World) -> Json:
    return the(world, PRIVATE)


def private_tab(world: World, address: str) -> list[list[str]]:
    with world.person(address) as google:
        (found,) = google.sheets.values_batch_get(private(world)["id"], ["Agent!A1:H200"])
    return list(found.get("values", []))


def text(rows: list[list[str]]) -> str:
    return "\n".join(" ".join(row) for row in rows)


@pytest.mark.parametrize("address", [MARISOL, MANAGER])
def test_those_with_an_interest_read_it_in_a_spreadsheet_of_the_folder(world: World, address: str) -> None:
    open_to_a_teacher(world)
    report = world.run()

    assert FOUND in text(private_tab(world, address))
    assert told(report, ProblemKind.TAB_NOT_WRITTEN) == []
    assert private(world)["name"] == "Agent"
    (link,) = world.agent_tab()[-1]
    assert link == f"https://docs.google.com/spreadsheets/d/{private(world)['id']}/edit#gid={SHEET_ID}"
    assert FOUND not in text(world.agent_tab())


def test_whoever_else_opens_the_workbook_cannot_open_it(world: World) -> None:
    open_to_a_teacher(world)
    world.run()

    with world.raw(TEACHER, "drive.readonly") as session:
        assert session.get(f"{URL}/drive/v3/files/{world.progress}").ok
        assert session.get(f"{URL}/drive/v3/files/{private(world)['id']}").status_code == 404


def test_a_second_run_writes_nothing(world: World) -> None:
    open_to_a_teacher(world)
    world.run()
    world.forget_requests()
    world.run()

    assert world.writes() == []


def test_a_workbook_that_is_opened_later_shows_no_findings_any_more(world: World) -> None:
    world.first_run()
    assert FOUND in text(world.agent_tab())
    open_to_a_teacher(world)
    world.run()

    assert FOUND not in text(world.agent_tab())
    assert FOUND in text(private_tab(world, MARISOL))


def test_once_it_is_shut_again_the_tab_tells_and_the_spreadsheet_stays(world: World) -> None:
    open_to_a_teacher(world)
    world.run()
    shut(world)
    world.run()

    assert FOUND in text(world.agent_tab())
    assert private(world)["name"] == "Agent"
    world.forget_requests()
    world.run()
    assert world.writes() == []


def test_one_that_is_open_itself_is_not_written(world: World) -> None:
    open_to_a_teacher(world)
    world.run()
    grant(world, private(world), type="anyone")
    report = world.run()

    assert len(told(report, ProblemKind.TAB_NOT_WRITTEN)) == 1


def test_one_in_the_trash_is_told_and_not_made_again(world: World) -> None:
    open_to_a_teacher(world)
    world.run()
    change(world, private(world), {"trashed": True})
    report = world.run()

    assert [one.place.url for one in report.account.problems if one.kind is ProblemKind.RECORD_TRASHED]
    assert len(told(report, ProblemKind.TAB_NOT_WRITTEN)) == 1
    assert len([key for key in files(world) if key.startswith("private/")]) == 1


def test_where_none_can_be_made_the_workbook_shows_no_findings_either(world: World) -> None:
    world.first_run()
    change(world, the(world, "folder/case-manager/marisol-quintero"), {"trashed": True})
    open_to_a_teacher(world)
    world.run()

    assert len(world.agent_tab()) == 1
    assert PRIVATE not in files(world)


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_answer_that_was_lost_makes_no_second_one(world: World, when: str) -> None:
    world.first_run()
    open_to_a_teacher(world)
    world.fault("drive.files.create", status=503, when=when)
    world.run()
    world.run()

    assert FOUND in text(private_tab(world, MARISOL))
    assert len([file for file in world.dump()["files"] if file["name"] == "Agent"]) == 1


def test_while_google_does_not_say_who_can_open_it_everything_stays(world: World) -> None:
    world.first_run()
    before = world.agent_tab()
    world.type("Meetings!C2", "TBD")
    for nth in range(1, 20):
        world.fault("drive.files.get", nth=nth, status=503, when="before")
    world.run()

    assert PRIVATE not in files(world)
    assert world.agent_tab() == before

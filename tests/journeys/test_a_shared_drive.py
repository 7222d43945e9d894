"""Records on a shared drive, where nobody owns a file and a list does not say who can open it."""

from __future__ import annotations

import pytest

from tests.journeys.drive_people import (
    Json,
    edit_response,
    files,
    grant,
    names_in,
    new_folder,
    record,
    take_off,
    the,
    told,
    written,
)
from tests.journeys.world import MANAGER, MARISOL, ROBOT, URL, World
from workspace_agent.model.problem_kinds import ProblemKind

ROOT = "folder/root"
STRANGER = "x.stranger@elsewhere.example"


def shared_drive(world: World) -> Json:
    """A drive whose members are the agent and the manager, and the setting that names a folder on it."""
    with world.raw(ROBOT, "drive") as session:
        made: Json = session.post(
            f"{URL}/drive/v3/drives", params={"requestId": "1"}, json={"name": "Special Services"}
        ).json()
    grant(world, made, MANAGER, "organizer")
    folder = new_folder(world, "Agent", parent=made["id"])
    world.setting(lambda text: text.replace("[drive]", f'[drive]\nparent = "{folder}"'))
    return made | {"folder": folder}


def readers(world: World, file: Json) -> set[str]:
    with world.person(ROBOT) as google:
        return {one["emailAddress"] for one in google.drive.permissions(file["id"])}


@pytest.mark.parametrize("place", ["folder", "id"], ids=["in a folder", "in the drive itself"])
def test_the_tree_is_made_where_the_settings_want_it_and_is_quiet_then(world: World, place: str) -> None:
    drive = shared_drive(world)
    world.setting(lambda text: text.replace(drive["folder"], drive[place]))
    report = world.run()

    root = the(world, ROOT)
    assert (root["driveId"], root["parents"]) == (drive["id"], [drive[place]])
    assert readers(world, record(world)) == {MANAGER, MARISOL, ROBOT}
    unwanted = {ProblemKind.EXTRA_READER, ProblemKind.READER_CAN_CHANGE, ProblemKind.EFFECT_DENIED}
    assert unwanted & {problem.kind for problem in report.account.problems} == set()

    world.forget_requests()
    report = world.run()
    asked = [entry["method"] for entry in world.stage.control("GET", "requests")["requests"]]
    assert unwanted & {problem.kind for problem in report.account.problems} == set()
    assert written(world) == []
    folders = [key for key in files(world) if key.startswith(("folder/case", "folder/review/"))]
    # The root, the shared folders and the workbook are asked for; files and students' folders are not.
    assert asked.count("drive.permissions.list") <= len(folders) + 2


def test_an_edit_is_filed_beside_the_first_version(world: World) -> None:
    shared_drive(world)
    world.run()
    folder = record(world)["parents"][0]
    edit_response(world, "2026-11-20T11:00:00.000001Z")
    world.run()

    assert names_in(world, folder) == [
        "2026-11-12 annual review (v2).pdf",
        "2026-11-12 annual review, superseded by v2.pdf",
    ]


def test_a_member_of_the_drive_is_told_once_and_a_reader_of_one_record_where_it_is(world: World) -> None:
    drive = shared_drive(world)
    world.setting(lambda text: text.replace("[drive]", "[drive]\nrevoke_extra_readers = true"))
    world.run()
    one = record(world)
    grant(world, one, "second@elsewhere.example")
    grant(world, drive, STRANGER)
    report = world.run()

    problems = {(p.place.url, p.detail) for p in told(report, ProblemKind.EXTRA_READER)}
    assert problems == {(the(world, ROOT)["webViewLink"], "1 person"), (one["webViewLink"], "1 person")}
    assert readers(world, one) == {MANAGER, MARISOL, ROBOT, STRANGER}  # a member is for people to take off


def test_a_missing_reader_is_granted_once_more(world: World) -> None:
    shared_drive(world)
    world.run()
    hers = the(world, "folder/case-manager/marisol-quintero")
    take_off(world, hers, MARISOL)
    world.run()
    assert MARISOL in readers(world, hers)

    take_off(world, hers, MARISOL)
    assert len(told(world.run(), ProblemKind.READER_MISSING)) == 1
    assert MARISOL not in readers(world, hers)


def test_a_tree_that_an_administrator_moved_to_a_shared_drive_is_followed(world: World) -> None:
    world.first_run()
    drive = shared_drive(world)
    state, root = world.sandbox.state.drive, the(world, ROOT)
    for ones in files(world).values():
        for one in ones:
            moved = state.files[one["id"]]  # the console can do this, the API cannot
            moved.drive_id, moved.owner = drive["id"], ""
            moved.permissions = {k: p for k, p in moved.permissions.items() if p["role"] != "owner"}
    state.files[root["id"]].parents = [drive["id"]]
    written(world)
    report = world.run()
    assert written(world) == []
    assert told(report, ProblemKind.EXTRA_READER) == []

    edit_response(world, "2026-11-20T11:00:00.000001Z")
    world.run()
    assert the(world, ROOT)["driveId"] == drive["id"]
    assert "2026-11-12 annual review (v2).pdf" in [
        one["name"] for ones in files(world).values() for one in ones if one.get("driveId") == drive["id"]
    ]


def made_by_a_person(world: World, drive: Json) -> str:
    folder = new_folder(world, "Records", parent=drive["id"])
    world.sandbox.state.drive.files[folder].client_id = "the page of Drive"
    return folder


def test_in_a_folder_that_a_person_made_nothing_is_made_and_that_is_told(world: World) -> None:
    drive = shared_drive(world)
    folder = made_by_a_person(world, drive)
    world.setting(lambda text: text.replace(drive["folder"], folder))
    report = world.run()

    (denied, *_) = told(report, ProblemKind.EFFECT_DENIED)
    assert "workspace-agent doctor" in denied.kind.value[1]
    assert files(world) == {}


def test_the_tree_may_be_moved_into_a_folder_that_a_person_made_and_filing_goes_on(world: World) -> None:
    drive = shared_drive(world)
    world.setting(lambda text: text.replace(drive["folder"], drive["id"]))
    world.run()
    folder, root = made_by_a_person(world, drive), the(world, ROOT)
    records = record(world)["parents"][0]
    world.sandbox.state.drive.files[root["id"]].parents = [folder]
    edit_response(world, "2026-11-20T11:00:00.000001Z")
    report = world.run()

    assert told(report, ProblemKind.EFFECT_DENIED) == []
    assert "2026-11-12 annual review (v2).pdf" in names_in(world, records)

"""Shared drives: members instead of owners, and a parameter that must be sent."""

from __future__ import annotations

import pytest

from tests.sandbox.test_drive_permissions import FILES, FOLDER, inbox, share
from tests.sandbox.world import MANAGER, PARENT, ROBOT, Json, Person
from workspace_agent.sandbox.server import Sandbox

DRIVES = "/drive/v3/drives"
KNOWS: Json = {"supportsAllDrives": "true"}
LISTS: Json = {**KNOWS, "includeItemsFromAllDrives": "true"}


@pytest.fixture
def drive(robot: Person) -> str:
    return str(robot.post(DRIVES, {"name": "Compliance"}, requestId="r1")["id"])


@pytest.fixture
def file_id(robot: Person, drive: str) -> str:
    return str(robot.post(FILES, {"name": "record", "parents": [drive]}, **KNOWS)["id"])


def test_a_drive_is_made_once_for_a_request_id(robot: Person, drive: str) -> None:
    assert robot.refused("POST", DRIVES, {"name": "Compliance"}, params={"requestId": "r1"}) == (
        409,
        "alreadyExists",
    )
    assert [one["name"] for one in robot.get(DRIVES)["drives"]] == ["Compliance"]
    assert robot.get(f"{DRIVES}/{drive}", fields="capabilities")["capabilities"]["canManageMembers"] is True
    assert robot.patch(f"{DRIVES}/{drive}", {"name": "Filed"})["name"] == "Filed"
    assert robot.post(f"{DRIVES}/{drive}/hide", {}, fields="hidden") == {"hidden": True}
    assert robot.post(f"{DRIVES}/{drive}/unhide", {}, fields="hidden") == {"hidden": False}


def test_who_does_not_say_that_it_knows_shared_drives_finds_nothing_there(
    robot: Person, drive: str, file_id: str
) -> None:
    assert robot.refused("GET", f"{FILES}/{file_id}") == (404, "notFound")
    assert robot.refused("POST", FILES, {"parents": [drive]}) == (404, "notFound")
    assert robot.get(f"{FILES}/{file_id}", **KNOWS)["name"] == "record"
    assert robot.get(FILES)["files"] == robot.get(FILES, **KNOWS)["files"] == []
    assert [one["id"] for one in robot.get(FILES, **LISTS)["files"]] == [file_id]
    inside = {**LISTS, "corpora": "drive", "driveId": drive}
    assert [one["id"] for one in robot.get(FILES, **inside)["files"]] == [file_id]
    assert robot.refused("GET", FILES, params={**LISTS, "corpora": "drive"}) == (400, "invalid")
    assert robot.refused("GET", FILES, params={"corpora": "allDrives"}) == (400, "invalid")


def test_an_item_has_no_owner_and_no_permissions_field(robot: Person, drive: str, file_id: str) -> None:
    item = robot.get(f"{FILES}/{file_id}", fields="*", **KNOWS)
    assert item["driveId"] == drive
    assert {"owners", "permissions", "shared", "writersCanShare"}.isdisjoint(item)
    listed = robot.get(f"{FILES}/{file_id}/permissions", fields="*", **KNOWS)["permissions"]
    assert [(one["role"], one["permissionDetails"][0]["permissionType"]) for one in listed] == [
        ("organizer", "member")
    ]


def test_members_open_everything_and_cannot_be_taken_off_one_item(
    sandbox: Sandbox, robot: Person, manager: Person, drive: str, file_id: str
) -> None:
    assert manager.refused("GET", f"{FILES}/{file_id}", params=KNOWS) == (404, "notFound")
    member = share(robot, drive, "reader", MANAGER, **KNOWS)
    assert manager.get(f"{FILES}/{file_id}", **KNOWS)["name"] == "record"
    assert [one["id"] for one in manager.get(DRIVES)["drives"]] == [drive]
    refusal = robot.refused("DELETE", f"{FILES}/{file_id}/permissions/{member['id']}", params=KNOWS)
    assert refusal == (403, "cannotModifyInheritedTeamDrivePermission")
    robot.delete(f"{FILES}/{drive}/permissions/{member['id']}", **KNOWS)
    assert manager.refused("GET", f"{FILES}/{file_id}", params=KNOWS) == (404, "notFound")
    assert Person(sandbox, PARENT).get(DRIVES)["drives"] == []


@pytest.mark.parametrize(
    ("role", "trashes", "deletes"),
    [("writer", False, False), ("fileOrganizer", True, False), ("organizer", True, True)],
)
def test_capabilities_are_true_to_the_role(
    robot: Person, manager: Person, role: str, trashes: bool, deletes: bool
) -> None:
    drive = robot.post(DRIVES, {"name": "Compliance"}, requestId="r2")["id"]
    file_id = robot.post(FILES, {"parents": [drive]}, **KNOWS)["id"]
    share(robot, drive, role, MANAGER, **KNOWS)
    path = f"{FILES}/{file_id}"
    able = manager.get(path, fields="capabilities", **KNOWS)["capabilities"]
    assert (able["canTrash"], able["canDelete"]) == (trashes, deletes)
    assert manager.ask("PATCH", path, {"trashed": True}, params=KNOWS).ok is trashes
    assert manager.ask("DELETE", path, params=KNOWS).ok is deletes


@pytest.mark.parametrize(
    ("role", "restricted", "shares"),
    [
        ("writer", False, "file"),
        ("fileOrganizer", False, "file, folder"),
        ("fileOrganizer", True, "file"),
        ("organizer", True, "file, folder, drive"),
    ],
)
def test_who_shares_what_hangs_on_the_role_and_on_a_restriction_of_old_drives(
    robot: Person, manager: Person, drive: str, file_id: str, role: str, *, restricted: bool, shares: str
) -> None:
    folder = robot.post(FILES, {"mimeType": FOLDER, "parents": [drive]}, **KNOWS)["id"]
    share(robot, drive, role, MANAGER, **KNOWS)
    body = {"restrictions": {"sharingFoldersRequiresOrganizerPermission": restricted}}
    robot.patch(f"{DRIVES}/{drive}", body)

    things = {"file": file_id, "folder": folder, "drive": drive}
    able = {
        name: manager.get(f"{FILES}/{one}", fields="capabilities/canShare", **KNOWS)
        for name, one in things.items()
    }
    assert ", ".join(name for name, one in able.items() if one["capabilities"]["canShare"]) == shares
    reader = {"type": "user", "role": "reader", "emailAddress": PARENT}
    done = {
        name: manager.ask("POST", f"{FILES}/{one}/permissions", reader, params=KNOWS).ok
        for name, one in things.items()
    }
    assert ", ".join(name for name, ok in done.items() if ok) == shares


def test_manager_roles_are_for_shared_drives_only(robot: Person, file_id: str) -> None:
    mine = robot.post(FILES, {"name": "mine"})["id"]
    body = {"type": "user", "role": "fileOrganizer", "emailAddress": MANAGER}
    refusal = robot.refused("POST", f"{FILES}/{mine}/permissions", body)
    assert refusal == (403, "fileOrganizerOnNonTeamDriveNotSupported")
    body["role"] = "organizer"
    assert robot.refused("POST", f"{FILES}/{file_id}/permissions", body, params=KNOWS) == (403, "forbidden")


def test_of_a_shared_drive_its_own_log_tells_and_not_that_of_its_members(
    robot: Person, manager: Person, drive: str
) -> None:
    token = robot.get("/drive/v3/changes/startPageToken")["startPageToken"]
    made = robot.post(FILES, {"parents": [drive]}, **KNOWS)["id"]
    asked: Json = {"pageToken": token, **LISTS}
    assert robot.get("/drive/v3/changes", **asked)["changes"] == []
    (change,) = robot.get("/drive/v3/changes", **asked, driveId=drive)["changes"]
    assert (change["fileId"], change["removed"]) == (made, False)
    refusal = manager.refused("GET", "/drive/v3/changes", params=asked | {"driveId": drive})
    assert refusal == (404, "notFound")


def test_whoever_may_open_one_item_of_a_drive_hears_of_it_and_a_member_of_the_drive_itself(
    robot: Person, manager: Person, drive: str, file_id: str
) -> None:
    token = robot.get("/drive/v3/changes/startPageToken")["startPageToken"]
    share(robot, file_id, "reader", MANAGER, **KNOWS)
    share(robot, drive, "reader", "t.member@willow.example", **KNOWS)
    asked: Json = {"pageToken": token, **LISTS}
    assert [one["fileId"] for one in manager.get("/drive/v3/changes", **asked)["changes"]] == [file_id]
    (change,) = robot.get("/drive/v3/changes", **asked, fields="changes(changeType,driveId)")["changes"]
    assert (change["changeType"], change["driveId"]) == ("drive", drive)


def test_a_file_moves_in_and_out_and_the_mover_owns_it_then(robot: Person, drive: str, file_id: str) -> None:
    root = robot.get(f"{FILES}/root")["id"]
    params: Json = {"addParents": root, "removeParents": drive, "fields": "driveId,owners", **KNOWS}
    out = robot.patch(f"{FILES}/{file_id}", {}, **params)
    assert (out.get("driveId"), out["owners"][0]["emailAddress"]) == (None, ROBOT)
    folder = robot.post(FILES, {"mimeType": FOLDER})["id"]
    params = {"addParents": drive, "removeParents": root, **KNOWS}
    assert robot.refused("PATCH", f"{FILES}/{folder}", {}, params=params)[0] == 403
    assert robot.patch(f"{FILES}/{file_id}", {}, **params, fields="driveId")["driveId"] == drive


def test_a_drive_is_deleted_when_it_is_empty(
    robot: Person, manager: Person, drive: str, file_id: str
) -> None:
    assert robot.refused("DELETE", f"{DRIVES}/{drive}") == (403, "cannotDeleteResource")
    robot.delete(f"{FILES}/{file_id}", **KNOWS)
    robot.delete(f"{DRIVES}/{drive}")
    assert robot.refused("GET", f"{DRIVES}/{drive}") == (404, "notFound")
    assert inbox(manager) == []

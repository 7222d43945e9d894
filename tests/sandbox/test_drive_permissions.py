from __future__ import annotations

import pytest

from tests.sandbox.world import MANAGER, ROBOT, Json, Person
from workspace_agent.sandbox.server import Sandbox

FILES = "/drive/v3/files"
FOLDER = "application/vnd.google-apps.folder"


def share(owner: Person, file_id: str, role: str = "reader", email: str = MANAGER, **params: object) -> Json:
    body = {"type": "user", "role": role, "emailAddress": email}
    return owner.post(f"{FILES}/{file_id}/permissions", body, **params)


def roles(person: Person, file_id: str) -> dict[str, str]:
    fields = "permissions(emailAddress,role)"
    listed = person.get(f"{FILES}/{file_id}/permissions", fields=fields)["permissions"]
    return {one["emailAddress"]: one["role"] for one in listed}


def inbox(person: Person) -> list[str]:
    listed = person.get("/gmail/v1/users/me/messages").get("messages", [])
    found = [person.get(f"/gmail/v1/users/me/messages/{one['id']}")["payload"]["headers"] for one in listed]
    return [header["value"] for headers in found for header in headers if header["name"] == "Subject"]


@pytest.fixture
def file_id(robot: Person) -> str:
    return str(robot.post(FILES, {"name": "record"})["id"])


def test_who_makes_a_file_owns_it_and_others_do_not_know_it(
    robot: Person, manager: Person, file_id: str
) -> None:
    assert roles(robot, file_id) == {ROBOT: "owner"}
    assert manager.refused("GET", f"{FILES}/{file_id}") == (404, "notFound")


def test_a_reader_reads_and_does_not_write(robot: Person, manager: Person, file_id: str) -> None:
    share(robot, file_id)
    assert manager.get(f"{FILES}/{file_id}")["name"] == "record"
    for verb, path, body in (
        ("PATCH", f"{FILES}/{file_id}", {"name": "x"}),
        ("GET", f"{FILES}/{file_id}/permissions", None),
        ("DELETE", f"{FILES}/{file_id}", None),
    ):
        assert manager.refused(verb, path, body) == (403, "insufficientFilePermissions")
    assert "permissions" not in manager.get(f"{FILES}/{file_id}", fields="*")


def test_a_writer_writes_but_does_not_trash(robot: Person, manager: Person, file_id: str) -> None:
    share(robot, file_id, "writer")
    assert manager.patch(f"{FILES}/{file_id}", {"name": "x"})["name"] == "x"
    assert manager.refused("PATCH", f"{FILES}/{file_id}", {"trashed": True}) == (
        403,
        "insufficientFilePermissions",
    )


def test_a_second_grant_changes_the_role(robot: Person, file_id: str) -> None:
    first, second = share(robot, file_id), share(robot, file_id, "writer")
    assert first == {"kind": "drive#permission", "id": first["id"], "type": "user", "role": "reader"}
    assert second == first | {"role": "writer"}
    assert roles(robot, file_id) == {ROBOT: "owner", MANAGER: "writer"}


def test_sharing_sends_a_mail_unless_told_not_to(robot: Person, manager: Person, file_id: str) -> None:
    share(robot, file_id, sendNotificationEmail="false")
    assert inbox(manager) == []
    share(robot, file_id)
    assert inbox(manager) == ['Item shared with you: "record"']


def test_what_is_shared_above_is_shared_below_and_changed_only_above(robot: Person, manager: Person) -> None:
    top = robot.post(FILES, {"name": "top", "mimeType": FOLDER})["id"]
    child = robot.post(FILES, {"name": "child", "parents": [top]})["id"]
    granted = share(robot, top)
    assert manager.get(f"{FILES}/{child}", fields="name,parents") == {"name": "child", "parents": [top]}
    path = f"{FILES}/{child}/permissions/{granted['id']}"
    detail = robot.get(path, fields="permissionDetails")["permissionDetails"][0]
    assert detail == {"permissionType": "file", "role": "reader", "inherited": True, "inheritedFrom": top}
    assert robot.refused("DELETE", path) == (403, "cannotModifyInheritedPermission")
    robot.delete(f"{FILES}/{top}/permissions/{granted['id']}")
    assert manager.refused("GET", f"{FILES}/{child}") == (404, "notFound")


def test_the_owner_of_a_folder_only_writes_what_others_put_there(robot: Person, manager: Person) -> None:
    top = robot.post(FILES, {"name": "top", "mimeType": FOLDER})["id"]
    share(robot, top, "writer")
    theirs = manager.post(FILES, {"name": "theirs", "parents": [top]})["id"]
    assert robot.patch(f"{FILES}/{theirs}", {"name": "ours"})["name"] == "ours"
    trash = robot.refused("PATCH", f"{FILES}/{theirs}", {"trashed": True})
    assert trash == (403, "insufficientFilePermissions")


def test_a_role_is_updated_and_taken_away(robot: Person, manager: Person, file_id: str) -> None:
    path = f"{FILES}/{file_id}/permissions/{share(robot, file_id)['id']}"
    assert robot.patch(path, {"role": "writer"})["role"] == "writer"
    robot.delete(path)
    assert robot.refused("DELETE", path) == (404, "notFound")
    assert manager.refused("GET", f"{FILES}/{file_id}") == (404, "notFound")


def test_the_owner_stays(robot: Person, file_id: str) -> None:
    own = robot.get(f"{FILES}/{file_id}/permissions")["permissions"][0]["id"]
    assert robot.refused("DELETE", f"{FILES}/{file_id}/permissions/{own}") == (
        403,
        "insufficientFilePermissions",
    )
    assert robot.refused("POST", f"{FILES}/{file_id}/permissions", {"type": "user", "role": "owner"}) == (
        403,
        "forbidden",
    )


@pytest.mark.parametrize(
    "body", [{}, {"type": "user"}, {"type": "user", "role": "reader"}, {"type": "x", "role": "reader"}]
)
def test_an_incomplete_grant_is_refused(robot: Person, file_id: str, body: Json) -> None:
    assert robot.refused("POST", f"{FILES}/{file_id}/permissions", body)[0] == 400


def test_writers_may_be_kept_from_sharing(robot: Person, manager: Person, file_id: str) -> None:
    share(robot, file_id, "writer")
    robot.patch(f"{FILES}/{file_id}", {"writersCanShare": False})
    body = {"type": "user", "role": "reader", "emailAddress": "x@willow.example"}
    path = f"{FILES}/{file_id}/permissions"
    assert manager.refused("POST", path, body) == (403, "insufficientFilePermissions")


def test_the_owner_granted_again_stays_the_owner(robot: Person, file_id: str) -> None:
    assert share(robot, file_id, "reader", ROBOT)["role"] == "owner"


def test_a_grant_may_end(robot: Person, file_id: str) -> None:
    until = "2027-01-01T00:00:00.000Z"
    body = {"type": "user", "role": "reader", "emailAddress": MANAGER, "expirationTime": until}
    path = f"{FILES}/{file_id}/permissions"
    granted = robot.post(path, body, fields="id,expirationTime")
    assert granted["expirationTime"] == until
    kept = robot.patch(f"{path}/{granted['id']}", {"role": "reader"}, removeExpiration="true", fields="*")
    assert "expirationTime" not in kept
    assert robot.refused("PATCH", f"{path}/{granted['id']}", {"role": "owner"}) == (403, "forbidden")


def test_inheritance_can_be_switched_off(robot: Person, manager: Person) -> None:
    top = robot.post(FILES, {"name": "top", "mimeType": FOLDER})["id"]
    child = robot.post(FILES, {"parents": [top], "inheritedPermissionsDisabled": True})["id"]
    share(robot, top)
    assert manager.refused("GET", f"{FILES}/{child}") == (404, "notFound")


def test_a_link_opens_a_file_but_does_not_list_it(robot: Person, manager: Person, file_id: str) -> None:
    robot.post(f"{FILES}/{file_id}/permissions", {"type": "anyone", "role": "reader"})
    assert manager.get(f"{FILES}/{file_id}")["name"] == "record"
    assert manager.get(FILES)["files"] == []


def test_a_domain_grant_reaches_that_domain_only(
    sandbox: Sandbox, robot: Person, manager: Person, file_id: str
) -> None:
    body = {"type": "domain", "role": "reader", "domain": "willow.example"}
    robot.post(f"{FILES}/{file_id}/permissions", body)
    assert manager.get(f"{FILES}/{file_id}")["name"] == "record"
    stranger = Person(sandbox, "who@elsewhere.example")
    assert stranger.refused("GET", f"{FILES}/{file_id}") == (404, "notFound")


def test_without_copies_readers_do_not_download_but_writers_do(
    robot: Person, manager: Person, file_id: str
) -> None:
    robot.patch(f"{FILES}/{file_id}", {"copyRequiresWriterPermission": True})
    share(robot, file_id)
    media = {"alt": "media"}
    assert manager.refused("GET", f"{FILES}/{file_id}", params=media) == (403, "cannotDownloadFile")
    share(robot, file_id, "writer")
    assert manager.ask("GET", f"{FILES}/{file_id}", params=media).ok

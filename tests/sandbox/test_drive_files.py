from __future__ import annotations

import hashlib

import pytest
from googleapiclient.http import MediaInMemoryUpload

from tests.sandbox.world import MANAGER, ROBOT, SCOPE, Json, Person, control
from workspace_agent.sandbox.server import Sandbox

FILES = "/drive/v3/files"
FOLDER = "application/vnd.google-apps.folder"
SHEET = "application/vnd.google-apps.spreadsheet"
PDF = b"%PDF-1.7\r\n\r\n--x\n\x00\xff\r"


def upload(person: Person, metadata: str, content: bytes = PDF, newline: bytes = b"\r\n") -> Json:
    lines = [
        b"--cut",
        b"Content-Type: application/json",
        b"",
        metadata.encode(),
        b"--cut",
        b"Content-Type: application/pdf",
        b"",
        content,
        b"--cut--",
    ]
    answer = person.session.post(
        f"https://www.googleapis.com/upload{FILES}?uploadType=multipart&fields=*",
        data=newline.join(lines),
        headers={"Content-Type": 'multipart/related; boundary="cut"'},
    )
    assert answer.ok, answer.text
    found: Json = answer.json()
    return found


def folder(person: Person, name: str = "Records", **more: object) -> str:
    return str(person.post(FILES, {"name": name, "mimeType": FOLDER, **more})["id"])


def names(person: Person, query: str, **params: object) -> list[str]:
    return [file["name"] for file in person.get(FILES, q=query, **params)["files"]]


def test_without_a_mask_a_file_is_four_fields(robot: Person) -> None:
    created = robot.post(FILES, {"name": "Records", "mimeType": FOLDER})
    assert created == {"kind": "drive#file", "id": created["id"], "name": "Records", "mimeType": FOLDER}
    assert robot.get(f"{FILES}/{created['id']}") == created
    assert robot.get(FILES) == {"kind": "drive#fileList", "incompleteSearch": False, "files": [created]}


@pytest.mark.parametrize("newline", [b"\r\n", b"\n"])
def test_a_multipart_upload_keeps_every_byte(robot: Person, newline: bytes) -> None:
    file = upload(robot, '{"name": "record.pdf"}', newline=newline)
    assert (file["mimeType"], file["size"]) == ("application/pdf", str(len(PDF)))
    assert file["md5Checksum"] == hashlib.md5(PDF, usedforsecurity=False).hexdigest()
    answer = robot.ask("GET", f"{FILES}/{file['id']}", params={"alt": "media"})
    assert (answer.content, answer.headers["Content-Type"]) == (PDF, "application/pdf")


def test_new_content_gives_a_new_revision_and_version(robot: Person) -> None:
    file = upload(robot, "{}")
    answer = robot.session.patch(
        f"https://www.googleapis.com/upload{FILES}/{file['id']}?uploadType=media&fields=*",
        data=b"second",
        headers={"Content-Type": "application/pdf"},
    ).json()
    assert (answer["size"], answer["version"]) == ("6", "2")
    assert answer["headRevisionId"] != file["headRevisionId"]


def test_a_generated_id_makes_a_repeat_answer_409(robot: Person) -> None:
    wanted = robot.get(f"{FILES}/generateIds", count=1)["ids"][0]
    upload(robot, f'{{"id": "{wanted}"}}')
    answer = robot.ask("POST", FILES, {"id": wanted})
    assert answer.json()["error"]["message"] == "A file already exists with the provided ID."
    assert robot.refused("POST", FILES, {"id": wanted}) == (409, "fileIdInUse")


def test_only_generated_ids_are_taken_and_not_for_sheets(robot: Person) -> None:
    wanted = robot.get(f"{FILES}/generateIds")["ids"][0]
    assert robot.refused("POST", FILES, {"id": "invented"}) == (400, "invalid")
    assert robot.refused("POST", FILES, {"id": wanted, "mimeType": SHEET}) == (400, "invalid")
    assert folder(robot, id=wanted) == wanted


def test_native_files_have_no_content_to_download(robot: Person) -> None:
    found = robot.ask("GET", f"{FILES}/{folder(robot)}", params={"alt": "media"})
    assert found.json()["error"]["errors"][0]["reason"] == "fileNotDownloadable"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("name = 'O\\'Neil'", ["O'Neil"]),
        ('name = "plan"', ["plan"]),
        ("name = 'back\\\\slash'", ["back\\slash"]),
        ("name contains 'rec'", ["Recent record"]),
        ("name contains 'cent'", []),
        (f"mimeType = '{FOLDER}'", ["plan"]),
        (f"mimeType != '{FOLDER}' and not name contains 'O'", ["back\\slash", "Recent record"]),
        ("(name = 'plan' or name = 'old') and trashed = false", ["plan"]),
        ("trashed = true", ["old"]),
        ("name = 'old'", ["old"]),
        ("appProperties has { key='ref' and value='42' }", ["back\\slash"]),
        (f"'{ROBOT}' in owners and name = 'plan'", ["plan"]),
        (f"'{MANAGER}' in readers", ["plan"]),
        (f"'{MANAGER}' in writers", []),
        ("'root' in parents and name = 'plan'", ["plan"]),
        ("modifiedTime > '2026-11-20T12:00:00'", []),
    ],
)
def test_queries_find(robot: Person, query: str, found: list[str]) -> None:
    for body in (
        {"name": "O'Neil"},
        {"name": "back\\slash", "appProperties": {"ref": "42"}},
        {"name": "Recent record"},
        {"name": "plan", "mimeType": FOLDER},
        {"name": "old"},
    ):
        file_id = robot.post(FILES, body)["id"]
        if body["name"] == "old":
            robot.patch(f"{FILES}/{file_id}", {"trashed": True})
        if body["name"] == "plan":
            grant = {"type": "user", "role": "reader", "emailAddress": MANAGER}
            robot.post(f"{FILES}/{file_id}/permissions", grant)
    assert sorted(names(robot, query)) == sorted(found)


@pytest.mark.parametrize(
    "query",
    ["name", "name = plan", "size = '3'", "name ~ 'x'", "(name = 'x'", "name = 'x' 'y'", "name = 'O'Neil'"],
)
def test_a_query_outside_the_grammar_is_refused(robot: Person, query: str) -> None:
    error = robot.ask("GET", FILES, params={"q": query}).json()["error"]
    assert (error["code"], error["message"]) == (400, "Invalid Value")
    assert error["errors"][0]["location"] == "q"


def test_lists_come_in_pages(robot: Person) -> None:
    for name in "abc":
        robot.post(FILES, {"name": name})
    first = robot.get(FILES, pageSize=2, orderBy="name")
    second = robot.get(FILES, pageSize=2, orderBy="name", pageToken=first["nextPageToken"])
    assert [file["name"] for file in first["files"] + second["files"]] == ["a", "b", "c"]
    assert "nextPageToken" not in second
    assert robot.refused("GET", FILES, params={"pageToken": "made up"}) == (400, "invalid")


def test_a_move_changes_the_parent_and_only_through_parameters(robot: Person) -> None:
    file_id, target = robot.post(FILES, {"name": "a"})["id"], folder(robot)
    assert robot.refused("PATCH", f"{FILES}/{file_id}", {"parents": [target]}) == (403, "fieldNotWritable")
    two = {"addParents": f"{target},{folder(robot)}"}
    assert robot.refused("PATCH", f"{FILES}/{file_id}", {}, params=two) == (403, "cannotAddParent")
    root = robot.get(f"{FILES}/root")["id"]
    moved = robot.patch(f"{FILES}/{file_id}", {}, addParents=target, removeParents=root, fields="parents")
    assert moved == {"parents": [target]}


def test_what_lies_in_a_trashed_folder_is_trashed_too(robot: Person) -> None:
    parent = folder(robot)
    child = robot.post(FILES, {"name": "a", "parents": [parent]})["id"]
    robot.patch(f"{FILES}/{parent}", {"trashed": True})
    assert robot.get(f"{FILES}/{child}", fields="trashed,explicitlyTrashed") == {
        "trashed": True,
        "explicitlyTrashed": False,
    }


def test_marks_are_merged_and_null_deletes_one(robot: Person) -> None:
    file_id = robot.post(FILES, {"appProperties": {"a": "1", "b": "2"}})["id"]
    changed = robot.patch(
        f"{FILES}/{file_id}", {"appProperties": {"a": None, "c": "3"}}, fields="appProperties,version"
    )
    assert changed == {"appProperties": {"b": "2", "c": "3"}, "version": "2"}
    assert robot.refused("PATCH", f"{FILES}/{file_id}", {"appProperties": {"a": "x" * 124}}) == (
        403,
        "propertyLengthLimitExceeded",
    )


def test_marks_belong_to_the_app_that_made_them(sandbox: Sandbox, robot: Person) -> None:
    file_id = robot.post(FILES, {"appProperties": {"ref": "42"}})["id"]
    other = Person(sandbox, ROBOT, client_id="another-app")
    assert "appProperties" not in other.get(f"{FILES}/{file_id}", fields="*")
    assert names(other, "appProperties has { key='ref' and value='42' }") == []


def test_with_drive_file_alone_an_app_sees_only_what_it_made(sandbox: Sandbox, robot: Person) -> None:
    theirs = robot.post(FILES, {"name": "theirs"})["id"]
    limited = Person(sandbox, ROBOT, (f"{SCOPE}drive.file",), client_id="another-app")
    assert limited.refused("GET", f"{FILES}/{theirs}") == (404, "notFound")
    mine = limited.post(FILES, {"name": "mine"})["id"]
    assert [file["id"] for file in limited.get(FILES)["files"]] == [mine]


def test_metadata_readonly_beside_drive_file_shows_all_files_but_no_foreign_content(
    sandbox: Sandbox, robot: Person
) -> None:
    theirs = upload(robot, '{"name": "theirs"}')["id"]
    scopes = (f"{SCOPE}drive.file", f"{SCOPE}drive.metadata.readonly")
    limited = Person(sandbox, ROBOT, scopes, client_id="another-app")
    path = f"{FILES}/{theirs}"
    assert limited.get(path)["name"] == "theirs"
    assert limited.refused("GET", path, params={"alt": "media"}) == (403, "appNotAuthorizedToFile")
    assert limited.refused("PATCH", path, {"name": "mine"}) == (403, "appNotAuthorizedToFile")
    onlooker = Person(sandbox, ROBOT, scopes[1:])
    assert onlooker.refused("GET", path, params={"alt": "media"}) == (403, "insufficientPermissions")


def test_changes_tell_what_happened_since_a_token(robot: Person, manager: Person) -> None:
    token = robot.get("/drive/v3/changes/startPageToken")["startPageToken"]
    kept, gone = (robot.post(FILES, {"name": name})["id"] for name in ("kept", "gone"))
    robot.patch(f"{FILES}/{kept}", {"name": "renamed"})
    robot.delete(f"{FILES}/{gone}")
    changes = robot.get("/drive/v3/changes", pageToken=token)
    assert {one["fileId"]: one["removed"] for one in changes["changes"]} == {kept: False, gone: True}
    assert changes["changes"][0]["file"]["name"] == "renamed"
    assert robot.get("/drive/v3/changes", pageToken=changes["newStartPageToken"])["changes"] == []
    assert manager.get("/drive/v3/changes", pageToken=token)["changes"] == []


def test_whoever_loses_a_file_hears_of_it_as_removed(robot: Person, manager: Person) -> None:
    made = robot.post(FILES, {"name": "notes"})["id"]
    grant = {"type": "user", "role": "reader", "emailAddress": MANAGER}
    permission = robot.post(f"{FILES}/{made}/permissions", grant)["id"]
    token = manager.get("/drive/v3/changes/startPageToken")["startPageToken"]
    robot.delete(f"{FILES}/{made}/permissions/{permission}")
    changes = manager.get("/drive/v3/changes", pageToken=token)["changes"]
    assert [(one["fileId"], one["removed"]) for one in changes] == [(made, True)]


def test_a_copy_is_a_new_file_without_marks_and_shares(robot: Person, manager: Person) -> None:
    original = upload(robot, '{"name": "plan", "description": "d", "appProperties": {"ref": "42"}}')["id"]
    grant = {"type": "user", "role": "reader", "emailAddress": MANAGER}
    robot.post(f"{FILES}/{original}/permissions", grant)
    copied = manager.post(f"{FILES}/{original}/copy", {}, fields="*")
    assert (copied["name"], copied["description"], copied["size"]) == ("Copy of plan", "d", str(len(PDF)))
    assert copied["owners"][0]["emailAddress"] == MANAGER
    assert "appProperties" not in copied
    manager.patch(f"{FILES}/{copied['id']}", {"description": "e"})
    assert robot.get(f"{FILES}/{original}", fields="description") == {"description": "d"}
    assert robot.refused("POST", f"{FILES}/{folder(robot)}/copy", {}) == (403, "cannotCopyFile")


def test_about_names_the_user_and_wants_a_mask(robot: Person) -> None:
    about = robot.get("/drive/v3/about", fields="user(emailAddress)")
    assert about == {"user": {"emailAddress": ROBOT}}
    assert robot.refused("GET", "/drive/v3/about") == (400, "required")


def test_new_names_are_found_late_on_order_but_parents_at_once(sandbox: Sandbox, robot: Person) -> None:
    control(sandbox, "POST", "quirks", {"name_lag": 300})
    parent = folder(robot)
    robot.post(FILES, {"name": "new", "parents": [parent]})
    assert names(robot, "name = 'new'") == []
    assert names(robot, f"'{parent}' in parents") == ["new"]
    control(sandbox, "POST", "clock", {"now": "2026-11-20T12:05:00Z", "frozen": True})
    assert names(robot, "name = 'new'") == ["new"]


def test_new_marks_are_found_late_on_order_but_parents_at_once(sandbox: Sandbox, robot: Person) -> None:
    control(sandbox, "POST", "quirks", {"mark_lag": 300})
    parent = folder(robot)
    marks = {"properties": {"k": "1"}, "appProperties": {"k": "1"}}
    robot.post(FILES, {"name": "new", "parents": [parent], **marks})
    both = [f"{kind} has {{ key='k' and value='1' }}" for kind in marks]
    assert [names(robot, query) for query in (*both, "name = 'new'")] == [[], [], ["new"]]
    control(sandbox, "POST", "clock", {"now": "2026-11-20T12:05:00Z", "frozen": True})
    assert [names(robot, query) for query in both] == [["new"], ["new"]]


def test_pages_are_short_or_empty_on_order(sandbox: Sandbox, robot: Person) -> None:
    for name in "ab":
        robot.post(FILES, {"name": name})
    control(sandbox, "POST", "quirks", {"empty_first_page": True, "page_size": 1})
    found, params = [], {"orderBy": "name"}
    for _ in range(3):
        page = robot.get(FILES, **params)
        found.append([file["name"] for file in page["files"]])
        params["pageToken"] = page.get("nextPageToken", "")
    assert found == [[], ["a"], ["b"]]
    assert params["pageToken"] == ""


def test_only_folders_hold_files_and_only_one_does(robot: Person) -> None:
    file_id = robot.post(FILES, {})["id"]
    assert robot.refused("POST", FILES, {"parents": [file_id]}) == (403, "parentNotAFolder")
    assert robot.refused("POST", FILES, {"parents": [folder(robot), folder(robot)]}) == (
        403,
        "cannotAddParent",
    )
    assert robot.refused("POST", FILES, {"parents": ["nowhere"]}) == (404, "notFound")


def test_shared_drive_parameters_are_accepted(robot: Person) -> None:
    flags = {"supportsAllDrives": "true", "includeItemsFromAllDrives": "true", "corpora": "user"}
    assert robot.get(FILES, **flags)["files"] == []


def test_the_real_client_uploads_downloads_and_lists(robot: Person) -> None:
    files = robot.service("drive", "v3").files()
    media = MediaInMemoryUpload(PDF, mimetype="application/pdf")
    created = files.create(body={"name": "record"}, media_body=media, fields="id,size").execute()
    assert created["size"] == str(len(PDF))
    assert files.get_media(fileId=created["id"]).execute() == PDF
    listed = files.list(q=f"name = 'record' and '{ROBOT}' in owners" + " or name = 'x'" * 200).execute()
    assert [file["id"] for file in listed["files"]] == [created["id"]]


def test_control_forms_are_drive_files(sandbox: Sandbox, robot: Person) -> None:
    control(
        sandbox,
        "POST",
        "forms",
        {"owner": ROBOT, "form": {"formId": "f1", "info": {"documentTitle": "Post IEP"}}},
    )
    assert robot.get(f"{FILES}/f1")["mimeType"] == "application/vnd.google-apps.form"


def test_a_mask_never_changes_what_a_field_says(robot: Person, manager: Person) -> None:
    drive = robot.post("/drive/v3/drives", {"name": "staff"}, requestId="1")["id"]
    bodies: list[Json] = [
        {"name": "folder", "mimeType": FOLDER, "description": "d", "properties": {"k": "v"}},
        {"name": "file.tar.gz", "appProperties": {"k": "v"}, "copyRequiresWriterPermission": True},
        {"name": "book", "mimeType": SHEET, "starred": True},
        {"name": "member", "parents": [drive]},
    ]
    made = [robot.post(FILES, body, supportsAllDrives=True)["id"] for body in bodies]
    robot.post(
        FILES, {"mimeType": "application/vnd.google-apps.shortcut", "shortcutDetails": {"targetId": made[0]}}
    )
    grantee = {"type": "user", "role": "reader", "emailAddress": manager.email}
    robot.post(f"{FILES}/{made[1]}/permissions", grantee)
    asked = {"corpora": "allDrives", "includeItemsFromAllDrives": True, "supportsAllDrives": True}
    for person in (robot, manager):
        whole = person.get(FILES, fields="*", **asked)["files"]
        assert whole
        for name in {name for file in whole for name in file}:
            said = person.get(FILES, fields=f"files({name})", **asked)["files"]
            assert said == [{name: file[name]} if name in file else {} for file in whole]
            alone = person.get(f"{FILES}/{whole[0]['id']}", fields=name, supportsAllDrives=True)
            assert alone == ({name: whole[0][name]} if name in whole[0] else {})

"""What Drive answers, as recorded by clients of the API; the data are invented."""

from __future__ import annotations

import pytest
from googleapiclient.http import MediaInMemoryUpload

from tests.sandbox.test_drive_files import FILES, FOLDER, SHEET, folder, upload
from tests.sandbox.world import MANAGER, ROBOT, Json, Person, control
from workspace_agent.sandbox.server import Sandbox

DRIVES = "/drive/v3/drives"
DOCUMENT = "application/vnd.google-apps.document"
NATIVE = "application/vnd.google-apps."
SHORTCUT = "application/vnd.google-apps.shortcut"
EVERYWHERE: Json = {"supportsAllDrives": True, "includeItemsFromAllDrives": True}


@pytest.fixture
def file_id(robot: Person) -> str:
    return str(upload(robot, '{"name": "Notes.pdf"}')["id"])


@pytest.fixture
def drive_id(robot: Person) -> str:
    return shared_drive(robot, "Compliance")


def shared_drive(person: Person, name: str) -> str:
    return str(person.post(DRIVES, {"name": name}, requestId=name)["id"])


def error(person: Person, verb: str, path: str, body: Json | None = None, **params: object) -> Json:
    answer = person.ask(verb, path, body, params=params)
    found: Json = answer.json()["error"]["errors"][0]
    assert answer.status_code == answer.json()["error"]["code"]
    return found | {"status": answer.status_code}


def test_without_a_mask_a_shared_drive_is_three_fields(robot: Person, drive_id: str) -> None:
    brief = {"kind": "drive#drive", "id": drive_id, "name": "Compliance"}
    assert robot.get(f"{DRIVES}/{drive_id}") == brief
    assert robot.get(DRIVES) == {"kind": "drive#driveList", "drives": [brief]}
    assert robot.post(f"{DRIVES}/{drive_id}/hide", {}) == brief
    assert robot.patch(f"{DRIVES}/{drive_id}", {"colorRgb": "#ff0000"}, fields="colorRgb") == {
        "colorRgb": "#ff0000"
    }


def test_without_a_mask_a_link_says_whether_it_can_be_found(robot: Person, file_id: str) -> None:
    path = f"{FILES}/{file_id}/permissions"
    link = robot.post(path, {"type": "anyone", "role": "reader"})
    assert link == {
        "kind": "drive#permission",
        "id": "anyoneWithLink",
        "type": "anyone",
        "role": "reader",
        "allowFileDiscovery": False,
    }
    assert set(robot.post(path, {"type": "user", "role": "reader", "emailAddress": MANAGER})) == {
        "kind",
        "id",
        "type",
        "role",
    }


def test_without_a_mask_a_revision_is_four_fields(robot: Person, file_id: str) -> None:
    [revision] = robot.get(f"{FILES}/{file_id}/revisions")["revisions"]
    assert set(revision) == {"kind", "id", "mimeType", "modifiedTime"}
    assert robot.get(f"{FILES}/{file_id}/revisions/{revision['id']}") == revision


@pytest.mark.parametrize(("mime_type", "size"), [(SHEET, "1024"), (DOCUMENT, "1024"), (FOLDER, None)])
def test_an_empty_google_document_has_a_size_and_a_folder_has_none(
    robot: Person, mime_type: str, size: str | None
) -> None:
    made = robot.post(FILES, {"name": "New", "mimeType": mime_type}, fields="size,webContentLink")
    assert made == ({"size": size} if size else {})


def test_a_file_with_content_of_its_own_has_an_address_for_it(robot: Person, file_id: str) -> None:
    found = robot.get(f"{FILES}/{file_id}", fields="webContentLink")["webContentLink"]
    assert found == f"https://drive.google.com/uc?id={file_id}&export=download"


def test_comments_come_newest_first_and_show_no_address_of_their_author(robot: Person, file_id: str) -> None:
    path = f"{FILES}/{file_id}/comments"
    first = robot.post(path, {"content": "One"}, fields="*")
    robot.post(path, {"content": "Two"}, fields="*")
    assert first["author"] == {"kind": "drive#user", "displayName": "robot", "me": True}
    changed = robot.patch(f"{path}/{first['id']}", {"content": "One & only"}, fields="content,htmlContent")
    assert changed == {"content": "One & only", "htmlContent": "One &amp; only"}
    listed = robot.get(path, fields="comments/content")["comments"]
    assert [one["content"] for one in listed] == ["Two", "One & only"]


@pytest.mark.parametrize(
    "grantee",
    [
        {"type": "user", "emailAddress": "lee"},
        {"type": "user", "emailAddress": ""},
        {"type": "anyone", "emailAddress": MANAGER},
    ],
)
def test_an_address_that_fits_no_grant_is_refused(robot: Person, file_id: str, grantee: Json) -> None:
    found = error(robot, "POST", f"{FILES}/{file_id}/permissions", {"role": "reader", **grantee})
    text = "The specified emailAddress is invalid or not applicable for the given permission type."
    assert (found["status"], found["reason"], found["message"]) == (400, "invalid", text)
    assert (found["location"], found["locationType"]) == ("permission.emailAddress", "other")


@pytest.mark.parametrize(
    ("body", "missing"),
    [({"role": "reader", "emailAddress": MANAGER}, "type"), ({"type": "anyone"}, "role")],
)
def test_a_grant_without_type_or_role_is_refused(
    robot: Person, file_id: str, body: Json, missing: str
) -> None:
    found = error(robot, "POST", f"{FILES}/{file_id}/permissions", body)
    assert found["message"] == f"The permission {missing} field is required."
    assert (found["reason"], found["location"]) == ("required", f"permission.{missing}")


def test_a_mail_is_for_persons_and_cannot_be_left_out_where_the_owner_changes(
    robot: Person, file_id: str
) -> None:
    path = f"{FILES}/{file_id}/permissions"
    text = (
        "The sendNotificationEmail parameter is only applicable for permissions of type 'user' or 'group', "
        "and must not be disabled for ownership transfers."
    )
    anyone = {"type": "anyone", "role": "reader"}
    found = error(robot, "POST", path, anyone, sendNotificationEmail=True)
    assert (found["status"], found["reason"], found["message"]) == (403, "forbidden", text)
    assert robot.post(path, anyone, sendNotificationEmail=False)["id"] == "anyoneWithLink"
    owner = {"type": "user", "role": "owner", "emailAddress": MANAGER}
    quiet = error(robot, "POST", path, owner, transferOwnership=True, sendNotificationEmail=False)
    assert quiet["message"] == text
    assert error(robot, "POST", path, owner)["location"] == "transferOwnership"


def test_an_owner_who_names_one_folder_moves_the_file_there(robot: Person, manager: Person) -> None:
    """Source: guides/ref-single-parent; the suites of pygsheets and pubkey/google-drive-mock."""
    made = [robot.post(FILES, {"name": name, "mimeType": FOLDER})["id"] for name in ("a", "b")]
    file_id = robot.post(FILES, {"name": "c", "parents": [made[0]]})["id"]
    assert robot.patch(f"{FILES}/{file_id}", {}, addParents=made[1], fields="parents") == {
        "parents": [made[1]]
    }
    for one in (*made, file_id):
        grant = {"type": "user", "role": "writer", "emailAddress": MANAGER}
        robot.post(f"{FILES}/{one}/permissions", grant, sendNotificationEmail=False)
    found = error(manager, "PATCH", f"{FILES}/{file_id}", {}, addParents=made[0])
    assert (found["status"], found["reason"]) == (403, "cannotAddParent")


def test_a_list_may_say_that_it_ascends(robot: Person) -> None:
    """Source: pubkey/google-drive-mock, whose tests run against Google."""
    for name in ("b", "a"):
        robot.post(FILES, {"name": name})
    files = robot.get(FILES, orderBy="name asc,createdTime")["files"]
    assert [one["name"] for one in files] == ["a", "b"]
    assert robot.refused("GET", FILES, params={"orderBy": "name up"}) == (400, "invalid")


def test_a_time_is_as_precise_as_it_is_printed(sandbox: Sandbox, robot: Person) -> None:
    """Source: pubkey/google-drive-mock, whose tests run against Google."""
    control(sandbox, "POST", "clock", {"now": "2026-11-20T12:00:00.123456Z", "frozen": True})
    first = robot.post(FILES, {"name": "b"}, fields="id,modifiedTime")
    control(sandbox, "POST", "clock", {"now": "2026-11-20T12:00:00.123999Z", "frozen": True})
    second = robot.post(FILES, {"name": "a"})
    found = {
        sign: [
            one["name"]
            for one in robot.get(FILES, q=f"modifiedTime {sign} '{first['modifiedTime']}'")["files"]
        ]
        for sign in ("=", ">", ">=", "<")
    }
    assert found == {"=": ["a", "b"], ">": [], ">=": ["a", "b"], "<": []}
    named = robot.get(FILES, orderBy="modifiedTime,name")["files"]
    assert [one["id"] for one in named] == [second["id"], first["id"]]


# Recorded in mvsjes2/p5-google-restapi.


@pytest.mark.parametrize(
    ("kind", "length"),
    [("spreadsheet", 44), ("document", 44), ("form", 44), ("folder", 33), (None, 33)],
)
def test_what_an_editor_keeps_has_a_longer_id(robot: Person, kind: str | None, length: int) -> None:
    made = robot.post(FILES, {"name": "a"} | ({"mimeType": NATIVE + kind} if kind else {}))
    assert len(made["id"]) == length
    if kind != "folder":
        assert len(robot.post(f"{FILES}/{made['id']}/copy", {})["id"]) == length


def test_drive_says_what_it_takes_and_gives(robot: Person) -> None:
    about = robot.get("/drive/v3/about", fields="*")
    assert about["exportFormats"][f"{NATIVE}form"] == ["application/zip"]
    assert about["exportFormats"][f"{NATIVE}document"][0] == "application/rtf"
    assert len(about["exportFormats"]) == 9
    assert about["importFormats"]["text/x-markdown"] == [f"{NATIVE}document"]
    assert len(about["importFormats"]) == 49
    assert about["maxUploadSize"] == "5242880000000"
    assert (about["folderColorPalette"][0], len(about["folderColorPalette"])) == ("#ac725e", 24)


def test_folders_leave_a_shared_drive_with_what_is_in_them_but_do_not_enter_one(
    robot: Person, drive_id: str
) -> None:
    mine, other = folder(robot, "Mine"), shared_drive(robot, "Archive")
    params = {"supportsAllDrives": True}
    refused = error(
        robot, "PATCH", f"{FILES}/{mine}", {}, addParents=drive_id, removeParents="root", **params
    )
    assert refused["reason"] == "teamDrivesFolderMoveInNotSupported"
    outer = robot.post(FILES, {"name": "Records", "mimeType": FOLDER, "parents": [drive_id]}, **params)["id"]
    robot.post(FILES, {"name": "Inside", "mimeType": FOLDER, "parents": [outer]}, **params)
    robot.patch(f"{FILES}/{outer}", {}, addParents=other, removeParents=drive_id, **params)
    places = {"corpora": "drive", "driveId": other, "orderBy": "name"} | EVERYWHERE
    assert [one["name"] for one in robot.get(FILES, **places)["files"]] == ["Inside", "Records"]
    robot.patch(f"{FILES}/{outer}", {}, addParents="root", removeParents=other, **params)
    [inside] = robot.get(FILES, q="name = 'Inside'", fields="files(ownedByMe,driveId)")["files"]
    assert inside == {"ownedByMe": True}


def test_refusals_of_the_front_end_have_a_short_text_and_a_long_one(robot: Person) -> None:
    answer = robot.ask("GET", "/drive/v3/about", headers={"Authorization": "Bearer ya29.unknown"})
    found = answer.json()["error"]
    assert found["errors"][0]["message"] == "Invalid Credentials"
    assert found["message"].endswith(
        "See https://developers.google.com/identity/sign-in/web/devconsole-project."
    )


def test_a_scope_that_is_not_enough_has_a_short_text_too(robot: Person) -> None:
    weak = Person(robot.sandbox, ROBOT, ("https://www.googleapis.com/auth/calendar",))
    found = weak.ask("GET", FILES).json()["error"]
    assert found["message"] == "Request had insufficient authentication scopes."
    assert found["errors"][0]["message"] == "Insufficient Permission"


def test_a_spreadsheet_comes_and_goes_as_delimited_text(robot: Person) -> None:
    drive = robot.service("drive", "v3").files()
    media = MediaInMemoryUpload(b'name,hours\n"Lee, A.",1.5\nMay', "text/csv")
    book = drive.create(body={"name": "Log", "mimeType": SHEET}, media_body=media).execute()["id"]
    values = robot.service("sheets", "v4").spreadsheets().values()
    held = values.get(spreadsheetId=book, range="A1:B3", valueRenderOption="UNFORMATTED_VALUE").execute()
    assert held["values"] == [["name", "hours"], ["Lee, A.", 1.5], ["May"]]
    export = f"{FILES}/{book}/export"
    found = robot.ask("GET", export, params={"mimeType": "text/csv"})
    assert found.content == b'name,hours\r\n"Lee, A.",1.5\r\nMay,'
    tabs = robot.ask("GET", export, params={"mimeType": "text/tab-separated-values"})
    assert tabs.content == b"name\thours\r\nLee, A.\t1.5\r\nMay\t"
    drive.update(fileId=book, media_body=MediaInMemoryUpload(b"", "text/csv")).execute()
    assert robot.ask("GET", export, params={"mimeType": "text/csv"}).content == b""


def test_what_is_no_google_document_is_not_exported(robot: Person, file_id: str) -> None:
    found = error(robot, "GET", f"{FILES}/{file_id}/export", mimeType="text/plain")
    assert (found["reason"], "location" in found) == ("fileNotExportable", False)


def test_a_file_bears_only_so_many_properties_and_a_refused_change_changes_nothing(
    robot: Person, file_id: str
) -> None:
    path = f"{FILES}/{file_id}"
    robot.patch(path, {"appProperties": {f"key{one}": "x" for one in range(30)}})
    many = error(robot, "PATCH", path, {"name": "Other.pdf", "appProperties": {"key30": "x"}})
    long = error(robot, "PATCH", path, {"name": "Other.pdf", "properties": {"key": "\u00e9" * 61}})
    assert (many["status"], many["reason"]) == (403, "propertyCountLimitExceeded")
    assert (long["status"], long["reason"]) == (403, "propertyLengthLimitExceeded")
    assert long["message"] == (
        "Properties and app properties are limited to 124 bytes in UTF-8 encoding, counting both "
        "the key and the value."
    )
    assert robot.get(path)["name"] == "Notes.pdf"
    robot.patch(path, {"appProperties": {"key0": None, "key30": "x"}})


def test_a_folder_with_all_its_fields(robot: Person) -> None:
    made = robot.post(FILES, {"name": "Reports", "mimeType": FOLDER})["id"]
    found = robot.get(f"{FILES}/{made}", fields="*")
    able = found.pop("capabilities")
    assert found["iconLink"] == f"https://drive-thirdparty.googleusercontent.com/16/type/{FOLDER}"
    assert found["linkShareMetadata"] == {"securityUpdateEligible": False, "securityUpdateEnabled": True}
    assert found["modifiedByMeTime"] == found["viewedByMeTime"] == found["createdTime"]
    fixed = {
        "folderColorRgb": "#8f8f8f",
        "hasThumbnail": False,
        "inheritedPermissionsDisabled": False,
        "quotaBytesUsed": "0",
        "thumbnailVersion": "0",
        "viewedByMe": True,
        "viewersCanCopyContent": True,
    }
    assert found.items() >= fixed.items()
    assert not {"size", "fileExtension", "exportLinks"} & set(found)
    can = {name.removeprefix("can") for name, value in able.items() if value}
    assert can == {
        *("AddChildren", "Comment", "Delete", "DisableInheritedPermissions", "Download", "Edit"),
        *("EnableInheritedPermissions", "ListChildren", "ModifyContent", "MoveChildrenWithinDrive"),
        *("MoveItemIntoTeamDrive", "MoveItemOutOfDrive", "MoveItemWithinDrive", "RemoveChildren"),
        *("RemoveMyDriveParent", "Rename", "Share", "Trash", "Untrash", "ChangeItemDownloadRestriction"),
    }
    assert len(able) == 33


def test_an_upload_keeps_its_first_name_and_nobody_has_viewed_it(robot: Person) -> None:
    made = upload(robot, '{"name": "Notes.tar.gz"}')["id"]
    asked = "originalFilename,fileExtension,fullFileExtension,viewedByMe,viewedByMeTime"
    first = {"originalFilename": "Notes.tar.gz", "viewedByMe": False}
    found = robot.get(f"{FILES}/{made}", fields=asked)
    assert found == first | {"fileExtension": "gz", "fullFileExtension": "tar.gz"}
    robot.patch(f"{FILES}/{made}", {"name": "Notes.pdf"})
    found = robot.get(f"{FILES}/{made}", fields=asked)
    assert found == first | {"fileExtension": "pdf", "fullFileExtension": "pdf"}


def test_documents_say_where_they_are_exported(robot: Person) -> None:
    made = robot.post(FILES, {"name": "Log", "mimeType": SHEET}, fields="id,exportLinks")
    link = f"https://docs.google.com/spreadsheets/export?id={made['id']}&exportFormat="
    assert made["exportLinks"]["text/csv"] == f"{link}csv"
    made = robot.post(FILES, {"name": "Log", "mimeType": DOCUMENT}, fields="id,exportLinks")
    link = f"https://docs.google.com/feeds/download/documents/export/Export?id={made['id']}&exportFormat="
    assert made["exportLinks"]["application/vnd.oasis.opendocument.text"] == f"{link}odt"


def test_a_file_says_to_whom_it_is_shared_when_and_by_whom(
    robot: Person, manager: Person, file_id: str
) -> None:
    path, asked = f"{FILES}/{file_id}", "sharedWithMeTime,sharingUser/emailAddress,viewedByMe"
    entry = robot.post(f"{path}/permissions", {"type": "user", "role": "writer", "emailAddress": MANAGER})
    assert set(robot.get(path, fields=asked)) == {"viewedByMe"}
    found = manager.get(path, fields=asked)
    assert (found["sharingUser"], found["viewedByMe"]) == ({"emailAddress": ROBOT}, False)
    assert found["sharedWithMeTime"] >= manager.get(path, fields="createdTime")["createdTime"]
    own = manager.post(FILES, {"name": "Own"})["id"]
    listed = manager.get(FILES, orderBy="sharedWithMeTime desc")["files"]
    assert [one["id"] for one in listed] == [file_id, own]
    able = manager.get(path, fields="capabilities")["capabilities"]
    assert (able["canShare"], able["canMoveItemOutOfDrive"], able["canUntrash"]) == (True, False, False)
    assert manager.refused("PATCH", path, {"copyRequiresWriterPermission": True})[0] == 403
    robot.delete(f"{path}/permissions/{entry['id']}")
    assert manager.refused("GET", path)[0] == 404


def test_a_shortcut_knows_its_target(robot: Person, file_id: str) -> None:
    body: Json = {"mimeType": SHORTCUT, "shortcutDetails": {"targetId": file_id}}
    made = robot.post(FILES, body, fields="id,name,size,shortcutDetails")
    kind = robot.get(f"{FILES}/{file_id}")["mimeType"]
    assert made.pop("shortcutDetails") == {"targetId": file_id, "targetMimeType": kind}
    assert made["name"] == "Notes.pdf"
    assert "size" not in made
    found = robot.get(FILES, q=f"shortcutDetails.targetId = '{file_id}'")["files"]
    assert [one["id"] for one in found] == [made["id"]]
    body["shortcutDetails"] = {"targetId": made["id"]}
    refusal = error(robot, "POST", FILES, body)
    assert (refusal["status"], refusal["reason"]) == (403, "shortcutTargetInvalid")
    assert refusal["message"] == "The specified file is not an allowed shortcut target type."
    assert robot.refused("PATCH", f"{FILES}/{made['id']}", body)[0] == 403
    body["shortcutDetails"] = {"targetId": "unknown"}
    assert robot.refused("POST", FILES, body) == (404, "notFound")
    assert robot.refused("POST", FILES, {"mimeType": SHORTCUT})[0] == 400


def test_replies_stand_under_their_comment(robot: Person, manager: Person, file_id: str) -> None:
    """Source: recorded in mvsjes2/p5-google-restapi; the descriptions in drive.v3."""
    path = f"{FILES}/{file_id}/comments"
    comment = robot.post(path, {"content": "?"}, fields="id")["id"]
    replies = f"{path}/{comment}/replies"
    made = robot.post(replies, {"content": "a < b"}, fields="id,content,htmlContent,author")
    assert (made["htmlContent"], made["author"]["me"]) == ("a &lt; b", True)
    assert robot.ask("POST", replies, {"content": "x"}).status_code == 400
    robot.post(replies, {"action": "resolve"}, fields="*")
    assert robot.get(f"{path}/{comment}", fields="resolved,replies(action)") == {
        "resolved": True,
        "replies": [{}, {"action": "resolve"}],
    }
    robot.post(replies, {"action": "reopen", "content": "no"}, fields="*")
    assert robot.get(f"{path}/{comment}", fields="resolved") == {"resolved": False}
    one = f"{replies}/{made['id']}"
    assert robot.patch(one, {"content": "b"}, fields="content") == {"content": "b"}
    robot.delete(one)
    assert robot.refused("GET", one, params={"fields": "*"}) == (404, "notFound")
    assert robot.get(one, fields="deleted,content", includeDeleted=True) == {"deleted": True}
    assert len(robot.get(replies, fields="*")["replies"]) == 2
    assert robot.refused("POST", replies, {}, params={"fields": "*"}) == (400, "invalid")
    assert robot.refused("POST", replies, {"action": "x"}, params={"fields": "*"}) == (400, "invalid")
    assert manager.refused("POST", replies, {"content": "x"}, params={"fields": "*"}) == (404, "notFound")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("name contains 'comp'", ["Compliance"]),
        ("name = 'o\\'neil and co'", ["O'Neil and Co"]),
        ("name != 'compliance' and hidden = false", ["O'Neil and Co"]),
        ("hidden = true", []),
        ("hidden != true and name contains 'and'", ["O'Neil and Co"]),
    ],
)
def test_shared_drives_are_found_by_name(robot: Person, query: str, found: list[str]) -> None:
    """Source: guides/ref-search-terms."""
    for name in ("Compliance", "O'Neil and Co"):
        shared_drive(robot, name)
    assert [one["name"] for one in robot.get(DRIVES, q=query)["drives"]] == found


@pytest.mark.parametrize("query", ["x", "name = x", "hidden = 'true'", "hidden contains true", "a = 'b' and"])
def test_what_shared_drives_cannot_be_asked_is_refused(robot: Person, query: str) -> None:
    assert robot.refused("GET", DRIVES, params={"q": query}) == (400, "invalid")


def test_a_space_for_apps_alone_is_not_built_and_says_so(robot: Person) -> None:
    for verb, path, body, params in (
        ("POST", FILES, {"name": "a", "parents": ["appDataFolder"]}, {}),
        ("GET", f"{FILES}/appDataFolder", None, {}),
        ("GET", FILES, None, {"spaces": "appDataFolder"}),
    ):
        answer = robot.ask(verb, path, body, params=params)
        assert (answer.status_code, "appDataFolder" in answer.json()["error"]["message"]) == (501, True)

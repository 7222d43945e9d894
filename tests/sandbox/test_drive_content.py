"""Content of files: converted, exported, uploaded in pieces, revised, held back, searched and commented."""

from __future__ import annotations

from io import BytesIO

import pytest
from googleapiclient.http import MediaIoBaseUpload
from pypdf import PdfReader

from tests.sandbox.test_drive_permissions import FILES, FOLDER, inbox, roles, share
from tests.sandbox.world import MANAGER, PARENT, ROBOT, Json, Person, control
from workspace_agent.sandbox.server import Sandbox

DOCUMENT = "application/vnd.google-apps.document"
HTML = "<html><title>t</title><body><h1>Post IEP</h1><p>J.S. &amp; co</p></body></html>"


def upload(person: Person, content: str, kind: str, **body: object) -> Json:
    media = MediaIoBaseUpload(BytesIO(content.encode()), mimetype=kind)
    made: Json = person.service("drive", "v3").files().create(body=body, media_body=media).execute()
    return made


def exported(person: Person, file_id: str, kind: str) -> bytes:
    answer = person.ask("GET", f"{FILES}/{file_id}/export", params={"mimeType": kind})
    assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (200, kind)
    return answer.content


def test_a_converted_document_is_exported_and_never_downloaded(robot: Person) -> None:
    made = upload(robot, HTML, "text/html", name="record", mimeType=DOCUMENT)["id"]
    assert exported(robot, made, "text/plain").decode("utf-8-sig") == "Post IEP\nJ.S. & co"
    assert b"<h1>Post IEP</h1>" in exported(robot, made, "text/html")
    pages = PdfReader(BytesIO(exported(robot, made, "application/pdf"))).pages
    assert pages[0].extract_text().split() == ["Post", "IEP", "J.S.", "&", "co"]
    refusal = robot.refused("GET", f"{FILES}/{made}", params={"alt": "media"})
    assert refusal == (403, "fileNotDownloadable")


def test_export_is_for_documents_in_offered_formats_up_to_ten_megabytes(robot: Person) -> None:
    blob = upload(robot, "x", "text/plain")["id"]
    assert robot.refused("GET", f"{FILES}/{blob}/export", params={"mimeType": "text/plain"}) == (
        403,
        "fileNotExportable",
    )
    large = upload(robot, "x" * 10_485_761, "text/plain", mimeType=DOCUMENT)["id"]
    assert robot.refused("GET", f"{FILES}/{large}/export", params={"mimeType": "image/png"}) == (
        400,
        "badRequest",
    )
    assert robot.refused("GET", f"{FILES}/{large}/export", params={"mimeType": "text/plain"}) == (
        403,
        "exportSizeLimitExceeded",
    )


def test_every_content_stays_as_a_revision(robot: Person) -> None:
    made = upload(robot, "first", "text/plain")["id"]
    media = MediaIoBaseUpload(BytesIO(b"second"), mimetype="text/plain")
    robot.service("drive", "v3").files().update(fileId=made, media_body=media).execute()
    path = f"{FILES}/{made}/revisions"
    listed = robot.get(path, fields="*")["revisions"]
    assert [one["size"] for one in listed] == ["5", "6"]
    assert robot.ask("GET", f"{path}/{listed[0]['id']}", params={"alt": "media"}).content == b"first"
    assert robot.get(f"{path}/head", fields="*") == listed[1]
    assert robot.get(f"{FILES}/{made}", fields="headRevisionId")["headRevisionId"] == listed[1]["id"]
    assert robot.refused("GET", f"{path}/nothing") == (404, "notFound")
    document = upload(robot, "x", "text/plain", mimeType=DOCUMENT)["id"]
    assert len(robot.get(f"{FILES}/{document}/revisions")["revisions"]) == 1


@pytest.mark.parametrize(
    ("marks", "role", "takes"),
    [
        ({"copyRequiresWriterPermission": True}, "reader", False),
        ({"copyRequiresWriterPermission": True}, "commenter", False),
        ({"copyRequiresWriterPermission": True}, "writer", True),
        (
            {"downloadRestrictions": {"itemDownloadRestriction": {"restrictedForReaders": True}}},
            "writer",
            True,
        ),
        (
            {"downloadRestrictions": {"itemDownloadRestriction": {"restrictedForWriters": True}}},
            "writer",
            False,
        ),
    ],
)
def test_who_may_not_take_content_away_neither_downloads_nor_copies(
    robot: Person, manager: Person, marks: Json, role: str, takes: bool
) -> None:
    made = upload(robot, "x", "text/plain", **marks)["id"]
    share(robot, made, role)
    able = manager.get(f"{FILES}/{made}", fields="capabilities")["capabilities"]
    assert (able["canDownload"], able["canCopy"]) == (takes, takes)
    assert manager.ask("GET", f"{FILES}/{made}", params={"alt": "media"}).ok is takes
    assert manager.ask("POST", f"{FILES}/{made}/copy", {}).ok is takes


def test_properties_are_everybodys_and_app_properties_the_apps(sandbox: Sandbox, robot: Person) -> None:
    other = Person(sandbox, ROBOT, client_id="2-other.apps.googleusercontent.com")
    made = robot.post(FILES, {"properties": {"a": "1", "b": "2"}, "appProperties": {"c": "3"}})["id"]
    robot.patch(f"{FILES}/{made}", {"properties": {"b": None, "d": "4"}})
    seen = other.get(f"{FILES}/{made}", fields="*")
    assert (seen["properties"], "appProperties" in seen) == ({"a": "1", "d": "4"}, False)
    found = other.get(FILES, q="properties has { key='d' and value='4' }")["files"]
    assert [one["id"] for one in found] == [made]
    long = {"properties": {"k": "v" * 124}}
    assert robot.refused("PATCH", f"{FILES}/{made}", long) == (403, "propertyLengthLimitExceeded")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("starred = true", ["plan"]),
        ("fullText contains 'minutes'", ["notes"]),
        ("fullText contains 'minut'", []),
        ("fullText contains '\"the minutes\"'", ["notes"]),
        ("sharedWithMe", None),
        ("sharedWithMe = true", []),
        ("visibility = 'anyoneWithLink'", ["notes"]),
        ("visibility = 'limited' and starred != true", ["old"]),
        ("visibility = 'domainCanFind'", []),
        ("starred = maybe", None),
    ],
)
def test_further_queries_find(robot: Person, query: str, found: list[str] | None) -> None:
    robot.post(FILES, {"name": "plan", "starred": True})
    robot.post(FILES, {"name": "old"})
    notes = upload(robot, "These are the minutes.", "text/plain", name="notes")["id"]
    robot.post(f"{FILES}/{notes}/permissions", {"type": "anyone", "role": "reader"})
    if found is None:
        assert robot.refused("GET", FILES, params={"q": query}) == (400, "invalid")
    else:
        assert [one["name"] for one in robot.get(FILES, q=query)["files"]] == found


def test_lists_are_sorted_naturally_on_request(robot: Person) -> None:
    for name in ("page 10", "page 9", "Page 1"):
        robot.post(FILES, {"name": name})
    listed = robot.get(FILES, orderBy="name_natural desc")["files"]
    assert [one["name"] for one in listed] == ["page 10", "page 9", "Page 1"]
    assert robot.refused("GET", FILES, params={"orderBy": "size"}) == (400, "invalid")


def test_a_domain_file_is_listed_only_when_it_may_be_discovered(robot: Person, manager: Person) -> None:
    for name, discovery in (("linked", False), ("found", True)):
        made = robot.post(FILES, {"name": name})["id"]
        rule = {
            "type": "domain",
            "role": "reader",
            "domain": "willow.example",
            "allowFileDiscovery": discovery,
        }
        robot.post(f"{FILES}/{made}/permissions", rule)
        assert manager.get(f"{FILES}/{made}")["name"] == name
    assert [one["name"] for one in manager.get(FILES)["files"]] == ["found"]
    assert manager.get(FILES, q="sharedWithMe = true")["files"] == []


def test_a_permission_ends_by_the_clock(sandbox: Sandbox, robot: Person, manager: Person) -> None:
    made = robot.post(FILES, {})["id"]
    body = {"type": "user", "role": "reader", "emailAddress": MANAGER}
    for wrong in ("2026-11-20T11:00:00Z", "2028-01-01T00:00:00Z"):
        refusal = robot.refused("POST", f"{FILES}/{made}/permissions", body | {"expirationTime": wrong})
        assert refusal == (400, "invalid")
    robot.post(f"{FILES}/{made}/permissions", body | {"expirationTime": "2026-11-21T12:00:00Z"})
    assert manager.get(f"{FILES}/{made}")["id"] == made
    control(sandbox, "POST", "clock", {"now": "2026-11-21T12:00:00Z", "frozen": True})
    assert manager.refused("GET", f"{FILES}/{made}") == (404, "notFound")
    assert roles(robot, made) == {ROBOT: "owner"}


def test_ownership_is_given_away_on_purpose_and_with_a_mail(robot: Person, manager: Person) -> None:
    made = robot.post(FILES, {"name": "record"})["id"]
    body = {"type": "user", "role": "owner", "emailAddress": MANAGER}
    path = f"{FILES}/{made}/permissions"
    assert robot.refused("POST", path, body) == (403, "forbidden")
    quietly = {"transferOwnership": "true", "sendNotificationEmail": "false"}
    assert robot.refused("POST", path, body, params=quietly) == (403, "forbidden")
    robot.post(path, body, transferOwnership="true")
    assert roles(manager, made) == {ROBOT: "writer", MANAGER: "owner"}
    assert inbox(manager) == ['Item shared with you: "record"']
    assert manager.get(f"{FILES}/{made}", fields="ownedByMe")["ownedByMe"] is True


def test_a_reader_gives_up_the_own_access(robot: Person, manager: Person) -> None:
    made = robot.post(FILES, {})["id"]
    mine = share(robot, made)["id"]
    manager.delete(f"{FILES}/{made}/permissions/{mine}")
    assert manager.refused("GET", f"{FILES}/{made}") == (404, "notFound")


def test_what_loses_its_readers_with_its_folder_is_removed_in_their_changes(
    robot: Person, manager: Person
) -> None:
    top = robot.post(FILES, {"mimeType": FOLDER})["id"]
    child = robot.post(FILES, {"parents": [top]})["id"]
    granted = share(robot, top)["id"]
    token = manager.get("/drive/v3/changes/startPageToken")["startPageToken"]
    robot.delete(f"{FILES}/{top}/permissions/{granted}")
    feed = manager.get("/drive/v3/changes", pageToken=token)
    assert {one["fileId"]: one["removed"] for one in feed["changes"]} == {top: True, child: True}
    assert manager.refused("GET", "/drive/v3/changes", params={"pageToken": "99"}) == (400, "invalid")


def test_a_folder_is_not_moved_into_itself(robot: Person) -> None:
    top = robot.post(FILES, {"mimeType": FOLDER})["id"]
    child = robot.post(FILES, {"mimeType": FOLDER, "parents": [top]})["id"]
    into: Json = {"addParents": child, "removeParents": robot.get(f"{FILES}/root")["id"]}
    assert robot.refused("PATCH", f"{FILES}/{top}", {}, params=into) == (403, "cannotMoveIntoItself")


def test_modification_shows_late_and_searches_may_be_incomplete_on_order(
    sandbox: Sandbox, robot: Person
) -> None:
    made = robot.post(FILES, {"name": "record"})["id"]
    control(sandbox, "POST", "drive", {"modified_lag": 300, "incomplete_search": True})
    control(sandbox, "POST", "clock", {"now": "2026-11-20T13:00:00Z", "frozen": True})
    late = robot.patch(f"{FILES}/{made}", {"name": "x"}, fields="modifiedTime,version")
    assert late == {"modifiedTime": "2026-11-20T12:00:00.000Z", "version": "2"}
    control(sandbox, "POST", "clock", {"now": "2026-11-20T13:05:00Z", "frozen": True})
    seen = robot.get(f"{FILES}/{made}", fields="modifiedTime")["modifiedTime"]
    assert seen == "2026-11-20T13:00:00.000Z"
    every: Json = {"corpora": "allDrives", "includeItemsFromAllDrives": "true", "supportsAllDrives": "true"}
    assert robot.get(FILES, **every)["incompleteSearch"] is True
    assert robot.get(FILES)["incompleteSearch"] is False


def test_the_trash_is_emptied_of_what_is_ones_own(robot: Person, manager: Person) -> None:
    kept, gone = (robot.post(FILES, {"name": name})["id"] for name in ("kept", "gone"))
    robot.patch(f"{FILES}/{gone}", {"trashed": True})
    share(robot, gone)
    manager.delete(f"{FILES}/trash")
    assert robot.get(f"{FILES}/{gone}")["id"] == gone
    robot.delete(f"{FILES}/trash")
    assert [one["id"] for one in robot.get(FILES)["files"]] == [kept]


def test_comments_are_left_by_commenters_and_seen_by_readers(robot: Person, manager: Person) -> None:
    made = robot.post(FILES, {})["id"]
    path = f"{FILES}/{made}/comments"
    share(robot, made, "reader")
    assert manager.refused("POST", path, {"content": "?"}, params={"fields": "*"})[0] == 403
    share(robot, made, "commenter")
    said = manager.post(path, {"content": "a < b"}, fields="*")
    assert (said["htmlContent"], said["author"]["me"]) == ("a &lt; b", True)
    assert robot.get(path, fields="comments(content)")["comments"] == [{"content": "a < b"}]
    assert robot.refused("GET", path) == (400, "required")
    robot.delete(f"{path}/{said['id']}")
    assert robot.get(path, fields="comments")["comments"] == []
    kept = robot.get(f"{path}/{said['id']}", fields="deleted", includeDeleted="true")
    assert kept == {"deleted": True}


def test_strangers_learn_nothing(sandbox: Sandbox, robot: Person) -> None:
    made = upload(robot, "x", "text/plain")["id"]
    stranger = Person(sandbox, PARENT)
    for path in ("", "/export?mimeType=text/plain", "/revisions", "/comments?fields=*", "/permissions"):
        assert stranger.refused("GET", f"{FILES}/{made}{path}") == (404, "notFound")

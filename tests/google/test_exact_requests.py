"""One session carries gspread, google-api-python-client and the token call; what each sends, exactly."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import responses
from requests import PreparedRequest

from tests.google.helpers import real
from workspace_agent.google.calendar import asks_for_meet
from workspace_agent.google.drive import FILE_FIELDS, PERMISSION_FIELDS, NewFile
from workspace_agent.google.workspace import Google
from workspace_agent.model.errors import NotFound, Rejected

SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"
DRIVE = "https://www.googleapis.com/drive/v3"
EVENTS = "https://www.googleapis.com/calendar/v3/calendars/ana%40willow.example/events"
GMAIL = "https://gmail.googleapis.com/gmail/v1/users/me"
FORMS = "https://forms.googleapis.com/v1/forms"


@pytest.fixture
def net() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


@pytest.fixture
def google(tmp_path: Path) -> Iterator[Google]:
    google = real(tmp_path)
    yield google
    google.close()


def sent(net: responses.RequestsMock, number: int = -1) -> tuple[str, str, dict[str, str], object]:
    request = net.calls[number].request
    parts = urlsplit(str(request.url))
    body = json.loads(request.body) if request.body else None
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    query.pop("alt", None)
    return str(request.method), f"https://{parts.netloc}{parts.path}", query, body


def test_one_mock_sees_the_token_call_and_both_libraries(net: responses.RequestsMock, tmp_path: Path) -> None:
    google = real(tmp_path, expiry="2026-01-01T00:00:00Z")
    net.post("https://oauth2.googleapis.com/token", json={"access_token": "fresh", "expires_in": 3600})
    net.get(f"{SHEETS}/book-1", json={})
    net.get(f"{DRIVE}/files/file-1", json={})
    google.sheets.read("book-1", "sheets.properties")
    google.drive.get("file-1", "id")
    google.close()
    assert [call.request.method for call in net.calls] == ["POST", "GET", "GET"]
    assert {call.request.headers["Authorization"] for call in list(net.calls)[1:]} == {"Bearer fresh"}


def test_a_workbook_is_read_in_one_request(net: responses.RequestsMock, google: Google) -> None:
    net.get(f"{SHEETS}/book-1", json={"sheets": []})
    assert google.sheets.read("book-1", "sheets(properties,data)") == {"sheets": []}
    query = {"includeGridData": "true", "fields": "sheets(properties,data)"}
    assert sent(net) == ("GET", f"{SHEETS}/book-1", query, None)


def test_ranges_are_read_typed(net: responses.RequestsMock, google: Google) -> None:
    net.get(f"{SHEETS}/book-1/values:batchGet", json={"valueRanges": [{"range": "'A'!A1"}]})
    assert google.sheets.values_batch_get("book-1", ["'A'!A1"]) == ({"range": "'A'!A1"},)
    options = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}
    assert sent(net)[2] == {"ranges": "'A'!A1"} | options


def test_a_spreadsheet_is_created_with_locale_and_zone(net: responses.RequestsMock, google: Google) -> None:
    net.post(SHEETS, json={"spreadsheetId": "book-1"})
    google.sheets.create("Hours", "en_US", "America/New_York", [{"properties": {"title": "Hours"}}])
    properties = {"title": "Hours", "locale": "en_US", "timeZone": "America/New_York"}
    body = {"properties": properties, "sheets": [{"properties": {"title": "Hours"}}]}
    assert sent(net) == ("POST", SHEETS, {}, body)


@pytest.mark.parametrize(("how", "option"), [("update_values", "RAW"), ("type_values", "USER_ENTERED")])
def test_rows_are_written_raw_unless_typed(
    net: responses.RequestsMock, google: Google, how: str, option: str
) -> None:
    net.put(f"{SHEETS}/book-1/values/%27Agent%27%21A1", json={})
    getattr(google.sheets, how)("book-1", "'Agent'!A1", [["=1+1", None, 3]])
    body = {"majorDimension": "ROWS", "values": [["=1+1", None, 3]]}
    assert sent(net) == (
        "PUT",
        f"{SHEETS}/book-1/values/%27Agent%27%21A1",
        {"valueInputOption": option},
        body,
    )


def test_an_id_cannot_leave_its_place_in_the_path(net: responses.RequestsMock, google: Google) -> None:
    net.post(f"{SHEETS}/a%2F..%3Fb:batchUpdate", json={"replies": [{}]})
    google.sheets.batch_update("a/..?b", [{"addSheet": {}}])
    assert sent(net) == ("POST", f"{SHEETS}/a%2F..%3Fb:batchUpdate", {}, {"requests": [{"addSheet": {}}]})


def test_an_event_is_inserted_under_our_id_with_a_meet_link(
    net: responses.RequestsMock, google: Google
) -> None:
    net.post(EVENTS, json={"id": "abc01"})
    event = {"id": "abc01", "conferenceData": asks_for_meet("wish-1")}
    google.calendar.insert("ana@willow.example", event, "none")
    meet = {"createRequest": {"requestId": "wish-1", "conferenceSolutionKey": {"type": "hangoutsMeet"}}}
    query = {"sendUpdates": "none", "conferenceDataVersion": "1"}
    assert sent(net) == ("POST", EVENTS, query, {"id": "abc01", "conferenceData": meet})


def test_a_patch_keeps_the_meet_link_and_minds_the_etag(net: responses.RequestsMock, google: Google) -> None:
    net.patch(f"{EVENTS}/abc01", json={})
    google.calendar.patch("ana@willow.example", "abc01", {"summary": "x"}, '"etag-1"', "all")
    query = {"sendUpdates": "all", "conferenceDataVersion": "1"}
    assert sent(net) == ("PATCH", f"{EVENTS}/abc01", query, {"summary": "x"})
    assert net.calls[-1].request.headers["If-Match"] == '"etag-1"'


def test_events_are_listed_by_private_mark_over_empty_pages(
    net: responses.RequestsMock, google: Google
) -> None:
    net.get(EVENTS, json={"items": [{"id": "a"}], "nextPageToken": "p2"})
    net.get(EVENTS, json={"items": [], "nextPageToken": "p3"})
    net.get(EVENTS, json={"items": [{"id": "b"}]})
    found = google.calendar.list("ana@willow.example", privateExtendedProperty="wa=1", showDeleted=True)
    assert [event["id"] for event in found] == ["a", "b"]
    query = {"privateExtendedProperty": "wa=1", "showDeleted": "true", "maxResults": "2500"}
    assert sent(net, 0) == ("GET", EVENTS, query, None)
    assert sent(net, 2)[2] == query | {"pageToken": "p3"}


def test_a_calendar_is_shared_without_a_mail(net: responses.RequestsMock, google: Google) -> None:
    acl = EVENTS.replace("/events", "/acl")
    net.post(acl, json={})
    google.calendar.acl_insert("ana@willow.example", "robot@willow.example", "writer")
    body = {"role": "writer", "scope": {"type": "user", "value": "robot@willow.example"}}
    assert sent(net) == ("POST", acl, {"sendNotifications": "false"}, body)


def test_one_event_is_read(net: responses.RequestsMock, google: Google) -> None:
    net.get(f"{EVENTS}/abc01", json={"status": "cancelled"})
    assert google.calendar.get("ana@willow.example", "abc01") == {"status": "cancelled"}
    assert sent(net) == ("GET", f"{EVENTS}/abc01", {}, None)


def test_ids_are_reserved(net: responses.RequestsMock, google: Google) -> None:
    net.get(f"{DRIVE}/files/generateIds", json={"ids": ["f1", "f2"]})
    assert google.drive.generate_ids(2) == ("f1", "f2")
    assert sent(net)[2] == {"count": "2", "space": "drive", "type": "files"}


def test_a_folder_is_created_under_a_reserved_id(net: responses.RequestsMock, google: Google) -> None:
    net.post(f"{DRIVE}/files", json={"id": "f1"})
    google.drive.create_folder(NewFile("f1", "J.S.", "root-1", {"wa": "k"}))
    folder = "application/vnd.google-apps.folder"
    body = {
        "id": "f1",
        "name": "J.S.",
        "mimeType": folder,
        "parents": ["root-1"],
        "appProperties": {"wa": "k"},
    }
    assert sent(net) == ("POST", f"{DRIVE}/files", {"fields": FILE_FIELDS, "supportsAllDrives": "true"}, body)


def test_a_spreadsheet_is_created_in_a_folder_with_marks(net: responses.RequestsMock, google: Google) -> None:
    net.post(f"{DRIVE}/files", json={"id": "s1"})
    google.drive.create_spreadsheet("Hours Log", "", {"wa_workbook": "k"})
    body = {
        "name": "Hours Log",
        "mimeType": "application/vnd.google-apps.spreadsheet",
        "parents": ["root"],
        "appProperties": {"wa_workbook": "k"},
    }
    assert sent(net) == ("POST", f"{DRIVE}/files", {"fields": FILE_FIELDS, "supportsAllDrives": "true"}, body)


def test_a_spreadsheet_that_readers_cannot_copy_is_made_so(
    net: responses.RequestsMock, google: Google
) -> None:
    net.post(f"{DRIVE}/files", json={"id": "s1"})
    google.drive.create_closed_spreadsheet("Agent", "folder-1", {"wa_key": "k"})
    body = {
        "name": "Agent",
        "mimeType": "application/vnd.google-apps.spreadsheet",
        "parents": ["folder-1"],
        "appProperties": {"wa_key": "k"},
        "copyRequiresWriterPermission": True,
    }
    assert sent(net) == ("POST", f"{DRIVE}/files", {"fields": FILE_FIELDS, "supportsAllDrives": "true"}, body)


def test_a_template_is_copied_into_a_folder_with_marks(net: responses.RequestsMock, google: Google) -> None:
    net.post(f"{DRIVE}/files/t1/copy", json={"id": "s1"})
    google.drive.copy("t1", "Hours Log", "folder-1", {"wa_workbook": "k"})
    body = {"name": "Hours Log", "parents": ["folder-1"], "appProperties": {"wa_workbook": "k"}}
    query = {"fields": FILE_FIELDS, "supportsAllDrives": "true"}
    assert sent(net) == ("POST", f"{DRIVE}/files/t1/copy", query, body)


def parts(request: PreparedRequest) -> tuple[Any, Any]:
    """What is said of a file, and the file itself, as one multipart request sends both."""
    query = dict(parse_qsl(urlsplit(str(request.url)).query))
    assert (query["uploadType"], query["supportsAllDrives"]) == ("multipart", "true")
    assert isinstance(request.body, bytes)
    whole = f"Content-Type: {request.headers['Content-Type']}\n\n".encode() + request.body
    meta, media = (part.get_content() for part in message_from_bytes(whole, policy=SMTP).iter_parts())
    return meta, media


def test_a_record_is_uploaded_in_one_multipart_request(net: responses.RequestsMock, google: Google) -> None:
    net.post("https://www.googleapis.com/upload/drive/v3/files", json={"id": "f2"})
    google.drive.upload(NewFile("f2", "J.S. v1.pdf", "f1", {"wa": "k"}), b"%PDF-1.7 x", "application/pdf")
    meta, media = parts(net.calls[-1].request)
    shut = {"appProperties": {"wa": "k"}, "id": "f2", "copyRequiresWriterPermission": True}
    assert json.loads(meta) | shut == json.loads(meta)
    assert media == b"%PDF-1.7 x"


def test_changes_are_listed_on_every_drive_to_the_last_page(
    net: responses.RequestsMock, google: Google
) -> None:
    net.get(f"{DRIVE}/changes/startPageToken", json={"startPageToken": "7"})
    net.get(f"{DRIVE}/changes", json={"changes": [{"fileId": "a"}], "nextPageToken": "8"})
    net.get(f"{DRIVE}/changes", json={"newStartPageToken": "9"})
    token = google.drive.start_page_token()
    assert sent(net)[2] == {"supportsAllDrives": "true"}
    assert google.drive.changes(token, "id") == (({"fileId": "a"},), "9")
    query = {
        "pageToken": "7",
        "fields": "nextPageToken,newStartPageToken,changes(changeType,fileId,removed,file(id))",
        "pageSize": "1000",
        "includeRemoved": "true",
        "supportsAllDrives": "true",
        "includeItemsFromAllDrives": "true",
    }
    assert sent(net, 1) == ("GET", f"{DRIVE}/changes", query, None)
    assert sent(net, 2)[2] == query | {"pageToken": "8"}


def test_changes_without_a_token_for_the_next_time_are_not_taken(
    net: responses.RequestsMock, google: Google
) -> None:
    net.get(f"{DRIVE}/changes", json={"changes": []})
    with pytest.raises(Rejected):
        google.drive.changes("7", "id")


def test_a_shared_drive_has_a_log_of_its_own(net: responses.RequestsMock, google: Google) -> None:
    net.get(f"{DRIVE}/changes/startPageToken", json={"startPageToken": "7"})
    net.get(f"{DRIVE}/changes", json={"newStartPageToken": "7"})
    google.drive.changes(google.drive.start_page_token("drive-1"), "id", "drive-1")
    assert [sent(net, number)[2]["driveId"] for number in (0, 1)] == ["drive-1", "drive-1"]


def test_who_remembers_is_told_what_was_written(net: responses.RequestsMock, google: Google) -> None:
    net.put(f"{SHEETS}/book-1/values/A1", json={})
    net.post(f"{SHEETS}/book-2:batchUpdate", json={})
    net.patch(f"{DRIVE}/files/f1", status=404)
    google.sheets.update_values("book-1", "A1", [[1]])
    google.sheets.batch_update("book-2", [])
    with pytest.raises(NotFound):
        google.drive.update("f1", {"name": "x"})
    assert google.sheets.take_written() == {"book-1", "book-2"}
    assert (google.sheets.take_written(), google.drive.writes) == (set(), 1)


def test_files_are_listed_on_every_drive_over_empty_pages(
    net: responses.RequestsMock, google: Google
) -> None:
    net.get(f"{DRIVE}/files", json={"files": [], "nextPageToken": "p2"})
    net.get(f"{DRIVE}/files", json={"files": [{"id": "f1"}]})
    assert google.drive.list("trashed = false", "id") == ({"id": "f1"},)
    query = {"q": "trashed = false", "fields": "nextPageToken,incompleteSearch,files(id)", "pageSize": "1000"}
    everywhere = {"supportsAllDrives": "true", "includeItemsFromAllDrives": "true"}
    assert sent(net, 0) == ("GET", f"{DRIVE}/files", query | everywhere, None)
    assert sent(net, 1)[2]["pageToken"] == "p2"


def test_a_file_is_downloaded(net: responses.RequestsMock, google: Google) -> None:
    net.get(f"{DRIVE}/files/f1", body=b"%PDF")
    assert google.drive.download("f1") == b"%PDF"
    assert "alt=media" in str(net.calls[-1].request.url)


def test_a_mark_is_taken_away_with_null(net: responses.RequestsMock, google: Google) -> None:
    net.patch(f"{DRIVE}/files/f1", json={"id": "f1"})
    body = {"appProperties": {"wa_alias_1": "a1 a2", "wa_alias_2": None}}
    google.drive.update("f1", body)

    query = {"fields": FILE_FIELDS, "supportsAllDrives": "true"}
    assert sent(net) == ("PATCH", f"{DRIVE}/files/f1", query, body)


def test_a_file_is_moved_and_marked_in_one_request(net: responses.RequestsMock, google: Google) -> None:
    net.patch(f"{DRIVE}/files/f1", json={"id": "f1"})
    body = {"appProperties": {"wa_case_manager": "theo"}}
    assert google.drive.move("f1", "his", "hers", body) == {"id": "f1"}

    query = {"fields": FILE_FIELDS, "supportsAllDrives": "true", "addParents": "his", "removeParents": "hers"}
    assert sent(net) == ("PATCH", f"{DRIVE}/files/f1", query, body)


def test_content_is_replaced_with_its_marks_in_one_request(
    net: responses.RequestsMock, google: Google
) -> None:
    net.patch("https://www.googleapis.com/upload/drive/v3/files/f1", json={"id": "f1"})
    body = {"appProperties": {"wa_week": "2026-W48"}}
    assert google.drive.replace("f1", body, b"%PDF-1.7 y", "application/pdf") == {"id": "f1"}

    meta, media = parts(net.calls[-1].request)
    assert (json.loads(meta), media) == (body, b"%PDF-1.7 y")


def test_a_file_is_shared_without_a_mail(net: responses.RequestsMock, google: Google) -> None:
    net.get(f"{DRIVE}/files/f1/permissions", json={"permissions": [{"id": "p"}]})
    net.post(f"{DRIVE}/files/f1/permissions", json={"id": "p"})
    assert google.drive.permissions("f1") == ({"id": "p"},)
    google.drive.share("f1", "boss@willow.example", "reader")
    query = {"sendNotificationEmail": "false", "supportsAllDrives": "true", "fields": PERMISSION_FIELDS}
    body = {"type": "user", "role": "reader", "emailAddress": "boss@willow.example"}
    assert sent(net) == ("POST", f"{DRIVE}/files/f1/permissions", query, body)


def test_a_file_is_marked_and_named_and_nothing_else(net: responses.RequestsMock, google: Google) -> None:
    net.patch(f"{DRIVE}/files/f1", json={"id": "f1"})
    body = {"name": "J.S. v1.pdf", "appProperties": {"wa_superseded": "2"}}
    assert google.drive.update("f1", body) == {"id": "f1"}
    query = {"fields": FILE_FIELDS, "supportsAllDrives": "true"}
    assert sent(net) == ("PATCH", f"{DRIVE}/files/f1", query, body)


def test_a_permission_is_taken_off(net: responses.RequestsMock, google: Google) -> None:
    net.delete(f"{DRIVE}/files/f1/permissions/p", status=204)
    google.drive.unshare("f1", "p")
    assert sent(net) == ("DELETE", f"{DRIVE}/files/f1/permissions/p", {"supportsAllDrives": "true"}, None)


def test_a_root_carries_a_mark_that_every_app_sees() -> None:
    body = NewFile("f1", "Records", "", {"wa": "k"}, {"app": "root"}).as_body("folder")
    assert (body["appProperties"], body["properties"]) == ({"wa": "k"}, {"app": "root"})
    assert "parents" not in body


def letter() -> EmailMessage:
    message = EmailMessage()
    message["To"] = "boss@willow.example"
    message["Subject"] = "Digest"
    message.set_content("J.S. is due. token-1\n")
    return message


def test_a_message_is_drafted_then_sent(net: responses.RequestsMock, google: Google) -> None:
    net.post(f"{GMAIL}/drafts", json={"id": "d1"})
    net.post(f"{GMAIL}/drafts/send", json={"id": "m1"})
    google.gmail.send_draft(google.gmail.create_draft(letter()))
    _, _, query, body = sent(net, 0)
    assert isinstance(body, dict)
    raw = message_from_bytes(base64.urlsafe_b64decode(body["message"]["raw"]))
    assert (query, raw["Subject"], raw.get_payload()) == ({}, "Digest", "J.S. is due. token-1\r\n")
    assert sent(net, 1) == ("POST", f"{GMAIL}/drafts/send", {}, {"id": "d1"})


def test_a_draft_is_written_anew_under_its_id(net: responses.RequestsMock, google: Google) -> None:
    net.put(f"{GMAIL}/drafts/d1", status=503)
    net.put(f"{GMAIL}/drafts/d1", json={"id": "d1", "message": {"id": "m2"}})
    google.gmail.update_draft("d1", letter())
    method, url, query, body = sent(net)
    assert isinstance(body, dict)
    raw = message_from_bytes(base64.urlsafe_b64decode(body["message"]["raw"]))
    assert (method, url, query, list(body)) == ("PUT", f"{GMAIL}/drafts/d1", {}, ["message"])
    assert raw.get_payload() == "J.S. is due. token-1\r\n"
    assert len(net.calls) == 2, "it sets the whole: it may be repeated"


def test_a_long_subject_stays_in_one_line(net: responses.RequestsMock, google: Google) -> None:
    subject = "Your students: 12 past due, 25 next steps this week (week of 16 Nov 2026)"
    message = letter()
    message.replace_header("Subject", subject)
    net.post(f"{GMAIL}/drafts", json={"id": "d1"})
    google.gmail.create_draft(message)
    _, _, _, body = sent(net, 0)
    assert isinstance(body, dict)
    assert f"Subject: {subject}\r\n".encode() in base64.urlsafe_b64decode(body["message"]["raw"])


def test_a_lost_draft_is_found_by_its_token(net: responses.RequestsMock, google: Google) -> None:
    net.get(f"{GMAIL}/drafts", json={"resultSizeEstimate": 0, "nextPageToken": "2"})
    net.get(f"{GMAIL}/drafts", json={"drafts": [{"id": "d1"}]})
    net.get(f"{GMAIL}/drafts/d1", json={"id": "d1"})
    assert google.gmail.find_drafts("token-1") == ("d1",)
    assert sent(net, 0) == ("GET", f"{GMAIL}/drafts", {"q": '"token-1"', "maxResults": "500"}, None)
    assert google.gmail.get_draft("d1") == {"id": "d1"}
    assert sent(net) == ("GET", f"{GMAIL}/drafts/d1", {"format": "minimal"}, None)


def test_messages_are_found_and_read(net: responses.RequestsMock, google: Google) -> None:
    net.get(f"{GMAIL}/messages", json={"messages": [{"id": "m1"}]})
    net.get(f"{GMAIL}/messages/m1", json={"id": "m1"})
    assert google.gmail.messages("subject:Digest") == ("m1",)
    assert google.gmail.get_message("m1", "full") == {"id": "m1"}
    assert sent(net) == ("GET", f"{GMAIL}/messages/m1", {"format": "full"}, None)


def test_a_form_and_its_responses_are_read(net: responses.RequestsMock, google: Google) -> None:
    net.get(f"{FORMS}/form-1", json={"items": []})
    net.get(f"{FORMS}/form-1/responses", json={"nextPageToken": "2"})
    net.get(f"{FORMS}/form-1/responses", json={"responses": [{"responseId": "r"}]})
    assert google.forms.form("form-1") == {"items": []}
    assert google.forms.responses("form-1", datetime(2026, 9, 1, tzinfo=UTC)) == ({"responseId": "r"},)
    query = {"filter": "timestamp >= 2026-09-01T00:00:00.000000Z"}
    assert sent(net, 1) == ("GET", f"{FORMS}/form-1/responses", query, None)


def test_responses_of_all_time_need_no_filter(net: responses.RequestsMock, google: Google) -> None:
    net.get(f"{FORMS}/form-1/responses", json={})
    assert google.forms.responses("form-1") == ()
    assert sent(net)[2] == {}

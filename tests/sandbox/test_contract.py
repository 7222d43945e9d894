"""Every method that is built, once through Google's own client library.

A line says how the method is called; `{name}` stands for what the stage below has made.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import requests
from googleapiclient.discovery import build
from googleapiclient.http import MediaIoBaseUpload

from tests.sandbox.test_gmail import raw
from tests.sandbox.test_gmail_mailbox import with_attachment
from tests.sandbox.world import MANAGER, ROBOT, Json, Person, RequestsHttp, control
from workspace_agent.sandbox.methods import METHODS
from workspace_agent.sandbox.server import Sandbox

VERSIONS = {"drive": "v3", "calendar": "v3", "gmail": "v1", "forms": "v1", "sheets": "v4", "drive.v2": "v2"}
AT: Json = {
    "start": {"dateTime": "2026-12-01T10:00:00Z"},
    "end": {"dateTime": "2026-12-01T11:00:00Z"},
}
RULE: Json = {"role": "reader", "scope": {"type": "user", "value": MANAGER}}
PERMISSION: Json = {"type": "user", "role": "reader", "emailAddress": MANAGER}
HOME: Json = {"calendarId": "primary"}
EVENT: Json = HOME | {"eventId": "meeting1"}
OTHER: Json = {"calendarId": "{calendar}"}
FILE: Json = {"fileId": "{file}"}
COMMENT: Json = FILE | {"commentId": "{comment}"}
REPLY: Json = COMMENT | {"replyId": "{reply}"}
ME: Json = {"userId": "me"}
MESSAGE: Json = ME | {"id": "{message}"}
THREAD: Json = ME | {"id": "{thread}"}
DRAFT: Json = ME | {"id": "{draft}"}
LABEL: Json = ME | {"id": "{label}"}
FILTER: Json = {"criteria": {"from": MANAGER}, "action": {"addLabelIds": ["STARRED"]}}
IDENTITY: Json = ME | {"sendAsEmail": ROBOT}
STAR: Json = {"addLabelIds": ["STARRED"]}
ITEM: Json = {"createItem": {"item": {"title": "?"}, "location": {"index": 0}}}
PUBLISHED: Json = {"publishState": {"isPublished": True, "isAcceptingResponses": True}}

BOOK: Json = {"spreadsheetId": "{book}"}
A1: Json = BOOK | {"range": "Notes!A1:B2"}
ROWS: Json = {"values": [["Monday", 6]]}
RAW: Json = {"valueInputOption": "RAW"}
FILTERS: Json = {"dataFilters": [{"a1Range": "Notes!A1:B2"}]}
FILTERED: Json = {"dataFilter": {"a1Range": "Notes!A1:B2"}, "majorDimension": "ROWS"} | ROWS

CALLS: dict[str, Json] = {
    "drive.v2.files.update": {
        "fileId": "{book}",
        "convert": True,
        "media_body": MediaIoBaseUpload(BytesIO(b"a,b"), mimetype="text/csv"),
    },
    "sheets.spreadsheets.batchUpdate": BOOK
    | {"body": {"requests": [{"addSheet": {"properties": {"title": "More"}}}]}},
    "sheets.spreadsheets.create": {"body": {"properties": {"title": "Log"}}},
    "sheets.spreadsheets.developerMetadata.get": BOOK | {"metadataId": 7},
    "sheets.spreadsheets.developerMetadata.search": BOOK
    | {"body": {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "row"}}]}},
    "sheets.spreadsheets.get": BOOK,
    "sheets.spreadsheets.getByDataFilter": BOOK | {"body": FILTERS},
    "sheets.spreadsheets.sheets.copyTo": BOOK
    | {"sheetId": 3, "body": {"destinationSpreadsheetId": "{book}"}},
    "sheets.spreadsheets.values.append": A1 | RAW | {"body": ROWS},
    "sheets.spreadsheets.values.batchClear": BOOK | {"body": {"ranges": ["Notes!A1"]}},
    "sheets.spreadsheets.values.batchClearByDataFilter": BOOK | {"body": FILTERS},
    "sheets.spreadsheets.values.batchGet": BOOK | {"ranges": ["Notes!A1", "Notes!B1"]},
    "sheets.spreadsheets.values.batchGetByDataFilter": BOOK | {"body": FILTERS},
    "sheets.spreadsheets.values.batchUpdate": BOOK | {"body": RAW | {"data": [{"range": "Notes!A1"} | ROWS]}},
    "sheets.spreadsheets.values.batchUpdateByDataFilter": BOOK | {"body": RAW | {"data": [FILTERED]}},
    "sheets.spreadsheets.values.clear": A1 | {"body": {}},
    "sheets.spreadsheets.values.get": A1,
    "sheets.spreadsheets.values.update": A1 | RAW | {"body": ROWS},
    "calendar.acl.delete": HOME | {"ruleId": f"user:{MANAGER}"},
    "calendar.acl.get": HOME | {"ruleId": f"user:{MANAGER}"},
    "calendar.acl.insert": HOME | {"body": RULE},
    "calendar.acl.list": HOME,
    "calendar.acl.patch": HOME | {"ruleId": f"user:{MANAGER}", "body": {"role": "writer"}},
    "calendar.acl.update": HOME | {"ruleId": f"user:{MANAGER}", "body": RULE},
    "calendar.calendarList.delete": OTHER,
    "calendar.calendarList.get": OTHER,
    "calendar.calendarList.insert": {"body": {"id": "{calendar}"}},
    "calendar.calendarList.list": {},
    "calendar.calendarList.patch": OTHER | {"body": {"summaryOverride": "mine"}},
    "calendar.calendarList.update": OTHER | {"body": {"hidden": True}},
    "calendar.calendars.clear": HOME,
    "calendar.calendars.delete": OTHER,
    "calendar.calendars.get": OTHER,
    "calendar.calendars.insert": {"body": {"summary": "Meetings"}},
    "calendar.calendars.patch": OTHER | {"body": {"timeZone": "Europe/Berlin"}},
    "calendar.calendars.update": OTHER | {"body": {"summary": "x"}},
    "calendar.colors.get": {},
    "calendar.events.delete": EVENT,
    "calendar.events.get": EVENT,
    "calendar.events.import": HOME | {"body": AT | {"iCalUID": "u@x"}},
    "calendar.events.insert": HOME | {"body": AT},
    "calendar.events.instances": EVENT,
    "calendar.events.list": HOME,
    "calendar.events.move": EVENT | {"destination": "{calendar}"},
    "calendar.events.patch": EVENT | {"body": {"summary": "x"}},
    "calendar.events.update": EVENT | {"body": AT},
    "calendar.freebusy.query": {
        "body": {
            "timeMin": "2026-12-01T00:00:00Z",
            "timeMax": "2026-12-02T00:00:00Z",
            "items": [{"id": "primary"}],
        }
    },
    "calendar.settings.get": {"setting": "timezone"},
    "calendar.settings.list": {},
    "drive.about.get": {"fields": "*"},
    "drive.changes.getStartPageToken": {},
    "drive.changes.list": {"pageToken": "1"},
    "drive.comments.create": FILE | {"fields": "*", "body": {"content": "?"}},
    "drive.comments.delete": COMMENT,
    "drive.comments.get": COMMENT | {"fields": "*"},
    "drive.comments.list": FILE | {"fields": "*"},
    "drive.comments.update": COMMENT | {"fields": "*", "body": {"content": "!"}},
    "drive.drives.create": {"requestId": "r2", "body": {"name": "Other"}},
    "drive.drives.delete": {"driveId": "{drive}"},
    "drive.drives.get": {"driveId": "{drive}"},
    "drive.drives.hide": {"driveId": "{drive}"},
    "drive.drives.list": {},
    "drive.drives.unhide": {"driveId": "{drive}"},
    "drive.drives.update": {"driveId": "{drive}", "body": {"name": "x"}},
    "drive.files.copy": FILE | {"body": {}},
    "drive.files.create": {"body": {"name": "x"}},
    "drive.files.delete": FILE,
    "drive.files.emptyTrash": {},
    "drive.files.export": {"fileId": "{document}", "mimeType": "text/plain"},
    "drive.files.generateIds": {"count": 2},
    "drive.files.get": FILE | {"fields": "*"},
    "drive.files.list": {"fields": "*"},
    "drive.files.update": FILE | {"body": {"name": "x"}},
    "drive.permissions.create": FILE | {"body": PERMISSION, "fields": "*"},
    "drive.permissions.delete": FILE | {"permissionId": "{permission}"},
    "drive.permissions.get": FILE | {"permissionId": "{permission}", "fields": "*"},
    "drive.permissions.list": FILE | {"fields": "*"},
    "drive.permissions.update": FILE | {"permissionId": "{permission}", "body": {"role": "writer"}},
    "drive.replies.create": COMMENT | {"fields": "*", "body": {"content": "!"}},
    "drive.replies.delete": REPLY,
    "drive.replies.get": REPLY | {"fields": "*"},
    "drive.replies.list": COMMENT | {"fields": "*"},
    "drive.replies.update": REPLY | {"fields": "*", "body": {"content": "!!"}},
    "drive.revisions.get": FILE | {"revisionId": "head"},
    "drive.revisions.list": FILE,
    "forms.forms.batchUpdate": {"formId": "{form}", "body": {"requests": [ITEM]}},
    "forms.forms.create": {"body": {"info": {"title": "Post IEP"}}},
    "forms.forms.get": {"formId": "{form}"},
    "forms.forms.responses.get": {"formId": "{form}", "responseId": "{response}"},
    "forms.forms.responses.list": {"formId": "{form}"},
    "forms.forms.setPublishSettings": {"formId": "{form}", "body": {"publishSettings": PUBLISHED}},
    "gmail.users.drafts.create": ME | {"body": {"message": {"raw": raw()}}},
    "gmail.users.drafts.delete": DRAFT,
    "gmail.users.drafts.get": DRAFT,
    "gmail.users.drafts.list": ME,
    "gmail.users.drafts.send": ME | {"body": {"id": "{draft}"}},
    "gmail.users.drafts.update": DRAFT | {"body": {"message": {"raw": raw()}}},
    "gmail.users.getProfile": ME,
    "gmail.users.history.list": ME | {"startHistoryId": "1000"},
    "gmail.users.labels.create": ME | {"body": {"name": "Other"}},
    "gmail.users.labels.delete": LABEL,
    "gmail.users.labels.get": LABEL,
    "gmail.users.labels.list": ME,
    "gmail.users.labels.patch": LABEL | {"body": {"name": "x"}},
    "gmail.users.labels.update": LABEL | {"body": {"id": "{label}", "name": "x"}},
    "gmail.users.messages.attachments.get": ME | {"messageId": "{message}", "id": "{attachment}"},
    "gmail.users.messages.batchDelete": ME | {"body": {"ids": ["{message}"]}},
    "gmail.users.messages.batchModify": ME | {"body": {"ids": ["{message}"], **STAR}},
    "gmail.users.messages.delete": MESSAGE,
    "gmail.users.messages.get": MESSAGE,
    "gmail.users.messages.insert": ME | {"body": {"raw": raw()}},
    "gmail.users.messages.list": ME,
    "gmail.users.messages.modify": MESSAGE | {"body": STAR},
    "gmail.users.messages.send": ME | {"body": {"raw": raw()}},
    "gmail.users.messages.trash": MESSAGE,
    "gmail.users.messages.untrash": MESSAGE,
    "gmail.users.settings.filters.create": ME | {"body": FILTER | {"criteria": {"subject": "x"}}},
    "gmail.users.settings.filters.delete": ME | {"id": "{filter}"},
    "gmail.users.settings.filters.get": ME | {"id": "{filter}"},
    "gmail.users.settings.filters.list": ME,
    "gmail.users.settings.sendAs.get": IDENTITY,
    "gmail.users.settings.sendAs.list": ME,
    "gmail.users.settings.sendAs.patch": IDENTITY | {"body": {"signature": "x"}},
    "gmail.users.settings.sendAs.update": IDENTITY | {"body": {"displayName": "x"}},
    "gmail.users.threads.delete": THREAD,
    "gmail.users.threads.get": THREAD,
    "gmail.users.threads.list": ME,
    "gmail.users.threads.modify": THREAD | {"body": STAR},
    "gmail.users.threads.trash": THREAD,
    "gmail.users.threads.untrash": THREAD,
}


class Client:
    """The library's own service objects, made once, for whoever is signed in."""

    def __init__(self) -> None:
        self.http = RequestsHttp(requests.Session())
        self._services = {
            name: build(name.partition(".")[0], version, http=self.http, cache_discovery=False)
            for name, version in VERSIONS.items()
        }

    def call(self, method_id: str, **arguments: Any) -> Any:
        """Through the resource objects that the library makes from the discovery document."""
        service = next(name for name in reversed(VERSIONS) if method_id.startswith(f"{name}."))
        *resources, name = method_id.removeprefix(f"{service}.").split(".")
        resource = self._services[service]
        for one in resources:
            resource = getattr(resource, one)()
        # The library appends an underscore where a name is a word of Python.
        return getattr(resource, "import_" if name == "import" else name)(**arguments).execute()


@pytest.fixture(scope="module")
def library() -> Client:
    return Client()


@pytest.fixture
def client(library: Client, robot: Person) -> Client:
    library.http.session = robot.session
    return library


@pytest.fixture
def stage(sandbox: Sandbox, client: Client) -> dict[str, str]:
    """One of everything; the names that the calls above use."""
    client.call("calendar.events.insert", **HOME, body=AT | {"id": "meeting1"})
    client.call("calendar.acl.insert", **HOME, body=RULE)
    form = client.call("forms.forms.create", body={})["formId"]
    response = control(sandbox, "POST", f"forms/{form}/responses", {"answers": {}})["responseId"]
    calendar = client.call("calendar.calendars.insert", body={"summary": "Meetings"})["id"]
    made = {"calendar": calendar, "form": form, "response": response, "book": book(client)}
    return made | drive(client) | mailbox(client)


def book(client: Client) -> str:
    """A spreadsheet with one sheet, one row and one piece of metadata."""
    sheet = {"properties": {"sheetId": 3, "title": "Notes"}}
    made = client.call("sheets.spreadsheets.create", body={"sheets": [sheet]})
    mark = {
        "metadataId": 7,
        "metadataKey": "row",
        "visibility": "DOCUMENT",
        "location": {"spreadsheet": True},
    }
    requests_ = [{"createDeveloperMetadata": {"developerMetadata": mark}}]
    spreadsheet_id = str(made["spreadsheetId"])
    client.call("sheets.spreadsheets.batchUpdate", spreadsheetId=spreadsheet_id, body={"requests": requests_})
    return spreadsheet_id


def drive(client: Client) -> dict[str, str]:
    file_id = client.call("drive.files.create", body={"name": "record"})["id"]
    comment = client.call("drive.comments.create", fileId=file_id, fields="id", body={"content": "?"})["id"]
    noted = {"fileId": file_id, "commentId": comment, "fields": "id"}
    text = MediaIoBaseUpload(BytesIO(b"text"), mimetype="text/plain")
    native = {"mimeType": "application/vnd.google-apps.document"}
    return {
        "file": file_id,
        "document": client.call("drive.files.create", body=native, media_body=text)["id"],
        "permission": client.call("drive.permissions.create", fileId=file_id, body=PERMISSION)["id"],
        "comment": comment,
        "reply": client.call("drive.replies.create", **noted, body={"content": "!"})["id"],
        "drive": client.call("drive.drives.create", requestId="r1", body={"name": "Filed"})["id"],
    }


def mailbox(client: Client) -> dict[str, str]:
    sent = client.call("gmail.users.messages.send", **ME, body={"raw": with_attachment()})
    parts = client.call("gmail.users.messages.get", **ME, id=sent["id"])["payload"]["parts"]
    return {
        "message": sent["id"],
        "thread": sent["threadId"],
        "attachment": parts[1]["body"]["attachmentId"],
        "draft": client.call("gmail.users.drafts.create", **ME, body={"message": {"raw": raw()}})["id"],
        "label": client.call("gmail.users.labels.create", **ME, body={"name": "Filed"})["id"],
        "filter": client.call("gmail.users.settings.filters.create", **ME, body=FILTER)["id"],
    }


def filled(value: Any, made: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: filled(inner, made) for name, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, made) for inner in value]
    if isinstance(value, str) and value.startswith("{") and value.endswith("}"):
        return made[value[1:-1]]
    return value


@pytest.mark.parametrize("method_id", CALLS)
def test_the_real_client_calls(client: Client, stage: dict[str, str], method_id: str) -> None:
    answer = client.call(method_id, **filled(CALLS[method_id], stage))
    assert isinstance(answer, dict | bytes | str)


def test_every_built_method_has_a_call() -> None:
    assert set(METHODS) == set(CALLS)

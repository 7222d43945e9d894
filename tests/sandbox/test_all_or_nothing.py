"""What is refused changes nothing, and what is kept can be read again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sandbox.world import MANAGER, ROBOT, Json, Person
from workspace_agent.sandbox.discovery import Method, load
from workspace_agent.sandbox.drive.state import FOLDER
from workspace_agent.sandbox.methods import METHODS
from workspace_agent.sandbox.server import Sandbox
from workspace_agent.sandbox.snapshot import encode
from workspace_agent.sandbox.validate import resolve

FILES = "/drive/v3/files"
EVENTS = "/calendar/v3/calendars/primary/events"
SHEETS = "/v4/spreadsheets"
SERVICES = ("calendar", "drive", "forms", "gmail", "sheets")
NOTHING: Json = {}


@pytest.fixture
def robot(robot: Person) -> Person:
    """Somebody who has been everywhere once: what people have of their own is made when they first look."""
    for place in ("/calendar/v3/users/me/calendarList", FILES, "/gmail/v1/users/me/labels"):
        robot.get(place)
    return robot


def held(sandbox: Sandbox) -> str:
    """Everything that the services hold, but for the identifiers to come."""
    return json.dumps({name: _plain(encode(getattr(sandbox.state, name))) for name in SERVICES})


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items() if name not in {"ids", "_ids"}}
    return value


def refused(person: Person, verb: str, path: str, body: Json | None, **params: str) -> tuple[int, str]:
    """How a request is refused, once it is sure that it changed nothing."""
    before = held(person.sandbox)
    answer = person.refused(verb, path, body, params=params)
    assert held(person.sandbox) == before
    return answer


# Drive.

TOO_LONG = (403, "propertyLengthLimitExceeded")


@pytest.mark.parametrize(
    ("body", "params", "refusal"),
    [
        ({"trashed": True, "name": "b"}, {"addParents": "nowhere"}, (404, "notFound")),
        ({"name": "b", "properties": {"k": "v" * 200}}, {}, TOO_LONG),
        ({"name": "b", "appProperties": {"k": "v" * 200}}, {"removeParents": "root"}, TOO_LONG),
        ({"name": "b", "modifiedTime": "today"}, {}, (400, "invalid")),
        ({"name": "b", "modifiedTime": "0001-01-01T00:00:00+14:00"}, {}, (400, "invalid")),
    ],
)
def test_a_file_is_changed_whole_or_not_at_all(
    robot: Person, body: Json, params: dict[str, str], refusal: tuple[int, str]
) -> None:
    file_id = robot.post(FILES, {"name": "a"})["id"]
    assert refused(robot, "PATCH", f"{FILES}/{file_id}", body, **params) == refusal


def test_a_folder_that_may_not_enter_a_shared_drive_stays_where_it_is(robot: Person) -> None:
    drive = robot.post("/drive/v3/drives", {"name": "staff"}, requestId="1")["id"]
    folder = robot.post(FILES, {"name": "folder", "mimeType": FOLDER})["id"]
    params = {"addParents": drive, "removeParents": "root", "supportsAllDrives": "true"}
    reason = "teamDrivesFolderMoveInNotSupported"
    assert refused(robot, "PATCH", f"{FILES}/{folder}", {"trashed": True}, **params)[1] == reason


def test_the_root_of_a_drive_goes_nowhere(robot: Person) -> None:
    folder = robot.post(FILES, {"name": "folder", "mimeType": FOLDER})["id"]
    refusal = (403, "insufficientFilePermissions")
    assert refused(robot, "PATCH", f"{FILES}/root", {}, addParents=folder) == refusal


@pytest.mark.parametrize(
    ("body", "params"),
    [
        ({"type": "anyone", "role": "owner"}, {"transferOwnership": "true"}),
        ({"type": "domain", "role": "owner", "domain": "a.example"}, {"transferOwnership": "true"}),
        ({"type": "anyone", "role": "reader", "expirationTime": "2026-12-01T10:00:00Z"}, {}),
        ({"type": "user", "role": "reader", "emailAddress": MANAGER, "expirationTime": "soon"}, {}),
        ({"type": "user", "role": "reader", "emailAddress": MANAGER, "expirationTime": "2020-12-01T10Z"}, {}),
    ],
)
def test_nobody_is_let_in_by_a_request_that_is_refused(
    robot: Person, body: Json, params: dict[str, str]
) -> None:
    file_id = robot.post(FILES, {"name": "a"})["id"]
    assert refused(robot, "POST", f"{FILES}/{file_id}/permissions", body, **params) == (400, "invalid")


def test_a_permission_is_changed_whole_or_not_at_all(robot: Person) -> None:
    file_id = robot.post(FILES, {"name": "a"})["id"]
    grantee = {"type": "user", "role": "reader", "emailAddress": MANAGER}
    place = f"{FILES}/{file_id}/permissions"
    one = f"{place}/{robot.post(place, grantee)['id']}"
    late = {"role": "owner", "expirationTime": "2030-01-01T00:00:00Z"}
    assert refused(robot, "PATCH", one, late, transferOwnership="true") == (400, "invalid")
    offered = {"role": "commenter", "pendingOwner": True}
    assert refused(robot, "PATCH", one, offered) == (403, "pendingOwnerWriterRequired")


def test_a_service_account_may_name_no_parents() -> None:
    sandbox = Sandbox()
    robot = Person(sandbox, "bot@project.iam.gserviceaccount.com")
    assert robot.ask("POST", FILES, {"name": "a", "parents": None}).status_code in {200, 403}


# Calendar.

HOUR = {
    "start": {"dateTime": "2026-12-01T10:00:00Z", "timeZone": "UTC"},
    "end": {"dateTime": "2026-12-01T11:00:00Z", "timeZone": "UTC"},
}


@pytest.mark.parametrize(
    "rule",
    [
        *("RRULE:FREQ=DAILY;UNTIL=x", "RRULE:FREQ=DAILY;UNTIL=20261201T000000Z+", "RRULE:FREQ=DAILY;COUNT=0"),
        *("RRULE:FREQ=DAILY;INTERVAL=-1", "RRULE:FREQ=DAILY;COUNT=" + "9" * 5000, "RDATE:99991231"),
        *("RRULE:FREQ=MONTHLY;BYMONTHDAY=32", "RRULE:FREQ=YEARLY;BYMONTH=13", "EXDATE:00010101T000000"),
        *("RRULE:FREQ=MONTHLY;BYMONTHDAY=0", "RRULE:FREQ=MONTHLY;BYDAY=" + "9" * 5000 + "MO"),
    ],
)
def test_a_series_that_nobody_can_reckon_is_refused(robot: Person, rule: str) -> None:
    assert refused(robot, "POST", EVENTS, HOUR | {"recurrence": [rule]}) == (400, "invalid")
    assert robot.get(EVENTS, singleEvents=True)["items"] == []


@pytest.mark.parametrize("year", ["0001", "0999", "9000", "9999"])
def test_an_event_at_the_end_of_the_calendar_is_refused(robot: Person, year: str) -> None:
    start, end = (f"{year}-12-31T{hour}:00:00+14:00" for hour in ("01", "02"))
    assert refused(robot, "POST", EVENTS, {"start": {"dateTime": start}, "end": {"dateTime": end}})[0] == 400
    days = {"start": {"date": f"{year}-12-30"}, "end": {"date": f"{year}-12-31"}}
    assert refused(robot, "POST", EVENTS, days)[0] == 400


def test_a_series_in_the_last_year_is_listed(robot: Person) -> None:
    moments = {
        name: {"dateTime": moment["dateTime"].replace("2026", "8999"), "timeZone": "UTC"}
        for name, moment in HOUR.items()
    }
    robot.post(EVENTS, moments | {"recurrence": ["RRULE:FREQ=YEARLY"]})
    assert len(robot.get(EVENTS, singleEvents=True)["items"]) > 1


@pytest.mark.parametrize("name", ["timeMin", "timeMax", "updatedMin"])
def test_a_query_reaches_to_the_ends_of_the_calendar(robot: Person, name: str) -> None:
    robot.post(EVENTS, HOUR)
    for moment in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"):
        assert "items" in robot.get(EVENTS, **{name: moment})
    for beyond in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
        assert robot.refused("GET", EVENTS, params={name: beyond})[0] == 400


@pytest.mark.parametrize(("verb", "place"), [("PATCH", "/primary"), ("POST", "")])
def test_a_calendar_in_no_time_zone_is_neither_made_nor_changed(robot: Person, verb: str, place: str) -> None:
    body = {"summary": "x", "location": "room 7", "timeZone": "Mars/Olympus"}
    assert refused(robot, verb, f"/calendar/v3/calendars{place}", body) == (400, "invalid")


def test_asking_for_a_calendar_does_not_make_it(robot: Person) -> None:
    for name in (MANAGER, "c_1@group.calendar.google.com", "x"):
        assert refused(robot, "GET", f"/calendar/v3/calendars/{name}", None) == (404, "notFound")


# Sheets and Forms.


@pytest.mark.parametrize("kind", [FOLDER, "text/csv", "application/vnd.google-apps.document"])
def test_a_file_of_another_kind_is_no_spreadsheet(robot: Person, kind: str) -> None:
    file_id = robot.post(FILES, {"name": "a", "mimeType": kind})["id"]
    answer = robot.ask("GET", f"{SHEETS}/{file_id}")
    assert answer.json()["error"] == {
        "code": 400,
        "message": "This operation is not supported for this document",
        "status": "FAILED_PRECONDITION",
    }
    body = {"values": [["a"]]}
    place = f"{SHEETS}/{file_id}/values/A1:append"
    assert refused(robot, "POST", place, body, valueInputOption="RAW") == (400, "FAILED_PRECONDITION")


def test_a_range_without_cells_is_refused_at_once(robot: Person) -> None:
    book = robot.post(SHEETS, {})["spreadsheetId"]
    for range_ in ({"endColumnIndex": 0}, {"startRowIndex": -5}, {"startRowIndex": 5, "endRowIndex": 5}):
        body = {"dataFilters": [{"gridRange": range_}]}
        place = f"{SHEETS}/{book}/values:batchGetByDataFilter"
        assert refused(robot, "POST", place, body) == (400, "INVALID_ARGUMENT")


FAR = {"dimension": "COLUMNS", "endIndex": 2_000_000_000}
REGION = {"sheetId": 0}


@pytest.mark.parametrize(
    "request_",
    [
        {"addNamedRange": {"namedRange": {"name": "New"}}},
        {"updateNamedRange": {"namedRange": {"namedRangeId": "n", "name": "A1"}, "fields": "name"}},
        {"updateNamedRange": {"namedRange": {"namedRangeId": "n"}, "fields": "*"}},
        {"addNamedRange": {"namedRange": {"namedRangeId": "n", "name": "Other", "range": REGION}}},
        {"deleteConditionalFormatRule": {"sheetId": 0, "index": -1}},
        {"pasteData": {"data": "a;;b", "delimiter": ";;", "coordinate": {}}},
        {"pasteData": {"data": "a", "delimiter": ";", "coordinate": {"rowIndex": -1}}},
        {"updateCells": {"start": {"columnIndex": -1}, "rows": [{"values": [{}]}], "fields": "*"}},
        {"deleteDuplicates": {"range": REGION, "comparisonColumns": [FAR]}},
        {"repeatCell": {"range": {"startRowIndex": -1}, "cell": {}, "fields": "*"}},
    ],
)
def test_a_spreadsheet_is_changed_whole_or_not_at_all(robot: Person, request_: Json) -> None:
    book = robot.post(SHEETS, {})["spreadsheetId"]
    named = {"namedRangeId": "n", "name": "Names", "range": REGION}
    place = f"{SHEETS}/{book}:batchUpdate"
    robot.post(place, {"requests": [{"addNamedRange": {"namedRange": named}}]})
    title = {"updateSheetProperties": {"properties": {"sheetId": 0, "title": "New"}, "fields": "title"}}
    assert refused(robot, "POST", place, {"requests": [title, request_]}) == (400, "INVALID_ARGUMENT")


@pytest.mark.parametrize(
    "request_",
    [
        {"addDimensionGroup": {"range": FAR}},
        {"updateDimensionProperties": {"range": FAR, "properties": {"pixelSize": 9}, "fields": "*"}},
    ],
)
def test_columns_that_are_not_there_cost_no_time(robot: Person, request_: Json) -> None:
    book = robot.post(SHEETS, {})["spreadsheetId"]
    robot.post(f"{SHEETS}/{book}:batchUpdate", {"requests": [request_]})
    sheet = robot.get(f"{SHEETS}/{book}", includeGridData=True)["sheets"][0]
    ends = [group["range"]["endIndex"] for group in sheet.get("columnGroups", [])]
    assert ends in ([], [sheet["properties"]["gridProperties"]["columnCount"]])


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (":batchUpdate", {"requests": [None]}),
        ("/values:batchClear", {"ranges": ["A1", None]}),
        ("/values:batchUpdate", {"valueInputOption": "RAW", "data": [{"range": "A1", "values": [None]}]}),
    ],
)
def test_nothing_is_no_member_of_a_list(robot: Person, path: str, body: Json) -> None:
    book = robot.post(SHEETS, {})["spreadsheetId"]
    assert refused(robot, "POST", f"{SHEETS}/{book}{path}", body) == (400, "INVALID_ARGUMENT")


@pytest.mark.parametrize("mask", ["shoe", "title.shoe", "title,shoe"])
def test_a_form_gets_no_field_that_forms_do_not_have(robot: Person, mask: str) -> None:
    form = robot.post("/v1/forms", {"info": {"title": "t"}})["formId"]
    change = {"updateFormInfo": {"info": {"title": "u"}, "updateMask": mask}}
    place = f"/v1/forms/{form}:batchUpdate"
    assert refused(robot, "POST", place, {"requests": [change]}) == (400, "INVALID_ARGUMENT")


# Gmail.


@pytest.mark.parametrize("raw", ["x", "\u00fc\u00fc", "ab cd", "abcde"])
def test_what_is_no_base64_is_no_mail(robot: Person, raw: str) -> None:
    for path, body in (
        ("messages", {"raw": raw}),
        ("messages/send", {"raw": raw}),
        ("drafts", {"message": {"raw": raw}}),
    ):
        assert refused(robot, "POST", f"/gmail/v1/users/me/{path}", body) == (400, "invalidArgument")


# Everything.

PLACES = {"fileId", "spreadsheetId", "formId", "eventId", "calendarId", "userId", "id", "permissionId"}
Known = dict[str, list[str]]


def world() -> tuple[Person, Known]:
    """Somebody with a little of everything, and the names of it."""
    robot = Person(Sandbox(), ROBOT)
    folder = robot.post(FILES, {"name": "folder", "mimeType": FOLDER})["id"]
    file_id = robot.post(FILES, {"name": "file", "parents": [folder]})["id"]
    drive = robot.post("/drive/v3/drives", {"name": "staff"}, requestId="1")["id"]
    grantee = {"type": "user", "role": "writer", "emailAddress": MANAGER}
    permission = robot.post(f"{FILES}/{file_id}/permissions", grantee)["id"]
    calendar = robot.post("/calendar/v3/calendars", {"summary": "plans"})["id"]
    event = robot.post(EVENTS, HOUR | {"recurrence": ["RRULE:FREQ=DAILY;COUNT=3"]})["id"]
    mail = {"message": {"raw": "VG86IG1hbmFnZXJAd2lsbG93LmV4YW1wbGUNCg0Kaw"}}
    known: Known = {
        "fileId": [folder, file_id, "root"],
        "permissionId": [permission],
        "driveId": [drive],
        "addParents": [folder, drive],
        "parents": [folder, drive],
        "spreadsheetId": [robot.post(SHEETS, {})["spreadsheetId"]],
        "calendarId": ["primary", calendar],
        "eventId": [event, f"{event}_20261202T100000Z"],
        "formId": [robot.post("/v1/forms", {"info": {"title": "t"}})["formId"]],
        "userId": ["me"],
        "id": [robot.post("/gmail/v1/users/me/drafts", mail)["id"]],
    }
    return robot, known


def text(name: str, known: Known) -> st.SearchStrategy[str]:
    others = ["", "x", "A1", ROBOT, MANAGER, "UTC", "*", "title", "2026-12-01T10:00:00Z", "writer", "user"]
    return st.sampled_from(known[name] if name in PLACES else [*known.get(name, []), *others])


class Drafts(NamedTuple):
    """What may be sent to one service."""

    schemas: Mapping[str, Json]
    known: Known

    def of(self, schema: Json, name: str, depth: int = 4) -> st.SearchStrategy[Any]:
        """Values of a schema, most of them right."""
        schema = resolve(self.schemas, schema)
        kind = schema.get("type", "any")
        if schema.get("enum"):
            return st.sampled_from(schema["enum"])
        if kind == "array":
            return st.lists(st.deferred(lambda: self.of(schema["items"], name, depth - 1)), max_size=2)
        if kind == "object" and depth > 0:
            return self._object(schema.get("properties", {}), depth)
        numbers = st.sampled_from([0, 1, 2, 5, 1000, -1])
        words, flags = text(name, self.known), st.booleans()
        plain = {"string": words, "boolean": flags, "integer": numbers, "number": numbers}
        return plain.get(kind, st.just(NOTHING))

    def _object(self, properties: Json, depth: int) -> st.SearchStrategy[Json]:
        if not properties:
            return st.just(NOTHING)
        chosen = st.lists(st.sampled_from(sorted(properties)), max_size=4, unique=True)
        return chosen.flatmap(
            lambda names: st.fixed_dictionaries(
                {name: self.of(properties[name], name, depth - 1) for name in names}
            )
        )


WRITING = [load().methods[name] for name in sorted(METHODS) if load().methods[name].verb != "GET"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_refusal_leaves_anything_behind(data: st.DataObject) -> None:
    robot, known = world()
    for _ in range(8):
        method: Method = data.draw(st.sampled_from(WRITING))
        names = st.lists(st.sampled_from(sorted(method.parameters)), max_size=2)
        pieces = method.paths[0].split("/")
        filled = [_piece(data, piece, known) for piece in pieces]
        params = {name: data.draw(text(name, known)) for name in data.draw(names)}
        drafts = Drafts(load().schemas[method.service], known)
        body = data.draw(drafts.of({"$ref": method.request}, "")) if method.request else None
        before = held(robot.sandbox)
        answer = robot.ask(method.verb, "/".join(filled), body, params=params)
        assert answer.status_code < 500 or answer.status_code == 501, answer.text
        assert answer.ok or held(robot.sandbox) == before, (method.id, params, body)


def _piece(data: st.DataObject, piece: str, known: Known) -> str:
    if not piece.startswith("{"):
        return piece
    name, _, rest = piece[1:].partition("}")
    return data.draw(text(name.strip("+"), known)) + rest

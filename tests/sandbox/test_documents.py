"""What Google's documents say in prose, brought into the schemas and held to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.world import ROBOT, Json, Person
from workspace_agent.sandbox.call import ApiError
from workspace_agent.sandbox.discovery import load
from workspace_agent.sandbox.scalars import format_of
from workspace_agent.sandbox.server import Sandbox
from workspace_agent.sandbox.validate import Reader

EVENTS = "/calendar/v3/calendars/primary/events"
MEETING: Json = {
    "start": {"dateTime": "2026-12-01T10:00:00-05:00"},
    "end": {"dateTime": "2026-12-01T11:00:00-05:00"},
}


def field(service: str, path: str) -> Json:
    """The schema of a field, such as `Event.creator.self`."""
    name, *rest = path.split(".")
    schema: Any = load().schemas[service][name]
    for step in rest:
        schema = schema["properties"][step]
    found: Json = schema
    return found


def read(service: str, schema: str, body: Json, method: str = "", *, strict: bool = False) -> Any:
    schemas = load().schemas[service]
    return Reader(schemas, service=service, method=method, strict=strict).read(schemas[schema], body)


def read_only(service: str) -> int:
    """How many fields of one service only Google sets."""
    return sum(_count(schema) for schema in load().schemas[service].values())


def _count(schema: Json) -> int:
    inner = [*schema.get("properties", {}).values(), *([schema["items"]] if "items" in schema else [])]
    return sum(bool(one.get("readOnly")) + _count(one) for one in inner)


def test_the_documents_hold_hundreds_of_read_only_fields() -> None:
    least = {"sheets": 33, "drive": 180, "calendar": 33, "gmail": 11, "forms": 30}
    assert {service: read_only(service) >= least[service] for service in least} == dict.fromkeys(least, True)


@pytest.mark.parametrize(
    ("service", "path", "expected"),
    [
        ("calendar", "Event.creator", True),
        ("calendar", "Event.organizer", True),
        ("calendar", "Event.locked", True),
        ("calendar", "Event.summary", False),
        ("calendar", "EventAttendee.self", True),
        ("drive", "File.size", True),
        ("drive", "File.kind", False),
        ("drive", "ContentRestriction.readOnly", False),
        ("sheets", "CellData.effectiveValue", True),
        ("sheets", "ProtectedRange.protectedRangeId", False),
        ("sheets", "SheetProperties.gridProperties", False),
        ("sheets", "SpreadsheetProperties.importFunctionsExternalUrlAccessAllowed", False),
        ("forms", "Question.questionId", False),
        ("forms", "Form.formId", True),
        ("gmail", "SendAs.verificationStatus", True),
    ],
)
def test_read_only_is_what_the_description_says(service: str, path: str, expected: bool) -> None:
    assert bool(field(service, path).get("readOnly")) is expected


def test_calendars_lists_of_values_become_enumerations() -> None:
    assert field("calendar", "Event.status")["enum"] == ["confirmed", "tentative", "cancelled"]
    assert "enum" not in field("calendar", "Error.reason")


def test_a_write_of_a_read_only_field_changes_nothing(robot: Person) -> None:
    event = robot.post(EVENTS, MEETING | {"htmlLink": "https://evil.example", "creator": {"email": "x@y.z"}})
    assert event["creator"]["email"] == ROBOT
    assert "evil" not in event["htmlLink"]


def test_in_strict_mode_it_is_refused() -> None:
    strict = Person(Sandbox(strict=True), ROBOT)
    assert strict.refused("POST", EVENTS, MEETING | {"htmlLink": "x"}) == (400, "invalid")


def test_drive_refuses_it_always(robot: Person) -> None:
    assert robot.refused("POST", "/drive/v3/files", {"size": "7"}) == (403, "fieldNotWritable")
    assert robot.ask("POST", "/drive/v3/files", {"kind": "drive#file"}).ok


def test_some_methods_may_write_what_others_may_not() -> None:
    organizer = {"organizer": {"email": "x@y.z"}, "iCalUID": "u"} | MEETING
    assert "organizer" in read("calendar", "Event", organizer, "calendar.events.import")
    assert "organizer" not in read("calendar", "Event", organizer, "calendar.events.insert")


@pytest.mark.parametrize(
    ("service", "schema", "method", "body", "place"),
    [
        ("calendar", "AclRule", "calendar.acl.insert", {"role": "reader", "scope": {}}, "scope.type"),
        ("calendar", "Calendar", "calendar.calendars.insert", {}, "summary"),
        ("gmail", "Label", "gmail.users.labels.create", {}, "name"),
        ("forms", "BatchUpdateFormRequest", "forms.forms.batchUpdate", {}, "requests"),
        (
            "sheets",
            "BatchUpdateSpreadsheetRequest",
            "",
            {"requests": [{"addTable": {}}]},
            "requests[0].addTable.table",
        ),
    ],
)
def test_a_required_field_that_is_missing_is_named(
    service: str, schema: str, method: str, body: Json, place: str
) -> None:
    with pytest.raises(ApiError, match="Required field") as caught:
        read(service, schema, body, method)
    assert (caught.value.status, caught.value.reason, caught.value.location) == (400, "required", place)


def test_what_one_method_requires_another_does_not() -> None:
    assert read("calendar", "AclRule", {"role": "reader"}, "calendar.acl.patch") == {"role": "reader"}


@pytest.mark.parametrize(
    ("schema", "body"),
    [
        ("GridRange", {"sheetId": 2**31}),
        ("GridRange", {"sheetId": "99999999999999999999"}),
        ("Color", {"red": "NaN"}),
        ("Color", {"red": 10**400}),
        ("DimensionRange", {"dimension": "DIAGONALS"}),
        ("DimensionRange", {"dimension": ["ROWS"]}),
    ],
)
def test_values_are_held_to_ranges_and_enumerations(schema: str, body: Json) -> None:
    with pytest.raises(ApiError, match="Invalid value at"):
        read("sheets", schema, body)


def test_newer_services_refuse_unknown_fields_and_name_the_place(robot: Person) -> None:
    book = robot.post("/v4/spreadsheets", {})["spreadsheetId"]
    body = {"requests": [{"addSheet": {"colour": 1}}]}
    error = robot.ask("POST", f"/v4/spreadsheets/{book}:batchUpdate", body).json()["error"]
    text = (
        "Invalid JSON payload received. Unknown name \"colour\" at 'requests[0].addSheet': Cannot find field."
    )
    assert (error["code"], error["message"]) == (400, text)
    assert error["details"][0]["fieldViolations"] == [{"field": "requests[0].addSheet", "description": text}]


@pytest.mark.parametrize(
    ("form", "good", "bad"),
    [
        ("int32", 7, 2**31),
        ("uint32", 0, -1),
        ("int64", "-7", "seven"),
        ("uint64", "7", "-7"),
        ("date-time", "2026-11-20T12:00:00.000Z", "2026-11-20T12:00:00"),
        ("google-datetime", "2026-11-20T12:00:00Z", "noon"),
        ("date", "2026-11-20", "20.11.2026"),
        ("byte", "aGk_", "a"),
    ],
)
def test_formats_of_replies_are_checked(form: str, good: Any, bad: Any) -> None:
    fits = format_of({"format": form})
    assert fits
    assert (fits(good), fits(bad)) == (True, False)


def test_a_format_that_is_not_checked_holds_anything() -> None:
    assert format_of({"format": "google-fieldmask"}) is None


def test_a_number_out_of_bounds_is_told_its_bounds(robot: Person) -> None:
    error = robot.ask("GET", "/drive/v3/files", params={"pageSize": 5000}).json()["error"]
    assert error["message"] == "Invalid value '5000'. Values must be within the range: [1, 1000]"
    assert error["errors"][0]["location"] == "pageSize"


@pytest.mark.parametrize("path", [EVENTS, "/drive/v3/files", "/gmail/v1/users/me/messages"])
def test_googles_parameters_for_every_method_are_taken(robot: Person, path: str) -> None:
    common = {"alt": "json", "prettyPrint": "false", "key": "AIza" + "x" * 35, "quotaUser": "me"}
    newer = {"$.xgafv": "2", "upload_protocol": "raw"} if "gmail" in path else {}
    assert robot.ask("GET", path, params=common | newer).ok


def test_the_token_may_come_in_the_query(robot: Person) -> None:
    token = robot.session.headers.pop("Authorization").split()[1]
    assert robot.ask("GET", "/gmail/v1/users/me/profile", params={"access_token": token}).ok

"""The parameters that every method takes, and what becomes of values that are none."""

from __future__ import annotations

import json

import pytest
import requests

from tests.sandbox.world import ROBOT, Json, Person, session_of
from workspace_agent.sandbox.server import Sandbox
from workspace_agent.sandbox.written import printed

FILES = "/drive/v3/files"
EVENTS = "/calendar/v3/calendars/primary/events"
PROFILE = "/gmail/v1/users/me/profile"
SHEETS = "/v4/spreadsheets"
EVERY_SERVICE = [FILES, EVENTS, PROFILE, f"{SHEETS}/none", "/v1/forms/none"]
OLDER = [FILES, EVENTS]
NEWER = [PROFILE, f"{SHEETS}/none", "/v1/forms/none"]


def get(robot: Person, path: str, query: str) -> requests.Response:
    return robot.ask("GET", f"{path}?{query}")


def error_of(answer: requests.Response) -> Json:
    found: Json = answer.json()["error"]
    return found


# How an answer is printed.


@pytest.mark.parametrize("value", ["", "true", "TRUE", "no", "perhaps"])
def test_answers_are_indented_unless_told_otherwise(robot: Person, value: str) -> None:
    assert get(robot, PROFILE, "").text.startswith('{\n  "emailAddress": ')
    assert get(robot, PROFILE, f"prettyPrint={value}").text.endswith("\n}\n")


@pytest.mark.parametrize("value", ["false", "0", "false&prettyPrint=true"])
def test_an_answer_may_be_without_any_space(robot: Person, value: str) -> None:
    plain = get(robot, PROFILE, f"prettyPrint={value}").text
    assert plain.startswith('{"emailAddress":"')
    assert not plain.endswith("\n")


def test_refusals_are_always_indented(robot: Person) -> None:
    assert get(robot, f"{FILES}/none", "prettyPrint=false").text.startswith('{\n  "error": {\n')


def test_no_browser_finds_a_tag_in_an_answer(robot: Person) -> None:
    made = robot.ask("POST", FILES, {"name": "<b>'&"})
    assert "\\u003cb\\u003e'&" in made.text
    assert made.json()["name"] == "<b>'&"


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        {"a": []},
        {"a": {}},
        {"a": [1, 2.5, True, None, '\u00fc\u2028\\"']},
        [[{}], [[]]],
        "x",
        7,
        None,
    ],
)
def test_print_is_what_pythons_own_printer_makes(value: object) -> None:
    assert printed(value, pretty=True) == json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    assert printed(value, pretty=False) == json.dumps(value, separators=(",", ":"), ensure_ascii=False)


# JSONP.


@pytest.mark.parametrize("path", EVERY_SERVICE)
def test_a_callback_makes_a_script_of_answers_and_refusals(robot: Person, path: str) -> None:
    plain, script = robot.ask("GET", path), get(robot, path, "callback=a.b[0]")
    assert (script.status_code, script.headers["Content-Type"]) == (200, "text/javascript; charset=UTF-8")
    begin, end = "// API callback\na.b[0](", ");"
    assert (script.text.startswith(begin), script.text.endswith(end)) == (True, True)
    assert json.loads(script.text[len(begin) : -len(end)]) == plain.json()


@pytest.mark.parametrize("query", ["callback=", "callback=f&alt=media", "callback=f&alt=zzz"])
def test_no_function_and_no_json_is_no_script(robot: Person, query: str) -> None:
    assert get(robot, FILES, query).headers["Content-Type"].startswith("application/json")


def test_only_what_a_script_element_fetches_is_a_script(robot: Person) -> None:
    made = robot.ask("POST", f"{FILES}?callback=f", {"name": "a"})
    assert made.json()["name"] == "a"


def test_a_function_that_is_none_is_refused_through_its_name_and_before_sign_in(sandbox: Sandbox) -> None:
    answer = session_of(sandbox).get(f"https://www.googleapis.com{FILES}?callback=alert(1)%22")
    assert (answer.status_code, answer.text[:30]) == (200, '// API callback\nalert(1)\\"({\n ')
    assert "Invalid JSONP callback name: 'alert(1)\\\"'; only alphabet" in answer.text


# The format.


@pytest.mark.parametrize("path", EVERY_SERVICE)
@pytest.mark.parametrize("alt", ["json", "JSON", ""])
def test_json_may_be_asked_for_in_any_letters(robot: Person, path: str, alt: str) -> None:
    assert get(robot, path, f"alt={alt}").json() == robot.ask("GET", path).json()


@pytest.mark.parametrize("path", EVERY_SERVICE)
def test_an_unknown_format_is_refused_before_sign_in(sandbox: Sandbox, path: str) -> None:
    answer = session_of(sandbox).get(f"https://www.googleapis.com{path}?alt=Zzz&alt=json")
    error = error_of(answer)
    assert (answer.status_code, error["status"]) == (400, "INVALID_ARGUMENT")
    assert error["message"] == "Invalid value \"Zzz\" for query parameter 'alt'"


@pytest.mark.parametrize(
    ("path", "alt"),
    [(FILES, "media"), (FILES, "Media"), (EVENTS, "media"), (PROFILE, "media"), (FILES, "proto")],
)
def test_bytes_come_only_where_there_are_some(robot: Person, path: str, alt: str) -> None:
    error = error_of(get(robot, path, f"alt={alt}"))
    assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
    assert error["message"] == f'Unsupported alt type "{alt.lower()}" for non byte stream request.'


def test_media_may_be_asked_for_in_any_letters(robot: Person) -> None:
    made = robot.post(FILES, {"name": "a"})["id"]
    assert get(robot, f"{FILES}/{made}", "alt=MEDIA").content == b""


# The shape of refusals.


@pytest.mark.parametrize(
    ("path", "query", "shows"),
    [
        (f"{SHEETS}/none", "", False),
        (f"{SHEETS}/none", "$.xgafv=2", False),
        (f"{SHEETS}/none", "$.xgafv=1", True),
        (f"{SHEETS}/none", "$.xgafv=2&$.xgafv=1", True),
        (f"{SHEETS}/none", "$.xgafv=1&$.xgafv=2", False),
        ("/gmail/v1/users/me/messages/1", "", True),
        ("/gmail/v1/users/me/messages/1", "$.xgafv=1", True),
        ("/gmail/v1/users/me/messages/1", "$.xgafv=2", False),
        (f"{FILES}/none", "$.xgafv=2", True),
        (f"{EVENTS}/none", "$.xgafv=1", True),
    ],
)
def test_the_older_entries_are_shown_on_demand(robot: Person, path: str, query: str, shows: bool) -> None:
    answer = get(robot, path, query)
    assert (answer.status_code, "errors" in error_of(answer)) == (404, shows)


@pytest.mark.parametrize("value", ["0", "3", "NOPE", ""])
def test_an_unknown_shape_is_refused_before_sign_in(sandbox: Sandbox, value: str) -> None:
    answer = session_of(sandbox).get(f"https://www.googleapis.com{FILES}?$.xgafv={value}")
    text = f"Invalid query parameters. Invalid value '{value}' for system query parameter : $.xgafv"
    assert (answer.status_code, error_of(answer)["message"]) == (400, text)


def test_a_bucket_of_quotas_changes_no_answer(robot: Person) -> None:
    for path in EVERY_SERVICE:
        assert get(robot, path, "quotaUser=somebody").json() == robot.ask("GET", path).json()
    strict = Person(Sandbox(strict=True), ROBOT)
    assert get(strict, EVENTS, "quotaUser=a&userIp=1.2.3.4&prettyPrint=true&$.xgafv=1&callback=f").ok


# Repeats and wrong types.


def test_of_several_values_drive_takes_the_first(robot: Person) -> None:
    for name in ("a", "b"):
        robot.post(FILES, {"name": name})
    assert len(get(robot, FILES, "pageSize=1&pageSize=2").json()["files"]) == 1
    found = get(robot, FILES, "q=name='a'&q=name='b'").json()["files"]
    assert [one["name"] for one in found] == ["a"]
    assert set(get(robot, FILES, "fields=kind&fields=shoe").json()) == {"kind"}


def test_of_several_values_sheets_takes_the_last(robot: Person) -> None:
    book = robot.post(SHEETS, {})["spreadsheetId"]
    values = f"{SHEETS}/{book}/values/A1:B2"
    twice = get(robot, values, "majorDimension=ROWS&majorDimension=COLUMNS").json()
    assert twice["majorDimension"] == "COLUMNS"
    mask = get(robot, values, "fields=range&fields=majorDimension").json()
    assert set(mask) == {"range"}


def test_an_empty_mask_leaves_nothing_in_drive(robot: Person) -> None:
    made = robot.post(FILES, {})["id"]
    assert get(robot, f"{FILES}/{made}", "fields=").json() == {}
    assert get(robot, FILES, "fields=&fields=kind").json() == {}


@pytest.mark.parametrize(
    ("path", "query", "field", "kind", "value"),
    [
        (FILES, "pageSize=NOPE", "page_size", "TYPE_INT32", "NOPE"),
        (FILES, "pageSize=", "page_size", "TYPE_INT32", ""),
        (FILES, "pageSize=99999999999", "page_size", "TYPE_INT32", "99999999999"),
        (FILES, "supportsAllDrives=perhaps", "supports_all_drives", "TYPE_BOOL", "perhaps"),
        ("/gmail/v1/users/me/messages", "maxResults=-1", "max_results", "TYPE_UINT32", "-1"),
        (
            f"{SHEETS}/none/values/A1",
            "majorDimension=NOPE",
            "major_dimension",
            "type.googleapis.com/google.apps.sheets.v4.Dimension",
            "NOPE",
        ),
    ],
)
def test_a_value_of_the_wrong_type_is_named_as_protobuf_does(
    robot: Person, path: str, query: str, field: str, kind: str, value: str
) -> None:
    error = error_of(get(robot, path, query))
    text = f"Invalid value at '{field}' ({kind}), \"{value}\""
    assert (error["code"], error["status"], error["message"]) == (400, "INVALID_ARGUMENT", text)
    assert error["details"][0]["fieldViolations"] == [{"field": field, "description": text}]
    if "errors" in error:
        assert error["errors"] == [{"message": text, "reason": "invalid"}]


def test_every_wrong_value_is_named_in_one_refusal(robot: Person) -> None:
    error = error_of(
        get(robot, FILES, "pageSize=2&pageSize=x&supportsAllDrives=y&includeItemsFromAllDrives=z")
    )
    fields = [one["field"] for one in error["details"][0]["fieldViolations"]]
    assert fields == ["page_size", "include_items_from_all_drives"]
    assert error["message"].count("\n") == 1


def test_a_number_out_of_bounds_is_told_the_bounds(robot: Person) -> None:
    error = error_of(get(robot, FILES, "pageSize=0"))
    assert error["message"] == "Invalid value '0'. Values must be within the range: [1, 1000]"
    assert (error["errors"][0]["location"], "status" in error) == ("pageSize", False)


@pytest.mark.parametrize(
    ("text", "meaning"), [("true", True), ("Y", True), ("1", True), ("no", False), ("f", False)]
)
def test_booleans_are_read_as_protobuf_does(robot: Person, text: str, meaning: bool) -> None:
    event = {"id": "event1", "start": {"date": "2026-12-01"}, "end": {"date": "2026-12-02"}}
    robot.post(EVENTS, event)
    robot.delete(f"{EVENTS}/event1")
    found = get(robot, EVENTS, f"showDeleted={text}").json()["items"]
    assert bool(found) is meaning


@pytest.mark.parametrize("path", NEWER)
def test_a_reading_method_of_the_newer_services_knows_no_upload(robot: Person, path: str) -> None:
    error = error_of(get(robot, path, "uploadType=media"))
    assert (error["code"], 'Unknown name "uploadType"' in error["message"]) == (400, True)


@pytest.mark.parametrize("path", OLDER)
def test_the_older_services_ignore_it(robot: Person, path: str) -> None:
    assert get(robot, path, "uploadType=media").ok

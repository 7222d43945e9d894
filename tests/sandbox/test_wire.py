from __future__ import annotations

import pytest

from tests.sandbox.world import MANAGER, ROBOT, Json, Person, session_of, writes
from workspace_agent.sandbox.discovery import load
from workspace_agent.sandbox.methods import METHODS
from workspace_agent.sandbox.server import Sandbox

EVENTS = "/calendar/v3/calendars/primary/events"
MEETING = {
    "summary": "J.S.",
    "start": {"dateTime": "2026-12-01T10:00:00-05:00"},
    "end": {"dateTime": "2026-12-01T11:00:00-05:00"},
}


def test_every_handler_belongs_to_a_method_that_google_has() -> None:
    assert set(METHODS) <= set(load().methods)


@pytest.mark.parametrize(
    ("verb", "path", "method", "params"),
    [
        ("GET", "/drive/v3/files/a%2Fb", "drive.files.get", {"fileId": "a/b"}),
        ("PATCH", "/upload/drive/v3/files/x", "drive.files.update", {"fileId": "x"}),
        (
            "GET",
            "/v4/spreadsheets/x/values/'A%2FB'!A1%3AB2",
            "sheets.spreadsheets.values.get",
            {"range": "'A/B'!A1:B2"},
        ),
        ("GET", "/v4/spreadsheets/x/values:batchGet", "sheets.spreadsheets.values.batchGet", {}),
        (
            "POST",
            "/v4/spreadsheets/x/values/A1:B2:append",
            "sheets.spreadsheets.values.append",
            {"range": "A1:B2"},
        ),
        ("POST", "/v4/spreadsheets/x:batchUpdate", "sheets.spreadsheets.batchUpdate", {"spreadsheetId": "x"}),
        ("POST", "/gmail/v1/users/me/drafts/send", "gmail.users.drafts.send", {"userId": "me"}),
        ("GET", "/v1/forms/f/responses", "forms.forms.responses.list", {"formId": "f"}),
    ],
)
def test_paths_lead_to_googles_methods(verb: str, path: str, method: str, params: Json) -> None:
    found, values = load().match(path, verb)
    assert found.id == method
    assert params.items() <= values.items()


def test_what_is_not_built_answers_501_and_names_itself(robot: Person) -> None:
    answer = robot.ask("POST", "/drive/v3/files/x/watch", {})
    assert answer.status_code == 501
    assert "drive.files.watch" in answer.json()["error"]["message"]


def test_an_address_that_google_does_not_have_is_404(robot: Person) -> None:
    assert robot.ask("GET", "/drive/v3/nothing").status_code == 404


def test_errors_of_drive_are_old_style_and_those_of_forms_new_style(robot: Person) -> None:
    assert robot.ask("GET", "/drive/v3/files/none").json() == {
        "error": {
            "code": 404,
            "message": "File not found: none.",
            "errors": [
                {
                    "message": "File not found: none.",
                    "domain": "global",
                    "reason": "notFound",
                    "location": "fileId",
                    "locationType": "parameter",
                }
            ],
        }
    }
    assert robot.ask("GET", "/v1/forms/none").json() == {
        "error": {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}
    }


def test_a_mask_leaves_what_it_names(robot: Person) -> None:
    event = robot.post(EVENTS, MEETING, fields="id,start/dateTime,creator(email)")
    assert set(event) == {"id", "start", "creator"}
    assert event["start"] == {"dateTime": "2026-12-01T10:00:00-05:00"}
    found = robot.get(EVENTS, fields="items(id,start(*))")
    assert found["items"][0] == {"id": event["id"], "start": found["items"][0]["start"]}


@pytest.mark.parametrize("mask", ["id(", "id)", "owner", "start/when", "a,,b", "start()", ","])
def test_a_mask_that_is_none_is_refused(robot: Person, mask: str) -> None:
    assert robot.refused("GET", f"{EVENTS}/x", params={"fields": mask}) == (400, "invalidParameter")


def test_answers_are_gzipped_when_asked(robot: Person) -> None:
    asked = robot.ask("GET", EVENTS, headers={"Accept-Encoding": "gzip"})
    plain = robot.ask("GET", EVENTS, headers={"Accept-Encoding": "identity"})
    assert asked.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert asked.json() == plain.json()


def test_a_long_get_may_come_as_a_post_with_a_form(sandbox: Sandbox, robot: Person) -> None:
    headers = {"X-HTTP-Method-Override": "GET"}
    answer = robot.session.post(f"https://www.googleapis.com{EVENTS}", data={"q": "J.S."}, headers=headers)
    assert answer.json()["kind"] == "calendar#events"
    entry = sandbox.requests.entries[-1]
    assert (entry["method"], entry["verb"], entry["write"]) == ("calendar.events.list", "GET", False)


def test_booleans_and_numbers_may_come_as_strings(robot: Person) -> None:
    event = robot.post(
        EVENTS, MEETING | {"guestsCanModify": "true", "sequence": "3"}, conferenceDataVersion="1"
    )
    assert event["guestsCanModify"] is True
    assert robot.get(EVENTS, showDeleted="True", maxResults="1")["items"][0]["id"] == event["id"]


@pytest.mark.parametrize(
    ("params", "reason"),
    [({"maxResults": "many"}, "invalidParameter"), ({"orderBy": "size"}, "invalidParameter")],
)
def test_parameters_are_held_to_their_types(robot: Person, params: Json, reason: str) -> None:
    assert robot.refused("GET", EVENTS, params=params) == (400, reason)


def test_newer_services_refuse_unknown_parameters_and_older_ones_ignore_them(robot: Person) -> None:
    assert robot.refused("GET", "/gmail/v1/users/me/messages", params={"shiny": "1"}) == (400, "invalid")
    assert robot.ask("GET", EVENTS, params={"shiny": "1"}).ok
    strict = Person(Sandbox(strict=True), ROBOT)
    assert strict.refused("GET", EVENTS, params={"shiny": "1"}) == (400, "invalid")


def test_unknown_body_fields_are_dropped_or_in_strict_mode_refused(robot: Person) -> None:
    assert "colour" not in robot.post(EVENTS, MEETING | {"colour": "red"})
    strict = Person(Sandbox(strict=True), ROBOT)
    assert strict.refused("POST", EVENTS, MEETING | {"colour": "red"}) == (400, "invalid")


def test_a_body_that_is_not_json_is_refused(robot: Person) -> None:
    answer = robot.session.post(
        f"https://www.googleapis.com{EVENTS}", data=b"{", headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["error"]["errors"][0]["reason"]) == (400, "parseError")


def test_a_reply_against_googles_schema_is_a_bug_that_names_the_field(
    sandbox: Sandbox, robot: Person, sandbox_bugs: list[str]
) -> None:
    event = robot.post(EVENTS, MEETING)
    sandbox.state.calendar.calendar(ROBOT).events[event["id"]].resource["summary"] = 7
    error = robot.ask("GET", f"{EVENTS}/{event['id']}").json()["error"]
    assert error["code"] == 500
    assert "reply.summary: int is not string" in error["message"]
    assert (
        sandbox_bugs.pop()
        == "calendar.events.get answers against its schema: reply.summary: int is not string"
    )


def test_the_log_tells_reads_from_writes(sandbox: Sandbox, robot: Person) -> None:
    robot.post(
        "/calendar/v3/freeBusy", {"timeMin": "2026-11-20T00:00:00Z", "timeMax": "2026-11-21T00:00:00Z"}
    )
    robot.get("/drive/v3/files/generateIds")
    robot.post(EVENTS, MEETING, sendUpdates="none")
    entry = sandbox.requests.entries[-1]
    assert writes(sandbox) == ["calendar.events.insert"]
    assert entry["body"]["summary"] == "J.S."
    assert {name: entry[name] for name in ("n", "service", "verb", "path", "query", "user", "status")} == {
        "n": 3,
        "service": "calendar",
        "verb": "POST",
        "path": EVENTS,
        "query": {"sendUpdates": "none"},
        "user": ROBOT,
        "status": 200,
    }


def test_two_sandboxes_with_one_seed_mint_the_same_ids() -> None:
    first, second = (Person(Sandbox(), MANAGER) for _ in range(2))
    assert first.get("/drive/v3/files/generateIds") == second.get("/drive/v3/files/generateIds")
    assert first.get("/drive/v3/files/generateIds") != Person(Sandbox(seed=1), MANAGER).get(
        "/drive/v3/files/generateIds"
    )


def test_any_host_leads_into_the_sandbox(sandbox: Sandbox) -> None:
    assert session_of(sandbox).get("https://forms.googleapis.com/v1/forms/x").status_code == 401

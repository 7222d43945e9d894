"""Small things in which the sandbox once answered otherwise than Google."""

from __future__ import annotations

import pytest

from tests.sandbox.test_sign_in import form_of, refresh
from tests.sandbox.world import PARENT, SCOPE, Json, Person
from workspace_agent.sandbox.server import Sandbox
from workspace_agent.sandbox.written import printed

FILES = "/drive/v3/files"
SHEETS = "/v4/spreadsheets"
JSON = {"Content-Type": "application/json"}
EVENTS = "/calendar/v3/calendars/primary/events"
MEETING = "2026-12-01T10:00:00Z"
_NO_TIMES = ["bad", "2026-13-01T00:00:00Z", "9999-12-31T23:59:59-12:00"]


def event(start: str, **more: object) -> Json:
    return {"start": {"dateTime": start}, "end": {"dateTime": start}, **more}


def test_a_time_without_a_zone_is_in_utc(robot: Person) -> None:
    made = robot.post(FILES, {"name": "a", "modifiedTime": "2026-11-01T10:00:00"}, fields="id,modifiedTime")
    assert made["modifiedTime"] == "2026-11-01T10:00:00.000Z"
    assert robot.get(FILES, q="modifiedTime > '2026-10-31T10:00:00'")["files"]


@pytest.mark.parametrize("text", _NO_TIMES)
@pytest.mark.parametrize("name", ["modifiedTime", "viewedByMeTime"])
def test_what_is_no_time_is_refused_and_changes_nothing(robot: Person, name: str, text: str) -> None:
    made = robot.post(FILES, {"name": "a"})["id"]
    assert robot.refused("POST", FILES, {"name": "b", name: text}) == (400, "invalid")
    assert robot.refused("PATCH", f"{FILES}/{made}", {"name": "b", name: text}) == (400, "invalid")
    assert [one["name"] for one in robot.get(FILES)["files"]] == ["a"]


@pytest.mark.parametrize("text", _NO_TIMES)
def test_times_of_permissions_and_comments_are_read_alike(robot: Person, text: str) -> None:
    made = robot.post(FILES, {"name": "a"})["id"]
    ending: Json = {"type": "user", "role": "reader", "emailAddress": PARENT, "expirationTime": text}
    assert robot.refused("POST", f"{FILES}/{made}/permissions", ending) == (400, "invalid")
    assert len(robot.get(f"{FILES}/{made}/permissions")["permissions"]) == 1
    params = {"startModifiedTime": text, "fields": "*"}
    assert robot.refused("GET", f"{FILES}/{made}/comments", params=params) == (400, "invalid")


def test_comments_are_listed_from_a_time_on(robot: Person) -> None:
    made = robot.post(FILES, {"name": "a"})["id"]
    robot.post(f"{FILES}/{made}/comments", {"content": "Hello"}, fields="*")
    times = ("2026-11-20T11:00:00", "2026-11-20T13:00:00")
    path = f"{FILES}/{made}/comments"
    assert [len(robot.get(path, fields="*", startModifiedTime=one)["comments"]) for one in times] == [1, 0]


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"])
def test_an_event_beyond_the_years_is_refused(robot: Person, text: str) -> None:
    held = robot.post(EVENTS, event(MEETING))
    for body in (event(text), event(text) | {"iCalUID": "one@elsewhere.example"}):
        assert robot.refused("POST", EVENTS, body) == (400, "badRequest")
    assert robot.refused("PATCH", f"{EVENTS}/{held['id']}", event(text)) == (400, "badRequest")
    imported = event(text) | {"iCalUID": "two@elsewhere.example"}
    assert robot.refused("POST", f"{EVENTS}/import", imported) == (400, "badRequest")
    assert robot.refused("GET", EVENTS, params={"timeMax": text}) == (400, "badRequest")
    assert robot.get(EVENTS, timeMax="9999-12-31T23:59:59Z")["items"]
    assert [one["id"] for one in robot.get(EVENTS)["items"]] == [held["id"]]


def test_a_number_that_is_too_large_stays_text(robot: Person) -> None:
    book = robot.post(SHEETS, {})["spreadsheetId"]
    values = f"{SHEETS}/{book}/values/A1"
    typed = {"valueInputOption": "USER_ENTERED"}
    assert robot.ask("PUT", values, {"values": [["1e400"]]}, params=typed).ok
    assert robot.get(values, valueRenderOption="UNFORMATTED_VALUE")["values"] == [["1e400"]]
    answer = robot.ask("PUT", values, params=typed, data=b'{"values": [[1e999]]}', headers=JSON)
    assert answer.status_code == 400
    for formula in ("=1e308*10", "=1e400", "=10^400", "=-1e308*10", "=EXP(1000)", "=SUM(1e308,1e308)"):
        assert robot.ask("PUT", values, {"values": [[formula]]}, params=typed).ok
        answer = robot.ask("GET", values, params={"valueRenderOption": "UNFORMATTED_VALUE"})
        assert (answer.status_code, "Infinity" in answer.text) == (200, False), formula


@pytest.mark.parametrize("pretty", [True, False])
def test_no_reply_holds_what_is_not_json(pretty: bool) -> None:
    with pytest.raises(ValueError, match="JSON"):
        printed({"a": [float("inf")]}, pretty=pretty)


def test_a_refresh_may_ask_for_less_and_never_for_more(sandbox: Sandbox, robot: Person) -> None:
    less = refresh(sandbox, form_of(robot) | {"scope": f"{SCOPE}drive"}).json()
    assert less["scope"] == f"{SCOPE}drive"
    robot.session.headers["Authorization"] = f"Bearer {less['access_token']}"
    assert robot.get(FILES)["files"] == []
    assert robot.refused("GET", EVENTS) == (403, "insufficientPermissions")
    more = refresh(sandbox, form_of(robot) | {"scope": f"{SCOPE}drive {SCOPE}tasks"})
    assert (more.status_code, more.json()["error"]) == (400, "invalid_scope")
    assert len(refresh(sandbox, form_of(robot)).json()["scope"].split()) == len(robot.grant["scopes"])


def test_a_list_of_what_lies_in_no_folder_is_not_found(robot: Person, manager: Person) -> None:
    foreign = manager.post(FILES, {"name": "Hers", "mimeType": "application/vnd.google-apps.folder"})["id"]
    for folder in ("nowhere", foreign):
        for query in (f"'{folder}' in parents", f"name = 'a' and parents in '{folder}'"):
            said = robot.ask("GET", FILES, params={"q": query}).json()["error"]
            assert (said["code"], said["message"]) == (404, "File not found: .")
            assert said["errors"][0]["location"] == "fileId"
    assert robot.get(FILES, q="'root' in parents")["files"] == []

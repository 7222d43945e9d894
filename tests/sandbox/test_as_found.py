"""Small things in which the sandbox once answered otherwise than Google."""

from __future__ import annotations

import pytest

from tests.sandbox.world import PARENT, Json, Person

FILES = "/drive/v3/files"
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

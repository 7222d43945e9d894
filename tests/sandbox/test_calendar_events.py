from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.world import MANAGER, PARENT, ROBOT, Json, Person, control
from workspace_agent.sandbox.server import Sandbox

EVENTS = "/calendar/v3/calendars/primary/events"
START, END = {"dateTime": "2026-12-01T10:00:00-05:00"}, {"dateTime": "2026-12-01T11:00:00-05:00"}


def insert(person: Person, target: str = "primary", params: Json | None = None, **body: Any) -> Json:
    path = f"/calendar/v3/calendars/{target}/events"
    return person.post(path, {"start": START, "end": END, **body}, **(params or {}))


def ids(person: Person, **params: object) -> list[str]:
    return [one["id"] for one in person.get(EVENTS, **params)["items"]]


def test_an_event_carries_what_google_adds(robot: Person) -> None:
    event = insert(robot, id="meeting1", summary="J.S.")
    assert event["creator"] == event["organizer"] == {"email": ROBOT, "self": True}
    assert event["iCalUID"] == "meeting1@google.com"
    assert (event["status"], event["sequence"], event["kind"]) == ("confirmed", 0, "calendar#event")
    assert event["created"] == event["updated"] == "2026-11-20T12:00:00.000Z"
    assert event["htmlLink"].startswith("https://www.google.com/calendar/event?eid=")
    assert robot.get(f"{EVENTS}/meeting1") == event


def test_default_flags_are_left_out(robot: Person) -> None:
    flags: Json = {"guestsCanInviteOthers": True, "guestsCanSeeOtherGuests": True, "guestsCanModify": False}
    defaults = insert(robot, transparency="opaque", visibility="default", **flags)
    assert set(defaults).isdisjoint({*flags, "transparency", "visibility"})
    assert insert(robot, guestsCanInviteOthers=False)["guestsCanInviteOthers"] is False


@pytest.mark.parametrize("wrong", ["abcd", "has-dash-in-it", "UPPERCASE", "wxyzw", "x" * 1025])
def test_an_id_outside_base32hex_is_refused(robot: Person, wrong: str) -> None:
    error = robot.ask("POST", EVENTS, {"id": wrong, "start": START, "end": END}).json()["error"]
    assert (error["code"], error["message"]) == (400, "Invalid resource id value.")


def test_an_id_beside_an_ical_uid_is_refused(robot: Person) -> None:
    both = {"id": "meeting1", "iCalUID": "u@x", "start": START, "end": END}
    assert robot.refused("POST", EVENTS, both) == (400, "invalid")


def test_an_id_is_taken_once_and_stays_taken_after_deletion(robot: Person) -> None:
    insert(robot, id="meeting1")
    again = {"id": "meeting1", "start": START, "end": END}
    assert robot.refused("POST", EVENTS, again) == (409, "duplicate")
    robot.delete(f"{EVENTS}/meeting1")
    assert robot.refused("POST", EVENTS, again) == (409, "duplicate")
    answer = robot.ask("POST", EVENTS, again)
    assert answer.json()["error"]["message"] == "The requested identifier already exists."


def test_a_deleted_event_is_cancelled_readable_and_gone_only_once(robot: Person) -> None:
    insert(robot, id="meeting1", summary="J.S.")
    robot.delete(f"{EVENTS}/meeting1")
    kept = robot.get(f"{EVENTS}/meeting1")
    assert (kept["status"], kept["summary"]) == ("cancelled", "J.S.")
    assert robot.refused("DELETE", f"{EVENTS}/meeting1") == (410, "deleted")
    assert robot.refused("DELETE", f"{EVENTS}/nothing1") == (404, "notFound")
    assert (ids(robot), ids(robot, showDeleted="true")) == ([], ["meeting1"])
    assert robot.patch(f"{EVENTS}/meeting1", {"status": "confirmed"})["status"] == "confirmed"


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        ({"dateTime": "2026-12-01T10:00:00"}, END, "required"),
        (None, END, "required"),
        (START, None, "required"),
        (START, {}, "invalid"),
        (START, {"date": "2026-12-02"}, "invalid"),
        (START, {"dateTime": "2026-12-01T09:59:00-05:00"}, "timeRangeEmpty"),
        ({"dateTime": "tomorrow"}, END, "badRequest"),
        ({"date": "12/01/2026"}, {"date": "2026-12-02"}, "badRequest"),
        ({"dateTime": "2026-12-01T10:00:00", "timeZone": "Mars/Olympus"}, END, "invalid"),
        ({"date": "2026-12-01", "dateTime": "2026-12-01T10:00:00Z"}, END, "invalid"),
    ],
)
def test_times_that_do_not_stand_are_refused(robot: Person, start: Json, end: Json, reason: str) -> None:
    assert robot.refused("POST", EVENTS, {"start": start, "end": end}) == (400, reason)


def test_times_are_printed_in_the_zone_of_the_calendar_or_the_one_asked_for(robot: Person) -> None:
    event = insert(robot, start={"dateTime": "2026-12-01T09:00:00", "timeZone": "America/Chicago"})
    assert event["start"] == {"dateTime": "2026-12-01T10:00:00-05:00", "timeZone": "America/Chicago"}
    assert event["end"]["timeZone"] == "America/New_York"
    asked = robot.get(f"{EVENTS}/{event['id']}", timeZone="UTC")
    assert asked["start"]["dateTime"] == "2026-12-01T15:00:00Z"
    robot.patch("/calendar/v3/calendars/primary", {"timeZone": "America/Denver"})
    assert robot.get(f"{EVENTS}/{event['id']}")["start"]["dateTime"] == "2026-12-01T08:00:00-07:00"


def test_a_patch_merges_objects_replaces_arrays_and_null_deletes(robot: Person) -> None:
    marks = {"private": {"ref": "42", "print": "a"}, "shared": {"s": "1"}}
    guests = [{"email": MANAGER, "responseStatus": "accepted"}, {"email": PARENT}]
    insert(robot, id="meeting1", summary="J.S.", description="x", extendedProperties=marks, attendees=guests)
    changes = {
        "description": None,
        "extendedProperties": {"private": {"print": "b", "ref": None}},
        "attendees": [{"email": MANAGER}],
    }
    event = robot.patch(f"{EVENTS}/meeting1", changes)
    assert "description" not in event
    assert event["summary"] == "J.S."
    assert event["extendedProperties"] == {"private": {"print": "b"}, "shared": {"s": "1"}}
    assert event["attendees"] == [{"responseStatus": "needsAction", "email": MANAGER}]


def test_marks_that_are_too_long_are_lost_without_a_word(robot: Person) -> None:
    marks = {"private": {"k" * 44: "v" * 1025, "k" * 45: "gone"}, "shared": {"s" * 45: "gone"}}
    event = insert(robot, extendedProperties=marks)
    assert event["extendedProperties"] == {"private": {"k" * 44: "v" * 1024}}


def test_a_full_update_drops_what_it_does_not_send(robot: Person) -> None:
    marks = {"private": {"ref": "42"}}
    insert(robot, id="meeting1", summary="J.S.", description="x", extendedProperties=marks)
    answer = robot.ask("PUT", f"{EVENTS}/meeting1", {"summary": "A.B.", "start": START, "end": END})
    assert {"description", "extendedProperties"}.isdisjoint(answer.json())
    assert (answer.json()["summary"], answer.json()["id"]) == ("A.B.", "meeting1")
    assert robot.refused("PUT", f"{EVENTS}/meeting1", {"summary": "A.B."}) == (400, "required")


def test_the_sequence_counts_moves_only(robot: Person) -> None:
    insert(robot, id="meeting1")
    assert robot.patch(f"{EVENTS}/meeting1", {"summary": "A.B."})["sequence"] == 0
    later = {"dateTime": "2026-12-01T12:00:00-05:00"}
    assert robot.patch(f"{EVENTS}/meeting1", {"end": later})["sequence"] == 1
    assert robot.refused("PATCH", f"{EVENTS}/meeting1", {"sequence": 0}) == (400, "invalid")


def test_if_match_holds_a_write_to_what_was_seen(sandbox: Sandbox, robot: Person) -> None:
    event = insert(robot, id="meeting1")
    control(sandbox, "POST", "clock", {"now": "2026-11-20T13:00:00Z", "frozen": True})
    answer = robot.ask("PATCH", f"{EVENTS}/meeting1", {"summary": "A"}, headers={"If-Match": event["etag"]})
    assert answer.headers["ETag"] == answer.json()["etag"] != event["etag"]
    assert answer.json()["updated"] == "2026-11-20T13:00:00.000Z"
    for verb in ("PATCH", "PUT", "DELETE"):
        body = None if verb == "DELETE" else {"start": START, "end": END}
        refused = robot.refused(verb, f"{EVENTS}/meeting1", body, headers={"If-Match": event["etag"]})
        assert refused == (412, "conditionNotMet")
    assert robot.get(f"{EVENTS}/meeting1")["summary"] == "A"


def conference(request_id: str) -> Json:
    return {"createRequest": {"requestId": request_id, "conferenceSolutionKey": {"type": "hangoutsMeet"}}}


def state_of(event: Json) -> str:
    return str(event["conferenceData"]["createRequest"]["status"]["statusCode"])


def test_a_conference_is_pending_first_and_made_at_the_next_look(robot: Person) -> None:
    version = {"conferenceDataVersion": 1}
    event = insert(robot, id="meeting1", conferenceData=conference("r1"), params=version)
    assert state_of(event) == "pending"
    assert "hangoutLink" not in event
    seen = robot.get(f"{EVENTS}/meeting1")
    assert state_of(seen) == "success"
    points = {point["entryPointType"]: point for point in seen["conferenceData"]["entryPoints"]}
    assert set(points) == {"video", "phone", "more"}
    assert points["video"]["uri"] == seen["hangoutLink"]
    assert set(points["phone"]) == {"entryPointType", "uri", "label", "pin", "regionCode"}
    again = robot.patch(f"{EVENTS}/meeting1", {"conferenceData": conference("r1")}, **version)
    assert again["conferenceData"] == seen["conferenceData"]
    other = robot.patch(f"{EVENTS}/meeting1", {"conferenceData": conference("r2")}, **version)
    assert state_of(other) == "pending"


def test_without_the_version_conference_data_is_ignored(robot: Person) -> None:
    assert "conferenceData" not in insert(robot, conferenceData=conference("r1"))
    version = {"conferenceDataVersion": 1}
    event = insert(robot, conferenceData=conference("r1"), params=version)
    assert "conferenceData" in robot.patch(f"{EVENTS}/{event['id']}", {"conferenceData": None})
    assert "conferenceData" not in robot.patch(f"{EVENTS}/{event['id']}", {"conferenceData": None}, **version)


def test_conferences_fail_or_lack_a_phone_on_order(sandbox: Sandbox, robot: Person) -> None:
    control(sandbox, "POST", "conferences", {"outcome": "failure"})
    failed = insert(robot, conferenceData=conference("r1"), params={"conferenceDataVersion": 1})
    seen = robot.get(f"{EVENTS}/{failed['id']}")
    assert state_of(seen) == "failure"
    assert "entryPoints" not in seen["conferenceData"]
    control(sandbox, "POST", "conferences", {"phone": False, "looks": 2})
    mute = insert(robot, conferenceData=conference("r2"), params={"conferenceDataVersion": 1})
    assert state_of(robot.get(f"{EVENTS}/{mute['id']}")) == "pending"
    points = robot.get(f"{EVENTS}/{mute['id']}")["conferenceData"]["entryPoints"]
    assert [point["entryPointType"] for point in points] == ["video"]


def test_the_real_client_books_and_reads(robot: Person) -> None:
    events = robot.service("calendar", "v3").events()
    made = events.insert(
        calendarId="primary", body={"start": START, "end": END}, sendUpdates="none"
    ).execute()
    assert events.get(calendarId=ROBOT, eventId=made["id"]).execute()["etag"] == made["etag"]

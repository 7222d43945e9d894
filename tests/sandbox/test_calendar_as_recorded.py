"""What Calendar answers, as recorded by clients of the API; the data are invented."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest

from tests.sandbox.conftest import NOW
from tests.sandbox.test_calendar_events import END, EVENTS, START, insert
from tests.sandbox.world import MANAGER, ROBOT, Json, Person
from workspace_agent.sandbox.server import Sandbox

CALENDARS = "/calendar/v3/calendars"
DAY: Json = {"start": {"date": "2026-12-01"}, "end": {"date": "2026-12-02"}}
WEEKLY: Json = {
    "start": START | {"timeZone": "America/New_York"},
    "end": END | {"timeZone": "America/New_York"},
    "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=3"],
}


@pytest.fixture
def reviews(robot: Person) -> Json:
    """A secondary calendar."""
    return robot.post(CALENDARS, {"summary": "Reviews"})


def message(person: Person, body: Json, verb: str = "POST", path: str = EVENTS) -> tuple[int, str, str]:
    response = person.ask(verb, path, body)
    error = response.json()["error"]
    assert error["message"] == error["errors"][0]["message"]
    return response.status_code, error["errors"][0]["reason"], error["message"]


def read_link(event: Json) -> str:
    text = event["htmlLink"].partition("eid=")[2]
    return urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()


def test_an_event_was_created_on_a_whole_second(sandbox: Sandbox, robot: Person) -> None:
    sandbox.state.clock.set(NOW + timedelta(milliseconds=345), frozen=True)
    event = insert(robot)
    assert (event["created"], event["updated"]) == ("2026-11-20T12:00:00.000Z", "2026-11-20T12:00:00.345Z")


def test_a_secondary_calendar_organises_under_its_present_title(robot: Person, reviews: Json) -> None:
    path = f"{CALENDARS}/{reviews['id']}"
    event = insert(robot, reviews["id"], attendees=[{"email": MANAGER}])
    organizer = {"email": reviews["id"], "displayName": "Reviews", "self": True}
    assert (event["organizer"], event["creator"]) == (organizer, {"email": ROBOT})
    robot.patch(path, {"summary": "Annual reviews"})
    shown = robot.get(f"{path}/events/{event['id']}")
    assert shown["organizer"] == organizer | {"displayName": "Annual reviews"}


def test_a_secondary_calendar_names_the_owner_of_its_data(robot: Person, reviews: Json) -> None:
    listed = robot.get("/calendar/v3/users/me/calendarList")["items"]
    assert reviews["dataOwner"] == ROBOT
    assert {one["id"]: one.get("dataOwner") for one in listed} == {ROBOT: None, reviews["id"]: ROBOT}


def test_the_link_of_an_event_shortens_the_calendar_and_names_the_first_occurrence(
    robot: Person, reviews: Json
) -> None:
    assert read_link(insert(robot, id="meeting1")) == f"meeting1 {ROBOT}"
    assert read_link(insert(robot, reviews["id"], id="meeting1")).endswith("@g")
    assert read_link(insert(robot, id="series1", **WEEKLY)) == f"series1_20261201T150000Z {ROBOT}"


def test_an_all_day_event_has_no_reminders_of_its_own_accord(robot: Person) -> None:
    assert robot.post(EVENTS, DAY)["reminders"] == {"useDefault": False}
    asked = robot.post(EVENTS, DAY | {"reminders": {"useDefault": True}})
    assert asked["reminders"] == {"useDefault": True}


def test_a_list_gives_the_description_of_the_calendar_even_where_there_is_none(robot: Person) -> None:
    insert(robot, id="series1", **WEEKLY)
    assert robot.get(EVENTS)["description"] == ""
    instances = robot.get(f"{EVENTS}/series1/instances")
    assert (instances["description"], "nextSyncToken" in instances) == ("", True)


def test_an_imported_event_is_named_after_its_uid(robot: Person) -> None:
    event = robot.post(f"{EVENTS}/import", {"iCalUID": "u1@else.example", "start": START, "end": END})
    assert event["id"] == "_ekok0pbcediispboc5mn0r35"


def test_a_deleted_event_counts_one_change_more(robot: Person) -> None:
    insert(robot, id="meeting1")
    robot.delete(f"{EVENTS}/meeting1")
    deleted = robot.get(f"{EVENTS}/meeting1")
    assert (deleted["status"], deleted["sequence"]) == ("cancelled", 1)


def test_a_write_that_changes_nothing_is_none(sandbox: Sandbox, robot: Person) -> None:
    event = insert(robot, id="meeting1", summary="J.S.", attendees=[{"email": MANAGER}])
    sandbox.state.clock.set(NOW + timedelta(minutes=5), frozen=True)
    assert robot.ask("PUT", f"{EVENTS}/meeting1", event).json() == event
    assert robot.patch(f"{EVENTS}/meeting1", {"summary": "J.S."}, sendUpdates="all") == event
    assert sandbox.state.gmail.mailbox(MANAGER).messages == {}


def test_what_was_deleted_since_the_last_look_is_only_named(robot: Person) -> None:
    insert(robot, id="meeting1", summary="J.S.")
    insert(robot, id="series1", **WEEKLY)
    token = robot.get(EVENTS)["nextSyncToken"]
    robot.delete(f"{EVENTS}/meeting1")
    robot.delete(f"{EVENTS}/series1_20261208T150000Z")
    one, occurrence = robot.get(EVENTS, syncToken=token)["items"]
    assert {name: one[name] for name in set(one) - {"etag"}} == {
        "kind": "calendar#event",
        "id": "meeting1",
        "status": "cancelled",
    }
    assert set(occurrence) == {"kind", "etag", "id", "status", "recurringEventId", "originalStartTime"}
    shown = robot.get(EVENTS, showDeleted=True, q="J.S.")["items"]
    assert [event["summary"] for event in shown] == ["J.S."]


@pytest.mark.parametrize(
    ("start", "end", "reason", "text"),
    [
        ({"dateTime": "tomorrow", "timeZone": "UTC"}, END, "badRequest", "Bad Request"),
        ({"dateTime": "2026-02-30T10:00:00Z"}, END, "badRequest", "Bad Request"),
        ({"date": "2026-2-3"}, {"date": "2026-02-04"}, "badRequest", "Bad Request"),
        ({"date": "2026-02-30"}, {"date": "2026-03-01"}, "badRequest", "Bad Request"),
        ({"date": "2026-12-01"} | START, END, "invalid", "Invalid start time."),
        (
            {},
            {},
            "invalid",
            "Start and end times must either both be date or both be dateTime.",
        ),
        (START, None, "required", "Missing end time."),
        (
            {"dateTime": "2026-12-01T10:00:00", "timeZone": "Moon/Base"},
            END,
            "invalid",
            "Invalid time zone definition for start time.",
        ),
    ],
)
def test_times_are_refused_in_these_words(
    robot: Person, start: Json, end: Json | None, reason: str, text: str
) -> None:
    assert message(robot, {"start": start, "end": end}) == (400, reason, text)


def test_everybody_has_an_address_of_googles_in_the_rules_of_a_calendar(robot: Person) -> None:
    rule = robot.post(f"{CALENDARS}/primary/acl", {"role": "reader", "scope": {"type": "default"}})
    address = "__public_principal__@public.calendar.google.com"
    assert (rule["id"], rule["scope"]) == ("default", {"type": "default", "value": address})
    again = robot.ask("PUT", f"{CALENDARS}/primary/acl/default", rule | {"role": "freeBusyReader"}).json()
    assert again["role"] == "freeBusyReader"


def test_rules_and_settings_can_be_followed(robot: Person) -> None:
    assert "nextSyncToken" in robot.get(f"{CALENDARS}/primary/acl")
    assert "nextSyncToken" in robot.get("/calendar/v3/users/me/settings")


def test_the_own_calendar_is_not_put_under_its_nickname(robot: Person) -> None:
    path = "/calendar/v3/users/me/calendarList"
    wanted = (400, "invalid", "Invalid resource id value.")
    assert message(robot, {"selected": True}, "PUT", f"{path}/primary") == wanted
    assert robot.ask("PUT", f"{path}/{ROBOT}", {"selected": True}).ok


def test_free_busy_prints_its_window_in_milliseconds(robot: Person) -> None:
    window = {"timeMin": "2026-12-01T00:00:00Z", "timeMax": "2026-12-02T00:00:00Z"}
    insert(robot)
    reply = robot.post("/calendar/v3/freeBusy", window | {"items": [{"id": "primary"}]})
    assert (reply["timeMin"], reply["timeMax"]) == ("2026-12-01T00:00:00.000Z", "2026-12-02T00:00:00.000Z")
    assert reply["calendars"]["primary"]["busy"][0]["start"] == "2026-12-01T15:00:00Z"


def test_free_busy_looks_no_further_than_ninety_days(robot: Person) -> None:
    start = {"timeMin": "2026-12-01T00:00:00Z", "items": [{"id": "primary"}]}
    assert robot.post("/calendar/v3/freeBusy", start | {"timeMax": "2027-03-01T00:00:00Z"})["calendars"]
    answer = robot.ask("POST", "/calendar/v3/freeBusy", start | {"timeMax": "2027-03-01T00:00:01Z"})
    assert answer.status_code == 400
    assert answer.json()["error"]["errors"][0] == {
        "message": "The requested time range is too long.",
        "domain": "calendar",
        "reason": "timeRangeTooLong",
        "location": "timeMax",
        "locationType": "parameter",
    }


def test_a_moved_event_stays_behind_as_cancelled_under_its_new_organiser(
    robot: Person, reviews: Json
) -> None:
    insert(robot, id="meeting1")
    robot.post(f"{EVENTS}/meeting1/move", {}, destination=reviews["id"])
    left = robot.get(f"{EVENTS}/meeting1")
    assert (left["status"], left["organizer"]) == (
        "cancelled",
        {"email": reviews["id"], "displayName": "Reviews"},
    )


def test_the_colours_are_all_there(robot: Person) -> None:
    colours = robot.get("/calendar/v3/colors")
    assert (len(colours["calendar"]), len(colours["event"])) == (24, 11)


@pytest.mark.parametrize("name", ["timeMin", "timeMax"])
def test_free_busy_asks_for_both_bounds(robot: Person, name: str) -> None:
    body = {"timeMin": "2026-12-01T00:00:00Z", "timeMax": "2026-12-02T00:00:00Z", "items": []}
    del body[name]
    refusal = message(robot, body, path="/calendar/v3/freeBusy")
    assert refusal == (400, "required", f"Missing {name} parameter.")


def test_an_event_has_at_most_25_attachments(robot: Person) -> None:
    path = f"{EVENTS}?supportsAttachments=true"
    files = [{"fileUrl": f"https://drive.google.com/open?id={one}"} for one in range(26)]
    assert message(robot, DAY | {"attachments": files}, path=path)[:2] == (400, "invalid")
    assert len(robot.post(path, DAY | {"attachments": files[:25]})["attachments"]) == 25


@pytest.mark.parametrize(
    ("event", "texts"),
    [
        ({}, ["Invalid {} for start time.", "Invalid {} for end time."]),
        (
            {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=3"]},
            [
                "Invalid {} for start time.",
                "Missing {} for start time.",
                "Invalid {} for end time.",
                "Missing {} for end time.",
            ],
        ),
    ],
)
def test_everything_that_is_wrong_with_the_zones_is_said_in_one_reply(
    robot: Person, event: Json, texts: list[str]
) -> None:
    zone = {"timeZone": "Moon/Base"}
    error = robot.ask("POST", EVENTS, {"start": START | zone, "end": END | zone} | event).json()["error"]
    assert [one["message"].replace("time zone definition", "{}") for one in error["errors"]] == texts
    assert error["message"] == error["errors"][0]["message"]
    reasons = ["required" if text.startswith("Missing") else "invalid" for text in texts]
    assert [one["reason"] for one in error["errors"]] == reasons


def test_no_list_is_printed_in_a_zone_that_nobody_knows(robot: Person) -> None:
    assert robot.refused("GET", EVENTS, params={"timeZone": "Moon/Base"}) == (400, "invalid")
    assert robot.get(EVENTS, timeZone="Asia/Tokyo")["timeZone"] == "Asia/Tokyo"


# Recorded in mvsjes2/p5-google-restapi.


def test_a_secondary_calendar_stands_among_its_owners(robot: Person, reviews: Json) -> None:
    items = robot.get(f"{CALENDARS}/{reviews['id']}/acl")["items"]
    assert [(one["id"], one["role"]) for one in items] == [
        (f"user:{reviews['id']}", "owner"),
        (f"user:{robot.email}", "owner"),
    ]
    assert len(robot.get(f"{CALENDARS}/primary/acl")["items"]) == 1


def test_people_are_told_of_their_own_calendar_by_mail(robot: Person, reviews: Json) -> None:
    entries = {one["id"]: one for one in robot.get("/calendar/v3/users/me/calendarList")["items"]}
    told = entries[robot.email]["notificationSettings"]["notifications"]
    assert [one["type"] for one in told] == [
        "eventCreation",
        "eventChange",
        "eventCancellation",
        "eventResponse",
    ]
    assert "notificationSettings" not in entries[reviews["id"]]


def test_a_writer_may_be_kept_from_what_is_private(robot: Person, manager: Person) -> None:
    """Source: the roles of acl.insert in calendar.v3, the youngest of which this is."""
    own = f"{CALENDARS}/{robot.email}/events"
    event = insert(robot, summary="J.S.", visibility="private")
    rule = {"role": "writerWithoutPrivateAccess", "scope": {"type": "user", "value": MANAGER}}
    robot.post(f"{CALENDARS}/primary/acl", rule)
    assert "summary" not in manager.get(f"{own}/{event['id']}")
    assert manager.post(own, DAY | {"summary": "x"})["summary"] == "x"
    entry = {"id": robot.email}
    manager.post("/calendar/v3/users/me/calendarList", entry)
    listed = manager.get("/calendar/v3/users/me/calendarList", minAccessRole="writerWithoutPrivateAccess")
    assert [one["accessRole"] for one in listed["items"]] == ["owner", "writerWithoutPrivateAccess"]

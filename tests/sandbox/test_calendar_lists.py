from __future__ import annotations

import pytest

from tests.sandbox.test_calendar_events import END, EVENTS, START, ids, insert
from tests.sandbox.world import MANAGER, PARENT, ROBOT, SCOPE, Json, Person
from workspace_agent.sandbox.server import Sandbox

FREE_BUSY = "/calendar/v3/freeBusy"
DAY = {"timeMin": "2026-12-01T00:00:00Z", "timeMax": "2026-12-02T00:00:00Z"}
WEEKLY: Json = {
    "start": {"dateTime": "2026-10-20T10:00:00", "timeZone": "America/New_York"},
    "end": {"dateTime": "2026-10-20T11:00:00", "timeZone": "America/New_York"},
    "recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261105T235959Z"],
}


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"timeMin": "2026-12-01T15:59:59Z"}, ["meeting1"]),
        ({"timeMin": "2026-12-01T16:00:00Z"}, []),
        ({"timeMax": "2026-12-01T15:00:01Z"}, ["meeting1"]),
        ({"timeMax": "2026-12-01T15:00:00Z"}, []),
        ({"timeMin": "2026-12-01T10:30:00-05:00", "timeMax": "2026-12-01T10:31:00-05:00"}, ["meeting1"]),
    ],
)
def test_time_min_bounds_the_end_and_time_max_the_start(
    robot: Person, params: Json, found: list[str]
) -> None:
    insert(robot, id="meeting1")
    assert ids(robot, **params) == found


def test_bounds_need_an_offset_and_a_range(robot: Person) -> None:
    assert robot.refused("GET", EVENTS, params={"timeMin": "2026-12-01T00:00:00"}) == (400, "badRequest")
    backwards = {"timeMin": DAY["timeMax"], "timeMax": DAY["timeMin"]}
    assert robot.refused("GET", EVENTS, params=backwards) == (400, "timeRangeEmpty")


def test_marks_are_found_and_all_constraints_hold(robot: Person) -> None:
    insert(
        robot,
        id="meeting1",
        extendedProperties={"private": {"ref": "42", "kind": "a=b"}, "shared": {"s": "1"}},
    )
    insert(robot, id="meeting2", extendedProperties={"private": {"ref": "42"}})
    assert ids(robot, privateExtendedProperty="ref=42") == ["meeting1", "meeting2"]
    assert ids(robot, privateExtendedProperty=["ref=42", "kind=a=b"]) == ["meeting1"]
    assert ids(robot, sharedExtendedProperty="s=1") == ["meeting1"]
    assert ids(robot, privateExtendedProperty="s=1") == []
    assert robot.refused("GET", EVENTS, params={"privateExtendedProperty": "ref"}) == (400, "invalid")


def test_q_looks_through_texts_and_guests(robot: Person) -> None:
    insert(robot, id="meeting1", summary="IEP J.S.", attendees=[{"email": PARENT}])
    assert ids(robot, q="iep") == ids(robot, q=PARENT) == ["meeting1"]
    assert ids(robot, q="nobody") == []


def test_events_come_in_pages(robot: Person) -> None:
    for name in ("meeting1", "meeting2", "meeting3"):
        insert(robot, id=name)
    first = robot.get(EVENTS, maxResults=2)
    assert "nextSyncToken" not in first
    second = robot.get(EVENTS, maxResults=2, pageToken=first["nextPageToken"])
    assert [one["id"] for one in first["items"] + second["items"]] == ["meeting1", "meeting2", "meeting3"]


def test_order_by_start_needs_single_events(robot: Person) -> None:
    insert(robot, id="late1")
    insert(robot, id="earl1", start={"dateTime": "2026-12-01T09:00:00-05:00"})
    assert ids(robot, singleEvents="true", orderBy="startTime") == ["earl1", "late1"]
    assert robot.refused("GET", EVENTS, params={"orderBy": "startTime"}) == (400, "invalid")
    robot.patch(f"{EVENTS}/late1", {"summary": "touched"})
    assert ids(robot, orderBy="updated")[-1] == "late1"


def test_a_sync_token_brings_what_changed_since_with_deletions(robot: Person) -> None:
    insert(robot, id="same1")
    insert(robot, id="gone1")
    token = robot.get(EVENTS)["nextSyncToken"]
    robot.delete(f"{EVENTS}/gone1")
    changed = robot.get(EVENTS, syncToken=token)
    assert [(one["id"], one["status"]) for one in changed["items"]] == [("gone1", "cancelled")]
    assert robot.get(EVENTS, syncToken=changed["nextSyncToken"])["items"] == []


def test_an_unknown_sync_token_asks_for_a_full_sync(robot: Person) -> None:
    error = robot.ask("GET", EVENTS, params={"syncToken": "stale"}).json()["error"]
    assert error["code"] == 410
    assert error["errors"][0] | {"message": ""} == {
        "message": "",
        "domain": "calendar",
        "reason": "fullSyncRequired",
        "location": "syncToken",
        "locationType": "parameter",
    }


@pytest.mark.parametrize(
    "beside",
    [{"q": "x"}, {"timeMin": DAY["timeMin"]}, {"privateExtendedProperty": "a=b"}, {"showDeleted": "false"}],
)
def test_a_sync_token_stands_beside_no_other_filter(robot: Person, beside: Json) -> None:
    token = robot.get(EVENTS)["nextSyncToken"]
    assert robot.refused("GET", EVENTS, params={"syncToken": token, **beside}) == (400, "invalid")


def test_updated_min_includes_deletions(robot: Person) -> None:
    insert(robot, id="gone1")
    robot.delete(f"{EVENTS}/gone1")
    assert ids(robot, updatedMin="2026-11-20T12:00:00Z") == ["gone1"]
    assert ids(robot, updatedMin="2026-11-20T12:00:01Z") == []


def test_single_events_unrolls_a_weekly_rule_over_the_change_of_clocks(robot: Person) -> None:
    insert(robot, id="series1", **WEEKLY)
    assert ids(robot) == ["series1"]
    found = robot.get(EVENTS, singleEvents="true", orderBy="startTime", timeMin="2026-10-29T00:00:00Z")[
        "items"
    ]
    assert [(one["id"], one["start"]["dateTime"]) for one in found] == [
        ("series1_20261029T140000Z", "2026-10-29T10:00:00-04:00"),
        ("series1_20261103T150000Z", "2026-11-03T10:00:00-05:00"),
        ("series1_20261105T150000Z", "2026-11-05T10:00:00-05:00"),
    ]
    assert {one["recurringEventId"] for one in found} == {"series1"}
    assert "recurrence" not in found[0]
    assert robot.get(f"{EVENTS}/series1_20261103T150000Z")["originalStartTime"] == found[1]["start"]
    assert robot.refused("GET", f"{EVENTS}/series1_20261104T150000Z") == (404, "notFound")


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;COUNT=3", ["20261201", "20261202", "20261203"]),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=2", ["20261201", "20261215"]),
        ("FREQ=WEEKLY;UNTIL=20261208", ["20261201", "20261208"]),
        ("FREQ=MONTHLY;COUNT=2", ["20261201", "20270101"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2", ["20261231", "20270131"]),
        ("FREQ=MONTHLY;BYDAY=2TH;COUNT=2", ["20261210", "20270114"]),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR;COUNT=2", ["20261225", "20270226"]),
        ("FREQ=YEARLY;COUNT=2", ["20261201", "20271201"]),
    ],
)
def test_all_day_rules_are_unrolled_by_date(robot: Person, rule: str, days: list[str]) -> None:
    day: Json = {"start": {"date": "2026-12-01"}, "end": {"date": "2026-12-02"}}
    insert(robot, id="span1", recurrence=[f"RRULE:{rule}"], **day)
    assert ids(robot, singleEvents="true") == [f"span1_{one}" for one in days]


def test_a_recurring_event_needs_its_zone_and_other_rules_are_not_built(robot: Person) -> None:
    rule = {"recurrence": ["RRULE:FREQ=WEEKLY"], "start": START, "end": END}
    assert robot.refused("POST", EVENTS, rule) == (400, "required")
    for lines, answer in (
        (["RRULE:FREQ=MONTHLY;BYSETPOS=1;BYDAY=MO"], (501, "notImplemented")),
        (["RRULE:FREQ=HOURLY"], (400, "invalid")),
        (["RRULE:FREQ=DAILY;INTERVAL=0"], (400, "invalid")),
        (["EXDATE:tomorrow"], (400, "invalid")),
        (["every day"], (400, "invalid")),
    ):
        assert robot.refused("POST", EVENTS, WEEKLY | {"recurrence": lines}) == answer


def busy(person: Person, *calendars: str, **more: object) -> Json:
    items = [{"id": one} for one in calendars]
    found: Json = person.post(FREE_BUSY, {**DAY, "items": items, **more})["calendars"]
    return found


def test_busy_times_are_joined_and_clipped(robot: Person) -> None:
    insert(robot)
    insert(
        robot, start={"dateTime": "2026-12-01T10:30:00-05:00"}, end={"dateTime": "2026-12-01T12:00:00-05:00"}
    )
    insert(robot, start={"dateTime": "2026-11-30T10:00:00Z"}, end={"dateTime": "2026-12-01T01:00:00Z"})
    insert(robot, transparency="transparent", end={"dateTime": "2026-12-01T20:00:00-05:00"})
    gone = insert(robot, end={"dateTime": "2026-12-01T20:00:00-05:00"})["id"]
    robot.delete(f"{EVENTS}/{gone}")
    assert busy(robot, ROBOT)[ROBOT] == {
        "busy": [
            {"start": "2026-12-01T00:00:00Z", "end": "2026-12-01T01:00:00Z"},
            {"start": "2026-12-01T15:00:00Z", "end": "2026-12-01T17:00:00Z"},
        ]
    }


def test_a_calendar_that_cannot_be_read_is_an_error_within_a_200(robot: Person) -> None:
    assert busy(robot, MANAGER)[MANAGER] == {
        "errors": [{"domain": "global", "reason": "notFound"}],
        "busy": [],
    }


def test_a_calendar_without_an_id_is_not_found(robot: Person) -> None:
    found = robot.post(FREE_BUSY, {**DAY, "items": [{}]})["calendars"]
    assert found[""]["errors"][0]["reason"] == "notFound"


def test_busy_times_are_printed_in_the_zone_asked_for(robot: Person) -> None:
    insert(robot)
    found = busy(robot, "primary", timeZone="America/New_York")["primary"]["busy"]
    assert found == [{"start": START["dateTime"], "end": END["dateTime"]}]


def test_more_than_fifty_calendars_are_too_many(robot: Person) -> None:
    found = busy(robot, *(f"c{number}@willow.example" for number in range(51)))
    assert {one["errors"][0]["reason"] for one in found.values()} == {"tooManyCalendarsRequested"}


def test_a_declined_meeting_keeps_nobody_busy(robot: Person, manager: Person) -> None:
    insert(robot, id="meeting1", attendees=[{"email": MANAGER}])
    assert len(busy(manager, "primary")["primary"]["busy"]) == 1
    manager.patch(f"{EVENTS}/meeting1", {"attendees": [{"email": MANAGER, "responseStatus": "declined"}]})
    assert busy(manager, "primary")["primary"]["busy"] == []


def test_free_busy_wants_bounds(robot: Person) -> None:
    assert robot.refused("POST", FREE_BUSY, {"items": []}) == (400, "required")
    assert robot.refused("POST", FREE_BUSY, {"timeMin": DAY["timeMax"], "timeMax": DAY["timeMin"]}) == (
        400,
        "timeRangeEmpty",
    )


def test_the_owned_scope_ends_at_ones_own_calendars(sandbox: Sandbox, manager: Person) -> None:
    rule = {"role": "writer", "scope": {"type": "user", "value": ROBOT}}
    manager.post("/calendar/v3/calendars/primary/acl", rule)
    owner = Person(sandbox, ROBOT, (f"{SCOPE}calendar.events.owned",))
    assert ids(owner) == []
    shared = f"/calendar/v3/calendars/{MANAGER}/events"
    assert owner.refused("GET", shared) == (403, "insufficientPermissions")

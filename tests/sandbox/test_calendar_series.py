"""Single occurrences of a series, as people move and delete them."""

from __future__ import annotations

import pytest

from tests.sandbox.test_calendar_events import EVENTS, ids, insert
from tests.sandbox.test_calendar_sharing import guests
from tests.sandbox.world import MANAGER, Json, Person

SECOND = "series1_20261208T150000Z"
LISTED: Json = {"singleEvents": "true", "orderBy": "startTime"}


@pytest.fixture(autouse=True)
def series(robot: Person) -> Json:
    return insert(
        robot,
        id="series1",
        start={"dateTime": "2026-12-01T10:00:00", "timeZone": "America/New_York"},
        end={"dateTime": "2026-12-01T11:00:00", "timeZone": "America/New_York"},
        recurrence=["RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=America/New_York:20261215T100000"],
        attendees=guests(MANAGER),
    )


def starts(person: Person, **params: object) -> list[str]:
    listed = person.get(EVENTS, **LISTED, **params)["items"]
    return [one["start"]["dateTime"][5:16] for one in listed]


def test_an_excluded_date_does_not_take_place(robot: Person, manager: Person) -> None:
    assert starts(robot) == starts(manager) == ["12-01T10:00", "12-08T10:00", "12-22T10:00"]


def test_one_occurrence_is_moved_and_the_others_stay(robot: Person, manager: Person) -> None:
    moved = {
        "start": {"dateTime": "2026-12-09T14:00:00-05:00"},
        "end": {"dateTime": "2026-12-09T15:00:00-05:00"},
    }
    changed = robot.patch(f"{EVENTS}/{SECOND}", moved)
    assert (changed["id"], changed["recurringEventId"]) == (SECOND, "series1")
    assert changed["originalStartTime"]["dateTime"] == "2026-12-08T10:00:00-05:00"
    assert starts(robot) == starts(manager) == ["12-01T10:00", "12-09T14:00", "12-22T10:00"]
    assert ids(robot) == ["series1", SECOND]
    free = robot.post(
        "/calendar/v3/freeBusy",
        {"timeMin": "2026-12-08T00:00:00Z", "timeMax": "2026-12-09T00:00:00Z", "items": [{"id": "primary"}]},
    )
    assert free["calendars"]["primary"]["busy"] == []


def test_one_deleted_occurrence_is_listed_as_cancelled_beside_its_series(
    robot: Person, manager: Person
) -> None:
    robot.delete(f"{EVENTS}/{SECOND}")
    assert starts(robot) == starts(manager) == ["12-01T10:00", "12-22T10:00"]
    listed = {one["id"]: one["status"] for one in robot.get(EVENTS)["items"]}
    assert listed == {"series1": "confirmed", SECOND: "cancelled"}
    assert robot.refused("DELETE", f"{EVENTS}/{SECOND}") == (410, "deleted")


def test_a_guest_declines_one_occurrence(robot: Person, manager: Person) -> None:
    no = {"attendees": [{"email": MANAGER, "responseStatus": "declined"}]}
    manager.patch(f"{EVENTS}/{SECOND}", no)
    assert robot.get(f"{EVENTS}/{SECOND}")["attendees"][0]["responseStatus"] == "declined"
    assert robot.get(f"{EVENTS}/series1")["attendees"][0]["responseStatus"] == "needsAction"


def test_instances_are_asked_for_by_their_first_time(robot: Person) -> None:
    robot.patch(f"{EVENTS}/{SECOND}", {"summary": "changed"})
    robot.delete(f"{EVENTS}/series1_20261222T150000Z")
    path = f"{EVENTS}/series1/instances"
    assert len(robot.get(path)["items"]) == 2
    assert len(robot.get(path, showDeleted="true")["items"]) == 3
    found = robot.get(path, originalStart="2026-12-08T10:00:00-05:00")["items"]
    assert [one["summary"] for one in found] == ["changed"]
    page = robot.get(path, maxResults=1)
    assert robot.get(path, maxResults=1, pageToken=page["nextPageToken"])["items"][0]["id"] == SECOND


def test_a_new_rule_forgets_what_was_changed_in_single_occurrences(robot: Person, manager: Person) -> None:
    robot.delete(f"{EVENTS}/{SECOND}")
    robot.patch(f"{EVENTS}/series1", {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=2"]})
    assert starts(robot) == starts(manager) == ["12-01T10:00", "12-08T10:00"]


def test_a_deleted_series_takes_its_occurrences_along(robot: Person, manager: Person) -> None:
    robot.patch(f"{EVENTS}/{SECOND}", {"summary": "changed"})
    robot.delete(f"{EVENTS}/series1")
    assert starts(robot) == starts(manager) == []

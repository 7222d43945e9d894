"""What is read of the events of a calendar, people's own among them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

import pytest

from tests.builders import a_department
from tests.builders_seen import sign
from workspace_agent.google.workspace import Google
from workspace_agent.observe.calendars import Calendars, read_calendars

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
NINA = {"email": "Nina@company.example"}


class Listed:
    """Stands for a Calendar on which these events stand, marked or not."""

    def __init__(self, *events: dict[str, Any]) -> None:
        self._events = events
        self.calendar = self

    def missing_scopes(self, _wanted: frozenset[str]) -> frozenset[str]:
        return frozenset()

    def list(self, _calendar: str, **filters: Any) -> list[dict[str, Any]]:
        marked = "privateExtendedProperty" in filters
        return [event for event in self._events if ("extendedProperties" in event) is marked]


def event(*attendees: dict[str, Any], **changes: Any) -> dict[str, Any]:
    made = {
        "id": "e1",
        "status": "confirmed",
        "start": {"dateTime": "2026-12-08T14:00:00-07:00"},
        "end": {"dateTime": "2026-12-08T15:00:00-07:00"},
        "etag": '"1"',
        "attendees": [*attendees],
    }
    return made | changes


def ours(*attendees: dict[str, Any]) -> dict[str, Any]:
    return event(
        *attendees,
        visibility="private",
        extendedProperties={"private": {"wa": "1", "wa_student": "student-1", "wa_number": "1"}},
    )


def read(*events: dict[str, Any]) -> Calendars:
    google = cast("Google", Listed(*events))
    return read_calendars(google, a_department(), sign, NOW, lambda _title: False)


@pytest.mark.parametrize(
    "nobody",
    [
        pytest.param({"displayName": "Front office"}, id="without an address"),
        pytest.param({"email": ""}, id="with an empty one"),
    ],
)
def test_an_attendee_without_an_address_is_no_guest(nobody: dict[str, Any]) -> None:
    found = read(event(nobody, NINA), ours(NINA, nobody))

    assert found.unmarked[0].guests == {"nina@company.example"}
    assert found.events[0].guests == ("nina@company.example",)


def test_a_room_without_an_address_is_none() -> None:
    room = {"email": "room-1@resource.example", "resource": True}
    (with_both,) = read(ours(room, {"displayName": "Room 2", "resource": True})).events
    (with_one,) = read(ours(room)).events
    (with_none,) = read(ours()).events

    assert with_both.rest == with_one.rest != with_none.rest

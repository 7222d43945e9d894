"""What the sandbox holds of Calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.clock import stamp

WRITING = "writerWithoutPrivateAccess"
RANK = {"none": 0, "freeBusyReader": 1, "reader": 2, WRITING: 3, "writer": 4, "owner": 5}
DEFAULT_ZONE = "America/New_York"


@dataclass(slots=True)
class Entry:
    """One copy of an event on one calendar.

    Attributes:
        resource: The Event resource without what depends on who looks.
        serial: Order of the last change, over all calendars.
        conference_requests: Conference request ids seen so far; a repeated one is ignored.
        source: On a guest's copy, the id of the event on the organiser's calendar.
        discarded: Whether a guest deleted this copy; later changes do not bring it back.
    """

    resource: Json
    serial: int = 0
    conference_requests: set[str] = field(default_factory=set)
    source: str = ""
    discarded: bool = False

    @property
    def etag(self) -> str:
        """The entity tag, which changes with every write."""
        return f'"{3_500_000_000_000_000 + self.serial}"'

    @property
    def cancelled(self) -> bool:
        """Whether the event was deleted; it stays readable and its id stays taken."""
        return bool(self.resource["status"] == "cancelled")


@dataclass(slots=True)
class Calendar:
    """A calendar: somebody's primary one, or a secondary one.

    Attributes:
        roles: By rule id, such as `user:lee@example.org`.
        events: By event id.
        copies: Under which id an invitation is kept here, by organiser and the organiser's id.
        details: Title, description and place, where they were set.
        groups: Members by group address, the same mapping for all calendars.
    """

    id: str
    time_zone: str = DEFAULT_ZONE
    roles: dict[str, str] = field(default_factory=dict)
    events: dict[str, Entry] = field(default_factory=dict)
    copies: dict[tuple[str, str], str] = field(default_factory=dict)
    details: dict[str, str] = field(default_factory=dict)
    groups: Mapping[str, list[str]] = field(default_factory=dict)

    def role(self, email: str) -> str:
        """The highest role that a person has here."""
        rules = [f"user:{email}", f"group:{email}", f"domain:{email.partition('@')[2]}", "default"]
        rules += [f"group:{group}" for group, members in self.groups.items() if email in members]
        return max((self.roles.get(rule, "none") for rule in rules), key=RANK.__getitem__)

    @property
    def summary(self) -> str:
        """The title; that of a primary calendar is its address."""
        return self.details.get("summary", self.id)

    @property
    def is_primary(self) -> bool:
        """Whether it is a person's own, which is not made and cannot be deleted."""
        return not self.id.endswith("@group.calendar.google.com")

    @property
    def as_organizer(self) -> Json:
        """How it stands in its events; a secondary calendar goes by its title there."""
        return {"email": self.id} | ({} if self.is_primary else {"displayName": self.summary})


@dataclass(slots=True)
class Conferences:
    """How conference requests end: `success` or `failure`, after how many looks, with or without a phone."""

    outcome: str = "success"
    looks: int = 1
    phone: bool = True


class CalendarState:
    """All calendars.

    Attributes:
        calendars: By id.
        conferences: How the next conference requests end.
        failures: What freebusy.query says of a calendar instead of the truth, by calendar id.
        groups: Members by group address.
        lists: What stands in somebody's calendar list beside the primary calendar, by person and calendar.
    """

    def __init__(self) -> None:
        self._serial = 0
        self.calendars: dict[str, Calendar] = {}
        self.conferences = Conferences()
        self.failures: dict[str, str] = {}
        self.groups: dict[str, list[str]] = {}
        self.lists: dict[str, dict[str, Json]] = {}

    @property
    def serial(self) -> int:
        """How many writes there were: the content of a sync token."""
        return self._serial

    def calendar(self, email: str) -> Calendar:
        """Somebody's primary calendar, made when first asked for, or a secondary one that was made."""
        key = email.lower()
        if key not in self.calendars:
            self.calendars[key] = Calendar(key, roles={f"user:{key}": "owner"})
        found = self.calendars[key]
        found.groups = self.groups
        return found

    def save(self, calendar: Calendar, resource: Json, now: datetime) -> Entry:
        """Keep an event as it is now; etag and `updated` move on."""
        self._serial += 1
        entry = calendar.events.setdefault(resource["id"], Entry(resource))
        entry.resource = resource | {"updated": stamp(now)}
        entry.serial = self._serial
        return entry

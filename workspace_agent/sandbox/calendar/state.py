"""What the sandbox holds of Calendar."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.clock import stamp

RANK = {"none": 0, "freeBusyReader": 1, "reader": 2, "writer": 3, "owner": 4}
DEFAULT_ZONE = "America/New_York"


@dataclass(slots=True)
class Entry:
    """One copy of an event on one calendar.

    Attributes:
        resource: The Event resource without what depends on who looks.
        serial: Order of the last change, over all calendars.
        conference_requests: Conference request ids seen so far; a repeated one is ignored.
    """

    resource: Json
    serial: int = 0
    conference_requests: set[str] = field(default_factory=set)

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
    """A primary calendar. Roles are held by rule id, such as `user:lee@example.org`."""

    id: str
    time_zone: str = DEFAULT_ZONE
    roles: dict[str, str] = field(default_factory=dict)
    events: dict[str, Entry] = field(default_factory=dict)

    def role(self, email: str) -> str:
        """The highest role that a person has here."""
        rules = (f"user:{email}", f"group:{email}", f"domain:{email.partition('@')[2]}", "default")
        return max((self.roles.get(rule, "none") for rule in rules), key=RANK.__getitem__)


@dataclass(slots=True)
class Conferences:
    """How conference requests end: `success` or `failure`, after how many looks, with or without a phone."""

    outcome: str = "success"
    looks: int = 1
    phone: bool = True


class CalendarState:
    """All calendars."""

    def __init__(self) -> None:
        self._serial = 0
        self.calendars: dict[str, Calendar] = {}
        self.conferences = Conferences()

    @property
    def serial(self) -> int:
        """How many writes there were: the content of a sync token."""
        return self._serial

    def calendar(self, email: str) -> Calendar:
        """Somebody's primary calendar, made when first asked for."""
        key = email.lower()
        if key not in self.calendars:
            self.calendars[key] = Calendar(key, roles={f"user:{key}": "owner"})
        return self.calendars[key]

    def save(self, calendar: Calendar, resource: Json, now: datetime) -> Entry:
        """Keep an event as it is now; etag and `updated` move on."""
        self._serial += 1
        entry = calendar.events.setdefault(resource["id"], Entry(resource))
        entry.resource = resource | {"updated": stamp(now)}
        entry.serial = self._serial
        return entry

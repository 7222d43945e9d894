"""What anybody could see in Google at one moment, and what guests may be told between two of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email import message_from_string, policy
from typing import Any

from tests.journeys.world import MARISOL, World
from tests.kills.department import INITIALS, STUDENTS
from tests.kills.remains import file_key
from workspace_agent.tools import LEDGER, LOG

Json = Mapping[str, Any]
Mails = Counter[tuple[str, str]]
"""How many mails of a kind lie in a mailbox."""

INVITATION, UPDATE, CANCELLATION = "Invitation", "Updated invitation", "Canceled event"
_KINDS = (INVITATION, UPDATE, CANCELLATION)
ROOMS = "@resource.calendar.google.com"
"""Ending of the addresses of rooms, which are nobody's mailboxes."""

_DIGEST = "IEP compliance"


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the agent's on a case manager's calendar.

    Attributes:
        calendar: On which it stands.
        guests: What each of them answered, rooms left out.
        rooms: Rooms that a person booked.
        closed: Guests do not see one another.
    """

    id: str
    calendar: str
    student: int
    number: str
    live: bool
    start: datetime
    summary: str
    guests: Mapping[str, str]
    rooms: frozenset[str]
    closed: bool


@dataclass(frozen=True, slots=True)
class File:
    """One file or folder."""

    id: str
    key: str
    name: str
    trashed: bool
    parents: tuple[str, ...]
    readers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Look:
    """Everything at one moment.

    Attributes:
        invitations: What Calendar told its guests.
        digests: Mails of the agent's, by their subject.
        shown: Everything that left, as one text.
    """

    events: Mapping[str, Event]
    files: Mapping[str, File]
    invitations: Mails
    digests: Mails
    shown: str

    @property
    def live(self) -> list[Event]:
        """Events that stand, in an order without chance."""
        standing = (event for event in self.events.values() if event.live)
        return sorted(standing, key=lambda event: (event.student, int(event.number)))

    def names(self) -> list[str]:
        """Students whose names can be read somewhere."""
        return [name for name in STUDENTS if name.split()[1] in self.shown]


def look(world: World, students: Mapping[str, int]) -> Look:
    """Look at everything.

    Args:
        world: The department.
        students: Which student an opaque key stands for.
    """
    dump = world.dump()
    people = {box: mails for box, mails in dump["mails"].items() if not box.endswith(ROOMS)}
    mails = [(box, _subject(mail)) for box, found in people.items() for mail in found]
    return Look(
        events={
            event.id: event for event in events_on(MARISOL, dump["calendars"][MARISOL]["events"], students)
        },
        files={file.id: file for file in map(as_file, dump["files"])},
        invitations=Counter((box, kind) for box, said in mails if (kind := said.partition(":")[0]) in _KINDS),
        digests=Counter((box, said) for box, said in mails if said.startswith(_DIGEST)),
        shown=_shown(world, dump),
    )


def events_on(calendar: str, events: Json, students: Mapping[str, int]) -> Iterator[Event]:
    """The agent's events on a calendar, of what Google holds of it."""
    for event in events.values():
        marks = event.get("extendedProperties", {}).get("private", {})
        attendees = event.get("attendees", ())
        if "wa_student" in marks:
            yield Event(
                id=event["id"],
                calendar=calendar,
                student=students[marks["wa_student"]],
                number=marks["wa_number"],
                live=event["status"] != "cancelled",
                start=datetime.fromisoformat(event["start"]["dateTime"]),
                summary=event["summary"],
                guests={one["email"]: one["responseStatus"] for one in attendees if not one.get("resource")},
                rooms=frozenset(one["email"] for one in attendees if one.get("resource")),
                closed=not event.get("guestsCanSeeOtherGuests", True),
            )


def as_file(file: Json) -> File:
    """One file of what Google holds."""
    people = (permission.get("emailAddress", "") for permission in file["permissions"].values())
    return File(
        file["id"], file_key(file), file["name"], file["trashed"], tuple(file["parents"]), frozenset(people)
    )


def _subject(mail: Json) -> str:
    return str(message_from_string(mail["raw"], policy=policy.default)["Subject"])


def _shown(world: World, dump: Json) -> str:
    """Events, mails, names and marks of files, the ledger and the log; not the filed records themselves."""
    mails = [mail["raw"] for found in dump["mails"].values() for mail in found]
    told = [str(message_from_string(raw, policy=policy.default).get_body(("plain",))) for raw in mails]
    files = [(file["name"], file_key(file)) for file in dump["files"]]
    state = [(world.folder / "state" / name) for name in (LEDGER, LOG)]
    kept = [path.read_bytes().decode("utf8", "replace") for path in state if path.exists()]
    return json.dumps([dump["calendars"], told, files], ensure_ascii=False) + "".join(kept)


def initials_of(students: Mapping[str, tuple[str, int]]) -> dict[str, int]:
    """Which student an opaque key stands for, from what the ledger remembers."""
    return {ref: INITIALS.index(letters) for ref, (letters, _) in students.items()}


@dataclass(frozen=True, slots=True)
class Due:
    """What guests must be told, and what they may be told."""

    must: Mails
    may: Mails


def due_mails(before: Look, after: Look) -> Due:
    """What a run may tell guests: an invitation, a new time, a cancellation; nothing else, and each once.

    Whoever is taken off an event may be told so; and Calendar cannot invite one guest without telling the
    others of the event.
    """
    must, may = Mails(), Mails()
    for event in after.events.values():
        old = before.events.get(event.id)
        present = frozenset(old.guests) if old is not None and old.live else frozenset[str]()
        if not event.live:
            must.update((guest, CANCELLATION) for guest in present)
            continue
        newcomers = event.guests.keys() - present
        must.update((guest, INVITATION) for guest in newcomers)
        may.update((guest, CANCELLATION) for guest in present if guest not in event.guests)
        told = must if old is not None and old.start != event.start else may if newcomers else Mails()
        told.update((guest, UPDATE) for guest in event.guests if guest in present)
    return Due(must, may)

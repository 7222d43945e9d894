"""What Google holds of ours, and what of people's stands in the way. No titles of people's events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from workspace_agent.model.vocabulary import Purpose


@dataclass(frozen=True, slots=True)
class Look:
    """What a look showed of one subject, remembered for the next look to compare with.

    Attributes:
        subject: What was looked at, such as an event; without a name.
        shown: Keyed hashes and words of our own.
    """

    subject: str
    shown: str


@dataclass(frozen=True, slots=True)
class LastLook:
    """What the last look showed, and since when it has shown just that."""

    shown: str
    since: datetime


class EventState(Enum):
    """Whether an event still stands."""

    OPEN = "open"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class EventMark:
    """What the agent wrote into the event's private mark when it last touched it.

    Attributes:
        student_ref: Whose meeting it is.
        number: Running number of the student's meetings; never reused.
        day: The row's date at the last look, by which a deleted event is remembered.
        purposes: The row's purposes at the last look.
        row_print: Keyed hash of the row's booked fields at the last look.
        event_print: Keyed hash of the event's own fields at the last look.
    """

    student_ref: str
    number: int
    day: date
    purposes: frozenset[Purpose]
    row_print: str
    event_print: str


@dataclass(frozen=True, slots=True)
class MarkedEvent:
    """An event that carries our mark."""

    calendar: str
    event_id: str
    state: EventState
    mark: EventMark
    current_print: str
    start: datetime
    end: datetime
    etag: str
    link: str
    guests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnmarkedEvent:
    """An event that people made. Of its title only this is kept: whose initials it shows.

    Attributes:
        shows: Refs of the students whose initials stand in the title.
    """

    calendar: str
    start: datetime
    link: str
    shows: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MarkedFile:
    """A folder or file that carries our mark.

    Attributes:
        key: Key of the action that made it.
        readers: Addresses that can open a folder, the agent's own left out; None where not listed.
        marks: All private marks that it carries.
    """

    key: str
    file_id: str
    trashed: bool
    link: str
    readers: frozenset[str] | None = None
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything of Google's that the duties compare with what is wanted.

    Attributes:
        calendars: Calendars that could be read; nothing is booked on any other.
        done: Keys of effects that the ledger holds as done, with their fingerprint.
        numbers: Highest meeting number ever used, by student.
        looks: What the last looks showed, by subject.
    """

    events: tuple[MarkedEvent, ...] = ()
    unmarked: tuple[UnmarkedEvent, ...] = ()
    calendars: frozenset[str] = frozenset()
    files: Mapping[str, MarkedFile] = field(default_factory=dict)
    done: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    looks: Mapping[str, LastLook] = field(default_factory=dict)

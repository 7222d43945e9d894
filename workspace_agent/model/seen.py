"""What Google holds of ours, and what of people's stands in the way. No titles of people's events."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum

from workspace_agent.model.problem_kinds import ProblemKind
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


class EventField(Enum):
    """The fields of an event that the agent fills and compares, each for itself."""

    SUMMARY = "summary"
    DESCRIPTION = "description"
    TIME = "time"
    GUESTS = "guests"


@dataclass(frozen=True, slots=True)
class Prints:
    """Keyed hashes of an event's fields, one each, so that one change is told from another.

    Attributes:
        guests: One hash for each guest, so that it can be told who came and who went.
    """

    summary: str = ""
    description: str = ""
    time: str = ""
    guests: str = ""

    @property
    def each_guest(self) -> frozenset[str]:
        """The guests' hashes."""
        return frozenset(self.guests.split("-")) - {""}

    def of(self, field_: EventField) -> str:
        """Print of one field."""
        return str(getattr(self, field_.value))

    def differing(self, other: Prints) -> frozenset[EventField]:
        """Fields in which the two differ."""
        return frozenset(one for one in EventField if self.of(one) != other.of(one))

    def taking(self, fields: frozenset[EventField], other: Prints) -> Prints:
        """These prints, with those of some fields from others."""
        return replace(self, **{one.value: other.of(one) for one in fields})

    def same_meeting(self, other: Prints) -> bool:
        """Purposes, student and time are the same, whoever takes part and whatever else is said."""
        return bool(self.time) and (self.summary, self.time) == (other.summary, other.time)

    def __str__(self) -> str:
        return ".".join(self.of(one) for one in EventField)

    @classmethod
    def parse(cls, text: str) -> Prints:
        """What `str` made; prints that equal no others where it is something else."""
        parts = text.split(".")
        return cls(*parts) if len(parts) == len(EventField) else cls()


@dataclass(frozen=True, slots=True)
class EventMark:
    """What the agent wrote into the event's private mark when it last touched it.

    Attributes:
        student_ref: Whose meeting it is.
        number: Running number of the student's meetings; never reused.
        day: The row's date at the last look, by which a deleted event is remembered.
        purposes: The row's purposes at the last look.
        row: What the row asked for at the last look.
        event: What the event showed at the last look.
        asked: How many times a video link was asked for.
        line: Print of the dial-in line that the event was given, or empty.
        linked: A person made the event, and a person said that it is this meeting.
        cancelled: It was the agent who cancelled it, because the row said so.
        hidden: The agent hid the guests from one another, because somebody from outside is among them.
    """

    student_ref: str
    number: int
    day: date
    purposes: frozenset[Purpose]
    row: Prints
    event: Prints
    asked: int = 0
    line: str = ""
    linked: bool = False
    cancelled: bool = False
    hidden: bool = False


class Video(Enum):
    """How an event's video link stands."""

    NONE = "none"
    PENDING = "pending"
    FAILED = "failed"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class MarkedEvent:
    """An event that carries our mark.

    Attributes:
        prints: Its fields as they are now.
        video: Its link: Google's own, or one that a person put in.
        dial_in: It has a telephone number: Google's own, or one that a person put in.
        rest: Keyed hash of what else people may set: place, colour, reminders, attachments and the like.
            Empty where all that is as the agent made it.
        open_list: Guests can see one another, or invite others.
        only_meet: Its only link is Google's own.
    """

    calendar: str
    event_id: str
    state: EventState
    mark: EventMark
    prints: Prints
    start: datetime
    end: datetime
    etag: str
    link: str
    guests: tuple[str, ...] = ()
    video: Video = Video.NONE
    dial_in: bool = False
    rest: str = ""
    open_list: bool = False
    only_meet: bool = False


@dataclass(frozen=True, slots=True)
class UnmarkedEvent:
    """An event that people made. Of its title only this is kept: whose initials it shows.

    Attributes:
        prints: Its fields, hashed.
        own: It was made on this calendar, so that it may be marked; not an invitation from elsewhere.
        guests: Addresses, for finding the team of a student among them.
        shows: Refs of the students whose initials stand in the title.
    """

    calendar: str
    event_id: str
    start: datetime
    etag: str
    link: str
    prints: Prints = Prints()
    own: bool = True
    guests: frozenset[str] = frozenset()
    shows: frozenset[str] = frozenset()


class ReaderKind(Enum):
    """To whom a folder or record is open, in Google's words."""

    PERSON = "user"
    GROUP = "group"
    DOMAIN = "domain"
    ANYONE = "anyone"


class Origin(Enum):
    """Where a right to open something comes from."""

    DIRECT = "direct"
    FOLDER = "folder"
    DRIVE = "drive"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who can open a folder or record, whatever else they may do with it.

    Attributes:
        permission_id: Google's id of the permission: opaque, and on every file the same for one grantee.
        address: A person's or group's, in lower case, or a domain's name; empty for anyone with the link.
        role: Google's word: `reader`, `commenter`, `writer` and above.
        origin: Given on the thing itself, on a folder above it, or by being a member of the shared drive.
    """

    permission_id: str
    kind: ReaderKind = ReaderKind.PERSON
    address: str = ""
    role: str = "reader"
    origin: Origin = Origin.DIRECT

    def is_one_of(self, addresses: Container[str]) -> bool:
        """Whether it is a person with such an address. No group or domain is: nobody knows who is in it."""
        return self.kind is ReaderKind.PERSON and bool(self.address) and self.address in addresses


@dataclass(frozen=True, slots=True)
class MarkedFile:
    """A folder or record that carries our mark. Where people moved it or how they call it does not matter.

    Attributes:
        key: Key of the action that made it.
        trashed: It lies in the trash, by itself or in a folder that does.
        parent: Drive's id of the folder it lies in; empty where the agent cannot see that folder.
        readers: Who can open it, the agent itself left out; None where Drive did not say.
        title: The name that the agent gave it; empty once a person renamed it.
        version: Which version of a response a record holds; 0 where that is not marked.
        number: Which of several responses of one day and purpose a record holds, from 1.
        superseded: A later version of the record is known to lie beside it.
        owned: The agent owns it, or it lies on a shared drive, where nobody does.
        downloads: Who only reads it may download, print and copy it.
        closed: How often the agent forbade that.
        marks: All private marks that it carries, without their prefix.
        made: When it was made, aware; None where Drive did not say.
    """

    key: str
    file_id: str
    trashed: bool
    link: str
    parent: str = ""
    readers: tuple[Reader, ...] | None = None
    title: str = ""
    version: int = 0
    number: int = 1
    superseded: bool = False
    owned: bool = True
    downloads: bool = False
    closed: int = 0
    marks: Mapping[str, str] = field(default_factory=dict)
    made: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Anyone with the link, or a whole organisation, can open it, as far as Drive says."""
        return any(one.kind in {ReaderKind.ANYONE, ReaderKind.DOMAIN} for one in self.readers or ())


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a folder of people's is not used for records.

    Attributes:
        detail: What the kind's words leave open.
    """

    kind: ProblemKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What the ledger remembers of a folder or record that was made."""

    file_id: str
    link: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything of Google's that the duties compare with what is wanted.

    Attributes:
        calendars: Calendars that could be read; nothing is booked on any other.
        files: Folders and records by key; of two with one key the one in use.
        gone: Links of what was deleted for good, or taken out of the agent's sight, by key.
        twins: Those of two with one key that are not in use.
        offered: Folders of people's that are to be used instead of new ones, by key; not marked yet.
        refused: Why others that the settings name cannot be used, by key.
        done: Keys of effects that the ledger holds as done, with their fingerprint.
        numbers: Highest meeting number ever used, by student.
        looks: What the last looks showed, by subject.
        opened: Who can open workbooks and their folders, by Drive's id, where Google told it.
    """

    events: tuple[MarkedEvent, ...] = ()
    unmarked: tuple[UnmarkedEvent, ...] = ()
    calendars: frozenset[str] = frozenset()
    files: Mapping[str, MarkedFile] = field(default_factory=dict)
    gone: Mapping[str, str] = field(default_factory=dict)
    twins: tuple[MarkedFile, ...] = ()
    offered: Mapping[str, MarkedFile] = field(default_factory=dict)
    refused: Mapping[str, Refusal] = field(default_factory=dict)
    done: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    looks: Mapping[str, LastLook] = field(default_factory=dict)
    opened: Mapping[str, tuple[Reader, ...]] = field(default_factory=dict)

"""Who can open what people made, workbooks and their folders: kinds and counts, never an address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from workspace_agent.model.place import FolderPlace, FormPlace, SpreadsheetPlace
from workspace_agent.model.seen import Origin, ReaderKind

_CALLED = {
    ReaderKind.PERSON: ("1 person", "{} people"),
    ReaderKind.GROUP: ("1 group", "{} groups"),
    ReaderKind.DOMAIN: ("everybody of 1 organisation", "everybody of {} organisations"),
    ReaderKind.ANYONE: ("anyone with the link", "anyone with the link"),
}


def how_many(kind: ReaderKind, count: int) -> str:
    """So many of one kind, such as `2 people`."""
    return _CALLED[kind][count > 1].format(count)


def counted(kinds: Iterable[ReaderKind]) -> str:
    """Readers as kinds and counts, such as `2 people and anyone with the link`."""
    counts = Counter(kinds)
    return " and ".join(how_many(kind, counts[kind]) for kind in ReaderKind if counts[kind])


class Near(Enum):
    """How near a reader is to the students: by the settings, else by the end of the address alone."""

    LEFT = "who has left the department"
    INSIDE = "at the company or the students' districts"
    OUTSIDE = "outside the company and the students' districts"
    PRIVATE = "with a private mailbox such as Gmail"
    UNKNOWN = "whose address Google does not tell"


class Owner(Enum):
    """Who can change who opens it."""

    CASE_MANAGER = "the case manager (the owner)"
    MANAGER = "the manager (the owner)"
    AGENT = "whoever set up the agent (its account is the owner)"
    SHARED_DRIVE = "a manager of the shared drive"
    LEFT = "an administrator of the company's Google accounts (its owner has left)"
    OTHER = "its owner"


@dataclass(frozen=True, slots=True)
class OtherReader:
    """A reader beyond those who are expected.

    Attributes:
        kind: A person, a group, a whole domain, or anyone with the link.
        changes: May change it, not only read it or comment on it.
        origin: Given on the thing itself, on a folder above it, or by being a member of the shared drive.
    """

    kind: ReaderKind
    near: Near
    changes: bool = False
    origin: Origin = Origin.DIRECT


Shareable = SpreadsheetPlace | FolderPlace | FormPlace
"""What people made and may share."""


@dataclass(frozen=True, slots=True)
class SharedThing:
    """A workbook, folder of workbooks or form that the department works with, and who can open it.

    Attributes:
        case_manager: Key of whose it is; the manager's where it is the whole department's.
        owner: Who can change that.
        others: Readers beyond case manager, manager and CSS; but for those told at the folder it lies in.
        manager_opens: The manager can open it, as far as can be seen; in a group they may be.
        downloads: Who only reads it may download, print and copy it; it is said of workbooks alone.
        told: Google tells the agent who can open it; where it does not, nothing else here is known.
    """

    place: Shareable
    case_manager: str
    owner: Owner = Owner.OTHER
    others: tuple[OtherReader, ...] = ()
    manager_opens: bool = True
    downloads: bool = False
    told: bool = True

    @property
    def file_id(self) -> str:
        """Drive's id."""
        return drive_id(self.place)


def drive_id(place: Shareable) -> str:
    """Drive's id of what stands there."""
    match place:
        case FolderPlace():
            return place.folder_id
        case FormPlace():
            return place.form_id
        case _:
            return place.spreadsheet_id

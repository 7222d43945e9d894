"""Who was given access to what, why, and who was seen to have it: no name and no address.

FERPA asks for a record of every disclosure, 34 CFR 99.32(a), IDEA for the party, the date and the purpose,
34 CFR 300.614. Officials and parents are exempt from both; they are marked so, and not left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

MAILS = ("digest", "copy", "urgent", "ready", "year_plan")
"""What is mailed: the first part of the key of each."""


class Act(Enum):
    """What an effect does to who can see something."""

    FILED = "filed"
    SHARED = "shared"
    TAKEN_OFF = "taken off"
    INVITED = "invited"
    UNINVITED = "uninvited"
    MAILED = "mailed"

    @property
    def purpose(self) -> str:
        """For what it is done."""
        return _PURPOSES[self]


_PURPOSES = {
    Act.FILED: "to keep a student's record where those responsible can read it",
    Act.SHARED: "to let those responsible read or keep the students' records",
    Act.TAKEN_OFF: "to end access that goes beyond those responsible",
    Act.INVITED: "to take part in the meeting",
    Act.UNINVITED: "to end an invitation that the Team sheet does not ask for any more",
    Act.MAILED: "to oversee deadlines and company practice",
}


class Basis(Enum):
    """By what right somebody is given access."""

    OFFICIAL = "school official with a legitimate educational interest, 34 CFR 99.31(a)(1)"
    PARENT = "parent or student, 34 CFR 99.10"
    CONSENT = "written consent, 34 CFR 99.30, 300.321(b)(3)"
    ENDED = "none is needed: access was ended"
    UNKNOWN = "not known: found, not made by this ledger's runs"

    @property
    def exempt(self) -> bool:
        """Officials and parents need no entry, 34 CFR 99.32(d), 300.614; they get one that says so."""
        return self in {Basis.OFFICIAL, Basis.PARENT}


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What one effect discloses, and to whom, once it is done.

    Attributes:
        thing: What can be seen: `record`, `folder`, `workbook`, `event`, or a mail of `MAILS`.
        recipient: Keys of people, or keyed hashes of addresses, with blanks between them; see `Recipients`.
        students: Refs of those whom it is about.
        made_by: Key of the effect that made the thing, where that is another one.
    """

    act: Act
    thing: str
    recipient: str
    basis: Basis
    students: tuple[str, ...] = ()
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class Sighted:
    """Somebody who could open something when it was looked at.

    Attributes:
        reader: As in `Disclosure.recipient`.
        role: Google's word, or `guest`.
        standing: `expected`, `extra`, or empty where it is not settled who should.
    """

    reader: str
    role: str
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """Who could open one thing at one look, the agent itself left out.

    Attributes:
        object_id: Google's id of the folder, record or event.
    """

    object_id: str
    readers: frozenset[Sighted]

"""What the agent itself granted: told by the marks on folders and, as long as it is there, by the ledger.

A mark keeps how often a folder was shared with a person, and a keyed hash of the address: so it is known
whom to take off when somebody has left the settings or has another address, also with a ledger that was lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass

SHARED = "shared_"
AGAIN = "/again"
SHARE, REVOKE = "share/", "revoke/"
"""What keys of effects begin with that let somebody in, and that take somebody off."""
_UNMARK = "unmark/"


@dataclass(frozen=True, slots=True)
class Grant:
    """A folder was, or was about to be, shared with somebody.

    Attributes:
        folder: Key of the folder.
        person: Key of the person in the settings of that time.
        to: Print of the address; empty where that is not known.
        times: How often.
    """

    folder: str
    person: str
    to: str
    times: int = 1

    @property
    def key(self) -> str:
        """Of the effect that grants it."""
        return share_key(self.folder, self.person) + (AGAIN if self.times > 1 else "")

    def as_mark(self) -> tuple[str, str]:
        """Name and value of the mark on the folder."""
        return f"{SHARED}{self.person}", f"{self.times} {self.to}".strip()


def address_print(address: str, sign: Callable[[str], str]) -> str:
    """By which an address is known again."""
    return sign(f"reader {address}")[:16]


def share_key(folder: str, person: str) -> str:
    """Key of the effect that shares a folder with a person."""
    return f"{SHARE}{folder}/{person}"


def revoke_key(file: str, permission_id: str) -> str:
    """Key of the effect that takes a reader off a folder or record."""
    return f"{REVOKE}{file}/{permission_id}"


def unmark_key(folder: str, person: str) -> str:
    """Key of the effect that takes the mark away of what was shared with a person."""
    return f"{_UNMARK}{folder}/{person}"


def shares(key: str) -> bool:
    """Whether the effect of this key lets somebody in."""
    return key.startswith(SHARE)


def takes_back(key: str) -> bool:
    """Whether the effect of this key ends what was granted: others are let in after it."""
    return key.startswith((REVOKE, _UNMARK))


def taken_back_on(key: str) -> str:
    """Key of the folder or record on which an effect takes something back."""
    return key.partition("/")[2].rpartition("/")[0]


def is_ended(key: str, marks: Mapping[str, str], direct: Set[str]) -> bool:
    """Whether what an effect takes back is gone: the reader's permission, or the mark of the share.

    Args:
        key: Of the effect.
        marks: On the folder.
        direct: Ids of the permissions that were given on the folder or record itself.
    """
    what = key.rpartition("/")[2]
    return f"{SHARED}{what}" not in marks if key.startswith(_UNMARK) else what not in direct


def of_marks(folder: str, marks: Mapping[str, str]) -> Iterator[Grant]:
    """What the marks on a folder tell."""
    for name, value in marks.items():
        times, _, to = value.partition(" ")
        if name.startswith(SHARED) and times.isdecimal():
            yield Grant(folder, name.removeprefix(SHARED), to, int(times))


def of_ledger(done: Mapping[str, str]) -> Iterator[Grant]:
    """What the ledger tells.

    Args:
        done: Fingerprints of what is done, by key: of a share that is the print of the address.
    """
    return filter(None, (grant_of(key, to) for key, to in done.items()))


def grant_of(key: str, to: str = "") -> Grant | None:
    """What the effect of a key grants; None where it lets nobody in.

    Args:
        key: Of the effect.
        to: Print of the address, where it is known.
    """
    if not shares(key):
        return None
    folder, _, person = key.removeprefix(SHARE).removesuffix(AGAIN).rpartition("/")
    return Grant(folder, person, to, 1 + key.endswith(AGAIN))

"""Send a digest to the manager, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from workspace_agent.duties.digest import Digest
from workspace_agent.model.access import Act, Basis, Disclosure
from workspace_agent.model.action import Action, Kind
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.undo import Undo


@dataclass(frozen=True, slots=True, kw_only=True)
class SendDigest(Action):
    """Send one digest to one person.

    Attributes:
        token: Opaque text in the mail by which a lost draft is found.
    """

    duty: ClassVar[str] = "digest"
    kind: ClassVar[Kind] = Kind.MAIL
    undo: ClassVar[Undo] = Undo.CANNOT

    digest: Digest
    sender: str
    recipient: str
    token: str


def digest_key(organisation: Organisation, period: str) -> str:
    """The manager's digest of a week, such as `digest/manager/2026-W47`."""
    return f"digest/{organisation.manager.key}/{period}"


def week_of(key: str) -> str:
    """The week of a digest's key; an empty text for a key of something else."""
    kind, _, rest = key.partition("/")
    return rest.rpartition("/")[2] if kind == SendDigest.duty else ""


def send(organisation: Organisation, digest: Digest, period: str, sign: Callable[[str], str]) -> SendDigest:
    """Once a week: the week is its identity, whatever it says."""
    key, manager = digest_key(organisation, period), organisation.manager
    return SendDigest(
        key=key,
        fingerprint=key,
        summary=f"digest: {period} to {manager.key}",
        discloses=(Disclosure(Act.MAILED, "digest", manager.key, Basis.OFFICIAL, digest.students),),
        digest=digest,
        sender=organisation.robot,
        recipient=manager.email,
        token=sign(key)[:20],
    )

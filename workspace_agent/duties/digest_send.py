"""Send a digest to one person, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from workspace_agent.duties.digest import Digest
from workspace_agent.duties.digest_recipients import Edition, Recipient
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


def digest_key(recipient: Recipient, period: str) -> str:
    """A person's digest of a period, such as `digest/manager/2026-W47`."""
    return f"{SendDigest.duty}/{recipient.key}/{period}"


def reader_of(key: str) -> str:
    """Whose digest a key is of; an empty text for a key of something else."""
    kind, _, rest = key.partition("/")
    return rest.rpartition("/")[0] if kind == SendDigest.duty else ""


def period_of(key: str) -> str:
    """The period of a digest's key; an empty text for a key of something else."""
    kind, _, rest = key.partition("/")
    return rest.rpartition("/")[2] if kind == SendDigest.duty else ""


def send(
    organisation: Organisation,
    recipient: Recipient,
    digest: Digest,
    key: str,
    sign: Callable[[str], str],
) -> SendDigest:
    """Once: the key is its identity, whatever it says.

    Args:
        organisation: Whose address it is sent from.
        recipient: The one who gets it.
        digest: What it says.
        key: Such as `digest_key` gives.
        sign: Keyed hash of a text.
    """
    series, _, rest = key.partition("/")
    is_own = recipient.edition is Edition.CASE_MANAGER
    return SendDigest(
        key=key,
        fingerprint=key,
        summary=f"{series.replace('_', ' ')}: {rest.rpartition('/')[2]} to {recipient.key}",
        case_manager=recipient.key if is_own else "",
        discloses=(Disclosure(Act.MAILED, series, recipient.key, Basis.OFFICIAL, digest.students),),
        digest=digest,
        sender=organisation.robot,
        recipient=recipient.email,
        token=sign(key)[:20],
    )

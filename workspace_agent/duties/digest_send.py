"""Send a digest to one person, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
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


def key_prefix(recipient: Recipient) -> str:
    """What the keys of a person's digests begin with, whatever their key is tomorrow.

    A CSS is called by the first of their districts: the keys of other CSS begin with it as well.
    """
    return f"{SendDigest.duty}/css-" if recipient.edition is Edition.CSS else digest_key(recipient, "")


def recipient_of(key: str) -> str:
    """Whose digest a key is of; an empty text for a key of something else."""
    kind, _, rest = key.partition("/")
    return rest.rpartition("/")[0] if kind == SendDigest.duty else ""


def period_of(key: str) -> str:
    """The period of a digest's key; an empty text for a key of something else."""
    kind, _, rest = key.partition("/")
    return rest.rpartition("/")[2] if kind == SendDigest.duty else ""


def mail_print(key: str, address: str, sign: Callable[[str], str]) -> str:
    """Of a mail and whom it is to: nobody can tell the address from it."""
    return sign(f"{key} {address}")[:20]


def is_for(fingerprint: str, key: str, wanted: str) -> bool:
    """Whether a mail that the ledger knows is to the address that is wanted.

    Args:
        fingerprint: What the ledger kept; in earlier versions that was the key, and is taken to be.
        key: Of the mail.
        wanted: Its `mail_print`.
    """
    return fingerprint in {wanted, key}


def is_to(recipient: Recipient, key: str, fingerprint: str, sign: Callable[[str], str]) -> bool:
    """Whether a mail that the ledger knows is to this person, and not to who held their part before.

    Args:
        recipient: Who holds it now.
        key: Of the mail.
        fingerprint: What the ledger kept.
        sign: Keyed hash of a text.
    """
    return is_for(fingerprint, key, mail_print(key, recipient.email, sign))


def copy(
    organisation: Organisation, recipient: Recipient, digest: Digest, run: int, sign: Callable[[str], str]
) -> SendDigest:
    """One more, because a person asked for it: its subject says so, and that of the period is still due."""
    marked = replace(digest, subject=f"[copy] {digest.subject}")
    action = send(organisation, recipient, marked, f"copy/{recipient.key}/{run}", sign)
    disclosed = (replace(one, thing=SendDigest.duty) for one in action.discloses)
    return replace(action, summary=f"copy of the digest to {recipient.key}", discloses=tuple(disclosed))


def send(
    organisation: Organisation,
    recipient: Recipient,
    digest: Digest,
    key: str,
    sign: Callable[[str], str],
) -> SendDigest:
    """Once: key and address are its identity, whatever it says.

    Somebody else may hold a part from one day to the next, under the same key: a draft to the one before is
    not sent to them, and what the one before got they have not got yet.

    Args:
        organisation: Whose address it is sent from.
        recipient: The one who gets it.
        digest: What it says.
        key: Such as `digest_key` gives.
        sign: Keyed hash of a text.
    """
    kind, _, rest = key.partition("/")
    is_own = recipient.edition is Edition.CASE_MANAGER
    fingerprint = mail_print(key, recipient.email, sign)
    return SendDigest(
        key=key,
        fingerprint=fingerprint,
        summary=f"{kind.replace('_', ' ')}: {rest.rpartition('/')[2]} to {recipient.key}",
        case_manager=recipient.key if is_own else "",
        discloses=(Disclosure(Act.MAILED, kind, recipient.key, Basis.OFFICIAL, digest.students),),
        digest=digest,
        sender=organisation.robot,
        recipient=recipient.email,
        token=fingerprint,
    )

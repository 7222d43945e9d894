"""Send a digest exactly once: a draft, its id in the ledger, then the draft is sent.

Gmail replaces Message-ID, so the draft is the handle: sending consumes it, and after a lost answer a draft
that is gone was sent. A draft whose id was lost is found by the opaque token in its text. This holds on a
mailbox that no person uses. Source: developers.google.com/gmail/api/guides/drafts

A draft of an earlier run is written anew before it is sent: a student in it may be somebody else's by now.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from workspace_agent.duties.digest_send import SendDigest, is_for
from workspace_agent.effects.digest_render import message
from workspace_agent.effects.perform import Done
from workspace_agent.google.gmail import Gmail
from workspace_agent.ledger.gmail_limit import minding_gmails_limit
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.ledger.rows import Entry
from workspace_agent.model.errors import NotFound


@dataclass(frozen=True, slots=True)
class SendDigestEffect:
    """One recipient per message, from the settings; nothing is asked of Gmail while its limit is reached."""

    gmail: Gmail
    ledger: Ledger
    clock: Callable[[], datetime]

    def reserve(self, action: SendDigest) -> str:
        """Nothing to reserve."""
        return ""

    def find(self, action: SendDigest, entry: Entry) -> Done | None:
        """A draft that was noted and is gone has been sent."""
        if not self._begun(action, entry):
            return None
        with minding_gmails_limit(self.ledger, self.clock):
            return None if is_draft(self.gmail, entry.remote_id) else Done(entry.remote_id)

    def perform(self, action: SendDigest, entry: Entry) -> Done:
        """Use the draft there is, with what is so now, else make one; note its id; send it."""
        with minding_gmails_limit(self.ledger, self.clock):
            draft = self._begun(action, entry) or self._lost_draft(action)
            if draft and not self._is_rewritten(action, draft):
                return Done(draft)
            draft = draft or self._new_draft(action, entry)
            self.ledger.note(action.key, draft)
            self.gmail.send_draft(draft)
            return Done(draft)

    def _begun(self, action: SendDigest, entry: Entry) -> str:
        """The draft that was noted, unless it is to another address: somebody else holds that part now."""
        return entry.remote_id if is_for(entry.fingerprint, action.key, action.fingerprint) else ""

    def _lost_draft(self, action: SendDigest) -> str:
        """A draft that an earlier run made without learning its id."""
        return next(iter(self.gmail.find_drafts(action.token)), "")

    def _is_rewritten(self, action: SendDigest, draft: str) -> bool:
        """Whether a draft now says what is so; one that is gone was sent, and told what it told.

        What it tells is kept afterwards: until it is sent, whoever dies in between has it written once more.
        """
        try:
            self.gmail.update_draft(draft, _mail(action))
        except NotFound:
            return False
        self.ledger.mails.tell(action.key, action.digest.told)
        self.ledger.expect(action.key, action.discloses)
        return True

    def _new_draft(self, action: SendDigest, entry: Entry) -> str:
        """What it tells, and of whom, is kept first: whether it was made may not be known."""
        is_intended = is_for(entry.fingerprint, action.key, action.fingerprint)
        if not is_intended or entry.discloses != action.discloses:
            self.ledger.intend(
                action.key, action.fingerprint, entry.run, self.clock(), discloses=action.discloses
            )
        self.ledger.mails.tell(action.key, action.digest.told)
        return self.gmail.create_draft(_mail(action))


def _mail(action: SendDigest) -> EmailMessage:
    return message(action.digest, action.sender, action.recipient, action.token)


def is_draft(gmail: Gmail, draft: str) -> bool:
    """Whether a draft is still there: sending consumes it."""
    try:
        gmail.get_draft(draft)
    except NotFound:
        return False
    return True

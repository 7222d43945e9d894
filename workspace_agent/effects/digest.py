"""Send a digest exactly once: a draft, its id in the ledger, then the draft is sent.

Gmail replaces Message-ID, so the draft is the handle: sending consumes it, and after a lost answer a draft
that is gone was sent. A draft whose id was lost is found by the opaque token in its text. This holds on a
mailbox that no person uses. Source: developers.google.com/gmail/api/guides/drafts
"""

from __future__ import annotations

from dataclasses import dataclass

from workspace_agent.duties.digest_send import SendDigest
from workspace_agent.effects.digest_render import message
from workspace_agent.effects.perform import Done
from workspace_agent.google.gmail import Gmail
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.ledger.rows import Entry
from workspace_agent.model.errors import NotFound


@dataclass(frozen=True, slots=True)
class SendDigestEffect:
    """One recipient per message, from the settings."""

    gmail: Gmail
    ledger: Ledger

    def reserve(self, action: SendDigest) -> str:
        """Nothing to reserve."""
        return ""

    def find(self, action: SendDigest, entry: Entry) -> Done | None:
        """A draft that was noted and is gone has been sent."""
        if not entry.remote_id or is_draft(self.gmail, entry.remote_id):
            return None
        return Done(entry.remote_id)

    def perform(self, action: SendDigest, entry: Entry) -> Done:
        """Use the draft there is, else make one; note its id; send it."""
        draft = entry.remote_id or self._lost_draft(action) or self._new_draft(action)
        self.ledger.note(action.key, draft)
        self.gmail.send_draft(draft)
        return Done(draft)

    def _lost_draft(self, action: SendDigest) -> str:
        """A draft that an earlier run made without learning its id."""
        return next(iter(self.gmail.find_drafts(action.token)), "")

    def _new_draft(self, action: SendDigest) -> str:
        """What it tells is kept first: a draft of an earlier run tells what that run told, not this one."""
        self.ledger.tell(action.key, action.digest.told)
        text = message(action.digest, action.sender, action.recipient, action.token)
        return self.gmail.create_draft(text)


def is_draft(gmail: Gmail, draft: str) -> bool:
    """Whether a draft is still there: sending consumes it."""
    try:
        gmail.get_draft(draft)
    except NotFound:
        return False
    return True

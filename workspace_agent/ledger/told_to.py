"""What one person was told: whoever held their part before them, under the same key, is somebody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from workspace_agent.duties.digest_news import NEWS, key_prefixes
from workspace_agent.duties.digest_period import first_day
from workspace_agent.duties.digest_recipients import Recipient
from workspace_agent.duties.digest_send import is_to, key_prefix, period_of
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.ledger.rows import PUT_BACK, Mail


@dataclass(frozen=True, slots=True)
class ToldTo:
    """The mails to one person, as the ledger knows them.

    Attributes:
        sign: Keyed hash of a text.
    """

    ledger: Ledger
    recipient: Recipient
    sign: Callable[[str], str]

    def is_theirs(self, key: str, fingerprint: str) -> bool:
        """Whether a mail is to them."""
        return is_to(self.recipient, key, fingerprint, self.sign)

    def digests(self) -> Iterator[Mail]:
        """Those that are known to have been sent to them, the last one first."""
        sent = self.ledger.mails.sent(key_prefix(self.recipient))
        return (one for one in sent if self.is_theirs(one.key, one.fingerprint))

    def had(self, key: str) -> bool:
        """The mail with this key was sent to them."""
        entry = self.ledger.entry(key)
        return entry is not None and entry.state == "done" and self.is_theirs(key, entry.fingerprint)

    def had_digest(self, since: datetime, now: datetime) -> bool:
        """A run that began in this time sent them one; what a wrong clock put after now does not count."""
        return any(since <= one.began <= now for one in self.digests())

    def is_owed(self, period: str, since: datetime, until: datetime) -> bool:
        """A digest of a time that is over, because no good run came while it was due.

        Where one came, it was sent, or they were to have none. Who had none before is new here, or the agent
        is; one in doubt may have reached them; and what a copy that was put back since does not know of, too.
        """
        put_back = self.ledger.meta(PUT_BACK)
        if put_back and datetime.fromisoformat(put_back) > since:
            return False
        if self.ledger.runs.was_good(since, until) or period in self.doubted_periods():
            return False
        return any(one.began < since for one in self.digests())

    def last_digest(self, but: str) -> tuple[Mail, frozenset[str]] | None:
        """The last one, and what it told; None where there was none.

        Only one that is known to have been sent counts: what nobody read was not told.

        Args:
            but: Key of the one that is being written.
        """
        kept = ((one, self.ledger.mails.told(one.key)) for one in self.digests() if one.key != but)
        return next(((one, told) for one, told in kept if told is not None), None)

    def told_until(self) -> date:
        """First day of the latest period whose digest was sent to them; `date.min` where there was none."""
        return max((first_day(period_of(one.key)) for one in self.digests()), default=date.min)

    def doubted_periods(self) -> frozenset[str]:
        """Periods whose digest may not have reached them."""
        prefix = key_prefix(self.recipient)
        doubts = (one for one in self.ledger.in_doubt() if one.key.startswith(prefix))
        return frozenset(period_of(one.key) for one in doubts if self.is_theirs(one.key, one.fingerprint))

    def news(self) -> frozenset[str]:
        """Marks of the news that they were told, or may have been."""
        told = (
            row for prefix in key_prefixes(self.recipient) for row in self.ledger.mails.telling(prefix, NEWS)
        )
        return frozenset(item for key, fingerprint, item in told if self.is_theirs(key, fingerprint))

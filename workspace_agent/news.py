"""Between the digests: who is told what at once, and what a digest of the same run tells already."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from workspace_agent.duties import digest_cards, digest_urgent
from workspace_agent.duties.digest import Digest, Occasion
from workspace_agent.duties.digest_news import has_come, ready_key, urgent_key
from workspace_agent.duties.digest_recipients import Edition, Recipient, recipients
from workspace_agent.duties.digest_scope import narrowed
from workspace_agent.duties.digest_send import SendDigest, recipient_of, send
from workspace_agent.duties.digest_urgent import Point, Stage
from workspace_agent.duties.digests import occasion_of
from workspace_agent.duties.told import Told
from workspace_agent.duties.unread import Sight
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.ledger.told_to import ToldTo
from workspace_agent.model.facts import Department
from workspace_agent.model.plan import Circumstances
from workspace_agent.model.seen import LastLook, Look
from workspace_agent.rules import READS


@dataclass(frozen=True, slots=True)
class News:
    """What a run has to tell between the digests, and what was told before.

    Attributes:
        before: What the last looks showed.
        last_good_run: Aware moment of the last complete run, if there ever was one.
    """

    department: Department
    told: Told
    circumstances: Circumstances
    ledger: Ledger
    before: Mapping[str, LastLook]
    last_good_run: datetime | None

    @classmethod
    def of(cls, department: Department, told: Told, circumstances: Circumstances, ledger: Ledger) -> News:
        """With what the ledger knows of all of it."""
        return cls(department, told, circumstances, ledger, ledger.looks(), ledger.runs.last_good())

    def looks(self) -> tuple[Look, ...]:
        """What is urgent at this look, for the next one to compare with."""
        sight = Sight(self.department, tuple(self.told.unread), READS)
        return digest_urgent.looks(self._points(self.told), self.before, sight)

    def with_marks(self, digest: Digest, recipient: Recipient) -> Digest:
        """A digest with the marks of the news that it shows, so that nobody is told the same once more."""
        department, told = narrowed(self.department, self.told, recipient.scope)
        marks = digest_urgent.marks(digest_urgent.shown(self._points(told), digest.blocks))
        if recipient.edition is Edition.CASE_MANAGER:
            found = digest_cards.cards(department, told, self._occasion(recipient), ())
            marks |= digest_cards.marks(digest_cards.shown(found, digest.blocks))
        return replace(digest, told=digest.told | marks)

    def mails(self, readers: Container[str], digests: Iterable[SendDigest]) -> Iterator[SendDigest]:
        """Urgent mails and cards that are due to these, but for what the digests are about to tell."""
        marks = {recipient_of(one.key): one.digest.told for one in digests}
        for recipient in recipients(self.department.organisation, self.circumstances.today):
            if recipient.key in readers and recipient.edition is not Edition.CSS:
                heard = marks.get(recipient.key, frozenset()) | self._told_to(recipient).news()
                yield from self._mails_to(recipient, heard)

    def _mails_to(self, recipient: Recipient, heard: frozenset[str]) -> Iterator[SendDigest]:
        """Dates and cards from their hour on; what is open to others at once."""
        department, told = narrowed(self.department, self.told, recipient.scope)
        occasion, how = self._occasion(recipient), self.circumstances
        is_time = has_come(how.now, recipient, how.today)
        found = [one for one in self._points(told) if not one.marks <= heard]
        found = [one for one in found if is_time or one.stage is Stage.OPEN]
        if found:
            key = urgent_key(recipient, digest_urgent.marks(found), how.sign)
            yield self._mail(recipient, digest_urgent.compose(department, told, occasion, found), key)
        if is_time and recipient.edition is Edition.CASE_MANAGER:
            yield from self._cards_to(department, told, occasion, heard)

    def _cards_to(
        self, department: Department, told: Told, occasion: Occasion, heard: frozenset[str]
    ) -> Iterator[SendDigest]:
        """One mail a day: what comes up after it waits for the next morning."""
        key = ready_key(occasion.recipient, occasion.today)
        is_sent = self._told_to(occasion.recipient).had(key)
        if not is_sent and (found := digest_cards.cards(department, told, occasion, heard)):
            yield self._mail(occasion.recipient, digest_cards.compose(department, told, occasion, found), key)

    def _told_to(self, recipient: Recipient) -> ToldTo:
        return ToldTo(self.ledger, recipient, self.circumstances.sign)

    def _points(self, told: Told) -> tuple[Point, ...]:
        days, how = self.department.organisation.digests.urgent_days, self.circumstances
        return digest_urgent.points(told, how.today, days, self.before, how.now)

    def _occasion(self, recipient: Recipient) -> Occasion:
        day = self.circumstances.today.isoformat()
        return occasion_of(recipient, day, self.circumstances, self.last_good_run)

    def _mail(self, recipient: Recipient, digest: Digest, key: str) -> SendDigest:
        return send(self.department.organisation, recipient, digest, key, self.circumstances.sign)

"""Which digests are due, and what each of them says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from workspace_agent.duties import digest_case_manager, digest_css, digest_manager
from workspace_agent.duties.digest import Digest, Occasion
from workspace_agent.duties.digest_period import due, missed, period
from workspace_agent.duties.digest_recipients import Edition, Recipient, recipients
from workspace_agent.duties.digest_scope import narrowed
from workspace_agent.duties.digest_send import digest_key
from workspace_agent.duties.told import Told
from workspace_agent.model.facts import Department
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.plan import Circumstances
from workspace_agent.rules import READS, TITLES, UNTIL

COMPOSERS: Mapping[Edition, Callable[[Department, Told, Occasion], Digest]] = {
    Edition.MANAGER: digest_manager.compose,
    Edition.CASE_MANAGER: digest_case_manager.compose,
    Edition.CSS: digest_css.compose,
}
"""Who writes which digest."""


@dataclass(frozen=True, slots=True)
class Mailing:
    """One digest for one person.

    Attributes:
        since: From when it is due, in UTC.
        until: When its period ended, in UTC, where that is over: only what nobody could send is sent then.
    """

    recipient: Recipient
    period: str
    since: datetime
    until: datetime | None = None

    @property
    def key(self) -> str:
        """Its identity."""
        return digest_key(self.recipient, self.period)

    @property
    def day_begins(self) -> datetime:
        """Midnight of the day on which it is due, in UTC: who got another one since then was told."""
        zone = self.recipient.time_zone
        return datetime.combine(self.since.astimezone(zone).date(), time(), tzinfo=zone).astimezone(UTC)


def mailings(organisation: Organisation, now: datetime, today: date) -> Iterator[Mailing]:
    """Digests that are due, or were last week, sent or not, the manager's first."""
    for recipient in recipients(organisation, today):
        if mailing := mailing_for(recipient, now):
            yield mailing


def mailing_for(recipient: Recipient, now: datetime) -> Mailing | None:
    """The one for a person, if there is one."""
    zone = recipient.time_zone
    found = due(now, recipient.at, zone) or missed(now, recipient.at, zone)
    return Mailing(recipient, found.period, found.since, found.until) if found else None


def recipient_called(among: Iterable[Recipient], name: str) -> Recipient | None:
    """Who is meant by a key, by `manager`, or by `css-` and any of their districts."""
    everybody = tuple(among)
    district = name.removeprefix("css-")
    called = (
        *(one for one in everybody if one.key == name),
        *(one for one in everybody[:1] if name == "manager"),
        *(one for one in everybody if district != name and _supports(one, district)),
    )
    return next(iter(called), None)


def _supports(one: Recipient, district: str) -> bool:
    return one.edition is Edition.CSS and district in (one.scope.districts or ())


def mailing_now(recipient: Recipient, now: datetime) -> Mailing:
    """The digest of the period that holds a moment, due or not."""
    return Mailing(recipient, period(now, recipient.at, recipient.time_zone), now)


def occasion_of(
    recipient: Recipient, period: str, circumstances: Circumstances, last_good_run: datetime | None
) -> Occasion:
    """The occasion of a mail as its run gives it, without what earlier mails told.

    Args:
        recipient: Who reads it.
        period: Of which time it is.
        circumstances: Of the run.
        last_good_run: Aware moment of the last complete run, if there ever was one.
    """
    return Occasion(
        recipient=recipient,
        period=period,
        now=circumstances.now,
        today=circumstances.today,
        policy=circumstances.policy,
        last_good_run=last_good_run,
        previous=None,
        titles=TITLES,
        reads=READS,
        until=UNTIL,
        features=circumstances.features,
    )


def compose(department: Department, told: Told, occasion: Occasion) -> Digest:
    """What a person's digest says: nothing of anybody beyond what they may see."""
    recipient = occasion.recipient
    return COMPOSERS[recipient.edition](*narrowed(department, told, recipient.scope), occasion)

"""The mails of a run: which of them are due to whom, and what each of them says."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from workspace_agent import settle
from workspace_agent.duties import digest_year_plan
from workspace_agent.duties.digest import Digest, Health
from workspace_agent.duties.digest_news import without_news
from workspace_agent.duties.digest_period import first_day
from workspace_agent.duties.digest_recipients import Edition, Recipient, recipients
from workspace_agent.duties.digest_scope import narrowed
from workspace_agent.duties.digest_send import SendDigest, period_of, send
from workspace_agent.duties.digests import Mailing, compose, mailings, occasion_of
from workspace_agent.duties.unread import is_worth_waiting
from workspace_agent.duties.wording import mail_waits
from workspace_agent.ledger.gmail_limit import last_limit, mail_waits_until
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.ledger.rows import IDLE_RUNS_KEPT, Mail
from workspace_agent.ledger.told_to import ToldTo
from workspace_agent.model.features import Switch
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.plan import Circumstances
from workspace_agent.model.seen import Look
from workspace_agent.model.waits import Held, Waits, Why
from workspace_agent.news import News
from workspace_agent.rules import RULES
from workspace_agent.rules.tracking import untracked

_AT_A_TIME = 52
"""Case managers; as many mails as Gmail allows an account in a minute, see `in_turn`."""


def write_digest(
    account: settle.Account, circumstances: Circumstances, ledger: Ledger, mailing: Mailing
) -> Digest:
    """A person's digest, due or not."""
    told_to = ToldTo(ledger, mailing.recipient, circumstances.sign)
    last, told = told_to.last_digest(mailing.key) or (None, None)
    occasion = occasion_of(mailing.recipient, mailing.period, circumstances, ledger.runs.last_good())
    occasion = replace(
        occasion,
        previous=without_news(told),
        last=period_of(last.key) if last else "",
        unsent=_unsent(told_to, mailing),
        mail_waits_until=_made_late(ledger, mailing, circumstances.now),
        untracked=tuple(rule.title for rule in untracked(RULES, account.department)),
        health=_health(ledger, circumstances, _days_since(last, circumstances.now, mailing.recipient)),
    )
    return compose(account.department, account.told, occasion)


def _health(ledger: Ledger, circumstances: Circumstances, days: int) -> Health:
    """How the runs of the last days went, without the one that writes this."""
    since = circumstances.now - timedelta(days=days)
    runs = [one for one in ledger.runs.since(since) if one.number != circumstances.run]
    return Health(days, len(runs), sum(not run.is_complete for run in runs))


def _days_since(last: Mail | None, now: datetime, recipient: Recipient) -> int:
    """How many days ago the last digest was sent; a week where there was none, or only by a wrong clock.

    Of what is longer ago not all runs are kept, so that their number would say nothing.
    """
    if last is None or last.at > now:
        return 7
    zone = recipient.time_zone
    since = now.astimezone(zone).date() - last.at.astimezone(zone).date()
    return min(max(1, since.days), IDLE_RUNS_KEPT.days)


def _made_late(ledger: Ledger, mailing: Mailing, now: datetime) -> datetime | None:
    """Until when Gmail's limit holds or held mail back after a digest was due."""
    until = last_limit(ledger, now)
    return until if until and until > mailing.since else None


def _unsent(told_to: ToldTo, mailing: Mailing) -> tuple[str, ...]:
    """Earlier periods whose digest to the same person is in doubt."""
    periods = told_to.doubted_periods()
    return tuple(sorted(one for one in periods if first_day(one) < first_day(mailing.period)))


def write_year_plan(
    account: settle.Account, circumstances: Circumstances, ledger: Ledger, recipient: Recipient, year: int
) -> Digest:
    """A person's plan of the school year that begins in August of a year, due or not."""
    occasion = occasion_of(recipient, str(year), circumstances, ledger.runs.last_good())
    return digest_year_plan.compose(account.department, account.told, occasion)


def in_turn(organisation: Organisation, today: date) -> tuple[frozenset[str], ...]:
    """Keys of all who are told something, in parts: tabs and mails of one go out before those of the next.

    Sheets allows 60 writes a minute to one account and Gmail 52 mails: who waits a minute for the first waits
    for the second with it. Who reads of everybody comes last, so that all is told that went wrong.
    """
    people = [person.key for person in organisation.case_managers]
    others = (one.key for one in recipients(organisation, today) if one.edition is not Edition.CASE_MANAGER)
    starts = range(0, max(len(people), 1), _AT_A_TIME)
    *before, last = (frozenset(people[start : start + _AT_A_TIME]) for start in starts)
    return *before, last.union(others)


def _year_plans(
    account: settle.Account, circumstances: Circumstances, ledger: Ledger, readers: Container[str]
) -> Iterator[SendDigest]:
    """Those that are due and were not sent; each waits for Google to answer again, as a digest does."""
    organisation, now = account.department.organisation, circumstances.now
    for mailing in digest_year_plan.year_mailings(organisation, now, circumstances.today):
        if mailing.recipient.key not in readers:
            continue
        is_sent = ToldTo(ledger, mailing.recipient, circumstances.sign).had(mailing.key)
        if not is_sent and not _waits(account, circumstances, ledger, mailing):
            plan = write_year_plan(account, circumstances, ledger, mailing.recipient, mailing.year)
            yield send(organisation, mailing.recipient, plan, mailing.key, circumstances.sign)


def digest_actions(
    account: settle.Account, circumstances: Circumstances, ledger: Ledger, readers: Container[str]
) -> tuple[settle.Account, tuple[SendDigest, ...]]:
    """Digests that are due and were not sent, and that do not wait for Google to answer again.

    Args:
        account: After the Agent tabs of these readers.
        circumstances: As they were.
        ledger: Knows what was told.
        readers: Keys of those whose turn it is.
    """
    if circumstances.features.digest is Switch.OFF:
        return account, ()
    organisation = account.department.organisation
    news = _news(account, circumstances, ledger)
    actions = tuple(
        send(
            organisation,
            mailing.recipient,
            news.with_marks(write_digest(account, circumstances, ledger, mailing), mailing.recipient),
            mailing.key,
            circumstances.sign,
        )
        for mailing in mailings(organisation, circumstances.now, circumstances.today)
        if mailing.recipient.key in readers
        if not is_settled(mailing, ledger, circumstances.now, circumstances.sign)
        if not _waits(account, circumstances, ledger, mailing)
    )
    plans = _year_plans(account, circumstances, ledger, readers)
    account, actions = settle.held_back(account, (*actions, *plans), circumstances)
    return _until_gmail_allows_it(account, actions, ledger, circumstances.now)


def news_actions(
    account: settle.Account,
    circumstances: Circumstances,
    ledger: Ledger,
    readers: Container[str],
    digests: Iterable[SendDigest] = (),
) -> tuple[settle.Account, tuple[SendDigest, ...]]:
    """Mails between the digests that are due: of what is urgent, and of meetings to get ready for.

    Args:
        account: After the digests of this run.
        circumstances: As they were.
        ledger: Knows what was told.
        readers: Keys of those whose turn it is.
        digests: Those that would be sent before, where nothing is done.
    """
    if circumstances.features.digest is Switch.OFF:
        return account, ()
    reported = (one.action for one in account.waits.held if one.why is Why.REPORT)
    would = (one for one in reported if isinstance(one, SendDigest))
    mails = tuple(_news(account, circumstances, ledger).mails(readers, (*digests, *would)))
    account, mails = settle.held_back(account, mails, circumstances)
    return _until_gmail_allows_it(account, mails, ledger, circumstances.now)


def urgent_looks(account: settle.Account, circumstances: Circumstances, ledger: Ledger) -> tuple[Look, ...]:
    """What is urgent at this look, for the next one to compare with."""
    return _news(account, circumstances, ledger).looks()


def _news(account: settle.Account, circumstances: Circumstances, ledger: Ledger) -> News:
    return News.of(account.department, account.told, circumstances, ledger)


def is_settled(mailing: Mailing, ledger: Ledger, now: datetime, sign: Callable[[str], str]) -> bool:
    """Whether it was sent, or nobody is owed it.

    The digest itself, or another one to them since that day began: who gets it daily now had the week's.

    Args:
        mailing: That is due.
        ledger: What was sent.
        now: Aware. What a clock that was wrong put after it does not count.
        sign: Keyed hash of a text.
    """
    told_to = ToldTo(ledger, mailing.recipient, sign)
    if told_to.had(mailing.key) or told_to.had_digest(mailing.day_begins, now):
        return True
    return mailing.until is not None and not told_to.is_owed(mailing.period, mailing.since, mailing.until)


def _waits(
    account: settle.Account,
    circumstances: Circumstances,
    ledger: Ledger,
    mailing: Mailing | digest_year_plan.YearMailing,
) -> bool:
    """For a source that its own reader would be told of, and for no other."""
    if not account.unread:
        return False
    _, told = narrowed(account.department, account.told, mailing.recipient.scope)
    wanted = ledger.runs.first_since(mailing.since, circumstances.now) or circumstances.now
    return is_worth_waiting(told.unread, wanted, circumstances.now)


def _until_gmail_allows_it(
    account: settle.Account, actions: tuple[SendDigest, ...], ledger: Ledger, now: datetime
) -> tuple[settle.Account, tuple[SendDigest, ...]]:
    """No mail is tried before the moment that Gmail named."""
    until = mail_waits_until(ledger, now)
    if until is None:
        return account, actions
    because = mail_waits(until, account.department.organisation.zone)
    held = tuple(Held(action, Why.LIMIT, because) for action in actions)
    return replace(account, waits=account.waits + Waits(held)), ()

"""Who holds a part since yesterday has got nothing yet, whatever the one before them got."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import TODAY, a_case_manager, a_department, a_meeting, a_student, an_organisation
from tests.builders_news import a_date
from tests.builders_seen import circumstances, sign
from workspace_agent import mails, settle
from workspace_agent.duties.digest_send import SendDigest, mail_print
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.model.facts import Department
from workspace_agent.model.plan import Circumstances

AFTERNOON = circumstances(dt.datetime(2026, 11, 20, 18, tzinfo=dt.UTC))
AUGUST = circumstances(dt.datetime(2026, 8, 3, 18, tzinfo=dt.UTC), today=dt.date(2026, 8, 3))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger")
    yield ledger
    ledger.close()


def department() -> Department:
    """A meeting that a card is due for, and what is told of it."""
    organisation = an_organisation(case_managers=(a_case_manager(),))
    meeting = a_meeting(TODAY + dt.timedelta(days=10))
    return a_department(a_student(), meetings=(meeting,), organisation=organisation)


def account() -> settle.Account:
    return settle.Account(department(), (a_date(2),), (), ())


def everybody(how: Circumstances) -> frozenset[str]:
    (readers,) = mails.in_turn(department().organisation, how.today)
    return readers


def news(ledger: Ledger, how: Circumstances = AFTERNOON) -> tuple[SendDigest, ...]:
    return mails.news_actions(account(), how, ledger, everybody(how))[1]


def year_plans(ledger: Ledger) -> tuple[SendDigest, ...]:
    _, actions = mails.digest_actions(account(), AUGUST, ledger, everybody(AUGUST))
    return tuple(one for one in actions if one.key.startswith("year_plan/"))


def post(ledger: Ledger, sent: tuple[SendDigest, ...], to: str = "") -> None:
    """As if each of them had been sent, to somebody else where an address is given."""
    for one in sent:
        fingerprint = mail_print(one.key, to or one.recipient, sign)
        ledger.mails.tell(one.key, one.digest.told)
        ledger.intend(one.key, fingerprint, ledger.runs.begin(AFTERNOON.now), AFTERNOON.now)
        ledger.settle(one.key, "draft", "", AFTERNOON.now)


def keys(actions: tuple[SendDigest, ...]) -> list[str]:
    return sorted(one.key.rpartition("/")[0] for one in actions)


def test_urgent_news_and_cards_are_told_to_who_follows(ledger: Ledger) -> None:
    first = news(ledger)
    assert keys(first) == ["ready/manager-1", "urgent/manager", "urgent/manager-1"]

    post(ledger, first, to="before@company.example")
    assert keys(news(ledger)) == keys(first)

    post(ledger, news(ledger))
    assert news(ledger) == ()


def test_who_follows_in_august_gets_the_year_plan(ledger: Ledger) -> None:
    first = year_plans(ledger)
    assert keys(first) == ["year_plan/manager"]

    post(ledger, first, to="before@company.example")
    assert keys(year_plans(ledger)) == keys(first)

    post(ledger, year_plans(ledger))
    assert year_plans(ledger) == ()

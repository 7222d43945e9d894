"""How the runs went since the last digest, as the next one tells it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_department
from tests.builders_digest import a_recipient
from tests.builders_seen import circumstances, sign
from workspace_agent import mails, settle
from workspace_agent.duties.digest_send import mail_print
from workspace_agent.duties.digests import mailing_now
from workspace_agent.ledger.ledger import Ledger

MONDAY = dt.datetime(2026, 11, 23, 12, 5, tzinfo=dt.UTC)
FRIDAY, SATURDAY, SUNDAY = (MONDAY - dt.timedelta(days=days) for days in (3, 2, 1))
DAY = dt.timedelta(days=1)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger")
    yield ledger
    ledger.close()


def ran(ledger: Ledger, now: dt.datetime, code: int | None = 0) -> int:
    """A run, without an end where it was killed."""
    run = ledger.runs.begin(now)
    if code is not None:
        ledger.runs.end(run, now, code, "{}")
    return run


def sent(ledger: Ledger, now: dt.datetime) -> None:
    key, recipient = "digest/manager/earlier", a_recipient()
    ledger.mails.tell(key, ())
    ledger.intend(key, mail_print(key, recipient.email, sign), ran(ledger, now - dt.timedelta(hours=1)), now)
    ledger.settle(key, "draft", "", now)


def said(ledger: Ledger, run: int | None = None) -> str:
    """As the digest of Monday has it."""
    account, how = settle.Account(a_department(), (), (), ()), circumstances(MONDAY, run=run)
    digest = mails.write_digest(account, how, ledger, mailing_now(a_recipient(), MONDAY))
    return next(line.text for line in digest.status if " before this one" in line.text)


def test_a_run_that_was_killed_is_told_in_a_preview(ledger: Ledger) -> None:
    ran(ledger, SATURDAY)
    ran(ledger, SUNDAY, None)

    assert said(ledger) == "Runs in the last 7 days before this one: 2, 1 of them not complete."


def test_the_run_that_writes_it_is_not_counted(ledger: Ledger) -> None:
    ran(ledger, SATURDAY)
    ran(ledger, SUNDAY, None)
    run = ran(ledger, MONDAY, None)

    assert said(ledger, run) == "Runs in the last 7 days before this one: 2, 1 of them not complete."


def test_on_monday_a_daily_digest_looks_back_to_the_one_of_friday(ledger: Ledger) -> None:
    sent(ledger, FRIDAY)
    for day in (SATURDAY, SUNDAY, SUNDAY):
        ran(ledger, day)

    assert said(ledger) == "Runs in the last 3 days before this one: 3, all of them complete."


def test_after_a_long_time_it_looks_back_to_the_last_one(ledger: Ledger) -> None:
    sent(ledger, MONDAY - 12 * DAY)
    ran(ledger, MONDAY - 10 * DAY)

    assert said(ledger) == "Runs in the last 12 days before this one: 1, all of them complete."


def test_it_looks_no_further_back_than_idle_runs_are_kept(ledger: Ledger) -> None:
    sent(ledger, MONDAY - 80 * DAY)
    ran(ledger, MONDAY - 70 * DAY, 5)
    ran(ledger, MONDAY - 10 * DAY)

    assert said(ledger) == "Runs in the last 60 days before this one: 1, all of them complete."


@pytest.mark.parametrize(
    ("moment", "time"),
    [(MONDAY - dt.timedelta(hours=2), "the last day"), (MONDAY + DAY, "the last 7 days")],
    ids=["the same morning", "by a clock that was ahead"],
)
def test_how_far_it_looks_back_otherwise(ledger: Ledger, moment: dt.datetime, time: str) -> None:
    ran(ledger, MONDAY - dt.timedelta(hours=1))
    sent(ledger, moment)

    assert said(ledger).startswith(f"Runs in {time} before this one: ")

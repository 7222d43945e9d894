"""What one person was told, by mails that were sent to them or may have been."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.builders_digest import a_recipient
from tests.builders_seen import sign
from workspace_agent.duties.digest_recipients import Edition
from workspace_agent.duties.digest_send import mail_print
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.ledger.rows import PUT_BACK
from workspace_agent.ledger.told_to import ToldTo

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
W46, W47, W48 = (f"digest/manager/2026-W{week}" for week in (46, 47, 48))
MINE, THEIRS = "o@dept.example", "before@dept.example"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger")
    yield ledger
    ledger.close()


def post(
    ledger: Ledger, key: str, *items: str, to: str = MINE, sent: bool = True, now: datetime = NOW
) -> None:
    """A mail of a run of its own."""
    ledger.mails.tell(key, items)
    ledger.intend(key, mail_print(key, to, sign), ledger.runs.begin(now), now)
    if sent:
        ledger.settle(key, "draft", "", now)


def told_to(ledger: Ledger, **changed: Any) -> ToldTo:
    return ToldTo(ledger, a_recipient(**changed), sign)


def told(ledger: Ledger, but: str) -> set[str] | None:
    found = told_to(ledger).last_digest(but)
    return set(found[1]) if found else None


def last(found: ToldTo, but: str) -> str:
    """Key of the last one."""
    digest = found.last_digest(but)
    return digest[0].key if digest else ""


# ---- what the last digest told


def test_a_digest_knows_what_the_one_before_it_told(ledger: Ledger) -> None:
    post(ledger, W46, "a", "b")
    post(ledger, W47, "b", "c")

    assert (last(told_to(ledger), W48), told(ledger, W48)) == (W47, {"b", "c"})
    assert told(ledger, W47) == {"a", "b"}, "the one that is being written is not its own predecessor"


def test_the_last_one_sent_counts_whatever_its_name(ledger: Ledger) -> None:
    """A clock that was a year ahead for one run, and a weekly digest that became a daily one."""
    post(ledger, "digest/manager/2027-W47", "a")
    post(ledger, W47, "b")
    post(ledger, "digest/manager/2026-11-20", "c")

    assert told(ledger, W48) == {"c"}


def test_a_digest_with_nothing_to_tell_was_a_digest(ledger: Ledger) -> None:
    post(ledger, W46, "a")
    post(ledger, W47)

    assert told(ledger, W48) == set()


def test_what_nobody_was_sent_was_not_told(ledger: Ledger) -> None:
    post(ledger, W46, "a")
    post(ledger, W47, "b", sent=False)

    assert told(ledger, W48) == {"a"}


def test_a_digest_of_which_nothing_was_kept_is_passed_over(ledger: Ledger) -> None:
    post(ledger, W46, "a")
    ledger.intend(W47, mail_print(W47, MINE, sign), ledger.runs.begin(NOW), NOW)
    ledger.settle(W47, "draft", "", NOW)

    assert told(ledger, W48) == {"a"}


@pytest.mark.parametrize("other", ["digest/another/2026-W46", "digest/managers/2026-W46"])
def test_a_digest_of_somebody_else_does_not_count(ledger: Ledger, other: str) -> None:
    post(ledger, other, "a")

    assert told(ledger, W47) is None


def test_telling_again_replaces_what_was_told(ledger: Ledger) -> None:
    post(ledger, W46, "a", "b")
    ledger.mails.tell(W46, ["b", "b"])

    assert told(ledger, W47) == {"b"}


def test_a_css_is_compared_with_their_own_digest_whatever_district_sorts_first(ledger: Ledger) -> None:
    """A district that was added sorts in before the first; another CSS got a digest meanwhile."""
    post(ledger, "digest/css-lakeward/2026-W46", "mine")
    post(ledger, "digest/css-north/2026-W46", "another's", to=THEIRS)
    post(ledger, "digest/css-lakeward/2026-W47", sent=False)
    mine = told_to(ledger, edition=Edition.CSS, key="css-east")

    assert last(mine, "digest/css-east/2026-W48") == "digest/css-lakeward/2026-W46"
    assert mine.doubted_periods() == {"2026-W47"}


# ---- who holds a part since yesterday


def test_who_follows_was_told_nothing_yet(ledger: Ledger) -> None:
    post(ledger, W47, "news/urgent/x", to=THEIRS)
    post(ledger, "urgent/manager/a", "news/urgent/y", to=THEIRS)
    post(ledger, "ready/manager/2026-11-20", "news/ready/z", to=THEIRS)
    now, before = told_to(ledger), told_to(ledger, email=THEIRS)

    assert (now.last_digest(W48), now.news(), now.had(W47)) == (None, frozenset(), False)
    assert not now.had_digest(NOW, NOW)
    assert before.news() == {"news/urgent/x", "news/urgent/y", "news/ready/z"}
    assert before.had(W47)
    assert before.had_digest(NOW, NOW)


# ---- single mails


def test_a_mail_that_may_have_been_sent_told_its_news_until_it_is_known_that_it_was_not(
    ledger: Ledger,
) -> None:
    post(ledger, "urgent/manager/a", "news/urgent/x", "other")
    post(ledger, "urgent/manager/b", "news/urgent/y", sent=False)
    post(ledger, "urgent/manager-1/c", "news/urgent/z")
    assert told_to(ledger).news() == {"news/urgent/x", "news/urgent/y"}

    ledger.withdraw("urgent/manager/b")
    assert told_to(ledger).news() == {"news/urgent/x"}


def test_what_is_in_doubt_was_not_had(ledger: Ledger) -> None:
    post(ledger, W47, sent=False)

    assert not told_to(ledger).had(W47)
    assert not told_to(ledger).had(W46)
    assert told_to(ledger).doubted_periods() == {"2026-W47"}


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("began", "had"), [(-HOUR, False), (0 * HOUR, True), (HOUR, True), (2 * HOUR, False)]
)
def test_a_digest_counts_from_a_moment_on_up_to_now(ledger: Ledger, began: timedelta, *, had: bool) -> None:
    """What a clock that was wrong put after now is none."""
    post(ledger, W47, now=NOW + began)

    assert told_to(ledger).had_digest(NOW, NOW + HOUR) is had


# ---- what nobody could send in its time

FRIDAY, NEXT_MONDAY = datetime(2026, 11, 20, 12, tzinfo=UTC), datetime(2026, 11, 23, 5, tzinfo=UTC)
OWED = {
    "who had none before is new": ((), (), False),
    "no run came": ((W46,), (), True),
    "a run came, and sent it or was not to": ((W46,), ((FRIDAY + timedelta(hours=1), 0, "{}"),), False),
    "a run came at its moment": ((W46,), ((FRIDAY, 1, "{}"),), False),
    "a run came before": ((W46,), ((FRIDAY - timedelta(minutes=1), 0, "{}"),), True),
    "a run came after": ((W46,), ((NEXT_MONDAY, 0, "{}"),), True),
    "Google was away": ((W46,), ((FRIDAY + timedelta(hours=1), 5, "{}"),), True),
    "a source could not be read": ((W46,), ((FRIDAY + timedelta(hours=1), 1, '{"unread": 1}'),), True),
}


@pytest.mark.parametrize(("sent", "runs", "is_owed"), OWED.values(), ids=OWED)
def test_a_digest_that_nobody_could_send_is_owed(
    ledger: Ledger, sent: tuple[str, ...], runs: tuple[tuple[datetime, int, str], ...], is_owed: bool
) -> None:
    for key in sent:
        post(ledger, key, now=FRIDAY - timedelta(days=7))
    for began, exit_code, counts in runs:
        ledger.runs.end(ledger.runs.begin(began), began, exit_code, counts)

    assert told_to(ledger).is_owed("2026-W47", FRIDAY, NEXT_MONDAY) is is_owed
    assert told_to(ledger, email="new@dept.example").is_owed("2026-W47", FRIDAY, NEXT_MONDAY) is False


def test_a_digest_in_doubt_is_not_owed(ledger: Ledger) -> None:
    post(ledger, W46, now=FRIDAY - timedelta(days=7))
    post(ledger, W47, now=FRIDAY, sent=False)

    assert told_to(ledger).is_owed("2026-W47", FRIDAY, NEXT_MONDAY) is False


@pytest.mark.parametrize(("hours", "is_owed"), [(-1, True), (72, False)])
def test_what_a_copy_does_not_know_of_is_not_owed(ledger: Ledger, hours: int, is_owed: bool) -> None:
    post(ledger, W46, now=FRIDAY - timedelta(days=7))
    ledger.set_meta(PUT_BACK, (FRIDAY + timedelta(hours=hours)).isoformat())

    assert told_to(ledger).is_owed("2026-W47", FRIDAY, NEXT_MONDAY) is is_owed

"""Whatever frequency, hour, zone and address are, and however the clock goes: each period's digest once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.builders_digest import a_recipient
from tests.builders_seen import sign
from tests.kills.campaign import memory
from workspace_agent.duties.digest_recipients import Recipient
from workspace_agent.duties.digest_send import mail_print
from workspace_agent.duties.digests import Mailing, mailing_for
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.mails import is_settled
from workspace_agent.model.digest_settings import DigestTime

BEGIN = datetime(2026, 10, 23, 12, tzinfo=UTC)
"""A week before clocks go back in New York and Denver, and never in Phoenix."""

HOURS = (time(0), time(3), time(7), time(15), time(22))
TIMES = st.one_of(
    st.builds(DigestTime, every=st.just("day"), time=st.sampled_from(HOURS)),
    st.builds(
        DigestTime,
        every=st.sampled_from(["week", "week", "never"]),
        weekday=st.sampled_from(["Monday", "Wednesday", "Friday"]),
        time=st.sampled_from([*HOURS, time(23, 59)]),
    ),
)
ZONES = st.sampled_from(["America/New_York", "America/Denver", "America/Phoenix", "Europe/London"])
FORWARD = st.integers(1, 3 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
ANY_WAY = st.one_of(FORWARD, st.integers(-400, 400).map(lambda days: timedelta(days=days)))


@dataclass
class Post:
    """Everything that was sent: of which period, to which address, and when the clock said it was."""

    ledger: Ledger
    sent: list[tuple[str, str, datetime]] = field(default_factory=list)

    def run(self, recipient: Recipient, now: datetime) -> Mailing | None:
        """One run: what is due and not sent is sent."""
        run = self.ledger.runs.begin(now)
        self.ledger.runs.end(run, now, 0, "{}")
        mailing = mailing_for(recipient, now)
        if mailing and not is_settled(mailing, self.ledger, now, sign):
            to = mail_print(mailing.key, recipient.email, sign)
            self.ledger.intend(mailing.key, to, run, now)
            self.ledger.settle(mailing.key, "draft", "", now)
            self.sent.append((mailing.key, recipient.email, now))
        return mailing


@contextmanager
def a_post() -> Iterator[Post]:
    with TemporaryDirectory(dir=memory()) as folder:
        ledger = Ledger(Path(folder) / "ledger")
        try:
            yield Post(ledger)
        finally:
            ledger.close()


@given(st.lists(st.tuples(ANY_WAY, TIMES, ZONES, st.booleans()), max_size=12))
def test_nobody_gets_a_period_twice_or_not_at_all(
    steps: list[tuple[timedelta, DigestTime, str, bool]],
) -> None:
    with a_post() as post:
        now, address = BEGIN, 0
        for moved, at, zone, is_another in steps:
            now, address = now + moved, address + is_another
            recipient = a_recipient(at=at, zone=zone, email=f"person{address}@dept.example")
            mailing = post.run(recipient, now)
            if mailing is not None and mailing.until is None:
                got = [one for one in post.sent if one[1] == recipient.email]
                assert any(key == mailing.key or mailing.day_begins <= when <= now for key, _, when in got)
        assert len({(key, to) for key, to, _ in post.sent}) == len(post.sent)


@given(ZONES, st.lists(st.tuples(FORWARD, TIMES), max_size=12))
def test_nobody_gets_two_on_one_day_however_the_settings_change(
    zone: str, steps: list[tuple[timedelta, DigestTime]]
) -> None:
    with a_post() as post:
        now = BEGIN
        for moved, at in steps:
            now += moved
            post.run(a_recipient(at=at, zone=zone), now)
        days = [when.astimezone(ZoneInfo(zone)).date() for _, _, when in post.sent]
        assert len(set(days)) == len(days)


@given(ZONES, TIMES, st.lists(FORWARD, min_size=1, max_size=40))
def test_who_changes_nothing_gets_each_period_in_which_there_was_a_run_in_time(
    zone: str, at: DigestTime, steps: list[timedelta]
) -> None:
    with a_post() as post:
        now, periods = BEGIN, set[str]()
        for moved in steps:
            now += moved
            post.run(a_recipient(at=at, zone=zone), now)
            local = now.astimezone(ZoneInfo(zone))
            periods |= _due_by_the_wall_clock(local, at)
            periods |= _made_up_for_by_the_wall_clock(local, at) if periods else set()
        assert {key.rpartition("/")[2] for key, _, _ in post.sent} == periods
        assert len(post.sent) == len(periods)


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def _due_by_the_wall_clock(local: datetime, at: DigestTime) -> set[str]:
    """As a person with a calendar and a clock on the wall would say it."""
    day = _WEEKDAYS.index(at.weekday)
    late_enough = local.time() >= at.time
    if at.every == "day":
        return {local.date().isoformat()} if local.weekday() < 5 and late_enough else set()
    is_due = local.weekday() > day or (local.weekday() == day and late_enough)
    return {f"{local:%G-W%V}"} if at.every == "week" and is_due else set()


def _made_up_for_by_the_wall_clock(local: datetime, at: DigestTime) -> set[str]:
    """Last week's, before the day of this week's: whoever was there in time has it."""
    is_before = at.every == "week" and local.weekday() < _WEEKDAYS.index(at.weekday)
    return {f"{local - timedelta(days=7):%G-W%V}"} if is_before else set()

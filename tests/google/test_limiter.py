"""No quota is passed in any minute, and no time is wasted below it."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.google.helpers import START, VirtualTime
from workspace_agent.google.limiter import QUOTAS, Limiter
from workspace_agent.google.methods import METHODS, Method
from workspace_agent.google.timing import Timing


def spend(limiter: Limiter, time: VirtualTime, method: Method, times: int) -> list[datetime]:
    moments = []
    for _ in range(times):
        limiter.wait(method)
        moments.append(time.now)
    return moments


def test_sixty_reads_go_at_once_and_the_next_waits_a_minute() -> None:
    time = VirtualTime()
    moments = spend(Limiter(QUOTAS, time.timing()), time, METHODS["sheets.spreadsheets.get"], 121)
    assert [moments.count(START + timedelta(minutes=n)) for n in range(3)] == [60, 60, 1]


def test_reads_and_writes_have_their_own_quotas() -> None:
    time = VirtualTime()
    limiter = Limiter({"sheets.read": 1, "sheets.write": 1}, time.timing())
    limiter.wait(METHODS["sheets.spreadsheets.get"])
    limiter.wait(METHODS["sheets.spreadsheets.values.update"])
    assert time.naps == []


def test_gmail_counts_units() -> None:
    time = VirtualTime()
    moments = spend(Limiter({"gmail": 250}, time.timing()), time, METHODS["gmail.users.drafts.send"], 3)
    assert moments == [START, START, START + timedelta(minutes=1)]


def test_a_call_dearer_than_its_quota_still_gets_its_turn() -> None:
    time = VirtualTime()
    moments = spend(Limiter({"gmail": 50}, time.timing()), time, METHODS["gmail.users.drafts.send"], 2)
    assert moments == [START, START + timedelta(minutes=1)]


def test_what_has_no_quota_does_not_wait() -> None:
    time = VirtualTime()
    spend(Limiter({}, time.timing()), time, METHODS["oauth2.token"], 1000)
    assert time.naps == []


def test_a_clock_that_stands_still_delays_but_never_blocks() -> None:
    naps: list[float] = []
    limiter = Limiter({"drive": 2}, Timing(lambda: START, naps.append, lambda: 0.0))
    for _ in range(5):
        limiter.wait(METHODS["drive.files.get"])
    assert naps == [60.0, 60.0, 120.0]


@given(st.lists(st.floats(0, 90), max_size=60), st.integers(1, 7))
def test_no_minute_holds_more_than_the_quota(pauses: list[float], quota: int) -> None:
    time = VirtualTime()
    limiter = Limiter({"drive": quota}, time.timing())
    moments = []
    for pause in pauses:
        time.now += timedelta(seconds=pause)
        limiter.wait(METHODS["drive.files.get"])
        moments.append(time.now)
    minute = timedelta(minutes=1)
    assert all(sum(start <= other < start + minute for other in moments) <= quota for start in moments)

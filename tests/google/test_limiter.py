"""No quota is passed in any minute, whoever asks and however long answers take; below it nobody waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.google.helpers import START, VirtualTime
from workspace_agent.google.limiter import QUOTAS, Limiter
from workspace_agent.google.methods import METHODS, Method
from workspace_agent.google.timing import Timing
from workspace_agent.model.quotas import Quota

MINUTE = timedelta(minutes=1)
GET, WRITE = METHODS["sheets.spreadsheets.get"], METHODS["sheets.spreadsheets.values.update"]
SEND = METHODS["gmail.users.drafts.send"]
MANY = 1_000_000


def for_users(most: int) -> Quota:
    return Quota(user=most, project=MANY)


def spend(
    limiter: Limiter, time: VirtualTime, method: Method, times: int, user: str = "me"
) -> list[datetime]:
    moments = []
    for _ in range(times):
        with limiter.turn(method, user):
            moments.append(time.now)
    return moments


def test_sixty_reads_go_at_once_and_the_next_waits_a_minute() -> None:
    time = VirtualTime()
    moments = spend(Limiter(QUOTAS, time.timing()), time, GET, 121)
    assert [moments.count(START + timedelta(minutes=n)) for n in range(3)] == [60, 60, 1]


def test_reads_and_writes_have_their_own_quotas() -> None:
    time = VirtualTime()
    limiter = Limiter({"sheets.read": for_users(1), "sheets.write": for_users(1)}, time.timing())
    assert spend(limiter, time, GET, 1) + spend(limiter, time, WRITE, 1) == [START, START]


def test_users_have_their_own_quotas() -> None:
    time = VirtualTime()
    limiter = Limiter({"sheets.read": for_users(1)}, time.timing())
    assert spend(limiter, time, GET, 1, "one") + spend(limiter, time, GET, 1, "other") == [START, START]


def test_all_users_share_the_quota_of_the_project() -> None:
    time = VirtualTime()
    limiter = Limiter({"sheets.read": Quota(user=2, project=3)}, time.timing())
    moments = [*spend(limiter, time, GET, 2, "one"), *spend(limiter, time, GET, 2, "other")]
    assert moments == [START, START, START, START + MINUTE]


def test_gmail_counts_units() -> None:
    time = VirtualTime()
    moments = spend(Limiter({"gmail": for_users(250)}, time.timing()), time, SEND, 3)
    assert moments == [START, START, START + MINUTE]


def test_a_call_dearer_than_its_quota_still_gets_its_turn() -> None:
    time = VirtualTime()
    moments = spend(Limiter({"gmail": for_users(50)}, time.timing()), time, SEND, 2)
    assert moments == [START, START + MINUTE]


def test_what_has_no_quota_does_not_wait() -> None:
    time = VirtualTime()
    spend(Limiter({}, time.timing()), time, METHODS["oauth2.token"], 1000)
    assert time.naps == []


def test_a_minute_begins_with_the_answer() -> None:
    time = VirtualTime()
    limiter = Limiter({"sheets.read": for_users(1)}, time.timing())
    with limiter.turn(GET, "me"):
        time.now += timedelta(seconds=7)
    assert spend(limiter, time, GET, 1) == [START + timedelta(seconds=67)]


def test_a_call_that_fails_is_counted_too() -> None:
    time = VirtualTime()
    limiter = Limiter({"sheets.read": for_users(1)}, time.timing())
    with pytest.raises(ConnectionError), limiter.turn(GET, "me"):
        raise ConnectionError
    assert spend(limiter, time, GET, 1) == [START + MINUTE]


def test_a_clock_that_stands_still_delays_but_never_blocks() -> None:
    naps: list[float] = []
    limiter = Limiter({"drive": for_users(200)}, Timing(lambda: START, naps.append, lambda: 0.0))
    for _ in range(5):
        with limiter.turn(METHODS["drive.files.list"], "me"):
            pass
    assert naps == [60.0, 60.0]


@given(
    st.lists(st.tuples(st.floats(0, 90), st.floats(0, 30), st.floats(0, 1)), max_size=60), st.integers(1, 7)
)
def test_no_minute_holds_more_than_the_quota_whenever_google_counts(
    calls: list[tuple[float, float, float]], quota: int
) -> None:
    """A pause, the time that an answer takes, and at which part of that Google counts the request."""
    time = VirtualTime()
    limiter = Limiter({"sheets.read": for_users(quota)}, time.timing())
    counted = []
    for pause, takes, part in calls:
        time.now += timedelta(seconds=pause)
        with limiter.turn(GET, "me"):
            counted.append(time.now + timedelta(seconds=takes * part))
            time.now += timedelta(seconds=takes)
    assert all(sum(start <= other < start + MINUTE for other in counted) <= quota for start in counted)


class ManyHands:
    """A clock and a sleep for threads: time moves on when somebody sleeps, for all of them."""

    def __init__(self) -> None:
        self.now = START
        self._lock = threading.Lock()
        self.moments: list[tuple[datetime, str]] = []

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.now += timedelta(seconds=seconds)

    def timing(self) -> Timing:
        return Timing(lambda: self.now, self.sleep, lambda: 0.0)

    def ask(self, limiter: Limiter, user: str, times: int) -> None:
        for _ in range(times):
            with limiter.turn(GET, user):
                self.moments.append((self.now, user))


def in_threads(*asks: Callable[[], None]) -> None:
    threads = [threading.Thread(target=ask) for ask in asks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert not any(thread.is_alive() for thread in threads)


def test_threads_of_several_users_pass_neither_quota_together() -> None:
    hands = ManyHands()
    limiter = Limiter({"sheets.read": Quota(user=20, project=30)}, hands.timing())
    users = ["one", "one", "two", "two", "three", "three"]
    in_threads(*(partial(hands.ask, limiter, user, 40) for user in users))
    assert len(hands.moments) == 240
    for start, who in hands.moments:
        within = [user for moment, user in hands.moments if start <= moment < start + MINUTE]
        assert len(within) <= 30
        assert within.count(who) <= 20


def test_who_asks_first_is_served_first() -> None:
    """The first one sleeps until others have queued behind it, one after the other."""
    asleep, all_queued, served = threading.Event(), threading.Event(), list[int]()
    time = VirtualTime()

    def sleep(seconds: float) -> None:
        asleep.set()
        all_queued.wait(20)
        time.sleep(seconds)

    limiter = Limiter({"sheets.read": for_users(1)}, Timing(lambda: time.now, sleep, lambda: 0.0))
    spend(limiter, time, GET, 1)

    def ask(number: int) -> None:
        with limiter.turn(GET, "me"):
            served.append(number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    queue = limiter._users["sheets.read", "me"].queue._waiting
    for number, thread in enumerate(threads):
        thread.start()
        while len(queue) <= number:
            asleep.wait(0.001)
    all_queued.set()
    for thread in threads:
        thread.join(20)
    assert served == list(range(8))
    assert time.now == START + 8 * MINUTE


def test_who_waits_for_their_own_quota_holds_nobody_else_up() -> None:
    """A user sleeps; another one gets through meanwhile."""
    time, meanwhile = VirtualTime(), list[str]()
    limiter: Limiter

    def sleep(seconds: float) -> None:
        with limiter.turn(GET, "other"):
            meanwhile.append("other")
        time.sleep(seconds)

    limiter = Limiter({"sheets.read": for_users(1)}, Timing(lambda: time.now, sleep, lambda: 0.0))
    assert spend(limiter, time, GET, 2, "one") == [START, START + MINUTE]
    assert meanwhile == ["other"]


def test_one_who_gives_up_waiting_leaves_the_queue() -> None:
    time = VirtualTime()

    def interrupted(_seconds: float) -> None:
        raise KeyboardInterrupt

    limiter = Limiter({"sheets.read": for_users(1)}, Timing(lambda: time.now, interrupted, lambda: 0.0))
    spend(limiter, time, GET, 1)
    with pytest.raises(KeyboardInterrupt), limiter.turn(GET, "me"):
        pass
    time.now += MINUTE
    assert spend(limiter, time, GET, 1) == [START + MINUTE]

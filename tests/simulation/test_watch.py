"""The watch between agent and Google sees what is asked too early, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
import requests

from tests.google.helpers import Reply, ScriptedGoogle, VirtualTime
from tests.kills.losses import gmails_limit
from tests.simulation.watch import WatchAdapter

DRAFTS = "https://gmail.googleapis.com/gmail/v1/users/me/drafts"
EVENTS = "https://www.googleapis.com/calendar/v3/calendars/one/events"
TIME = VirtualTime()
HALF_A_MINUTE = Reply(429, {}, {"Retry-After": "30"})
AN_HOUR = Reply(429, gmails_limit(TIME.now + timedelta(hours=1)))


@pytest.mark.parametrize(
    ("refusal", "first", "second", "seconds", "noted"),
    [
        pytest.param(HALF_A_MINUTE, EVENTS, EVENTS, 29, 1, id="the same again, a second too early"),
        pytest.param(HALF_A_MINUTE, EVENTS, EVENTS, 30, 0, id="the same again, in time"),
        pytest.param(HALF_A_MINUTE, EVENTS, f"{EVENTS}/2", 1, 0, id="something else"),
        pytest.param(AN_HOUR, DRAFTS, f"{DRAFTS}/1", 3599, 1, id="any mail before the limit of mail is over"),
        pytest.param(AN_HOUR, DRAFTS, f"{DRAFTS}/1", 3600, 0, id="any mail after it"),
        pytest.param(AN_HOUR, DRAFTS, EVENTS, 1, 0, id="an event while mail waits"),
        pytest.param(Reply(503), EVENTS, EVENTS, 1, 0, id="no time was named"),
    ],
)
def test_what_is_asked_too_early_is_noted(
    refusal: Reply, first: str, second: str, seconds: float, noted: int
) -> None:
    time = VirtualTime()
    watch = WatchAdapter(ScriptedGoogle(refusal, Reply()), time.timing().clock)
    for address in (first, second):
        watch.send(requests.Request("POST", address).prepare())
        time.sleep(seconds)

    assert len(watch.too_early) == noted

"""What a digest says of Gmail's limit at its end."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders_digest import an_occasion
from workspace_agent.duties.digest_frame import status

NOW = dt.datetime.fromisoformat("2026-11-20T12:00:00+00:00")
MOMENTS = {
    "it waits": (
        dt.timedelta(hours=3),
        "Mail waits until 20 Nov 2026 10:00 (America/New_York), because Gmail's limit is reached.",
    ),
    "it waited": (
        dt.timedelta(hours=-1),
        "Mail waited until 20 Nov 2026 06:00 (America/New_York), because Gmail's limit was reached.",
    ),
}


@pytest.mark.parametrize(("ahead", "said"), MOMENTS.values(), ids=MOMENTS)
def test_a_digest_that_is_late_because_of_gmails_limit_says_so(ahead: dt.timedelta, said: str) -> None:
    told = status(an_occasion(now=NOW, mail_waits_until=NOW + ahead), 0)
    assert said in [line.text for line in told]


def test_a_digest_in_time_says_nothing_of_it() -> None:
    assert not any("Gmail" in line.text for line in status(an_occasion(now=NOW), 0))

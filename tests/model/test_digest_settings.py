"""When digests may be sent, and of which days before a meeting."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import pytest
from pydantic import ValidationError

from workspace_agent.model.digest_settings import DigestSettings, DigestTime
from workspace_agent.model.people import Supervisor

HOURS = {"00:59": True, "01:00": False, "02:59": False, "03:00": True, "23:59": True}


@pytest.mark.parametrize(("hour", "may_be"), HOURS.items())
def test_no_digest_is_due_in_the_hours_that_clocks_change_in(hour: str, may_be: bool) -> None:
    if may_be:
        assert DigestTime(time=dt.time.fromisoformat(hour)).time == dt.time.fromisoformat(hour)
        return
    with pytest.raises(ValidationError, match="not from 01:00 to 03:00"):
        DigestTime(time=dt.time.fromisoformat(hour))


@pytest.mark.parametrize(
    ("every", "hour", "may_be"),
    [
        ("day", "22:00", True),
        ("day", "22:01", False),
        ("day", "23:50", False),
        ("week", "23:50", True),
        ("never", "23:50", True),
    ],
)
def test_between_a_daily_digest_and_midnight_there_is_time_to_send_it(
    every: Literal["week", "day", "never"], hour: str, may_be: bool
) -> None:
    """The timer goes each quarter of an hour: it would come at 23:45 and at midnight."""
    if may_be:
        assert DigestTime(every=every, time=dt.time.fromisoformat(hour)).every == every
        return
    with pytest.raises(ValidationError, match="a daily digest is due at 22:00 at the latest"):
        DigestTime(every=every, time=dt.time.fromisoformat(hour))


DAYS = {
    "fewer each time": ((10, 3, 1), True),
    "none": ((), True),
    "more": ((1, 3), False),
    "twice": ((3, 3), False),
}


@pytest.mark.parametrize(("days", "may_be"), DAYS.values(), ids=DAYS)
def test_the_days_before_a_meeting_are_fewer_each_time(days: tuple[int, ...], may_be: bool) -> None:
    if may_be:
        assert DigestSettings(ready_days=days).ready_days == days
        return
    with pytest.raises(ValidationError, match="name the most days first"):
        DigestSettings(ready_days=days)


def test_a_supervisor_of_nobody_in_particular_is_refused() -> None:
    person = {"key": "north", "name": "Nora Lind", "email": "n@dept.example", "zone": "America/New_York"}

    with pytest.raises(ValidationError, match="who reads everything is the manager"):
        Supervisor.model_validate({**person, "from": "2026-08-01"})

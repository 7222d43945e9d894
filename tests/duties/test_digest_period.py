"""When a digest is due, and of which time it is."""

from __future__ import annotations

import datetime as dt
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from workspace_agent.duties.digest_period import due, first_day, missed
from workspace_agent.model.digest_settings import DigestTime

NEW_YORK = ZoneInfo("America/New_York")


def period(now: datetime, when: DigestTime | None = None, zone: ZoneInfo = NEW_YORK) -> str | None:
    """The week whose digest is due."""
    found = due(now, when or DigestTime(), zone)
    return found.period if found else None


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param("2026-11-16T06:59-05:00", None, id="a minute before Monday seven nothing is due"),
        pytest.param("2026-11-16T07:00-05:00", "2026-W47", id="at Monday seven it is due"),
        pytest.param("2026-11-17T03:00-05:00", "2026-W47", id="a missed Monday is due on Tuesday"),
        pytest.param("2026-11-22T23:59-05:00", "2026-W47", id="and still on Sunday night"),
        pytest.param("2026-11-23T00:00-05:00", None, id="but not in the week after"),
        pytest.param("2026-03-08T03:30-04:00", "2026-W10", id="the Sunday on which clocks go forward"),
        pytest.param("2026-11-01T01:30-05:00", "2026-W44", id="the hour that comes twice"),
        pytest.param("2026-03-09T07:00-04:00", "2026-W11", id="the Monday after clocks went forward"),
        pytest.param("2026-03-09T06:59-04:00", None, id="the minute before it"),
        pytest.param("2028-02-29T12:00-05:00", "2028-W09", id="29 February"),
        pytest.param("2026-12-31T12:00-05:00", "2026-W53", id="the last day of a long year"),
        pytest.param("2027-01-01T12:00-05:00", "2026-W53", id="New Year's Day is in last year's week"),
        pytest.param("2027-01-04T07:00-05:00", "2027-W01", id="the first Monday of the year"),
        pytest.param("2024-12-30T07:00-05:00", "2025-W01", id="a December Monday of next year's week"),
    ],
)
def test_a_digest_is_due_from_its_moment_to_the_end_of_the_week(now: str, expected: str | None) -> None:
    assert period(datetime.fromisoformat(now)) == expected


def test_the_moment_is_in_the_managers_zone_whatever_zone_now_is_told_in() -> None:
    noon = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)

    assert period(noon) == "2026-W47"
    assert period(noon, zone=ZoneInfo("America/Denver")) is None


def test_another_weekday_waits_for_its_day() -> None:
    friday = DigestTime(weekday="Friday", time=dt.time(9, 0))

    assert period(datetime(2026, 11, 19, 23, 0, tzinfo=NEW_YORK), friday) is None
    assert period(datetime(2026, 11, 20, 9, 0, tzinfo=NEW_YORK), friday) == "2026-W47"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param("2026-11-22T23:59-05:00", None, id="while it is due it is not missed"),
        pytest.param("2026-11-23T00:00-05:00", "2026-W47", id="from Monday on it is"),
        pytest.param("2026-11-26T23:59-05:00", "2026-W47", id="and still on the day before the next one"),
        pytest.param("2026-11-27T00:00-05:00", None, id="on whose day nobody is to get two"),
        pytest.param("2027-01-04T00:00-05:00", "2026-W53", id="of last year"),
        pytest.param("2026-11-02T06:00-05:00", "2026-W44", id="the week in which clocks went back"),
    ],
)
def test_last_weeks_digest_is_missed_up_to_the_day_of_this_weeks(now: str, expected: str | None) -> None:
    found = missed(datetime.fromisoformat(now), DigestTime(weekday="Friday"), NEW_YORK)
    assert (found.period if found else None) == expected


def test_a_missed_digest_was_due_from_its_moment_to_the_end_of_its_week() -> None:
    now = datetime.fromisoformat("2026-11-03T06:00-05:00")
    found = missed(now, DigestTime(weekday="Friday"), NEW_YORK)

    assert found is not None
    assert found.since == datetime.fromisoformat("2026-10-30T07:00-04:00")
    assert found.until == datetime.fromisoformat("2026-11-02T00:00-05:00"), "clocks went back on Sunday"


@pytest.mark.parametrize("when", [DigestTime(), DigestTime(every="day"), DigestTime(every="never")])
@pytest.mark.parametrize("hour", [6, 8])
def test_of_mondays_daily_ones_and_none_there_is_none_to_make_up_for(when: DigestTime, hour: int) -> None:
    assert missed(datetime(2026, 11, 23, hour, tzinfo=NEW_YORK), when, NEW_YORK) is None


@pytest.mark.parametrize(
    ("period", "day"),
    [
        pytest.param("2026-W47", date(2026, 11, 16), id="in the middle of a year"),
        pytest.param("2026-W53", date(2026, 12, 28), id="week 53"),
        pytest.param("2025-W01", date(2024, 12, 30), id="a first week that begins in December"),
    ],
)
def test_a_week_begins_on_its_monday(period: str, day: date) -> None:
    assert first_day(period) == day

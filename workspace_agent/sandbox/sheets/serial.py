"""Serial numbers of Sheets: days since 30 December 1899, the time of day as a fraction."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from math import floor

_DAY_ZERO = date(1899, 12, 30)
_SECONDS = 86_400


def serial_of_date(day: date) -> int:
    """Serial number of a day."""
    return (day - _DAY_ZERO).days


def day_of_serial(serial: float) -> date:
    """The day on which a serial number lies.

    Raises:
        OverflowError: It lies before the year 1 or after the year 9999.
    """
    return _DAY_ZERO + timedelta(days=floor(serial))


def fraction_of_day(moment: time) -> float:
    """A time of day as the fraction of a day that Sheets stores."""
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    return seconds / _SECONDS


def moment_of_serial(serial: float) -> datetime:
    """Day and time of a serial number, to the nearest second as Sheets shows it (without a zone)."""
    # Rounding comes before splitting: 9:30 is stored as 0.39583..., and cutting it would show 9:29.
    days, seconds = divmod(round(serial * _SECONDS), _SECONDS)
    start = datetime.combine(_DAY_ZERO, time())
    return start + timedelta(days=days, seconds=seconds)


def total_seconds(serial: float) -> int:
    """Length of a duration in whole seconds."""
    return round(serial * _SECONDS)

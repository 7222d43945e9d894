"""Time zones as spreadsheets name them."""

from __future__ import annotations

import re
from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_CUSTOM = re.compile(r"GMT(?P<sign>[+-])(?P<hours>\d{2}):(?P<minutes>[0-5]\d)")
_MOST_HOURS = 15


def zone_called(name: str) -> tzinfo | None:
    """The zone of a spreadsheet; None where nobody knows it.

    Args:
        name: Of the IANA database, or a custom `GMT-07:00`, as `spreadsheetProperties.timeZone` may give it.
            Source: developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets
    """
    if match := _CUSTOM.fullmatch(name):
        return _custom(match["sign"], int(match["hours"]), int(match["minutes"]))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _custom(sign: str, hours: int, minutes: int) -> tzinfo | None:
    if hours > _MOST_HOURS:
        return None
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(-ahead if sign == "-" else ahead)

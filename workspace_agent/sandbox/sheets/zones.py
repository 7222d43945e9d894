"""Time zones: those of the time zone database, and custom ones such as `GMT-07:00`."""

from __future__ import annotations

import re
from datetime import timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_CUSTOM = re.compile(r"GMT([+-])([01]?[0-9]|2[0-3]):([0-5][0-9])")
_NO_PLACE = frozenset({"Factory", "localtime"})


@cache
def zone_of(name: str) -> tzinfo | None:
    """A time zone by its name; None where there is no such zone."""
    custom = _CUSTOM.fullmatch(name)
    if custom:
        ahead = timedelta(hours=int(custom[2]), minutes=int(custom[3]))
        return timezone(-ahead if custom[1] == "-" else ahead)
    return ZoneInfo(name) if name in available_timezones() - _NO_PLACE else None

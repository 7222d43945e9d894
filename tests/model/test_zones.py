"""Zones of spreadsheets, by name and custom."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from workspace_agent.model.zones import zone_called


@pytest.mark.parametrize(
    ("name", "hours"),
    [
        ("America/Denver", -7.0),
        ("GMT-07:00", -7.0),
        ("GMT+05:30", 5.5),
        ("GMT+00:00", 0.0),
        ("Etc/GMT+7", -7.0),
    ],
)
def test_a_zone_is_known_by_name_or_by_its_offset(name: str, hours: float) -> None:
    zone = zone_called(name)

    assert zone is not None
    assert zone.utcoffset(datetime(2026, 11, 20)) == timedelta(hours=hours)  # noqa: DTZ001 - asks the zone


@pytest.mark.parametrize("name", ["", "GMT-7", "GMT-24:00", "GMT-07:75", "Mountain", "../etc/passwd", "/etc"])
def test_what_nobody_knows_is_none(name: str) -> None:
    assert zone_called(name) is None

"""A fresh department for each journey."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.world import World, build_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Willow's first case manager on Friday, 20 Nov 2026, 7:00 in New York."""
    return build_world(tmp_path)

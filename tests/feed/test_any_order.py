"""Whatever people do, a look through the feed shows what a full look shows.

A short look here; `python -m tests.feed --seeds 20 --steps 60` looks for long.
"""

from __future__ import annotations

from pathlib import Path

from tests.feed.__main__ import live


def test_a_look_through_the_feed_shows_what_a_full_look_shows(tmp_path: Path) -> None:
    live(tmp_path / "world", seed=1, steps=12)

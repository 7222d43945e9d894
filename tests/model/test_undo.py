"""How a person takes back what the agent did."""

from __future__ import annotations

import pytest

from workspace_agent.model.undo import Undo, undo, undo_of


@pytest.mark.parametrize("way", Undo)
def test_what_is_done_says_how(way: Undo) -> None:
    assert undo(way.name, "done") == way.value


@pytest.mark.parametrize("state", ["failed", "skipped"])
def test_what_was_not_done_needs_no_undoing(state: str) -> None:
    assert undo("TAKE_OFF", state) == ""


def test_what_may_have_been_done_is_looked_at_first() -> None:
    said = undo("CANNOT", "unknown")

    assert said == "Look first: it is not known whether this was done. A mail cannot be taken back."


@pytest.mark.parametrize("way", ["", "A_LATER_VERSIONS"])
def test_what_is_not_known_is_looked_at(way: str) -> None:
    assert undo(way, "done") == "Open the link and look."


@pytest.mark.parametrize(
    ("key", "way"),
    [
        ("meeting/abc/1", Undo.DELETE_EVENT),
        ("cancel/abc/1", Undo.BOOK_AGAIN),
        ("share/folder/root/manager", Undo.TAKE_OFF),
        ("digest/manager/2026-W47", Undo.CANNOT),
        ("urgent/manager/3fa94c21d0b7", Undo.CANNOT),
        ("ready/manager-1/2026-11-20", Undo.CANNOT),
        ("year_plan/manager/2026", Undo.CANNOT),
        ("mark/abc", Undo.LOOK),
    ],
)
def test_where_only_the_key_is_known_it_tells(key: str, way: Undo) -> None:
    assert undo_of(key) is way

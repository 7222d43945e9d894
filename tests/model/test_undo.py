"""How a person takes back what the agent did."""

from __future__ import annotations

import pytest

from workspace_agent.model.undo import Undo, undo


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

"""How a person takes back what the agent did."""

from __future__ import annotations

import pytest

from workspace_agent.duties import undo as module
from workspace_agent.duties.digest_rows import EFFECTS
from workspace_agent.duties.undo import undo


@pytest.mark.parametrize("kind", EFFECTS)
def test_every_effect_that_is_done_says_how(kind: str) -> None:
    assert undo(f"{kind}/x", "summary", "done") == module._WAYS[kind]


@pytest.mark.parametrize(
    ("summary", "begins"),
    [
        pytest.param("book: meeting 1 of k3", "Delete the event", id="a booking"),
        pytest.param("hold: meeting 1 of k3", "Delete the event", id="a hold"),
        pytest.param("link: meeting 1 of k3", "Nothing that anybody", id="an event by hand that was linked"),
    ],
)
def test_an_event_is_taken_back_by_what_was_done_to_it(summary: str, begins: str) -> None:
    assert undo("meeting/k3/1", summary, "done").startswith(begins)


@pytest.mark.parametrize("state", ["failed", "skipped"])
def test_what_was_not_done_needs_no_undoing(state: str) -> None:
    assert undo("share/folder/manager", "share: folder", state) == ""


def test_what_may_have_been_done_is_looked_at_first() -> None:
    said = undo("digest/manager/2026-W47", "digest: 2026-W47 to manager", "unknown")

    assert said == "Look first: it is not known whether this was done. A mail cannot be taken back."


def test_what_nobody_has_thought_of_is_looked_at() -> None:
    assert undo("notice/k3", "notice", "done") == "Open the link and look."

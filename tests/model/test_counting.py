"""One thing is not told as several."""

from __future__ import annotations

import pytest

from workspace_agent.model.counting import counted, for_a_person


@pytest.mark.parametrize(("count", "said"), [(0, "0 drafts"), (1, "1 draft"), (1234, "1,234 drafts")])
def test_things_are_counted(count: int, said: str) -> None:
    assert counted(count, "draft") == said


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 row or response needs a person"), (2, "2 rows or responses need a person")],
)
def test_what_needs_a_person_is_counted(count: int, said: str) -> None:
    assert for_a_person(count) == said

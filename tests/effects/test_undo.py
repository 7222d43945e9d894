"""Every kind of action says how a person takes it back."""

from __future__ import annotations

from collections.abc import Iterator

import workspace_agent.effects  # noqa: F401 - knows every kind of action
from workspace_agent.model.action import Action
from workspace_agent.model.undo import Undo


def _kinds(kind: type[Action] = Action) -> Iterator[type[Action]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)


OURS = {one for one in _kinds() if one.__module__.startswith("workspace_agent.")}
"""A class with slots is made twice, and both may be there."""


def test_it_says_how() -> None:
    without = {kind.__name__ for kind in OURS if kind.undo is Undo.LOOK}

    assert without == {"MeetingAction"}, "which is what the others are made of"
    assert len(OURS) > 10

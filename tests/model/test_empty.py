"""Before anything was seen or done: the defaults that a first run starts from."""

from __future__ import annotations

import dataclasses

import pytest

from workspace_agent.model.action import Action, Outcome, State
from workspace_agent.model.seen import Seen


def test_at_first_nothing_was_seen() -> None:
    seen = Seen()

    assert (seen.events, seen.unmarked, seen.calendars) == ((), (), frozenset())
    assert (dict(seen.files), dict(seen.done), dict(seen.numbers)) == ({}, {}, {})
    assert dict(seen.looks) == {}


def test_what_was_seen_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Seen().looks = {}  # type: ignore[misc]


def test_an_action_needs_nothing_and_belongs_to_nobody_unless_it_says_so() -> None:
    action = Action(key="folder/a", fingerprint="1", summary="make a folder")

    assert (action.needs, action.case_manager, action.student_ref, action.place) == ((), "", "", None)
    assert Outcome(action, State.DONE) == Outcome(action, State.DONE, reason="", link="")

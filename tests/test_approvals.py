"""Approvals are taken altogether or not at all, and end with what they cover."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.builders_waits import HERS, HIS, Book, restrained, some
from workspace_agent.approvals import approve, chosen, forget_done, forget_taken_in, forget_unwanted
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.model.action import Outcome, State
from workspace_agent.model.errors import NotThere
from workspace_agent.model.seen import Look

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
BOTH = (*some(Book, 26), *some(Book, 26, HIS))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    yield ledger
    ledger.close()


def test_two_sources_are_approved_by_two_words(ledger: Ledger) -> None:
    _, waits = restrained(*BOTH)
    approved = approve(ledger, waits.stops, [stop.approval for stop in waits.stops], NOW)

    assert approved == {action.item for action in BOTH} == ledger.approved()


def test_one_source_is_approved_and_the_other_still_waits(ledger: Ledger) -> None:
    _, waits = restrained(*BOTH)
    (hers,) = [stop.approval for stop in waits.stops if stop.source == HERS]
    _, after = restrained(*BOTH, approved=approve(ledger, waits.stops, [hers], NOW))

    assert [stop.source for stop in after.stops] == [HIS]


def test_with_one_word_mistyped_nothing_is_approved(ledger: Ledger) -> None:
    _, waits = restrained(*BOTH)
    with pytest.raises(NotThere, match="approval 0123; nothing was done"):
        approve(ledger, waits.stops, [waits.stops[0].approval, "0123"], NOW)

    assert ledger.approved() == frozenset()


@pytest.mark.parametrize("state", State)
def test_an_approval_ends_when_its_action_is_done(ledger: Ledger, state: State) -> None:
    (action,) = some(Book, 1)
    ledger.approve([action.item], NOW)
    forget_done(ledger, [Outcome(action, state)])

    assert ledger.approved() == (frozenset() if state is State.DONE else {action.item})


def test_an_approval_of_a_loss_ends_when_a_look_has_taken_it_in(ledger: Ledger) -> None:
    (action,) = some(Book, 1)
    taken_in, unread = ("source/book-1/meetings", "6 to 0"), ("source/book-2/meetings", "6 to 0")
    ledger.approve([action.item, taken_in, unread], NOW)
    forget_taken_in(ledger, [Look(taken_in[0], "0"), Look(action.key, "1")])

    assert ledger.approved() == {action.item, unread}


def test_an_approval_ends_when_nobody_wants_its_action_any_more(ledger: Ledger) -> None:
    ledger.approve([action.item for action in some(Book, 2)], NOW)
    forget_unwanted(ledger, some(Book, 1))

    assert ledger.approved() == {action.item for action in some(Book, 1)}


def test_what_is_chosen_is_just_what_waits_and_is_not_remembered_yet(ledger: Ledger) -> None:
    _, waits = restrained(*BOTH)
    (hers,) = [stop for stop in waits.stops if stop.source == HERS]

    assert chosen(waits.stops, [f" {hers.approval.upper()}."]) == hers.items
    assert ledger.approved() == frozenset()

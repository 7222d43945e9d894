"""Verdicts that are true when they are read: nothing is called booked, filed or cancelled before it is.

A duty says what a row comes to. Until its effect is done, that is still to be; where the effect waits, or
could not be done, the verdict says so instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from workspace_agent.duties.wording import decides, failure, is_booking, would_be
from workspace_agent.model.action import Action, Decision, Outcome, State
from workspace_agent.model.place import Place
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.waits import Held

_TO_BE = {
    RowVerdict.BOOKED: RowVerdict.TO_BE_BOOKED,
    RowVerdict.HOLD: RowVerdict.TO_BE_HELD,
    RowVerdict.LINKED: RowVerdict.TO_BE_LINKED,
    RowVerdict.FILED: RowVerdict.TO_BE_FILED,
    RowVerdict.NEEDS_REVIEW: RowVerdict.TO_BE_REVIEWED,
    RowVerdict.CANCELLED: RowVerdict.TO_BE_CANCELLED,
}
_BECOME = {later: now for now, later in _TO_BE.items()}
"""Once it is done the row says what it says in every later run: else the Agent tab would be written again."""


Row = tuple[str, Place | None]


def before(
    decisions: Iterable[Decision], actions: Iterable[Action], held: Iterable[Held]
) -> tuple[Decision, ...]:
    """The account of every row before anything is done.

    Args:
        decisions: What each row comes to in the end.
        actions: What is done in this run.
        held: What waits.
    """
    waiting = {_row(one.action): one for one in _deciding_last(held)}
    pending = {_row(action) for action in actions if decides(action)}
    return tuple(_foreseen(one, waiting.get(_place(one)), _place(one) in pending) for one in decisions)


def _deciding_last(held: Iterable[Held]) -> list[Held]:
    """Of what waits for one row, what its verdict hangs on counts."""
    return sorted(held, key=lambda one: decides(one.action))


def _foreseen(decision: Decision, held: Held | None, pending: bool) -> Decision:  # noqa: FBT001 - asked of a set
    if held is not None:
        return replace(decision, verdict=held.why.value, because=would_be(decision, held))
    return replace(decision, verdict=_TO_BE.get(decision.verdict, decision.verdict)) if pending else decision


def after(decisions: Iterable[Decision], outcomes: Iterable[Outcome]) -> tuple[Decision, ...]:
    """The account of every row after some effects: what was to be is so, or was not done."""
    done: Mapping[Row, Outcome] = {_row(one.action): one for one in outcomes if decides(one.action)}
    return tuple(_settled(one, done.get(_place(one))) for one in decisions)


def _settled(decision: Decision, outcome: Outcome | None) -> Decision:
    if outcome is None or decision.verdict not in _BECOME:
        return decision
    if outcome.state is State.DONE:
        made = outcome.link if is_booking(outcome.action) else decision.link
        return replace(decision, verdict=_BECOME[decision.verdict], link=made)
    told = failure(outcome)
    because = told.sentence if told else "something that it needs could not be done"
    verdict = RowVerdict.IN_DOUBT if outcome.state is State.UNKNOWN else RowVerdict.NOT_DONE
    return replace(decision, verdict=verdict, because=because)


def _row(action: Action) -> Row:
    return (action.duty, action.place)


def _place(decision: Decision) -> Row:
    return (decision.duty, decision.place)

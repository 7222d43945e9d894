"""Approvals: a person lets past a brake exactly what waited there, once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from workspace_agent.ledger.ledger import Ledger
from workspace_agent.model.action import Action, Outcome, State
from workspace_agent.model.errors import NotThere
from workspace_agent.model.seen import Look
from workspace_agent.model.waits import Item, Stop

_LOSSES = ("source/", "workbook/")
"""Looks at sheets and workbooks: under what is approved of a loss stands the look that missed it."""


def approve(ledger: Ledger, stops: Iterable[Stop], asked: Sequence[str], now: datetime) -> frozenset[Item]:
    """Remember approvals, altogether or not at all, and give everything that is approved.

    Args:
        ledger: Keeps them until what they cover is done, also through a sudden death.
        stops: Brakes that are on now.
        asked: As typed behind `--approve`.
        now: Aware.

    Raises:
        NotThere: Nothing waits under one of them: it was mistyped, or something has changed since.
    """
    ledger.approve(chosen(stops, asked), now)
    return ledger.approved()


def chosen(stops: Iterable[Stop], asked: Sequence[str]) -> frozenset[Item]:
    """What waits under these approvals.

    Args:
        stops: Brakes that are on now.
        asked: As typed behind `--approve`.

    Raises:
        NotThere: Nothing waits under one of them.
    """
    waiting = {stop.approval: stop for stop in stops}
    typed = [one.strip(" .").lower() for one in asked]
    unknown = [one for one in typed if one not in waiting]
    if unknown:
        raise NotThere(
            f"Nothing waits for the approval {', '.join(unknown)}; nothing was done.",
            advice=_choices(waiting.values()),
        )
    return frozenset(item for one in typed for item in waiting[one].items)


def forget_done(ledger: Ledger, outcomes: Iterable[Outcome]) -> None:
    """An approval ends when its action is done."""
    ledger.forget_approvals({one.action.item for one in outcomes if one.state is State.DONE})


def forget_taken_in(ledger: Ledger, looks: Iterable[Look]) -> None:
    """An approval of a loss ends when a look has taken it in: later ones compare with what is left."""
    losses = {look.subject for look in looks if look.subject.startswith(_LOSSES)}
    ledger.forget_approvals({item for item in ledger.approved() if item[0] in losses})


def forget_unwanted(ledger: Ledger, wanted: Iterable[Action]) -> None:
    """An approval ends when nobody wants its action any more; only a whole look can tell that."""
    ledger.forget_approvals(ledger.approved() - {action.item for action in wanted})


def _choices(stops: Iterable[Stop]) -> str:
    told = [(stop.approval, problem.sentence) for stop in stops for problem in stop.problems]
    lines = [f"  run --approve {approval}: {sentence}" for approval, sentence in told]
    return "\n".join(["look at `plan`, then take one of these:", *lines]) if lines else "nothing waits now"

"""Nothing is called booked, filed or cancelled before it is; what waits or failed says so."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import pytest

from tests.builders import a_row
from tests.builders_waits import Book, Cancel, Change, some
from workspace_agent.duties import verdicts
from workspace_agent.model.action import Action, Decision, Kind, Outcome, State
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.waits import Held, Why

ROW = a_row(2, sheet=2)


class Filing(Action):
    duty: ClassVar[str] = "filing"
    kind: ClassVar[Kind] = Kind.CREATE


def one(kind: type[Action]) -> Action:
    """An action of the row."""
    if kind is Filing:
        return Filing(key="record/r", fingerprint="f", summary="file", place=ROW)
    (action,) = some(kind, 1)
    return replace(action, place=ROW)


def row(verdict: str, duty: str = "meetings") -> Decision:
    return Decision(duty, RowVerdict(verdict), "Book is ticked", ROW, "ana", "k3")


def foreseen(verdict: str, *actions: Action, held: tuple[Held, ...] = (), duty: str = "meetings") -> Decision:
    (decision,) = verdicts.before([row(verdict, duty)], actions, held)
    return decision


def said(
    decision: Decision, kind: type[Action], state: State, trouble: ProblemKind | None = None
) -> Decision:
    """After the outcome of an action of the row."""
    (settled,) = verdicts.after([decision], [Outcome(one(kind), state, trouble=trouble)])
    return settled


@pytest.mark.parametrize(
    ("verdict", "kind", "before"),
    [
        pytest.param("booked", Book, "to_be_booked", id="a booking"),
        pytest.param("hold", Book, "to_be_held", id="a private hold"),
        pytest.param("cancelled", Cancel, "to_be_cancelled", id="a cancellation"),
        pytest.param("booked", Change, "booked", id="a booked meeting is booked while it changes"),
        pytest.param("exited", Cancel, "exited", id="whoever has left has left"),
    ],
)
def test_what_is_not_done_yet_is_to_be_and_what_is_done_is(
    verdict: str, kind: type[Action], before: str
) -> None:
    decision = foreseen(verdict, one(kind))

    assert decision.verdict == before
    assert said(decision, kind, State.DONE) == row(verdict)
    assert foreseen(verdict) == row(verdict)


def test_a_response_is_filed_once_it_is() -> None:
    decision = foreseen("filed", one(Filing), duty="filing")

    assert decision.verdict == "to_be_filed"
    assert said(decision, Filing, State.DONE).verdict == "filed"
    assert said(decision, Filing, State.SKIPPED).verdict == "not_done"


@pytest.mark.parametrize(
    ("state", "trouble", "verdict", "because"),
    [
        pytest.param(
            State.FAILED, ProblemKind.EFFECT_UNAVAILABLE, "not_done", "Google did not answer", id="failed"
        ),
        pytest.param(State.SKIPPED, None, "not_done", "something that it needs", id="skipped"),
        pytest.param(State.UNKNOWN, ProblemKind.EFFECT_UNKNOWN, "in_doubt", "it is not known", id="unknown"),
    ],
)
def test_what_could_not_be_done_is_not_called_done(
    state: State, trouble: ProblemKind | None, verdict: str, because: str
) -> None:
    decision = said(foreseen("booked", one(Book)), Book, state, trouble)

    assert decision.verdict == verdict
    assert because in decision.because


def test_a_change_that_failed_leaves_a_booked_meeting_booked() -> None:
    assert said(row("booked"), Change, State.FAILED, ProblemKind.EFFECT_FAILED) == row("booked")


@pytest.mark.parametrize(
    ("verdict", "kind", "because"),
    [
        pytest.param("booked", Book, "would be booked (Book is ticked), but it is paused", id="a booking"),
        pytest.param("hold", Book, "would be a private hold (Book is ticked), but it is paused", id="a hold"),
        pytest.param("exited", Cancel, "would be cancelled (Book is ticked), but it is paused", id="an exit"),
        pytest.param(
            "booked",
            Change,
            "Book is ticked; it stands as it is, and a change of it waits: it is paused",
            id="a booked meeting is not would-be booked",
        ),
    ],
)
def test_what_waits_says_what_it_would_come_to(verdict: str, kind: type[Action], because: str) -> None:
    held = Held(one(kind), Why.PAUSED, "it is paused")

    assert foreseen(verdict, held=(held,)) == replace(row("paused"), because=because)


def test_of_two_that_wait_for_one_row_its_verdict_hangs_on_the_booking() -> None:
    held = tuple(Held(one(kind), Why.PAUSED, "it is paused") for kind in (Book, Change))

    assert foreseen("booked", held=held).because.startswith("would be booked")


def test_every_verdict_has_words_that_are_no_key() -> None:
    assert all(one.words and "_" not in one.words for one in RowVerdict)


@pytest.mark.parametrize(
    ("verdict", "kind", "link"),
    [
        pytest.param("to_be_booked", Book, "https://event.example", id="the event that was made"),
        pytest.param("to_be_cancelled", Cancel, "", id="none that was cancelled"),
    ],
)
def test_a_row_says_where_the_event_is_that_was_booked_for_it(
    verdict: str, kind: type[Action], link: str
) -> None:
    outcome = Outcome(one(kind), State.DONE, link="https://event.example")

    (settled,) = verdicts.after([row(verdict)], [outcome])

    assert settled.link == link

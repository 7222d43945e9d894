"""Words for what was not done: every kind of effect has its own."""

from __future__ import annotations

import pytest

from workspace_agent.duties.digest_rows import EFFECTS
from workspace_agent.duties.wording import failure
from workspace_agent.model.action import Action, Outcome, State
from workspace_agent.model.place import Cell
from workspace_agent.model.problem_kinds import ProblemKind

PLACE = Cell("book", 1, "2:2")


def failed(key: str, place: Cell | None = PLACE) -> Outcome:
    action = Action(key=key, fingerprint="f", summary="s", case_manager="ana", student_ref="k3", place=place)
    return Outcome(action, State.FAILED, "conditionNotMet", trouble=ProblemKind.EFFECT_OVERTAKEN)


@pytest.mark.parametrize("kind", EFFECTS)
def test_every_effect_says_in_words_what_was_not_done(kind: str) -> None:
    told = failure(failed(f"{kind}/k3/1"))

    assert told is not None
    assert told.detail.split()[0].endswith("ing")
    assert (told.place, told.case_manager, told.student_ref) == (PLACE, "ana", "k3")
    assert "_" not in told.sentence
    assert "conditionNotMet" not in told.sentence


def test_what_has_no_place_is_looked_for_in_drive() -> None:
    told = failure(failed("folder/root", None))

    assert told is not None
    assert told.place.label == "Drive"


def test_what_was_done_is_no_problem() -> None:
    assert failure(Outcome(failed("meeting/k3/1").action, State.DONE)) is None

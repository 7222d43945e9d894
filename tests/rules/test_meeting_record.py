"""Company practice: length and action items of each held meeting are on record."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import a_cell, a_policy, an_organisation, day, unreadable
from tests.builders_follow_up import ASKED, a_form, a_row_of, found, without_columns
from workspace_agent.model.follow_up import ActionItems
from workspace_agent.model.place import ResponsePlace
from workspace_agent.model.vocabulary import Held, Severity
from workspace_agent.rules.meeting_record import RULE

NO_LENGTH: dict[str, Any] = {"minutes": None}
NO_ITEMS: dict[str, Any] = {"action_items": None}


@pytest.mark.parametrize(
    ("said", "row", "missing"),
    [
        pytest.param({}, None, None, id="nothing is missing"),
        pytest.param(NO_LENGTH, None, "how long it took", id="the length"),
        pytest.param(NO_LENGTH, a_row_of(), "how long it took", id="the length, in the row as well"),
        pytest.param(NO_LENGTH, a_row_of(minutes=60), None, id="the row has the length"),
        pytest.param(
            NO_LENGTH, a_row_of(minutes=unreadable()), None, id="the length in the row cannot be read"
        ),
        pytest.param(
            NO_LENGTH, without_columns(a_row_of()), "how long it took", id="the sheet has no lengths"
        ),
        pytest.param(
            NO_LENGTH | {"unread": frozenset({"length"})}, None, None, id="the length cannot be read"
        ),
        pytest.param(
            NO_LENGTH | {"asked": ASKED - {"length"}}, a_row_of(), None, id="the form asks no length"
        ),
        pytest.param(NO_ITEMS, None, "what is to be done", id="the action items"),
        pytest.param(NO_ITEMS, a_row_of(action_items_done=False), "what is to be done", id="not ticked"),
        pytest.param(NO_ITEMS, a_row_of(action_items_done=True), None, id="ticked as done"),
        pytest.param(NO_ITEMS, a_row_of(action_items_done=unreadable()), None, id="the tick cannot be read"),
        pytest.param(NO_ITEMS | {"asked": ASKED - {"action items"}}, a_row_of(), None, id="not asked"),
        pytest.param({"action_items": ActionItems(2)}, None, None, id="there are some"),
        pytest.param(NO_LENGTH | NO_ITEMS, None, "how long it took and what is to be done", id="both"),
    ],
)
def test_what_is_missing(said: dict[str, Any], row: Any, missing: str | None) -> None:
    told = [one.arithmetic for one in found(RULE, a_form(**said), meetings=(row,) if row else ())]
    form = "The Post IEP Meeting Form of the meeting of 5 Nov 2026"

    assert told == ([f"{form} does not say {missing}."] if missing else [])


@pytest.mark.parametrize(
    ("held", "is_judged"),
    [
        pytest.param(Held.YES, True, id="held"),
        pytest.param(Held.PARENT_DID_NOT_COME, False, id="the parent did not come"),
        pytest.param(None, False, id="it does not say"),
    ],
)
def test_only_what_was_held_has_a_length(held: Held | None, is_judged: bool) -> None:
    assert bool(found(RULE, a_form(about={"held": held}, **NO_LENGTH))) is is_judged


@pytest.mark.parametrize(
    ("today", "changes", "is_told"),
    [
        pytest.param("2026-11-09", {}, False, id="the second business day"),
        pytest.param("2026-11-10", {}, True, id="the day after"),
        pytest.param(
            "2026-11-10", {"policy": a_policy(meeting_record={"days": 3})}, False, id="the policy's days"
        ),
        pytest.param(
            "2026-11-10",
            {"organisation": an_organisation(go_live=day("2026-11-09"))},
            True,
            id="due on the day on which the agent went live",
        ),
        pytest.param(
            "2026-11-10",
            {"organisation": an_organisation(go_live=day("2026-11-10"))},
            False,
            id="a gap from before the agent went live",
        ),
    ],
)
def test_two_business_days_later(today: str, changes: dict[str, Any], is_told: bool) -> None:
    assert bool(found(RULE, a_form(**NO_LENGTH), today=day(today), **changes)) is is_told


def test_the_finding_explains_itself() -> None:
    [finding] = found(RULE, a_form(**NO_LENGTH))

    assert finding.key == "meeting_record/student-1/print-of-response-1"
    assert (finding.severity, finding.due) == (Severity.DATA, day("2026-11-09"))
    assert finding.place == ResponsePlace("form-1", "response-1")


def test_the_steps_name_form_and_row() -> None:
    form = ResponsePlace("form-1", "response-1")
    [alone] = found(RULE, a_form(**NO_LENGTH, action_items=ActionItems(2)))
    [beside] = found(RULE, a_form(minutes=45, **NO_ITEMS), meetings=(a_row_of(minutes=60),))

    assert [(one.words, one.place) for one in alone.steps] == [
        ("meeting, by the form: 5 Nov 2026", form),
        ("length, by the form: not on record", form),
        ("action items, by the form: 2", form),
        ("2 business days after 5 Nov 2026 is 9 Nov 2026", None),
        ("today: 20 Nov 2026", None),
    ]
    assert [(one.words, one.place) for one in beside.steps[1:5]] == [
        ("length, by the form: 45 minutes", form),
        ("length, by the row: 60 minutes", a_cell("F2", sheet=2)),
        ("action items done, by the row: not answered", a_cell("P2", sheet=2)),
        ("action items, by the form: not on record", form),
    ]

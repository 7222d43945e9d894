"""Which forms are followed up, and which row of the Meetings sheet belongs to one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import TODAY, a_student, an_organisation, day
from tests.builders_follow_up import MET, a_form, a_row_of, found
from workspace_agent.model.vocabulary import Held, Purpose
from workspace_agent.rules.pli_connect import RULE

OPEN: dict[str, Any] = {"in_pli_connect": False}
SENT = dt.datetime(2026, 11, 6, 3, tzinfo=dt.UTC)
"""The evening of 5 Nov 2026 in New York."""


def form_since(iso: str) -> dict[str, Any]:
    return {"organisation": an_organisation(form={"id": "form-1", "since": iso, "meaning": []})}


@pytest.mark.parametrize(
    ("about", "changes", "is_followed"),
    [
        pytest.param({}, {}, True, id="an ordinary one"),
        pytest.param({"held": Held.PARENT_DID_NOT_COME}, {}, True, id="the meeting was not held"),
        pytest.param({"respondent": ""}, {}, False, id="nobody on the roster sent it"),
        pytest.param({"student": ""}, {}, False, id="it fits nobody"),
        pytest.param({"waits": True}, {}, False, id="it waits for a list that could not be read"),
        pytest.param({"in_question": True}, {}, False, id="two rows claim to be it"),
        pytest.param({"repeats": True}, {}, False, id="it was sent before"),
        pytest.param({}, {"students": (a_student(leaves=TODAY),)}, False, id="the student has left"),
        pytest.param(
            {}, {"broken": frozenset({("manager-1", "meetings")})}, False, id="ticks cannot be read"
        ),
        pytest.param({}, {"organisation": an_organisation(form=None)}, False, id="there is no form any more"),
        pytest.param({}, form_since("2026-11-05"), True, id="on the first day that counts"),
        pytest.param({}, form_since("2026-11-06"), False, id="a meeting from before responses count"),
    ],
)
def test_which_forms_are_followed_up(
    about: dict[str, Any], changes: dict[str, Any], is_followed: bool
) -> None:
    assert bool(found(RULE, a_form(about=about, **OPEN), **changes)) is is_followed


@pytest.mark.parametrize(
    ("rows", "is_open"),
    [
        pytest.param([(MET, True, {})], False, id="ticked on the day"),
        pytest.param([(day("2026-11-08"), True, {})], False, id="three days later"),
        pytest.param([(day("2026-11-02"), True, {})], False, id="three days earlier"),
        pytest.param([(day("2026-11-09"), True, {})], True, id="four days later"),
        pytest.param([(MET, True, {"student": "student-2"})], True, id="another student's"),
        pytest.param([(MET, True, {"cancelled": True})], True, id="a cancelled one"),
        pytest.param([(None, True, {})], True, id="one without a date"),
        pytest.param([(MET, False, {}), (day("2026-11-06"), True, {})], True, id="the nearest counts"),
        pytest.param(
            [(day("2026-11-06"), False, {}), (day("2026-11-04"), True, {})],
            False,
            id="of two as near the earlier",
        ),
        pytest.param([(MET, True, {}), (MET, False, {})], False, id="of two of one day always the same"),
    ],
)
def test_the_row_of_a_form_is_the_nearest(
    rows: list[tuple[Any, bool, dict[str, Any]]], is_open: bool
) -> None:
    meetings = [
        a_row_of(on, in_pli_connect=ticked, row=number, **changes)
        for number, (on, ticked, changes) in enumerate(rows, start=2)
    ]
    for order in (meetings, meetings[::-1]):
        assert bool(found(RULE, a_form(**OPEN), meetings=tuple(order))) is is_open


def test_of_two_rows_of_one_day_the_one_with_a_purpose_of_the_form_counts() -> None:
    another = a_row_of(MET, Purpose.PARENT_REQUESTED, in_pli_connect=False, row=2)
    its_own = a_row_of(MET, Purpose.ANNUAL_REVIEW, in_pli_connect=True, row=3)

    assert found(RULE, a_form(MET, Purpose.ANNUAL_REVIEW, **OPEN), meetings=(another, its_own)) == []
    assert found(RULE, a_form(MET, Purpose.PARENT_REQUESTED, **OPEN), meetings=(another, its_own)) != []


@pytest.mark.parametrize(
    ("met", "called"),
    [
        pytest.param(MET, "The Post IEP Meeting Form of the meeting of 5 Nov 2026 is not", id="its meeting"),
        pytest.param(None, "The Post IEP Meeting Form sent on 5 Nov 2026 is not", id="the day it was sent"),
    ],
)
def test_what_a_form_is_called(met: dt.date | None, called: str) -> None:
    [finding] = found(RULE, a_form(met, about={"submitted": SENT}, **OPEN))

    assert finding.arithmetic.startswith(called)

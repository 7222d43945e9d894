"""Whether the IEP Team has looked at a plan since some day, going by what is on record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.builders import a_department, a_meeting, a_response, a_row, a_student, day, unreadable
from workspace_agent.model.field import Missing
from workspace_agent.model.vocabulary import Held, Purpose
from workspace_agent.rules.reviewed import asks_for_team, may_be_reviewed, next_meeting
from workspace_agent.rules.shortfall import Shortfall

TODAY, SINCE = day("2026-11-20"), day("2026-10-19")
THEN = day("2026-11-05")
OF_NO_PURPOSE = replace(a_meeting(THEN, held=True), purposes=Missing(a_row(2, sheet=2)))
MEETINGS = frozenset({("manager-1", "meetings")})


def held(*purposes: Purpose, **changes: Any) -> dict[str, Any]:
    return {"meetings": (a_meeting(changes.pop("on", THEN), *purposes, held=True, **changes),)}


def amended(**changes: Any) -> dict[str, Any]:
    on = changes.pop("on", THEN)
    return {"meetings": (a_meeting(on, Purpose.AMENDMENT, **changes),)}


def form(**changes: Any) -> dict[str, Any]:
    return {"responses": (a_response(changes.pop("met", THEN), **changes),)}


@pytest.mark.parametrize(
    ("facts", "reviewed"),
    [
        pytest.param({}, False, id="nothing is on record"),
        pytest.param(held(), True, id="a row ticked as held"),
        pytest.param(held(on=SINCE), False, id="on the day itself"),
        pytest.param(held(on=day("2026-10-20")), True, id="a day later"),
        pytest.param(held(on=TODAY), True, id="today"),
        pytest.param(held(on=day("2026-11-21")), False, id="tomorrow"),
        pytest.param(held(on=None), False, id="on no day that is typed"),
        pytest.param(held(Purpose.REVIEW_504), False, id="about a 504 plan alone"),
        pytest.param(held(Purpose.REVIEW_504, Purpose.AMENDMENT), True, id="about both plans"),
        pytest.param({"meetings": (OF_NO_PURPOSE,)}, True, id="of a purpose that nobody typed"),
        pytest.param(held(cancelled=True), False, id="cancelled"),
        pytest.param(held(fell_through=True), False, id="the parent did not come"),
        pytest.param(held(student="student-2"), False, id="of another student"),
        pytest.param({"meetings": (a_meeting(THEN),)}, False, id="not ticked as held"),
        pytest.param(amended(agreed_on=day("2026-11-03")), True, id="an amendment that was agreed on"),
        pytest.param(amended(agreed_on=None), False, id="one that was not"),
        pytest.param(amended(on=None, agreed_on=THEN), True, id="one without a meeting"),
        pytest.param(form(), True, id="a form that says held"),
        pytest.param(form(met=SINCE), False, id="a form of the day itself"),
        pytest.param(form(met=None), False, id="a form without a date"),
        pytest.param(form(held=Held.PARENT_DID_NOT_COME), False, id="a form that says not held"),
        pytest.param(form(respondent=""), False, id="a form of somebody not on the roster"),
        pytest.param(form(in_question=True), False, id="a form that is in question"),
        pytest.param({"students": a_student(annual=THEN)}, True, id="the last annual review in the row"),
        pytest.param({"broken": MEETINGS}, True, id="the meetings cannot be read: perhaps"),
        pytest.param({"form_unread": True}, True, id="the form cannot be read: perhaps"),
        pytest.param({"meetings": (a_meeting(unreadable()),)}, True, id="a date cannot be read: perhaps"),
    ],
)
def test_what_counts_as_a_look_at_the_plan(facts: dict[str, Any], reviewed: bool) -> None:
    student = facts.get("students", a_student())
    others = {name: rows for name, rows in facts.items() if name != "students"}
    department = a_department(student, **others)
    assert may_be_reviewed(department, student, SINCE, TODAY) is reviewed


@pytest.mark.parametrize(
    ("shortfall", "facts", "asks"),
    [
        pytest.param(None, {}, False, id="none"),
        pytest.param(Shortfall(SINCE, 4, was_on_track=True, lasts=False), {}, False, id="a short one"),
        pytest.param(Shortfall(SINCE, 5, was_on_track=True, lasts=True), {}, True, id="one that lasts"),
        pytest.param(Shortfall(SINCE, 5, was_on_track=False, lasts=True), {}, True, id="from the beginning"),
        pytest.param(Shortfall(SINCE, 5, was_on_track=True, lasts=True), held(), False, id="looked at"),
    ],
)
def test_a_lasting_shortfall_asks_for_the_team(
    shortfall: Shortfall | None, facts: dict[str, Any], asks: bool
) -> None:
    student = a_student()
    assert asks_for_team(a_department(student, **facts), student, shortfall, TODAY) is asks


@pytest.mark.parametrize(
    ("meetings", "expected"),
    [
        pytest.param((), None, id="none"),
        pytest.param((a_meeting(day("2026-12-04")), a_meeting(day("2026-12-01"), row=3)), "2026-12-01",
                     id="the nearest"),
        pytest.param((a_meeting(TODAY),), "2026-11-20", id="today"),
        pytest.param((a_meeting(day("2026-11-19")),), None, id="yesterday"),
        pytest.param((a_meeting(day("2026-12-04"), held=True),), None, id="not one that was held"),
        pytest.param((a_meeting(day("2026-12-04"), Purpose.REVIEW_504),), None, id="about a 504 plan alone"),
    ],
)  # fmt: skip
def test_the_next_meeting(meetings: Any, expected: str | None) -> None:
    student = a_student()
    found = next_meeting(a_department(student, meetings=meetings), student, TODAY)
    assert found == (day(expected) if expected else None)

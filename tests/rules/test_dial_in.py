"""34 CFR 300.322(c): who has only a telephone gets a number to dial."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_cell,
    a_department,
    a_meeting,
    a_policy,
    a_student,
    an_organisation,
    day,
    unreadable,
)
from workspace_agent.model.finding import Finding
from workspace_agent.model.on_record import Access
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import Mode, PlanType, Purpose, Severity
from workspace_agent.rules.dial_in import RULE

SOON = day("2026-11-24")
BY_PHONE = a_student(access=Access.PHONE_ONLY)


def wanted(on: Any = SOON, *purposes: Purpose, **changes: Any) -> Any:
    return a_meeting(on, *purposes, **({"dial_in_given": None} | changes))


def found(
    meeting: Any, *, today: dt.date = TODAY, policy: Policy | None = None, **changes: Any
) -> list[Finding]:
    students = changes.pop("students", (BY_PHONE,))
    department = a_department(*students, meetings=(meeting,), **changes)
    return list(RULE.check(department, policy or a_policy(), today))


@pytest.mark.parametrize(
    ("meeting", "is_told"),
    [
        pytest.param(wanted(), True, id="no number is ticked"),
        pytest.param(wanted(dial_in_given=False), True, id="the box is not ticked"),
        pytest.param(wanted(dial_in_given=True), False, id="a number was given"),
        pytest.param(wanted(dial_in_given=unreadable()), False, id="a Problem speaks of it"),
        pytest.param(a_meeting(SOON), False, id="the sheet has no such column"),
        pytest.param(wanted(mode=Mode.OTHER_PLATFORM), True, id="on another platform"),
        pytest.param(wanted(mode=None), True, id="nobody said how it is held"),
        pytest.param(wanted(mode=unreadable()), False, id="a Problem speaks of how it is held"),
        pytest.param(wanted(mode=Mode.IN_PERSON), False, id="in person"),
        pytest.param(wanted(mode=Mode.PHONE), False, id="by telephone"),
        pytest.param(wanted(day("2026-11-30")), True, id="in 10 days"),
        pytest.param(wanted(day("2026-12-01")), False, id="in 11 days"),
        pytest.param(wanted(TODAY), True, id="today"),
        pytest.param(wanted(day("2026-11-19")), False, id="yesterday"),
        pytest.param(wanted(SOON, Purpose.PARENT_REQUESTED), False, id="not of the IEP Team"),
    ],
)
def test_for_which_meeting(meeting: Any, is_told: bool) -> None:
    assert bool(found(meeting)) is is_told


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [
        pytest.param({"students": (a_student(access=Access.RELAY),)}, False, id="a relay is another rule's"),
        pytest.param({"students": (a_student(access=None),)}, False, id="nothing is needed"),
        pytest.param({"students": (a_student(),)}, False, id="no column for it"),
        pytest.param(
            {"students": (a_student(access=Access.PHONE_ONLY, plan=PlanType.S504),)}, False, id="a 504 plan"
        ),
        pytest.param({"students": (a_student(access=Access.PHONE_ONLY, leaves=TODAY),)}, False, id="left"),
        pytest.param(
            {"organisation": an_organisation(meetings={"dial_in": [{"number": "+1 915 555 0100"}]})}, False,
            id="the company has a line",
        ),
        pytest.param({"policy": a_policy(meeting_access={"alert_days": 3})}, False, id="the policy's days"),
        pytest.param({"policy": a_policy(meeting_access={"alert_days": 4})}, True, id="a day more"),
    ],
)  # fmt: skip
def test_for_whom(changes: dict[str, Any], is_told: bool) -> None:
    assert bool(found(wanted(), **changes)) is is_told


def test_the_finding_explains_itself() -> None:
    [finding] = found(wanted())

    assert (finding.key, finding.severity) == ("dial_in/student-1/2026-11-24", Severity.AT_RISK)
    assert (finding.due, finding.place) == (SOON, a_cell("Q2", sheet=2))
    assert finding.arithmetic == (
        "A telephone is all there is to take part with, and for the meeting of 24 Nov 2026, in 4 days, no "
        "number to dial is on record."
    )
    assert [(one.words, one.place) for one in finding.steps] == [
        ("meeting: 24 Nov 2026", a_cell("C2", sheet=2)),
        ("access: telephone only", a_cell("P2")),
        ("number to dial given: not answered", a_cell("Q2", sheet=2)),
        ("lines of the company in the settings: none", None),
        ("today: 20 Nov 2026", None),
    ]

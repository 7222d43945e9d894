"""34 CFR 300.322(e): who needs an interpreter, a relay or captions, and whether one is booked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import TODAY, a_cell, a_department, a_meeting, a_policy, a_student, day, unreadable
from workspace_agent.model.finding import Finding
from workspace_agent.model.on_record import Access
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import PlanType, Purpose, Severity
from workspace_agent.rules.interpreter import RULE

AT_RISK, DATA = Severity.AT_RISK, Severity.DATA
SOON, LATER = day("2026-11-24"), day("2026-12-15")
NEEDED: dict[str, Any] = {"other_language": True, "interpreter_needed": True, "access": None}


def found(
    meeting: Any = None, *, today: dt.date = TODAY, policy: Policy | None = None, **changes: Any
) -> list[Finding]:
    meetings = changes.pop("meetings", (meeting or a_meeting(SOON, interpreter_booked=None),))
    students = changes.pop("students", (a_student(**NEEDED),))
    return list(
        RULE.check(a_department(*students, meetings=meetings, **changes), policy or a_policy(), today)
    )


def severity(meeting: Any = None, **changes: Any) -> Severity | None:
    told = found(meeting, **changes)
    return told[0].severity if told else None


@pytest.mark.parametrize(
    ("record", "soon", "later"),
    [
        pytest.param(NEEDED, AT_RISK, None, id="an interpreter is needed"),
        pytest.param(NEEDED | {"other_language": None}, AT_RISK, None, id="whatever the language"),
        pytest.param(NEEDED | {"interpreter_needed": False}, None, None, id="none is needed"),
        pytest.param(NEEDED | {"interpreter_needed": None}, AT_RISK, DATA, id="nobody said whether"),
        pytest.param(NEEDED | {"interpreter_needed": unreadable()}, None, None, id="a Problem speaks of it"),
        pytest.param({"other_language": True}, AT_RISK, None, id="no column for interpreters"),
        pytest.param({"other_language": False, "interpreter_needed": None}, None, None, id="English"),
        pytest.param({"other_language": None, "interpreter_needed": None}, None, None, id="nothing is known"),
        pytest.param({"other_language": unreadable(), "interpreter_needed": None}, None, None, id="unread"),
        pytest.param({"access": Access.RELAY}, AT_RISK, None, id="a relay or captions"),
        pytest.param({"access": Access.PHONE_ONLY}, None, None, id="a telephone is another rule's"),
        pytest.param({"access": unreadable()}, None, None, id="access that cannot be read"),
        pytest.param({}, None, None, id="no columns"),
    ],
)
def test_who_needs_one(record: dict[str, Any], soon: Severity | None, later: Severity | None) -> None:
    students = (a_student(**record),)

    assert severity(a_meeting(SOON, interpreter_booked=None), students=students) is soon
    assert severity(a_meeting(LATER, interpreter_booked=None), students=students) is later


@pytest.mark.parametrize(
    ("meeting", "expected"),
    [
        pytest.param(a_meeting(SOON, interpreter_booked=None), AT_RISK, id="nothing is ticked"),
        pytest.param(a_meeting(SOON, interpreter_booked=False), AT_RISK, id="the box is not ticked"),
        pytest.param(a_meeting(SOON, interpreter_booked=True), None, id="booked"),
        pytest.param(a_meeting(SOON, interpreter_booked=unreadable()), None, id="a Problem speaks of it"),
        pytest.param(a_meeting(SOON), None, id="the sheet has no such column"),
        pytest.param(a_meeting(day("2026-11-30"), interpreter_booked=None), AT_RISK, id="in 10 days"),
        pytest.param(a_meeting(day("2026-12-01"), interpreter_booked=None), None, id="in 11 days"),
        pytest.param(a_meeting(TODAY, interpreter_booked=None), AT_RISK, id="today"),
        pytest.param(a_meeting(day("2026-11-19"), interpreter_booked=None), None, id="yesterday"),
        pytest.param(a_meeting(None, interpreter_booked=None), None, id="undated"),
        pytest.param(
            a_meeting(SOON, Purpose.PARENT_REQUESTED, interpreter_booked=None), None, id="not of the IEP Team"
        ),
    ],
)
def test_for_which_meeting(meeting: Any, expected: Severity | None) -> None:
    assert severity(meeting) is expected


@pytest.mark.parametrize(
    "student",
    [
        pytest.param(a_student(plan=PlanType.S504, **NEEDED), id="a 504 plan"),
        pytest.param(a_student(leaves=TODAY, **NEEDED), id="the student has left"),
    ],
)
def test_where_it_is_silent(student: Any) -> None:
    assert found(students=(student,)) == []


def test_the_number_of_days_is_the_policys() -> None:
    policy = a_policy(meeting_access={"alert_days": 3})

    assert severity(policy=policy) is None
    assert severity(policy=policy, today=day("2026-11-21")) is AT_RISK


def test_the_finding_explains_itself() -> None:
    [finding] = found()

    assert (finding.key, finding.due) == ("interpreter/student-1/2026-11-24", SOON)
    assert finding.place == a_cell("Q2", sheet=2)
    assert finding.arithmetic == (
        "An interpreter is needed, and for the meeting of 24 Nov 2026, in 4 days, nobody is booked."
    )
    assert finding.advice.startswith("Book one")
    assert [(one.words, one.place) for one in finding.steps] == [
        ("meeting: 24 Nov 2026", a_cell("C2", sheet=2)),
        ("access: nothing", a_cell("P2")),
        ("language other than English: yes", a_cell("R2")),
        ("interpreter needed: yes", a_cell("Q2")),
        ("interpreter booked: not answered", a_cell("Q2", sheet=2)),
        ("today: 20 Nov 2026", None),
    ]


def test_a_question_points_to_where_it_is_answered() -> None:
    [finding] = found(
        students=(a_student(**NEEDED | {"interpreter_needed": None, "access": Access.PHONE_ONLY}),)
    )

    assert finding.place == a_cell("Q2")
    assert finding.arithmetic == (
        "The parent's language is another than English, and whether an interpreter is needed is not on "
        "record, and for the meeting of 24 Nov 2026, in 4 days, nobody is booked."
    )
    assert finding.advice.startswith("Ask the parent")
    assert finding.steps[1].words == "access: telephone only"

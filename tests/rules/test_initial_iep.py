"""34 CFR 300.323(c)(1): the meeting for the first IEP within 30 days of eligibility."""

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
    a_response,
    a_student,
    day,
    unreadable,
)
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.finding import Finding, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import PlanType, Purpose, Severity
from workspace_agent.rules.initial_iep import RULE

VIOLATION, AT_RISK = Severity.VIOLATION, Severity.AT_RISK

ELIGIBLE = day("2026-10-21")
"""30 days after it is TODAY."""


def a_child(eligible: Any = ELIGIBLE, **changes: Any) -> Student:
    """No IEP is on record for this student."""
    values: dict[str, Any] = {"annual": None, "evaluation": eligible, "eligible_on": eligible}
    return a_student(**values | changes)


def within(days: int, *, checked: bool = False, unit: str = "calendar") -> Policy:
    law = {
        "days": days,
        "unit": unit,
        "source": "a copy",
        "checked": day("2026-11-01") if checked else None,
    }
    return a_policy(states={"TX": {"initial_iep": law}})


def found(department: Department, today: dt.date = TODAY, policy: Policy | None = None) -> list[Finding]:
    return list(RULE.check(department, policy or a_policy(), today))


def told(student: Student, today: str, policy: Policy | None = None) -> tuple[Severity, str] | None:
    findings = found(a_department(student), day(today), policy)
    return (findings[0].severity, f"{findings[0].due}") if findings else None


@pytest.mark.parametrize(
    ("eligible", "due"),
    [
        pytest.param("2025-01-31", "2025-03-02", id="a Sunday does not move"),
        pytest.param("2024-01-31", "2024-03-01", id="over a leap day"),
        pytest.param("2025-12-10", "2026-01-09", id="holidays count"),
    ],
)
def test_it_is_due_30_days_after_eligibility(eligible: str, due: str) -> None:
    child = a_child(day(eligible))

    assert told(child, due) == (AT_RISK, due)
    assert told(child, f"{day(due) + dt.timedelta(days=1)}") == (VIOLATION, due)


@pytest.mark.parametrize(
    ("today", "severity"),
    [
        pytest.param("2026-11-05", None, id="15 days before"),
        pytest.param("2026-11-06", AT_RISK, id="14 days before"),
        pytest.param("2026-11-20", AT_RISK, id="the day itself is not past"),
        pytest.param("2026-11-21", VIOLATION, id="one day after"),
    ],
)
def test_it_is_spoken_of_from_14_days_before(today: str, severity: Severity | None) -> None:
    findings = found(a_department(a_child()), day(today))

    assert [finding.severity for finding in findings] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("policy", "today", "expected"),
    [
        pytest.param(within(20, checked=True), "2026-11-11", (VIOLATION, "2026-11-10"), id="checked"),
        pytest.param(within(20), "2026-11-11", (AT_RISK, "2026-11-10"), id="unchecked: a warning"),
        pytest.param(within(20), "2026-11-21", (VIOLATION, "2026-11-20"), id="until the federal day passed"),
        pytest.param(within(40, checked=True), "2026-11-21", (VIOLATION, "2026-11-20"), id="a later one"),
        pytest.param(
            within(10, unit="school", checked=True), "2026-11-05", (VIOLATION, "2026-11-04"), id="school days"
        ),
    ],
)  # fmt: skip
def test_a_state_may_want_it_earlier(policy: Policy, today: str, expected: tuple[Severity, str]) -> None:
    assert told(a_child(), today, policy) == expected


def test_the_company_may_speak_of_it_earlier() -> None:
    policy = a_policy(initial_iep={"alert_days": 15})

    assert told(a_child(), "2026-11-05", policy) == (AT_RISK, "2026-11-20")


def test_a_state_that_wants_the_same_is_not_spoken_of() -> None:
    [finding] = found(a_department(a_child()), TODAY, within(30))

    assert "TX" not in finding.arithmetic


def test_where_the_calendar_does_not_reach_the_federal_day_holds() -> None:
    child = a_child(day("2027-05-20"))

    assert told(child, "2027-06-20", within(20, unit="school", checked=True)) == (VIOLATION, "2027-06-19")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, VIOLATION, id="nothing is on record"),
        pytest.param({"eligible_on": None}, None, id="nor eligibility"),
        pytest.param({"eligible_on": unreadable()}, None, id="eligibility that cannot be read"),
        pytest.param({"annual": ELIGIBLE}, None, id="an IEP since"),
        pytest.param({"annual": day("2026-10-20")}, AT_RISK, id="a review of some plan before"),
        pytest.param(
            {"annual_due": day("2027-10-30")}, None, id="a review that is due says that there is one"
        ),
        pytest.param({"annual": unreadable()}, None, id="an IEP of some day"),
        pytest.param({"plan_starts": ELIGIBLE}, None, id="a plan that begins since"),
        pytest.param({"plan_starts": day("2026-10-20")}, VIOLATION, id="a plan that began before"),
        pytest.param({"plan_starts": unreadable()}, None, id="a plan that begins some day"),
        pytest.param({"plan": None}, VIOLATION, id="no plan chosen yet"),
        pytest.param({"plan": unreadable()}, None, id="a plan that cannot be read"),
        pytest.param(
            {"plan": PlanType.S504, "annual": day("2026-09-15")}, VIOLATION, id="a 504 plan, reviewed before"
        ),
        pytest.param({"plan": PlanType.S504}, AT_RISK, id="a 504 plan of some day"),
        pytest.param({"plan": PlanType.S504, "annual": ELIGIBLE}, None, id="a 504 plan, reviewed since"),
        pytest.param({"leaves": TODAY}, None, id="left"),
    ],
)
def test_who_is_judged(changes: dict[str, Any], expected: Severity | None) -> None:
    findings = found(a_department(a_child(**changes)), day("2026-11-21"))

    assert [finding.severity for finding in findings] == ([expected] if expected else [])


def test_a_healthy_student_with_an_older_eligibility_is_not_spoken_of() -> None:
    assert found(a_department(a_student(eligible_on=day("2026-08-15")))) == []


@pytest.mark.parametrize(
    ("purpose", "is_told"),
    [
        pytest.param(Purpose.INITIAL, False, id="the first IEP"),
        pytest.param(Purpose.REEVALUATION, True, id="another meeting"),
    ],
)
def test_a_meeting_that_its_form_reports_ends_it(purpose: Purpose, is_told: bool) -> None:
    form = a_response(day("2026-11-02"), purpose)
    assert bool(found(a_department(a_child(), responses=(form,)), day("2026-11-21"))) is is_told


def test_while_it_may_have_been_held_nothing_is_past_due() -> None:
    [finding] = found(a_department(a_child(), form_unread=True), day("2026-11-21"))

    assert (finding.severity, finding.due) == (AT_RISK, day("2026-11-20"))
    assert finding.advice == "Wait until the form can be read again."
    assert "The meeting was due by 20 Nov 2026, if none was held. The Post IEP" in finding.arithmetic


@pytest.mark.parametrize(
    ("changes", "said", "advice"),
    [
        pytest.param(
            {"annual": day("2026-01-15")},
            "if none was held. A review of 15 Jan 2026 is on record, and it may have been of an IEP.",
            "If it was, correct the day on which the student was first found eligible. If there was no IEP, "
            "hold the meeting that writes the first one.",
            id="a review before",
        ),
        pytest.param(
            {"plan": PlanType.S504},
            "if none was held. A 504 plan is on record and no review of it, so it may have taken the place "
            "of an IEP.",
            "Fill in the last review of the 504 plan. If there was no IEP, hold the meeting that writes the "
            "first one.",
            id="a 504 plan of some day",
        ),
    ],
)
def test_while_there_may_have_been_an_iep_before_nothing_is_past_due(
    changes: dict[str, Any], said: str, advice: str
) -> None:
    [finding] = found(a_department(a_child(**changes)), day("2026-11-21"))

    assert (finding.severity, finding.due, finding.advice) == (AT_RISK, day("2026-11-20"), advice)
    assert finding.arithmetic.endswith(said)


def test_a_review_by_its_form_from_before_eligibility_was_not_of_the_first_iep() -> None:
    form = a_response(day("2026-10-20"))
    [finding] = found(a_department(a_child(), responses=(form,)), day("2026-11-21"))

    assert (finding.severity, "A review of 20 Oct 2026" in finding.arithmetic) == (AT_RISK, True)


@pytest.mark.parametrize(
    ("meetings", "advice"),
    [
        pytest.param(
            (), "Hold the meeting that writes the first IEP, then send the Post IEP Meeting Form.", id="none"
        ),
        pytest.param(
            (a_meeting(day("2026-11-20"), Purpose.INITIAL),),
            "A meeting is planned for 20 Nov 2026: hold it, then send the Post IEP Meeting Form.",
            id="planned",
        ),
        pytest.param(
            (a_meeting(day("2026-11-24"), Purpose.INITIAL),),
            "The meeting of 24 Nov 2026 is too late: move it to 20 Nov 2026 or before.",
            id="planned too late",
        ),
    ],
)  # fmt: skip
def test_the_next_step(meetings: Any, advice: str) -> None:
    [finding] = found(a_department(a_child(), meetings=meetings))

    assert finding.advice == advice


def test_the_finding_explains_itself() -> None:
    [finding] = found(a_department(a_child()), day("2026-11-21"))

    assert finding == Finding(
        rule="initial_iep",
        severity=VIOLATION,
        citation=RULE.citation,
        cycle="2026-10-21",
        due=day("2026-11-20"),
        arithmetic="Found eligible on 21 Oct 2026. 30 days after 21 Oct 2026 is 20 Nov 2026. The meeting was "
        "due by 20 Nov 2026: 1 day past due on record.",
        advice="Hold the meeting that writes the first IEP, then send the Post IEP Meeting Form.",
        place=a_cell("P2"),
        case_manager="manager-1",
        student_ref="student-1",
        steps=(
            Step("found eligible on 21 Oct 2026", a_cell("P2")),
            Step("30 days after 21 Oct 2026 is 20 Nov 2026"),
            Step("the meeting was due by 20 Nov 2026: 1 day past due on record"),
        ),
    )


def test_a_states_earlier_day_is_told_with_the_federal_one() -> None:
    [finding] = found(a_department(a_child()), day("2026-11-11"), within(20))

    assert finding.arithmetic == (
        "Found eligible on 21 Oct 2026. TX wants the meeting within 20 days, by a source that was not "
        "compared with its law. 20 days after 21 Oct 2026 is 10 Nov 2026. Federal law: 30 days after 21 Oct "
        "2026 is 20 Nov 2026. 10 Nov 2026 has passed; federal law allows until 20 Nov 2026."
    )

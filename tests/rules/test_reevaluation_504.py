"""The reevaluation of a student with a 504 plan: company practice, never past due."""

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
    a_waiver,
    day,
    unreadable,
)
from workspace_agent.model.facts import Student
from workspace_agent.model.finding import Finding, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import PlanType, Purpose, Severity
from workspace_agent.rules.reevaluation_504 import RULE

REEVALUATION = Purpose.REEVALUATION_504


def evaluated(on: Any, **changes: Any) -> Student:
    return a_student(plan=PlanType.S504, evaluation=on, **changes)


def found(
    student: Student, today: dt.date = TODAY, policy: Policy | None = None, **changes: Any
) -> list[Finding]:
    return list(RULE.check(a_department(student, **changes), policy or a_policy(), today))


@pytest.mark.parametrize(
    ("last", "due"),
    [
        pytest.param("2023-01-20", "2026-01-20", id="three years later"),
        pytest.param("2024-02-29", "2027-02-28", id="29 Feb clips to 28 Feb"),
    ],
)
def test_the_examples_of_the_rule_book(last: str, due: str) -> None:
    [finding] = found(evaluated(day(last)), day(due))

    assert (finding.severity, finding.due) == (Severity.POLICY, day(due))


@pytest.mark.parametrize(
    ("today", "count"),
    [
        pytest.param("2025-10-21", 0, id="91 days before"),
        pytest.param("2025-10-22", 1, id="90 days before"),
        pytest.param("2026-01-20", 1, id="on the day"),
        pytest.param("2029-01-20", 1, id="three years late"),
    ],
)
def test_it_is_told_from_three_months_before(today: str, count: int) -> None:
    severities = [finding.severity for finding in found(evaluated(day("2023-01-20")), day(today))]

    assert severities == [Severity.POLICY] * count


@pytest.mark.parametrize(
    ("student", "count"),
    [
        pytest.param(evaluated(day("2023-09-14")), 1, id="a 504 plan"),
        pytest.param(evaluated(None), 0, id="without a date nobody is asked"),
        pytest.param(evaluated(None, evaluation_due=day("2027-01-15")), 1, id="only its due date"),
        pytest.param(evaluated(unreadable()), 0, id="a Problem speaks about the date"),
        pytest.param(evaluated(day("2023-09-14"), leaves=TODAY), 0, id="the student has left"),
        pytest.param(a_student(evaluation=day("2023-09-14")), 0, id="an IEP"),
    ],
)
def test_whom_it_is_about(student: Student, count: int) -> None:
    assert len(found(student)) == count


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        pytest.param({"responses": (a_response(day("2026-11-03"), REEVALUATION),)}, 0, id="was held"),
        pytest.param(
            {"responses": (a_response(day("2026-11-03"), Purpose.REEVALUATION),)}, 0, id="by its short name"
        ),
        pytest.param(
            {"responses": (a_response(day("2026-11-03"), Purpose.REVIEW_504),)}, 1, id="a review is none"
        ),
        pytest.param({"consents": (a_waiver(day("2026-09-01")),)}, 1, id="it cannot be waived"),
    ],
)
def test_what_restarts_it(changes: dict[str, Any], count: int) -> None:
    assert len(found(evaluated(day("2023-09-14")), **changes)) == count


def test_the_numbers_are_the_policys() -> None:
    policy = a_policy(section_504={"reevaluation_years": 2, "reevaluation_alert_days": 10})
    student = evaluated(day("2024-11-30"))

    assert [finding.due for finding in found(student, policy=policy)] == [day("2026-11-30")]
    assert found(student, day("2026-11-19"), policy) == []


def test_the_finding_explains_itself() -> None:
    [finding] = found(evaluated(day("2023-09-14")))

    assert finding.key == "reevaluation_504/student-1/2026-09-14"
    assert finding.place == a_cell("H2")
    assert finding.arithmetic == (
        "Last 504 evaluation 14 Sep 2023, so the next was wanted by 14 Sep 2026, 67 days ago."
    )


def test_the_next_step_is_the_meeting_that_is_planned() -> None:
    meetings = (a_meeting(day("2026-11-30"), REEVALUATION),)
    [finding] = found(evaluated(day("2023-09-14")), meetings=meetings)

    assert finding.advice.startswith("A meeting is planned for 30 Nov 2026")


def test_what_could_not_be_read_is_said() -> None:
    [finding] = found(evaluated(day("2023-09-14")), form_unread=True)

    assert finding.arithmetic.endswith("a meeting held since may be reported there.")
    assert finding.advice == "Wait until the form can be read again."


def test_each_line_of_the_arithmetic_is_shown() -> None:
    [finding] = found(evaluated(day("2024-02-29")), day("2027-02-28"))

    assert finding.steps == (
        Step("last 504 evaluation: 29 Feb 2024", a_cell("H2")),
        Step("29 Feb 2024 + 3 years = 28 Feb 2027"),
        Step("today: 28 Feb 2027"),
    )


def test_a_student_with_an_iep_as_well_is_judged_too() -> None:
    assert len(found(a_student(evaluation=day("2023-09-14"), two_plans=True))) == 1

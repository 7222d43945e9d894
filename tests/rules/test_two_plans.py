"""A student whose row names an IEP and a 504 plan."""

from __future__ import annotations

import pytest

from tests.builders import TODAY, a_cell, a_department, a_policy, a_student, day, unreadable
from workspace_agent.model.facts import Student
from workspace_agent.model.finding import Finding, Step
from workspace_agent.model.vocabulary import PlanType, Severity
from workspace_agent.rules import judge
from workspace_agent.rules.two_plans import RULE


def found(student: Student) -> list[Finding]:
    return list(RULE.check(a_department(student), a_policy(), TODAY))


@pytest.mark.parametrize(
    ("student", "count"),
    [
        pytest.param(a_student(two_plans=True), 1, id="both"),
        pytest.param(a_student(), 0, id="an IEP"),
        pytest.param(a_student(plan=PlanType.S504), 0, id="a 504 plan"),
        pytest.param(a_student(plan=unreadable()), 0, id="a Problem speaks about the plan"),
        pytest.param(a_student(two_plans=True, leaves=TODAY), 0, id="both, but the student has left"),
        pytest.param(a_student(two_plans=True, leaves=day("2026-11-21")), 1, id="both, and leaves tomorrow"),
    ],
)
def test_who_has_two_plans(student: Student, count: int) -> None:
    assert [one.severity for one in found(student)] == [Severity.DATA] * count


def test_the_dates_of_both_are_told() -> None:
    student = a_student(annual=day("2025-11-18"), evaluation=day("2023-11-10"), two_plans=True)
    rules = {one.rule: one.severity for one in judge(a_department(student), a_policy(), TODAY)}

    assert rules == {
        "annual_review": Severity.VIOLATION,
        "reevaluation": Severity.VIOLATION,
        "review_504": Severity.POLICY,
        "reevaluation_504": Severity.POLICY,
        "two_plans": Severity.DATA,
    }


def test_the_finding_explains_itself() -> None:
    [finding] = found(a_student(two_plans=True))

    assert (finding.key, finding.place) == ("two_plans/student-1/both", a_cell("F2"))
    assert finding.arithmetic == "The row says IEP and 504 plan, so the due dates of both are told."
    assert finding.steps == (Step("plan: IEP and 504", a_cell("F2")),)

"""The yearly review of a 504 plan: company practice, never past due."""

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
from workspace_agent.model.facts import Student
from workspace_agent.model.finding import Finding, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import PlanType, Purpose, Severity
from workspace_agent.rules.review_504 import RULE

S504 = PlanType.S504
REVIEW = Purpose.REVIEW_504


def reviewed(on: Any, **changes: Any) -> Student:
    return a_student(plan=S504, annual=on, **changes)


def found(
    student: Student, today: dt.date = TODAY, policy: Policy | None = None, **changes: Any
) -> list[Finding]:
    return list(RULE.check(a_department(student, **changes), policy or a_policy(), today))


@pytest.mark.parametrize(
    ("last", "due"),
    [
        pytest.param("2025-02-10", "2026-02-10", id="a year later"),
        pytest.param("2024-02-29", "2025-02-28", id="29 Feb clips to 28 Feb"),
        pytest.param("2024-03-01", "2025-03-01", id="a Saturday does not move"),
    ],
)
def test_the_examples_of_the_rule_book(last: str, due: str) -> None:
    [finding] = found(reviewed(day(last)), day(due))

    assert (finding.severity, finding.due) == (Severity.POLICY, day(due))


@pytest.mark.parametrize(
    ("today", "count"),
    [
        pytest.param("2026-01-10", 0, id="31 days before"),
        pytest.param("2026-01-11", 1, id="30 days before"),
        pytest.param("2026-02-10", 1, id="on the day"),
        pytest.param("2027-02-10", 1, id="a year late"),
    ],
)
def test_it_is_told_from_a_month_before(today: str, count: int) -> None:
    severities = [finding.severity for finding in found(reviewed(day("2025-02-10")), day(today))]

    assert severities == [Severity.POLICY] * count


@pytest.mark.parametrize(
    ("student", "expected"),
    [
        pytest.param(reviewed(day("2025-10-30")), [Severity.POLICY], id="a 504 plan"),
        pytest.param(reviewed(None), [Severity.DATA], id="no review is on record"),
        pytest.param(reviewed(None, annual_due=day("2026-12-01")), [Severity.POLICY], id="only its due date"),
        pytest.param(reviewed(unreadable()), [], id="a Problem speaks about the date"),
        pytest.param(reviewed(day("2025-10-30"), leaves=TODAY), [], id="the student has left"),
        pytest.param(a_student(annual=day("2025-10-30")), [], id="an IEP"),
        pytest.param(a_student(plan=None, annual=day("2025-10-30")), [], id="an unknown plan"),
    ],
)
def test_whom_it_is_about(student: Student, expected: list[Severity]) -> None:
    assert [finding.severity for finding in found(student)] == expected


@pytest.mark.parametrize(
    ("response", "count"),
    [
        pytest.param(a_response(day("2026-11-03"), REVIEW), 0, id="a 504 review was held"),
        pytest.param(a_response(day("2026-11-03")), 0, id="called annual review, which it is for a 504 plan"),
        pytest.param(a_response(day("2026-11-03"), Purpose.REEVALUATION_504), 1, id="a reevaluation is none"),
        pytest.param(a_response(day("2026-11-03"), REVIEW, moves_clocks=False), 1, id="near no meeting"),
    ],
)
def test_a_review_with_its_form_restarts_it(response: Any, count: int) -> None:
    assert len(found(reviewed(day("2025-10-30")), responses=(response,))) == count


def test_the_days_before_are_the_policys() -> None:
    policy = a_policy(section_504={"review_alert_days": 60})

    assert len(found(reviewed(day("2026-01-10")), policy=policy)) == 1


@pytest.mark.parametrize(
    ("last", "said"),
    [
        pytest.param(
            "2025-10-30", "30 Oct 2025, so the next was wanted by 30 Oct 2026, 21 days ago.", id="gone by"
        ),
        pytest.param("2025-11-20", "20 Nov 2025, so the next is wanted by 20 Nov 2026: today.", id="today"),
        pytest.param("2025-12-01", "1 Dec 2025, so the next is wanted by 1 Dec 2026: in 11 days.", id="near"),
    ],
)
def test_the_finding_explains_itself(last: str, said: str) -> None:
    [finding] = found(reviewed(day(last)))

    assert finding.key == f"review_504/student-1/2026{last[4:]}"
    assert finding.place == a_cell("G2")
    assert finding.arithmetic == f"Last 504 review {said}"


def test_the_next_step_is_the_meeting_that_is_planned() -> None:
    [finding] = found(reviewed(day("2025-12-01")), meetings=(a_meeting(day("2026-11-30"), REVIEW),))

    assert finding.advice.startswith("A meeting is planned for 30 Nov 2026")


def test_an_annual_review_is_the_review_of_a_504_plan_to_the_next_step_too() -> None:
    student = reviewed(day("2025-12-01"))
    [ahead] = found(student, meetings=(a_meeting(day("2026-11-30"), Purpose.ANNUAL_REVIEW),))
    [held] = found(student, meetings=(a_meeting(day("2026-11-18"), Purpose.ANNUAL_REVIEW, held=True),))

    assert ahead.advice.startswith("A meeting is planned for 30 Nov 2026")
    assert held.advice.startswith("The meeting of 18 Nov 2026 is ticked as held")


def test_two_dates_that_disagree_count_as_the_earlier() -> None:
    [finding] = found(reviewed(day("2025-12-10"), annual_due=day("2026-12-01")))

    assert finding.due == day("2026-12-01")
    assert finding.arithmetic.endswith("The two do not agree: one of them has to be corrected.")


def test_what_could_not_be_read_is_said() -> None:
    [finding] = found(reviewed(day("2025-10-30")), form_unread=True)

    assert finding.arithmetic.endswith("a meeting held since may be reported there.")
    assert finding.advice == "Wait until the form can be read again."


def test_without_a_review_its_cell_is_told() -> None:
    [finding] = found(reviewed(None))

    assert (finding.key, finding.place) == ("review_504/student-1/unknown", a_cell("G2"))
    assert finding.steps == (Step("no 504 review is on record", a_cell("G2")),)


def test_each_line_of_the_arithmetic_is_shown() -> None:
    [finding] = found(reviewed(day("2025-12-10"), annual_due=day("2026-12-01")))

    assert finding.steps == (
        Step("last 504 review: 10 Dec 2025", a_cell("G2")),
        Step("due date typed: 1 Dec 2026", a_cell("M2")),
        Step("10 Dec 2025 + 1 year = 10 Dec 2026"),
        Step("the earlier of the two on record: 1 Dec 2026"),
        Step("today: 20 Nov 2026, 11 days before 1 Dec 2026"),
    )


def test_a_typed_due_date_alone_needs_no_counting() -> None:
    [finding] = found(reviewed(None, annual_due=day("2026-12-01")))

    assert [one.words for one in finding.steps] == [
        "due date typed: 1 Dec 2026",
        "today: 20 Nov 2026, 11 days before 1 Dec 2026",
    ]


def test_a_student_with_an_iep_as_well_is_judged_too() -> None:
    assert len(found(a_student(annual=day("2025-10-30"), two_plans=True))) == 1

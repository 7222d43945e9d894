"""Whether a plan is in force when school begins: the worked examples of the rule book."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import (
    a_cell,
    a_department,
    a_district,
    a_field,
    a_policy,
    a_response,
    a_student,
    an_organisation,
    day,
    unreadable,
)
from workspace_agent.model.finding import Finding, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import PlanType, Severity
from workspace_agent.rules import annual_review
from workspace_agent.rules.in_effect import RULE

VIOLATION, AT_RISK = Severity.VIOLATION, Severity.AT_RISK
SCHOOL_YEAR = {"first_day": "2025-08-13", "last_day": "2026-05-21"}


def department(student: Any, **changes: Any) -> Any:
    years = changes.pop("district", SCHOOL_YEAR)
    return a_department(student, organisation=an_organisation(districts=(a_district(**years),)), **changes)


def found(
    student: Any, today: str = "2025-08-13", policy: Policy | None = None, **changes: Any
) -> list[Finding]:
    return list(RULE.check(department(student, **changes), policy or a_policy(), day(today)))


def severities(student: Any, today: str = "2025-08-13", **changes: Any) -> list[Severity]:
    return [one.severity for one in found(student, today, **changes)]


def reviewed(on: str, **changes: Any) -> Any:
    return a_student(annual=day(on), **changes)


SUMMER = reviewed("2024-08-01")
"""The next review was due on 1 Aug 2025, twelve days before school begins."""


@pytest.mark.parametrize(
    ("student", "today", "expected"),
    [
        pytest.param(SUMMER, "2025-06-13", [], id="61 days before the first day"),
        pytest.param(SUMMER, "2025-06-14", [AT_RISK], id="60 days before the first day"),
        pytest.param(SUMMER, "2025-08-12", [AT_RISK], id="the day before the first day"),
        pytest.param(SUMMER, "2025-08-13", [VIOLATION], id="on the first day, none newer"),
        pytest.param(SUMMER, "2025-08-14", [VIOLATION], id="the day after, none newer"),
        pytest.param(SUMMER, "2026-08-12", [VIOLATION], id="for the whole year, none newer"),
        pytest.param(reviewed("2024-09-12"), "2025-08-13", [], id="due 12 Sep: in force"),
        pytest.param(reviewed("2024-08-13"), "2025-08-13", [], id="due on the first day: in force"),
        pytest.param(reviewed("2024-08-12"), "2025-08-13", [VIOLATION], id="due the day before it"),
        pytest.param(reviewed("2025-08-13"), "2025-08-13", [], id="reviewed on the first day"),
        pytest.param(reviewed("2024-06-14"), "2025-08-13", [VIOLATION], id="ran out 60 days before"),
        pytest.param(reviewed("2024-06-13"), "2025-08-13", [], id="ran out earlier: an annual review alone"),
        pytest.param(
            reviewed("2024-08-01", plan_starts=day("2025-08-14")), "2025-08-12", [AT_RISK],
            id="a new plan starts a day late: the day before school",
        ),
        pytest.param(
            reviewed("2024-08-01", plan_starts=day("2025-08-14")), "2025-08-13", [VIOLATION],
            id="a new plan starts a day late: for one day",
        ),
        pytest.param(
            reviewed("2024-08-01", plan_starts=day("2025-08-14")), "2025-08-14", [],
            id="a new plan starts a day late: then no more",
        ),
        pytest.param(
            reviewed("2024-08-01", plan_starts=day("2025-07-20")), "2025-08-13", [],
            id="a new plan has started, and its review is not in the row",
        ),
        pytest.param(
            reviewed("2024-08-01", plan_starts=day("2025-01-31")), "2025-08-13", [VIOLATION],
            id="half a year after its review it is still the old plan",
        ),
        pytest.param(
            reviewed("2024-08-01", plan_starts=day("2025-02-01")), "2025-08-13", [],
            id="a day later it is a newer one",
        ),
        pytest.param(
            reviewed("2024-08-01", plan_starts=day("2025-08-13")), "2025-08-13", [],
            id="a new plan starts on the first day",
        ),
        pytest.param(
            reviewed("2024-08-01", plan_starts=day("2024-08-05")), "2025-08-13", [VIOLATION],
            id="the day that the row says is that of the old plan",
        ),
        pytest.param(
            reviewed("2024-08-01", plan_starts=day("2023-08-05")), "2025-08-13", [VIOLATION],
            id="the day that the row says is of an even older one",
        ),
        pytest.param(
            reviewed("2025-08-05", plan_starts=day("2025-08-14")), "2025-08-13", [],
            id="the plan before is not on record",
        ),
        pytest.param(reviewed("2025-09-20"), "2025-10-01", [], id="a first plan after school began"),
    ],
)  # fmt: skip
def test_the_worked_examples_of_the_rule_book(student: Any, today: str, expected: list[Severity]) -> None:
    assert severities(student, today) == expected


@pytest.mark.parametrize(
    ("enrolled", "expected"),
    [
        pytest.param("2025-08-12", [VIOLATION], id="the day before the first day"),
        pytest.param("2025-08-13", [VIOLATION], id="on the first day: it is checked that day"),
        pytest.param("2025-08-14", [], id="the day after: it is about students who are here"),
        pytest.param(None, [VIOLATION], id="nobody typed when"),
        pytest.param(unreadable(), [], id="a Problem speaks about the day"),
    ],
)
def test_who_came_later_is_not_judged(enrolled: Any, expected: list[Severity]) -> None:
    came = day(enrolled) if isinstance(enrolled, str) else enrolled

    assert severities(reviewed("2024-08-01", enrolled=came), "2025-09-01") == expected
    assert severities(reviewed("2024-08-01", transferred_on=a_field(came)), "2025-09-01") == expected


@pytest.mark.parametrize(
    ("student", "changes", "expected"),
    [
        pytest.param(reviewed("2024-08-01", plan=PlanType.S504), {}, [], id="a 504 plan"),
        pytest.param(reviewed("2024-08-01", leaves=day("2025-08-13")), {}, [], id="left on the first day"),
        pytest.param(a_student(annual=None), {}, [], id="no review is on record"),
        pytest.param(a_student(annual=unreadable()), {}, [], id="a Problem speaks about the review"),
        pytest.param(
            reviewed("2024-08-01", plan_starts=unreadable()), {}, [], id="a Problem speaks about the start"
        ),
        pytest.param(
            reviewed("2024-08-01", annual_due=unreadable()), {}, [], id="a Problem speaks about the due date"
        ),
        pytest.param(
            a_student(annual=None, annual_due=day("2025-08-01")), {}, [VIOLATION], id="only its due date"
        ),
        pytest.param(
            SUMMER, {"responses": (a_response(day("2025-08-05")),)}, [], id="reviewed in summer, by its form"
        ),
        pytest.param(
            reviewed("2024-08-01", plan_starts=day("2025-08-14")),
            {"responses": (a_response(day("2025-08-05")),)}, [VIOLATION],
            id="reviewed in summer, and the plan starts a day late",
        ),
        pytest.param(SUMMER, {"form_unread": True}, [AT_RISK], id="the form could not be read"),
    ],
)  # fmt: skip
def test_whom_it_is_about(student: Any, changes: dict[str, Any], expected: list[Severity]) -> None:
    assert severities(student, **changes) == expected


def test_the_strict_reading_warns_and_the_lenient_one_decides() -> None:
    """Reviewed on 13 Aug 2023: 365 days end on 12 Aug 2024, the anniversary is the first day itself."""
    leap = {"first_day": "2024-08-13", "last_day": "2025-05-21"}

    assert severities(reviewed("2023-08-13"), "2024-08-13", district=leap) == [AT_RISK]
    assert severities(reviewed("2023-08-12"), "2024-08-13", district=leap) == [VIOLATION]


def test_the_first_day_of_another_year_counts_as_well() -> None:
    next_year = {"first_day": "2026-08-12", "last_day": "2027-05-20"}
    student = reviewed("2025-08-01")

    assert severities(student, "2026-08-12", district={**SCHOOL_YEAR, "other_years": (next_year,)}) == [
        VIOLATION
    ]
    assert severities(student, "2026-08-12") == [], "where the settings do not have it nothing is said here"


def test_the_days_before_are_the_policys() -> None:
    policy = a_policy(in_effect={"alert_days": 13})

    assert found(SUMMER, "2025-07-30", policy) == []
    assert len(found(SUMMER, "2025-07-31", policy)) == 1


def test_it_stands_beside_the_annual_review_of_the_summer() -> None:
    """Two requirements: the review has a date of its own, and the plan has to hold on the first day."""
    both = department(SUMMER)
    today: dt.date = day("2025-08-13")
    [review] = annual_review.RULE.check(both, a_policy(), today)
    [plan] = RULE.check(both, a_policy(), today)

    assert (review.due, plan.due) == (day("2025-08-01"), day("2025-08-13"))


def test_what_could_not_be_read_is_said() -> None:
    [finding] = found(SUMMER, form_unread=True)

    assert finding.arithmetic.endswith("a meeting held since may be reported there.")
    assert finding.advice == "Wait until the form can be read again."
    [ahead] = found(SUMMER, "2025-08-12", form_unread=True)
    assert ahead.advice.startswith("Hold the review")


def test_the_finding_explains_itself() -> None:
    [finding] = found(SUMMER)

    assert finding.key == "in_effect/student-1/2025-08-13"
    assert (finding.due, finding.place) == (day("2025-08-13"), a_cell("G2"))
    assert finding.advice == "Hold the review, then send the Post IEP Meeting Form."
    assert finding.arithmetic == (
        "Last annual review 1 Aug 2024, so the plan holds until 1 Aug 2025, and no newer one is on record "
        "for the first day of school, 13 Aug 2025."
    )
    assert finding.steps == (
        Step("last annual review: 1 Aug 2024", a_cell("G2")),
        Step("in force until 1 Aug 2025"),
        Step("first day of school: 13 Aug 2025"),
        Step("today: 13 Aug 2025"),
    )


def test_a_newer_plan_that_is_to_come_is_named() -> None:
    [finding] = found(reviewed("2024-08-01", plan_starts=day("2025-08-14")))

    assert finding.arithmetic.endswith("13 Aug 2025. The next one starts on 14 Aug 2025.")
    assert finding.steps[2] == Step("next plan starts: 14 Aug 2025", a_cell("P2"))


@pytest.mark.parametrize(
    ("row", "form", "expected"),
    [
        pytest.param("2024-08-25", "2024-08-06", [AT_RISK], id="by the row it still holds"),
        pytest.param("2024-08-06", "2024-08-25", [AT_RISK], id="by the form it still holds"),
        pytest.param("2024-08-12", "2024-08-06", [VIOLATION], id="it has run out by both"),
        pytest.param("2024-08-25", "2024-08-13", [], id="it holds by both"),
    ],
)
def test_of_two_dates_of_one_review_the_later_decides(row: str, form: str, expected: list[Severity]) -> None:
    assert severities(reviewed(row), responses=(a_response(day(form)),)) == expected


def test_two_dates_of_one_review_are_said_as_the_annual_review_says_them() -> None:
    both = department(reviewed("2024-08-25"), responses=(a_response(day("2024-08-06")),))
    [review] = annual_review.RULE.check(both, a_policy(), day("2025-08-13"))
    [plan] = RULE.check(both, a_policy(), day("2025-08-13"))
    held = "Annual review held on 6 Aug 2024, by its form (the row of the student says 25 Aug 2024)"

    assert review.arithmetic.startswith(f"{held}, so the next was due by 6 Aug 2025")
    assert plan.arithmetic.startswith(f"{held}, so the plan holds until 6 Aug 2025")

"""What holds for every rule that counts from a date, whatever the dates are."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import (
    TODAY,
    a_department,
    a_district,
    a_field,
    a_policy,
    a_request,
    a_response,
    a_student,
    a_waiver,
    an_organisation,
    unreadable,
)
from workspace_agent.model.facts import Department
from workspace_agent.model.finding import CompanyPolicy, Finding, Law, Rule
from workspace_agent.model.on_record import RequestKind
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import PlanType, Purpose, Severity
from workspace_agent.rules import (
    amendment,
    annual_reset,
    annual_review,
    dates_after_exit,
    district_settings,
    in_effect,
    reevaluation,
    reevaluation_504,
    reevaluation_gap,
    reevaluation_waiver,
    review_504,
    transfer,
    two_plans,
)
from workspace_agent.rules import exit as students_who_left
from workspace_agent.rules.review_history import AnnualStatus, Period, annual_status

RULES = tuple(
    module.RULE
    for module in (
        *(amendment, annual_reset, annual_review, dates_after_exit, district_settings, in_effect),
        *(reevaluation, reevaluation_504, reevaluation_gap, reevaluation_waiver, review_504),
        *(students_who_left, transfer, two_plans),
    )
)
LASTING = tuple(rule for rule in RULES if rule.id not in {"in_effect", "exit", "annual_reset"})
"""All but those that end by themselves: when a newer plan starts, and with the school year."""

A_FEW = settings(max_examples=50, deadline=None)
LAWFUL = {"source": "a source"}

LAST_YEAR = {"first_day": "2025-08-11", "last_day": "2026-05-29"}
ONE_YEAR = an_organisation()
TWO_YEARS = an_organisation(districts=(a_district(other_years=(LAST_YEAR,)),))

days = st.dates(dt.date(2023, 1, 1), dt.date(2026, 11, 20))
maybe = st.none() | st.just(unreadable()) | days
later = st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2028, 12, 31))
checked = st.none() | st.just(dt.date(2026, 11, 28))
modes = st.sampled_from(["strict", "anniversary", "days365", "end_minus_1"])


@st.composite
def laws(draw: st.DrawFn) -> Policy:
    """The company's numbers, and a state that reads some things in its own way."""
    texas = {
        "annual_review": {"mode": draw(modes), "checked": draw(checked), **LAWFUL},
        "reevaluation": {
            "years": draw(st.integers(1, 3)), "waivable": draw(st.booleans()), "checked": draw(checked),
            "only_for": draw(st.sampled_from(["", "some"])), **LAWFUL,
        },
        "transfer": {"days": 30, "unit": draw(st.sampled_from(["calendar", "school"])), **LAWFUL},
    }  # fmt: skip
    kept = draw(st.sets(st.sampled_from(sorted(texas))))
    states = {"TX": {name: texas[name] for name in kept}}
    numbers = {"mode": draw(modes)}, {"years": draw(st.integers(2, 3))}
    return a_policy(states=states, annual_review=numbers[0], reevaluation=numbers[1])


@st.composite
def departments(draw: st.DrawFn) -> Department:
    """Two students with dates of all kinds."""
    students = tuple(_student(draw, number) for number in (1, 2))
    refs = st.sampled_from(["student-1", "student-2"])
    rows = st.integers(2, 9)
    return a_department(
        *students,
        organisation=draw(st.sampled_from([ONE_YEAR, TWO_YEARS])),
        responses=tuple(
            a_response(draw(days), draw(st.sampled_from(Purpose)), student=draw(refs), response_id=key)
            for key in "abc"[: draw(st.integers(0, 3))]
        ),
        consents=tuple(
            a_waiver(draw(maybe), student=draw(refs), row=row) for row in draw(st.sets(rows, max_size=3))
        ),
        requests=tuple(
            a_request(draw(st.sampled_from(RequestKind)), draw(maybe), student=draw(refs), row=row)
            for row in draw(st.sets(rows, max_size=3))
        ),
        form_unread=draw(st.booleans()),
    )


def _student(draw: st.DrawFn, number: int) -> Any:
    years = draw(st.none() | st.integers(1, 3) | st.just(unreadable()))
    return a_student(
        f"student-{number}",
        plan=draw(st.sampled_from([PlanType.IEP, PlanType.IEP, PlanType.S504])),
        annual=draw(maybe),
        evaluation=draw(maybe),
        annual_due=draw(later),
        evaluation_due=draw(later),
        leaves=draw(maybe),
        transferred_on=draw(st.none() | maybe.map(a_field)),
        two_plans=draw(st.booleans()),
        reevaluation_years=years,
        plan_starts=draw(maybe),
        enrolled=draw(maybe),
        row=number + 1,
    )


def found(
    department: Department, policy: Policy, today: dt.date = TODAY, rules: tuple[Rule, ...] = RULES
) -> list[Finding]:
    findings = (one for rule in rules for one in rule.check(department, policy, today))
    return sorted(findings, key=lambda one: one.key)


@A_FEW
@given(departments(), laws(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    department: Department, policy: Policy, chance: random.Random
) -> None:
    parts: dict[str, Any] = {
        name: tuple(chance.sample(getattr(department, name), len(getattr(department, name))))
        for name in ("students", "responses", "consents", "requests")
    }

    assert found(department, policy) == found(dataclasses.replace(department, **parts), policy)


@A_FEW
@given(departments(), laws())
def test_a_finding_is_whole_and_told_once(department: Department, policy: Policy) -> None:
    findings = found(department, policy)

    assert len({one.key for one in findings}) == len(findings)
    for one in findings:
        assert one.arithmetic.endswith(".")
        assert one.advice.endswith(".")
        assert "  " not in one.arithmetic
        assert one.steps
        assert any(step.place for step in one.steps) or not one.student_ref
        assert not any(step.words.endswith(".") for step in one.steps)
        assert isinstance(one.citation, Law) or one.severity not in {Severity.VIOLATION, Severity.AT_RISK}
        assert isinstance(one.citation, CompanyPolicy) or one.severity is not Severity.POLICY


@A_FEW
@given(departments(), laws(), st.dates(dt.date(2026, 8, 10), dt.date(2027, 6, 29)))
def test_a_day_later_nothing_is_less_urgent(department: Department, policy: Policy, today: dt.date) -> None:
    tomorrow = today + dt.timedelta(days=1)
    before = {one.key: one.severity for one in found(department, policy, today, LASTING)}
    after = {one.key: one.severity for one in found(department, policy, tomorrow, LASTING)}

    assert all(after.get(key, Severity.INFO) <= severity for key, severity in before.items())


@A_FEW
@given(departments(), laws(), days, st.integers(0, 400))
def test_who_is_past_due_on_record_was_not_held_in_time(
    department: Department, policy: Policy, first: dt.date, length: int
) -> None:
    """The statuses of a period say nothing else than the findings of its last day."""
    past_due = {
        (one.student_ref, one.due)
        for one in annual_review.RULE.check(department, policy, TODAY)
        if one.severity is Severity.VIOLATION
    }
    period = Period(first, first + dt.timedelta(days=length))
    for student in department.students:
        status = annual_status(department, student, policy, period, TODAY)
        due = {day for ref, day in past_due if ref == student.ref and day and period.includes(day)}
        assert not due or status is AnnualStatus.NOT_HELD

"""Sheets that say when something is due, instead of when it was done, or both."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import TODAY, a_department, a_policy, a_response, a_student, a_waiver, day, unreadable
from workspace_agent.model.facts import Department
from workspace_agent.model.finding import Finding
from workspace_agent.model.vocabulary import Purpose, Severity
from workspace_agent.rules import annual_review, reevaluation
from workspace_agent.rules.bands import ANNUAL_REVIEWS, bands_of

VIOLATION, AT_RISK = Severity.VIOLATION, Severity.AT_RISK


def review(*facts: Any, **student: Any) -> Finding | None:
    return _only(annual_review.RULE.check(_department(*facts, **student), a_policy(), TODAY))


def evaluation(*facts: Any, **student: Any) -> Finding | None:
    return _only(reevaluation.RULE.check(_department(*facts, **student), a_policy(), TODAY))


def _department(*facts: Any, **student: Any) -> Department:
    held = tuple(one for one in facts if hasattr(one, "response_id"))
    waivers = tuple(one for one in facts if one not in held)
    return a_department(a_student(**student), responses=held, consents=waivers)


def _only(findings: Any) -> Finding | None:
    return next(iter(findings), None)


@pytest.mark.parametrize(
    ("last", "typed", "severity", "due"),
    [
        pytest.param(None, "2026-11-19", VIOLATION, "2026-11-19", id="a typed due date that has passed"),
        pytest.param(None, "2026-11-20", AT_RISK, "2026-11-20", id="a typed due day is not past"),
        pytest.param(None, "2027-03-01", None, None, id="a typed due date far ahead"),
        pytest.param("2025-11-12", "2026-11-12", VIOLATION, "2026-11-12", id="both agree"),
        pytest.param("2025-12-10", "2026-12-12", AT_RISK, "2026-12-10", id="the earlier: what follows"),
        pytest.param("2025-12-10", "2026-12-01", AT_RISK, "2026-12-01", id="the earlier: what is typed"),
        pytest.param("2025-11-10", "2026-12-12", AT_RISK, "2026-11-10", id="what follows has passed"),
        pytest.param("2026-11-10", "2026-11-12", AT_RISK, "2026-11-12", id="what is typed has passed"),
        pytest.param("2025-10-10", "2026-10-12", VIOLATION, "2026-10-12", id="both have passed"),
    ],
)
def test_the_earlier_warns_and_only_the_later_makes_it_past_due(
    last: str | None, typed: str, severity: Severity | None, due: str | None
) -> None:
    found = review(annual=day(last) if last else None, annual_due=day(typed))

    assert (found.severity if found else None) is severity
    assert (found.due if found else None) == (day(due) if due else None)


@pytest.mark.parametrize(
    ("read", "said"),
    [
        pytest.param("last", "it may be a later one.", id="what was done last"),
        pytest.param("eligible_on", "it may be a later one.", id="when eligibility was decided"),
    ],
)
@pytest.mark.parametrize("of", [review, evaluation])
def test_beside_a_date_that_cannot_be_read_no_typed_one_is_past_due(of: Any, read: str, said: str) -> None:
    fields: dict[str, Any] = {"annual": None, "evaluation": None}
    if read == "last":
        fields = dict.fromkeys(fields, unreadable())
    else:
        fields["eligible_on"] = unreadable()
    found = of(annual_due=day("2026-10-01"), evaluation_due=day("2026-10-01"), **fields)

    assert (found.severity, found.due) == (AT_RISK, day("2026-10-01"))
    assert found.arithmetic.endswith(said)
    assert found.advice.startswith("Mend the da")


def test_a_typed_due_date_is_explained_with_its_cell() -> None:
    found = review(annual=None, annual_due=day("2026-12-01"), row=7)

    assert found is not None
    assert (
        found.arithmetic == "The due date typed is 1 Dec 2026, so the next is due by 1 Dec 2026: in 11 days."
    )
    assert found.place.url.endswith("range=M7")


def test_two_dates_that_disagree_are_both_named() -> None:
    found = review(annual=day("2025-12-10"), annual_due=day("2026-12-12"))

    assert found is not None
    assert found.arithmetic == (
        "Last annual review 10 Dec 2025, and the due date typed is 12 Dec 2026, so the next is due by "
        "10 Dec 2026: in 20 days. The two do not agree: one of them has to be corrected."
    )


@pytest.mark.parametrize(
    ("last", "typed", "due"),
    [
        pytest.param(unreadable(), "2026-12-01", "2026-12-01", id="the other is typed"),
        pytest.param("2025-12-01", unreadable(), "2026-12-01", id="the other follows"),
        pytest.param(unreadable(), unreadable(), None, id="neither can be read"),
        pytest.param(None, unreadable(), None, id="the only one cannot be read"),
        pytest.param(unreadable(), None, None, id="what was done cannot be read"),
    ],
)
def test_of_two_dates_the_one_that_can_be_read_counts(last: Any, typed: Any, due: str | None) -> None:
    found = review(
        annual=day(last) if isinstance(last, str) else last,
        annual_due=day(typed) if isinstance(typed, str) else typed,
    )

    assert (found.due if found else None) == (day(due) if due else None)


@pytest.mark.parametrize(
    ("held", "typed", "due"),
    [
        pytest.param("2025-12-05", "2026-10-05", "2026-12-05", id="the form is newer"),
        pytest.param(
            "2025-12-05", "2026-12-10", "2026-12-05", id="of nearly the same day the earlier one warns"
        ),
    ],
)
def test_a_form_moves_a_typed_due_date_of_the_cycle_before(held: str, typed: str, due: str) -> None:
    found = review(a_response(day(held)), annual=None, annual_due=day(typed))

    assert found is not None
    assert found.due == day(due)


def test_a_form_settles_two_dates_that_disagree() -> None:
    assert (
        review(a_response(day("2026-10-10")), annual=day("2025-10-10"), annual_due=day("2026-10-20")) is None
    )


@pytest.mark.parametrize(
    ("last", "typed", "severity", "due"),
    [
        pytest.param(None, "2026-10-30", VIOLATION, "2026-10-30", id="typed, and it has passed"),
        pytest.param(None, "2027-01-19", AT_RISK, "2027-01-19", id="typed, in 60 days"),
        pytest.param("2024-01-19", "2027-01-19", AT_RISK, "2027-01-19", id="both agree"),
        pytest.param("2025-01-19", "2027-01-19", AT_RISK, "2027-01-19", id="planned a year early"),
        pytest.param("2024-01-30", "2027-01-19", AT_RISK, "2027-01-19", id="the earlier: what is typed"),
        pytest.param("2023-10-30", "2027-01-19", AT_RISK, "2026-10-30", id="what follows has passed"),
    ],
)
def test_a_typed_reevaluation_counts_in_the_same_way(
    last: str | None, typed: str, severity: Severity, due: str
) -> None:
    found = evaluation(evaluation=day(last) if last else None, evaluation_due=day(typed))

    assert found is not None
    assert (found.severity, found.due) == (severity, day(due))


def test_both_dates_of_a_reevaluation_are_named() -> None:
    found = evaluation(evaluation=day("2023-10-30"), evaluation_due=day("2027-01-19"))

    assert found is not None
    assert (
        "so the next was due by 30 Oct 2026, or is by 19 Jan 2027. The two do not agree" in found.arithmetic
    )


@pytest.mark.parametrize(
    ("signed", "found"),
    [
        pytest.param("2023-10-30", True, id="in the cycle before"),
        pytest.param("2026-10-01", False, id="before the typed due date"),
        pytest.param("2026-11-05", False, id="after it, which is late, and counts from then on"),
    ],
)
def test_an_agreement_is_held_against_the_typed_due_date(signed: str, *, found: bool) -> None:
    finding = evaluation(a_waiver(day(signed)), evaluation=None, evaluation_due=day("2026-10-30"))

    assert (finding is not None) is found


def test_a_form_moves_a_typed_reevaluation() -> None:
    held = a_response(day("2026-09-10"), Purpose.REEVALUATION)

    found = evaluation(held, evaluation=None, evaluation_due=day("2026-12-01"))

    assert found is not None
    assert (found.severity, found.due) == (Severity.INFO, day("2029-09-10"))


@pytest.mark.parametrize(
    ("last", "typed", "band"),
    [
        pytest.param(None, "2026-11-19", "past due", id="typed and passed"),
        pytest.param(None, "2027-01-10", "31-60 days", id="typed"),
        pytest.param("2025-11-10", "2026-12-12", "0-30 days", id="one has passed, the other has not"),
        pytest.param("2025-10-10", "2026-10-12", "past due", id="both have passed"),
        pytest.param(unreadable(), None, "unknown", id="none can be read"),
    ],
)
def test_the_chart_counts_what_the_findings_say(last: Any, typed: str | None, band: str) -> None:
    student = a_student(
        annual=day(last) if isinstance(last, str) else last, annual_due=day(typed) if typed else None
    )

    assert bands_of(a_department(student), a_policy(), TODAY)[ANNUAL_REVIEWS] == {student.ref: band}

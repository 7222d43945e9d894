"""Students who transferred in: whether a plan of ours is on record since."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_cell,
    a_department,
    a_district,
    a_field,
    a_meeting,
    a_policy,
    a_response,
    a_row,
    a_student,
    an_organisation,
    day,
    unreadable,
)
from workspace_agent.model.facts import Student
from workspace_agent.model.field import Missing
from workspace_agent.model.finding import Finding, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import PlanType, Purpose, Severity
from workspace_agent.rules import annual_review
from workspace_agent.rules.transfer import RULE

CAME = day("2026-10-26")


def newcomer(came: Any = CAME, **changes: Any) -> Student:
    """Came on 26 October with a plan of January."""
    values: dict[str, Any] = {"annual": day("2026-01-08"), **changes}
    return a_student(transferred_on=a_field(came, a_cell("J2")), **values)


def found(student: Student, **changes: Any) -> list[Finding]:
    return list(RULE.check(a_department(student, **changes), a_policy(), TODAY))


def severities(student: Student, **changes: Any) -> list[Severity]:
    return [finding.severity for finding in found(student, **changes)]


@pytest.mark.parametrize(
    ("student", "expected"),
    [
        pytest.param(newcomer(), [Severity.AT_RISK], id="the plan is older"),
        pytest.param(newcomer(annual=None), [Severity.AT_RISK], id="no plan at all is on record"),
        pytest.param(
            newcomer(annual=None, annual_due=day("2027-01-08")), [Severity.AT_RISK], id="only its due date"
        ),
        pytest.param(
            newcomer(annual=None, annual_due=day("2027-11-02")), [], id="a plan since, by its due date"
        ),
        pytest.param(newcomer(annual=unreadable()), [], id="a Problem speaks about the last review"),
        pytest.param(newcomer(annual=day("2026-10-25")), [Severity.AT_RISK], id="reviewed the day before"),
        pytest.param(newcomer(annual=CAME), [], id="reviewed on the day of enrollment"),
        pytest.param(a_student(annual=day("2026-01-08")), [], id="no transfer"),
        pytest.param(newcomer(TODAY), [Severity.AT_RISK], id="comes today"),
        pytest.param(newcomer(day("2026-11-21")), [], id="comes tomorrow"),
        pytest.param(newcomer(None), [Severity.DATA], id="nobody typed when"),
        pytest.param(newcomer(unreadable()), [], id="a Problem speaks about the day"),
        pytest.param(newcomer(plan=PlanType.S504), [], id="a 504 plan"),
        pytest.param(newcomer(leaves=TODAY), [], id="the student has left"),
    ],
)
def test_who_still_needs_a_plan(student: Student, expected: list[Severity]) -> None:
    assert severities(student) == expected


def test_a_sheet_without_a_column_for_the_day_of_enrollment_is_not_asked_for_it() -> None:
    assert found(a_student(transferred_on=Missing(a_row(2)))) == []


@pytest.mark.parametrize(
    ("response", "count"),
    [
        pytest.param(a_response(day("2026-11-10")), 0, id="an annual review since"),
        pytest.param(a_response(day("2026-11-10"), Purpose.INITIAL), 0, id="an initial IEP since"),
        pytest.param(a_response(day("2026-11-10"), Purpose.AMENDMENT), 1, id="an amendment is no plan"),
        pytest.param(a_response(day("2026-11-10"), moves_clocks=False), 1, id="one that moves no date"),
        pytest.param(a_response(day("2026-10-01")), 1, id="a review before the student came"),
    ],
)
def test_a_meeting_with_its_form_ends_it(response: Any, count: int) -> None:
    assert len(found(newcomer(), meetings=(a_meeting(),), responses=(response,))) == count


def test_the_old_plan_is_due_when_it_was() -> None:
    student = newcomer(day("2025-10-06"), annual=day("2024-11-02"))
    [finding] = annual_review.RULE.check(a_department(student), a_policy(), day("2025-10-06"))

    assert (finding.due, finding.severity) == (day("2025-11-02"), Severity.AT_RISK)


def test_what_could_not_be_read_is_said() -> None:
    [finding] = found(newcomer(), form_unread=True)

    assert finding.severity is Severity.AT_RISK
    assert finding.arithmetic.endswith("a meeting held since may be reported there.")
    assert finding.advice == "Wait until the form can be read again."


def test_the_finding_explains_itself() -> None:
    [finding] = found(newcomer())

    assert finding.key == "transfer/student-1/2026-10-26"
    assert (finding.due, finding.place) == (None, a_cell("G2"))
    assert finding.arithmetic == (
        "The student transferred in on 26 Oct 2026, and no plan that was adopted or written since is "
        "on record. The federal text gives no number of days."
    )
    assert finding.steps == (
        Step("enrolled: 26 Oct 2026", a_cell("J2")),
        Step("today: 20 Nov 2026, 25 days after 26 Oct 2026"),
    )


def test_without_a_day_its_cell_is_told() -> None:
    [finding] = found(newcomer(None))

    assert (finding.key, finding.place) == ("transfer/student-1/unknown", a_cell("J2"))


# ---- days that a state gives


def interim(unit: str = "calendar", **law: Any) -> Policy:
    """Thirty days in the state of the district, as in California."""
    return a_policy(states={"TX": {"transfer": {"days": 30, "unit": unit, "source": "a source", **law}}})


@pytest.mark.parametrize(
    ("unit", "due"),
    [
        pytest.param("calendar", "2026-11-25", id="calendar days"),
        pytest.param("business", "2026-12-09", id="business days, without two holidays"),
        pytest.param("school", "2026-12-14", id="school days, without the week of Thanksgiving"),
    ],
)
def test_the_day_of_the_state_is_the_due_date(unit: str, due: str) -> None:
    [finding] = RULE.check(a_department(newcomer()), interim(unit), TODAY)

    assert (finding.severity, finding.due) == (Severity.AT_RISK, day(due))


@pytest.mark.parametrize(
    ("today", "distance"),
    [
        pytest.param("2025-11-04", ", 1 day before 5 Nov 2025", id="the day before"),
        pytest.param("2025-11-05", "today: 5 Nov 2025", id="the day"),
        pytest.param("2025-11-06", ", 1 day after 5 Nov 2025", id="the day after"),
    ],
)
@pytest.mark.parametrize("checked", [None, "2026-11-28"], ids=["unchecked", "checked"])
def test_california_gives_thirty_days_and_nothing_is_past_due(
    today: str, distance: str, checked: str | None
) -> None:
    student = newcomer(day("2025-10-06"), annual=day("2024-11-02"))
    [finding] = RULE.check(a_department(student), interim(checked=checked), day(today))

    assert (finding.severity, finding.due) == (Severity.AT_RISK, day("2025-11-05"))
    assert finding.steps[1].words == "30 days after 6 Oct 2025 is 5 Nov 2025"
    assert finding.steps[2].words.endswith(distance)


def test_the_source_of_the_days_is_named() -> None:
    [finding] = RULE.check(a_department(newcomer()), interim(), TODAY)

    assert finding.arithmetic.endswith(
        "is on record. TX gives 30 days (a source; nobody has compared that with the state's own text): "
        "until 25 Nov 2026."
    )
    [finding] = RULE.check(a_department(newcomer()), interim(checked="2026-11-28"), TODAY)
    assert finding.arithmetic.endswith("TX gives 30 days (a source): until 25 Nov 2026.")


def test_school_days_beyond_the_calendar_are_not_guessed() -> None:
    organisation = an_organisation(districts=(a_district(first_day="2025-08-11", last_day="2026-05-29"),))
    department = a_department(newcomer(), organisation=organisation)
    [finding] = RULE.check(department, interim("school"), TODAY)

    assert finding.due is None
    assert finding.arithmetic.endswith("further than the school calendar reaches.")


def test_a_missing_day_of_enrollment_is_a_line() -> None:
    [finding] = found(newcomer(None))

    assert finding.steps == (Step("the day of enrollment is not on record", a_cell("J2")),)

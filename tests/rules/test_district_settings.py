"""What the settings have to say of a district, so that its days can be counted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_case_manager,
    a_department,
    a_district,
    a_policy,
    a_student,
    an_organisation,
    day,
)
from workspace_agent.model.finding import Finding, Step
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.vocabulary import PlanType, Severity
from workspace_agent.rules.district_settings import RULE


def found(*students: Any, today: str = "2026-11-20", **district: Any) -> list[Finding]:
    organisation = an_organisation(
        districts=(a_district(**district), a_district("district-2")),
        case_managers=(a_case_manager(), a_case_manager("manager-2")),
    )
    department = a_department(*(students or (a_student(),)), organisation=organisation)
    return list(RULE.check(department, a_policy(), day(today)))


NEXT_YEAR = {"first_day": "2027-08-09", "last_day": "2028-05-26"}
LAST_YEAR = {"first_day": "2025-08-11", "last_day": "2026-05-29"}


@pytest.mark.parametrize(
    ("today", "years", "count"),
    [
        pytest.param("2026-11-20", (), 0, id="in the school year"),
        pytest.param("2027-06-10", (), 0, id="61 days before a year is over"),
        pytest.param("2027-06-11", (), 1, id="60 days before a year is over"),
        pytest.param("2027-06-11", (NEXT_YEAR,), 0, id="the next one is there"),
        pytest.param("2026-06-20", (), 0, id="before the first one begins"),
        pytest.param("2026-05-01", (), 0, id="long before the first one begins"),
        pytest.param("2027-06-11", (LAST_YEAR,), 1, id="one of the past is no help"),
        pytest.param("2029-01-15", (), 1, id="long after"),
    ],
)
def test_the_next_school_year_is_asked_for(today: str, years: Any, count: int) -> None:
    assert [one.severity for one in found(today=today, other_years=years)] == [Severity.DATA] * count


@pytest.mark.parametrize(
    ("state", "count"),
    [
        pytest.param("TX", 0, id="a state"),
        pytest.param("DC", 0, id="the District of Columbia"),
        pytest.param("XX", 1, id="none"),
    ],
)
def test_a_state_that_is_none_is_asked_about(state: str, count: int) -> None:
    assert len(found(state=state)) == count


@pytest.mark.parametrize(
    ("students", "keys"),
    [
        pytest.param(
            (a_student(), a_student("student-2", row=3)), ["manager-1/district-1-state"], id="once for all"
        ),
        pytest.param(
            (a_student(), a_student("student-2", row=3, case_manager="manager-2")),
            ["manager-1/district-1-state", "manager-2/district-1-state"], id="for each case manager",
        ),
        pytest.param((a_student(district="district-2"),), [], id="not where nobody is of that district"),
        pytest.param((a_student(leaves=TODAY),), [], id="nor where all have left"),
        pytest.param((a_student(plan=PlanType.S504),), ["manager-1/district-1-state"], id="for 504 plans"),
    ],
)  # fmt: skip
def test_who_is_told(students: Any, keys: list[str]) -> None:
    assert [one.key.partition("/")[2] for one in found(*students, state="XX")] == keys
    assert [one.key.partition("/")[2] for one in found(*students[::-1], state="XX")] == keys


def test_the_findings_explain_themselves() -> None:
    state, calendar = found(today="2027-06-11", state="XX")

    assert state.place == calendar.place == SpreadsheetPlace("workbook-1")
    assert state.arithmetic == (
        "The state of Sierra Vieja ISD is XX, which is none of the United States: what depends on it cannot "
        "be judged."
    )
    assert calendar.key == "district_settings/manager-1/district-1-calendar-2026-08-10"
    assert calendar.advice == (
        "Ask whoever keeps the settings to fill in the next one (agent.toml, districts, other_years)."
    )
    assert calendar.steps == (
        Step("the last school year on record of Sierra Vieja ISD began on 10 Aug 2026"),
    )

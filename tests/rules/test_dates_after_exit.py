"""Something on record after the day of exit: one of the two days is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import TODAY, a_cell, a_department, a_policy, a_response, a_student, day, unreadable
from workspace_agent.model.finding import Finding, Step
from workspace_agent.model.place import ResponsePlace
from workspace_agent.model.vocabulary import PlanType, Severity
from workspace_agent.rules.dates_after_exit import RULE

EXIT = day("2026-10-09")


def left(**changes: Any) -> Any:
    values: dict[str, Any] = {
        "leaves": EXIT, "annual": day("2026-09-15"), "evaluation": day("2025-09-15"), **changes,
    }  # fmt: skip
    return a_student(**values)


def found(student: Any, *responses: Any) -> list[Finding]:
    return list(RULE.check(a_department(student, responses=responses), a_policy(), TODAY))


@pytest.mark.parametrize(
    ("student", "responses", "count"),
    [
        pytest.param(left(), (), 0, id="nothing after it"),
        pytest.param(left(annual=EXIT), (), 0, id="reviewed on the day of exit"),
        pytest.param(left(annual=day("2026-10-10")), (), 1, id="reviewed the day after"),
        pytest.param(left(evaluation=day("2026-10-10")), (), 1, id="evaluated the day after"),
        pytest.param(left(enrolled=day("2026-10-10")), (), 1, id="enrolled the day after"),
        pytest.param(left(enrolled=day("2026-10-08")), (), 0, id="enrolled before"),
        pytest.param(left(annual=None), (), 0, id="no review on record"),
        pytest.param(left(annual=unreadable()), (), 0, id="a Problem speaks about the review"),
        pytest.param(left(), (a_response(day("2026-10-10")),), 1, id="a meeting was held the day after"),
        pytest.param(left(), (a_response(EXIT),), 0, id="a meeting was held on that day"),
        pytest.param(left(), (a_response(None),), 0, id="a meeting without a date"),
        pytest.param(left(), (a_response(day("2026-10-10"), moves_clocks=False),), 0, id="one near no row"),
        pytest.param(left(plan=PlanType.S504, annual=day("2026-10-10")), (), 1, id="a 504 plan"),
        pytest.param(left(leaves=None, annual=day("2026-10-10")), (), 0, id="has not left"),
        pytest.param(left(leaves=unreadable(), annual=day("2026-10-10")), (), 0, id="an unreadable exit"),
        pytest.param(left(leaves=day("2027-05-21"), enrolled=day("2027-08-09")), (), 1, id="an exit to come"),
    ],
)
def test_what_contradicts_the_day_of_exit(student: Any, responses: Any, count: int) -> None:
    assert [one.severity for one in found(student, *responses)] == [Severity.DATA] * count


def test_the_latest_day_is_named() -> None:
    [finding] = found(left(annual=day("2026-10-20")), a_response(day("2026-11-12")))

    assert finding.key == "dates_after_exit/student-1/2026-10-09"
    assert finding.place == a_cell("I2")
    assert finding.arithmetic == (
        "The day of exit is 9 Oct 2026, and something is on record after it (meeting held, by its form: "
        "12 Nov 2026). Nothing that is due is told from the day of exit on."
    )
    assert finding.steps == (
        Step("day of exit: 9 Oct 2026", a_cell("I2")),
        Step("meeting held, by its form: 12 Nov 2026", ResponsePlace("form-1", "response-1")),
    )

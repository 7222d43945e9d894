"""What was past due on the day a student left: the worked examples of the rule book."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import a_cell, a_department, a_policy, a_response, a_student, a_waiver, day, unreadable
from workspace_agent.model.finding import Finding, Step
from workspace_agent.model.vocabulary import PlanType, Severity
from workspace_agent.rules import annual_review
from workspace_agent.rules.exit import RULE


def left(on: Any, **changes: Any) -> Any:
    """A student whose review was due on 30 Sep 2025."""
    values = {"annual": day("2024-09-30"), "evaluation": day("2024-09-30"), **changes}
    return a_student(leaves=day(on) if isinstance(on, str) else on, **values)


def found(student: Any, today: str = "2025-10-06", **changes: Any) -> list[Finding]:
    return list(RULE.check(a_department(student, **changes), a_policy(), day(today)))


def kept(student: Any, today: str = "2025-10-06", **changes: Any) -> list[Finding]:
    """What stays in the report as not held."""
    return [one for one in found(student, today, **changes) if "stays in the report" in one.arithmetic]


@pytest.mark.parametrize(
    ("leaves", "today", "told", "alerts"),
    [
        pytest.param("2025-10-05", "2025-10-06", 1, 0, id="past due at exit: kept, and off the open list"),
        pytest.param("2025-10-05", "2025-10-05", 1, 0, id="on the day of exit"),
        pytest.param("2025-10-05", "2025-10-04", 0, 1, id="the day before: alerts go on"),
        pytest.param("2025-10-01", "2025-10-06", 1, 0, id="left the day after it was due"),
        pytest.param("2025-09-30", "2025-10-06", 0, 0, id="left on the day it was due: excluded"),
        pytest.param("2025-09-15", "2025-10-06", 0, 0, id="left before it was due: excluded"),
        pytest.param("2026-05-21", "2025-10-06", 0, 1, id="leaves later: alerts go on"),
        pytest.param("2025-10-05", "2026-06-30", 1, 0, id="until the end of the school year"),
        pytest.param("2025-10-05", "2026-07-01", 0, 0, id="not in the next one"),
    ],
)
def test_the_worked_examples_of_the_rule_book(leaves: str, today: str, told: int, alerts: int) -> None:
    student = left(leaves)
    open_list = list(annual_review.RULE.check(a_department(student), a_policy(), day(today)))

    assert [one.severity for one in kept(student, today)] == [Severity.INFO] * told
    assert len(open_list) == alerts


@pytest.mark.parametrize(
    ("student", "changes", "count"),
    [
        pytest.param(left(None), {}, 0, id="has not left"),
        pytest.param(left(unreadable()), {}, 0, id="a Problem speaks about the exit"),
        pytest.param(left("2025-10-05", plan=PlanType.S504), {}, 0, id="a 504 plan"),
        pytest.param(left("2025-10-05", plan=None), {}, 0, id="an unknown plan"),
        pytest.param(left("2025-10-05", annual=None), {}, 0, id="no review is on record"),
        pytest.param(left("2025-10-05", annual=unreadable()), {}, 0, id="a Problem speaks about the review"),
        pytest.param(left("2025-10-05"), {"form_unread": True}, 0, id="a form may report the review"),
        pytest.param(left("2025-10-05"), {"responses": (a_response(day("2025-10-02")),)}, 0, id="held late"),
        pytest.param(
            left("2025-10-05", annual=day("2025-09-01"), evaluation=day("2022-10-04")), {}, 1,
            id="the reevaluation was past due",
        ),
        pytest.param(
            left("2025-10-05", annual=day("2025-09-01"), evaluation=day("2022-10-05")), {}, 0,
            id="the reevaluation was due on that day",
        ),
        pytest.param(
            left("2025-10-05", annual=day("2025-09-01"), evaluation=day("2022-10-04")),
            {"consents": (a_waiver(day("2025-09-20")),)}, 0, id="the reevaluation was waived",
        ),
        pytest.param(
            left("2025-10-05", annual=day("2025-09-01"), evaluation=day("2022-10-04")),
            {"broken": frozenset({("manager-1", "consents")})}, 0, id="an agreement may not have been read",
        ),
    ],
)  # fmt: skip
def test_what_is_kept(student: Any, changes: dict[str, Any], count: int) -> None:
    assert len(kept(student, **changes)) == count


NEITHER = "Neither the annual review nor the reevaluation was past due on record that day."
"""No more is said: a notice or a transition plan may have been."""
NO_LAW = "No law counts the days of a 504 plan."


@pytest.mark.parametrize(
    ("student", "today", "said"),
    [
        pytest.param(left("2025-09-15"), "2025-10-06", [NEITHER], id="before anything was due"),
        pytest.param(left("2025-09-15"), "2025-09-14", [], id="leaves tomorrow"),
        pytest.param(left("2025-09-15"), "2025-09-15", [NEITHER], id="today"),
        pytest.param(left("2025-09-15"), "2026-07-01", [], id="last year"),
        pytest.param(left("2025-09-15", plan=PlanType.S504), "2025-10-06", [NO_LAW], id="a 504 plan"),
        pytest.param(left("2025-09-15", plan=None), "2025-10-06", [], id="an unknown plan"),
    ],
)
def test_who_left_in_this_school_year_is_told_for_information(
    student: Any, today: str, said: list[str]
) -> None:
    told = [one.arithmetic for one in found(student, today)]

    assert told == [f"The student left on 15 Sep 2025. {one}" for one in said]


def test_the_finding_explains_itself() -> None:
    [finding] = found(left("2025-10-05", evaluation=day("2022-09-01")))

    assert finding.key == "exit/student-1/2025-10-05"
    assert (finding.due, finding.place) == (day("2025-10-05"), a_cell("I2"))
    assert finding.arithmetic == (
        "The student left on 5 Oct 2025. On that day the annual review due by 30 Sep 2025 and the "
        "reevaluation due by 1 Sep 2025 were past due on record: this stays in the report of 2025-26."
    )
    assert finding.steps == (
        Step("day of exit: 5 Oct 2025", a_cell("I2")),
        Step("annual review due by 30 Sep 2025: 5 days before the exit"),
        Step("reevaluation due by 1 Sep 2025: 34 days before the exit"),
    )


def test_one_item_was_past_due() -> None:
    [finding] = found(left("2025-10-05"))

    assert "On that day the annual review due by 30 Sep 2025 was past due on record" in finding.arithmetic

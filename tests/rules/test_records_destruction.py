"""Records of students who left: the parent is told when they are no longer needed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import a_cell, a_department, a_policy, a_student, day, unreadable
from workspace_agent.model.facts import Student
from workspace_agent.model.finding import Finding
from workspace_agent.model.vocabulary import PlanType, Severity
from workspace_agent.rules.records_destruction import RULE


def student(leaves: Any = "2019-11-20", notice: Any = None, **changes: Any) -> Student:
    """Dates are given as they are written; no notice is on record."""
    values: dict[str, Any] = {"leaves": leaves, "records_notice": notice}
    read: dict[str, Any] = {name: day(one) if isinstance(one, str) else one for name, one in values.items()}
    return a_student(**(read | changes))


def found(who: Student, years: int = 7, today: str = "2026-11-21") -> list[Finding]:
    policy = a_policy(records={"years_after_exit": years})
    return list(RULE.check(a_department(who), policy, day(today)))


@pytest.mark.parametrize(
    ("who", "count"),
    [
        pytest.param(student(), 1, id="R25 more than seven years"),
        pytest.param(student("2019-11-21"), 0, id="seven years today"),
        pytest.param(student(notice="2026-01-01"), 0, id="R25 the parent was told"),
        pytest.param(student(notice=unreadable()), 0, id="a Problem speaks about the notice"),
        pytest.param(student(leaves=None), 0, id="the student is here"),
        pytest.param(student(leaves=unreadable()), 0, id="a Problem speaks about the exit"),
        pytest.param(student(plan=PlanType.S504), 0, id="a 504 plan"),
        pytest.param(a_student(leaves=day("2019-11-20")), 0, id="the sheet has no such column"),
    ],
)
def test_years_after_the_exit(who: Student, count: int) -> None:
    assert len(found(who)) == count


@pytest.mark.parametrize(
    ("years", "count"),
    [
        pytest.param(0, 0, id="a company that says no number"),
        pytest.param(1, 1, id="one year"),
        pytest.param(8, 0, id="a year more"),
    ],
)
def test_the_number_is_the_companys(years: int, count: int) -> None:
    assert len(found(student(), years)) == count


def test_the_finding_explains_itself() -> None:
    [finding] = found(student("2020-02-29"), today="2027-03-01")

    assert (finding.key, finding.severity) == ("records_destruction/student-1/2020-02-29", Severity.DATA)
    assert (finding.due, finding.place) == (day("2027-02-28"), a_cell("P2"))
    assert finding.arithmetic == (
        "The student left on 29 Feb 2020. By the company's number records are needed for 7 years, until "
        "28 Feb 2027, and no notice to the parent is on record."
    )
    assert finding.advice == (
        "Ask the district whether the records are still needed. If not, tell the parent, and fill in the day."
    )
    assert [(step.words, step.place) for step in finding.steps] == [
        ("exit: 29 Feb 2020", a_cell("I2")),
        ("notice that records are not needed: not on record", a_cell("P2")),
        ("29 Feb 2020 + 7 years = 28 Feb 2027", None),
        ("today: 1 Mar 2027, 1 day after 28 Feb 2027", None),
    ]


def test_one_year_is_not_plural() -> None:
    assert "for 1 year, until 20 Nov 2020" in found(student(), 1)[0].arithmetic

"""Rights at the age of majority: told to the student a year before, by the IEP in force then."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import TODAY, a_cell, a_department, a_policy, a_student, day, unreadable
from workspace_agent.model.facts import Student
from workspace_agent.model.finding import Finding
from workspace_agent.model.vocabulary import PlanType, Severity
from workspace_agent.rules.age_of_majority import RULE

PAST, RISK = Severity.VIOLATION, Severity.AT_RISK


def student(majority: Any, annual: Any = "2026-09-15", told: Any = None, **changes: Any) -> Student:
    """Dates are given as they are written; nobody was told."""
    values = {"majority_on": majority, "annual": annual, "rights_told": told}
    read: dict[str, Any] = {name: day(one) if isinstance(one, str) else one for name, one in values.items()}
    return a_student(**read, **changes)


def found(who: Student, today: str = "2026-11-20") -> list[Finding]:
    return list(RULE.check(a_department(who), a_policy(), day(today)))


@pytest.mark.parametrize(
    ("who", "today", "expected"),
    [
        pytest.param(
            student("2026-06-15", "2024-09-10"), "2025-03-01", [RISK], id="R17 this IEP has to say it"
        ),
        pytest.param(
            student("2026-06-15", "2024-05-01"), "2025-03-01", [], id="R17 this one need not, the next must"
        ),
        pytest.param(student("2026-06-15", "2024-06-15"), "2025-03-01", [RISK], id="17 on its last day"),
        pytest.param(student("2026-06-15", "2024-06-14"), "2025-03-01", [], id="17 the day after it"),
        pytest.param(student("2026-06-15", "2024-09-10"), "2025-06-15", [RISK], id="on the day"),
        pytest.param(student("2026-06-15", "2024-09-10"), "2025-06-16", [PAST], id="the day after it"),
        pytest.param(
            student("2026-02-28", "2024-09-10"), "2025-02-28", [RISK], id="R17 born 29 Feb: 17 on 28 Feb"
        ),
        pytest.param(student("2026-02-28", "2024-09-10"), "2025-03-01", [PAST], id="and past the day after"),
        pytest.param(student("2028-02-29", "2026-09-10"), "2027-03-01", [PAST], id="of age on 29 Feb"),
        pytest.param(
            student("2026-06-15", "2024-09-10", "2025-06-15"), "2025-06-16", [], id="told on the day"
        ),
        pytest.param(student("2026-06-15", "2024-09-10", "2025-07-01"), "2025-07-02", [], id="told late"),
        pytest.param(student("2026-06-15", told=unreadable()), "2026-11-20", [], id="a Problem speaks of it"),
        pytest.param(student(unreadable()), "2026-11-20", [], id="a Problem speaks of the day"),
        pytest.param(student(None), "2026-11-20", [], id="no day is typed"),
        pytest.param(
            student("2026-06-15", None, eligible_on=day("2026-11-01")), "2026-11-20", [RISK], id="no IEP yet"
        ),
        pytest.param(
            student("2026-06-15", "2026-11-10", eligible_on=day("2026-11-01")),
            "2026-11-11",
            [PAST],
            id="the day after the first IEP",
        ),
    ],
)
def test_a_year_before(who: Student, today: str, expected: list[Severity]) -> None:
    assert [finding.severity for finding in found(who, today)] == expected


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        pytest.param(a_student(majority_on=day("2027-01-01")), [], id="the sheet has no column for it"),
        pytest.param(student("2027-01-01", plan=PlanType.S504), [], id="a 504 plan"),
        pytest.param(student("2027-01-01", leaves=TODAY), [], id="the student has left"),
        pytest.param(student("2027-01-01", leaves=unreadable()), [RISK], id="who may have left"),
    ],
)
def test_whose_rights(who: Student, expected: list[Severity]) -> None:
    assert [finding.severity for finding in found(who)] == expected


def test_what_has_passed_explains_itself() -> None:
    [finding] = found(student("2026-06-15", "2024-09-10"), "2025-06-16")

    assert (finding.key, finding.due) == ("age_of_majority/student-1/2025-06-15", day("2025-06-15"))
    assert finding.place == a_cell("Q2")
    assert finding.arithmetic == (
        "A statement that the student was told which rights will transfer has to be in the first IEP that is "
        "in force on 15 Jun 2025, and none is on record: 1 day past due on record."
    )
    assert finding.advice == (
        "Tell the student which rights will transfer, write into the IEP that this was done, and fill in the "
        "day."
    )
    assert [(step.words, step.place) for step in finding.steps] == [
        ("comes of age: 15 Jun 2026", a_cell("P2")),
        ("15 Jun 2026 - 1 year = 15 Jun 2025", None),
        ("student told of the rights: not on record", a_cell("Q2")),
        ("today: 16 Jun 2025, 1 day after 15 Jun 2025", None),
    ]


@pytest.mark.parametrize(
    ("majority", "expected"),
    [
        pytest.param("2010-11-15", Severity.DATA, id="a birth date"),
        pytest.param("2021-11-19", Severity.DATA, id="more than 5 years ago"),
        pytest.param("2021-11-20", PAST, id="5 years ago"),
    ],
)
def test_a_day_so_long_ago_is_asked_about(majority: str, expected: Severity) -> None:
    [finding] = found(student(majority))

    assert finding.severity is expected


def test_a_day_so_long_ago_explains_itself() -> None:
    [finding] = found(student("2010-11-15"))

    assert finding.key == "age_of_majority/student-1/long_ago"
    assert finding.place == a_cell("P2")
    assert finding.arithmetic == (
        "The day on which the student comes of age lies more than 5 years ago, and for a student with an IEP "
        "a day so long ago cannot be it."
    )

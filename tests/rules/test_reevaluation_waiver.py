"""Agreements that no reevaluation is needed: the worked examples of the rule book."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_cell,
    a_department,
    a_policy,
    a_response,
    a_student,
    a_waiver,
    day,
    unreadable,
)
from workspace_agent.model.facts import Student
from workspace_agent.model.finding import Finding, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import PlanType, Purpose, Severity
from workspace_agent.rules import reevaluation
from workspace_agent.rules.reevaluation_waiver import RULE

INFO, DATA = Severity.INFO, Severity.DATA


def found(
    student: Student, *waivers: Any, policy: Policy | None = None, today: dt.date = TODAY, **changes: Any
) -> list[Finding]:
    department = a_department(student, consents=waivers, **changes)
    return list(RULE.check(department, policy or a_policy(), today))


def evaluated(on: str, **changes: Any) -> Student:
    return a_student(evaluation=day(on), **changes)


@pytest.mark.parametrize(
    ("evaluation", "signed", "said", "following"),
    [
        pytest.param("2023-01-20", "2025-11-12", "in time, 69 days before", "2028-11-12", id="in time"),
        pytest.param("2023-01-20", "2026-01-19", "in time, 1 day before", "2029-01-19", id="the day before"),
        pytest.param("2023-01-20", "2026-01-20", "in time", "2029-01-20", id="on the day"),
        pytest.param("2023-01-20", "2026-01-21", "1 day late", "2029-01-21", id="the day after"),
        pytest.param("2023-01-20", "2026-01-25", "5 days late", "2029-01-25", id="five days late"),
        pytest.param("2021-03-01", "2024-02-29", "in time, 1 day before", "2027-02-28", id="on a leap day"),
    ],
)
def test_the_clock_goes_on_from_the_signing(evaluation: str, signed: str, said: str, following: str) -> None:
    [finding] = found(evaluated(evaluation), a_waiver(day(signed)))

    assert (finding.severity, finding.due) == (INFO, day(following))
    assert f", {said}: one was due by" in finding.arithmetic


def test_it_is_the_date_that_the_reevaluation_counts_from() -> None:
    department = a_department(evaluated("2023-01-20"), consents=(a_waiver(day("2026-01-25")),))
    [agreed] = RULE.check(department, a_policy(), TODAY)
    [due] = reevaluation.RULE.check(department, a_policy(), day("2029-01-25"))

    assert agreed.due == due.due == day("2029-01-25")


PENNSYLVANIA = {"years": 2, "waivable": False, "only_for": "some", "source": "22 Pa. Code 14.124"}


@pytest.mark.parametrize(
    ("checked", "said"),
    [
        pytest.param(
            None,
            "counts by federal law, but not in this cycle, which cannot be waived. The reevaluation stays "
            "due by 15 Aug 2025, by federal law alone by 1 Feb 2028.",
            id="unchecked",
        ),
        pytest.param(
            "2026-11-28",
            "is not counted, because this cycle cannot be waived. The reevaluation stays due by 15 Aug 2025.",
            id="checked",
        ),
    ],
)
def test_a_cycle_that_cannot_be_waived_refuses_it(checked: str | None, said: str) -> None:
    policy = a_policy(states={"TX": {"reevaluation": {**PENNSYLVANIA, "checked": checked}}})
    student = evaluated("2023-08-15", reevaluation_years=2)
    [finding] = found(student, a_waiver(day("2025-02-01")), policy=policy)

    assert (finding.severity, finding.due) == (DATA, day("2025-08-15"))
    assert finding.arithmetic.startswith(
        f"The agreement of 1 Feb 2025 that none is needed {said} State law wants it sooner than federal "
        "law (22 Pa. Code 14.124"
    )


def test_a_shorter_cycle_of_which_no_law_is_known_refuses_it_too() -> None:
    [finding] = found(evaluated("2024-08-15", reevaluation_years=2), a_waiver(day("2026-02-01")))

    assert (finding.severity, finding.due) == (DATA, day("2026-08-15"))


@pytest.mark.parametrize("checked", [None, "2026-11-28"], ids=["unchecked", "checked"])
def test_a_refused_one_comes_to_the_same_days_as_the_reevaluation(checked: str | None) -> None:
    policy = a_policy(states={"TX": {"reevaluation": {**PENNSYLVANIA, "checked": checked}}})
    student = evaluated("2023-08-15", reevaluation_years=2)
    department = a_department(student, consents=(a_waiver(day("2025-02-01")),))
    [refused] = RULE.check(department, policy, day("2025-08-14"))
    [due] = reevaluation.RULE.check(department, policy, day("2025-08-14"))

    assert refused.due == due.due
    assert ("1 Feb 2028" in refused.arithmetic) is any("1 Feb 2028" in step.words for step in due.steps)


def test_the_years_of_the_company_make_no_agreement_late() -> None:
    policy = a_policy(reevaluation={"years": 2})
    [finding] = found(evaluated("2023-01-20"), a_waiver(day("2025-11-12")), policy=policy)

    assert "in time, 69 days before" in finding.arithmetic
    assert finding.due == day("2028-11-12")


def test_a_state_may_allow_it() -> None:
    law = {**PENNSYLVANIA, "waivable": True}
    policy = a_policy(states={"TX": {"reevaluation": law}})
    [finding] = found(
        evaluated("2024-08-15", reevaluation_years=2), a_waiver(day("2026-02-01")), policy=policy
    )

    assert (finding.severity, finding.due) == (INFO, day("2028-02-01"))


@pytest.mark.parametrize(
    ("student", "waivers", "changes", "count"),
    [
        pytest.param(a_student(), (), {}, 0, id="no agreement"),
        pytest.param(evaluated("2024-01-20"), (a_waiver(day("2023-11-12")),), {}, 0, id="an older one"),
        pytest.param(evaluated("2024-01-20"), (a_waiver(day("2024-01-20")),), {}, 0, id="on its day"),
        pytest.param(evaluated("2024-01-20"), (a_waiver(day("2024-01-21")),), {}, 1, id="the day after it"),
        pytest.param(evaluated("2024-01-20"), (a_waiver(None),), {}, 0, id="not signed"),
        pytest.param(
            evaluated("2023-01-20"), (a_waiver(day("2025-11-12")), a_waiver(unreadable(), row=3)), {}, 0,
            id="a Problem speaks about one of them",
        ),
        pytest.param(
            evaluated("2023-01-20"), (a_waiver(day("2025-11-12")),),
            {"responses": (a_response(day("2026-09-01"), Purpose.REEVALUATION),)}, 0, id="reevaluated since",
        ),
        pytest.param(a_student(evaluation=None), (a_waiver(day("2025-11-12")),), {}, 0, id="no evaluation"),
        pytest.param(
            a_student(evaluation=unreadable()), (a_waiver(day("2025-11-12")),), {}, 0,
            id="a Problem speaks about the last evaluation",
        ),
        pytest.param(
            evaluated("2023-01-20", plan=PlanType.S504), (a_waiver(day("2025-11-12")),), {}, 0, id="a 504"
        ),
        pytest.param(
            evaluated("2023-01-20", leaves=TODAY), (a_waiver(day("2025-11-12")),), {}, 0, id="has left"
        ),
    ],
)  # fmt: skip
def test_which_agreements_are_told(student: Student, waivers: Any, changes: Any, count: int) -> None:
    assert len(found(student, *waivers, **changes)) == count


def test_of_two_agreements_the_last_is_told() -> None:
    both = (a_waiver(day("2025-11-12")), a_waiver(day("2026-10-01"), row=3))
    [finding] = found(evaluated("2023-01-20"), *both)

    assert finding.cycle == "2026-10-01"
    assert "one was due by 12 Nov 2028" in finding.arithmetic
    assert found(evaluated("2023-01-20"), *both[::-1]) == [finding]


def test_the_finding_explains_itself() -> None:
    [finding] = found(evaluated("2023-01-20"), a_waiver(day("2026-01-25")))

    assert finding.key == "reevaluation_waiver/student-1/2026-01-25"
    assert finding.place == a_cell("D2", sheet=5)
    assert finding.arithmetic == (
        "The agreement that no reevaluation is needed was signed on 25 Jan 2026, 5 days late: one was due by "
        "20 Jan 2026. The next is due by 25 Jan 2029."
    )
    assert finding.steps == (
        Step("last evaluation: 20 Jan 2023", a_cell("H2")),
        Step("agreement that none is needed, signed: 25 Jan 2026", a_cell("D2", sheet=5)),
        Step("25 Jan 2026 + 3 years = 25 Jan 2029"),
    )

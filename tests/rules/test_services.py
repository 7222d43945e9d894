"""Services on record: none, or one that ends before the next annual review is due."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import TODAY, a_department, a_policy, a_service, a_student, day, unreadable
from workspace_agent.model.finding import Finding
from workspace_agent.model.services import Frequency, Per, Service
from workspace_agent.model.vocabulary import PlanType, Severity
from workspace_agent.rules import services

OTHERS = a_service(None, student="student-2", row=9)
SOON = TODAY + dt.timedelta(days=10)


def findings(*lines: Service, student: dict[str, Any] | None = None, **parts: Any) -> list[Finding]:
    own = {"annual": TODAY - dt.timedelta(days=300)} | (student or {})
    people = (a_student(**own), a_student("student-2", annual=own["annual"], row=3))
    return list(services.check(a_department(*people, services=(*lines, OTHERS), **parts), a_policy(), TODAY))


@pytest.mark.parametrize(
    ("lines", "severity"),
    [
        pytest.param((a_service(None),), None, id="one without an end"),
        pytest.param((), Severity.DATA, id="none, where the case manager keeps those of others"),
        pytest.param((a_service(TODAY - dt.timedelta(days=1)),), Severity.DATA, id="all have ended"),
        pytest.param((a_service(TODAY),), Severity.INFO, id="the last day is today"),
        pytest.param((a_service(SOON),), Severity.INFO, id="it ends soon, before the review is due"),
        pytest.param((a_service(TODAY + dt.timedelta(days=30)),), Severity.INFO, id="in 30 days"),
        pytest.param((a_service(TODAY + dt.timedelta(days=31)),), None, id="in 31 days is not soon"),
        pytest.param(
            (a_service(SOON), a_service(None, called="speech", row=3)), None, id="another row goes on with it"
        ),
        pytest.param(
            (a_service(SOON), a_service(SOON + dt.timedelta(days=99), row=3)), None, id="a later row does"
        ),
        pytest.param(
            (a_service(SOON), a_service(None, called="counseling", row=3)),
            Severity.INFO,
            id="another service does not",
        ),
        pytest.param((a_service(unreadable()),), None, id="an end that cannot be read may be any"),
    ],
)
def test_what_is_on_record(lines: tuple[Service, ...], severity: Severity | None) -> None:
    assert [one.severity for one in findings(*lines)] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("student", "parts"),
    [
        pytest.param({"plan": PlanType.S504}, {}, id="a 504 plan"),
        pytest.param({"leaves": TODAY}, {}, id="a student who has left"),
        pytest.param({}, {"broken": frozenset({("manager-1", "services")})}, id="a sheet that lost a column"),
        pytest.param({}, {"unsettled": frozenset({("manager-1", "services")})}, id="a row that is nobody's"),
    ],
)
def test_when_nothing_is_said_of_a_student_without_services(
    student: dict[str, Any], parts: dict[str, Any]
) -> None:
    assert len(findings()) == 1
    assert findings(student=student, **parts) == []


@pytest.mark.parametrize(
    ("kept", "count"),
    [
        pytest.param((OTHERS,), 1, id="where some are on record"),
        pytest.param((), 0, id="not where the sheet lies empty, as it is made"),
        pytest.param((a_service(None, student="nobody"),), 0, id="not where they are nobody's"),
    ],
)
def test_whoever_has_begun_to_keep_services_is_told(kept: tuple[Service, ...], count: int) -> None:
    department = a_department(a_student(), a_student("student-2", plan=PlanType.S504, row=3), services=kept)
    assert len([*services.check(department, a_policy(), TODAY)]) == count


@pytest.mark.parametrize(
    "annual",
    [
        pytest.param(None, id="it is not known when the review is due"),
        pytest.param(SOON - dt.timedelta(days=365), id="the review is due on that day"),
        pytest.param(day("2024-01-05"), id="the review is past due, which another rule tells"),
    ],
)
def test_an_end_that_is_not_before_the_review(annual: dt.date | None) -> None:
    assert findings(a_service(SOON), student={"annual": annual}) == []


def test_the_review_is_due_as_the_state_counts() -> None:
    ends, annual = day("2026-11-30"), day("2025-12-01")
    by_state = a_policy(states={"TX": {"annual_review": {"mode": "end_minus_1", "source": "a source"}}})
    department = a_department(a_student(annual=annual), services=(a_service(ends), OTHERS))

    assert len([*services.check(department, a_policy(), TODAY)]) == 1
    assert [*services.check(department, by_state, TODAY)] == []


def test_of_several_that_end_the_first_is_told_in_numbers() -> None:
    later = a_service(SOON + dt.timedelta(days=1), called="counseling")
    (finding,) = findings(later, a_service(SOON, frequency=Frequency(2, Per.WEEK), row=3))
    assert finding.arithmetic == (
        "A service of 30 minutes 2 times each week ends on 30 Nov 2026, 55 days before the next annual "
        "review is due (24 Jan 2027)."
    )
    assert (finding.due, finding.cycle) == (SOON, "2026-11-30")


def test_of_services_that_have_ended_the_last_end_is_told() -> None:
    ended = [a_service(day("2026-09-01"), row=5), a_service(day("2026-10-01"), row=6)]
    (finding,) = findings(*ended)
    assert finding.arithmetic == "No service is on record now: the last one ended on 1 Oct 2026."
    assert finding.place == ended[1].end.cell


def test_a_service_without_minutes_and_frequency_is_told_without() -> None:
    (finding,) = findings(a_service(SOON, minutes=None, frequency=None))
    assert finding.arithmetic.startswith("A service each week ends on")

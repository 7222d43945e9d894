"""Evaluations that are asked for within a year of the last one: the worked examples of the rule book."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_cell,
    a_department,
    a_policy,
    a_request,
    a_response,
    a_row,
    a_student,
    day,
    unreadable,
)
from workspace_agent.model.facts import Student
from workspace_agent.model.field import Missing
from workspace_agent.model.finding import Finding, Step
from workspace_agent.model.on_record import Request, RequestKind
from workspace_agent.model.place import ResponsePlace
from workspace_agent.model.vocabulary import PlanType, Purpose, Severity
from workspace_agent.rules.reevaluation_gap import RULE

EVALUATION = RequestKind.EVALUATION


def found(student: Student, *requests: Request, today: dt.date = TODAY, **changes: Any) -> list[Finding]:
    return list(RULE.check(a_department(student, requests=requests, **changes), a_policy(), today))


def evaluated(on: str, **changes: Any) -> Student:
    return a_student(evaluation=day(on), **changes)


@pytest.mark.parametrize(
    ("evaluation", "asked", "count"),
    [
        pytest.param("2024-11-04", "2025-09-15", 1, id="needs an agreement"),
        pytest.param("2024-11-04", "2025-11-03", 1, id="the day before the year is over"),
        pytest.param("2024-11-04", "2025-11-04", 0, id="the year is over"),
        pytest.param("2024-11-04", "2025-11-05", 0, id="the day after"),
        pytest.param("2023-01-20", "2024-01-19", 1, id="the last day of a year"),
        pytest.param("2023-01-20", "2024-01-22", 0, id="two days after a year"),
        pytest.param("2024-02-29", "2025-02-27", 1, id="29 Feb: the day before"),
        pytest.param("2024-02-29", "2025-02-28", 0, id="29 Feb clips to 28 Feb"),
        pytest.param("2024-11-04", "2024-11-04", 1, id="on the day of the evaluation"),
        pytest.param("2024-11-04", "2024-11-03", 0, id="before it, and it was done since"),
    ],
)
def test_the_worked_examples_of_the_rule_book(evaluation: str, asked: str, count: int) -> None:
    findings = found(evaluated(evaluation), a_request(EVALUATION, day(asked)))

    assert [one.severity for one in findings] == [Severity.DATA] * count


ASKED = day("2026-09-15")
LAST_YEAR = a_response(day("2026-01-12"), Purpose.REEVALUATION)


@pytest.mark.parametrize(
    ("request_", "count"),
    [
        pytest.param(a_request(EVALUATION, ASKED), 1, id="neither agreed to nor answered"),
        pytest.param(a_request(EVALUATION, ASKED, agreed_on=day("2026-09-20")), 0, id="agreed to"),
        pytest.param(a_request(EVALUATION, ASKED, agreed_on=unreadable()), 0, id="a Problem speaks of it"),
        pytest.param(a_request(EVALUATION, ASKED, answered_on=day("2026-09-20")), 0, id="answered"),
        pytest.param(a_request(EVALUATION, ASKED, answered_on=unreadable()), 1, id="an unreadable answer"),
        pytest.param(a_request(RequestKind.MEETING, ASKED), 0, id="a meeting is asked for"),
        pytest.param(a_request(unreadable(), ASKED), 0, id="a Problem speaks of what is asked for"),
        pytest.param(a_request(EVALUATION, None), 0, id="no day"),
        pytest.param(a_request(EVALUATION, unreadable()), 0, id="a Problem speaks of the day"),
        pytest.param(a_request(EVALUATION, TODAY), 1, id="asked today"),
        pytest.param(a_request(EVALUATION, day("2026-11-21")), 0, id="a day to come"),
        pytest.param(a_request(EVALUATION, ASKED, student="student-2"), 0, id="another student's"),
    ],
)
def test_which_requests_lack_an_agreement(request_: Request, count: int) -> None:
    assert len(found(evaluated("2026-01-12"), request_)) == count


def test_a_sheet_without_a_column_for_the_agreement_is_not_asked_for_it() -> None:
    without = dataclasses.replace(a_request(EVALUATION, ASKED), agreed_on=Missing(a_row(2, sheet=7)))

    assert found(evaluated("2026-01-12"), without) == []


@pytest.mark.parametrize(
    ("student", "changes", "count"),
    [
        pytest.param(evaluated("2026-01-12", plan=PlanType.S504), {}, 0, id="a 504 plan"),
        pytest.param(evaluated("2026-01-12", leaves=TODAY), {}, 0, id="the student has left"),
        pytest.param(a_student(evaluation=None), {}, 0, id="no evaluation is on record"),
        pytest.param(a_student(evaluation=unreadable()), {}, 0, id="a Problem speaks about the last one"),
        pytest.param(
            a_student(evaluation=None), {"responses": (LAST_YEAR,)}, 1,
            id="only a form tells of the last one",
        ),
        pytest.param(
            evaluated("2024-01-12"), {"responses": (a_response(day("2026-10-12"), Purpose.REEVALUATION),)}, 0,
            id="what was asked for was done since",
        ),
    ],
)  # fmt: skip
def test_whom_it_is_about(student: Student, changes: dict[str, Any], count: int) -> None:
    assert len(found(student, a_request(EVALUATION, ASKED), **changes)) == count


def test_two_requests_of_one_day_are_one_finding() -> None:
    rows = (a_request(EVALUATION, ASKED, row=3), a_request(EVALUATION, ASKED, row=2))
    [finding] = found(evaluated("2026-01-12"), *rows)

    assert finding.place == a_cell("D2", sheet=7)
    assert found(evaluated("2026-01-12"), *rows[::-1]) == [finding]


def test_the_finding_explains_itself() -> None:
    [finding] = found(evaluated("2026-01-12"), a_request(EVALUATION, ASKED))

    assert (finding.key, finding.due) == ("reevaluation_gap/student-1/2026-09-15", None)
    assert finding.arithmetic == (
        "An evaluation was asked for on 15 Sep 2026, less than a year after that of 12 Jan 2026, and no "
        "agreement of parent and school is on record. From 12 Jan 2027 on none is needed."
    )
    assert finding.steps == (
        Step("last evaluation: 12 Jan 2026", a_cell("H2")),
        Step("evaluation asked for: 15 Sep 2026", a_cell("C2", sheet=7)),
        Step("12 Jan 2026 + 1 year = 12 Jan 2027"),
        Step("no day of agreement is on record", a_cell("D2", sheet=7)),
    )


def test_a_form_is_the_line_where_it_tells_of_the_last_one() -> None:
    held = a_response(day("2026-01-12"), Purpose.REEVALUATION)
    [finding] = found(evaluated("2023-01-20"), a_request(EVALUATION, ASKED), responses=(held,))

    assert finding.steps[0] == Step(
        "reevaluation held, by its form: 12 Jan 2026", ResponsePlace("form-1", "response-1")
    )

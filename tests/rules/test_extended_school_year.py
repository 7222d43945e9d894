"""Extended school year services: a decision after each annual review, in the form or the Students sheet."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_cell,
    a_department,
    a_policy,
    a_response,
    a_student,
    an_organisation,
    day,
    unreadable,
)
from workspace_agent.model.facts import Response, Student
from workspace_agent.model.finding import Finding
from workspace_agent.model.follow_up import Said
from workspace_agent.model.place import ResponsePlace
from workspace_agent.model.vocabulary import Held, PlanType, Purpose, Severity
from workspace_agent.rules.extended_school_year import RULE

ASKS = frozenset({"extended school year"})


def student(decision: Any = None, **changes: Any) -> Student:
    """Reviewed on Thursday, 5 November; the sheet has a column for the decision."""
    values = {"annual": day("2026-11-05"), "extended_school_year": decision, **changes}
    return a_student(**values)


def without_column(**changes: Any) -> Student:
    values: dict[str, Any] = {"annual": day("2026-11-05"), **changes}
    return a_student(**values)


def form(
    *purposes: Purpose, on: str = "2026-11-05", said: dict[str, Any] | None = None, **more: Any
) -> Response:
    """The form of the review, which asks for the decision; nobody answered."""
    return a_response(day(on), *purposes, said=Said(**{"asked": ASKS, **(said or {})}), **more)


def found(who: Student, *responses: Response, today: str = "2026-11-20", **changes: Any) -> list[Finding]:
    return list(RULE.check(a_department(who, responses=responses, **changes), a_policy(), day(today)))


@pytest.mark.parametrize(
    ("who", "count"),
    [
        pytest.param(student(), 1, id="R18 nothing is filled in"),
        pytest.param(student(True), 0, id="R18 decided: yes"),
        pytest.param(student(False), 0, id="R18 decided: no"),
        pytest.param(student(unreadable()), 0, id="a Problem speaks about it"),
        pytest.param(without_column(), 0, id="nobody asks for it"),
        pytest.param(student(plan=PlanType.S504), 0, id="a 504 plan"),
        pytest.param(student(leaves=TODAY), 0, id="the student has left"),
        pytest.param(student(annual=None), 0, id="no review is on record"),
        pytest.param(student(annual=None, annual_due=day("2027-11-05")), 0, id="only when the next is due"),
        pytest.param(student(annual=unreadable()), 0, id="a Problem speaks about the review"),
    ],
)
def test_who_lacks_a_decision(who: Student, count: int) -> None:
    assert len(found(who)) == count


@pytest.mark.parametrize(
    ("who", "response", "count"),
    [
        pytest.param(without_column(), form(), 1, id="the form asks, and nobody answered"),
        pytest.param(student(), form(said={"extended_school_year": True}), 0, id="the form answers"),
        pytest.param(student(), form(said={"unread": ASKS}), 0, id="a Problem speaks about its answer"),
        pytest.param(
            student(), form(said={"extended_school_year": True}, in_question=True), 0,
            id="a form that is in question may answer",
        ),
        pytest.param(
            student(), form(said={"extended_school_year": True}, respondent=""), 1,
            id="a form that nobody on the roster sent does not",
        ),
        pytest.param(without_column(), form(said={"asked": frozenset()}), 0, id="the form does not ask"),
        pytest.param(without_column(), form(Purpose.INITIAL), 1, id="an initial IEP"),
        pytest.param(without_column(), form(Purpose.AMENDMENT), 0, id="an amendment"),
        pytest.param(without_column(), form(held=Held.POSTPONED), 0, id="it was put off"),
        pytest.param(without_column(), form(on="2026-11-08", moves_clocks=False), 1, id="three days off"),
        pytest.param(without_column(), form(on="2026-11-09", moves_clocks=False), 0, id="four days off"),
        pytest.param(
            without_column(annual=day("2026-09-01")), form(), 1, id="the review stands in the form alone"
        ),
    ],
)  # fmt: skip
def test_what_the_form_says(who: Student, response: Response, count: int) -> None:
    assert len(found(who, response)) == count


def test_a_form_without_a_date_answers_nothing() -> None:
    assert len(found(student(), a_response(None, said=Said(extended_school_year=True)))) == 1


@pytest.mark.parametrize(
    ("today", "count"),
    [
        pytest.param("2026-11-09", 0, id="the second business day, over a weekend"),
        pytest.param("2026-11-10", 1, id="the day after it"),
    ],
)
def test_two_business_days_later(today: str, count: int) -> None:
    assert len(found(student(), today=today)) == count


def test_a_form_that_could_not_be_read_may_say_it() -> None:
    assert found(student(), form_unread=True) == []


def test_a_department_without_a_form_is_asked_by_its_sheet() -> None:
    assert len(found(student(), organisation=an_organisation(form=None))) == 1


def test_the_finding_explains_itself() -> None:
    [finding] = found(student())

    assert (finding.key, finding.severity) == ("extended_school_year/student-1/2026-11-05", Severity.DATA)
    assert (finding.due, finding.place) == (day("2026-11-09"), a_cell("P2"))
    assert finding.arithmetic == (
        "Last annual review 5 Nov 2026, and no decision about extended school year services is on record."
    )
    assert finding.advice == (
        "Fill in yes or no. If the IEP Team has not considered them for this student, it has to."
    )
    assert [(step.words, step.place) for step in finding.steps] == [
        ("Last annual review 5 Nov 2026", a_cell("G2")),
        ("extended school year services: not on record", a_cell("P2")),
        ("5 Nov 2026 + 2 business days = 9 Nov 2026", None),
    ]


def test_without_a_column_the_form_is_told_of() -> None:
    [finding] = found(without_column(), form())

    assert finding.place == ResponsePlace("form-1", "response-1")

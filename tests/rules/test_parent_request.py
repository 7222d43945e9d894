"""Meetings and evaluations that parents ask for: answered within ten days."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_cell,
    a_department,
    a_meeting,
    a_policy,
    a_request,
    a_response,
    a_student,
    an_organisation,
    day,
    unreadable,
)
from workspace_agent.model.facts import Meeting, Student
from workspace_agent.model.finding import Finding
from workspace_agent.model.on_record import Request, RequestKind
from workspace_agent.model.vocabulary import PlanType, Purpose, Severity
from workspace_agent.rules.parent_request import RULE


def request(asked: Any = "2026-11-02", answered: Any = None, kind: Any = RequestKind.MEETING) -> Request:
    """Dates are given as they are written."""
    asked_on, answered_on = (day(one) if isinstance(one, str) else one for one in (asked, answered))
    return a_request(kind, asked_on, answered_on=answered_on)


def found(
    asked: Request, who: Student | None = None, today: str = "2026-11-20", **more: Any
) -> list[Finding]:
    return list(
        RULE.check(a_department(who or a_student(), requests=(asked,), **more), a_policy(), day(today))
    )


@pytest.mark.parametrize(
    ("asked", "today", "count"),
    [
        pytest.param(request(), "2026-11-12", 0, id="the tenth day"),
        pytest.param(request(), "2026-11-13", 1, id="the day after it"),
        pytest.param(request(answered="2026-11-30"), "2026-12-01", 0, id="answered late"),
        pytest.param(request(answered=unreadable()), "2026-11-13", 0, id="a Problem speaks about the answer"),
        pytest.param(request(None), "2026-11-13", 0, id="nobody filled in when"),
        pytest.param(request(kind=RequestKind.RECORDS), "2026-11-13", 0, id="records were asked for"),
        pytest.param(request(kind=RequestKind.EVALUATION), "2026-11-12", 0, id="evaluation, tenth day"),
        pytest.param(request(kind=RequestKind.EVALUATION), "2026-11-13", 1, id="evaluation, the day after"),
        pytest.param(request(kind=unreadable()), "2026-11-13", 0, id="a Problem speaks about what"),
    ],
)
def test_ten_days(asked: Request, today: str, count: int) -> None:
    assert len(found(asked, today=today)) == count


@pytest.mark.parametrize(
    ("who", "count"),
    [
        pytest.param(a_student(plan=PlanType.S504), 1, id="a 504 plan"),
        pytest.param(a_student(leaves=TODAY), 0, id="the student has left"),
    ],
)
def test_whose_request(who: Student, count: int) -> None:
    assert len(found(request(), who)) == count


def asked_for(on: Any = "2026-11-02", *purposes: Purpose, **changes: Any) -> Meeting:
    about = purposes or (Purpose.PARENT_REQUESTED,)
    return a_meeting(day(on) if isinstance(on, str) else on, *about, **changes)


@pytest.mark.parametrize(
    ("meeting", "count"),
    [
        pytest.param(asked_for(), 0, id="a meeting on the day of the request"),
        pytest.param(asked_for("2026-11-01"), 1, id="a meeting before the request"),
        pytest.param(asked_for("2026-12-15", Purpose.ANNUAL_REVIEW), 1, id="a meeting about something else"),
        pytest.param(
            asked_for("2026-12-15", unknown_purpose=unreadable()), 0, id="nobody can read about what"
        ),
        pytest.param(asked_for("2026-12-15", cancelled=True), 1, id="a meeting that is cancelled"),
        pytest.param(asked_for(None), 1, id="a meeting without a date"),
        pytest.param(asked_for(unreadable()), 0, id="a Problem speaks about the date"),
    ],
)
def test_a_meeting_is_an_answer(meeting: Meeting, count: int) -> None:
    assert len(found(request(), meetings=(meeting,))) == count


EVALUATION = request(kind=RequestKind.EVALUATION)


@pytest.mark.parametrize(
    ("asked", "changes", "count"),
    [
        pytest.param(EVALUATION, {"consent_received": day("2026-11-02")}, 0, id="consent on that day"),
        pytest.param(EVALUATION, {"consent_received": day("2026-11-01")}, 1, id="consent the day before"),
        pytest.param(EVALUATION, {"consent_received": unreadable()}, 0, id="a Problem speaks about consent"),
        pytest.param(EVALUATION, {"evaluation": day("2026-11-10")}, 0, id="an evaluation since"),
        pytest.param(EVALUATION, {"evaluation": unreadable()}, 0, id="a Problem speaks about the evaluation"),
        pytest.param(EVALUATION, {"plan": None, "annual": None, "evaluation": None}, 1, id="nothing known"),
        pytest.param(
            a_request(RequestKind.EVALUATION, day("2026-11-02"), agreed_on=day("2026-11-05")), {}, 0,
            id="it was agreed to",
        ),
        pytest.param(
            a_request(RequestKind.EVALUATION, day("2026-11-02"), agreed_on=unreadable()), {}, 0,
            id="a Problem speaks about the agreement",
        ),
    ],
)  # fmt: skip
def test_an_evaluation_that_is_under_way_is_an_answer(
    asked: Request, changes: dict[str, Any], count: int
) -> None:
    assert len(found(asked, a_student(**changes))) == count


def test_an_evaluation_that_a_form_reports_is_one_too() -> None:
    told = a_response(day("2026-11-10"), Purpose.REEVALUATION)

    assert found(EVALUATION, responses=(told,)) == []


def test_a_meeting_and_an_evaluation_of_one_day_are_two_findings() -> None:
    asked = (request(), a_request(RequestKind.EVALUATION, day("2026-11-02"), row=3))
    keys = [one.key for one in RULE.check(a_department(a_student(), requests=asked), a_policy(), TODAY)]

    assert keys == ["parent_request/student-1/2026-11-02", "parent_request/student-1/evaluation-2026-11-02"]


@pytest.mark.parametrize(
    ("asked", "who", "count"),
    [
        pytest.param(request(kind=None), a_student(), 1, id="nobody filled in what"),
        pytest.param(request(None, kind=None), a_student(), 1, id="nor when"),
        pytest.param(request(kind=None, answered="2026-11-03"), a_student(), 0, id="it was answered"),
        pytest.param(request(kind=None), a_student(leaves=TODAY), 0, id="the student has left"),
    ],
)
def test_what_was_asked_for_has_to_be_said(asked: Request, who: Student, count: int) -> None:
    told = found(asked, who)

    assert [(one.key, one.severity) for one in told] == [
        ("parent_request/student-1/unknown", Severity.DATA)
    ] * count
    assert all(one.advice.startswith("Choose what was asked for: records, evaluation") for one in told)


def test_where_the_meetings_could_not_be_read_nothing_is_said() -> None:
    assert found(request(), broken=frozenset({("manager-1", "meetings")})) == []


@pytest.mark.parametrize(
    ("go_live", "count"),
    [
        pytest.param("2026-11-12", 1, id="due on the day on which the agent began"),
        pytest.param("2026-11-13", 0, id="due the day before"),
    ],
)
def test_what_was_due_before_the_agent_began(go_live: str, count: int) -> None:
    assert len(found(request(), organisation=an_organisation(go_live=go_live))) == count


def test_the_finding_explains_itself() -> None:
    [finding] = found(request())

    assert (finding.key, finding.severity) == ("parent_request/student-1/2026-11-02", Severity.POLICY)
    assert (finding.due, finding.place) == (day("2026-11-12"), a_cell("E2", sheet=7))
    assert finding.arithmetic == (
        "A meeting was asked for on 2 Nov 2026, and an answer was wanted by 12 Nov 2026, 8 days ago; none is "
        "on record."
    )
    assert (
        finding.advice == "Answer the parent, and fill in the day; or give the meeting a row with its date."
    )
    assert [(step.words, step.place) for step in finding.steps] == [
        ("meeting asked for: 2 Nov 2026", a_cell("C2", sheet=7)),
        ("answered: not on record", a_cell("E2", sheet=7)),
        ("2 Nov 2026 + 10 days = 12 Nov 2026", None),
        ("today: 20 Nov 2026, 8 days after 12 Nov 2026", None),
    ]

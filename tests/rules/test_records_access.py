"""Access to records: seen before the next IEP Team meeting, and within 45 days."""

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
    a_student,
    day,
    unreadable,
)
from workspace_agent.model.facts import Meeting, Student
from workspace_agent.model.field import Missing
from workspace_agent.model.finding import Finding
from workspace_agent.model.on_record import Request, RequestKind
from workspace_agent.model.vocabulary import PlanType, Purpose, Severity
from workspace_agent.rules.records_access import RULE

PAST, RISK, DATA = Severity.VIOLATION, Severity.AT_RISK, Severity.DATA


def request(asked: Any, answered: Any = None, kind: Any = RequestKind.RECORDS, row: int = 2) -> Request:
    """Dates are given as they are written."""
    asked_on, answered_on = (day(one) if isinstance(one, str) else one for one in (asked, answered))
    return a_request(kind, asked_on, answered_on=answered_on, row=row)


def meeting(on: str, *purposes: Purpose, **changes: Any) -> Meeting:
    return a_meeting(day(on), *purposes, **changes)


def found(
    *requests: Request,
    today: str,
    who: Student | None = None,
    state: dict[str, Any] | None = None,
    **more: Any,
) -> list[Finding]:
    policy = a_policy(states={"TX": {"records_access": state}}) if state else a_policy()
    department = a_department(who or a_student(), requests=requests, **more)
    return list(RULE.check(department, policy, day(today)))


def told(*requests: Request, today: str, **more: Any) -> list[tuple[Severity, str]]:
    return [
        (one.severity, one.due.isoformat() if one.due else "")
        for one in found(*requests, today=today, **more)
    ]


@pytest.mark.parametrize(
    ("asked", "meetings", "today", "expected"),
    [
        pytest.param("2025-10-01", ["2025-10-20"], "2025-10-09", [], id="R24 11 days before the meeting"),
        pytest.param(
            "2025-10-01", ["2025-10-20"], "2025-10-10", [(RISK, "2025-10-20")], id="R24 10 days before it"
        ),
        pytest.param(
            "2025-10-01",
            ["2025-10-20"],
            "2025-10-20",
            [(RISK, "2025-10-20")],
            id="R24 the day of the meeting",
        ),
        pytest.param(
            "2025-10-01",
            ["2025-10-20"],
            "2025-10-21",
            [(RISK, "2025-10-20")],
            id="the day after the meeting, within the 45 days",
        ),
        pytest.param(
            "2025-10-01",
            ["2025-10-20"],
            "2025-11-16",
            [(PAST, "2025-11-15")],
            id="the meeting and the 45 days have passed",
        ),
        pytest.param("2025-12-20", [], "2026-01-23", [], id="R24 no meeting: 11 days before the 45th"),
        pytest.param("2025-12-20", [], "2026-01-24", [(RISK, "2026-02-03")], id="R24 no meeting: 10 days"),
        pytest.param(
            "2025-12-20", [], "2026-02-03", [(RISK, "2026-02-03")], id="R24 no meeting: the 45th day"
        ),
        pytest.param("2025-12-20", [], "2026-02-04", [(PAST, "2026-02-03")], id="R24 the 46th day"),
        pytest.param(
            "2024-02-01", [], "2024-03-17", [(RISK, "2024-03-17")], id="R24 over a 29 Feb: the 45th"
        ),
        pytest.param(
            "2024-02-01", [], "2024-03-18", [(PAST, "2024-03-17")], id="R24 over a 29 Feb: the 46th"
        ),
        pytest.param(
            "2025-10-01", ["2025-10-01"], "2025-10-20", [], id="a meeting on the day of the request"
        ),
        pytest.param(
            "2025-10-01",
            ["2025-12-01", "2025-10-02"],
            "2025-10-01",
            [(RISK, "2025-10-02")],
            id="the first of two meetings, on the next day",
        ),
        pytest.param(
            "2025-10-01",
            ["2025-12-01"],
            "2025-11-15",
            [(RISK, "2025-11-15")],
            id="a meeting after the 45th day",
        ),
    ],
)
def test_before_the_meeting_and_within_45_days(
    asked: str, meetings: list[str], today: str, expected: list[Any]
) -> None:
    rows = tuple(meeting(on, row=row) for row, on in enumerate(meetings, 2))

    assert told(request(asked), today=today, meetings=rows) == expected


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(meeting("2025-10-20", cancelled=True), id="it is cancelled"),
        pytest.param(meeting("2025-10-20", fell_through=True), id="it did not take place"),
        pytest.param(meeting("2025-10-20", Purpose.AMENDMENT), id="it is no meeting of the whole team"),
        pytest.param(a_meeting(None), id="it has no date"),
    ],
)
def test_meetings_that_do_not_count(row: Meeting) -> None:
    assert found(request("2025-10-01"), today="2025-10-20", meetings=(row,)) == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param(request("2026-09-01", "2026-09-20"), [], id="it is answered"),
        pytest.param(request("2026-09-01", unreadable()), [], id="a Problem speaks about the answer"),
        pytest.param(request("2026-09-01", kind=RequestKind.MEETING), [], id="a meeting was asked for"),
        pytest.param(request("2026-09-01", kind=None), [], id="nobody knows what was asked for"),
        pytest.param(request(unreadable()), [], id="a Problem speaks about the day"),
        pytest.param(request("2026-11-21"), [], id="it is asked for tomorrow"),
        pytest.param(request(None), [DATA], id="nobody filled in when"),
        pytest.param(request(None, "2026-09-20"), [], id="nor when, but it is answered"),
    ],
)
def test_which_requests(asked: Request, expected: list[Severity]) -> None:
    assert [one.severity for one in found(asked, today="2026-11-20")] == expected


def test_a_sheet_without_a_column_for_the_answer_says_nothing() -> None:
    asked = request("2026-09-01")
    without = Request(
        asked.student_ref, asked.kind, asked.asked_on, asked.agreed_on, Missing(asked.row), asked.row
    )

    assert found(without, today="2026-11-20") == []


@pytest.mark.parametrize(
    ("who", "today", "expected", "law"),
    [
        pytest.param(a_student(), "2025-10-20", [(RISK, "2025-10-20")], "34 CFR 300.613(a)", id="an IEP"),
        pytest.param(a_student(plan=PlanType.S504), "2025-10-20", [], "", id="504: no meeting counts"),
        pytest.param(
            a_student(plan=PlanType.S504),
            "2025-11-16",
            [(PAST, "2025-11-15")],
            "34 CFR 99.10(b)",
            id="504: the 46th day",
        ),
        pytest.param(
            a_student(plan=None),
            "2025-11-16",
            [(PAST, "2025-11-15")],
            "34 CFR 99.10(b)",
            id="no plan on record",
        ),
        pytest.param(
            a_student(leaves=day("2025-10-02")),
            "2025-11-16",
            [(PAST, "2025-11-15")],
            "34 CFR 300.613(a)",
            id="the student has left, and the right has not",
        ),
    ],
)
def test_whose_records(who: Student, today: str, expected: list[Any], law: str) -> None:
    asked, rows = request("2025-10-01"), (meeting("2025-10-20"),)

    assert told(asked, today=today, who=who, meetings=rows) == expected
    assert {one.citation.words for one in found(asked, today=today, who=who, meetings=rows)} == {law} - {""}


@pytest.mark.parametrize(
    ("state", "today", "expected"),
    [
        pytest.param({"unit": "business"}, "2026-11-19", [(RISK, "2026-11-19")], id="R24 5 business days"),
        pytest.param(
            {"unit": "business"}, "2026-11-20", [(RISK, "2026-11-19")], id="unchecked: the day after"
        ),
        pytest.param(
            {"unit": "business", "checked": "2026-01-01"}, "2026-11-19", [(RISK, "2026-11-19")], id="checked"
        ),
        pytest.param(
            {"unit": "business", "checked": "2026-01-01"},
            "2026-11-20",
            [(PAST, "2026-11-19")],
            id="checked: the day after",
        ),
        pytest.param({"unit": "calendar"}, "2026-11-20", [(RISK, "2026-11-17")], id="calendar days"),
        pytest.param({"unit": "school"}, "2026-11-20", [(RISK, "2026-11-19")], id="school days"),
        pytest.param(
            {"unit": "school", "days": 400}, "2026-11-20", [], id="school days that no calendar reaches"
        ),
    ],
)
def test_the_states_own_days(state: dict[str, Any], today: str, expected: list[Any]) -> None:
    asked = request("2026-11-12")

    assert told(asked, today=today, state={"days": 5, "source": "a list", **state}) == expected


def test_two_of_one_day_are_one() -> None:
    requests = request("2025-10-01", row=3), request("2025-10-01", row=2), request("2025-10-01", "2025-10-02")
    [finding] = found(*requests, today="2025-11-20")

    assert finding.place == a_cell("E2", sheet=7)


def test_what_is_at_risk_explains_itself() -> None:
    rows = (meeting("2025-10-20"), meeting("2025-10-27", row=3))
    [finding] = found(request("2025-10-01"), today="2025-10-17", meetings=rows)

    assert (finding.key, finding.due) == ("records_access/student-1/2025-10-01", day("2025-10-20"))
    assert finding.arithmetic == (
        "Records were asked for on 1 Oct 2025, and no answer is on record. They are to be seen by "
        "20 Oct 2025 (IEP Team meeting on 20 Oct 2025): in 3 days."
    )
    assert finding.advice == "Let the parent see the records, and fill in the day."
    assert [(step.words, step.place) for step in finding.steps] == [
        ("records asked for: 1 Oct 2025", a_cell("C2", sheet=7)),
        ("answered: not on record", a_cell("E2", sheet=7)),
        ("45 days after 1 Oct 2025 is 15 Nov 2025", None),
        ("IEP Team meeting on 20 Oct 2025", a_cell("C2", sheet=2)),
        ("today: 17 Oct 2025, 3 days before 20 Oct 2025", None),
    ]


@pytest.mark.parametrize(
    ("today", "words"),
    [
        pytest.param("2025-10-20", "(IEP Team meeting on 20 Oct 2025): today.", id="the meeting is today"),
        pytest.param("2025-10-21", "(IEP Team meeting on 20 Oct 2025): 1 day ago.", id="the meeting is over"),
        pytest.param(
            "2025-11-17",
            "(45 days after 1 Oct 2025 is 15 Nov 2025): 2 days past due on record.",
            id="past due",
        ),
    ],
)
def test_what_has_passed_says_so(today: str, words: str) -> None:
    [finding] = found(request("2025-10-01"), today=today, meetings=(meeting("2025-10-20"),))

    assert finding.arithmetic.endswith(words)


@pytest.mark.parametrize(
    ("checked", "words"),
    [
        pytest.param(
            {},
            "5 business days after 12 Nov 2026 is 19 Nov 2026: state law, a list, unchecked",
            id="unchecked",
        ),
        pytest.param(
            {"checked": "2026-01-01"},
            "5 business days after 12 Nov 2026 is 19 Nov 2026: state law, a list",
            id="checked",
        ),
    ],
)
def test_a_states_number_is_told_with_its_source(checked: dict[str, Any], words: str) -> None:
    state = {"days": 5, "unit": "business", "source": "a list", **checked}
    [finding] = found(request("2026-11-12"), today="2026-11-19", state=state)

    assert finding.steps[-2].words == words


def test_a_request_without_a_day_is_told_once() -> None:
    [finding] = found(request(None, row=3), request(None, row=2), today=TODAY.isoformat())

    assert (finding.key, finding.place) == ("records_access/student-1/unknown", a_cell("C2", sheet=7))
    assert finding.arithmetic == (
        "Records were asked for, but not on which day is on record, so it cannot be worked out by when they "
        "are to be seen."
    )
    assert finding.advice == ("Fill in the day on which they were asked for, and the day of the answer.")
    assert finding.citation.words == "34 CFR 300.613(a)"


def test_a_request_without_a_day_cites_the_law_of_the_plan() -> None:
    [finding] = found(request(None), today=TODAY.isoformat(), who=a_student(plan=PlanType.S504))

    assert finding.citation.words == "34 CFR 99.10(b)"

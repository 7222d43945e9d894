"""Meetings by video or phone without the parent's agreement on record."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_cell,
    a_department,
    a_meeting,
    a_policy,
    a_student,
    day,
    unreadable,
)
from workspace_agent.model.facts import Meeting
from workspace_agent.model.finding import Finding
from workspace_agent.model.vocabulary import Mode, PlanType, Purpose, Severity
from workspace_agent.rules.remote_meeting import RULE

SOON = day("2026-12-15")


def wanted(on: Any = SOON, *purposes: Purpose, **changes: Any) -> Meeting:
    """By video, to be booked, and nobody wrote down that the parent agreed."""
    values: dict[str, Any] = {"agreed_on": None, **changes}
    return a_meeting(on, *purposes, **values)


def found(*meetings: Meeting, **changes: Any) -> list[Finding]:
    department = a_department(*changes.pop("students", ()), meetings=meetings, **changes)
    return list(RULE.check(department, a_policy(), TODAY))


@pytest.mark.parametrize(
    ("meeting", "count"),
    [
        pytest.param(wanted(), 1, id="by video, without agreement"),
        pytest.param(wanted(agreed_on=day("2026-11-16")), 0, id="agreed"),
        pytest.param(wanted(agreed_on=day("2025-11-01")), 1, id="agreed to the meeting of last year"),
        pytest.param(wanted(agreed_on=day("2026-09-15")), 0, id="agreed after the last review"),
        pytest.param(wanted(agreed_on=unreadable()), 0, id="a Problem speaks about the agreement"),
        pytest.param(wanted(mode=Mode.IN_PERSON), 0, id="in person"),
        pytest.param(wanted(mode=None), 0, id="nobody said how"),
        pytest.param(wanted(mode=unreadable()), 0, id="a Problem speaks about how"),
        pytest.param(wanted(mode=Mode.PHONE), 1, id="by phone"),
        pytest.param(wanted(mode=Mode.OTHER_PLATFORM), 1, id="on another platform"),
        pytest.param(wanted(book=False), 0, id="not ticked"),
        pytest.param(wanted(book=None, has_box=False), 1, id="without a box, but with date and time"),
        pytest.param(wanted(book=None, has_box=False, start=None), 0, id="without a box and without a time"),
        pytest.param(wanted(held=True), 0, id="held"),
        pytest.param(wanted(cancelled=True), 0, id="cancelled"),
        pytest.param(wanted(TODAY), 1, id="today"),
        pytest.param(wanted(day("2026-11-19")), 0, id="yesterday"),
        pytest.param(wanted(None), 0, id="undated"),
        pytest.param(wanted(student="student-2"), 0, id="nobody here"),
        pytest.param(wanted(SOON, Purpose.PARENT_REQUESTED), 1, id="wanted by the parent"),
        pytest.param(wanted(SOON, Purpose.REVIEW_504), 0, id="about a 504 plan"),
        pytest.param(
            wanted(SOON, Purpose.REVIEW_504, Purpose.REEVALUATION), 1, id="about a 504 plan and more"
        ),
        pytest.param(wanted(unknown_purpose=unreadable()), 0, id="a Problem speaks about its purpose"),
    ],
)
def test_which_meetings_need_an_agreement(meeting: Meeting, count: int) -> None:
    assert len(found(meeting)) == count


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        pytest.param({"students": (a_student(plan=PlanType.S504),)}, 0, id="a 504 plan"),
        pytest.param({"students": (a_student(leaves=TODAY),)}, 0, id="the student has left"),
        pytest.param({"students": (a_student(leaves=day("2026-12-01")),)}, 0, id="and leaves before it"),
        pytest.param({"students": (a_student(leaves=day("2026-12-16")),)}, 1, id="and leaves after it"),
        pytest.param({"broken": frozenset({("manager-1", "meetings")})}, 0, id="a column was not found"),
        pytest.param({"broken": frozenset({("manager-2", "meetings")})}, 1, id="somebody else's"),
    ],
)
def test_when_it_is_told(changes: dict[str, Any], count: int) -> None:
    assert len(found(wanted(), **changes)) == count


def test_two_rows_of_one_day_are_one_finding() -> None:
    [finding] = found(wanted(row=3), wanted(row=2))

    assert finding.place == a_cell("H3", sheet=2)


def test_an_agreement_to_an_earlier_meeting_is_named() -> None:
    [finding] = found(wanted(agreed_on=day("2025-11-01")))

    assert finding.arithmetic.endswith(
        "The agreement of 1 Nov 2025 is not counted: it is of an earlier meeting."
    )
    assert finding.advice.endswith("and fill in the day of agreement.")
    assert [one.words for one in finding.steps][-2:] == [
        "the parent agreed: not on record",
        "the agreement of 1 Nov 2025 is not counted: it is of an earlier meeting",
    ]


@pytest.mark.parametrize(
    ("mode", "how"),
    [
        pytest.param(Mode.VIDEO, "by video", id="Google Meet"),
        pytest.param(Mode.OTHER_PLATFORM, "by video", id="another platform"),
        pytest.param(Mode.PHONE, "by phone", id="phone"),
    ],
)
def test_the_finding_explains_itself(mode: Mode, how: str) -> None:
    [finding] = found(wanted(mode=mode))

    assert (finding.key, finding.severity) == ("remote_meeting/student-1/2026-12-15", Severity.DATA)
    assert (finding.due, finding.place) == (SOON, a_cell("H2", sheet=2))
    assert finding.arithmetic == (
        f"The meeting of 15 Dec 2026 is to be held {how}, and the parent's agreement is not on record."
    )
    assert [(one.words, one.place) for one in finding.steps] == [
        ("meeting: 15 Dec 2026", a_cell("C2", sheet=2)),
        (f"to be held {how}", a_cell("G2", sheet=2)),
        ("the parent agreed: not on record", a_cell("H2", sheet=2)),
    ]

"""Whether the student is invited to a meeting that will speak of transition."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import TODAY, a_cell, a_department, a_meeting, a_policy, a_student, day, unreadable
from workspace_agent.model.facts import Student
from workspace_agent.model.finding import Finding
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import PlanType, Purpose, Severity
from workspace_agent.rules.student_invited import RULE


def student(by: Any, **changes: Any) -> Student:
    return a_student(transition_by=day(by) if isinstance(by, str) else by, **changes)


def found(who: Student, policy: Policy | None = None, **changes: Any) -> list[Finding]:
    return list(RULE.check(a_department(who, **changes), policy or a_policy(), TODAY))


@pytest.mark.parametrize(
    ("meeting", "count"),
    [
        pytest.param(a_meeting(student_invited=None), 1, id="not on record as invited"),
        pytest.param(a_meeting(student_invited=False), 1, id="not invited"),
        pytest.param(a_meeting(student_invited=True), 0, id="invited"),
        pytest.param(a_meeting(student_invited=unreadable()), 0, id="a Problem speaks about it"),
        pytest.param(a_meeting(), 0, id="the sheet has no such column"),
        pytest.param(a_meeting(TODAY, student_invited=None), 1, id="the meeting is today"),
        pytest.param(a_meeting(day("2026-11-19"), student_invited=None), 0, id="it is over"),
        pytest.param(a_meeting(None, student_invited=None), 0, id="it has no date"),
        pytest.param(
            a_meeting(day("2026-12-15"), Purpose.REEVALUATION, student_invited=None),
            0,
            id="it writes no IEP",
        ),
        pytest.param(
            a_meeting(day("2026-12-15"), unknown_purpose=unreadable(), student_invited=None),
            0,
            id="a Problem speaks about its purpose",
        ),
    ],
)
def test_the_student_is_invited(meeting: Any, count: int) -> None:
    assert len(found(student("2027-11-20"), meetings=(meeting,))) == count


@pytest.mark.parametrize(
    ("by", "count"),
    [
        pytest.param("2027-12-15", 1, id="16 on the last day of the IEP that the meeting writes"),
        pytest.param("2027-12-16", 0, id="16 the day after it"),
    ],
)
def test_which_meeting_is_about_transition(by: str, count: int) -> None:
    assert len(found(student(by), meetings=(a_meeting(student_invited=None),))) == count


@pytest.mark.parametrize(
    ("by", "count"),
    [
        pytest.param("2027-12-14", 1, id="16 on the last day by the state's reading"),
        pytest.param("2027-12-15", 0, id="16 on the anniversary, when another IEP is in force"),
    ],
)
def test_the_iep_lasts_as_the_state_counts(by: str, count: int) -> None:
    policy = a_policy(states={"TX": {"annual_review": {"mode": "end_minus_1", "source": "a source"}}})

    assert len(found(student(by), policy, meetings=(a_meeting(student_invited=None),))) == count


def test_a_meetings_sheet_that_is_not_read_whole_says_nothing() -> None:
    meetings, broken = (a_meeting(student_invited=None),), frozenset({("manager-1", "meetings")})

    assert found(student("2027-12-15"), meetings=meetings, broken=broken) == []


@pytest.mark.parametrize(
    "who",
    [
        pytest.param(a_student(), id="the sheet has no column for the day"),
        pytest.param(student(None), id="no day: too young, or not known"),
        pytest.param(student(unreadable()), id="a Problem speaks of the day"),
        pytest.param(student("2027-06-01", plan=PlanType.S504), id="a 504 plan"),
        pytest.param(student("2027-06-01", leaves=day("2026-12-15")), id="the student leaves before"),
    ],
)
def test_who_need_not_be_invited(who: Student) -> None:
    assert found(who, meetings=(a_meeting(student_invited=None),)) == []


def test_a_student_without_a_meeting_is_not_invited() -> None:
    assert found(student("2027-06-01")) == []


def test_the_finding_explains_itself() -> None:
    [finding] = found(student("2027-06-01"), meetings=(a_meeting(student_invited=None),))

    assert (finding.key, finding.due) == ("student_invited/student-1/2026-12-15", day("2026-12-15"))
    assert finding.place == a_cell("Q2", sheet=2)
    assert finding.severity is Severity.DATA
    assert finding.arithmetic == (
        "The IEP that the meeting of 15 Dec 2026 writes may last until 15 Dec 2027, and from 1 Jun 2027 on "
        "it has a transition plan; the student is not on record as invited."
    )
    assert finding.advice == (
        "Invite the student, and fill that in. A student who does not come is asked beforehand what they "
        "prefer."
    )
    assert [step.words for step in finding.steps] == [
        "transition by: 1 Jun 2027",
        "meeting: 15 Dec 2026",
        "the next annual review would be due by 15 Dec 2027",
        "student invited: no",
    ]

"""Company practice: the IEP Team looks at a goal that has fallen off lastingly, and at one set higher."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import (
    a_department,
    a_meeting,
    a_policy,
    a_response,
    a_student,
    an_organisation,
    day,
    unreadable,
)
from tests.builders_progress import a_goal, a_series
from workspace_agent.model.finding import CompanyPolicy, Finding
from workspace_agent.model.place import Cell
from workspace_agent.model.progress import Goal, Measure
from workspace_agent.model.vocabulary import PlanType, Purpose, Severity
from workspace_agent.rules import progress
from workspace_agent.rules.team_review import RULE

TODAY = day("2026-11-20")
FELL = day("2026-10-19")
"""The day of the point with which it was not enough any more."""

FALLEN = (14, 16, 18, 20, 12, 12, 12, 12, 12, 12, 12)
"""On track at first; by the data up to the fifth point from the end, not any more."""

JUST_FALLEN = FALLEN[:-1]
NEVER_ON_TRACK = (10,) * 8
IN_TIME = (20, 22, 24, 26, 28, 30, 32)


def found(*values: float, on: dt.date = TODAY, **changes: Any) -> list[Finding]:
    facts: dict[str, Any] = {"goals": (a_goal(),), "series": (a_series(values),), **changes}
    department = a_department(*facts.pop("students", ()), **facts)
    return list(RULE.check(department, a_policy(), on))


def told_by_progress(*values: float, **changes: Any) -> str:
    department = a_department(goals=(a_goal(),), series=(a_series(values),), **changes)
    (finding,) = progress.RULE.check(department, a_policy(), TODAY)
    return finding.advice


# ---- a goal that has fallen off


@pytest.mark.parametrize(
    ("values", "told"),
    [
        pytest.param(FALLEN, True, id="it was on track, fell off, and stays so"),
        pytest.param(JUST_FALLEN, False, id="it fell off one point too late to say so"),
        pytest.param(NEVER_ON_TRACK, False, id="it never was on track: the other rule asks for the Team"),
        pytest.param(IN_TIME, False, id="it is on track"),
    ],
)
def test_a_lasting_fall_is_told(values: tuple[float, ...], told: bool) -> None:
    assert bool(found(*values)) is told


def test_it_is_told_once_with_the_day_of_the_fall_in_its_key_and_never_as_law() -> None:
    (finding,) = found(*FALLEN)

    assert isinstance(finding.citation, CompanyPolicy)
    assert (finding.severity, finding.due) == (Severity.POLICY, None)
    assert finding.key == "team_review/student-1/reading/2026-08-31/2026-10-19"
    assert finding.place == Cell("workbook-1", 8, "D12")
    assert finding.arithmetic == (
        "Goal 1 was on track before; by its data from 19 Oct 2026 on, 5 points by now, progress is not "
        "enough, and no meeting about the IEP and no amendment after 19 Oct 2026 is on record."
    )
    assert finding.advice == (
        "Ask for an IEP Team meeting about this goal, or amend the IEP with the parent's agreement."
    )


def test_its_key_stays_while_the_fall_goes_on() -> None:
    (now,) = found(*FALLEN)
    (later,) = found(*FALLEN, series=(a_series((*FALLEN, 12), last=day("2026-11-23")),))
    assert later.key == now.key


def test_old_data_do_not_end_it() -> None:
    assert found(*FALLEN, on=day("2027-01-30"))


def test_a_meeting_that_is_planned_is_named() -> None:
    (finding,) = found(*FALLEN, meetings=(a_meeting(day("2026-12-04")),))
    assert finding.advice == "A meeting is planned for 4 Dec 2026: put this goal on its agenda."


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"meetings": (a_meeting(day("2026-11-05"), held=True),)}, id="a row ticked as held"),
        pytest.param({"responses": (a_response(day("2026-11-05")),)}, id="the form of a meeting"),
        pytest.param(
            {"meetings": (a_meeting(day("2026-11-05"), Purpose.AMENDMENT, agreed_on=day("2026-11-05")),)},
            id="an amendment",
        ),
        pytest.param({"form_unread": True}, id="the form cannot be read: it may say so"),
        pytest.param({"students": (a_student(plan=PlanType.S504),)}, id="a 504 plan has no IEP goals"),
        pytest.param({"students": (a_student(leaves=TODAY),)}, id="the student has left"),
        pytest.param({"goals": (a_goal(baseline=unreadable()),)}, id="the goal cannot be judged"),
        pytest.param({"goals": (a_goal(end=day("2026-11-19")),)}, id="the goal is over"),
    ],
)
def test_what_ends_it(facts: dict[str, Any]) -> None:
    assert found(*FALLEN, **facts) == []


def test_what_was_before_the_fall_does_not() -> None:
    assert found(*FALLEN, meetings=(a_meeting(FELL, held=True),))


@pytest.mark.parametrize(
    ("values", "facts", "advice"),
    [
        pytest.param(FALLEN, {}, "Change the instruction; what to ask the IEP Team is told as a team review.",
                     id="what the review asks is not asked twice"),
        pytest.param(FALLEN, {"meetings": (a_meeting(day("2026-11-05"), held=True),)},
                     "Change the instruction, or ask the IEP Team to look at the goal.",
                     id="the Team has met since"),
        pytest.param(NEVER_ON_TRACK, {},
                     "The data showed this before these last points, too: ask for an IEP Team meeting about "
                     "it.",
                     id="never on track"),
        pytest.param(NEVER_ON_TRACK, {"meetings": (a_meeting(day("2026-11-05"), held=True),)},
                     "Change the instruction, or ask the IEP Team to look at the goal.",
                     id="never on track, and the Team has met since"),
    ],
)  # fmt: skip
def test_the_two_rules_share_the_work(values: tuple[float, ...], facts: dict[str, Any], advice: str) -> None:
    assert told_by_progress(*values, **facts) == advice


# ---- a goal that was set higher

RAISED = day("2026-10-05")


def two(**changes: Any) -> tuple[Goal, Goal]:
    """A goal of 60, and one of 86 that took its place."""
    lower: dict[str, Any] = {"target": 60, "row": 2, **changes}
    return a_goal(**lower), a_goal(start=RAISED, row=3)


def raised(goals: tuple[Goal, ...], **changes: Any) -> list[Finding]:
    reviewed = a_student(annual=day("2026-08-31"))
    return found(*IN_TIME, goals=goals, students=(reviewed,), **changes)


def test_a_goal_that_was_set_higher_is_told_for_information() -> None:
    (finding,) = raised(two(measure=Measure.NUMBER))

    assert finding.key == "team_review/student-1/reading/2026-10-05/set higher"
    assert finding.arithmetic == (
        "Goal 1 was set higher on 5 Oct 2026, from 60 to 86, and no meeting about the IEP and no amendment "
        "after 31 Aug 2026 is on record."
    )
    assert finding.advice.startswith("Send the form of the meeting that decided it, or ")
    assert [one.words for one in finding.steps] == [
        "target from 31 Aug 2026 on: 60",
        "target from 5 Oct 2026 on: 86",
    ]


@pytest.mark.parametrize(
    ("goals", "told"),
    [
        pytest.param(two(), True, id="a higher target while the other one runs"),
        pytest.param(two(end=RAISED), True, id="the other one ends on the day"),
        pytest.param(two(end=day("2026-10-04")), False, id="the other one was over"),
        pytest.param(two(end=None), True, id="the other one has no end"),
        pytest.param(two(target=86), False, id="the same target"),
        pytest.param(two(target=87), False, id="a lower target"),
        pytest.param(two(target=None), False, id="no target before"),
        pytest.param(two(start=None), False, id="nobody knows which came first"),
        pytest.param(two(start=RAISED, number=2), False, id="both began on one day"),
        pytest.param(two(measure=Measure.PERCENT), False, id="in another measure"),
        pytest.param(two(key="spelling", number=2), False, id="a goal of another name"),
        pytest.param(two(student="student-2"), False, id="of another student"),
        pytest.param((a_goal(key="", target=60), a_goal(key="", start=RAISED, row=3)), False,
                     id="goals without a name"),
        pytest.param((*two(), a_goal(start=day("2026-09-14"), target=90, row=4)), False,
                     id="the last one before it aimed higher"),
        pytest.param((a_goal(baseline=20, target=10), a_goal(baseline=20, target=5, start=RAISED, row=3)),
                     True, id="less, where less is better"),
    ],
)  # fmt: skip
def test_what_counts_as_set_higher(goals: tuple[Goal, ...], told: bool) -> None:
    later = [one for one in raised(goals) if RAISED.isoformat() in one.key]
    assert bool(later) is told


def test_a_meeting_since_the_lower_goal_began_ends_it() -> None:
    assert raised(two(), meetings=(a_meeting(day("2026-10-02"), held=True),)) == []
    assert raised(two(), meetings=(a_meeting(day("2026-08-31"), held=True),))


def test_what_was_before_the_agent_went_live_is_not_told() -> None:
    assert raised(two(), organisation=an_organisation(go_live=RAISED))
    assert raised(two(), organisation=an_organisation(go_live=day("2026-10-06"))) == []

"""Who decides for the student on the day of the meeting, and when a person is asked about it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_cell,
    a_department,
    a_meeting,
    a_policy,
    a_row,
    a_student,
    a_team_member,
    day,
    unreadable,
)
from workspace_agent.model.facts import TeamMember
from workspace_agent.model.finding import Finding
from workspace_agent.model.on_record import DecisionMaker
from workspace_agent.model.vocabulary import ContactState, PlanType, Role, Severity
from workspace_agent.rules.decision_makers import RULE

PARENT, STUDENT = Role.PARENT, Role.STUDENT
HOLDS, RESTRICTED = ContactState.HOLDS_RIGHTS, ContactState.RESTRICTED
ADULT = a_team_member(STUDENT, state=HOLDS, row=2)
MEETING_DAY = day("2026-12-15")


def surrogate(**dates: Any) -> TeamMember:
    return a_team_member(PARENT, decision_maker=DecisionMaker.SURROGATE, row=3, **dates)


def found(*members: TeamMember, today: dt.date = TODAY, **changes: Any) -> list[Finding]:
    changes.setdefault("meetings", (a_meeting(MEETING_DAY),))
    department = a_department(*changes.pop("students", ()), team=members, **changes)
    return list(RULE.check(department, a_policy(), today))


def cycles(*members: TeamMember, **changes: Any) -> list[str]:
    return sorted(finding.cycle for finding in found(*members, **changes))


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        pytest.param([a_team_member(PARENT)], [], id="a parent without dates"),
        pytest.param([a_team_member(PARENT, since=MEETING_DAY)], [], id="since the day of the meeting"),
        pytest.param(
            [a_team_member(PARENT, since=day("2026-12-16"))], ["nobody-2026-12-16"], id="since the day after"
        ),
        pytest.param([a_team_member(PARENT, until=MEETING_DAY)], [], id="until the day of the meeting"),
        pytest.param(
            [a_team_member(PARENT, until=day("2026-12-14"))], ["nobody-2026-12-14"], id="until the day before"
        ),
        pytest.param(
            [a_team_member(PARENT, until=day("2026-12-14")), surrogate(since=day("2026-12-14"))], [],
            id="a surrogate follows",
        ),
        pytest.param(
            [a_team_member(PARENT, until=day("2026-08-01")), surrogate(until=day("2026-09-01"))],
            ["nobody-2026-09-01"], id="both have ended",
        ),
        pytest.param([a_team_member(PARENT, until=unreadable())], [], id="a Problem speaks of the date"),
        pytest.param(
            [a_team_member(PARENT, state=RESTRICTED), a_team_member(Role.SPECIAL_EDUCATION_TEACHER)], [],
            id="nobody decides at all, which another rule tells",
        ),
        pytest.param([], [], id="nobody is on the team"),
    ],
)  # fmt: skip
def test_somebody_decides_on_the_day_of_the_meeting(members: list[TeamMember], expected: list[str]) -> None:
    assert cycles(*members) == expected


def test_without_a_meeting_today_counts() -> None:
    ended = a_team_member(PARENT, until=day("2026-12-01"))

    assert cycles(ended, meetings=()) == []
    assert cycles(ended, meetings=(), today=day("2026-12-02")) == ["nobody-2026-12-01"]


@pytest.mark.parametrize(
    ("members", "is_asked"),
    [
        pytest.param([ADULT, surrogate()], True, id="an adult student and a surrogate"),
        pytest.param([ADULT, surrogate(until=day("2026-12-14"))], False, id="the surrogate has ended"),
        pytest.param([ADULT, surrogate(state=RESTRICTED)], False, id="the surrogate is restricted"),
        pytest.param([ADULT, a_team_member(PARENT, row=3)], False, id="an adult student and a parent"),
        pytest.param([a_team_member(PARENT), surrogate()], False, id="a parent and a surrogate"),
    ],
)
def test_kinds_that_exclude_each_other(members: list[TeamMember], is_asked: bool) -> None:
    assert cycles(*members) == (["adult-student-and-surrogate"] if is_asked else [])


@pytest.mark.parametrize(
    ("majority", "members", "is_asked"),
    [
        pytest.param("2026-11-20", [a_team_member(PARENT)], True, id="today, with a parent alone"),
        pytest.param("2026-11-21", [a_team_member(PARENT)], False, id="tomorrow"),
        pytest.param("2026-11-20", [ADULT, a_team_member(PARENT, row=3)], False, id="the student decides"),
        pytest.param("2026-11-20", [a_team_member(STUDENT), a_team_member(PARENT)], True, id="no rights yet"),
        pytest.param(
            "2026-11-20", [a_team_member(PARENT, since=day("2026-11-20"))], False, id="a parent since then"
        ),
        pytest.param(
            "2026-11-20", [a_team_member(PARENT, since=day("2026-11-19"))], True, id="since the day before"
        ),
        pytest.param("2026-11-20", [], False, id="nobody at all, which another rule tells"),
    ],
)
def test_the_age_of_majority(majority: str, members: list[TeamMember], is_asked: bool) -> None:
    students = (a_student(majority_on=day(majority)),)

    assert cycles(*members, students=students) == ([f"of-age-{majority}"] if is_asked else [])


def test_an_unreadable_day_of_majority_is_told_elsewhere() -> None:
    assert found(a_team_member(PARENT), students=(a_student(majority_on=unreadable()),)) == []


@pytest.mark.parametrize(
    ("changes", "is_asked"),
    [
        pytest.param({"students": (a_student(plan=PlanType.S504),)}, False, id="a 504 plan"),
        pytest.param({"students": (a_student(leaves=TODAY),)}, False, id="the student has left"),
        pytest.param({"broken": frozenset({("manager-1", "team")})}, False, id="the Team sheet was not read"),
        pytest.param({"unsettled": frozenset({("manager-1", "team")})}, False, id="a row of it is nobody's"),
        pytest.param({"unsettled": frozenset({("manager-2", "team")})}, True, id="another's row is nobody's"),
    ],
)
def test_where_it_is_silent(changes: dict[str, Any], is_asked: bool) -> None:
    assert bool(found(a_team_member(PARENT, until=day("2026-12-14")), **changes)) is is_asked


def test_the_finding_explains_itself() -> None:
    students = (a_student(majority_on=day("2026-10-01")),)
    ended = a_team_member(PARENT, since=day("2024-08-01"), until=day("2026-10-31"))
    nobody, of_age = found(ended, students=students)

    assert (nobody.severity, of_age.severity) == (Severity.DATA, Severity.DATA)
    assert (nobody.key, nobody.due) == ("decision_makers/student-1/nobody-2026-10-31", None)
    assert (nobody.place, of_age.place) == (a_row(2, sheet=3), a_cell("P2"))
    assert (
        nobody.arithmetic == "By the dates in the Team sheet nobody decides for the student on 15 Dec 2026."
    )
    assert of_age.citation.words == "34 CFR 300.520"
    assert [(one.words, one.place) for one in nobody.steps] == [
        ("decides: parent", a_row(2, sheet=3)),
        ("parent, since: 1 Aug 2024", a_cell("G2", sheet=3)),
        ("parent, until: 31 Oct 2026", a_cell("H2", sheet=3)),
        ("comes of age: 1 Oct 2026", a_cell("P2")),
        ("day that counts: 15 Dec 2026", None),
        ("today: 20 Nov 2026", None),
    ]


def test_two_kinds_point_to_the_surrogate() -> None:
    [finding] = found(ADULT, surrogate())

    assert finding.place == a_row(3, sheet=3)
    assert finding.citation.words == "34 CFR 300.519"

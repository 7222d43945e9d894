"""Which part of the IEP Team the Team sheet does not name before the next meeting."""

from __future__ import annotations

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
from workspace_agent.model.facts import TeamMember, Workbook
from workspace_agent.model.finding import Finding
from workspace_agent.model.vocabulary import ContactState, PlanType, Purpose, Role, Severity
from workspace_agent.rules.team_roles import RULE

PARENT, STUDENT = Role.PARENT, Role.STUDENT
GENERAL, SPECIAL = Role.GENERAL_EDUCATION_TEACHER, Role.SPECIAL_EDUCATION_TEACHER
AGENCY = Role.AGENCY_REPRESENTATIVE
WHOLE = (PARENT, GENERAL, SPECIAL, AGENCY)
STAFF = "no general education teacher, no special education teacher and no agency representative"


def team(*roles: Any) -> tuple[TeamMember, ...]:
    return tuple(a_team_member(role, row=row) for row, role in enumerate(roles, start=2))


def found(*members: TeamMember, **changes: Any) -> list[Finding]:
    changes.setdefault("meetings", (a_meeting(),))
    department = a_department(*changes.pop("students", ()), team=members, **changes)
    return list(RULE.check(department, a_policy(), TODAY))


def missing(*members: TeamMember, **changes: Any) -> list[str]:
    """Who is named as missing, for each finding."""
    said = [finding.arithmetic for finding in found(*members, **changes)]
    return [one.partition(" names ")[2].rstrip(".") for one in said]


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        pytest.param(WHOLE, None, id="all four"),
        pytest.param((GENERAL, SPECIAL, AGENCY), "no parent", id="no parent"),
        pytest.param((PARENT, SPECIAL, AGENCY), "no general education teacher", id="one teacher only"),
        pytest.param((PARENT, GENERAL, AGENCY), "no special education teacher", id="the other one only"),
        pytest.param((PARENT, GENERAL, SPECIAL), "no agency representative", id="nobody for the agency"),
        pytest.param(
            (PARENT, GENERAL, SPECIAL, Role.SCHOOL_PSYCHOLOGIST), "no agency representative",
            id="a psychologist does not stand for the agency",
        ),
        pytest.param((STUDENT, *WHOLE[1:]), "no parent", id="a student without rights is no parent"),
        pytest.param((PARENT, None), STAFF, id="a row without a role is nobody"),
        pytest.param((), f"no parent, {STAFF}", id="nobody at all"),
        pytest.param((PARENT, GENERAL, SPECIAL, unreadable()), None, id="an unreadable role may be the one"),
    ],
)  # fmt: skip
def test_who_is_missing(roles: tuple[Any, ...], expected: str | None) -> None:
    assert missing(*team(*roles)) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        pytest.param(
            a_team_member(STUDENT, state=ContactState.HOLDS_RIGHTS),
            None,
            id="an adult student takes the place",
        ),
        pytest.param(a_team_member(PARENT, state=ContactState.UNSURE), None, id="a parent to ask about"),
        pytest.param(a_team_member(PARENT, state=unreadable()), None, id="a state that cannot be read"),
        pytest.param(
            a_team_member(PARENT, state=ContactState.RESTRICTED), "no parent", id="a parent who is restricted"
        ),
        pytest.param(a_team_member(PARENT, student="student-2"), "no parent", id="another student's parent"),
    ],
)
def test_who_fills_the_parents_place(member: TeamMember, expected: str | None) -> None:
    assert missing(member, *team(*WHOLE[1:])) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("purpose", "roles", "says_so"),
    [
        pytest.param(Purpose.REEVALUATION, (PARENT,), True, id="a reevaluation with a parent alone"),
        pytest.param(Purpose.INITIAL, (PARENT,), True, id="an initial IEP"),
        pytest.param(Purpose.ANNUAL_REVIEW, (PARENT,), False, id="an annual review needs nobody for it"),
        pytest.param(
            Purpose.REEVALUATION, (PARENT, Role.SCHOOL_PSYCHOLOGIST), False, id="a psychologist can"
        ),
        pytest.param(Purpose.REEVALUATION, (PARENT, Role.INTERPRETER), True, id="an interpreter is none"),
        *(
            pytest.param(Purpose.REEVALUATION, (PARENT, role), False, id=f"{role.value} may")
            for role in (GENERAL, SPECIAL, AGENCY, Role.OTHER_STAFF)
        ),
    ],
)
def test_somebody_interprets_the_results_of_an_evaluation(
    purpose: Purpose,
    roles: tuple[Role, ...],
    says_so: bool,
) -> None:
    [said] = missing(*team(*roles), meetings=(a_meeting(day("2026-12-15"), purpose),))

    assert ("no one who can interpret evaluation results" in said) is says_so


@pytest.mark.parametrize(
    ("meetings", "days"),
    [
        pytest.param((), [], id="no meeting"),
        pytest.param((a_meeting(),), ["2026-12-15"], id="the next one"),
        pytest.param((a_meeting(), a_meeting(day("2026-12-01"))), ["2026-12-01"], id="the first of two"),
        pytest.param((a_meeting(book=False),), ["2026-12-15"], id="not ticked, but dated"),
        pytest.param((a_meeting(TODAY),), ["2026-11-20"], id="today"),
        pytest.param((a_meeting(day("2026-11-19")),), [], id="yesterday"),
        pytest.param((a_meeting(TODAY, held=True),), [], id="held already"),
        pytest.param((a_meeting(cancelled=True),), [], id="cancelled"),
        pytest.param((a_meeting(None),), [], id="undated"),
        pytest.param((a_meeting(day("2026-12-15"), Purpose.PARENT_REQUESTED),), [], id="not of the IEP Team"),
        pytest.param((a_meeting(unknown_purpose=unreadable()),), [], id="a purpose that cannot be read"),
    ],
)
def test_for_which_meeting(meetings: Any, days: list[str]) -> None:
    assert [finding.cycle for finding in found(meetings=meetings)] == days


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        pytest.param({"students": (a_student(plan=PlanType.S504),)}, 0, id="a 504 plan"),
        pytest.param({"students": (a_student(leaves=TODAY),)}, 0, id="the student has left"),
        pytest.param({"students": (a_student(leaves=day("2026-12-01")),)}, 0, id="and leaves before it"),
        pytest.param({"students": (a_student(leaves=day("2026-12-16")),)}, 1, id="and leaves after it"),
        pytest.param({"broken": frozenset({("manager-1", "team")})}, 0, id="the Team sheet was not read"),
        pytest.param({"unsettled": frozenset({("manager-1", "team")})}, 0, id="a row of it is nobody's"),
        pytest.param({"broken": frozenset({("manager-2", "team")})}, 1, id="somebody else's was not read"),
    ],
)
def test_where_it_is_silent(changes: dict[str, Any], count: int) -> None:
    assert len(found(**changes)) == count


def kept(*columns: str, owner: str = "manager-1") -> dict[str, Any]:
    book = Workbook("workbook-1", owner, holds_students=True, columns={"team": frozenset(columns)})
    return {"workbooks": (Workbook("hours-1", owner, holds_students=False), book)}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(kept("student", "role", "email"), f"no parent, {STAFF}", id="a row for each member"),
        pytest.param(
            kept("parent_email", "general_education_teacher", "agency_representative"),
            "no parent, no general education teacher and no agency representative",
            id="no column for the special education teacher",
        ),
        pytest.param(
            kept("special_education_teacher"), "no special education teacher", id="a column for nobody else"
        ),
        pytest.param(
            kept("special_education_teacher", owner="manager-2"),
            f"no parent, {STAFF}",
            id="another's sheet",
        ),
    ],
)
def test_a_part_without_a_column_is_not_missed(changes: dict[str, Any], expected: str) -> None:
    assert missing(**changes) == [expected]


def test_the_finding_explains_itself() -> None:
    [finding] = found(*team(PARENT, SPECIAL))

    assert (finding.key, finding.severity) == ("team_roles/student-1/2026-12-15", Severity.DATA)
    assert (finding.due, finding.place) == (day("2026-12-15"), a_row(2, sheet=3))
    assert finding.arithmetic == (
        "For the meeting of 15 Dec 2026 the Team sheet names "
        "no general education teacher and no agency representative."
    )


def test_the_steps_name_everybody_on_the_team() -> None:
    restricted = a_team_member(PARENT, state=ContactState.RESTRICTED, row=4)
    [finding] = found(restricted, *team(SPECIAL, None))

    assert [(one.words, one.place) for one in finding.steps] == [
        ("meeting: 15 Dec 2026", a_cell("C2", sheet=2)),
        ("on the team: special education teacher", a_row(2, sheet=3)),
        ("on the team: no role", a_row(3, sheet=3)),
        ("on the team: parent, who may not be contacted", a_row(4, sheet=3)),
        ("missing: parent, general education teacher and agency representative", None),
    ]


def test_where_nobody_is_named_the_meeting_is_the_place() -> None:
    [finding] = found()

    assert finding.place == a_row(2, sheet=2)

"""What the further columns of the Team sheet say: who decides, since when, and who need not come."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from tests.builders_tables import parsed, problems_of
from workspace_agent.intake.decision_makers import decision_maker
from workspace_agent.intake.team import TEAM
from workspace_agent.intake.team_by_student import TEAM_BY_STUDENT
from workspace_agent.model.facts import TeamMember
from workspace_agent.model.field import Field, Missing, Unreadable, known
from workspace_agent.model.on_record import DecisionMaker, Membership
from workspace_agent.model.vocabulary import Role


def given(**cells: str) -> list[Any]:
    cells = {"role": "parent", **cells}
    return parsed(TEAM, ("student", *cells), ("Rosa Delgadillo", *cells.values()))


def said(name: str, **cells: str) -> Field[Any]:
    (member,) = (one for one in given(**cells) if isinstance(one, TeamMember))
    found: Field[Any] = getattr(member.membership, name)
    return found


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("parent", DecisionMaker.PARENT),
        ("Mother", DecisionMaker.PARENT),
        ("grandmother", DecisionMaker.PARENT),
        ("Parent/Guardian", DecisionMaker.PARENT),
        ("Parents/Guardians", DecisionMaker.PARENT),
        ("guardian", DecisionMaker.GUARDIAN),
        ("Grandmother (legal guardian)", DecisionMaker.GUARDIAN),
        ("foster parent", DecisionMaker.FOSTER_PARENT),
        ("surrogate parent", DecisionMaker.SURROGATE),
        ("educational surrogate", DecisionMaker.SURROGATE),
        ("adult student", DecisionMaker.ADULT_STUDENT),
        ("self", DecisionMaker.ADULT_STUDENT),
        ("student", None),
        ("nurse", None),
        ("", None),
    ],
)
def test_who_decides_is_told_by_what_somebody_is_called(typed: str, expected: DecisionMaker | None) -> None:
    assert decision_maker(typed) is expected


@pytest.mark.parametrize(
    ("role", "state", "expected"),
    [
        pytest.param("mother", "", DecisionMaker.PARENT, id="a parent"),
        pytest.param("legal guardian", "", DecisionMaker.GUARDIAN, id="a guardian"),
        pytest.param("student", "holds rights", DecisionMaker.ADULT_STUDENT, id="a student with rights"),
        pytest.param("adult student", "", DecisionMaker.ADULT_STUDENT, id="an adult student"),
        pytest.param("student", "presumed", None, id="a student without"),
        pytest.param("principal", "", None, id="staff"),
    ],
)
def test_who_decides_for_the_student(role: str, state: str, expected: DecisionMaker | None) -> None:
    assert known(said("decision_maker", role=role, contact_state=state)) is expected


def test_whoever_cannot_be_placed_may_be_who_decides_and_is_told_once() -> None:
    assert isinstance(said("decision_maker", role="aunt"), Unreadable)
    assert [kind for kind, _, _ in problems_of(given(role="aunt"))] == ["NOT_A_CHOICE"]


READ: dict[str, tuple[str, str, Any]] = {
    "since": ("since", "9/14/2026", date(2026, 9, 14)),
    "since a day to come": ("since", "1/4/2027", date(2027, 1, 4)),
    "until": ("until", "6/1/2027", date(2027, 6, 1)),
    "excused": ("excused_on", "11/3/2026", date(2026, 11, 3)),
    "a box that is not ticked": ("excused_on", "FALSE", None),
    "the area is discussed": ("area_discussed", "yes", True),
    "it is not": ("area_discussed", "FALSE", False),
    "the input": ("input_on", "11/3/2026", date(2026, 11, 3)),
}


@pytest.mark.parametrize(("name", "typed", "expected"), READ.values(), ids=READ)
def test_what_a_cell_says(name: str, typed: str, expected: object) -> None:
    assert known(said(name, **{name: typed})) == expected
    assert problems_of(given(**{name: typed})) == []


UNREAD = {
    "no first day": ("since", "fall", ("NOT_A_DATE", "C2", "")),
    "no last day": ("until", "fall", ("NOT_A_DATE", "C2", "")),
    "excused tomorrow": ("excused_on", "11/21/2026", ("DATE_IN_THE_FUTURE", "C2", "")),
    "perhaps": ("area_discussed", "perhaps", ("NOT_A_CHOICE", "C2", "yes, no")),
    "input of tomorrow": ("input_on", "11/21/2026", ("DATE_IN_THE_FUTURE", "C2", "")),
}


@pytest.mark.parametrize(("name", "typed", "expected"), UNREAD.values(), ids=UNREAD)
def test_what_cannot_be_read_is_told_at_its_cell(
    name: str, typed: str, expected: tuple[str, str, str]
) -> None:
    assert problems_of(given(**{name: typed})) == [expected]


@pytest.mark.parametrize("name", [one.name for one in fields(Membership) if one.name != "decision_maker"])
def test_a_column_that_is_blank_is_told_from_one_that_is_not_there(name: str) -> None:
    blank, absent = said(name, **{name: ""}), said(name)
    assert isinstance(blank, Missing)
    assert isinstance(absent, Missing)
    assert (blank.cell.a1, absent.cell.a1) == ("C2", "2:2")


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        ("Mother", DecisionMaker.PARENT),
        ("Foster mother", DecisionMaker.FOSTER_PARENT),
        ("guardian", DecisionMaker.GUARDIAN),
        ("", DecisionMaker.PARENT),
        ("aunt", DecisionMaker.PARENT),
    ],
)
def test_in_a_row_for_each_student_the_relation_says_who_decides(
    relation: str, expected: DecisionMaker
) -> None:
    columns = ("student", "parent", "relation", "general_education_teacher")
    found = parsed(TEAM_BY_STUDENT, columns, ("Rosa Delgadillo", "Ann Pell", relation, "Kofi Osei"))

    of = {known(one.role): known(one.membership.decision_maker) for one in found}
    assert of == {Role.PARENT: expected, Role.GENERAL_EDUCATION_TEACHER: None}

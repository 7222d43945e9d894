"""A team in a row: who stands in which column, and whose address may be invited."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.builders_tables import (
    desk,
    headings,
    parsed,
    problems_of,
    sheet,
    student_row,
    table,
    willow_workbook,
    workbook,
)
from workspace_agent.intake import SHEETS
from workspace_agent.intake.recognise import recognise
from workspace_agent.intake.team_by_student import TEAM_BY_STUDENT, parse
from workspace_agent.model.facts import TeamMember
from workspace_agent.model.field import known
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import ContactState, Role

HERS = "k.osei@sierravieja.example"
HIS = "p.lund@sierravieja.example"


def members(found: list[Any]) -> list[tuple[Role | None, str | None]]:
    return [(known(one.role), known(one.address)) for one in found if isinstance(one, TeamMember)]


def cell(name: str, text: str) -> list[Any]:
    """What one cell of a team makes."""
    return parsed(TEAM_BY_STUDENT, ("student", name), ("Rosa Delgadillo", text))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        pytest.param("general_education_teacher", HERS, [HERS], id="an address"),
        pytest.param("general_education_teacher", f"Kofi Osei <{HERS}>", [HERS], id="a name with it"),
        pytest.param("general_education_teacher", f"{HERS}; {HIS}", [HERS, HIS], id="two addresses"),
        pytest.param("general_education_teacher", "Kofi Osei", [None], id="a name alone fills the part"),
        pytest.param("general_education_teacher", "?", [], id="nobody knows"),
        pytest.param("general_education_teacher", "\u2014", [], id="nobody"),
        pytest.param("general_education_teacher", "", [], id="nothing"),
        pytest.param(
            "general_education_teacher", "aide@willowbridge.example", [None], id="the company's own"
        ),
        pytest.param("outside_agency", "j.reyes@vr.example", [None], id="an agency's stays at the door"),
    ],
)
def test_what_a_cell_may_hold(name: str, text: str, expected: list[str | None]) -> None:
    assert [address for _, address in members(cell(name, text))] == expected


@pytest.mark.parametrize(
    ("name", "text", "role"),
    [
        ("special_education_teacher", HERS, Role.SPECIAL_EDUCATION_TEACHER),
        ("agency_representative", HERS, Role.AGENCY_REPRESENTATIVE),
        ("school_psychologist", HERS, Role.SCHOOL_PSYCHOLOGIST),
        ("speech", HERS, Role.OTHER_STAFF),
        ("interpreter", "yes", Role.INTERPRETER),
        ("other", "school nurse", Role.OTHER_STAFF),
        ("other", "interpreter", Role.INTERPRETER),
    ],
)
def test_the_column_or_the_word_says_the_part(name: str, text: str, role: Role) -> None:
    assert [found for found, _ in members(cell(name, text))] == [role]


def test_a_parent_is_there_by_name_address_or_state() -> None:
    columns = ("student", "parent", "parent_email", "contact_state")
    found = parsed(
        TEAM_BY_STUDENT,
        columns,
        ("Rosa Delgadillo", "Ana Delgadillo", "", ""),
        ("Rosa Delgadillo", "", "a@inbox.example", "Y"),
        ("Omar Fakhoury", "", "", "?"),
        ("Omar Fakhoury", "", "", "\u2014"),
        ("Nobody Known", "", "", ""),
    )
    parents = [one for one in found if isinstance(one, TeamMember)]

    assert [known(one.role) for one in parents] == [Role.PARENT] * 3
    assert [known(one.address) for one in parents] == [None] * 3
    assert [known(one.contact_state) for one in parents] == [
        None,
        ContactState.HOLDS_RIGHTS,
        ContactState.UNSURE,
    ]
    assert problems_of(found) == [("CONTACT_UNSURE", "D4", ""), ("UNKNOWN_STUDENT", "A6", "")]


def test_an_address_of_elsewhere_and_an_error_are_told() -> None:
    told = cell("general_education_teacher", "j@other.example") + cell("nurse", "#REF!")
    assert problems_of(told) == [
        ("NOT_OF_THE_DISTRICT", "B2", "sierravieja.example"),
        ("ERROR_VALUE", "B2", ""),
    ]


def test_a_column_that_stands_there_twice_says_nothing() -> None:
    doubled = sheet("team_by_student", ("student", "nurse"), ("Rosa Delgadillo", HERS))
    twice = Problem(ProblemKind.TWO_HEADINGS, doubled.table.cell(0, 2))
    whole = desk(student_row())

    assert len(list(parse(doubled, whole))) == 1
    assert list(parse(replace(doubled, lost={"nurse": twice}), whole)) == []


def test_the_sheet_is_recognised_and_no_other_is_missed() -> None:
    book = willow_workbook("theo-brandvold", "SpEd Caseload 26-27 (Brandvold)", holds="progress monitoring")
    found = recognise(book, headings(), {parser.name for parser in SHEETS})
    (team,) = [one for one in found.sheets if one.name == "team_by_student"]

    assert dict(team.lost) == {}
    assert "team" not in {one.detail for one in found.problems}


def test_a_caseload_with_columns_for_therapists_is_no_team() -> None:
    caseload = table(("Student", "Grade", "SLP", "SSW", "OT", "IEP notes"))
    found = recognise(workbook(caseload), headings(), {"team_by_student"})
    assert found.sheets == ()

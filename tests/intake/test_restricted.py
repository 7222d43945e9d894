"""Whoever stands in a row that says `restricted` is known by address where another row says it as well."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.builders_tables import TODAY, fresh, headings, sign, table, willow, workbook
from workspace_agent.intake.department import take_in
from workspace_agent.intake.identify import Identities
from workspace_agent.intake.table import Table
from workspace_agent.model.facts import Department
from workspace_agent.model.field import known
from workspace_agent.model.vocabulary import ContactState

STUDENTS = ("District", "ID", "First", "Last", "Plan", "Last annual review", "Last evaluation")
ROSA = ("Sierra Vieja ISD", "142", "Rosa", "Delgadillo", "IEP", "11/18/2025", "2/29/2024")
OMAR = ("Sierra Vieja ISD", "143", "Omar", "Fakhoury", "IEP", "11/18/2025", "2/29/2024")
TEAM = ("Student", "Role", "E-mail", "Phone", "Contact state", "Since")
IN_COLUMNS = ("Student", "Gen Ed Teacher", "LEA", "Parent", "Parent e-mail", "Contact state")
TEACHER = "general education teacher"
HERS, HOME = "k.osei@sierravieja.example", "d.winter@homemail.example"
CSS = willow().districts[0].css.email
OMARS = "Omar Fakhoury"
KINDS = {"ALSO_RESTRICTED", "CSS_RESTRICTED"}


def member(role: str, address: str, state: str = "", student: str = "Rosa Delgadillo") -> tuple[str, ...]:
    return (student, role, address, "", state, "")


def taken(*tables: Table, invite: Sequence[str] = ()) -> Department:
    meetings = willow().meetings.model_copy(update={"invite": frozenset(invite)})
    organisation = willow().model_copy(update={"meetings": meetings})
    book = workbook(table(STUDENTS, ROSA, OMAR, sheet_id=1), *tables)
    return take_in(organisation, headings(), [book], None, Identities(), sign, fresh(), TODAY).department


def team(*rows: Sequence[str], invite: Sequence[str] = ()) -> Department:
    return taken(table(TEAM, *rows, sheet_id=2), invite=invite)


def told(department: Department) -> list[tuple[str, str, str]]:
    found = (one for one in department.problems if one.kind.name in KINDS)
    return [(one.kind.name, one.place.label, one.student_ref) for one in found]


def shut(department: Department) -> set[str]:
    """Addresses of the rows that say restricted, all of one student."""
    found = [one for one in department.team if known(one.contact_state) is ContactState.RESTRICTED]
    assert {one.student_ref for one in found} == {department.students[0].ref}
    return {address for one in found if (address := known(one.address)) is not None}


def test_of_a_member_of_staff_who_is_a_restricted_parent_too() -> None:
    found = team(member(TEACHER, HERS), member("parent", HERS.upper(), "restricted"))

    assert shut(found) == {HERS}
    assert told(found) == [("ALSO_RESTRICTED", "cell C2", found.students[0].ref)]


def test_the_other_row_is_named_and_linked() -> None:
    found = team(member(TEACHER, HERS), member("parent", HOME), member("parent", HERS, "restricted"))
    (problem,) = (one for one in found.problems if one.kind.name in KINDS)

    assert "also stands in row 4, which says restricted" in problem.sentence
    assert found.team[2].row.url in problem.advice


def test_of_a_parent_who_stands_there_twice_where_parents_are_invited() -> None:
    rows = (member("parent", HOME, "holds_rights"), member("parent", HOME, "restricted"))
    found = team(*rows, invite=["parent"])

    assert shut(found) == {HOME}
    assert told(found) == [("ALSO_RESTRICTED", "cell C2", found.students[0].ref)]


def test_where_nobody_would_be_invited_the_address_stays_at_the_door() -> None:
    found = team(member("parent", HOME, "holds_rights"), member("parent", HOME, "restricted"))

    assert (shut(found), told(found)) == (set(), [])
    assert HOME not in repr(found)


def test_one_cell_may_hold_several_addresses() -> None:
    both = f"D. Winter <{HOME}>; {HERS}, {CSS}"
    found = team(member(TEACHER, HERS), member("parent", both, "restricted"))

    assert shut(found) == {HERS, CSS}


def test_the_css_is_not_invited_either() -> None:
    found = team(member("parent", CSS, "restricted"))

    assert shut(found) == {CSS}
    assert told(found) == [("CSS_RESTRICTED", "row 2", found.students[0].ref)]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([member(TEACHER, HERS), member("parent", HOME, "restricted")], id="others"),
        pytest.param([member(TEACHER, HERS), member("parent", HERS, "unsure")], id="not restricted"),
        pytest.param([member(TEACHER, HERS, "restricted")], id="one row that says it of itself"),
        pytest.param(
            [member(TEACHER, HERS), member("parent", HERS, "restricted", OMARS)],
            id="another student's parent",
        ),
        pytest.param(
            [member(TEACHER, HERS), member("parent", HERS, "restricted", "Nobody Known")],
            id="a row of nobody",
        ),
    ],
)
def test_nobody_else_is_meant(rows: list[Sequence[str]]) -> None:
    assert told(team(*rows)) == []


def test_a_team_in_columns_counts_too() -> None:
    by_student = table(
        IN_COLUMNS, ("Rosa Delgadillo", HERS, "", "K. Osei", HERS, "restricted"), sheet_id=3, title="Teams"
    )
    alone = taken(by_student)

    assert shut(alone) == {HERS}
    assert told(alone) == [("ALSO_RESTRICTED", "cell B2", alone.students[0].ref)]

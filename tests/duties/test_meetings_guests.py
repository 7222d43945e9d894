"""Whom Calendar invites: `restricted` in one row shuts out every other row of the same address."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import a_department, a_student, a_team_member, an_organisation
from workspace_agent.duties.meetings_guests import guests
from workspace_agent.model.facts import TeamMember
from workspace_agent.model.vocabulary import ContactState, Role

DAY = date(2026, 12, 1)
HERS, HIS = "k.osei@district.example", "d.winter@home.example"
CSS = "c.arroyo@company.example"

STAFF = a_team_member(Role.GENERAL_EDUCATION_TEACHER, address=HERS, state=None)
PARENT = a_team_member(address=HIS, row=3)


def shut(address: str | None) -> TeamMember:
    return a_team_member(address=address, state=ContactState.RESTRICTED, row=4)


@pytest.mark.parametrize(
    ("team", "invited", "outside"),
    [
        pytest.param([STAFF, PARENT], {HERS, HIS, CSS}, True, id="nobody is restricted"),
        pytest.param([STAFF, PARENT, shut(None)], {HERS, HIS, CSS}, True, id="somebody else is"),
        pytest.param([STAFF, PARENT, shut(HIS)], {HERS, CSS}, False, id="a parent"),
        pytest.param([STAFF, PARENT, shut(HERS)], {HIS, CSS}, True, id="a member of staff"),
        pytest.param([STAFF, shut(CSS)], {HERS}, False, id="the CSS"),
    ],
)
def test_who_is_a_guest(team: list[TeamMember], invited: set[str], outside: bool) -> None:
    department = a_department(a_student(), organisation=an_organisation(), team=tuple(team))
    found = guests(department, department.students[0], DAY)

    assert (set(found.addresses), found.outside) == (invited, outside)

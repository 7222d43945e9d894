"""Who decides for a student, by the Team sheet, and on which days."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import a_department, a_student, a_team_member, day, unreadable
from workspace_agent.model.on_record import DecisionMaker
from workspace_agent.model.vocabulary import ContactState, Role
from workspace_agent.rules.rights import decides_on, holds_rights, kind_of

HOLDS, RESTRICTED, UNSURE = ContactState.HOLDS_RIGHTS, ContactState.RESTRICTED, ContactState.UNSURE
PARENT, ADULT, SURROGATE = DecisionMaker.PARENT, DecisionMaker.ADULT_STUDENT, DecisionMaker.SURROGATE
ON = day("2026-12-15")


@pytest.mark.parametrize(
    ("member", "kind"),
    [
        pytest.param(a_team_member(Role.PARENT), PARENT, id="a parent is presumed to decide"),
        pytest.param(a_team_member(Role.PARENT, state=None), PARENT, id="whatever is not said"),
        pytest.param(a_team_member(Role.PARENT, state=UNSURE), PARENT, id="or is to be asked"),
        pytest.param(a_team_member(Role.PARENT, state=RESTRICTED), None, id="unless an order says not"),
        pytest.param(a_team_member(Role.STUDENT), None, id="a student is not"),
        pytest.param(a_team_member(Role.STUDENT, state=HOLDS), ADULT, id="an adult student does"),
        pytest.param(
            a_team_member(Role.STUDENT, state=None, decision_maker=ADULT), ADULT, id="who is called that"
        ),
        pytest.param(a_team_member(Role.PARENT, decision_maker=SURROGATE), SURROGATE, id="a surrogate"),
        pytest.param(a_team_member(Role.OTHER_STAFF, state=HOLDS), None, id="staff decide nothing"),
        pytest.param(a_team_member(unreadable()), None, id="nobody knows the role"),
    ],
)
def test_what_kind_of_decision_maker_a_member_is(member: Any, kind: DecisionMaker | None) -> None:
    assert kind_of(member) is kind


@pytest.mark.parametrize(
    ("dates", "decides"),
    [
        pytest.param({}, True, id="no dates"),
        pytest.param({"since": day("2026-12-15")}, True, id="since this day"),
        pytest.param({"since": day("2026-12-16")}, False, id="since tomorrow"),
        pytest.param({"until": day("2026-12-15")}, True, id="until this day"),
        pytest.param({"until": day("2026-12-14")}, False, id="until yesterday"),
        pytest.param({"since": unreadable(), "until": unreadable()}, True, id="unreadable dates"),
    ],
)
def test_on_which_days(dates: dict[str, Any], decides: bool) -> None:
    assert decides_on(a_team_member(**dates), ON) is decides


@pytest.mark.parametrize(
    ("member", "holds"),
    [
        pytest.param(a_team_member(Role.STUDENT, state=HOLDS), True, id="an adult student"),
        pytest.param(a_team_member(Role.STUDENT, state=HOLDS, since=day("2026-12-16")), False, id="not yet"),
        pytest.param(a_team_member(Role.PARENT, state=HOLDS), False, id="a parent"),
        pytest.param(a_team_member(Role.STUDENT, state=HOLDS, student="student-2"), False, id="another"),
    ],
)
def test_whether_the_rights_are_the_students_own(member: Any, holds: bool) -> None:
    assert holds_rights(a_department(team=(member,)), a_student(), ON) is holds

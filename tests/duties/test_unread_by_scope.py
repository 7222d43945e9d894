"""Who may be told of anything in a source is told that it could not be read; nobody else is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.builders import a_case_manager, a_department, a_district, a_student, an_organisation
from tests.builders_digest import a_recipient, an_occasion
from tests.builders_seen import NOW
from workspace_agent.duties.digest_recipients import Scope
from workspace_agent.duties.digest_scope import narrowed
from workspace_agent.duties.digests import compose
from workspace_agent.duties.told import Told
from workspace_agent.duties.unread import Unread
from workspace_agent.model.digest_settings import DigestSettings, DigestTime
from workspace_agent.model.facts import Department
from workspace_agent.model.people import Supervisor
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind

NEVER = DigestTime(every="never")


def a_supervisor(key: str, **whose: tuple[str, ...]) -> Supervisor:
    fields: dict[str, Any] = {
        "key": key,
        "name": key.title(),
        "email": f"{key}@dept.example",
        "zone": "America/New_York",
        "from": "2024-08-01",
    }
    return Supervisor.model_validate(fields | whose)


def two_case_managers() -> Department:
    """Each with a district and a student of their own, and three supervisors."""
    organisation = an_organisation(
        case_managers=(
            a_case_manager("manager-1", districts=("district-1",)),
            a_case_manager("manager-2", districts=("district-2",)),
        ),
        districts=(a_district("district-1"), a_district("district-2")),
        supervisors=(
            a_supervisor("of-one", case_managers=("manager-1",)),
            a_supervisor("of-two", case_managers=("manager-2",)),
            a_supervisor("of-the-district", districts=("district-1",)),
        ),
        digests=DigestSettings(case_managers=NEVER, css=NEVER),
    )
    return replace(
        a_department(
            a_student("student-1", case_manager="manager-1"),
            a_student("student-2", case_manager="manager-2", district="district-2"),
        ),
        organisation=organisation,
    )


HOURS = Problem(ProblemKind.WORKBOOK_UNAVAILABLE, SpreadsheetPlace("hours-1"), "manager-1")
SHARING = Problem(ProblemKind.SHARING_UNAVAILABLE, SpreadsheetPlace("workbook-1"), "manager-1")


def a_source(case_manager: str = "manager-1", student: str = "") -> Problem:
    return Problem(ProblemKind.WORKBOOK_UNAVAILABLE, SpreadsheetPlace("book-1"), case_manager, student)


SEEN = {
    "hours, by a supervisor of theirs": (Scope(case_managers=frozenset({"manager-1"})), HOURS, True),
    "hours, by whoever supports their district": (Scope(districts=frozenset({"district-1"})), HOURS, False),
    "sharing, by a supervisor of theirs": (Scope(case_managers=frozenset({"manager-1"})), SHARING, True),
    "sharing, by whoever supports their district": (
        Scope(districts=frozenset({"district-1"})),
        SHARING,
        False,
    ),
    "a case manager's, by a supervisor of theirs": (
        Scope(case_managers=frozenset({"manager-1"})),
        a_source(),
        True,
    ),
    "a case manager's, by whoever supports their district": (
        Scope(districts=frozenset({"district-1"})),
        a_source(),
        True,
    ),
    "a colleague's": (Scope(case_managers=frozenset({"manager-2"})), a_source(), False),
    "a case manager's of another district": (Scope(districts=frozenset({"district-2"})), a_source(), False),
    "everybody's": (Scope(districts=frozenset({"district-2"})), a_source(""), True),
    "a student's of theirs": (
        Scope(districts=frozenset({"district-1"})),
        a_source("manager-1", "student-1"),
        True,
    ),
    "a student's of another district": (
        Scope(districts=frozenset({"district-2"})),
        a_source("manager-1", "student-1"),
        False,
    ),
}


@pytest.mark.parametrize(("scope", "source", "told"), SEEN.values(), ids=SEEN)
def test_who_may_be_told_of_a_source_is_told_that_it_is_unread(
    scope: Scope, source: Problem, told: bool
) -> None:
    _, narrow = narrowed(two_case_managers(), Told(unread=[Unread(source, NOW)]), scope)

    assert [one.problem for one in narrow.unread] == [source] * told


def test_a_supervisors_digest_is_of_their_case_managers_alone() -> None:
    told = Told(unread=[Unread(a_source("manager-2"), NOW)])
    theirs, others = (
        compose(
            two_case_managers(), told, an_occasion(a_recipient(scope=Scope(case_managers=frozenset({key}))))
        )
        for key in ("manager-2", "manager-1")
    )

    assert theirs.unread
    assert theirs.summary.startswith("Not everything could be read")
    assert not others.unread
    assert others.summary.startswith("Nothing is past due")

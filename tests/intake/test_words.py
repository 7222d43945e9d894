from __future__ import annotations

import pytest

from workspace_agent.intake.words import PLAN_TYPES, ROLES, choices, held, person, purposes
from workspace_agent.model.vocabulary import ContactState, Held, Person, PlanType, Purpose, Role

ANNUAL, REEVALUATION = Purpose.ANNUAL_REVIEW, Purpose.REEVALUATION


@pytest.mark.parametrize(
    ("text", "expected", "complete"),
    [
        pytest.param("annual review", {ANNUAL}, True, id="one"),
        pytest.param("Annual Review, Reevaluation", {ANNUAL, REEVALUATION}, True, id="two with a comma"),
        pytest.param("annual and reevaluation", {ANNUAL, REEVALUATION}, True, id="two with and"),
        pytest.param("Initial IEP", {Purpose.INITIAL}, True, id="as the form says it"),
        pytest.param("Continued meeting", {Purpose.CONTINUED}, True, id="with a word beside it"),
        pytest.param("schedule annual IEP", {ANNUAL}, True, id="with words around it"),
        pytest.param("504 reevaluation", {Purpose.REEVALUATION_504}, True, id="a 504 purpose"),
        pytest.param("parent requested", {Purpose.PARENT_REQUESTED}, True, id="parent requested"),
        pytest.param("annual review, party", {ANNUAL}, False, id="one of two is unknown"),
        pytest.param("Transfer", set(), False, id="unknown"),
        pytest.param("504 plan", set(), False, id="a plan is no purpose"),
        pytest.param("IEP meeting", set(), False, id="without a purpose"),
        pytest.param("", set(), False, id="nothing"),
        ("Tri", {Purpose.REEVALUATION}, True),
        ("3-yr", {Purpose.REEVALUATION}, True),
        ("504", {Purpose.REVIEW_504}, True),
        ("504 tri", {Purpose.REEVALUATION_504}, True),
        ("Annual ARD / Tri", {Purpose.ANNUAL_REVIEW, Purpose.REEVALUATION}, True),
        ("Transfer", set(), False),
    ],
)
def test_purposes(text: str, expected: set[Purpose], complete: bool) -> None:
    assert purposes([text]) == (frozenset(expected), complete)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("iep", PlanType.IEP),
        ("i.e.p.", PlanType.IEP),
        ("sped", PlanType.IEP),
        ("section 504", PlanType.S504),
        ("504 plan", PlanType.S504),
        ("iep/504", None),
        ("speech", None),
        ("gen ed", None),
    ],
)
def test_plans(text: str, expected: PlanType | None) -> None:
    assert PLAN_TYPES.get(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gen ed", Role.GENERAL_EDUCATION_TEACHER),
        ("ge teacher", Role.GENERAL_EDUCATION_TEACHER),
        ("ap", Role.AGENCY_REPRESENTATIVE),
        ("admin", Role.AGENCY_REPRESENTATIVE),
        ("lea", Role.AGENCY_REPRESENTATIVE),
        pytest.param("sped", None, id="a teacher, or who looks after the case"),
        pytest.param("case manager", None, id="need not be a special education teacher"),
        ("teacher", None),
    ],
)
def test_roles(text: str, expected: Role | None) -> None:
    assert ROLES.get(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mother", Person.PARENT),
        ("Dad", Person.PARENT),
        ("grandmother (guardian)", Person.PARENT),
        ("foster parent", Person.PARENT),
        ("student and mother", Person.PARENT),
        ("student", Person.STUDENT),
        ("neighbor", Person.OTHER),
        ("", Person.OTHER),
    ],
)
def test_persons(text: str, expected: Person) -> None:
    assert person(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yes", Held.YES),
        ("No - parent did not come", Held.PARENT_DID_NOT_COME),
        ("No – postponed", Held.POSTPONED),
        ("perhaps", None),
    ],
)
def test_held(text: str, expected: Held | None) -> None:
    assert held(text) is expected


def test_choices_are_offered_in_plain_words() -> None:
    assert choices(PlanType) == "IEP, 504"
    assert choices(ContactState) == "holds rights, presumed, unsure, restricted"
    assert choices(Purpose).startswith("annual review, reevaluation, initial IEP")
    assert "agency representative" in choices(Role)

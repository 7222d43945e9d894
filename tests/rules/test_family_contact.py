"""Company practice on contact with families: what counts, from when, and what breaks do."""

from __future__ import annotations

import datetime as dt
from itertools import permutations
from typing import Any

import pytest

from tests.builders import (
    a_case_manager,
    a_department,
    a_district,
    a_policy,
    a_row,
    a_student,
    a_team_member,
    an_attempt,
    an_organisation,
    day,
    unreadable,
    with_next_year,
)
from workspace_agent.model.contacts import ContactAttempt
from workspace_agent.model.finding import Finding, Step
from workspace_agent.model.vocabulary import ContactState, Person, PlanType, Role, Severity
from workspace_agent.rules.family_contact import RULE

KEPT = frozenset({("manager-1", "contacts")})
SPOKE = day("2026-10-01")
DAY_30, DAY_31 = day("2026-10-31"), day("2026-11-01")
"""There is no long break between them: single holidays are none."""


def found(
    *contacts: ContactAttempt, today: dt.date = DAY_31, days: int = 30, **changes: Any
) -> list[Finding]:
    changes.setdefault("kept", KEPT)
    department = a_department(*changes.pop("students", ()), contacts=contacts, **changes)
    return list(RULE.check(department, a_policy(family_contact={"days": days}), today))


def spoke(on: Any = SPOKE, **changes: Any) -> ContactAttempt:
    return an_attempt(on, **({"about": ()} | changes))


@pytest.mark.parametrize(
    ("today", "days", "told"),
    [
        pytest.param(DAY_30, 30, False, id="day 30"),
        pytest.param(DAY_31, 30, True, id="day 31"),
        pytest.param(DAY_31, 31, False, id="the number is the policy's"),
        pytest.param(DAY_31, 0, False, id="0 is off"),
    ],
)
def test_it_is_told_the_day_after(today: dt.date, days: int, *, told: bool) -> None:
    assert bool(found(spoke(), today=today, days=days)) is told


def test_it_is_off_by_default() -> None:
    department = a_department(contacts=(spoke(),), kept=KEPT)

    assert list(RULE.check(department, a_policy(), DAY_31)) == []


LATER = day("2026-10-20")
ADULT = a_team_member(Role.STUDENT, state=ContactState.HOLDS_RIGHTS)


@pytest.mark.parametrize(
    ("second", "changes", "cleared"),
    [
        pytest.param(spoke(LATER, row=3), {}, True, id="the parent answered"),
        pytest.param(spoke(LATER, row=3, method=None, time=None), {}, True, id="with no method or time"),
        pytest.param(spoke(LATER, row=3, answered=False), {}, False, id="without an answer"),
        pytest.param(spoke(LATER, row=3, has_result=False), {}, False, id="without a result"),
        pytest.param(spoke(LATER, row=3, person=Person.OTHER), {}, False, id="with somebody else"),
        pytest.param(spoke(LATER, row=3, person=Person.STUDENT), {}, False, id="with the student"),
        pytest.param(
            spoke(LATER, row=3, person=Person.STUDENT), {"team": (ADULT,)}, True,
            id="with a student who holds the rights",
        ),
        pytest.param(spoke(LATER, row=3), {"team": (ADULT,)}, True, id="with the parent of an adult student"),
        pytest.param(
            spoke(LATER, row=3, person=Person.OTHER), {"team": (ADULT,)}, False,
            id="with somebody else than an adult student",
        ),
        pytest.param(spoke(LATER, row=3, student="student-2"), {}, False, id="another student's"),
        pytest.param(spoke(None, row=3), {}, False, id="without a date"),
        pytest.param(spoke(day("2026-11-02"), row=3), {}, False, id="on a day that has not come"),
        pytest.param(spoke(unreadable(), row=3), {}, True, id="a Problem speaks about its date"),
        pytest.param(
            spoke(unreadable(), row=3, answered=False), {}, False, id="of a row that does not count"
        ),
    ],
)  # fmt: skip
def test_what_clears_it(second: ContactAttempt, changes: dict[str, Any], *, cleared: bool) -> None:
    for rows in permutations((spoke(), second)):
        assert (found(*rows, **changes) == []) is cleared


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({"students": (a_student(plan=PlanType.S504),)}, True, id="a 504 plan"),
        pytest.param({"students": (a_student(plan=None),)}, True, id="an unknown plan"),
        pytest.param({"students": (a_student(leaves=DAY_31),)}, False, id="the student has left"),
        pytest.param({"students": (a_student(leaves=day("2026-11-02")),)}, True, id="leaves tomorrow"),
        pytest.param({"kept": frozenset()}, False, id="the case manager has no such sheet"),
        pytest.param({"broken": KEPT}, False, id="the sheet could not be read whole"),
        pytest.param({"unsettled": KEPT}, False, id="a row of it is nobody's"),
        pytest.param({"broken": frozenset({("manager-2", "contacts")})}, True, id="another's is broken"),
        pytest.param({"students": (a_student(enrolled=unreadable()),)}, False, id="when they came is unread"),
    ],
)  # fmt: skip
def test_where_it_applies(changes: dict[str, Any], *, told: bool) -> None:
    assert bool(found(spoke(), **changes)) is told


@pytest.mark.parametrize(
    ("contacts", "changes", "due"),
    [
        pytest.param((), {}, "2026-09-09", id="none: from the first day of school"),
        pytest.param((spoke(day("2026-05-12")),), {}, "2026-09-09", id="the last one was before summer"),
        pytest.param(
            (), {"students": (a_student(enrolled=day("2026-09-14")),)}, "2026-10-14", id="the student came"
        ),
        pytest.param(
            (), {"students": (a_student(enrolled=day("2024-09-14")),)}, "2026-09-09", id="came years ago"
        ),
        pytest.param(
            (), {"organisation": an_organisation(go_live="2026-09-21")}, "2026-10-21",
            id="the agent went live later",
        ),
        pytest.param((spoke(),), {}, "2026-10-31", id="from the contact"),
    ],
)  # fmt: skip
def test_from_when_the_days_count(contacts: Any, changes: dict[str, Any], due: str) -> None:
    [finding] = found(*contacts, **changes)

    assert finding.due == day(due)


@pytest.mark.parametrize(
    ("closures", "due"),
    [
        pytest.param([("2026-10-05", "2026-10-09")], "2026-11-09", id="a week, with its weekends: nine days"),
        pytest.param([("2026-10-05", "2026-10-08")], "2026-10-31", id="four weekdays are no break"),
        pytest.param([("2026-10-12", "2026-10-12")], "2026-10-31", id="nor is a holiday"),
    ],
)
def test_long_breaks_do_not_count(closures: list[tuple[str, str]], due: str) -> None:
    closed = [{"from": first, "until": last, "name": "closed"} for first, last in closures]
    organisation = an_organisation(districts=(a_district(closures=closed),))

    assert found(spoke(), today=day(due), organisation=organisation) == []
    [finding] = found(spoke(), today=day(due) + dt.timedelta(days=1), organisation=organisation)
    assert finding.due == day(due)


def test_in_the_next_year_the_days_count_from_its_first_day() -> None:
    organisation = with_next_year()

    assert found(spoke(), today=day("2027-09-15"), organisation=organisation) == []
    [finding] = found(spoke(), today=day("2027-09-16"), organisation=organisation)
    assert finding.due == day("2027-09-15")


def test_it_is_silent_all_summer() -> None:
    assert found(spoke(day("2027-05-10")), today=day("2027-07-30")) == []


def test_each_district_has_its_own_breaks() -> None:
    week = {"from": "2026-10-05", "until": "2026-10-09", "name": "closed"}
    organisation = an_organisation(
        districts=(a_district(), a_district("district-2", closures=[week])),
        case_managers=(a_case_manager(districts=["district-1", "district-2"]),),
    )
    students = (a_student(), a_student("student-2", district="district-2", row=3))
    rows = (spoke(), spoke(student="student-2", row=3))

    assert [one.student_ref for one in found(*rows, organisation=organisation, students=students)] == [
        "student-1"
    ]


LAST = (
    "The last two-way contact with the family on record is of 1 Oct 2026, 31 days ago; the next was in time "
    "until 31 Oct 2026, 30 days later without long breaks of the school."
)


@pytest.mark.parametrize(
    ("contacts", "said"),
    [
        pytest.param((spoke(),), LAST, id="a contact"),
        pytest.param(
            (spoke(), spoke(LATER, row=3, answered=False), spoke(LATER, row=4, answered=False),
             spoke(LATER, row=5, person=Person.OTHER), spoke(SPOKE, row=6, answered=False),
             spoke(day("2026-11-02"), row=7, answered=False)),
            f"{LAST} Not counted since then: with somebody else (1); without an answer (2).",
            id="and attempts after it",
        ),
        pytest.param(
            (spoke(day("2026-05-12")),),
            "No two-way contact with the family is on record since 10 Aug 2026, 83 days ago; the next was in "
            "time until 9 Sep 2026, 30 days later without long breaks of the school.",
            id="none in this school year",
        ),
    ],
)  # fmt: skip
def test_the_finding_explains_itself(contacts: tuple[ContactAttempt, ...], said: str) -> None:
    [finding] = found(*contacts)

    assert finding.arithmetic == said


def test_the_whole_finding() -> None:
    rows = (spoke(row=5), spoke(row=4), spoke(day("2026-09-01"), row=9))

    for given in permutations(rows):
        [finding] = found(*given)
        assert finding.key == "family_contact/student-1/2026-10-31"
        assert (finding.severity, finding.citation) == (Severity.POLICY, RULE.citation)
        assert finding.place == a_row(5, sheet=4)
        assert finding.steps == (
            Step("two-way contact on 1 Oct 2026", a_row(5, sheet=4)),
            Step("30 days without long breaks: until 31 Oct 2026"),
        )


def test_without_a_contact_the_place_is_the_students_row() -> None:
    [finding] = found()

    assert finding.place == a_row(2)
    assert finding.steps[0] == Step("counted from 10 Aug 2026")


def test_a_day_later_it_is_still_told() -> None:
    days = [DAY_31 + dt.timedelta(days=number) for number in range(400)]
    keys = [tuple(one.key for one in found(spoke(), today=today)) for today in days]

    assert set(keys) == {("family_contact/student-1/2026-10-31",)}

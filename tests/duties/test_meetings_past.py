"""A day that has passed with nothing said: did the meeting take place?"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import (
    a_department,
    a_meeting,
    a_response,
    a_student,
    an_organisation,
    day,
    unreadable,
    with_next_year,
)
from tests.builders_seen import planned
from workspace_agent.model.problem_kinds import ProblemKind

LATELY = "2026-11-13"


def asked(date: str, *facts: Any, leaves: str = "", go_live: str = "", **row: Any) -> bool:
    changes = {"go_live": day(go_live)} if go_live else {}
    plan = planned(
        a_department(
            a_student(leaves=day(leaves) if leaves else None),
            meetings=(a_meeting(day(date), **row),),
            responses=facts,
            organisation=an_organisation(**changes),
        )
    )
    return ProblemKind.DID_IT_TAKE_PLACE in {problem.kind for problem in plan.problems}


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        pytest.param(LATELY, True, id="a week ago"),
        pytest.param("2026-11-19", True, id="yesterday"),
        pytest.param("2026-11-20", False, id="today"),
        pytest.param("2026-12-04", False, id="to come"),
        pytest.param("2026-08-10", True, id="on the first day of school"),
        pytest.param("2026-05-20", False, id="last school year"),
    ],
)
def test_a_day_that_has_passed_this_school_year_is_asked_about(date: str, *, expected: bool) -> None:
    assert asked(date) is expected


def test_not_where_somebody_has_said_what_became_of_it() -> None:
    assert not asked(LATELY, held=True)
    assert not asked(LATELY, cancelled=True)
    assert not asked(LATELY, fell_through=True)
    assert not asked(LATELY, a_response(day("2026-11-12")))
    assert asked(LATELY, a_response(day("2026-10-02")))
    assert asked(LATELY, a_response(None))


def test_nor_after_the_student_had_left_nor_from_before_the_agent_began() -> None:
    assert not asked(LATELY, leaves="2026-11-01")
    assert asked(LATELY, leaves="2026-11-18")
    assert not asked(LATELY, go_live="2026-11-16")


def test_nor_of_a_draft() -> None:
    assert not asked(LATELY, book=False)
    assert asked(LATELY, book=None, has_box=False)
    assert not asked(LATELY, unknown_purpose=unreadable(ProblemKind.UNKNOWN_PURPOSE))


def test_nor_where_there_is_no_day() -> None:
    plan = planned(a_department(meetings=(a_meeting(None),)))
    assert ProblemKind.DID_IT_TAKE_PLACE not in {problem.kind for problem in plan.problems}


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param("2027-08-15", True, id="in the summer after it"),
        pytest.param("2027-08-16", False, id="from the next first day of school on"),
    ],
)
def test_once_the_next_school_year_has_begun_the_last_one_is_over(today: str, *, expected: bool) -> None:
    department = a_department(meetings=(a_meeting(day("2027-05-20")),), organisation=with_next_year())
    plan = planned(department, now=dt.datetime.fromisoformat(f"{today}T12:00:00+00:00"))

    assert (ProblemKind.DID_IT_TAKE_PLACE in {problem.kind for problem in plan.problems}) is expected

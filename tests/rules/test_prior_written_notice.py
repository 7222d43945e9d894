"""34 CFR 300.503(a): of which meetings the day of the notice is missed. It is never said to be past due."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import a_cell, a_policy, a_student, day, unreadable
from tests.builders_follow_up import ASKED, MET, a_form, a_row_of, found, without_columns
from workspace_agent.model.vocabulary import Held, PlanType, Purpose, Severity
from workspace_agent.rules.prior_written_notice import RULE

OPEN: dict[str, Any] = {"notice_given": None}
NOT_ASKED: dict[str, Any] = OPEN | {"asked": ASKED - {"prior written notice"}}


@pytest.mark.parametrize(
    ("said", "row", "is_missed"),
    [
        pytest.param({}, None, False, id="the form gives the day"),
        pytest.param(OPEN, None, True, id="nobody gives it"),
        pytest.param(OPEN, a_row_of(), True, id="the row does not give it"),
        pytest.param(OPEN, a_row_of(notice_given=MET), False, id="the row gives it"),
        pytest.param(OPEN, a_row_of(notice_given=unreadable()), False, id="the row cannot be read"),
        pytest.param(
            OPEN | {"unread": frozenset({"prior written notice"})},
            None,
            False,
            id="the answer cannot be read",
        ),
        pytest.param(NOT_ASKED, a_row_of(), True, id="the sheet alone has a place for it"),
        pytest.param(NOT_ASKED, without_columns(a_row_of()), False, id="neither has a place for it"),
        pytest.param(OPEN | {"decided": False}, None, False, id="nothing was decided"),
        pytest.param(
            OPEN | {"decided": False, "asked": ASKED - {"decisions"}},
            None,
            True,
            id="nothing asks what was decided",
        ),
    ],
)
def test_whether_a_notice_is_missed(said: dict[str, Any], row: Any, is_missed: bool) -> None:
    assert bool(found(RULE, a_form(**said), meetings=(row,) if row else ())) is is_missed


@pytest.mark.parametrize(
    ("purposes", "held", "plan", "is_judged"),
    [
        pytest.param([Purpose.AMENDMENT], Held.YES, PlanType.IEP, True, id="an amendment"),
        pytest.param([Purpose.ANNUAL_REVIEW], Held.PARENT_DID_NOT_COME, PlanType.IEP, False, id="not held"),
        pytest.param([Purpose.ANNUAL_REVIEW], None, PlanType.IEP, False, id="not said to be held"),
        pytest.param([Purpose.REVIEW_504], Held.YES, PlanType.IEP, False, id="about a 504 plan"),
        pytest.param(
            [Purpose.REVIEW_504, Purpose.INITIAL],
            Held.YES,
            PlanType.IEP,
            True,
            id="about a 504 plan and an IEP",
        ),
        pytest.param(
            [Purpose.PARENT_REQUESTED], Held.YES, PlanType.S504, False, id="a student with a 504 plan"
        ),
        pytest.param([Purpose.ANNUAL_REVIEW], Held.YES, None, False, id="of a plan that is not known"),
    ],
)
def test_which_meetings_are_judged(
    purposes: list[Purpose], held: Held | None, plan: PlanType | None, is_judged: bool
) -> None:
    response = a_form(MET, *purposes, about={"held": held}, **OPEN)

    assert bool(found(RULE, response, students=(a_student(plan=plan),))) is is_judged


@pytest.mark.parametrize(
    ("today", "days", "is_missed"),
    [
        pytest.param("2026-11-09", 2, False, id="the second business day"),
        pytest.param("2026-11-10", 2, True, id="the day after"),
        pytest.param("2026-11-10", 3, False, id="the number is the policy's"),
    ],
)
def test_two_business_days_later(today: str, days: int, is_missed: bool) -> None:
    policy = a_policy(meeting_record={"days": days})

    assert bool(found(RULE, a_form(**OPEN), today=day(today), policy=policy)) is is_missed


def test_the_finding_explains_itself() -> None:
    [finding] = found(RULE, a_form(**OPEN), meetings=(a_row_of(),))

    assert finding.key == "prior_written_notice/student-1/print-of-response-1"
    assert (finding.severity, finding.due) == (Severity.DATA, day("2026-11-09"))
    assert finding.place == a_cell("N2", sheet=2)
    assert finding.arithmetic == (
        "The Post IEP Meeting Form of the meeting of 5 Nov 2026 names no day on which prior written notice "
        "was given."
    )

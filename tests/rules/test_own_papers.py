"""Which day of agreement or notice is of a meeting, and which one its row holds from another."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import a_department, a_meeting, a_response, a_student, day, unreadable
from workspace_agent.model.field import known
from workspace_agent.rules.own_papers import AGREEMENT, NOTICE, SHORTER_NOTICE, not_counted, with_own_papers

MEETING = day("2026-12-15")


@pytest.mark.parametrize(
    ("review", "typed", "is_own"),
    [
        pytest.param("2026-09-15", "2026-09-15", True, id="on the day of the last review"),
        pytest.param("2026-09-15", "2026-09-14", False, id="the day before it"),
        pytest.param("2026-11-10", "2026-10-16", True, id="before it, but 60 days before the meeting"),
        pytest.param("2026-11-10", "2026-10-15", False, id="before it, 61 days before the meeting"),
        pytest.param(None, "2025-12-15", True, id="no review: a year before"),
        pytest.param(None, "2025-12-14", False, id="no review: more than a year before"),
        pytest.param("2025-01-10", "2025-12-14", False, id="more than a year before, after the last review"),
        pytest.param("2026-12-15", "2026-06-01", True, id="a review on the day itself is this meeting"),
        pytest.param("2026-09-15", "2026-12-15", True, id="on the day of the meeting"),
        pytest.param("2026-09-15", "2026-12-16", False, id="the day after it"),
    ],
)
@pytest.mark.parametrize("column", ["agreed_on", "notice_sent", "shorter_notice_agreed"])
def test_from_the_last_review_to_the_meeting(
    review: str | None, typed: str, is_own: bool, column: str
) -> None:
    student = a_student(annual=day(review) if review else None)
    columns: dict[str, Any] = {"agreed_on": None, column: day(typed)}
    own = with_own_papers(a_department(student), student, a_meeting(MEETING, **columns), MEETING)
    of_row = own.agreed_on if column == "agreed_on" else getattr(own.arrangements, column)

    assert (known(of_row) is not None) is is_own


def test_a_review_by_its_form_counts_as_well() -> None:
    student, meeting = a_student(annual=unreadable()), a_meeting(MEETING, agreed_on=day("2026-06-01"))
    reviewed = a_department(student, responses=(a_response(day("2026-06-02")),))

    assert known(with_own_papers(reviewed, student, meeting, MEETING).agreed_on) is None
    assert known(with_own_papers(a_department(student), student, meeting, MEETING).agreed_on)


def test_what_is_left_out_keeps_its_cell_and_is_named() -> None:
    student = a_student()
    papers = AGREEMENT, NOTICE, SHORTER_NOTICE
    typed: dict[str, Any] = {"notice_sent": day("2026-12-16"), "shorter_notice_agreed": day("2025-12-01")}
    meeting = a_meeting(MEETING, agreed_on=day("2025-11-01"), **typed)
    own = with_own_papers(a_department(student), student, meeting, MEETING)

    assert own.agreed_on.cell == meeting.agreed_on.cell
    assert not_counted(meeting, own, MEETING, *papers) == (
        "the agreement of 1 Nov 2025 is not counted: it is of an earlier meeting",
        "the notice of 16 Dec 2026 is not counted: it is after the meeting",
        "the shorter notice agreed on 1 Dec 2025 is not counted: it is of an earlier meeting",
    )
    assert not_counted(meeting, own, MEETING) == ()
    assert not_counted(own, own, MEETING, *papers) == ()

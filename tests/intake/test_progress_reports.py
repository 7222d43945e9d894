"""When parents were sent a progress report."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders_tables import parsed, problems_of
from workspace_agent.intake.progress_reports import PROGRESS_REPORTS
from workspace_agent.model.field import Missing, known

FIELDS = ("student", "sent_on")


def test_the_day_is_read_and_whose_it_is() -> None:
    (only,) = parsed(PROGRESS_REPORTS, FIELDS, ("Rosa Delgadillo", "10/30/2026"))
    assert (only.student_ref, known(only.sent_on), only.row.a1) == ("r1", date(2026, 10, 30), "2:2")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(("Nobody Known", "10/30/2026"), ("UNKNOWN_STUDENT", "A2", ""), id="nobody of this name"),
        pytest.param(("Rosa Delgadillo", "Q1"), ("NOT_A_DATE", "B2", ""), id="no day"),
        pytest.param(("Rosa Delgadillo", "12/3/2026"), ("DATE_IN_THE_FUTURE", "B2", ""), id="a day to come"),
    ],
)
def test_bad_values_are_told_at_their_cell(row: tuple[str, str], expected: tuple[str, str, str]) -> None:
    assert problems_of(parsed(PROGRESS_REPORTS, FIELDS, row)) == [expected]


def test_one_that_is_not_sent_yet_has_no_day() -> None:
    (only,) = parsed(PROGRESS_REPORTS, FIELDS, ("Rosa Delgadillo", ""))
    assert isinstance(only.sent_on, Missing)

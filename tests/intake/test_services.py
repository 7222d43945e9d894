"""What becomes of the rows of a Services sheet."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders_tables import parsed, problems_of
from workspace_agent.intake.services import SERVICES
from workspace_agent.model.field import Missing, Unreadable, known
from workspace_agent.model.services import Frequency, Per

FIELDS = ("student", "service", "minutes", "frequency", "start", "end")
SPEECH = ("Rosa Delgadillo", "Speech", "30", "2x/week", "8/20/2026", "5/28/2027")


def test_a_service_is_read_and_whose_it_is() -> None:
    (only,) = parsed(SERVICES, FIELDS, SPEECH)
    assert (only.student_ref, known(only.minutes)) == ("r1", 30)
    assert known(only.frequency) == Frequency(2, Per.WEEK)
    assert (known(only.start), known(only.end)) == (date(2026, 8, 20), date(2027, 5, 28))
    assert "peech" not in repr(only)


def test_the_same_service_in_other_letters_is_the_same() -> None:
    one, same, other = parsed(
        SERVICES, FIELDS, SPEECH, (*SPEECH[:1], " SPEECH ", *SPEECH[2:]), (*SPEECH[:1], "OT", *SPEECH[2:])
    )
    assert one.service == same.service != other.service


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("week", Frequency(1, Per.WEEK)),
        ("weekly", Frequency(1, Per.WEEK)),
        ("each day", Frequency(1, Per.DAY)),
        ("Daily", Frequency(1, Per.DAY)),
        ("3 times a month", Frequency(3, Per.MONTH)),
        ("1 time per week", Frequency(1, Per.WEEK)),
        ("2x weekly", Frequency(2, Per.WEEK)),
        ("2/wk", Frequency(2, Per.WEEK)),
        ("monthly", Frequency(1, Per.MONTH)),
    ],
)
def test_how_often(typed: str, expected: Frequency) -> None:
    (only,) = parsed(SERVICES, FIELDS, (*SPEECH[:3], typed, *SPEECH[4:]))
    assert known(only.frequency) == expected


@pytest.mark.parametrize(
    ("column", "typed", "expected"),
    [
        pytest.param(0, "Nobody Known", ("UNKNOWN_STUDENT", "A2", ""), id="nobody of this name"),
        pytest.param(2, "lots", ("NOT_A_LENGTH", "C2", ""), id="no minutes"),
        pytest.param(3, "often", ("NOT_A_FREQUENCY", "D2", "day, week, month"), id="no frequency"),
        pytest.param(3, "0 times a week", ("NOT_A_FREQUENCY", "D2", "day, week, month"), id="never"),
        pytest.param(4, "fall", ("NOT_A_DATE", "E2", ""), id="no start"),
        pytest.param(5, "8/19/2026", ("SERVICE_ENDS_FIRST", "F2", ""), id="it ends before it starts"),
    ],
)
def test_bad_values_are_told_at_their_cell(column: int, typed: str, expected: tuple[str, str, str]) -> None:
    row = (*SPEECH[:column], typed, *SPEECH[column + 1 :])
    assert problems_of(parsed(SERVICES, FIELDS, row)) == [expected]


def test_an_end_before_the_start_is_no_end() -> None:
    (only,) = parsed(SERVICES, FIELDS, (*SPEECH[:5], "8/19/2026"))
    assert isinstance(only.end, Unreadable)


def test_what_is_left_blank_is_nothing_to_tell() -> None:
    found = parsed(SERVICES, FIELDS, (*SPEECH[:2], "", "", "", ""), (*SPEECH[:4], "", "5/28/2027"))
    assert problems_of(found) == []
    assert isinstance(found[0].end, Missing)
    assert known(found[1].end) == date(2027, 5, 28)

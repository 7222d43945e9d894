"""What was asked for, and when it was answered."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders_tables import parsed, problems_of
from workspace_agent.intake.requests import REQUESTS
from workspace_agent.model.field import Missing, known
from workspace_agent.model.on_record import RequestKind

FIELDS = ("student", "asked_on", "kind", "agreed_on", "answered_on")
RECORDS = ("Rosa Delgadillo", "11/3/2026", "records", "", "")
KINDS = "records, evaluation, meeting, other"


def test_a_request_is_read_and_whose_it_is() -> None:
    (only,) = parsed(REQUESTS, FIELDS, (*RECORDS[:3], "11/4/2026", "11/10/2026"))
    assert (only.student_ref, known(only.kind), only.row.a1) == ("r1", RequestKind.RECORDS, "2:2")
    assert [known(one) for one in (only.asked_on, only.agreed_on, only.answered_on)] == [
        date(2026, 11, 3),
        date(2026, 11, 4),
        date(2026, 11, 10),
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Records", RequestKind.RECORDS),
        ("copy of the file", RequestKind.RECORDS),
        ("evaluation", RequestKind.EVALUATION),
        ("re-evaluation (speech)", RequestKind.EVALUATION),
        ("testing", RequestKind.EVALUATION),
        ("IEP meeting", RequestKind.MEETING),
        ("ARD", RequestKind.MEETING),
        ("Records (from other school)", RequestKind.RECORDS),
        ("Copy of IEP for the other parent", RequestKind.RECORDS),
        ("Other: testing", RequestKind.EVALUATION),
    ],
)
def test_what_was_asked_for(typed: str, expected: RequestKind) -> None:
    (only,) = parsed(REQUESTS, FIELDS, (*RECORDS[:2], typed, "", ""))
    assert known(only.kind) is expected


@pytest.mark.parametrize(
    ("column", "typed", "expected"),
    [
        pytest.param(0, "Nobody Known", ("UNKNOWN_STUDENT", "A2", ""), id="nobody of this name"),
        pytest.param(1, "last fall", ("NOT_A_DATE", "B2", ""), id="no day"),
        pytest.param(1, "12/3/2026", ("DATE_IN_THE_FUTURE", "B2", ""), id="a day to come"),
        pytest.param(2, "a call", ("NOT_A_CHOICE", "C2", KINDS), id="something else"),
        pytest.param(2, "meeting about records", ("NOT_A_CHOICE", "C2", KINDS), id="two things"),
        pytest.param(2, "independent evaluation", ("NOT_A_CHOICE", "C2", KINDS), id="not the school's own"),
        pytest.param(2, "other: meeting, records", ("NOT_A_CHOICE", "C2", KINDS), id="two things, and other"),
        pytest.param(3, "soon", ("NOT_A_DATE", "D2", ""), id="no day of the agreement"),
        pytest.param(4, "TRUE", ("NOT_A_DATE", "E2", ""), id="a tick for an answer"),
    ],
)
def test_bad_values_are_told_at_their_cell(column: int, typed: str, expected: tuple[str, str, str]) -> None:
    row = (*RECORDS[:column], typed, *RECORDS[column + 1 :])
    assert problems_of(parsed(REQUESTS, FIELDS, row)) == [expected]


@pytest.mark.parametrize("said", ["other", "Other: a call", "some other thing"])
def test_whatever_else_was_asked_for_is_left_alone(said: str) -> None:
    assert parsed(REQUESTS, FIELDS, (*RECORDS[:2], said, "soon", "")) == []


def test_an_unticked_box_is_no_answer() -> None:
    (only,) = parsed(REQUESTS, FIELDS, (*RECORDS[:4], "FALSE"))
    assert isinstance(only.answered_on, Missing)
    assert only.answered_on.cell.a1 == "E2"

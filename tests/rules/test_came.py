"""When a student came, by all that is on record about it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import a_cell, a_student, day, unreadable
from workspace_agent.model.field import Missing, Value
from workspace_agent.rules.caseload import came

AUGUST, OCTOBER = day("2026-08-10"), day("2026-10-05")
UNREAD = unreadable()


@pytest.mark.parametrize(
    ("enrolled", "transferred", "expected"),
    [
        pytest.param(None, None, None, id="nothing is on record"),
        pytest.param(AUGUST, None, AUGUST, id="enrolled"),
        pytest.param(None, Value(AUGUST, a_cell("J2")), AUGUST, id="transferred in"),
        pytest.param(AUGUST, Value(OCTOBER, a_cell("J2")), OCTOBER, id="the later one, of transfer"),
        pytest.param(OCTOBER, Value(AUGUST, a_cell("J2")), OCTOBER, id="the later one, of enrollment"),
        pytest.param(AUGUST, Missing(a_cell("J2")), AUGUST, id="the day of transfer is not on record"),
        pytest.param(UNREAD, Value(AUGUST, a_cell("J2")), UNREAD, id="the day of enrollment is unreadable"),
        pytest.param(AUGUST, UNREAD, UNREAD, id="the day of transfer is unreadable"),
    ],
)
def test_when_a_student_came(enrolled: Any, transferred: Any, expected: Any) -> None:
    found = came(a_student(enrolled=enrolled, transferred_on=transferred))

    assert (found.value if isinstance(found, Value) else None if isinstance(found, Missing) else found) == (
        expected
    )

"""Lengths as people type them; what may be hours or minutes is a question that shows both."""

from __future__ import annotations

import pytest

from tests.builders_tables import typed
from workspace_agent.intake.durations import as_minutes
from workspace_agent.intake.reading import Fault
from workspace_agent.model.problem_kinds import ProblemKind


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("60", 60),
        ("'45", 45),
        ("1:30", 90),
        ("'1:30", 90),
        ("0:45", 45),
        ("90 min", 90),
        ("90min.", 90),
        ("1.5 h", 90),
        ("1 hour", 60),
        ("1 hr 30 min", 90),
        ("1h30m", 90),
        ("2 hours and 15 minutes", 135),
        ("720", 720),
    ],
)
def test_one_reading(text: str, minutes: int) -> None:
    assert as_minutes(typed(text)) == minutes


@pytest.mark.parametrize(
    ("text", "both"), [("1.5", "1.5 hours or 1.5 minutes"), ("2", "2 hours or 2 minutes")]
)
def test_two_readings_are_both_shown(text: str, both: str) -> None:
    assert as_minutes(typed(text)) == Fault(ProblemKind.LENGTH_UNCLEAR, both)


@pytest.mark.parametrize(
    "text", ["0", "-30", "721", "60.5", "an hour", "h", "13 hours", "TRUE", "37%", "12/3/2026", "half"]
)
def test_no_reading(text: str) -> None:
    assert as_minutes(typed(text)) == Fault(ProblemKind.NOT_A_LENGTH)

"""How often data is collected."""

from __future__ import annotations

import pytest

from tests.builders_tables import typed
from workspace_agent.intake.intervals import as_interval
from workspace_agent.intake.reading import Fault
from workspace_agent.model.problem_kinds import ProblemKind


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("week", 7),
        ("Weekly", 7),
        ("every week", 7),
        ("once a week", 7),
        ("2 weeks", 14),
        ("every 2 weeks", 14),
        ("every other week", 14),
        ("9 weeks", 63),
        ("daily", 1),
        ("each day", 1),
        ("twice a week", 4),
        ("month", 31),
        ("quarterly", 92),
    ],
)
def test_how_often_in_days(text: str, days: int) -> None:
    assert as_interval(typed(text)) == days


@pytest.mark.parametrize(
    ("text", "kind", "detail"),
    [
        ("biweekly", ProblemKind.INTERVAL_UNCLEAR, "twice a week or every 2 weeks"),
        ("2", ProblemKind.INTERVAL_UNCLEAR, "2 days or 2 weeks"),
        ("142", ProblemKind.NOT_A_CHOICE, "day, week, 2 weeks, month, quarter"),
        ("when asked", ProblemKind.NOT_A_CHOICE, "day, week, 2 weeks, month, quarter"),
    ],
)
def test_what_is_unclear_is_asked(text: str, kind: ProblemKind, detail: str) -> None:
    assert as_interval(typed(text)) == Fault(kind, detail)

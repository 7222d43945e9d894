"""What a run says at its end."""

from __future__ import annotations

import pytest

from tests.builders import a_cell, a_department
from workspace_agent.cli import show
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report
from workspace_agent.settle import Account


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "Every row could be used."),
        (1, "1 row or response needs a person (exit code 1): it is named with a link in the Agent tab"),
        (2, "2 rows or responses need a person (exit code 1): each is named with a link in the Agent tab"),
    ],
)
def test_what_needs_a_person_is_counted_at_the_end(count: int, said: str) -> None:
    problems = tuple(Problem(ProblemKind.NOT_A_DATE, a_cell(f"B{row}")) for row in range(count))
    account = Account(a_department(), (), problems, ())

    assert said in show.report_text(Report(7, account, (), min(count, 1)), 1.0)

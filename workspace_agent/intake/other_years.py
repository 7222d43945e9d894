"""Tabs of another school year name whom and what this year's lists do not: that is told once for each tab.

Most of whom they name have left, and their goals are over; row by row they would hide the one who is here
still and whose name was misspelled.
"""

from __future__ import annotations

from dataclasses import replace

from workspace_agent.intake.table import Standing
from workspace_agent.intake.two_forms import Reading
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind

_ON_NO_LIST = frozenset(
    {ProblemKind.UNKNOWN_STUDENT, ProblemKind.STUDENT_OF_A_COLLEAGUE, ProblemKind.UNKNOWN_GOAL}
)


def told_once(reading: Reading) -> Reading:
    """The reading; of another year with one Problem, at the first such row, for all that is on no list."""
    if reading.sheet.table.standing is not Standing.OTHER_YEAR:
        return reading
    strange = [one for one in reading.parsed if _is_on_no_list(one)]
    others = [one for one in reading.parsed if not _is_on_no_list(one)]
    told = [replace(one, kind=ProblemKind.OF_ANOTHER_YEAR, quote="") for one in strange[:1]]
    return replace(reading, parsed=(*told, *others))


def _is_on_no_list(one: object) -> bool:
    return isinstance(one, Problem) and one.kind in _ON_NO_LIST

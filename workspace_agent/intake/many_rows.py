"""Many rows of one sheet that lack the same are told once: nobody reads sixty lines that say one thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from workspace_agent.model.place import Cell
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind

_MANY = 3
_DIGITS = "0123456789"


def in_one(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The same, in their order, but times that lack in three rows of a column or more are one, at the first.

    Only those of nobody's row, as in an Hours Log that is filled in ahead: a student's row is told by itself.
    """
    groups: dict[object, list[Problem]] = {}
    for at, problem in enumerate(problems):
        groups.setdefault(_column(problem) or at, []).append(problem)
    for group in groups.values():
        yield from group if len(group) < _MANY else [_of_many(group)]


def _column(problem: Problem) -> tuple[object, ...]:
    """Where the same may lack in other rows; nothing of what is told by itself."""
    place = problem.place
    if problem.kind is not ProblemKind.NOT_A_TIME or problem.student_ref or not isinstance(place, Cell):
        return ()
    return (place.spreadsheet_id, place.sheet_id, place.a1.rstrip(_DIGITS))


def _of_many(group: list[Problem]) -> Problem:
    more, last = len(group) - 1, group[-1].place
    detail = f"{more} more rows, down to {last.label}"
    return replace(group[0], kind=ProblemKind.NO_TIMES, quote="", detail=detail)

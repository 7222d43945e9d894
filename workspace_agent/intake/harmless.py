"""The last look at what a Problem repeats of a cell: no date of birth, and no number of a student.

Where columns slipped or somebody typed one cell too far to the right, these stand where a date or a score
belongs. What is repeated is mailed, so the link to the cell has to do.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind

_NEAR_YEARS = 4
"""Who has an IEP is rarely younger, and what is dated in these sheets rarely older."""

_NUMBER = re.compile(r"\d{4,}|^\d{1,2}/\d{1,2}/(\d{2})$")
"""A year, or a number that would have to be one; two digits only at the end of a date."""

_INSTEAD = {
    ProblemKind.AMBIGUOUS_DATE: (ProblemKind.NOT_A_DATE, ""),
    ProblemKind.TWO_DATES: (ProblemKind.TWO_DATES, "a day long ago"),
    ProblemKind.DATE_FOR_NUMBER: (ProblemKind.NOT_A_NUMBER, ""),
    ProblemKind.VALUE_UNCLEAR: (ProblemKind.NOT_A_NUMBER, ""),
    ProblemKind.ANOTHER_TOTAL: (ProblemKind.NOT_A_NUMBER, ""),
}
"""What is said by kinds whose detail is made of what was typed, where that is not harmless."""


def harmless(problem: Problem, today: date) -> Problem:
    """The Problem, which repeats no number of four digits or more but a year around today's."""
    if problem.kind in _INSTEAD and not _is_harmless(problem.detail, today):
        kind, detail = _INSTEAD[problem.kind]
        return replace(problem, kind=kind, quote="", detail=detail)
    return problem if _is_harmless(problem.quote, today) else replace(problem, quote="")


def _is_harmless(text: str, today: date) -> bool:
    return all(abs(_year(found) - today.year) <= _NEAR_YEARS for found in _NUMBER.finditer(text))


def _year(found: re.Match[str]) -> int:
    return 2000 + int(found[1]) if found[1] else int(found[0])

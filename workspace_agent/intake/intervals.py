"""How often data is collected, in days: read only where one reading is possible."""

from __future__ import annotations

import re

from workspace_agent.intake.reading import Fault, plain
from workspace_agent.intake.table import RawCell
from workspace_agent.model.problem_kinds import ProblemKind

_DAYS = {"day": 1, "week": 7, "month": 31, "quarter": 92}
_WORDS = {
    "daily": 1,
    "weekly": 7,
    "monthly": 31,
    "quarterly": 92,
    "twice a week": 4,
    "twice per week": 4,
    "2 times a week": 4,
    "2x a week": 4,
    "2x/week": 4,
    "twice a month": 16,
    "twice per month": 16,
}
_EVERY = re.compile(
    r"(?:every |each |once a |once per |1x/?)?(?P<count>other |\d{1,2} )?(?P<unit>day|week|month|quarter)s?"
)
_TWO_READINGS = {
    "biweekly": "twice a week or every 2 weeks",
    "bi-weekly": "twice a week or every 2 weeks",
    "bimonthly": "twice a month or every 2 months",
    "bi-monthly": "twice a month or every 2 months",
}

_LONGEST = 2
"""Digits of a number that may be meant; a longer one may be a student's, and is not repeated."""


def as_interval(raw: RawCell) -> int | Fault:
    """Days between two data points: `week`, `every 2 weeks`, `daily`; the longest that the words allow."""
    text = plain(raw.text)
    if text in _TWO_READINGS:
        return Fault(ProblemKind.INTERVAL_UNCLEAR, _TWO_READINGS[text])
    if text.isdecimal() and len(text) <= _LONGEST:
        return Fault(ProblemKind.INTERVAL_UNCLEAR, f"{text} days or {text} weeks")
    if text in _WORDS:
        return _WORDS[text]
    match = _EVERY.fullmatch(text)
    if match is None:
        return Fault(ProblemKind.NOT_A_CHOICE, "day, week, 2 weeks, month, quarter")
    count = (match["count"] or "1").strip()
    return _DAYS[match["unit"]] * (2 if count == "other" else int(count))

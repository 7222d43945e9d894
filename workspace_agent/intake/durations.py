"""How long something takes, in minutes: read only where one reading is possible."""

from __future__ import annotations

import re

from workspace_agent.intake.reading import Fault, plain
from workspace_agent.intake.table import Kind, RawCell
from workspace_agent.model.problem_kinds import ProblemKind

_DAY = 24 * 60
_FEWEST, _MOST = 5, 12 * 60
"""Nobody means less or more without saying the unit."""

_WRITTEN = re.compile(
    r"(?:(?P<hours>\d{1,2}(?:\.\d{1,2})?)\s*(?:h|hr|hrs|hour|hours)\.?)?"
    r"\s*(?:and)?\s*"
    r"(?:(?P<minutes>\d{1,3})\s*(?:m|min|mins|minute|minutes)\.?)?"
)
_CLOCK = re.compile(r"(?P<hours>\d{1,2}):(?P<minutes>[0-5]\d)(?::00)?")


def as_minutes(raw: RawCell) -> int | Fault:
    """Whole minutes: `60`, `1:30`, `90 min`, `1.5 h`, `1 hr 30 min`. A bare 2 may be hours: a question."""
    if raw.kind is Kind.NUMBER and isinstance(raw.value, float):
        return _number(raw.value, raw.text)
    if raw.kind is Kind.TIME and isinstance(raw.value, float):
        return _sensible(raw.value * _DAY)
    if raw.kind is Kind.TEXT:
        return _text(raw.text)
    return Fault(ProblemKind.NOT_A_LENGTH)


def _text(text: str) -> int | Fault:
    if match := _CLOCK.fullmatch(text):
        return _sensible(int(match["hours"]) * 60 + int(match["minutes"]))
    if re.fullmatch(r"\d{1,4}(?:\.\d{1,2})?", text):
        return _number(float(text), text)
    match = _WRITTEN.fullmatch(plain(text))
    if match is None or not (match["hours"] or match["minutes"]):
        return Fault(ProblemKind.NOT_A_LENGTH)
    return _sensible(float(match["hours"] or 0) * 60 + int(match["minutes"] or 0))


def _number(value: float, shown: str) -> int | Fault:
    if 0 < value < _FEWEST:
        return Fault(ProblemKind.LENGTH_UNCLEAR, f"{shown} hours or {shown} minutes")
    return _sensible(value)


def _sensible(minutes: float) -> int | Fault:
    whole = round(minutes)
    if abs(whole - minutes) > 0.02 or not 0 < whole <= _MOST:
        return Fault(ProblemKind.NOT_A_LENGTH)
    return whole

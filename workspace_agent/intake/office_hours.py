"""The Office hours sheet: the hours a case manager has published for each weekday."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.reading import Fault, plain
from workspace_agent.intake.stretches import needed, stretch
from workspace_agent.intake.table import RawCell, Row, Sheet
from workspace_agent.intake.words import WEEKDAYS
from workspace_agent.model.field import Field, Value
from workspace_agent.model.hours import OfficeHours
from workspace_agent.model.policy import HoursLogPolicy
from workspace_agent.model.problem_kinds import ProblemKind

_NO_WEEKDAY = Fault(ProblemKind.NOT_A_CHOICE, "Monday, Tuesday, Wednesday, Thursday, Friday")
_DASH = re.compile(r"\s*(?:-|\u2013|\u2014|\bto\b|\bthrough\b)\s*")
_TOGETHER = {
    **dict.fromkeys(("daily", "weekdays", "everyday", "everyweekday", "mtwthf"), (0, 1, 2, 3, 4)),
    "mwf": (0, 2, 4),
    "mw": (0, 2),
    "tth": (1, 3),
}
"""Several weekdays in one word, as they are typed without what parts them: beside `th`, `t` is Tuesday."""
_PARTED = re.compile(r"[\s/,&.]")
_BETWEEN = re.compile(r"\s*(?:,|;|/|&|\band\b)\s*")


def parse(sheet: Sheet, desk: Desk) -> Iterator[OfficeHours]:
    """Office hours, in the order of the rows; a row may be for several weekdays."""
    for row in sheet.rows():
        yield from _office_hours(row, desk.hours_log)


def _office_hours(row: Row, limits: HoursLogPolicy) -> Iterator[OfficeHours]:
    start, end = stretch(row, "start", "end", limits)
    for weekday in _each(needed(row, "weekday", _as_weekdays, _NO_WEEKDAY)):
        yield OfficeHours(
            case_manager=row.sheet.case_manager, weekday=weekday, start=start, end=end, row=row.line
        )


def _each(weekdays: Field[tuple[int, ...]]) -> Iterator[Field[int]]:
    if isinstance(weekdays, Value):
        yield from (Value(weekday, weekdays.cell) for weekday in weekdays.value)
    else:
        yield weekdays


def _as_weekdays(raw: RawCell) -> tuple[int, ...] | Fault:
    """`Mon`, `Mon-Fri`, `Monday to Thursday`, `Mon, Wed and Fri`, `MWF`; each once, in order."""
    together = _TOGETHER.get(_PARTED.sub("", plain(raw.text)))
    if together:
        return together
    found: set[int] = set()
    for part in _BETWEEN.split(plain(raw.text)):
        ends = [WEEKDAYS.get(word.rstrip(".")) for word in _DASH.split(part)]
        first, last = ends[0], ends[-1]
        if len(ends) > 2 or first is None or last is None or first > last:
            return _NO_WEEKDAY
        found.update(range(first, last + 1))
    return tuple(sorted(found))


OFFICE_HOURS = SheetParser("office_hours", "office_hours", parse)

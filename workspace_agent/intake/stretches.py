"""From when to when somebody worked: a start and an end that can both be meant, or a question.

AM typed for PM makes a stretch that is too long, or that lies in the night, as often as one that ends before
it starts. None of these is mended: which of the times was the slip, only its writer knows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workspace_agent.intake.reading import Conversion, Fault, T, as_time, problem, read
from workspace_agent.intake.table import Kind, RawCell, Row
from workspace_agent.model.field import Field, Missing, Unreadable, known
from workspace_agent.model.policy import HoursLogPolicy
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind

NO_TIME = Fault(ProblemKind.NOT_A_TIME)
"""What is wrong where a time is needed and none stands."""

_BREAK, _ROUNDING = 1.0, 0.25
"""Hours by which a typed total may lie below or above its times: an unpaid break, quarters of an hour."""


@dataclass(frozen=True, slots=True)
class Times:
    """A start and an end on one day."""

    start: dt.time
    end: dt.time

    @property
    def hours(self) -> float:
        """From start to end; below 0 where the end comes first."""
        return (_seconds(self.end) - _seconds(self.start)) / 3600

    def __str__(self) -> str:
        return f"{clock(self.start)} to {clock(self.end)}"


@dataclass(frozen=True, slots=True)
class Total:
    """Hours as they were typed beside their times.

    Attributes:
        of_several: Other rows are of the same day, so that it may be the sum of all.
    """

    hours: float
    of_several: bool = False

    def fits(self, times: Times) -> bool:
        """It may be that of these times, less a break; a sum is never less than one of its parts."""
        if self.hours < times.hours - _BREAK:
            return False
        return self.of_several or self.hours <= times.hours + _ROUNDING


def needed(row: Row, name: str, convert: Conversion[T], fault: Fault) -> Field[T]:
    """A field without which the entry counts for nothing: blank is told as well."""
    field = read(row, name, convert)
    if isinstance(field, Missing):
        return Unreadable(problem(row, name, fault.kind, fault.detail), field.cell)
    return field


def stretch(
    row: Row, start_name: str, end_name: str, limits: HoursLogPolicy, total: Total | None = None
) -> tuple[Field[dt.time], Field[dt.time]]:
    """Start and end; what cannot be meant is a question that shows what may have been.

    Args:
        row: Of a sheet with hours.
        start_name: Field of the start.
        end_name: Field of the end.
        limits: What is likely.
        total: What was typed beside them.
    """
    start, end = needed(row, start_name, as_time, NO_TIME), needed(row, end_name, as_time, NO_TIME)
    begins, ends = known(start), known(end)
    if begins is None or ends is None:
        return start, end
    times = Times(begins, ends)
    if ends < begins:
        question = problem(row, end_name, ProblemKind.END_BEFORE_START, _likely_end(times))
        return start, Unreadable(question, end.cell)
    meant = (times,) if is_likely(times, limits) else tuple(_slips(times, limits))
    if times not in meant:
        start = Unreadable(_question(row, start_name, times, meant), start.cell)
    if total is not None and not any(map(total.fits, (times, *meant))):
        end = Unreadable(_another_total(row, times, total), row.place("hours"))
    return start, end


def is_likely(times: Times, limits: HoursLogPolicy) -> bool:
    """It is no longer than a day of work, and does not begin in the night."""
    return 0 <= times.hours <= limits.longest_stretch and times.start >= limits.day_begins


def typed_hours(raw: RawCell) -> float | None:
    """A total as it was typed, `2.5` or `2:30`, in hours; None where there is none."""
    if not isinstance(raw.value, float) or raw.value <= 0:
        return None
    hours = {Kind.NUMBER: raw.value, Kind.TIME: raw.value * 24}
    return hours.get(raw.kind)


# ---- what may have been meant


def _slips(times: Times, limits: HoursLogPolicy) -> Iterator[Times]:
    """The same times, where start, end, or both lie in the other half of the day."""
    start, end = other_half(times.start), other_half(times.end)
    for one in (Times(start, times.end), Times(times.start, end), Times(start, end)):
        if one.hours > 0 and is_likely(one, limits):
            yield one


def _question(row: Row, name: str, times: Times, meant: Sequence[Times]) -> Problem:
    asked = " or ".join(f"{one} ({_said(one.hours)})" for one in meant)
    detail = f"{times} is {_said(times.hours)}" + (f"; was {asked} meant?" if asked else ".")
    return problem(row, name, ProblemKind.UNLIKELY_HOURS, detail)


def _another_total(row: Row, times: Times, total: Total) -> Problem:
    detail = f"{_said(total.hours)} beside {times}, which is {_said(times.hours)}"
    return problem(row, "hours", ProblemKind.ANOTHER_TOTAL, detail)


def _likely_end(times: Times) -> str:
    """The same end after noon, as `4:00 PM`, where that would be after the start."""
    afternoon = times.end.replace(hour=times.end.hour % 12 + 12)
    return "a later time" if afternoon <= times.start else clock(afternoon)


def other_half(moment: dt.time) -> dt.time:
    """The same on the clock, AM for PM."""
    return moment.replace(hour=(moment.hour + 12) % 24)


def clock(moment: dt.time) -> str:
    """As people say it: `2:30 PM`."""
    return f"{moment.hour % 12 or 12}:{moment.minute:02} {'PM' if moment.hour >= 12 else 'AM'}"


def _said(hours: float) -> str:
    return "1 hour" if hours == 1 else f"{round(hours, 2):g} hours"


def _seconds(moment: dt.time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second

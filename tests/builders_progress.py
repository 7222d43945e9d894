"""Goals, benchmarks and progress data, given plainly; see `builders.py`."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable

from tests.builders import a_cell, a_field, a_row, day
from workspace_agent.model.field import Unreadable
from workspace_agent.model.progress import Benchmark, Criterion, Direction, Goal, Measure, Series

START, END = day("2026-08-31"), day("2027-05-24")
"""Two Mondays, 38 weeks apart."""

THE_LAST = day("2026-11-16")
"""The Monday of the week of judgement."""


def a_goal(
    *,
    student: str = "student-1",
    key: str = "reading",
    number: int = 1,
    measure: Measure = Measure.NUMBER,
    direction: Direction | Unreadable | None = None,
    baseline: float | Unreadable | None = 10,
    target: float | Unreadable | None = 86,
    start: dt.date | Unreadable | None = START,
    end: dt.date | Unreadable | None = END,
    criterion: Criterion | None = None,
    has_criterion: bool = False,
    every: int | Unreadable | None = 7,
    book: str = "workbook-1",
    row: int = 2,
) -> Goal:
    """A goal from 10 to 86 in 38 weeks: two a week are in time."""
    return Goal(
        student_ref=student,
        key=key,
        number=number,
        measure=measure,
        in_shares=False,
        whole=0,
        direction=a_field(direction, a_cell(f"D{row}", sheet=6)),
        baseline=a_field(baseline, a_cell(f"E{row}", sheet=6)),
        target=a_field(target, a_cell(f"F{row}", sheet=6)),
        start=a_field(start, a_cell(f"G{row}", sheet=6)),
        end=a_field(end, a_cell(f"H{row}", sheet=6)),
        criterion=criterion,
        has_criterion=has_criterion or criterion is not None,
        every=a_field(every, a_cell(f"J{row}", sheet=6)),
        row=a_row(row, book=book, sheet=6),
    )


def a_benchmark(
    target: float | Unreadable | None,
    due: dt.date | Unreadable | None,
    *,
    student: str = "student-1",
    goal: str = "reading",
    number: int = 1,
    book: str = "workbook-1",
) -> Benchmark:
    """A step on the way to a goal."""
    fields = a_field(target, a_cell("D2", sheet=7)), a_field(due, a_cell("E2", sheet=7))
    return Benchmark(student, goal, number, *fields, a_row(number + 1, book=book, sheet=7))


def a_series(
    values: Iterable[float],
    *,
    last: dt.date = THE_LAST,
    every: int = 7,
    student: str = "student-1",
    goal: str = "reading",
    book: str = "workbook-1",
) -> Series:
    """Values with a week between them, the last one on a Monday; one in a row from the second row on."""
    found = [*values]
    return series_on(
        [(last - dt.timedelta(days=every * back), one) for back, one in enumerate(reversed(found))][::-1],
        student=student,
        goal=goal,
        book=book,
    )


def series_on(
    points: Iterable[tuple[dt.date, float]],
    *,
    student: str = "student-1",
    goal: str = "reading",
    book: str = "workbook-1",
) -> Series:
    """Days and values."""
    days, values = zip(*points, strict=True)
    return Series(
        student_ref=student,
        goal=goal,
        measure=Measure.NUMBER,
        spreadsheet_id=book,
        sheet_id=8,
        days=array("i", [one.toordinal() for one in days]),
        values=array("d", values),
        rows=array("i", range(1, len(days) + 1)),
        columns=array("h", [3] * len(days)),
    )

"""The Benchmarks sheet: steps on the way to a goal, each with a target and a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.goals import Goals, goal_key
from workspace_agent.intake.reading import as_date, read
from workspace_agent.intake.roster import rows_of_students
from workspace_agent.intake.table import Sheet
from workspace_agent.model.problem import Problem
from workspace_agent.model.progress import Benchmark


def parse(sheet: Sheet, desk: Desk) -> Iterator[Benchmark | Problem]:
    """Benchmarks, in the order of the rows."""
    goals = Goals(desk)
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows_of_students(sheet, desk.roster):
        if isinstance(row, Problem):
            yield row
            continue
        goal = goals.named_in(row)
        if isinstance(goal, Problem):
            yield goal
            continue
        key = goal.key if goal else goal_key(row.raw("goal"), desk.roster.sign)
        counts[row.student_ref, key] += 1
        scale = goals.scale(goal, row.raw("target"))
        yield Benchmark(
            student_ref=row.student_ref,
            goal=key,
            number=counts[row.student_ref, key],
            target=read(row, "target", scale.read),
            due=read(row, "due", as_date),
            row=row.line,
        )


BENCHMARKS = SheetParser("benchmarks", "benchmarks", parse)

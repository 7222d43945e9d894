"""The Goals sheet: measurable annual goals, as far as they are values; and how other sheets name a goal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from workspace_agent.intake.aliases import Sign
from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.intervals import as_interval
from workspace_agent.intake.reading import Fault, as_choice, as_date, plain, problem, read
from workspace_agent.intake.roster import rows_of_students
from workspace_agent.intake.scores import Scale, measure_of, named_measure, quantity, whole_of
from workspace_agent.intake.table import Kind, RawCell, Row, Sheet
from workspace_agent.intake.words import DIRECTIONS
from workspace_agent.model.field import Field, Unreadable, Value, known
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.progress import Criterion, Direction, Goal, Measure

_NUMBERED = re.compile(r"(?:goal )?(?:# ?|no\.? ?)?(?P<number>\d{1,2})\.?")
_CRITERION = re.compile(
    r"(?:at least |>= ?|≥ ?)?(?P<level>.+?)"
    r"(?:,? (?:on |for |in |over |across )?(?P<run>\d{1,2}) (?:(?:\w+ )?in a row|consecutive(?: \w+)?))?"
)


def parse(sheet: Sheet, desk: Desk) -> Iterator[Goal | Problem]:
    """Goals, in the order of the rows."""
    counts: Counter[str] = Counter()
    for row in rows_of_students(sheet, desk.roster):
        if isinstance(row, Problem):
            yield row
        elif not (row.raw("goal").blank and row.raw("target").blank):
            counts[row.student_ref] += 1
            yield _goal(row, counts[row.student_ref], desk)


def goal_key(called: RawCell, sign: Sign) -> str:
    """A goal by what it is called, empty where nothing is; `1`, `Goal 1` and `#1` are the same."""
    number = _number(called.text)
    return "" if called.blank else sign(f"goal\n{plain(called.text) if number is None else number}")


def _number(text: str) -> int | None:
    match = _NUMBERED.fullmatch(plain(text))
    return int(match["number"]) if match else None


def _goal(row: Row, place: int, desk: Desk) -> Goal:
    scale = _scale(row, desk)
    baseline, target = read(row, "baseline", scale.read), read(row, "target", scale.read)
    called, criterion = row.raw("goal"), row.raw("criterion")
    start = read(row, "start", as_date)
    return Goal(
        student_ref=row.student_ref,
        key=goal_key(called, desk.roster.sign),
        number=_number(called.text) or place,
        measure=scale.measure,
        in_shares=scale.in_shares,
        whole=scale.whole,
        direction=_direction(row, known(baseline), known(target)),
        baseline=baseline,
        target=target,
        start=start,
        end=_end(row, known(start)),
        criterion=_criterion(criterion, scale),
        has_criterion=not criterion.blank,
        every=read(row, "every", as_interval),
        row=row.line,
    )


def _scale(row: Row, desk: Desk) -> Scale:
    """What is typed under Measure decides, else the unit of the target, else that of the baseline."""
    target, baseline = row.raw("target"), row.raw("baseline")
    typed = [quantity(raw, desk.prompt_levels) for raw in (target, baseline)]
    named = named_measure(row.raw("measure").text)
    measure = named or next(filter(None, map(measure_of, typed)), Measure.NUMBER)
    whole = 0 if named else max(map(whole_of, typed))
    return Scale(measure, desk.prompt_levels, _are_shares(target, baseline), whole)


def _are_shares(target: RawCell, baseline: RawCell) -> bool:
    """Both are plain numbers up to one, and not whole ones only, as 0.4 and 0.8."""
    typed = [raw.value for raw in (target, baseline) if not raw.blank]
    plain_ones = [raw for raw in (target, baseline) if raw.kind is Kind.NUMBER]
    shares = [value for value in typed if isinstance(value, float) and 0 <= value <= 1]
    return len(typed) == len(plain_ones) == len(shares) and any(0 < value < 1 for value in shares)


def _direction(row: Row, baseline: float | None, target: float | None) -> Field[Direction]:
    """What was typed; told where baseline and target say the opposite."""
    direction = read(row, "direction", as_choice(DIRECTIONS, "increase, decrease"))
    if not isinstance(direction, Value) or baseline is None or target is None or baseline == target:
        return direction
    if (target > baseline) is (direction.value is Direction.UP):
        return direction
    told = problem(row, "direction", ProblemKind.GOAL_CONTRADICTS, direction.value.value)
    return Unreadable(told, direction.cell)


def _end(row: Row, start: date | None) -> Field[date]:
    end = read(row, "end", as_date)
    if start is None or not isinstance(end, Value) or start <= end.value:
        return end
    return Unreadable(problem(row, "end", ProblemKind.GOAL_ENDS_FIRST), end.cell)


def _criterion(raw: RawCell, scale: Scale) -> Criterion | None:
    match = _CRITERION.fullmatch(plain(raw.text)) if raw.kind is Kind.TEXT else None
    level = scale.read(RawCell(Kind.TEXT, match["level"]) if match else raw)
    run = int(match["run"]) if match and match["run"] else None
    return None if isinstance(level, Fault) else Criterion(level, run)


class Goals:
    """The goals that were read, as the other sheets name them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._of: dict[str, list[Goal]] = {}
        for goal in desk.read.get("goals", ()):
            self._of.setdefault(goal.student_ref, []).append(goal)
        self._books = {goal.row.spreadsheet_id for goals in self._of.values() for goal in goals}

    def named_in(self, row: Row) -> Goal | Problem | None:
        """The goal that a row names, a Problem where that is not clear, None where no goals are on record.

        A row that names none means the student's only goal.
        """
        goals = self._of.get(row.student_ref, [])
        key = goal_key(row.raw("goal"), self._desk.roster.sign)
        fits = _nearest([goal for goal in goals if key in {"", goal.key}], row.sheet)
        if len(fits) == 1:
            return fits[0]
        if fits:
            return problem(row, "goal", ProblemKind.AMBIGUOUS_GOAL)
        if goals or row.sheet.table.spreadsheet_id in self._books:
            return problem(row, "goal", ProblemKind.UNKNOWN_GOAL)
        return None

    def scale(self, goal: Goal | None, first: RawCell) -> Scale:
        """How values of this goal are read; without a goal the first value gives the unit."""
        levels = self._desk.prompt_levels
        if goal is None:
            found = quantity(first, levels)
            return Scale(measure_of(found) or Measure.NUMBER, levels, whole=whole_of(found))
        return Scale(goal.measure, levels, goal.in_shares, goal.whole)


def _nearest(goals: list[Goal], sheet: Sheet) -> list[Goal]:
    """Those beside the data, else those in the same workbook, else all."""
    own = [goal for goal in goals if goal.row.spreadsheet_id == sheet.table.spreadsheet_id]
    return [goal for goal in own if goal.row.sheet_id == sheet.table.sheet_id] or own or goals


GOALS = SheetParser("goals", "goals", parse)

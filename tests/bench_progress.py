"""Figures of reading and judging progress data: rows a second, and memory and time of a department's worth.

Run with `make bench`. All of it is in this process and pure: Google's answers are made up here, and neither
network nor the decoding of JSON is in the figures. Seconds are of the processor: others may use the machine.
"""

from __future__ import annotations

import gc
import time
from itertools import count
from typing import Any

from tests.builders import a_department, a_policy, a_student, day
from tests.builders_progress import a_goal, a_series
from tests.builders_seen import circumstances, nothing_seen
from tests.builders_tables import TODAY, headings, sign, willow
from tests.peak_memory import peak_megabytes
from workspace_agent.duties.progress_sheets import FileProgressSheet, plan
from workspace_agent.effects.progress_sheets import draw
from workspace_agent.intake import SHEETS
from workspace_agent.intake.department import take_in
from workspace_agent.intake.desk import Desk
from workspace_agent.intake.grid import tables
from workspace_agent.intake.identify import Identities
from workspace_agent.intake.names import folded
from workspace_agent.intake.progress import PROGRESS
from workspace_agent.intake.recognise import recognise
from workspace_agent.intake.roster import Roster
from workspace_agent.intake.table import RawWorkbook
from workspace_agent.model.facts import Department
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.progress import Series
from workspace_agent.rules import benchmarks, progress, stale_data, team_review
from workspace_agent.rules.goal_verdicts import GoalVerdict, judged_goals

ROWS, STUDENTS, WORKBOOKS, GOALS, ROUNDS = 200_000, 40, 100, 5, 5
_DRAWN = 20
_ROWS_OF_STUDENT = 200
_POINTS = _ROWS_OF_STUDENT // GOALS
_POLICY, _START = a_policy(), day("2026-06-01")
_RULES = (progress.RULE, team_review.RULE, benchmarks.RULE, stale_data.RULE)
_READ = frozenset(parser.name for parser in SHEETS)


def main() -> None:
    """Print the figures; memory first, before anything large was there."""
    _department()
    _judged()
    _drawn()
    rates = [_rates() for _ in range(ROUNDS)]
    print(f"progress data, {ROWS:,} rows in one sheet, {ROUNDS} times: rows a second (slowest / fastest)")
    for what, measured in zip(("cells to table", "table to series"), zip(*rates, strict=True), strict=True):
        print(f"  {what}: {min(measured):,.0f} / {max(measured):,.0f}")


def _rates() -> tuple[float, float]:
    answer = {"spreadsheetId": "b0", "sheets": [_progress(0, ROWS // STUDENTS)]}
    start = time.process_time()
    found = tables(answer)
    laid_out = time.process_time()
    del answer
    (sheet,) = recognise(_workbook(0, found), headings(), _READ).sheets
    read = [one for one in PROGRESS.parse(sheet, _desk()) if isinstance(one, Series)]
    done = time.process_time()
    if sum(map(len, read)) != ROWS:
        raise SystemExit("not every row became a point")
    return ROWS / (laid_out - start), ROWS / (done - laid_out)


def _department() -> None:
    """Workbooks as a whole department has them: how much memory all of it takes at its peak, and the time."""
    points = WORKBOOKS * STUDENTS * _ROWS_OF_STUDENT
    organisation, refs = _organisation(), (f"r{number}" for number in count(1))
    take_in(organisation, headings(), [_read(0)], None, Identities(), sign, refs, TODAY)
    gc.collect()
    before, start = peak_megabytes(), time.process_time()
    books = [_read(number) for number in range(WORKBOOKS)]
    held, laid_out = peak_megabytes(), time.process_time()
    department = take_in(organisation, headings(), books, None, Identities(), sign, refs, TODAY).department
    done = time.process_time()
    if sum(map(len, department.series)) != points:
        raise SystemExit("not every row became a point")
    print(f"{WORKBOOKS} workbooks x {STUDENTS} students x {_ROWS_OF_STUDENT} rows, {points:,} points")
    print(
        f"  more memory at the peak: {held - before:.0f} MB for the cells, "
        f"{peak_megabytes() - held:.0f} for the rest"
    )
    print(f"  seconds: {laid_out - start:.1f} to make up and lay out the cells, {done - laid_out:.1f} after")


def _judged() -> None:
    """The verdicts of a whole department, and the rules that go by its data."""
    department = _with_goals()
    start = time.process_time()
    found = [one for one in judged_goals(department, _POLICY, TODAY) if isinstance(one, GoalVerdict)]
    done = time.process_time()
    told = sum(1 for rule in _RULES for _ in rule.check(department, _POLICY, TODAY))
    ruled = time.process_time()
    if len(found) != WORKBOOKS * STUDENTS * GOALS:
        raise SystemExit("not every goal was judged")
    print(f"{WORKBOOKS} workbooks x {STUDENTS} students x {GOALS} goals with {_POINTS} points each")
    print(
        f"  seconds: {done - start:.1f} for {len(found):,} verdicts, "
        f"{ruled - done:.1f} for {len(_RULES)} rules"
    )
    print(f"  findings: {told:,}")


def _drawn() -> None:
    """Progress sheets of a whole department as they are worked out each run, and a few as they are drawn."""
    department = _with_goals()
    start = time.process_time()
    planned = plan(department, nothing_seen(), circumstances()).actions
    done = time.process_time()
    found = [one.sheet for one in planned if isinstance(one, FileProgressSheet)]
    draw(found[0])
    first = time.process_time()
    for sheet in found[:_DRAWN]:
        draw(sheet)
    each = (time.process_time() - first) / _DRAWN
    print(
        f"  progress sheets: {done - start:.1f} seconds to work {len(found):,} out, "
        f"{1000 * each:.0f} ms to draw one of {GOALS} goals (the first: {1000 * (first - done):.0f})"
    )


def _with_goals() -> Department:
    """Goals of which some are on track and some are not."""
    who = [(f"r{number}", f"k{goal}") for number in range(WORKBOOKS * STUDENTS) for goal in range(GOALS)]
    students = [a_student(f"r{number}", row=number + 2) for number in range(WORKBOOKS * STUDENTS)]
    series = [
        a_series([(probe * 2 + row % 7) % 40 for probe in range(_POINTS)], every=3, student=ref, goal=key)
        for row, (ref, key) in enumerate(who)
    ]
    goals = [a_goal(student=ref, key=key, start=_START, row=row) for row, (ref, key) in enumerate(who, 2)]
    return a_department(*students, goals=tuple(goals), series=tuple(series))


def _read(number: int) -> RawWorkbook:
    sheets = [_students(number), _goals(number), _progress(number, _ROWS_OF_STUDENT)]
    return _workbook(number, tables({"spreadsheetId": f"b{number}", "sheets": sheets}))


def _workbook(number: int, found: Any) -> RawWorkbook:
    return RawWorkbook(f"b{number}", f"cm{number}", "progress monitoring", "America/Denver", found)


def _students(number: int) -> dict[str, Any]:
    headings_ = ("District", "ID", "First", "Last", "Plan", "Last annual review", "Last evaluation")
    rows = [
        ("Sierra Vieja ISD", number * STUDENTS + one, f"Given{one}", f"Family{number}", "IEP", *_DATES)
        for one in range(STUDENTS)
    ]
    return _sheet(1, "Students", headings_, rows)


def _goals(number: int) -> dict[str, Any]:
    rows = [(_name(number, one), "Reading", 40, 90, *_DATES) for one in range(STUDENTS)]
    return _sheet(2, "Goals", ("Student", "Goal", "Baseline", "Target", "Start", "End"), rows)


def _progress(number: int, each: int) -> dict[str, Any]:
    rows = [
        (_name(number, one), "Reading", ("DATE", 45_900 + probe % 300), (probe * 7 + one) % 100)
        for one in range(STUDENTS)
        for probe in range(each)
    ]
    return _sheet(3, "Progress", ("Student", "Goal", "Date", "Value"), rows)


_DATES = (("DATE", 45_900), ("DATE", 45_901))


def _name(number: int, one: int) -> str:
    return f"Given{one} Family{number}"


def _sheet(sheet_id: int, title: str, first: Any, rows: Any) -> dict[str, Any]:
    data = [{"values": [_cell(value) for value in row]} for row in (first, *rows)]
    return {"properties": {"sheetId": sheet_id, "title": title}, "data": [{"rowData": data}]}


def _cell(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return {"effectiveValue": {"stringValue": value}}
    if isinstance(value, int):
        return {"effectiveValue": {"numberValue": value}}
    shown, number = value
    return {
        "effectiveValue": {"numberValue": number},
        "effectiveFormat": {"numberFormat": {"type": shown}},
    }


def _organisation() -> Organisation:
    person = willow().case_managers[0]
    people = tuple(person.model_copy(update={"key": f"cm{number}"}) for number in range(WORKBOOKS))
    return willow().model_copy(update={"case_managers": people})


def _desk() -> Desk:
    names = {("cm0", _key(one)): frozenset({f"r{one}"}) for one in range(STUDENTS)}
    refs = frozenset(f"r{one}" for one in range(STUDENTS))
    known = Roster(names, {}, refs, frozenset({"cm0"}), sign)
    return Desk(willow(), known, {}, TODAY)


def _key(one: int) -> str:
    return sign(folded(_name(0, one)))


if __name__ == "__main__":
    main()

"""Progress data becomes series: a value in a row, or a column for each day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.builders_tables import (
    TODAY,
    desk,
    fresh,
    headings,
    parsed,
    problems_of,
    sheet,
    sign,
    student_row,
    table,
    typed,
    willow,
    workbook,
)
from workspace_agent.intake.department import take_in
from workspace_agent.intake.desk import Desk
from workspace_agent.intake.goals import GOALS, goal_key
from workspace_agent.intake.identify import Identities
from workspace_agent.intake.progress import PROGRESS
from workspace_agent.intake.recognise import recognise
from workspace_agent.intake.roster import is_readable
from workspace_agent.intake.table import Kind, RawCell, Table
from workspace_agent.model.facts import Department
from workspace_agent.model.field import known
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.progress import Measure, Series

FIELDS = ("student", "goal", "date", "value")
ROSA, OMAR = "Rosa Delgadillo", "Omar Fakhoury"
STUDENTS = (
    ("District", "ID", "First", "Last", "Plan", "Last annual review", "Last evaluation"),
    ("Sierra Vieja ISD", "142", "Rosa", "Delgadillo", "IEP", "11/18/2025", "2/29/2024"),
    ("Sierra Vieja ISD", "143", "Omar", "Fakhoury", "IEP", "11/18/2025", "2/29/2024"),
)


def knowing(*goals: tuple[str, str, str]) -> Desk:
    """These goals are on record: student, what it is called, target."""
    everybody = desk(student_row("Rosa", "Delgadillo"), student_row("Omar", "Fakhoury"))
    found = parsed(GOALS, ("student", "goal", "target"), *goals, by=everybody)
    return replace(everybody, read={"goals": found})


BOTH = ((ROSA, "1", "80%"), (OMAR, "1", "60"))


def read(*rows: tuple[str, ...], by: Desk | None = None) -> list[Any]:
    return parsed(PROGRESS, FIELDS, *rows, by=by or knowing(*BOTH))


def points(series: Series) -> list[tuple[str, float, str]]:
    return [
        (series.day(index).isoformat()[5:], series.values[index], series.cell(index).a1)
        for index in range(len(series))
    ]


def test_a_series_for_each_student_and_goal_in_the_order_of_the_days() -> None:
    rosa, omar = read(
        (ROSA, "1", "9/21/2026", "39%"),
        (OMAR, "1", "9/14/2026", "22"),
        (ROSA, "Goal 1", "9/14/2026", "37%"),
        (ROSA, "1", "9/21/2026", "41%"),
    )

    assert (rosa.student_ref, rosa.measure) == ("r1", Measure.PERCENT)
    assert rosa.goal == goal_key(typed("1"), sign)
    assert points(rosa) == [("09-14", 37.0, "D4"), ("09-21", 39.0, "D2"), ("09-21", 41.0, "D5")]
    assert (omar.student_ref, omar.measure, points(omar)) == ("r2", Measure.NUMBER, [("09-14", 22.0, "D3")])


@pytest.mark.parametrize("blank", ["", "—", "N/A", " "])
def test_a_row_without_a_value_is_a_probe_to_come(blank: str) -> None:
    assert read(("Nobody Here", "1", "12/14/2026", blank)) == []


def test_a_two_in_a_cell_that_shows_dates_is_not_taken_for_a_blank() -> None:
    rows = sheet("progress", FIELDS, (ROSA, "1", "9/14/2026", "44"))
    first, second = rows.table.rows
    dated = replace(rows.table, rows=(first, (*second[:3], RawCell(Kind.DATE, 2.0))))

    found = PROGRESS.parse(replace(rows, table=dated), knowing(*BOTH))
    assert problems_of(found) == [("DATE_FOR_NUMBER", "D2", "a date, or 2")]


def test_rows_of_unticked_boxes_are_not_in_use() -> None:
    assert read(("", "", "", "FALSE")) == []


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = [(name, "1", f"9/{day}/2026", str(40 + day)) for day in (14, 21, 28) for name in (ROSA, OMAR)]
    one, other = read(*rows), read(*reversed(rows))

    assert {(s.student_ref, tuple(s.days), tuple(s.values)) for s in one} == {
        (s.student_ref, tuple(s.days), tuple(s.values)) for s in other
    }


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ((ROSA, "1", "9/14/2026", "absent"), [("NOT_A_NUMBER", "D2", "")]),
        ((ROSA, "1", "9/14/2026", "4/5"), [("DATE_FOR_NUMBER", "D2", "5 Apr 2026, or 4 of 5")]),
        ((ROSA, "1", "9/14/2026", "0.8"), [("VALUE_UNCLEAR", "D2", "80% or 0.8%")]),
        ((ROSA, "1", "9/14/2026", "#REF!"), [("ERROR_VALUE", "D2", "")]),
        ((ROSA, "1", "12/14/2026", "80%"), [("DATE_IN_THE_FUTURE", "C2", "")]),
        ((ROSA, "1", "", "80%"), [("NOT_A_DATE", "C2", "")]),
        ((ROSA, "1", "#REF!", "absent"), [("ERROR_VALUE", "C2", ""), ("NOT_A_NUMBER", "D2", "")]),
        ((ROSA, "2", "9/14/2026", "80%"), [("UNKNOWN_GOAL", "B2", "")]),
        (("", "1", "9/14/2026", "80%"), [("ROW_WITHOUT_STUDENT", "A2", "")]),
        (("Nobody Here", "1", "9/14/2026", "80%"), [("UNKNOWN_STUDENT", "A2", "")]),
    ],
)
def test_a_value_that_is_not_used_is_told(row: tuple[str, ...], expected: list[tuple[str, str, str]]) -> None:
    found = read(row)
    assert problems_of(found) == expected
    assert not [one for one in found if isinstance(one, Series)]


def test_a_problem_knows_its_student_and_quotes_only_what_is_harmless() -> None:
    (told,) = read((ROSA, "1", "'11/31/2026", "80%"))
    assert (told.student_ref, told.quote) == ("r1", "11/31/2026")
    (told,) = read((ROSA, "1", "9/14/2026", "ask Rosa"))
    assert (told.student_ref, told.quote) == ("r1", "")


def test_whether_plain_numbers_are_percent_is_asked_once_of_each_series() -> None:
    by = knowing((ROSA, "1", "8 out of 10"), (OMAR, "1", "5 of 5"))
    rows = [(name, "1", f"9/{day}/2026", f"{day % 5 + 1}") for day in (14, 21, 28) for name in (ROSA, OMAR)]
    found = read(*rows, (ROSA, "1", "10/5/2026", "6 of 10"), (ROSA, "1", "10/12/2026", "absent"), by=by)

    asked = [("PART_OR_PERCENT", "D2", "5 of 10 or 5%"), ("PART_OR_PERCENT", "D3", "5 of 5 or 5%")]
    assert problems_of(found) == [*asked, ("NOT_A_NUMBER", "D9", "")]
    assert [points(one) for one in found if isinstance(one, Series)] == [[("10-05", 60.0, "D8")]]


def test_a_name_that_fits_nobody_or_no_goal_is_told_once() -> None:
    rows = [("Nobody Here", "1", f"9/{day}/2026", "80%") for day in range(1, 8)]
    rows += [(ROSA, "2", f"9/{day}/2026", "80%") for day in range(1, 8)]

    assert problems_of(read(*rows)) == [("UNKNOWN_STUDENT", "A2", ""), ("UNKNOWN_GOAL", "B9", "")]


def test_two_goals_of_one_name_cannot_be_told_apart() -> None:
    by = knowing((ROSA, "1", "80%"), (ROSA, "Goal 1", "60"))
    assert problems_of(read((ROSA, "1", "9/14/2026", "44"), by=by)) == [("AMBIGUOUS_GOAL", "B2", "")]


def test_a_row_that_names_no_goal_means_the_only_one() -> None:
    (rosa,) = read((ROSA, "", "9/14/2026", "37%"))
    assert rosa.goal == goal_key(typed("1"), sign)

    several = knowing((ROSA, "1", "80%"), (ROSA, "2", "60"))
    assert problems_of(read((ROSA, "", "9/14/2026", "44"), by=several)) == [("AMBIGUOUS_GOAL", "B2", "")]


def test_without_goals_on_record_the_first_value_gives_the_unit() -> None:
    found = read((ROSA, "1", "9/14/2026", "4 of 5"), (ROSA, "1", "9/21/2026", "12 wpm"), by=knowing())

    assert problems_of(found) == [("ANOTHER_UNIT", "D3", "percent")]
    assert (found[1].measure, points(found[1])) == (Measure.PERCENT, [("09-14", 80.0, "D2")])


def test_without_goals_on_record_data_need_not_say_whose() -> None:
    (series,) = read((ROSA, "", "9/14/2026", "44"), by=knowing())
    assert (series.goal, points(series)) == ("", [("09-14", 44.0, "D2")])


def test_of_a_student_who_is_held_back_nothing_is_read() -> None:
    unusable = desk(student_row("Rosa", "Delgadillo"), usable=False)
    assert read((ROSA, "1", "9/14/2026", "44"), by=unusable) == []


def test_a_sheet_without_a_column_gives_nothing() -> None:
    lost = Problem(ProblemKind.MISSING_HEADING, SpreadsheetPlace("book"), detail="value")
    progress = replace(sheet("progress", FIELDS[:3], (ROSA, "1", "9/14/2026")), lost={"value": lost})

    assert list(PROGRESS.parse(progress, knowing(*BOTH))) == []


def test_nothing_is_read_where_the_list_of_students_was_not() -> None:
    unread = desk(student_row("Rosa", "Delgadillo"), lists=())
    rows = sheet("progress", FIELDS, (ROSA, "1", "9/14/2026", "44"))

    assert not is_readable(rows, unread.roster)
    assert list(PROGRESS.parse(rows, unread)) == []


# ---- a column for each day


def department(*tables: Any) -> Department:
    books = [workbook(table(*STUDENTS, title="Students"), *tables)]
    return take_in(willow(), headings(), books, None, Identities(), sign, fresh(), TODAY).department


def told(found: Department) -> list[tuple[str, str, str]]:
    return [one for one in problems_of(found.problems) if one[0] != "MISSING_SHEET"]


def test_while_the_heading_of_a_column_is_unclear_nothing_is_told_to_be_missing() -> None:
    def data(second: str) -> Table:
        return table(
            ("Student", "Goal", "9/14/2026", second), (ROSA, "1", "37", "39"), sheet_id=9, title="Data"
        )

    key = ("marisol-quintero", "progress")

    assert key not in department(data("9/21/2026")).broken
    assert key in department(data("Week 4")).broken
    assert told(department(data("Week 4"))) == [("NOT_A_DATE", "D1", "")]


def test_columns_headed_by_dates_are_data() -> None:
    goals = table(("Student", "Goal", "Target", "End"), (ROSA, "1", "80%", "5/24/2027"), sheet_id=8)
    data = table(
        ("Tracker for this year",),
        ("Student Name", "Goal #", "9/14/2026", "Notes", "9/21/2026", "12/14/2026"),
        (ROSA, "1", "37%", "Rosa was ill", "39%", ""),
        (OMAR, "", "", "", "", ""),
        sheet_id=9,
    )
    found = department(goals, data)
    (series,) = found.series

    assert told(found) == []
    assert points(series) == [("09-14", 37.0, "C3"), ("09-21", 39.0, "E3")]
    assert (series.student_ref, series.goal) == (found.goals[0].student_ref, found.goals[0].key)


def test_a_value_below_a_date_is_told_at_its_own_cell() -> None:
    data = table(("Student", "9/14/2026", "12/14/2026"), (ROSA, "absent", "44"), sheet_id=9)
    assert told(department(data)) == [("NOT_A_NUMBER", "B2", ""), ("DATE_IN_THE_FUTURE", "C2", "")]


def test_goals_may_stand_beside_their_data() -> None:
    data = table(
        ("Student", "Goal", "Baseline", "Target", "End", "9/14/2026", "9/21/2026"),
        (ROSA, "two-step equations", "35%", "80%", "6/14/2027", "37%", "4 of 5"),
        sheet_id=9,
    )
    found = department(data)

    assert told(found) == []
    assert [(one.measure, known(one.target)) for one in found.goals] == [(Measure.PERCENT, 80.0)]
    assert [one.goal for one in found.series] == [found.goals[0].key]
    assert points(found.series[0]) == [("09-14", 37.0, "F2"), ("09-21", 80.0, "G2")]


def test_targets_beside_the_data_are_no_second_goals() -> None:
    goals = table(("Student", "Goal", "Target", "End"), (ROSA, "1", "80%", "5/24/2027"), sheet_id=8)
    data = table(("Student", "Goal", "Target", "9/14/2026"), (ROSA, "1", "80%", "37%"), sheet_id=9)
    found = department(goals, data)

    assert len(found.goals) == 1
    assert points(found.series[0]) == [("09-14", 37.0, "D2")]


def test_dates_and_scores_may_stand_side_by_side_several_times() -> None:
    data = table(
        ("Student", "Measurable Annual Goal #", "Date", "Data", "Date", "Data"),
        (ROSA, "1", "9/14/2026", "37%", "9/21/2026", "39%"),
        (OMAR, "1", "", "", "9/14/2026", "absent"),
        sheet_id=9,
    )
    found = department(data)

    assert told(found) == [("NOT_A_NUMBER", "F3", "")]
    assert [points(one) for one in found.series] == [[("09-14", 37.0, "D2"), ("09-21", 39.0, "F2")]]


@pytest.mark.parametrize(
    "heads",
    [("Student", "Goal", "Date", "Score", "Score"), ("Student", "Goal", "Score", "Date", "Score", "Date")],
)
def test_dates_and_scores_that_do_not_take_turns_are_asked_about(heads: tuple[str, ...]) -> None:
    found = department(table(heads, (ROSA, "1", *["9/14/2026"] * (len(heads) - 2)), sheet_id=9))

    assert {one[0] for one in told(found)} == {"TWO_HEADINGS"}
    assert found.series == ()


@pytest.mark.parametrize("heads", [("Student", "Goal", "Target"), ("Student", "Goal", "Baseline", "End")])
def test_a_sheet_of_goals_without_dates_is_no_data(heads: tuple[str, ...]) -> None:
    assert [one.name for one in recognise(workbook(table(heads)), headings(), READ).sheets] == ["goals"]


READ = frozenset({"goals", "progress", "progress_by_date"})

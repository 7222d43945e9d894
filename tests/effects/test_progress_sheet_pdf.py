"""The progress sheet as a document: what it says, where lines stand, and that it needs no colour."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PageObject, PdfReader

from tests.builders import a_department, a_meeting, day
from tests.builders_progress import END, START, a_benchmark, a_goal, a_series
from tests.builders_seen import planned
from workspace_agent.duties.progress_sheets import FileProgressSheet, ProgressSheet
from workspace_agent.effects.progress_sheets import draw
from workspace_agent.model.facts import Department
from workspace_agent.model.progress import Criterion, Measure
from workspace_agent.rules.trend import Point

INCH = 72
LEFT, WIDTH, HEIGHT = 1.5 * INCH, 5.3 * INCH, 1.5 * INCH
"""Of the chart: the left edge of the paper to its axis, and how long its axes are."""
FLAT = [11, 11, 12, 11, 12, 11, 11, 12]


def a_sheet(department: Department) -> ProgressSheet:
    (found,) = [one for one in planned(department).actions if isinstance(one, FileProgressSheet)]
    return found.sheet


def one_goal(values: list[float] | None = None, **changes: Any) -> ProgressSheet:
    data = {"goals": (a_goal(),), "series": (a_series(values or FLAT),), "meetings": ()}
    return a_sheet(a_department(**(data | changes)))


def pages(sheet: ProgressSheet) -> list[PageObject]:
    return list(PdfReader(io.BytesIO(draw(sheet))).pages)


def text(sheet: ProgressSheet) -> str:
    return " ".join(" ".join(page.extract_text() for page in pages(sheet)).split())


def operators(sheet: ProgressSheet) -> Iterator[tuple[list[Any], bytes]]:
    for page in pages(sheet):
        content = page.get_contents()
        assert content is not None
        yield from content.operations


def colours(sheet: ProgressSheet) -> set[tuple[float, ...]]:
    """Of strokes and fillings, as they are set."""
    setting = {b"rg", b"RG", b"sc", b"scn", b"SC", b"SCN", b"g", b"G"}
    return {
        tuple(float(one) for one in operands)
        for operands, operator in operators(sheet)
        if operator in setting
    }


def test_it_says_whose_it_is_and_how_each_goal_stands() -> None:
    goals = (a_goal(), a_goal(number=2, key="b", target=None, row=3))
    said = text(one_goal(goals=goals))

    assert "J.S., Sierra Vieja ISD; case manager: Marisol Quintero" in said
    assert "Goal 1: not enough progress" in said
    assert "Measure: plain numbers" in said
    assert "The last 4 points all lie behind the aimline" in said
    assert "Next: Change the instruction, or ask the IEP Team to look at the goal." in said
    assert "Goal 2 is not drawn: it has no target on record." in said
    assert "What they mean for the plan, the IEP Team decides." in said


def test_each_mark_and_line_is_explained_in_words() -> None:
    said = text(one_goal())
    for words in ("aimline, from baseline to target", "trend: the line of least squares", "benchmark"):
        assert words in said
    assert "one of the last 4 points, by which the verdict goes" in said


def test_the_footer_tells_no_version() -> None:
    assert "Confidential student record · reference student-1 Page 1 of 1" in text(one_goal())


def test_it_leads_to_the_rows_of_the_goals() -> None:
    sheet = one_goal(goals=(a_goal(), a_goal(number=2, key="b", target=None, row=3)))
    found = [one.get_object() for one in pages(sheet)[0].annotations or ()]
    links = {str(one["/A"]["/URI"]) for one in found}

    assert links == {sheet.goals[0].url, sheet.not_drawn[0].url}


def test_two_goals_fit_on_a_page() -> None:
    goals = tuple(a_goal(number=number, key=str(number), row=number) for number in (2, 3, 4, 5))
    series = tuple(a_series(FLAT, goal=goal.key) for goal in goals)
    benchmarks = tuple(a_benchmark(20, day("2026-12-18"), goal=goal.key) for goal in goals)
    sheet = one_goal(goals=goals, series=series, benchmarks=benchmarks)

    assert len(pages(sheet)) == 2
    assert "Goal 4:" in pages(sheet)[1].extract_text()


def test_the_same_sheet_is_the_same_file() -> None:
    assert draw(one_goal()) == draw(one_goal())


def test_a_screen_reader_is_told_what_the_chart_shows() -> None:
    assert b"/Alt" in draw(one_goal())


# ---- geometry


def lines(sheet: ProgressSheet) -> list[tuple[Point, Point]]:
    """Straight lines on the first page, from left to right, in points from its lower left corner."""
    found: list[tuple[Point, Point]] = []
    pen = Point(0, 0)
    matrix, kept = [1.0, 0, 0, 1, 0, 0], list[list[float]]()
    content = pages(sheet)[0].get_contents()
    assert content is not None
    for operands, operator in content.operations:
        numbers = [float(one) for one in operands] if operator in {b"cm", b"m", b"l"} else []
        if operator == b"q":
            kept.append(matrix)
        elif operator == b"Q":
            matrix = kept.pop()
        elif operator == b"cm":
            matrix = times(numbers, matrix)
        elif operator == b"m":
            pen = placed(numbers, matrix)
        elif operator == b"l":
            end = placed(numbers, matrix)
            found.append((min(pen, end), max(pen, end)))
            pen = end
    return found


def times(one: list[float], other: list[float]) -> list[float]:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m]


def placed(at: list[float], matrix: list[float]) -> Point:
    a, b, c, d, e, f = matrix
    return Point(a * at[0] + c * at[1] + e, b * at[0] + d * at[1] + f)


def has_line(sheet: ProgressSheet, first: Point, last: Point) -> bool:
    """A line from the one to the other, given by day and value, stands on the chart."""
    floor = min(one[0].value for one in lines(sheet) if is_as_wide_as_the_chart(one))

    def on_paper(at: Point) -> Point:
        axis = sheet.goals[0].values
        across = (at.day - START.toordinal()) / (END - START).days
        return Point(
            LEFT + WIDTH * across, floor + HEIGHT * (at.value - axis.first) / (axis.last - axis.first)
        )

    wanted = on_paper(first), on_paper(last)
    return any(near(one, wanted) for one in lines(sheet))


def is_as_wide_as_the_chart(line: tuple[Point, Point]) -> bool:
    return near(line, (Point(LEFT, line[0].value), Point(LEFT + WIDTH, line[0].value)))


def near(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    return all(
        abs(a - b) < 0.3 for at, to in zip(one, other, strict=True) for a, b in zip(at, to, strict=True)
    )


def test_aimline_trend_and_reviews_stand_where_they_belong() -> None:
    met = day("2026-10-08")
    sheet = one_goal(meetings=(a_meeting(met, held=True),))
    (goal,) = sheet.goals

    assert has_line(sheet, Point(START.toordinal(), 10), Point(END.toordinal(), 86))
    assert has_line(sheet, *goal.trend)
    assert has_line(sheet, Point(met.toordinal(), 0), Point(met.toordinal(), 100))
    assert not has_line(sheet, Point(START.toordinal(), 12), Point(END.toordinal(), 86))


def test_the_trend_ends_at_the_edge_of_the_chart() -> None:
    sheet = one_goal([10, 15, 20, 25, 30, 35, 40, 45, 50])
    (goal,) = sheet.goals

    assert has_line(sheet, *goal.trend)
    assert goal.trend[1].value == pytest.approx(goal.values.last)


def test_lines_differ_in_their_strokes() -> None:
    dashes = {str(operands[0]) for operands, operator in operators(one_goal()) if operator == b"d"}
    assert len(dashes - {"[]"}) == 2


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="judged"),
        pytest.param({"goals": (a_goal(criterion=Criterion(11, 3), measure=Measure.RATE),)}, id="mastered"),
        pytest.param({"series": (a_series([11]),)}, id="one point"),
        pytest.param(
            {"series": (a_series([11], last=day("2026-09-14")),), "benchmarks": (a_benchmark(12, END),)},
            id="old data and a benchmark",
        ),
    ],
)
def test_nothing_on_the_chart_has_a_colour(changes: dict[str, Any]) -> None:
    """Beyond greys there is the accent of headings, and nothing else."""
    coloured = {one for one in colours(one_goal(**changes)) if len(one) == 3 and max(one) - min(one) > 0.06}
    assert len(coloured) <= 1


def test_goals_of_other_lengths_are_drawn_too() -> None:
    short = a_goal(start=day("2026-11-16"), end=dt.date(2026, 11, 20))
    assert "Goal 1: too few data to judge" in text(one_goal(goals=(short,)))


def test_hundreds_of_points_are_drawn() -> None:
    many = one_goal(series=(a_series([10 + number % 9 for number in range(200)], every=1),))
    sheet = replace(many, goals=many.goals * 3)
    assert len(pages(sheet)) == 2

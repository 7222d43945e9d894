"""Verdicts on goals by case manager, what goes well, and why a goal is not judged."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.builders import a_case_manager, a_department, a_policy, a_student, an_organisation, day, unreadable
from tests.builders_manager_digest import problem, told, writing
from tests.builders_progress import START, a_benchmark, a_goal, a_series
from workspace_agent.duties.digest import Block, Figures, Section
from workspace_agent.duties.digest_progress import COLUMNS, MOST_STRENGTHS, progress
from workspace_agent.duties.unread import Unread
from workspace_agent.model.facts import Department
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.rules.judgement import Verdict

AHEAD = [20, 26, 32, 38, 44, 50, 56, 62]
ON_THE_LINE = [18, 20, 22, 24, 26, 28, 30, 33]
BEHIND = [10, 10, 11, 10, 11, 10, 11, 10]
MASTERED = [60, 70, 80, 90, 90, 90, 90, 90]
OLD = {"last": day("2026-09-28")}


def blocks(of: Department) -> list[Block]:
    return [*progress(writing(of), a_policy())]


def figures(of: Department) -> Figures:
    (found,) = [one for one in blocks(of) if isinstance(one, Figures)]
    return found


def well(of: Department) -> Section | None:
    return next((one for one in blocks(of) if isinstance(one, Section)), None)


def with_goals(*values: list[int], **changes: Any) -> Department:
    """One student for each list of values, with one goal."""
    students = tuple(
        a_student(f"s{number}", initials=f"A.{number}", row=number + 2) for number in range(len(values))
    )
    refs = [one.ref for one in students]
    goals = tuple(a_goal(student=ref, row=number + 2) for number, ref in enumerate(refs))
    series = tuple(a_series(one, student=ref) for one, ref in zip(values, refs, strict=True) if one)
    return a_department(*students, goals=goals, series=series, **changes)


def counts(of: Department, name: str) -> dict[str, str]:
    cells = dict(figures(of).rows)[name]
    return {column: cell.words for column, cell in zip(figures(of).columns[1:], cells, strict=True)}


def test_every_verdict_has_a_column() -> None:
    assert {*COLUMNS} == {*Verdict}


def test_verdicts_are_counted_by_case_manager() -> None:
    assert counts(with_goals(AHEAD, ON_THE_LINE, BEHIND, MASTERED, [20, 22]), "Marisol Quintero") == {
        "Met": "1",
        "On track": "2",
        "Watch": "0",
        "Behind": "1",
        "Old data": "0",
        "Few data": "1",
    }


def test_several_case_managers_have_a_line_of_all() -> None:
    people = (a_case_manager("ana", name="Ana Brook"), a_case_manager("theo", name="Theo Stone"))
    of = a_department(
        a_student("s1", case_manager="ana"),
        a_student("s2", case_manager="theo"),
        organisation=an_organisation(case_managers=people),
        goals=(a_goal(student="s1"), a_goal(student="s2", row=3)),
        series=(a_series(BEHIND, student="s1"), a_series(BEHIND, student="s2", last=OLD["last"])),
    )

    assert [counts(of, name)["Behind"] for name in ("Ana Brook", "Theo Stone", "All")] == ["1", "0", "1"]
    assert [counts(of, name)["Old data"] for name in ("Ana Brook", "Theo Stone", "All")] == ["0", "1", "1"]


def test_why_a_goal_is_not_judged_is_said() -> None:
    of = a_department(
        goals=(
            a_goal(baseline=None, target=None, key="a", number=1),
            a_goal(baseline=None, target=None, key="b", number=2, row=3),
            a_goal(end=None, key="c", number=3, row=4),
            a_goal(target=unreadable(), key="d", number=4, row=5),
        )
    )

    assert (figures(of).rows, figures(of).empty) == (
        (),
        "No goal can be judged. Not judged: 2 without baseline and target; 1 without end; "
        "1 with a cell that cannot be read.",
    )


def test_where_nobody_has_a_goal_nothing_is_said() -> None:
    assert blocks(a_department()) == []


def test_what_goes_well_is_counted_and_the_greatest_of_it_named() -> None:
    found = well(with_goals(AHEAD, ON_THE_LINE, BEHIND, MASTERED))

    assert found is not None
    assert found.lines == ("Goals: 1 mastered, 1 ahead of the aimline, 1 on track.",)
    assert found.total == 3
    assert [(row.student, row.what, row.why) for row in found.rows] == [
        ("A.3", "Goal 1", "The goal is mastered: 105% of the way from baseline to target."),
        (
            "A.0",
            "Goal 1",
            "The last points all lie ahead of the aimline: 60% of the way from baseline to target.",
        ),
    ]
    assert all(row.url for row in found.rows)


def test_a_benchmark_that_is_reached_is_good_news_too() -> None:
    of = a_department(
        goals=(a_goal(),),
        series=(a_series(ON_THE_LINE),),
        benchmarks=(a_benchmark(20, day("2026-11-10")),),
    )

    found = well(of)

    assert found is not None
    assert [row.why for row in found.rows] == ["Benchmark 1 is reached."]
    assert found.lines == ("Goals: 1 reached a benchmark, 1 on track.",)


def test_good_news_is_short() -> None:
    found = well(with_goals(*[MASTERED] * (MOST_STRENGTHS + 3)))

    assert found is not None
    assert (len(found.rows), found.total) == (MOST_STRENGTHS, MOST_STRENGTHS + 3)


def test_without_good_news_there_is_no_such_section() -> None:
    assert well(with_goals(BEHIND)) is None


def test_whoever_is_praised_is_shown_and_noted_so() -> None:
    digest = told(of=with_goals(MASTERED, BEHIND))

    assert digest.students == ("s0",)
    assert day("2026-11-20") > START


def test_good_news_is_told_where_something_could_not_be_read_too() -> None:
    gone = Unread(problem(ProblemKind.WORKBOOK_UNAVAILABLE), datetime(2026, 11, 20, 12, tzinfo=UTC))

    digest = told(of=with_goals(MASTERED), unread=(gone,))

    assert "Going well" in [block.title for block in digest.blocks]

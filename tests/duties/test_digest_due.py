"""What is due when, and which of this school year's annual reviews were held in time."""

from __future__ import annotations

from typing import Any

from tests.builders import (
    a_case_manager,
    a_department,
    a_policy,
    a_response,
    a_student,
    an_organisation,
    day,
)
from tests.builders_digest import an_occasion, charts
from tests.builders_manager_digest import TODAY, department, told, writing
from workspace_agent.duties.digest import Figures
from workspace_agent.duties.digest_due import charts as due_charts
from workspace_agent.duties.digest_due import timely
from workspace_agent.model.facts import Department
from workspace_agent.model.vocabulary import PlanType
from workspace_agent.rules.bands import bands_of


def test_a_chart_has_every_band_in_order() -> None:
    found = charts(told(of=department(students=())))

    assert [*found] == ["Annual reviews due", "Reevaluations due"]
    for bands in found.values():
        assert [*bands] == ["past due", "0-30 days", "31-60 days", "61-90 days", "later", "unknown"]


def test_504_plans_have_charts_of_their_own_in_which_nothing_is_past_due() -> None:
    plan = a_student(plan=PlanType.S504, annual=day("2025-09-15"), evaluation=day("2023-12-01"))
    block = due_charts(bands_of(a_department(plan), a_policy(), TODAY))
    found = {chart.title: {band: count for band, count in chart.bars if count} for chart in block.charts}

    assert found == {
        "Annual reviews due": {},
        "Reevaluations due": {},
        "504 reviews due (company practice)": {"day passed": 1},
        "504 reevaluations due (company practice)": {"0-30 days": 1},
    }
    assert "past due" not in str(block.charts[2:])


def table(of: Department) -> Figures:
    return timely(writing(of), an_occasion(today=TODAY))


def lines(of: Department) -> dict[str, tuple[str, ...]]:
    return {name: tuple(cell.words for cell in cells) for name, cells in table(of).rows}


def two_people(*students: Any, **changes: Any) -> Department:
    people = (a_case_manager("ana", name="Ana Brook"), a_case_manager("theo", name="Theo Stone"))
    return a_department(*students, organisation=an_organisation(case_managers=people), **changes)


def test_reviews_of_the_school_year_are_n_of_n_without_the_pending_ones() -> None:
    of_ana = [
        a_student("s1", case_manager="ana", annual=day("2025-10-01")),
        a_student("s2", case_manager="ana", annual=day("2025-10-01")),
        a_student("s3", case_manager="ana", annual=day("2025-10-01")),
        a_student("s4", case_manager="ana", annual=day("2026-05-01")),
    ]
    of_theo = a_student("s5", case_manager="theo", annual=day("2026-05-01"))
    held = [
        a_response(day("2026-10-01"), student="s1", response_id="r1"),
        a_response(day("2026-10-02"), student="s2", response_id="r2"),
    ]

    assert lines(two_people(*of_ana, of_theo, responses=tuple(held))) == {
        "Ana Brook": ("1 of 3", "1", "1", "1"),
        "Theo Stone": ("none", "0", "0", "1"),
        "All": ("1 of 3", "1", "1", "2"),
    }


def test_the_school_year_is_named() -> None:
    assert "Due from 1 Jul 2026 to 30 Jun 2027" in table(two_people()).note


def test_where_none_is_due_it_says_so() -> None:
    block = table(a_department(a_student(annual=None)))

    assert (block.rows, block.empty) == ((), "No annual review is due in this school year.")

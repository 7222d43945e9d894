"""Company practice on published office hours."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_case_manager,
    a_department,
    a_policy,
    a_row,
    an_organisation,
    at,
    office_hours_on,
    unreadable,
)
from workspace_agent.model.finding import Finding
from workspace_agent.rules.published_hours import RULE

FOUR_DAYS = tuple(office_hours_on(weekday) for weekday in range(4))


def found(*rows: Any, **changes: Any) -> list[Finding]:
    organisation = an_organisation(case_managers=(a_case_manager(**changes),))
    return list(RULE.check(a_department(organisation=organisation, office_hours=rows), a_policy(), TODAY))


@pytest.mark.parametrize(
    ("friday", "hours"),
    [
        pytest.param([office_hours_on(4)], None, id="seven hours"),
        pytest.param([office_hours_on(4, at("09:00"), at("15:00"))], None, id="exactly six"),
        pytest.param([office_hours_on(4, at("09:00"), at("13:00"))], "4", id="four"),
        pytest.param([], "0", id="no row for Friday"),
        pytest.param([office_hours_on(5)], "0", id="Saturday is not Friday"),
        pytest.param(
            [office_hours_on(4, at("08:00"), at("12:00")), office_hours_on(4, at("11:00"), at("13:30"))],
            "5.5", id="an overlap counts once",
        ),
        pytest.param([office_hours_on(4, end=unreadable())], None, id="an unreadable end is a Problem's"),
        pytest.param([office_hours_on(4, unreadable())], None, id="an unreadable start is a Problem's"),
        pytest.param([office_hours_on(4, end=None)], "0", id="no end"),
        pytest.param([office_hours_on(4, case_manager="manager-2")], "0", id="somebody else's row"),
        pytest.param([office_hours_on(unreadable())], None, id="an unreadable weekday may be Friday"),
    ],
)  # fmt: skip
def test_each_weekday_needs_six_hours(friday: list[Any], hours: str | None) -> None:
    words = [finding.arithmetic for finding in found(*FOUR_DAYS, *friday)]

    assert words == ([f"Published hours on Friday are {hours} of 6."] if hours else [])


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"until": "2026-11-19"}, id="left yesterday"),
        pytest.param({"from": "2026-11-21"}, id="comes tomorrow"),
    ],
)
def test_only_those_who_work_here_publish(changes: dict[str, Any]) -> None:
    assert found(*FOUR_DAYS, **changes) == []


def test_on_the_last_day_they_still_do() -> None:
    assert len(found(*FOUR_DAYS, until="2026-11-20")) == 1


def test_where_nothing_is_published_something_else_speaks() -> None:
    assert found() == []


def test_the_place_is_the_weekday_s_row_or_the_first_of_the_sheet() -> None:
    short = office_hours_on(4, at("09:00"), at("13:00"))

    assert [finding.place for finding in found(*FOUR_DAYS, short)] == [short.row]
    assert [finding.place for finding in found(*FOUR_DAYS[::-1])] == [a_row(2, book="hours-1", sheet=2)]
    assert found(*FOUR_DAYS)[0].key == "published_hours/manager-1/Friday"

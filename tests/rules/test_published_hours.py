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
from workspace_agent.model.finding import Finding, Step
from workspace_agent.rules.published_hours import RULE

FOUR_DAYS = tuple(office_hours_on(weekday) for weekday in range(4))


def found(*rows: Any, **changes: Any) -> list[Finding]:
    organisation = an_organisation(case_managers=(a_case_manager(**changes),))
    return list(RULE.check(a_department(organisation=organisation, office_hours=rows), a_policy(), TODAY))


NOTHING = "Nothing is published for Friday: 0 hours of 6."


@pytest.mark.parametrize(
    ("friday", "said"),
    [
        pytest.param([office_hours_on(4)], None, id="seven hours"),
        pytest.param([office_hours_on(4, at("09:00"), at("15:00"))], None, id="exactly six"),
        pytest.param(
            [office_hours_on(4, at("09:00"), at("13:00"))],
            "Published for Friday: 09:00-13:00 = 4 hours of 6.", id="four",
        ),
        pytest.param(
            [office_hours_on(4, at("13:00"), at("14:30")), office_hours_on(4, at("08:00"), at("12:00"))],
            "Published for Friday: 08:00-12:00 + 13:00-14:30 = 5.5 hours of 6.", id="two rows that are short",
        ),
        pytest.param([], NOTHING, id="no row for Friday"),
        pytest.param([office_hours_on(5)], NOTHING, id="Saturday is not Friday"),
        pytest.param(
            [office_hours_on(4, at("08:00"), at("12:00")), office_hours_on(4, at("11:00"), at("13:30"))],
            "Published for Friday: 08:00-13:30 = 5.5 hours of 6. Rows that overlap count once.",
            id="an overlap counts once",
        ),
        pytest.param([office_hours_on(4, end=unreadable())], None, id="an unreadable end is a Problem's"),
        pytest.param([office_hours_on(4, unreadable())], None, id="an unreadable start is a Problem's"),
        pytest.param([office_hours_on(4, end=None)], "Published for Friday: 0 hours of 6.", id="no end"),
        pytest.param(
            [office_hours_on(4, case_manager="manager-2")], NOTHING, id="somebody else's row"
        ),
        pytest.param([office_hours_on(unreadable())], None, id="an unreadable weekday may be Friday"),
    ],
)  # fmt: skip
def test_each_weekday_needs_six_hours(friday: list[Any], said: str | None) -> None:
    words = [finding.arithmetic for finding in found(*FOUR_DAYS, *friday)]

    assert words == ([said] if said else [])


HALF = {"from": "2026-08-10", "until": "2027-06-11", "hours_per_day": 4}
VACATION = {"from": "2026-11-16", "until": "2026-11-27", "name": "vacation"}


@pytest.mark.parametrize(
    ("contract", "said"),
    [
        pytest.param([HALF], "3 hours of the contract's 4.", id="the contract's hours win"),
        pytest.param([HALF | {"hours_per_day": 3}], None, id="three hours are enough"),
        pytest.param([HALF | {"hours_per_day": None}], "3 hours of 6.", id="a contract that names no hours"),
        pytest.param([HALF | {"off": [VACATION]}], "3 hours of the contract's 4.", id="on vacation today"),
        pytest.param([HALF | {"until": "2026-11-20"}], "3 hours of the contract's 4.", id="the last day"),
        pytest.param([HALF | {"until": "2026-11-19"}], None, id="the contract has ended"),
        pytest.param([HALF | {"from": "2026-11-21"}], None, id="the contract has not begun"),
    ],
)
def test_the_contract_of_today_says_how_many(contract: list[dict[str, Any]], said: str | None) -> None:
    friday = office_hours_on(4, at("09:00"), at("12:00"))
    words = [finding.arithmetic for finding in found(*FOUR_DAYS, friday, contract=contract)]

    assert words == ([f"Published for Friday: 09:00-12:00 = {said}"] if said else [])


def test_where_only_a_weekend_is_published_the_sheet_s_first_row_is_the_place() -> None:
    saturday = office_hours_on(5)

    assert [finding.place for finding in found(saturday)] == [saturday.row] * 5


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

    [finding] = found(*FOUR_DAYS, short)
    assert (finding.place, finding.steps) == (
        short.row,
        (Step("09:00-13:00", short.row), Step("4 hours of 6")),
    )
    assert [finding.place for finding in found(*FOUR_DAYS[::-1])] == [a_row(2, book="hours-1", sheet=2)]
    assert found(*FOUR_DAYS)[0].key == "published_hours/manager-1/Friday"

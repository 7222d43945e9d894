"""School days of several school years, and the days of a contract."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.builders import a_case_manager, a_district, day
from workspace_agent.model.calendar import Break, federal_holidays
from workspace_agent.model.organisation import District

TWO_YEARS = [
    {"from": "2025-08-04", "until": "2026-06-12", "hours_per_day": 6},
    {
        "from": "2026-08-03",
        "until": "2027-06-11",
        "off": [{"from": "2026-11-23", "until": "2026-11-24", "name": "vacation"}],
    },
]


def a_contractor(*contract: Any) -> Any:
    return a_case_manager(contract=contract)


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        pytest.param("2026-11-20", "2026-11-20", id="a Friday at work"),
        pytest.param("2026-11-22", "2026-11-20", id="back over a weekend"),
        pytest.param("2026-11-24", "2026-11-20", id="back over vacation"),
        pytest.param("2026-11-25", "2026-11-25", id="the day after vacation"),
        pytest.param("2026-07-15", "2026-06-12", id="between two contracts the last day of the first"),
        pytest.param("2026-08-02", "2026-06-12", id="the day before the second"),
        pytest.param("2026-08-03", "2026-08-03", id="the first day of the second"),
        pytest.param("2028-01-01", "2027-06-11", id="after all of them"),
        pytest.param("2025-08-03", None, id="before all of them"),
    ],
)
def test_the_last_contract_day(until: str, expected: str | None) -> None:
    found = a_contractor(*TWO_YEARS).last_contract_day_until(day(until))
    assert found == (day(expected) if expected else None)


def test_a_contract_without_an_end_goes_on() -> None:
    assert a_contractor({"from": "2026-08-03"}).last_contract_day_until(day("2030-01-05")) == day(
        "2030-01-04"
    )


def test_without_a_contract_there_is_no_contract_day() -> None:
    assert a_case_manager().last_contract_day_until(day("2026-11-20")) is None


@pytest.mark.parametrize(
    ("on", "hours", "is_there"),
    [
        pytest.param("2025-08-04", 6, True, id="the first day of the first"),
        pytest.param("2026-06-12", 6, True, id="the last day of the first"),
        pytest.param("2026-06-13", None, False, id="between them"),
        pytest.param("2026-08-03", None, True, id="the second, which names no hours"),
    ],
)
def test_which_contract_holds_on_a_day(on: str, hours: float | None, is_there: bool) -> None:
    contract = a_contractor(*TWO_YEARS).contract_on(day(on))

    assert (contract is not None) is is_there
    assert (contract.hours_per_day if contract else None) == hours


@pytest.mark.parametrize(
    ("contract", "said"),
    [
        pytest.param([{"from": "2026-08-03", "until": "2026-08-02"}], "ends before it begins", id="an end"),
        pytest.param([{"from": "2026-08-03", "hours_per_day": 0}], "greater than 0", id="no hours"),
        pytest.param([{"from": "2026-08-03", "hours_per_day": 25}], "equal to 24", id="25 hours"),
        pytest.param([{"from": "2026-08-03"}, {"from": "2027-08-03"}], "each period", id="no end between"),
        pytest.param(TWO_YEARS[::-1], "each period", id="the later one first"),
        pytest.param(
            [{"from": "2026-08-03", "until": "2027-01-15"}, {"from": "2027-01-15"}], "each period",
            id="one day in both",
        ),
    ],
)  # fmt: skip
def test_a_contract_that_makes_no_sense_is_refused(contract: Any, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        a_contractor(*contract)


# ---- school years


LAST_YEAR: dict[str, Any] = {
    "first_day": "2025-08-13",
    "last_day": "2026-05-21",
    "closures": [{"from": "2026-03-09", "until": "2026-03-13", "name": "spring"}],
}
NEXT_YEAR = {"first_day": "2027-08-05", "last_day": "2028-05-26"}


def three_years() -> District:
    return a_district(other_years=[NEXT_YEAR, LAST_YEAR])


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param("2025-08-13", True, id="the first day of last year"),
        pytest.param("2026-03-10", False, id="a closure of last year"),
        pytest.param("2026-03-16", True, id="the Monday after it"),
        pytest.param("2026-07-01", False, id="a summer"),
        pytest.param("2026-11-20", True, id="this year"),
        pytest.param("2026-11-23", False, id="a closure of this year"),
        pytest.param("2028-05-26", True, id="the last day of next year"),
        pytest.param("2028-05-29", False, id="after all of them"),
    ],
)
def test_a_school_day_of_any_of_the_years(on: str, *, expected: bool) -> None:
    assert three_years().is_school_day(day(on)) is expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param("2025-08-12", False, id="the day before the first of all"),
        pytest.param("2025-08-13", True, id="the first of all"),
        pytest.param("2026-07-04", True, id="a summer between two years"),
        pytest.param("2028-08-04", True, id="a year after the last first day, less a day"),
        pytest.param("2028-08-05", False, id="a year after the last first day"),
    ],
)
def test_how_far_the_calendars_reach(on: str, *, expected: bool) -> None:
    assert three_years().knows(day(on)) is expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param("2026-08-12", True, id="the last day of the summer after it"),
        pytest.param("2026-08-13", False, id="a year after its first day"),
        pytest.param("2027-01-01", False, id="a year that is missing in between"),
        pytest.param("2027-08-05", True, id="the first day of the one after that"),
    ],
)
def test_a_year_that_is_missing_is_not_known(on: str, *, expected: bool) -> None:
    assert a_district(**LAST_YEAR, other_years=[NEXT_YEAR]).knows(day(on)) is expected


@pytest.mark.parametrize(
    ("next_first_day", "expected"),
    [
        pytest.param("2027-08-16", True, id="six days later than a year"),
        pytest.param("2027-09-10", True, id="a month later"),
        pytest.param("2027-09-11", False, id="so late that something is missing"),
    ],
)
def test_a_summer_reaches_until_the_next_year_begins(next_first_day: str, *, expected: bool) -> None:
    """The year before began on 10 Aug 2026, and school days are counted over the summer."""
    district = a_district(other_years=[{"first_day": next_first_day, "last_day": "2028-05-26"}])

    assert district.knows(day("2027-08-12")) is expected
    counted = district.school_days_after(day("2027-05-27"), 2)
    assert counted == (day(next_first_day) if expected else None)


@pytest.mark.parametrize(
    ("on", "first_day"),
    [
        pytest.param("2025-08-12", "2025-08-13", id="before all of them the first one"),
        pytest.param("2025-08-13", "2025-08-13", id="a first day"),
        pytest.param("2026-08-09", "2025-08-13", id="in summer the one that is over"),
        pytest.param("2026-08-10", "2026-08-10", id="its own"),
        pytest.param("2027-08-05", "2027-08-05", id="the next one, wherever it stands in the settings"),
        pytest.param("2030-01-01", "2027-08-05", id="after all of them the last one"),
    ],
)
def test_the_school_year_that_has_begun(on: str, first_day: str) -> None:
    assert three_years().begun_by(day(on)).first_day == day(first_day)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        pytest.param("2026-11-20", 0, "2026-11-20", id="none"),
        pytest.param("2026-11-20", 1, "2026-11-30", id="over a closure"),
        pytest.param("2026-05-20", 2, "2026-08-10", id="over a summer"),
        pytest.param("2026-08-09", 1, "2026-08-10", id="from a day without school"),
        pytest.param("2028-05-25", 1, "2028-05-26", id="the last day that is known"),
        pytest.param("2028-05-25", 2, None, id="further than any calendar reaches"),
        pytest.param("2025-08-11", 1, None, id="from before all calendars"),
    ],
)
def test_school_days_after(start: str, count: int, expected: str | None) -> None:
    assert three_years().school_days_after(day(start), count) == (day(expected) if expected else None)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        pytest.param("2026-11-20", 0, "2026-11-20", id="none"),
        pytest.param("2026-11-30", 1, "2026-11-20", id="over a closure"),
        pytest.param("2026-08-11", 2, "2026-05-21", id="over a summer"),
        pytest.param("2025-08-14", 1, "2025-08-13", id="the first of all"),
        pytest.param("2025-08-14", 2, None, id="further back than any calendar reaches"),
    ],
)
def test_school_days_before(start: str, count: int, expected: str | None) -> None:
    assert three_years().school_days_before(day(start), count) == (day(expected) if expected else None)


@pytest.mark.parametrize(
    ("after", "until", "count"),
    [
        pytest.param("2026-11-19", "2026-11-20", 1, id="one"),
        pytest.param("2026-11-20", "2026-11-30", 1, id="a closure between"),
        pytest.param("2026-11-20", "2026-11-20", 0, id="none"),
    ],
)
def test_how_many_school_days_lie_between(after: str, until: str, count: int) -> None:
    assert a_district().school_days_between(day(after), day(until)) == count


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        pytest.param("2026-07-15", "2026-05-21", id="in the summer before this year"),
        pytest.param("2027-08-05", "2027-08-05", id="the first day of next year"),
        pytest.param("2027-08-04", "2027-05-28", id="the day before that"),
        pytest.param("2025-08-12", None, id="before all of them"),
    ],
)
def test_the_last_school_day_of_any_of_the_years(until: str, expected: str | None) -> None:
    assert three_years().last_school_day_until(day(until)) == (day(expected) if expected else None)


def test_a_year_without_a_day_of_school_so_far_leaves_the_one_before() -> None:
    late = {"first_day": "2027-07-31", "last_day": "2028-05-26"}  # a Saturday
    district = a_district(other_years=[late])

    assert district.last_school_day_until(day("2027-08-01")) == day("2027-05-28")


@pytest.mark.parametrize(
    ("on", "first_day"),
    [
        pytest.param("2026-05-21", "2025-08-13", id="its last day"),
        pytest.param("2026-05-22", None, id="summer"),
        pytest.param("2026-08-10", "2026-08-10", id="the first day of the next"),
    ],
)
def test_which_school_year_a_day_is_in(on: str, first_day: str | None) -> None:
    year = three_years().year_of(day(on))
    assert (year.first_day if year else None) == (day(first_day) if first_day else None)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param("2026-08-09", "2026-08-10", id="the next one"),
        pytest.param("2026-08-10", "2027-08-05", id="on a first day the one after it"),
        pytest.param("2027-08-05", None, id="none follows"),
    ],
)
def test_the_first_day_of_the_next_year(after: str, expected: str | None) -> None:
    assert three_years().first_day_after(day(after)) == (day(expected) if expected else None)


def test_breaks_are_told_with_the_weekends_beside_them_and_summer_among_them() -> None:
    breaks = a_district(other_years=[LAST_YEAR, NEXT_YEAR]).breaks

    assert breaks == tuple(
        Break(day(first), day(missed), day(last), weekdays)
        for first, missed, last, weekdays in [
            ("2026-03-07", "2026-03-09", "2026-03-15", 5),
            ("2026-05-22", "2026-05-22", "2026-08-09", 56),
            ("2026-11-21", "2026-11-23", "2026-11-29", 5),
            ("2026-12-19", "2026-12-21", "2027-01-04", 11),
            ("2027-03-13", "2027-03-15", "2027-03-21", 5),
            ("2027-05-29", "2027-05-31", "2027-08-04", 48),
            ("2028-05-27", "2028-05-29", "2028-08-04", 50),
        ]
    )


def test_no_break_is_seen_in_a_year_that_is_missing() -> None:
    breaks = a_district(**LAST_YEAR, other_years=[NEXT_YEAR]).breaks

    assert [f"{one.first} {one.last}" for one in breaks[1:]] == [
        "2026-05-22 2026-08-12",
        "2028-05-27 2028-08-04",
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"last_day": "2026-08-09"}, r"ends \(last_day\) before it begins", id="no year at all"),
        pytest.param(
            {"other_years": [{"first_day": "2027-08-05", "last_day": "2027-08-04"}]},
            r"ends \(last_day\) before it begins", id="another one is none",
        ),
        pytest.param(
            {"other_years": [{"first_day": "2027-05-28", "last_day": "2028-05-26"}]},
            "that begins on 2027-05-28 should begin after the last day of the one before it, 2027-05-28",
            id="two on one day",
        ),
        pytest.param({"other_years": [LAST_YEAR, LAST_YEAR]}, "should begin after", id="one twice"),
    ],
)  # fmt: skip
def test_school_years_that_make_no_sense_are_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        a_district(**changes)


# ---- federal holidays


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        pytest.param(
            2026,
            "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
            id="Independence Day on a Saturday",
        ),
        pytest.param(
            2027,
            "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24",
            id="Independence Day on a Sunday, Juneteenth and Christmas on Saturdays",
        ),
    ],
)
def test_federal_holidays_as_they_are_observed(year: int, expected: str) -> None:
    assert [f"{one:%m-%d}" for one in federal_holidays([year])] == expected.split()


def test_a_new_years_day_on_a_saturday_is_observed_in_the_year_before() -> None:
    assert day("2027-12-31") in federal_holidays([2028])

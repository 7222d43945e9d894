"""School days of several school years, and the days of a contract."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.builders import a_case_manager, day

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

"""Published and worked hours of one case manager: two numbers for one time."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import (
    JUDGED_FROM,
    a_case_manager,
    a_department,
    a_policy,
    an_hours_entry,
    an_organisation,
    at,
    day,
    full_days,
    hours_on,
    office_hours_on,
    unreadable,
)
from workspace_agent.rules.hours_summary import HoursSummary, hours_summary

MONDAY, FRIDAY = day("2026-11-09"), day("2026-11-13")
"""Wednesday between them is Veterans Day."""
DAYS = (MONDAY, day("2026-11-10"), day("2026-11-12"), FRIDAY)
HOUR = 3600
MISDATED = an_hours_entry(unreadable(), at("08:00"), at("14:00"), row=30)
OFF = {"from": "2026-11-10", "until": "2026-11-12", "name": "vacation"}


def summary(*, first: Any = MONDAY, last: Any = FRIDAY, contract: Any = (), **changes: Any) -> HoursSummary:
    organisation = an_organisation(case_managers=(a_case_manager(contract=contract), a_case_manager("other")))
    department = a_department(organisation=organisation, **changes)
    return hours_summary(department, a_policy(), "manager-1", first, last)


def test_a_full_week() -> None:
    assert summary() == HoursSummary(
        published=dict.fromkeys(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"), 7 * HOUR),
        worked=dict.fromkeys(DAYS, 6 * HOUR),
        short=(),
        not_judged=(),
    )
    assert summary().total_worked == 24 * HOUR


@pytest.mark.parametrize(
    ("changes", "worked", "short"),
    [
        pytest.param({"hours": hours_on(MONDAY, "08:00-12:00")}, [4, 0, 0, 0], [0, 1, 2, 3], id="little"),
        pytest.param({"hours": full_days() + hours_on(FRIDAY, "12:00-17:00", row=30)}, [6, 6, 6, 9], [],
                     id="more than asked, overlaps counted once"),
        pytest.param({"hours": full_days(), "contract": [{"from": "2026-08-10", "hours_per_day": 6.5}]},
                     [6, 6, 6, 6], [0, 1, 2, 3], id="the contract asks for more"),
        pytest.param({"hours": hours_on(MONDAY, "08:00-12:00"),
                      "contract": [{"from": "2026-08-10", "until": "2026-11-09", "hours_per_day": 4}]},
                     [4], [], id="only the days of the contract"),
        pytest.param({"hours": full_days(), "contract": [{"from": "2026-08-10", "off": [OFF]}]},
                     [6, None, None, 6], [], id="days off are no working days, whatever was logged"),
        pytest.param({"hours": full_days(case_manager="other")}, [0, 0, 0, 0], [0, 1, 2, 3], id="another's"),
    ],
)  # fmt: skip
def test_hours_worked(changes: dict[str, Any], worked: list[int | None], short: list[int]) -> None:
    found = summary(**changes)

    days = {on: hours * HOUR for on, hours in zip(DAYS, worked, strict=False) if hours is not None}
    assert (found.worked, found.short) == (days, tuple(DAYS[index] for index in short))
    assert found.not_judged == ()


@pytest.mark.parametrize(
    ("changes", "not_judged"),
    [
        pytest.param({"hours_read_for": frozenset()}, DAYS, id="the log was not read"),
        pytest.param(
            {"hours": (*full_days(), an_hours_entry(MONDAY, at("15:00"), unreadable(), row=30))}, DAYS[:1],
            id="a Problem speaks about a row",
        ),
        pytest.param(
            {"hours": (*full_days(last=MONDAY), MISDATED)},
            DAYS, id="a row may be of any day from Monday on",
        ),
        pytest.param({"first": day("2026-11-03"), "last": JUDGED_FROM},
                     (day("2026-11-03"), day("2026-11-04")), id="before hours were judged"),
    ],
)  # fmt: skip
def test_what_is_not_judged_is_neither_worked_nor_short(changes: dict[str, Any], not_judged: Any) -> None:
    found = summary(**changes)

    assert found.not_judged == not_judged
    assert not set(not_judged) & {*found.worked, *found.short}


@pytest.mark.parametrize(
    ("rows", "monday"),
    [
        pytest.param((office_hours_on(0, at("08:00"), at("10:30")),), {"Monday": 2.5}, id="short"),
        pytest.param((office_hours_on(0, end=unreadable()),), {"Monday": None}, id="unreadable"),
        pytest.param((office_hours_on(1),), {"Monday": 0}, id="only Tuesday is published"),
        pytest.param((office_hours_on(0, case_manager="other"),), {}, id="another's"),
        pytest.param((), {}, id="nothing is published"),
    ],
)
def test_published_hours(rows: Any, monday: dict[str, float | None]) -> None:
    published = summary(office_hours=rows).published

    seconds = {name: hours and hours * HOUR for name, hours in monday.items()}
    assert {name: published[name] for name in published if name == "Monday"} == seconds


def test_no_time_holds_no_days() -> None:
    assert summary(first=FRIDAY, last=MONDAY).worked == {}

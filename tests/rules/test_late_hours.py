"""Company practice: entries of the Hours Log that were typed days later."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import a_department, a_policy, a_row, an_hours_entry, at, day
from workspace_agent.model.finding import Finding
from workspace_agent.model.hours import HoursEntry
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.late_hours import RULE

TODAY = day("2026-11-20")


def found(*entries: HoursEntry) -> list[Finding]:
    return list(RULE.check(a_department(hours=entries), a_policy(), TODAY))


def entry(on: str | None, logged: str | None, row: int = 2) -> HoursEntry:
    worked, typed = day(on) if on else None, day(logged) if logged else None
    return an_hours_entry(worked, at("08:00"), at("14:00"), logged=typed, row=row)


@pytest.mark.parametrize(
    ("on", "logged", "late"),
    [
        pytest.param("2026-11-16", "2026-11-16", False, id="on the day itself"),
        pytest.param("2026-11-16", "2026-11-18", False, id="two business days later"),
        pytest.param("2026-11-16", "2026-11-19", True, id="three business days later"),
        pytest.param("2026-11-06", "2026-11-10", False, id="a weekend between does not count"),
        pytest.param("2026-11-10", "2026-11-13", False, id="nor does Veterans Day"),
        pytest.param("2026-11-10", "2026-11-16", True, id="the Monday after"),
        pytest.param("2026-11-16", None, False, id="nobody typed when"),
        pytest.param(None, "2026-11-19", False, id="nobody knows of which day"),
        pytest.param("2026-11-02", "2026-11-19", False, id="before anything was judged"),
        pytest.param("2026-11-16", "2026-12-19", False, id="typed in a day that has not come"),
    ],
)
def test_an_entry_is_late_after_two_business_days(on: str | None, logged: str | None, *, late: bool) -> None:
    assert bool(found(entry(on, logged))) is late


LATE_DAY = (
    entry("2026-11-16", "2026-11-17", row=2),
    entry("2026-11-16", "2026-11-19", row=3),
    entry("2026-11-16", "2026-11-20", row=4),
)


@pytest.mark.parametrize("entries", [LATE_DAY, LATE_DAY[::-1]], ids=["in their order", "the other way round"])
def test_a_late_day_is_told_once_with_its_first_late_row(entries: tuple[HoursEntry, ...]) -> None:
    [finding] = found(*entries)

    assert finding.severity is Severity.INFO
    assert (
        finding.arithmetic
        == "Hours of 16 Nov 2026 were logged on 19 Nov 2026; in time was until 18 Nov 2026."
    )
    assert finding.place == a_row(3, book="hours-1")


def test_each_persons_late_days_are_told() -> None:
    of_both = [replace(LATE_DAY[1], case_manager=person) for person in ("manager-2", "manager-1")]

    assert [finding.key for finding in found(*of_both)] == [
        "late_hours/manager-1/2026-11-16",
        "late_hours/manager-2/2026-11-16",
    ]

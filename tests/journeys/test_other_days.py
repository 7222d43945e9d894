"""Whole cycles on days that calendars stumble over: summer, 29 Feb 2028, Sundays of changing clocks."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.journeys.world import World
from workspace_agent.model.action import State


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        pytest.param("2027-07-14T07:00:00-04:00", "2027-W28", id="summer"),
        pytest.param("2028-02-29T07:00:00-05:00", "2028-W09", id="29 Feb 2028"),
        pytest.param("2027-03-14T07:00:00-04:00", "2027-W10", id="a Sunday on which clocks go forward"),
        pytest.param("2026-11-01T01:30:00-05:00", "2026-W44", id="the second 1:30 of a Sunday going back"),
    ],
)
def test_a_whole_cycle(world: World, moment: str, week: str) -> None:
    world.at(datetime.fromisoformat(moment))
    report = world.run()
    keys = {outcome.action.key for outcome in report.account.outcomes}

    assert {outcome.state for outcome in report.account.outcomes} == {State.DONE}
    assert f"digest/manager/{week}" in keys
    world.forget_requests()
    assert world.run().account.outcomes == ()
    assert world.writes() == []


def test_due_dates_on_29_feb_2028(world: World) -> None:
    """Annual reviews of 18 Nov 2025 and later lie years back: everybody is past due, by whole days."""
    world.at(datetime.fromisoformat("2028-02-29T07:00:00-05:00"))
    findings = world.run().account.findings

    due = {f.due for f in findings if f.rule == "reevaluation" and f.severity.name == "VIOLATION"}
    assert date(2027, 2, 28) in due  # evaluated on 29 Feb 2024


def test_nothing_is_booked_in_the_past(world: World) -> None:
    world.at(datetime.fromisoformat("2027-07-14T07:00:00-04:00"))
    world.run()

    assert world.meetings() == []


def test_a_missed_monday_is_made_up_for_once(world: World) -> None:
    world.first_run()  # Friday of week 47: Monday's digest is late
    for moment in ("2026-11-23T06:59:00-05:00", "2026-11-24T09:00:00-05:00", "2026-11-25T09:00:00-05:00"):
        world.at(datetime.fromisoformat(moment))
        world.run()

    subjects = [str(mail["Subject"]) for mail in world.mails("o.fenwick@willowbridge.example")]
    assert sorted(subject.partition("(")[2] for subject in subjects) == [
        "week of 16 Nov 2026)",
        "week of 23 Nov 2026)",
    ]


def test_a_week_later_it_is_said_what_is_still_open(world: World) -> None:
    world.first_run()
    world.at(datetime.fromisoformat("2026-11-23T07:00:00-05:00"))
    world.run()
    bodies = [mail.get_body(("plain",)) for mail in world.mails("o.fenwick@willowbridge.example")]

    texts = [body.get_content() for body in bodies if body is not None]
    assert sum("still open" in text for text in texts) == 1
    assert sum("first digest" in text for text in texts) == 1

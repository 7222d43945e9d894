"""A person acts between the agent's look and its write, or between its death and its next run."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.adapters import BaseAdapter

from tests.journeys import people
from tests.journeys.world import World, build_world
from tests.kills.days import later, run_until_quiet
from tests.kills.department import BEN, CORA, DEV, INITIALS, SMALL, cell
from tests.kills.steps import When
from tests.machine.sheet import Row
from tests.machine.trouble import Death
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report

MOVED = Row(BEN, day="12/3/2026", time="4:30 PM").start


class InterruptedAdapter(BaseAdapter):
    """Something happens just before or after the first request to an event with some HTTP verb."""

    def __init__(self, inner: BaseAdapter, verb: str, when: When, act: Callable[[], None]) -> None:
        super().__init__()
        self._inner, self._verb, self._when, self._act = inner, verb, when, act
        self._over = False

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        strikes = not self._over and request.method == self._verb and "/events" in str(request.url)
        self._over |= strikes
        if strikes and self._when == "before":
            self._act()
        answer = self._inner.send(request, *args, **kwargs)
        if strikes and self._when == "after":
            self._act()
        return answer

    def close(self) -> None:
        self._inner.close()


class LaggingAdapter(BaseAdapter):
    """Lists of events or of files do not show one of them yet."""

    def __init__(self, inner: BaseAdapter, hidden: str) -> None:
        super().__init__()
        self._inner, self._hidden = inner, hidden

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        answer = self._inner.send(request, *args, **kwargs)
        is_list = request.method == "GET" and re.search(r"/(events|files)\?", str(request.url))
        if not is_list:
            return answer
        body = answer.json()
        for key in {"items", "files"} & body.keys():
            body[key] = [one for one in body[key] if one["id"] != self._hidden]
        answer._content = json.dumps(body).encode()
        return answer

    def close(self) -> None:
        self._inner.close()


def interrupted(world: World, verb: str, when: When, act: Callable[[], None]) -> World:
    """The same department; only the agent's requests are interrupted."""
    return _through(world, lambda inner: InterruptedAdapter(inner, verb, when, act))


def lagging(world: World, hidden: str) -> World:
    """The same department; only to the agent an event is not listed yet."""
    return _through(world, lambda inner: LaggingAdapter(inner, hidden))


def _through(world: World, adapt: Callable[[BaseAdapter], BaseAdapter]) -> World:
    endpoint = world.stage.endpoint
    assert endpoint.inner is not None
    return replace(world, stage=replace(world.stage, endpoint=replace(endpoint, inner=adapt(endpoint.inner))))


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Four meetings are booked."""
    world = build_world(tmp_path, SMALL)
    run_until_quiet(world)
    return world


def kinds(report: Report) -> set[ProblemKind]:
    return {problem.kind for problem in report.account.problems}


def test_an_event_that_is_dragged_while_the_agent_moves_it_stays_where_it_was_dragged(world: World) -> None:
    event = world.meeting(INITIALS[BEN])
    world.type(cell(BEN, "Start"), "11:00 AM")
    interrupted(world, "PATCH", "before", lambda: people.drags(world, event["id"], MOVED)).run()
    dragged = world.meeting(INITIALS[BEN])
    report = world.run()

    assert datetime.fromisoformat(dragged["start"]["dateTime"]) == MOVED
    assert world.meeting(INITIALS[BEN]) == dragged
    assert ProblemKind.BOTH_CHANGED in kinds(report)


def test_an_event_that_is_edited_while_the_agent_cancels_it_stays(world: World) -> None:
    event = world.meeting(INITIALS[CORA])
    world.type(cell(CORA, "Cancelled"), "TRUE")
    world.run()
    later(world)
    edit = {"description": "Bring the scores."}
    interrupted(world, "PATCH", "before", lambda: people.edits(world, event["id"], **edit)).run()
    for _ in range(3):
        later(world)
        report = world.run()

    assert world.meeting(INITIALS[CORA])["status"] == "confirmed"
    assert ProblemKind.CANCEL_REFUSED in kinds(report)


def test_guests_who_stay_are_told_of_a_new_time_also_when_the_agreement_was_emptied(world: World) -> None:
    world.type(cell(BEN, "Agreed with parent on"), "")
    world.type(cell(BEN, "Start"), "3:30 PM")
    run_until_quiet(world)

    guests = {guest["email"] for guest in world.meeting(INITIALS[BEN])["attendees"]}
    told = {
        box
        for box, mails in world.dump()["mails"].items()
        if any("Updated invitation" in mail["raw"] for mail in mails)
    }
    assert guests
    assert told == guests


def die() -> None:
    raise Death


def dates(world: World) -> None:
    """Dev's meeting is dated and to be booked."""
    for heading, typed in (("Date", "12/9/2026"), ("Start", "1:00 PM"), ("Book", "TRUE")):
        world.type(cell(DEV, heading), typed)


def test_an_event_that_is_not_listed_yet_after_the_agent_died_at_it_is_not_booked_again(world: World) -> None:
    dates(world)
    with pytest.raises(Death):
        interrupted(world, "POST", "after", die).run()
    lagging(world, world.meeting(INITIALS[DEV])["id"]).run()
    run_until_quiet(world)

    assert len([event for event in world.meetings() if event["summary"].endswith(INITIALS[DEV])]) == 1


@pytest.mark.parametrize("days", [0, 1, 5])
def test_an_event_that_is_deleted_after_the_agent_died_at_it_stays_deleted(world: World, days: int) -> None:
    """The agent booked it and never learnt so; the person did not want it."""
    dates(world)
    with pytest.raises(Death):
        interrupted(world, "POST", "after", die).run()
    people.deletes(world, world.meeting(INITIALS[DEV])["id"])
    for _ in range(3):
        world.at(world.clock.now + timedelta(days=days))
        report = world.run()

    assert world.meeting(INITIALS[DEV])["status"] == "cancelled"
    assert ProblemKind.EVENT_DELETED in kinds(report)


def test_an_event_that_is_deleted_and_not_listed_stays_deleted(world: World) -> None:
    """The same while Google's list lags: only a look at the event itself tells."""
    dates(world)
    with pytest.raises(Death):
        interrupted(world, "POST", "after", die).run()
    event = world.meeting(INITIALS[DEV])["id"]
    people.deletes(world, event)
    lagging(world, event).run()
    run_until_quiet(world)

    assert world.meeting(INITIALS[DEV])["status"] == "cancelled"

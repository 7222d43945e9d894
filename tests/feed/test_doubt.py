"""When the feed is in doubt it forgets; what is to be done is never decided on what was remembered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.feed.serving import Serving, serving
from tests.journeys import people
from tests.journeys.drive_people import change, grant, take_off
from tests.journeys.world import MANAGER, MARISOL, ROBOT, URL, World, build_world
from tests.kills.department import ADA, DEV, SMALL, STUDENTS, cell, response

LOOK = ("drive.files.list", "drive.files.get", "sheets.spreadsheets.get")

TAB_WRITTEN = "sheets.spreadsheets.batchUpdate"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(build_world(tmp_path_factory.mktemp("doubt") / "world", SMALL)) as agent:
        yield agent


@pytest.fixture
def agent(shared: Serving) -> Serving:
    shared.until_quiet()
    return shared


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Serving]:
    """One of its own, where it would not be as it was."""
    with serving(build_world(tmp_path / "world", SMALL)) as agent:
        agent.until_quiet()
        yield agent


def looked_in_full(agent: Serving) -> bool:
    return all(agent.asked()[method] for method in LOOK)


def test_a_token_that_google_does_not_take_leads_to_a_full_look_and_to_a_new_one(agent: Serving) -> None:
    agent.world.fault("drive.changes.list", status=400)
    agent.cycle()
    agent.world.sandbox.faults.clear()
    agent.cycle()
    assert looked_in_full(agent)
    agent.cycle()
    assert not any(agent.asked()[method] for method in LOOK)


def test_where_the_log_cannot_be_read_every_look_is_a_full_one(agent: Serving) -> None:
    agent.world.fault("drive.changes.list", status=404)
    agent.world.fault("drive.changes.getStartPageToken", status=404)
    agent.cycle()
    agent.world.sandbox.faults.clear()
    assert looked_in_full(agent)
    agent.world.type(cell(ADA, "Start"), "11:45 AM")
    agent.sees_everything()


def test_what_the_agent_wrote_is_not_waited_for_where_the_log_lags_behind(other: Serving) -> None:
    other.world.type(cell(DEV, "Date"), "12/9/2026")
    people.submits(other.world, response(2, STUDENTS[DEV], "2026-11-20T12:00:00.000001Z"))
    log = other.world.sandbox.state.drive.changes
    before = len(log)
    other.cycle()
    late = log[before:]
    assert {one["method"] for one in other.world.writes()} >= {"drive.files.create", TAB_WRITTEN}
    del log[before:]
    other.sees_everything()
    log += late
    other.sees_everything()


def test_what_changes_while_a_look_is_under_way_is_seen_by_the_next_one(agent: Serving) -> None:
    agent.tools.catch_up()
    agent.world.type(cell(ADA, "Start"), "10:15 AM")
    agent.sees_everything()


def test_a_new_day_begins_with_a_full_look(agent: Serving) -> None:
    agent.world.at(agent.world.clock.now + timedelta(days=1))
    agent.cycle()
    assert looked_in_full(agent)


def test_what_is_open_only_to_those_with_the_link_is_read_each_time(other: Serving) -> None:
    book = {"id": other.world.progress}
    grant(other.world, book, type="anyone", role="writer")
    with other.world.raw(MARISOL, "drive") as session:
        permissions = f"{URL}/drive/v3/files/{other.world.progress}/permissions"
        found = session.get(permissions, params={"fields": "permissions(id,emailAddress)"}).json()[
            "permissions"
        ]
        (robots,) = [one["id"] for one in found if one.get("emailAddress") == ROBOT]
        assert session.delete(f"{permissions}/{robots}").ok
    other.until_quiet()
    other.cycle()
    assert other.asked()["sheets.spreadsheets.get"] == 1
    other.world.type(cell(ADA, "Start"), "11:30 AM")
    other.sees_everything()


def test_nothing_is_booked_where_a_person_has_entered_the_meeting_since(agent: Serving) -> None:
    by_hand(agent.world)
    asks_for_it_in_the_sheet(agent.world)
    report = agent.cycle()
    assert "link_or_book" in {one.verdict for one in report.account.decisions}
    assert agent.asked()["calendar.events.insert"] == 0


def test_an_answer_given_in_the_calendar_itself_is_noticed_within_the_hour(other: Serving) -> None:
    made = by_hand(other.world)
    asks_for_it_in_the_sheet(other.world)
    other.cycle()
    people.deletes(other.world, made)
    other.cycle()
    assert other.asked()["calendar.events.insert"] == 0
    other.world.at(other.world.clock.now + timedelta(hours=1))
    other.cycle()
    other.cycle()
    assert other.asked()["calendar.events.insert"] == 1


def asks_for_it_in_the_sheet(world: World) -> None:
    typed = {"Date": "12/9/2026", "Start": "9:00 AM", "Agreed with parent on": "11/19/2026", "Book": "TRUE"}
    for heading, text in typed.items():
        world.type(cell(DEV, heading), text)


def by_hand(world: World) -> str:
    """The case manager enters Dev's meeting in the calendar."""
    hours = [f"2026-12-09T{hour}:00:00-07:00" for hour in ("09", "10")]
    span = {name: {"dateTime": hour} for name, hour in zip(("start", "end"), hours, strict=True)}
    with world.raw(MARISOL, "calendar") as session:
        made: dict[str, Any] = session.post(
            f"{URL}/calendar/v3/calendars/{MARISOL}/events", json={"summary": "D.E. annual review"} | span
        ).json()
    return str(made["id"])


def test_a_digest_that_comes_due_is_sent_by_an_idle_cycle(other: Serving) -> None:
    monday = datetime.fromisoformat("2026-11-23T06:59:00-05:00")
    other.world.at(monday - timedelta(minutes=2))
    other.until_quiet()
    other.world.at(monday)
    other.cycle()
    assert other.asked()["gmail.users.drafts.send"] >= 1
    assert not any(other.asked()[method] for method in LOOK)


def test_what_a_shared_drive_tells_is_asked_of_its_own_log(tmp_path: Path) -> None:
    world = build_world(tmp_path / "world", SMALL)
    with world.raw(ROBOT, "drive") as session:
        drive = session.post(
            f"{URL}/drive/v3/drives", params={"requestId": "1"}, json={"name": "Special Services"}
        ).json()
    grant(world, drive, MANAGER, "organizer")
    world.setting(lambda text: text.replace("[drive]", f'[drive]\nparent = "{drive["id"]}"'))
    with serving(world) as agent:
        agent.until_quiet()
        agent.cycle()
        assert agent.asked()["drive.changes.list"] == 2
        assert not any(agent.asked()[method] for method in LOOK)
        (record,) = [
            one for one in world.dump()["files"] if one["name"].startswith("2026-11-12 annual review.")
        ]
        change(world, record, {"name": "Ada Birchwood"})
        grant(world, record, "x.stranger@elsewhere.example")
        agent.sees_everything()
        take_off(world, record, "x.stranger@elsewhere.example")
        change(world, record, {"trashed": True})
        agent.sees_everything()

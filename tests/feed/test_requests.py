"""What a cycle of an agent that stays running asks of Google, counted by the sandbox's log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.feed.serving import Serving, serving
from tests.journeys import people
from tests.journeys.caseload_folder import LENA
from tests.journeys.drive_people import change, grant
from tests.journeys.world import ROBOT, WHOLE, build_world
from tests.kills.department import ADA, SMALL, STUDENTS, response

IDLE = {"drive.changes.list": 1, "forms.forms.responses.list": 1}
EVENTS = "calendar.events.list"
SETTLED = timedelta(minutes=16)
"""After so long a row without a Book box is booked."""


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(build_world(tmp_path_factory.mktemp("one") / "world", SMALL)) as agent:
        agent.until_quiet()
        yield agent


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(build_world(tmp_path_factory.mktemp("whole") / "world", WHOLE)) as agent:
        agent.cycle()
        agent.world.at(agent.world.clock.now + SETTLED)
        agent.until_quiet()
        yield agent


def test_an_idle_cycle_of_one_case_manager_is_three_requests(one: Serving) -> None:
    one.until_quiet()
    one.cycle()
    assert one.asked() == Counter(IDLE | {EVENTS: 1})
    assert one.writes() == 0


def test_an_idle_cycle_of_the_whole_department_is_two_and_one_for_each_calendar_with_open_events(
    whole: Serving,
) -> None:
    whole.cycle()
    assert whole.open_calendars() == 3
    assert whole.asked() == Counter(IDLE | {EVENTS: 3})
    assert whole.writes() == 0


@pytest.mark.parametrize("k", [1, 2, 3, 4])
def test_each_changed_workbook_adds_one_read(whole: Serving, k: int) -> None:
    books = sorted(id_ for name, id_ in whole.world.ids.items() if name != "form")
    for book in books[:k]:
        notes_something(whole, book)
    whole.cycle()
    assert whole.asked() == Counter(IDLE | {EVENTS: 3, "sheets.spreadsheets.get": k})


def notes_something(agent: Serving, book: str) -> None:
    """Somebody writes into a cell that says nothing to the agent."""
    with agent.world.person(ROBOT) as google:
        sheet = google.sheets.read(book, "sheets.properties.title")["sheets"][0]["properties"]["title"]
        google.sheets.type_values(book, f"'{sheet}'!Z90", [["call back"]])


def test_a_workbook_that_is_renamed_adds_one_read(one: Serving) -> None:
    one.until_quiet()
    change(one.world, {"id": one.world.progress}, {"name": "My students"})
    one.cycle()
    assert one.asked() == Counter(IDLE | {EVENTS: 1, "sheets.spreadsheets.get": 1})


def test_who_can_open_a_workbook_is_told_by_the_log_itself(one: Serving) -> None:
    one.until_quiet()
    grant(one.world, {"id": one.world.progress}, LENA)
    one.cycle()
    assert one.asked()["drive.files.get"] == one.asked()["drive.permissions.list"] == 0
    one.sees_everything()


def test_a_new_response_is_filed_without_a_further_read_of_the_look(one: Serving) -> None:
    one.until_quiet()
    people.submits(one.world, response(2, STUDENTS[ADA], "2026-11-20T12:00:00.000001Z"))
    one.cycle()
    asked = one.asked()
    assert asked["drive.files.create"] > 0
    assert (asked["sheets.spreadsheets.get"], asked["drive.files.list"], asked["drive.files.get"]) == (
        0,
        0,
        0,
    )
    assert (asked["drive.changes.list"], asked["forms.forms.responses.list"], asked[EVENTS]) == (1, 1, 1)


def test_an_event_that_a_person_moved_is_seen_in_an_idle_cycle(one: Serving) -> None:
    one.until_quiet()
    event = next(event for event in one.world.meetings() if event["status"] != "cancelled")
    start = datetime.fromisoformat(event["start"]["dateTime"])
    people.drags(one.world, event["id"], start + timedelta(days=1))
    report = one.cycle()
    assert "changed_by_person" in {decision.verdict for decision in report.account.decisions}
    assert one.asked()[EVENTS] == 1
    assert one.asked()["sheets.spreadsheets.get"] == 0


def test_where_no_event_is_open_no_calendar_is_asked(tmp_path: Path) -> None:
    with serving(build_world(tmp_path / "world", SMALL)) as agent:
        agent.cycle()
        for event in agent.world.meetings():
            people.deletes(agent.world, event["id"])
        agent.until_quiet()
        agent.cycle()
        assert agent.open_calendars() == 0
        assert agent.asked() == Counter(IDLE)

"""The name of a colleague's student in a sheet or the form may mean another child: nothing is done on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys import people
from tests.journeys.colleagues import hire
from tests.journeys.drive_people import told
from tests.journeys.test_change_of_hands import COLUMNS, FROM, row
from tests.journeys.world import MARISOL, World, build_world
from tests.kills.department import SMALL, STUDENTS, response
from tests.kills.onlooker import THEO
from workspace_agent.model.problem_kinds import ProblemKind

STRANGER = "pat.stranger@inbox.example"
(HERS, *_) = STUDENTS


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A small department with a second case manager in the same district."""
    return build_world(tmp_path / "world", SMALL)


def hire_theo(world: World) -> str:
    rows = [row(90, "Quillon Ashgrove")]
    return hire(world, "theo", "Theo Brandvold", columns=COLUMNS, rows=rows, more=FROM)


def test_rows_that_name_a_colleagues_student_are_told_and_not_used(world: World) -> None:
    theirs = hire_theo(world)
    with world.person(THEO) as google:
        meeting = [HERS, "amendment", "12/9/2026", "1:00 PM", "in person", "11/12/2026", "TRUE"]
        google.sheets.type_values(theirs, "Meetings!A2", [meeting])
        google.sheets.type_values(theirs, "Team!A2", [[HERS, "general education teacher", STRANGER]])
    report = world.run()

    found = told(report, ProblemKind.STUDENT_OF_A_COLLEAGUE)
    assert [one.case_manager for one in found] == ["theo", "theo"]
    assert all(f"/{theirs}/" in one.place.url for one in found)
    with world.person(THEO) as google:
        assert not google.calendar.list(THEO)
    assert STRANGER not in str([one.get("attendees") for one in world.meetings()])


def test_a_response_by_the_name_alone_goes_into_no_folder_of_a_colleagues(world: World) -> None:
    hire_theo(world)
    world.run()
    before = {one["id"] for one in world.papers(MARISOL)}
    people.submits(world, {**response(60, HERS, "2026-11-19T15:20:00.000001Z"), "respondent": THEO})
    report = world.run()

    assert [one.case_manager for one in told(report, ProblemKind.RESPONSE_OF_A_COLLEAGUE)] == ["theo"]
    assert {one["id"] for one in world.papers(MARISOL)} == before
    assert len(world.papers(THEO)) == 1

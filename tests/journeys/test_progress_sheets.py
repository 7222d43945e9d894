"""A progress sheet lies in the student's folder, follows the data, and is opened from the digest."""

from __future__ import annotations

import io
from collections import Counter
from datetime import timedelta

import pytest
from pypdf import PdfReader

from tests.journeys.drive_people import Json, change, delete, files, folder_of, move, new_folder, the, told
from tests.journeys.world import MANAGER, PROGRESS, ROBOT, World
from workspace_agent.model.action import Outcome, State
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report

TO_MONDAY = timedelta(days=3)
DRAWN = "10 points (of 11 values; those of one week or day are one), last 20 Nov 2026"
NEXT_POINT = "Progress!A81"
_FIRST_SHEET = 40


@pytest.fixture(name="filed")
def _filed(world: World) -> World:
    world.first_run()
    return world


def sheets(world: World) -> dict[str, Json]:
    """All progress sheets, by the initials on the student's folder."""
    found = {key: ones for key, ones in files(world).items() if key.startswith("progress/")}
    assert all(len(ones) == 1 for ones in found.values())
    return {the(world, f"folder/student/{key.split('/')[1]}")["name"]: ones[0] for key, ones in found.items()}


def text_of(world: World, sheet: Json) -> str:
    with world.person(ROBOT) as google:
        pages = PdfReader(io.BytesIO(google.drive.download(sheet["id"]))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def writes_a_point(world: World, *row: str) -> None:
    """The case manager adds a row below the others."""
    for column, typed in zip("ABCD", row, strict=True):
        world.type(NEXT_POINT.replace("A", column), typed)


def with_a_new_point(world: World, later: timedelta = TO_MONDAY) -> None:
    writes_a_point(world, "May Winter", "Reading fluency", "11/20/2026", "61")
    world.at(world.clock.now + later)
    world.forget_requests()


def undone(report: Report) -> list[Outcome]:
    return [one for one in report.account.outcomes if one.state is not State.DONE]


def drive_writes(world: World) -> Counter[str]:
    found = (entry["method"] for entry in world.writes())
    return Counter(method for method in found if method.startswith("drive"))


def test_each_student_with_data_has_one_that_the_manager_can_open(filed: World) -> None:
    seen = sheets(filed)
    (mays,) = [sheet for initials, sheet in seen.items() if initials == "M.W."]

    assert len(seen) == len([one for one in filed.papers(MANAGER) if PROGRESS in one["name"]]) > 5
    assert (mays["name"], folder_of(filed, mays)["name"]) == ("2026-27 progress sheet.pdf", "2026-27")


def test_it_tells_the_verdict_and_no_name(filed: World) -> None:
    text = text_of(filed, sheets(filed)["M.W."])

    assert "M.W., Sierra Vieja ISD; case manager: Marisol Quintero" in text
    assert "Goal 1: on track" in text
    assert "That is 28% of the way from baseline to target" in text
    assert "May" not in text.replace("24 May 2027", "").replace("Apr May", "")
    assert "Winter" not in text
    assert "fluency" not in text


def test_a_second_run_writes_nothing(filed: World) -> None:
    filed.run()
    filed.forget_requests()
    filed.at(filed.clock.now + TO_MONDAY)
    filed.run()

    assert not [one for one in filed.writes() if one["method"] == "drive.files.update"]
    filed.forget_requests()
    filed.run()
    assert filed.writes() == []


def test_a_new_point_is_drawn_into_the_same_file(filed: World) -> None:
    before = sheets(filed)["M.W."]
    with_a_new_point(filed)
    filed.run()

    assert sheets(filed)["M.W."]["id"] == before["id"]
    assert DRAWN in text_of(filed, before)
    assert drive_writes(filed) == {"drive.files.update": 1}
    filed.forget_requests()
    filed.run()
    assert filed.writes() == []


def test_within_the_week_it_waits(filed: World) -> None:
    with_a_new_point(filed, timedelta(hours=3))
    filed.run()
    assert drive_writes(filed) == {}


def test_renamed_and_moved_it_is_followed(filed: World) -> None:
    before = sheets(filed)["M.W."]
    mine = new_folder(filed, "For the meeting", MANAGER)
    change(filed, before, {"name": "M.W. at a glance.pdf"})
    move(filed, before, mine)

    with_a_new_point(filed)
    filed.run()
    after = sheets(filed)["M.W."]

    assert (after["name"], after["parents"]) == ("M.W. at a glance.pdf", [mine])
    assert DRAWN in text_of(filed, after)


def test_thrown_away_it_is_told_and_not_made_again(filed: World) -> None:
    before = sheets(filed)["M.W."]
    change(filed, before, {"trashed": True})
    with_a_new_point(filed)
    report = filed.run()

    assert [one.place.url for one in told(report, ProblemKind.RECORD_TRASHED)] == [before["webViewLink"]]
    assert drive_writes(filed) == {}


def test_deleted_it_is_told_and_not_made_again(filed: World) -> None:
    delete(filed, sheets(filed)["M.W."])
    with_a_new_point(filed)
    report = filed.run()

    assert len(told(report, ProblemKind.RECORD_GONE)) == 1
    assert "M.W." not in sheets(filed)


def loses_answers(world: World, method: str, when: str, nth: int = 1) -> None:
    """So many that the run gives up."""
    for _ in range(12):
        world.fault(method, status=503, when=when, nth=nth)


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_upload_without_an_answer_is_made_up_for_once(world: World, when: str) -> None:
    loses_answers(world, "drive.files.create", when, nth=_FIRST_SHEET)
    assert any(one.action.key.startswith("progress/") for one in undone(world.run()))
    world.stage.control("DELETE", "faults")
    world.run()
    world.forget_requests()
    world.run()

    assert world.writes() == []
    assert len(sheets(world)) == len({sheet["id"] for sheet in sheets(world).values()}) > 5


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_redrawing_without_an_answer_is_made_up_for(filed: World, when: str) -> None:
    with_a_new_point(filed)
    loses_answers(filed, "drive.files.update", when)
    assert [one.action.key.partition("/")[0] for one in undone(filed.run())] == ["renewed"]
    filed.stage.control("DELETE", "faults")
    filed.run()
    assert DRAWN in text_of(filed, sheets(filed)["M.W."])
    filed.forget_requests()
    filed.run()
    assert filed.writes() == []


def test_a_ledger_that_is_lost_knows_them_by_their_marks(filed: World) -> None:
    before = {sheet["id"] for sheet in sheets(filed).values()}
    (filed.folder / "state" / "ledger.sqlite3").unlink()
    filed.forget_requests()
    filed.run()

    assert {sheet["id"] for sheet in sheets(filed).values()} == before


def test_the_digest_opens_it_where_it_tells_of_progress(world: World) -> None:
    world.first_run()
    links = {sheet["webViewLink"] for sheet in sheets(world).values()}
    shown = [line.split()[-1] for line in world.digest_text().splitlines() if "Open progress sheet:" in line]

    assert shown
    assert {*shown} <= links

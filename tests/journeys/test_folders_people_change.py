"""Folders that people rename, move, throw away or delete are followed, and nothing is made beside them."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from tests.journeys.drive_people import (
    change,
    delete,
    edit_response,
    files,
    folder_of,
    move,
    names_in,
    new_folder,
    record,
    the,
    told,
    written,
)
from tests.journeys.world import FRIDAY, World
from workspace_agent.duties.losses import look_of
from workspace_agent.model.problem_kinds import ProblemKind

EDIT = "2026-11-20T11:00:00.000001Z"
LATER_EDIT = "2026-11-20T11:30:00.000001Z"
V2 = "2026-11-12 annual review (v2).pdf"
SUPERSEDED = "2026-11-12 annual review, superseded by v2.pdf"


def everything(world: World) -> Counter[str]:
    """How many there are of each."""
    return Counter({key: len(ones) for key, ones in files(world).items()})


def test_a_folder_that_was_renamed_and_moved_is_followed(world: World) -> None:
    world.first_run()
    folder = folder_of(world, record(world))
    elsewhere = new_folder(world, "Archive")
    change(world, folder, {"name": "Our own name"})
    move(world, folder, elsewhere)
    edit_response(world, EDIT)
    world.run()

    after = the(world, folder["appProperties"]["wa_key"])
    assert (after["name"], after["parents"]) == ("Our own name", [elsewhere])
    assert names_in(world, folder["id"]) == [V2, SUPERSEDED]
    written(world)
    world.run()
    assert written(world) == []


def test_a_folder_moved_to_where_others_can_read_is_told_with_its_link(world: World) -> None:
    world.first_run()
    folder = folder_of(world, record(world))
    move(world, folder, new_folder(world, "Everybody's", "x@willowbridge.example", "y@elsewhere.example"))
    report = world.run()

    (problem,) = told(report, ProblemKind.EXTRA_READER)
    assert (problem.place.url, problem.detail) == (folder["webViewLink"], "2 people")
    assert "drive.permissions.delete" not in written(world)


def test_who_should_read_a_folder_reads_it_where_it_was_moved_to(world: World) -> None:
    world.first_run()
    folder = folder_of(world, record(world))
    move(world, folder, new_folder(world, "Archive"))
    written(world)
    world.run()

    assert written(world).count("drive.permissions.create") == 2
    readers = {one["emailAddress"] for one in the(world, folder["appProperties"]["wa_key"])["permissions"]}
    assert {"o.fenwick@willowbridge.example", "m.quintero@willowbridge.example"} < readers
    world.run()
    assert written(world) == []


def test_filing_stops_at_a_folder_in_the_trash_and_goes_on_when_it_is_restored(world: World) -> None:
    world.first_run()
    folder = folder_of(world, record(world))
    change(world, folder, {"trashed": True})
    edit_response(world, EDIT)
    before = everything(world)
    report = world.run()

    assert [problem.place.url for problem in told(report, ProblemKind.FOLDER_TRASHED)] == [
        folder["webViewLink"]
    ]
    assert everything(world) == before

    change(world, folder, {"trashed": False})
    report = world.run()
    assert told(report, ProblemKind.FOLDER_TRASHED) == []
    assert names_in(world, folder["id"]) == [V2, SUPERSEDED]


def test_of_a_tree_in_the_trash_only_its_top_is_told_and_nothing_is_made(world: World) -> None:
    world.first_run()
    root = the(world, "folder/root")
    change(world, root, {"trashed": True})
    edit_response(world, EDIT)
    world.type("Meetings!D2", "11:00 AM")
    before = everything(world)
    report = world.run()

    trashed = (ProblemKind.FOLDER_TRASHED, ProblemKind.RECORD_TRASHED)
    assert [p.place.url for p in report.account.problems if p.kind in trashed] == [root["webViewLink"]]
    assert everything(world) == before
    assert world.meeting("M.W.")["start"]["dateTime"].startswith("2026-12-02T11:00:00")  # calendars go on


def test_a_folder_deleted_for_good_is_told_and_not_made_again_until_somebody_says_so(world: World) -> None:
    world.first_run()
    folder = folder_of(world, record(world))
    key = folder["appProperties"]["wa_key"]
    delete(world, folder)
    edit_response(world, EDIT)
    report = world.run()

    gone = (ProblemKind.FOLDER_GONE, ProblemKind.RECORD_GONE)
    assert [p.place.url for p in report.account.problems if p.kind in gone] == [folder["webViewLink"]]
    assert key not in files(world)

    world.forget_requests()
    world.run()
    asked = [entry["method"] for entry in world.stage.control("GET", "requests")["requests"]]
    assert asked.count("drive.files.get") == 3  # who can open the two workbooks and the form; the folder once

    with world.tools() as tools:
        for gone_key in tools.gone():
            tools.ledger.forget_file(gone_key, look_of(gone_key))
    report = world.run()
    assert names_in(world, the(world, key)["id"]) == ["2026-11-12 annual review.pdf"]
    assert told(report, ProblemKind.FOLDER_GONE) == []


def test_a_deleted_folder_is_told_for_as_long_as_filing_stops_there(world: World) -> None:
    world.first_run()
    delete(world, folder_of(world, record(world)))
    world.run()
    world.at(FRIDAY + timedelta(days=30))

    assert len(told(world.run(), ProblemKind.FOLDER_GONE)) == 1

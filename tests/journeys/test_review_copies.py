"""A response that fitted nobody is kept for review; it moves once the sheet says whose it is."""

from __future__ import annotations

from contextlib import closing

import pytest

from tests.journeys.drive_people import (
    Json,
    change,
    delete,
    edit_response,
    files,
    folder_of,
    grant,
    move,
    names_a_student,
    names_in,
    new_folder,
    told,
    written,
)
from tests.journeys.world import MANAGER, MARISOL, World
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.model.action import State
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.tools import LEDGER

NAME = "2026-11-12 annual review.pdf"
EDIT = "2026-11-20T11:00:00.000001Z"
REVIEW, RECORD = "review/", "record/"
WRONG, RIGHT = "Jonas", "Jonah"


def copy_of(world: World, kind: str) -> Json:
    """The one file of the response about this meeting, by the kind of its key."""
    found = [one for key, ones in files(world).items() if key.startswith(kind) for one in ones]
    (file,) = [one for one in found if one["name"].startswith("2026-11-12 annual review")]
    return file


@pytest.fixture
def kept(world: World) -> Json:
    """The sheet spells a name wrongly, so the response about it is kept for review."""
    world.type("Students!C5", WRONG)
    world.run()
    file = copy_of(world, REVIEW)
    world.type("Students!C5", RIGHT)
    world.forget_requests()
    return file


def is_quiet(world: World) -> bool:
    written(world)
    world.run()
    return written(world) == []


def test_a_row_that_is_corrected_moves_the_copy_and_leaves_none_behind(world: World, kept: Json) -> None:
    review = folder_of(world, kept)
    report = world.run()

    moved = copy_of(world, RECORD)
    assert (moved["id"], moved["name"]) == (kept["id"], NAME)
    assert folder_of(world, moved)["appProperties"]["wa_key"].startswith("folder/year/")
    assert NAME not in names_in(world, review["id"])
    assert [record["name"] for record in world.records(MARISOL)].count(NAME) == 1
    assert told(report, ProblemKind.REVIEWED_RECORD_STAYS) == []
    assert is_quiet(world)


def test_it_is_moved_in_one_request_and_entered_once(world: World, kept: Json) -> None:
    world.run()

    assert written(world).count("drive.files.update") == 1
    key = copy_of(world, RECORD)["appProperties"]["wa_key"]
    with closing(Ledger(world.folder / "state" / LEDGER)) as ledger:
        entered = [one for one in ledger.access.entries() if one.object_id == kept["id"]]
    assert [(one.key, one.act, one.recipient, bool(one.students)) for one in entered] == [
        (kept["appProperties"]["wa_key"], "filed", "manager marisol-quintero", False),
        (key, "filed", "manager marisol-quintero", True),
    ]


def test_what_only_the_manager_could_read_is_read_by_the_case_manager_once_she_is_known(world: World) -> None:
    right, wrong = f'\nemail = "{MARISOL}"', '\nemail = "m.quintera@willowbridge.example"'
    world.setting(lambda text: text.replace(right, wrong))
    world.run()
    kept = copy_of(world, REVIEW)
    assert folder_of(world, kept)["name"] == "Manager only"
    world.setting(lambda text: text.replace(wrong, right))
    world.run()

    assert copy_of(world, RECORD)["id"] == kept["id"]
    assert NAME in {record["name"] for record in world.records(MARISOL)}
    assert NAME in {record["name"] for record in world.records(MANAGER)}
    written(world)
    world.run()
    assert not [method for method in written(world) if method.startswith("drive")]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("times", [1, 9], ids=["once", "for the whole run"])
def test_a_move_whose_answer_was_lost_is_done_once(world: World, kept: Json, when: str, times: int) -> None:
    for _ in range(times):
        world.fault("drive.files.update", status=503, when=when)
    world.run()
    world.stage.control("DELETE", "faults")
    report = world.run()

    assert [one for one in report.account.outcomes if one.state is not State.DONE] == []
    assert copy_of(world, RECORD)["id"] == kept["id"]
    assert is_quiet(world)


def test_a_copy_that_is_thrown_away_while_its_move_is_in_doubt_is_filed_anew(
    world: World, kept: Json
) -> None:
    for _ in range(9):
        world.fault("drive.files.update", status=503, when="before")
    world.run()
    world.stage.control("DELETE", "faults")
    change(world, kept, {"trashed": True})
    world.run()

    assert copy_of(world, RECORD)["id"] != kept["id"]
    assert copy_of(world, REVIEW)["trashed"]
    assert is_quiet(world)


def test_a_lost_ledger_moves_nothing_and_files_nothing_again(world: World, kept: Json) -> None:
    world.run()
    before = sorted(files(world))
    (world.folder / "state" / LEDGER).unlink()
    world.run()

    assert sorted(files(world)) == before
    assert copy_of(world, RECORD)["id"] == kept["id"]


def test_an_answer_that_was_edited_too_becomes_the_second_version(world: World, kept: Json) -> None:
    edit_response(world, EDIT)
    world.run()

    folder = folder_of(world, kept_now(world, kept))
    assert names_in(world, folder["id"]) == [
        "2026-11-12 annual review (v2).pdf",
        "2026-11-12 annual review, superseded by v2.pdf",
    ]
    assert is_quiet(world)


def kept_now(world: World, kept: Json) -> Json:
    (file,) = [one for ones in files(world).values() for one in ones if one["id"] == kept["id"]]
    return file


def test_a_copy_that_people_moved_and_renamed_is_followed(world: World, kept: Json) -> None:
    elsewhere = new_folder(world, "Ours", MARISOL, MANAGER)
    move(world, kept, elsewhere)
    change(world, kept, {"name": "For the file.pdf"})
    world.run()

    now = kept_now(world, kept)
    assert (now["name"], now["parents"]) == ("For the file.pdf", [elsewhere])
    assert now["appProperties"]["wa_key"].startswith(RECORD)
    assert [key for key in files(world) if key.startswith(REVIEW)] != [kept["appProperties"]["wa_key"]]
    assert is_quiet(world)


def test_a_copy_that_people_threw_away_stays_there_and_the_record_is_filed_anew(
    world: World, kept: Json
) -> None:
    change(world, kept, {"trashed": True})
    world.run()
    assert copy_of(world, RECORD)["id"] != kept["id"]
    assert is_quiet(world)

    change(world, kept, {"trashed": False})
    report = world.run()
    assert [one.place.url for one in told(report, ProblemKind.REVIEWED_RECORD_STAYS)] == [kept["webViewLink"]]


def test_a_moved_record_that_is_deleted_is_told_once_and_not_filed_again(world: World, kept: Json) -> None:
    world.run()
    delete(world, kept)
    report = world.run()

    assert len(told(report, ProblemKind.RECORD_GONE)) == 1
    assert [one.verdict for one in report.account.decisions if one.verdict == "deleted"] == ["deleted"]
    assert not [key for key in files(world) if key == kept["appProperties"]["wa_key"]]
    assert is_quiet(world)


def test_who_was_given_the_copy_itself_is_told_wherever_it_lies(world: World, kept: Json) -> None:
    grant(world, kept, "x.stranger@elsewhere.example")
    first, second = world.run(), world.run()

    for report in (first, second):
        assert [one.place.url for one in told(report, ProblemKind.EXTRA_READER)] == [kept["webViewLink"]]


def test_an_edit_that_loses_its_student_is_the_second_version_and_the_first_says_so(world: World) -> None:
    world.first_run()
    names_a_student(world, "Nobody Whatever", EDIT)
    world.run()

    first, second = copy_of(world, RECORD), copy_of(world, REVIEW)
    assert (first["name"], second["name"]) == (
        "2026-11-12 annual review, superseded by v2.pdf",
        "2026-11-12 annual review (v2).pdf",
    )
    assert [one["appProperties"]["wa_version"] for one in (first, second)] == ["1", "2"]
    assert is_quiet(world)

"""What was kept for review is moved only from where it was seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.drive_people import change, move, new_folder, written
from tests.journeys.world import ROBOT, World, build_world
from workspace_agent.duties.filing_review import MoveRecord
from workspace_agent.effects.filing import MoveRecordEffect
from workspace_agent.effects.folders import FileIds
from workspace_agent.google.workspace import Google
from workspace_agent.ledger.rows import Entry
from workspace_agent.model.errors import Changed

ENTRY = Entry("record/r/1", "print", "intended", 1, "", "", "")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """One department for all: each test makes files of its own."""
    return build_world(tmp_path_factory.mktemp("filing"))


@pytest.fixture
def google(world: World) -> Iterator[Google]:
    """Drive with the eyes of the agent."""
    with world.person(ROBOT) as google:
        yield google


def move_of(copy: str, review: str, student: str) -> MoveRecord:
    return MoveRecord(
        key=ENTRY.key,
        fingerprint=copy,
        summary="move",
        file_id=copy,
        copy="review/r/1",
        out_of=review,
        folder=student,
        title="2026-11-12 annual review.pdf",
        version=1,
        number=1,
    )


def kept_for_review(world: World) -> tuple[str, str, str]:
    """A copy, the folder for review that it lies in, and its student's."""
    review, student = new_folder(world, "Review"), new_folder(world, "J.S.")
    return new_folder(world, "copy", parent=review), review, student


def effect(google: Google) -> MoveRecordEffect:
    return MoveRecordEffect(google.drive, FileIds(google.drive), lambda key: key)


def test_a_copy_is_moved_named_and_marked_in_one_request(world: World, google: Google) -> None:
    copy, review, student = kept_for_review(world)
    written(world)
    effect(google).perform(move_of(copy, review, student), ENTRY)

    moved = google.drive.get(copy)
    assert (moved["parents"], moved["name"]) == ([student], "2026-11-12 annual review.pdf")
    assert moved["appProperties"]["wa_key"] == ENTRY.key
    assert written(world) == ["drive.files.update"]


@pytest.mark.parametrize("closed", [{}, {"wa_closed": "2"}], ids=["made before", "forbidden once more"])
def test_how_often_downloads_were_forbidden_stays_as_it_is(
    world: World, google: Google, closed: dict[str, str]
) -> None:
    copy, review, student = kept_for_review(world)
    google.drive.update(copy, {"appProperties": {"wa": "1", **closed}})
    effect(google).perform(move_of(copy, review, student), ENTRY)

    assert google.drive.get(copy)["appProperties"] == {"wa": "1", "wa_key": ENTRY.key, **closed}


def test_what_a_person_moved_meanwhile_stays_there_as_it_is(world: World, google: Google) -> None:
    copy, review, student = kept_for_review(world)
    archive = new_folder(world, "Archive")
    move(world, google.drive.get(copy), archive)
    with pytest.raises(Changed):
        effect(google).perform(move_of(copy, review, student), ENTRY)

    found = google.drive.get(copy)
    assert (found["parents"], found["name"], found.get("appProperties", {})) == ([archive], "copy", {})


def test_what_a_person_threw_away_meanwhile_stays_in_the_trash_as_it_is(world: World, google: Google) -> None:
    copy, review, student = kept_for_review(world)
    change(world, google.drive.get(copy), {"trashed": True})
    with pytest.raises(Changed):
        effect(google).perform(move_of(copy, review, student), ENTRY)

    found = google.drive.get(copy)
    assert (found["parents"], found["trashed"], found["name"]) == ([review], True, "copy")

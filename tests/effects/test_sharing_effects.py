"""Before anybody is let in again or taken off, the agent looks again: a person may have been faster."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.drive_people import Json, grant, move, new_folder, take_off, written
from tests.journeys.world import MANAGER, ROBOT, World, build_world
from workspace_agent.duties.hand_over import HandOver
from workspace_agent.duties.sharing_actions import RevokeReader, ShareFolder, TakeShareBack, UnmarkShare
from workspace_agent.effects.sharing import (
    HandOverEffect,
    RevokeReaderEffect,
    ShareFolderEffect,
    TakeShareBackEffect,
    UnmarkShareEffect,
)
from workspace_agent.google.workspace import Google
from workspace_agent.ledger.rows import Entry
from workspace_agent.model.errors import AccessDenied, Changed

STRANGER = "x.stranger@elsewhere.example"
ENTRY = Entry("key", "print", "intended", 1, "", "", "")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """One department for all: each test makes folders of its own."""
    return build_world(tmp_path_factory.mktemp("sharing"))


@pytest.fixture
def google(world: World) -> Iterator[Google]:
    """Drive with the eyes of the agent."""
    with world.person(ROBOT) as google:
        yield google


def readers(google: Google, folder: str) -> dict[str, Json]:
    return {one["emailAddress"]: one for one in google.drive.permissions(folder)}


def share(folder: str, *, again: bool, marked: bool = True) -> ShareFolder:
    return ShareFolder(
        key="share",
        fingerprint="print",
        summary="share",
        folder=folder,
        person="manager",
        address=MANAGER,
        again=again,
        marked=marked,
    )


def revoke(folder: str, permission: Json) -> RevokeReader:
    return RevokeReader(
        key="revoke",
        fingerprint="reader",
        summary="take off",
        of="folder/hers",
        file_id=folder,
        permission_id=permission["id"],
    )


def sharing(google: Google) -> ShareFolderEffect:
    return ShareFolderEffect(google.drive, lambda key: key)


def test_who_was_let_in_again_by_a_person_meanwhile_is_not_let_in_twice(world: World, google: Google) -> None:
    folder = new_folder(world, "Hers", MANAGER)
    written(world)
    done = sharing(google).perform(share(folder, again=True), ENTRY)

    assert done.remote_id == readers(google, folder)[MANAGER]["id"]
    assert written(world) == ["drive.files.update"], "the mark alone"


def test_a_second_time_that_is_refused_leaves_no_mark(world: World, google: Google) -> None:
    folder = new_folder(world, "Hers")
    world.fault("drive.permissions.create", status=403, when="before")
    with pytest.raises(AccessDenied):
        sharing(google).perform(share(folder, again=True), ENTRY)

    assert google.drive.get(folder, "appProperties") == {}


def test_the_second_time_is_marked_on_the_folder(world: World, google: Google) -> None:
    folder = new_folder(world, "Hers")
    sharing(google).perform(share(folder, again=True), ENTRY)

    assert google.drive.get(folder, "appProperties")["appProperties"] == {"wa_shared_manager": "2 print"}
    assert readers(google, folder)[MANAGER]["role"] == "reader"


def test_the_first_time_is_one_request(world: World, google: Google) -> None:
    folder = new_folder(world, "Hers")
    written(world)
    sharing(google).perform(share(folder, again=False), ENTRY)

    assert written(world) == ["drive.permissions.create"]


def test_a_folder_that_does_not_say_so_is_marked_before_it_is_shared(world: World, google: Google) -> None:
    folder = new_folder(world, "Hers")
    written(world)
    sharing(google).perform(share(folder, again=False, marked=False), ENTRY)

    assert written(world) == ["drive.files.update", "drive.permissions.create"]
    assert google.drive.get(folder, "appProperties")["appProperties"] == {"wa_shared_manager": "1 print"}


def test_a_reader_is_taken_off_and_a_repeat_finds_it_done(world: World, google: Google) -> None:
    folder = new_folder(world, "Hers", STRANGER)
    action, effect = revoke(folder, readers(google, folder)[STRANGER]), RevokeReaderEffect(google.drive)
    assert effect.find(action, ENTRY) is None
    effect.perform(action, ENTRY)

    assert STRANGER not in readers(google, folder)
    assert effect.find(action, ENTRY) is not None


def test_who_was_taken_off_by_a_person_meanwhile_is_no_error(world: World, google: Google) -> None:
    folder = new_folder(world, "Hers", STRANGER)
    action = revoke(folder, readers(google, folder)[STRANGER])
    take_off(world, {"id": folder}, STRANGER)
    written(world)

    assert RevokeReaderEffect(google.drive).perform(action, ENTRY).remote_id == action.permission_id
    assert written(world) == []


def test_between_the_look_and_the_taking_off_a_person_may_be_faster(world: World, google: Google) -> None:
    folder = new_folder(world, "Hers", STRANGER)
    action = revoke(folder, readers(google, folder)[STRANGER])
    world.fault("drive.permissions.delete", status=404)

    assert RevokeReaderEffect(google.drive).perform(action, ENTRY).remote_id == action.permission_id


def test_what_comes_from_the_folder_above_is_not_taken_off_below(world: World, google: Google) -> None:
    above = new_folder(world, "Above", STRANGER)
    folder = new_folder(world, "Below", parent=above)
    action = revoke(folder, readers(google, folder)[STRANGER])
    written(world)
    RevokeReaderEffect(google.drive).perform(action, ENTRY)

    assert STRANGER in readers(google, folder)
    assert written(world) == []


def test_who_became_the_owner_meanwhile_is_not_taken_off(world: World, google: Google) -> None:
    folder = new_folder(world, "Hers", STRANGER)
    action = revoke(folder, readers(google, folder)[STRANGER])
    grant(world, {"id": folder}, STRANGER, "owner")
    written(world)
    RevokeReaderEffect(google.drive).perform(action, ENTRY)

    assert readers(google, folder)[STRANGER]["role"] == "owner"
    assert written(world) == []


# ---- what the agent granted itself


def take_back(folder: str, permission_id: str) -> TakeShareBack:
    return TakeShareBack(
        key="revoke",
        fingerprint="print",
        summary="take back",
        of="folder/hers",
        file_id=folder,
        permission_id=permission_id,
        person="manager",
    )


def unmark(folder: str) -> UnmarkShare:
    return UnmarkShare(
        key="unmark",
        fingerprint="print",
        summary="unmark",
        of="folder/hers",
        file_id=folder,
        person="manager",
    )


def shared_folder(world: World, google: Google) -> tuple[str, str]:
    """A folder that the agent shared; and the permission."""
    folder = new_folder(world, "Hers")
    done = sharing(google).perform(share(folder, again=False, marked=False), ENTRY)
    written(world)
    return folder, done.remote_id


def test_the_reader_goes_and_then_the_mark(world: World, google: Google) -> None:
    folder, permission = shared_folder(world, google)
    action, effect = take_back(folder, permission), TakeShareBackEffect(google.drive)
    assert effect.find(action, ENTRY) is None
    assert effect.perform(action, ENTRY).remote_id == permission

    assert written(world) == ["drive.permissions.delete", "drive.files.update"]
    assert MANAGER not in readers(google, folder)
    assert google.drive.get(folder, "appProperties") == {}


def test_of_whom_a_person_took_off_the_mark_alone_goes(world: World, google: Google) -> None:
    folder, _ = shared_folder(world, google)
    action, effect = unmark(folder), UnmarkShareEffect(google.drive)
    assert (effect.reserve(action), effect.find(action, ENTRY)) == ("", None)
    assert effect.perform(action, ENTRY).remote_id == folder

    assert written(world) == ["drive.files.update"]
    assert google.drive.get(folder, "appProperties") == {}


# ---- from one case manager to another


def three_folders(world: World) -> tuple[str, str, str]:
    """A student's folder, that of the case manager before, and that of the one now."""
    hers, his = new_folder(world, "Hers", MANAGER), new_folder(world, "His")
    return new_folder(world, "J.S.", parent=hers), hers, his


def move_of(folder: str, hers: str, his: str) -> HandOver:
    return HandOver(
        key="hand_over",
        fingerprint="theo",
        summary="hand over",
        file_id=folder,
        away_from=hers,
        into=his,
        to="theo",
    )


def test_a_folder_is_moved_with_its_mark_and_a_repeat_finds_it_there(world: World, google: Google) -> None:
    places = three_folders(world)
    written(world)
    action, effect = move_of(*places), HandOverEffect(google.drive, lambda key: key)
    assert effect.find(action, ENTRY) is None
    effect.perform(action, ENTRY)

    moved = google.drive.get(places[0])
    assert (moved["parents"], moved["appProperties"]) == ([places[2]], {"wa_case_manager": "theo"})
    assert MANAGER not in readers(google, places[0])
    assert written(world) == ["drive.files.update"]
    assert effect.find(action, ENTRY) is not None


def test_what_a_person_moved_meanwhile_stays_there(world: World, google: Google) -> None:
    folder, hers, his = three_folders(world)
    elsewhere = new_folder(world, "Archive")
    move(world, google.drive.get(folder), elsewhere)
    with pytest.raises(Changed):
        HandOverEffect(google.drive, lambda key: key).perform(move_of(folder, hers, his), ENTRY)

    assert google.drive.get(folder)["parents"] == [elsewhere]

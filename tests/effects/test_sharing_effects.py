"""Before anybody is let in again or taken off, the agent looks again: a person may have been faster."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.drive_people import Json, grant, new_folder, take_off, written
from tests.journeys.world import MANAGER, ROBOT, World, build_world
from workspace_agent.duties.sharing import RevokeReader, ShareFolder
from workspace_agent.effects.sharing import RevokeReaderEffect, ShareFolderEffect
from workspace_agent.google.workspace import Google
from workspace_agent.ledger.rows import Entry
from workspace_agent.model.errors import AccessDenied

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


def share(folder: str, *, again: bool) -> ShareFolder:
    return ShareFolder(
        key="share",
        fingerprint="reader",
        summary="share",
        folder=folder,
        person="manager",
        address=MANAGER,
        again=again,
    )


def revoke(folder: str, permission: Json) -> RevokeReader:
    return RevokeReader(
        key="revoke",
        fingerprint="reader",
        summary="take off",
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

    assert google.drive.get(folder, "appProperties")["appProperties"] == {"wa_shared_manager": "2"}
    assert readers(google, folder)[MANAGER]["role"] == "reader"


def test_the_first_time_is_one_request(world: World, google: Google) -> None:
    folder = new_folder(world, "Hers")
    written(world)
    sharing(google).perform(share(folder, again=False), ENTRY)

    assert written(world) == ["drive.permissions.create"]


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

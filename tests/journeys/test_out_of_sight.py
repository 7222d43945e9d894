"""Folders and records that Drive does not show, or shows twice: nothing is made a second time."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import requests
from requests.adapters import BaseAdapter

from tests.journeys.drive_people import (
    change,
    delete,
    edit_response,
    files,
    folder_of,
    names_in,
    record,
    the,
    told,
    written,
)
from tests.journeys.world import FRIDAY, ROBOT, URL, World
from workspace_agent.duties.losses import look_of
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.model.errors import GoogleUnavailable, SettingsError
from workspace_agent.model.problem_kinds import ProblemKind

EDIT = "2026-11-20T11:00:00.000001Z"
ROOT = "folder/root"


def made(world: World) -> Counter[str]:
    """Names of all files that anybody has, and how many there are of each."""
    return Counter(file["name"] for file in world.dump()["files"])


def lose_the_ledger(world: World) -> None:
    (world.folder / "state" / "ledger.sqlite3").unlink()


def lag(world: World, seconds: int = 600) -> None:
    world.stage.control("POST", "quirks", {"name_lag": seconds, "mark_lag": seconds})
    world.stage.control("POST", "drive", {"modified_lag": seconds})


def copy_of(world: World, key: str, **changes: str) -> dict[str, Any]:
    """A second folder with the mark of another, as a tool that copies trees with their marks leaves it."""
    body = {
        "name": "Copy",
        "mimeType": "application/vnd.google-apps.folder",
        "appProperties": the(world, key)["appProperties"],
        **changes,
    }
    with world.raw(ROBOT, "drive") as session:
        made_now: dict[str, Any] = session.post(
            f"{URL}/drive/v3/files", json=body, params={"fields": "id,parents,webViewLink"}
        ).json()
    return made_now


class Hurried(BaseAdapter):
    """A Drive that finds nothing and says that it did not look everywhere."""

    def __init__(self, inner: BaseAdapter) -> None:
        super().__init__()
        self._inner = inner

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        answer = self._inner.send(request, *args, **kwargs)
        if "/drive/v3/files?" in str(request.url):
            answer._content = b'{"incompleteSearch": true, "files": []}'
        return answer

    def close(self) -> None:
        self._inner.close()


# ---- a list that lags


@pytest.mark.parametrize("forgetful", [False, True], ids=["the ledger knows", "the ledger is lost"])
def test_a_list_that_lags_makes_nothing_twice(world: World, *, forgetful: bool) -> None:
    world.first_run()
    root = the(world, ROOT)
    before = made(world)
    lag(world)
    if forgetful:
        lose_the_ledger(world)
        # An old root is in the list; what was made since is not.
        world.sandbox.state.drive.files[root["id"]].created -= timedelta(days=1)
    written(world)
    world.run()
    assert not [method for method in written(world) if method.startswith(("drive.", "calendar."))]

    edit_response(world, EDIT)
    world.run()
    assert made(world) - before == Counter(
        ["2026-11-12 annual review (v2).pdf", "2026-11-12 annual review, superseded by v2.pdf"]
    )


def test_short_and_empty_pages_hide_nothing(world: World) -> None:
    world.first_run()
    world.stage.control("POST", "quirks", {"empty_first_page": True, "page_size": 2})
    written(world)
    world.run()

    assert written(world) == []


def test_a_search_that_did_not_look_everywhere_stops_the_run(world: World) -> None:
    world.first_run()
    edit_response(world, EDIT)
    written(world)
    whole = world.stage
    assert whole.endpoint.inner is not None
    hurried = Endpoint(mode="sandbox", url=URL, inner=Hurried(whole.endpoint.inner))
    world.stage = replace(whole, endpoint=hurried)
    with pytest.raises(GoogleUnavailable):
        world.run()
    world.stage = whole
    assert written(world) == []


# ---- a root out of sight


def refused(world: World) -> SettingsError:
    """What the agent says, and that it wrote nothing."""
    written(world)
    before = made(world)
    with pytest.raises(SettingsError) as stopped:
        world.run()
    assert (written(world), made(world)) == ([], before)
    return stopped.value


def sign_in_by_another_client(world: World) -> None:
    """Somebody made a new OAuth client and signed in by that."""
    token = world.config.parent / "secrets" / "token.json"
    scopes = json.loads(token.read_text(encoding="utf8"))["scopes"]
    asked = {"email": ROBOT, "scopes": scopes, "client_id": "another-client"}
    fresh = world.stage.control("POST", "token", asked)
    token.write_text(json.dumps(fresh | {"sandbox": True}), encoding="utf8")


@pytest.mark.parametrize("forgetful", [False, True], ids=["the ledger knows", "the ledger is lost"])
def test_another_client_sees_no_marks_and_makes_no_second_tree(world: World, *, forgetful: bool) -> None:
    world.first_run()
    sign_in_by_another_client(world)
    if forgetful:
        lose_the_ledger(world)

    stopped = refused(world)
    assert "does not show the agent's marks" in str(stopped)
    assert "token.json" in stopped.advice


def test_folders_of_another_client_that_are_in_the_trash_do_not_count(world: World) -> None:
    world.first_run()
    change(world, the(world, ROOT), {"trashed": True})
    sign_in_by_another_client(world)
    lose_the_ledger(world)
    world.run()

    assert made(world)["Special Services records"] == 2


def test_a_root_that_was_deleted_stops_the_run_until_somebody_says_so(world: World) -> None:
    world.first_run()
    delete(world, the(world, ROOT))
    stopped = refused(world)
    assert "was deleted" in str(stopped)
    assert "make-again" in stopped.advice

    with world.tools() as tools:
        for key in tools.gone():
            tools.ledger.forget_file(key, look_of(key))
    world.run()
    assert names_in(world, folder_of(world, record(world))["id"]) == ["2026-11-12 annual review.pdf"]
    written(world)
    world.run()
    assert written(world) == []


def test_of_two_roots_the_one_that_the_ledger_knows_is_used_and_the_other_told(world: World) -> None:
    world.first_run()
    copy = copy_of(world, ROOT, createdTime="2026-11-01T00:00:00Z")  # some tools keep times
    edit_response(world, EDIT)
    report = world.run()

    assert [problem.place.url for problem in told(report, ProblemKind.TWO_FILES)] == [copy["webViewLink"]]
    assert names_in(world, copy["id"]) == []


def test_of_two_roots_and_no_ledger_none_is_guessed(world: World) -> None:
    world.first_run()
    copy = copy_of(world, ROOT)
    lose_the_ledger(world)
    stopped = refused(world)
    assert copy["webViewLink"] in str(stopped)

    change(world, copy, {"trashed": True})
    world.run()
    written(world)
    assert told(world.run(), ProblemKind.TWO_FILES) == []
    assert written(world) == []


def test_a_twin_in_the_trash_gives_way_to_the_one_that_is_not(world: World) -> None:
    world.first_run()
    folder = folder_of(world, record(world))
    key = folder["appProperties"]["wa_key"]
    copy = copy_of(world, key)
    change(world, folder, {"trashed": True})
    edit_response(world, EDIT)
    report = world.run()

    assert (told(report, ProblemKind.TWO_FILES), told(report, ProblemKind.FOLDER_TRASHED)) == ([], [])
    assert names_in(world, copy["id"]) == ["2026-11-12 annual review (v2).pdf"]


def test_a_ledger_from_yesterdays_backup_makes_nothing_twice(world: World) -> None:
    world.first_run()
    ledger = world.folder / "state" / "ledger.sqlite3"
    backup = ledger.read_bytes()
    edit_response(world, EDIT)
    world.at(FRIDAY + timedelta(days=1))
    world.run()
    before = made(world)
    ledger.write_bytes(backup)
    written(world)
    world.run()

    assert made(world) == before
    assert [method for method in written(world) if method.startswith("drive.")] == []
    assert all(len(ones) == 1 for ones in files(world).values())

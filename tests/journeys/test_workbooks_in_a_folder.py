"""The settings name a folder: what lies in it is the caseload, with the least scopes and without a title."""

from __future__ import annotations

import json

from tests.journeys.world import MANAGER, MARISOL, ROBOT, URL, World
from workspace_agent.model.problem_kinds import ProblemKind

FOLDER = "application/vnd.google-apps.folder"
TITLE = "Rosa Delgadillo 25-26"


def test_workbooks_are_found_in_a_folder_and_only_there(world: World) -> None:
    files = world.raw(MARISOL, "drive")
    folder, below = (_made(world, name) for name in ("Caseload", "Archive"))
    for book in world.ids["marisol_quintero_progress_monitoring"], world.ids["marisol_quintero_hours_log"]:
        files.patch(f"{URL}/drive/v3/files/{book}", params={"addParents": folder}).raise_for_status()
    files.patch(f"{URL}/drive/v3/files/{below}", params={"addParents": folder}).raise_for_status()
    _sheet(world, "In a folder below", below)
    trashed = _sheet(world, "In the trash", folder)
    files.patch(f"{URL}/drive/v3/files/{trashed}", json={"trashed": True}).raise_for_status()
    before = world.run()
    world.setting(lambda text: _with_folder(text, folder))
    world.forget_requests()

    after = world.run()

    assert world.writes() == []
    assert after.account.problems == before.account.problems
    asked = [one for one in world.stage.control("GET", "requests")["requests"] if folder in json.dumps(one)]
    assert [one["method"] for one in asked] == ["drive.files.list", "drive.files.get"]  # and who can open it


def test_a_folder_that_is_not_shared_is_told_without_a_name(world: World) -> None:
    folder = _made(world, TITLE, shared=False)
    world.setting(lambda text: _with_folder(text, folder))

    report = world.run()

    assert ProblemKind.BOOKS_NOT_LISTED in {one.kind for one in report.account.problems}
    assert "Delgadillo" not in repr(report)


def _with_folder(text: str, folder: str) -> str:
    start, end = text.index("workbooks = ["), text.index("]", text.index("workbooks = [")) + 1
    setting = f'folders = [{{ id = "{folder}", holds = "progress monitoring and hours" }}]'
    return text[:start] + setting + text[end:]


def _made(world: World, name: str, *, shared: bool = True) -> str:
    answer = world.raw(MARISOL, "drive").post(
        f"{URL}/drive/v3/files", json={"name": name, "mimeType": FOLDER}
    )
    answer.raise_for_status()
    folder = str(answer.json()["id"])
    if shared:
        with world.person(MARISOL) as google:
            google.drive.share(folder, ROBOT, "writer")
            google.drive.share(folder, MANAGER, "reader")
    return folder


def _sheet(world: World, title: str, folder: str) -> str:
    with world.person(MARISOL) as google:
        made = google.sheets.create(title, "en_US", "America/Denver", [{"properties": {"title": "Students"}}])
    book = str(made["spreadsheetId"])
    world.raw(MARISOL, "drive").patch(
        f"{URL}/drive/v3/files/{book}", params={"addParents": folder}
    ).raise_for_status()
    return book

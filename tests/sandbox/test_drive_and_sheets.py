from __future__ import annotations

from typing import Any, cast

import gspread
import pytest

from tests.sandbox.world import MANAGER, ROBOT, SCOPE, Json, Person, control
from workspace_agent.sandbox.server import Sandbox

FILES = "/drive/v3/files"
BOOKS = "/v4/spreadsheets"


@pytest.fixture
def book(robot: Person) -> str:
    return str(robot.post(BOOKS, {"properties": {"title": "Hours"}})["spreadsheetId"])


def test_a_spreadsheet_is_a_drive_file(robot: Person, book: str) -> None:
    file = robot.get(f"{FILES}/{book}", fields="name,mimeType,owners(emailAddress),version")
    assert (file["name"], file["mimeType"]) == ("Hours", "application/vnd.google-apps.spreadsheet")
    assert file["owners"] == [{"emailAddress": ROBOT}]


def test_a_write_to_cells_gives_the_file_a_new_version(sandbox: Sandbox, robot: Person, book: str) -> None:
    token = robot.get("/drive/v3/changes/startPageToken")["startPageToken"]
    control(sandbox, "POST", "clock", {"now": "2026-11-21T12:00:00Z", "frozen": True})
    put = robot.ask(
        "PUT", f"{BOOKS}/{book}/values/A1", {"values": [["x"]]}, params={"valueInputOption": "RAW"}
    )
    assert put.ok, put.text
    file = robot.get(f"{FILES}/{book}", fields="version,modifiedTime")
    assert file == {"version": "2", "modifiedTime": "2026-11-21T12:00:00.000Z"}
    changed = robot.get("/drive/v3/changes", pageToken=token)["changes"]
    assert [one["fileId"] for one in changed] == [book]
    assert control(sandbox, "GET", "dump")["spreadsheets"][book]["title"] == "Hours"


def test_sharing_in_drive_opens_the_cells(robot: Person, manager: Person, book: str) -> None:
    path = f"{BOOKS}/{book}/values/A1"
    assert manager.refused("GET", path) == (403, "PERMISSION_DENIED")
    grant: Json = {"type": "user", "role": "reader", "emailAddress": MANAGER}
    robot.post(f"{FILES}/{book}/permissions", grant)
    assert manager.ask("GET", path).ok
    assert manager.refused("PUT", path, {"values": [["x"]]}, params={"valueInputOption": "RAW"}) == (
        403,
        "PERMISSION_DENIED",
    )


def test_an_app_with_drive_file_alone_does_not_know_foreign_spreadsheets(sandbox: Sandbox, book: str) -> None:
    limited = Person(sandbox, ROBOT, (f"{SCOPE}drive.file",), client_id="another-app")
    assert limited.refused("GET", f"{BOOKS}/{book}") == (404, "NOT_FOUND")


def test_drive_makes_renames_and_deletes_spreadsheets(robot: Person) -> None:
    body = {"name": "Made", "mimeType": "application/vnd.google-apps.spreadsheet"}
    made = robot.post(FILES, body)["id"]
    assert robot.get(f"{BOOKS}/{made}")["properties"]["title"] == "Made"
    robot.patch(f"{FILES}/{made}", {"name": "Renamed"})
    assert robot.get(f"{BOOKS}/{made}")["properties"]["title"] == "Renamed"
    robot.delete(f"{FILES}/{made}")
    assert robot.refused("GET", f"{BOOKS}/{made}") == (404, "NOT_FOUND")


def test_gspread_works_over_the_same_session(robot: Person) -> None:
    client: Any = gspread.Client(cast("Any", None), session=robot.session)
    made = client.create("Hours of May")
    made.sheet1.update([["a", "b"]], "A1")
    assert client.open("Hours of May").sheet1.get("A1:B1") == [["a", "b"]]

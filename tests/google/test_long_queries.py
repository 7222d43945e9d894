"""A list whose query is too long for an address: Google's client sends it as a form, and it has pages too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.google.helpers import sandboxed
from tests.sandbox.world import ROBOT, control
from workspace_agent.google.drive import NewFile
from workspace_agent.google.workspace import Google
from workspace_agent.sandbox.adapter import InProcessAdapter
from workspace_agent.sandbox.server import Sandbox

FOLDERS = 60
"""So many that the ids of all of them are longer than the 2,048 characters of an address."""


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(strict=True)


@pytest.fixture
def google(sandbox: Sandbox, tmp_path: Path) -> Google:
    scopes = ["https://www.googleapis.com/auth/drive"]
    token = control(sandbox, "POST", "token", {"email": ROBOT, "scopes": scopes})["token"]
    return sandboxed(tmp_path, InProcessAdapter(sandbox.app), token=token)


def test_every_page_of_a_long_query_is_read(sandbox: Sandbox, google: Google) -> None:
    ids = google.drive.generate_ids(FOLDERS + 3)
    folders, files = ids[:FOLDERS], ids[FOLDERS:]
    for folder in folders:
        google.drive.create_folder(NewFile(folder, "Records", parent=""))
    for file, folder in zip(files, folders, strict=False):
        google.drive.create_folder(NewFile(file, "2026", parent=folder))
    control(sandbox, "POST", "quirks", {"page_size": 2})
    sandbox.requests.entries.clear()

    found = google.drive.list(" or ".join(f"'{folder}' in parents" for folder in folders), "id")

    assert {file["id"] for file in found} == {*files}
    asked = [(one["method"], one["write"]) for one in sandbox.requests.entries]
    assert asked == [("drive.files.list", False)] * 2

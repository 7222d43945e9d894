"""What was deleted for good is made again only when somebody says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.cli.conftest import AS_OF, Command, Department
from tests.journeys.world import ROBOT

DRIVE = "https://www.googleapis.com/auth/drive"


@pytest.fixture
def records(ran: Department) -> Iterator[dict[str, str]]:
    """Ids of the filed records by their link, two of them deleted since."""
    stage = ran.stage
    google = stage.person(ROBOT, ran.config.parent)
    every = google.drive.list("mimeType = 'application/pdf'", "id,webViewLink,appProperties")
    found = [file for file in every if file["appProperties"]["wa_key"].startswith("record/")]
    token = stage.control("POST", "token", {"email": ROBOT, "scopes": [DRIVE]})["token"]
    for file in found[:2]:
        url = f"{stage.endpoint.url}/drive/v3/files/{file['id']}"
        assert requests.delete(url, headers={"Authorization": f"Bearer {token}"}, timeout=9).ok
    yield {file["webViewLink"]: file["id"] for file in found}
    google.close()


def filed(department: Department, command: Command) -> int:
    """How many records a run files."""
    said = command("run", "--json", "--config", str(department.config), *AS_OF)
    return sum(outcome["key"].startswith(("record/", "review/")) for outcome in said.json["outcomes"])


def test_one_of_them_by_its_link_then_the_rest(
    ran: Department, command: Command, records: dict[str, str]
) -> None:
    where = ("--config", str(ran.config))
    one, other, there, *_ = records
    assert filed(ran, command) == 0

    refused = command("make-again", there, *where)
    assert (refused.code, refused.out) == (2, "")
    assert f"{there} is not the link of something that was deleted for good." in refused.err
    assert "list the links: workspace-agent make-again" in refused.err
    assert filed(ran, command) == 0

    said = command("make-again", one, *where)
    assert (said.code, said.out.count("Is made again")) == (0, 1)
    assert filed(ran, command) == 1

    assert other in command("make-again", *where).out, "without a link it only lists"
    assert filed(ran, command) == 0
    assert command("make-again", "--all", *where).out.count("Is made again") == 1
    assert filed(ran, command) == 1
    assert "Nothing that the agent made was deleted for good." in command("make-again", *where).out
    assert command("make-again", other, *where).code == 2


def test_it_needs_settings(command: Command, tmp_path: Path) -> None:
    assert command("make-again", "--config", str(tmp_path)).code == 3

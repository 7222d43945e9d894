"""Workbooks, headings, form, folder and calendars: chosen from what the agent's account can see."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
import requests

from tests.cli.init.office import MARISOL, NAMES, WISHES, Office, wizard_of
from tests.cli.init.person import Answer, Person
from tests.journeys.world import ROBOT
from workspace_agent.cli.init import steps_places
from workspace_agent.cli.init.asking import Asker
from workspace_agent.cli.init.steps import STEPS
from workspace_agent.cli.init.wizard import PROGRESS, Progress, walk
from workspace_agent.google.scopes import DRIVE
from workspace_agent.google.workspace import Google
from workspace_agent.model.errors import SettingsError

CAPTURED = pytest.CaptureFixture[str]
TITLE = "Progress Monitoring"


@pytest.fixture
def marisol(arranged: Office) -> Iterator[Google]:
    """Google with her eyes; what she did is forgotten afterwards, for others count writes."""
    google = arranged.stage.person(MARISOL["email"], arranged.folder)
    yield google
    google.close()
    arranged.department.writes()


def again(office: Office, step: str, answers: dict[str, Answer], *, titles: bool = False) -> Person:
    """Do one step once more, at the terminal."""
    progress = Progress(office.config / PROGRESS)
    progress.go_back(STEPS, step)
    wizard, person = wizard_of(office), Person(answers)
    wizard.asker, wizard.wishes = Asker({}, person), replace(WISHES, titles=titles)
    walk(wizard, STEPS[: NAMES.index(step) + 1], progress)
    return person


def test_spreadsheets_are_shown_by_id_owner_day_and_what_they_hold(arranged: Office) -> None:
    person = again(arranged, "workbooks", {})

    progress, hours = arranged.books
    shown = [label for label in person.shown if MARISOL["email"] in label]
    assert sorted(shown) == sorted(
        [
            f"{progress}  {MARISOL['email']}, 20 Nov 2026  progress monitoring",
            f"{hours}  {MARISOL['email']}, 20 Nov 2026  hours",
        ]
    )
    assert max(map(len, shown)) < 115, "all of it at 120 columns"
    assert not [label for label in shown if TITLE in label]
    assert arranged.settings["case_managers"][0]["workbooks"], "what was chosen before is ticked"


def test_titles_are_shown_to_who_asks_and_written_nowhere(arranged: Office, capsys: CAPTURED) -> None:
    person = again(arranged, "workbooks", {}, titles=True)

    assert [label for label in person.shown if label.endswith(f"  {TITLE}")]
    assert TITLE not in "".join(capsys.readouterr())
    for path in arranged.config.iterdir():
        assert TITLE not in path.read_text()


def test_a_folder_of_workbooks_is_pasted(arranged: Office) -> None:
    links = iter(["https://drive.google.com/drive/folders/1AbCdEfGhIjKl", ""])

    again(arranged, "workbooks", {"Which are they": [], "not on the list": lambda: next(links)})

    (person,) = arranged.settings["case_managers"]
    assert person["folders"] == [{"id": "1AbCdEfGhIjKl", "holds": "one student"}]
    assert person["workbooks"] == []


def test_without_a_workbook_it_says_how_to_have_one_made(arranged: Office, capsys: CAPTURED) -> None:
    again(arranged, "workbooks", {"Which are they": []})

    assert "workspace-agent init workbook marisol-quintero --config " in capsys.readouterr().err


@pytest.fixture
def renamed(arranged: Office, marisol: Google) -> Iterator[str]:
    """A workbook in which a column is called as nobody calls it."""
    tabs = [{"properties": {"title": "Hours"}}]
    made = str(marisol.sheets.create("Log", "en_US", "America/Denver", tabs)["spreadsheetId"])
    rows = [["Date", "Start", "Knocked off", "Hours", "Activity"], ["11/2/2026", "9:00", "10:00", "1", "x"]]
    marisol.sheets.type_values(made, "Hours!A1", rows)
    marisol.drive.share(made, ROBOT, "writer")
    links = iter([f"https://docs.google.com/spreadsheets/d/{made}/edit", ""])
    again(arranged, "workbooks", {"Which are they": [], "not on the list": lambda: next(links)})
    yield made
    marisol.drive.update(made, {"trashed": True})


def test_a_heading_is_confirmed_and_read(arranged: Office, renamed: str, capsys: CAPTURED) -> None:
    person = again(arranged, "headings", {})

    assert person.asked == ["What does it say in the sheet of hours?"]
    confirmed = tomllib.loads((arranged.config / "sheets.toml").read_text())
    assert confirmed["sheets"]["hours"]["fields"] == {"end": ["Knocked off"]}
    told = capsys.readouterr().err
    assert f"{renamed}/edit?gid=" in told
    assert "nocked" not in told, "a heading may hold a name"


def test_a_heading_that_is_declined_is_not_read(arranged: Office, renamed: str) -> None:
    again(arranged, "headings", {"What does it say": "none"})

    assert not (arranged.config / "sheets.toml").exists()
    assert renamed


def test_a_form_that_cannot_be_opened_is_asked_again(arranged: Office, capsys: CAPTURED) -> None:
    links = iter(["https://docs.google.com/forms/d/1NoSuchFormAtAll/edit", "none"])

    again(arranged, "form", {"Link of the Post IEP": lambda: next(links)})

    told = capsys.readouterr().err
    assert ROBOT in told
    assert "No form: nothing is filed" in told
    assert "form" not in arranged.settings


def test_a_calendar_that_is_not_shared_is_told_with_the_clicks(
    arranged: Office, marisol: Google, capsys: CAPTURED
) -> None:
    marisol.calendar.acl_insert(MARISOL["email"], ROBOT, "reader")
    try:
        again(arranged, "calendars", {})
    finally:
        marisol.calendar.acl_insert(MARISOL["email"], ROBOT, "writer")

    told = capsys.readouterr().err
    assert f"  Marisol Quintero, {MARISOL['email']}" in told
    assert f"  4. Type {ROBOT}, choose the permission Make changes to events, and click Send." in told


def test_a_place_that_the_agent_cannot_see_is_not_taken(arranged: Office, capsys: CAPTURED) -> None:
    links = iter(["https://drive.google.com/drive/folders/0AbCdEfGhIjKlMn", ""])

    again(arranged, "folder", {"shared drive": lambda: next(links)})

    assert (
        f"The agent cannot see it. In the shared drive: Manage members > {ROBOT}" in capsys.readouterr().err
    )
    assert "parent" not in arranged.settings["drive"]


def test_a_place_that_the_agent_cannot_see_is_not_written_where_nobody_can_be_asked(
    arranged: Office, capsys: CAPTURED
) -> None:
    wizard = wizard_of(arranged, parent="https://drive.google.com/drive/folders/0AbCdEfGhIjKlMn")

    with pytest.raises(SettingsError, match="cannot be made in the place that --parent names"):
        steps_places.folder(wizard)

    assert "The agent cannot see it." in capsys.readouterr().err
    assert "parent" not in arranged.settings["drive"]


@dataclass(frozen=True)
class OnDrive:
    """A shared drive with a folder in it, both made in Drive's own page; links as people paste them."""

    id: str
    folder: str

    @property
    def links(self) -> list[str]:
        return [f"https://drive.google.com/drive/folders/{one}" for one in (self.folder, self.id)]


@pytest.fixture
def shared_drive(arranged: Office) -> Iterator[OnDrive]:
    token = {"email": MARISOL["email"], "scopes": [DRIVE], "client_id": "the page of Drive"}
    base, every = f"{arranged.stage.endpoint.url}/drive/v3", {"supportsAllDrives": "true"}
    with requests.Session() as drive:
        drive.headers["Authorization"] = f"Bearer {arranged.stage.control('POST', 'token', token)['token']}"
        made = drive.post(f"{base}/drives", params={"requestId": "1"}, json={"name": "Office"}).json()["id"]
        member = {"type": "user", "role": "fileOrganizer", "emailAddress": ROBOT}
        drive.post(f"{base}/files/{made}/permissions", params=every, json=member).raise_for_status()
        body = {"name": "Records", "mimeType": "application/vnd.google-apps.folder", "parents": [made]}
        folder = drive.post(f"{base}/files", params=every, json=body).json()["id"]
        yield OnDrive(made, folder)
        drive.delete(f"{base}/files/{folder}", params=every).raise_for_status()
        drive.delete(f"{base}/drives/{made}").raise_for_status()
    arranged.department.writes()


def test_a_folder_that_a_person_made_is_not_taken_and_the_shared_drive_itself_is(
    arranged: Office, shared_drive: OnDrive, capsys: CAPTURED
) -> None:
    links = iter(shared_drive.links)

    again(arranged, "folder", {"shared drive": lambda: next(links)})

    told = capsys.readouterr().err
    assert "A person made this folder" in told
    assert f"Name the shared drive itself: {shared_drive.links[1]}" in told
    assert arranged.settings["drive"]["parent"] == shared_drive.id

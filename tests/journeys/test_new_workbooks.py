"""`init workbook`: made, filled and shared once, whatever goes wrong; and what is typed there is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import requests

from tests.journeys.drive_people import new_folder
from tests.journeys.read_only import written_elsewhere
from tests.journeys.world import MANAGER, MARISOL, ROBOT, URL, World, build_world
from tests.kills.campaign import memory
from workspace_agent.cli.department import Stage
from workspace_agent.duties.workbooks import Holds, wanted
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.google.scopes import FEATURE_SCOPES, needed_scopes
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.sandbox.adapter import InProcessAdapter
from workspace_agent.settings import load
from workspace_agent.sign_in import TOKEN
from workspace_agent.tools import LEDGER, open_tools
from workspace_agent.workbooks import Made, exit_code, make

Json = dict[str, Any]

PROGRESS: Holds = "progress monitoring"
HOURS: Holds = "hours"
ROSA = "Rosa Delgadillo"
WRITES = Counter(
    {"drive.files.create": 1, "sheets.spreadsheets.batchUpdate": 1, "drive.permissions.create": 2}
)
"""What one workbook takes."""


class Killed(BaseException):
    """The process is no more."""


class Deadly(InProcessAdapter):
    """Kills who uses it before or after its n-th write."""

    def __init__(self, app: Any, nth: int, when: str) -> None:
        super().__init__(app)
        self._left = nth
        self._when = when

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        is_write = request.method in {"POST", "PATCH", "PUT"} and "/token" not in str(request.url)
        self._left -= is_write
        if is_write and self._left == 0 and self._when == "before":
            raise Killed
        answer = super().send(request, *args, **kwargs)
        if is_write and self._left == 0:
            raise Killed
        return answer


def init(
    world: World, year: str, *holds: Holds, stage: Stage | None = None, template: str = ""
) -> tuple[Made, ...]:
    """The command, but for what it prints; here and of the hours with one tab only, if none is named."""
    settings = load(world.config)
    organisation = settings.agent.organisation_on(world.clock().date())
    person = organisation.case_manager("marisol-quintero")
    books = [wanted(person, one, year, organisation, settings.sheets) for one in holds or (HOURS,)]
    if not holds:
        books = [replace(book, tabs=book.tabs[-1:], template=template) for book in books]
    endpoint = (stage or world.stage).endpoint
    with open_tools(settings, world.clock, endpoint, world.clock.sleep) as tools:
        made = make(tools, books)
    log = world.stage.control("GET", "requests")["requests"]
    assert written_elsewhere(log, ROBOT, set(world.ids.values())) == []
    return made


def deadly(world: World, nth: int, when: str) -> Stage:
    adapter = Deadly(world.sandbox.app, nth, when)
    return Stage(Endpoint(mode="sandbox", url=URL, inner=adapter), world.stage.timing)


def there(world: World, year: str) -> list[Json]:
    """Workbooks of a year, whoever made them."""
    with world.person(ROBOT) as google:
        found = google.drive.list("mimeType = 'application/vnd.google-apps.spreadsheet'", "id,name,trashed")
    return [file for file in found if f" {year} - " in file["name"]]


def roles(world: World, file_id: str) -> dict[str, str]:
    with world.person(ROBOT) as google:
        return {one["emailAddress"]: one["role"] for one in google.drive.permissions(file_id)}


def tabs(world: World, file_id: str) -> list[str]:
    with world.person(MARISOL) as google:
        found = google.sheets.read(file_id, "sheets(properties(title))")
    return [sheet["properties"]["title"] for sheet in found["sheets"]]


@pytest.fixture(scope="module")
def office() -> Iterator[World]:
    """One world for all that goes wrong: each test has a school year to itself."""
    with TemporaryDirectory(dir=memory()) as folder:
        yield build_world(Path(folder) / "world")


def is_whole(world: World, year: str) -> str:
    """The id of the one workbook of hours of this year, which is as it should be."""
    (file,) = there(world, year)
    assert tabs(world, file["id"]) == ["Instructions", "Office hours"]
    assert roles(world, file["id"]) == {ROBOT: "owner", MARISOL: "writer", MANAGER: "reader"}
    return str(file["id"])


# ---- made, typed into, read


def test_made_shared_and_typed_into_it_is_read(world: World) -> None:
    made = init(world, "2026-27", PROGRESS, HOURS)

    assert exit_code(made) == 0
    assert Counter(one["method"] for one in world.writes()) == WRITES + WRITES
    assert world.mails(MARISOL, "") == [] == world.mails(MANAGER, ""), "Drive tells nobody by mail"
    progress, hours = (one.file_id for one in made)
    type_in(world, progress, hours)
    world.setting(
        lambda text: text.replace(world.progress, progress).replace(
            world.ids["marisol_quintero_hours_log"], hours
        )
    )

    report = world.run()

    department = report.account.department
    (student,) = department.students
    (meeting,) = department.meetings
    assert (student.initials, meeting.student_ref) == ("R.D.", student.ref)
    assert len(department.team) == len(department.contacts) == len(department.hours) == 1
    assert len(department.office_hours) == 5
    assert {one.kind.name for one in report.account.problems if one.place.url.find(progress) > 0} == set()
    (event,) = world.meetings()
    assert event["summary"].endswith("- R.D.")
    assert tabs(world, progress)[-1] == "Agent"


TYPED = (
    ("Students", "Sierra Vieja ISD|0142|Rosa|Delgadillo||IEP|2/2/2026|9/9/2024"),
    ("Meetings", f"{ROSA}|annual review|1/12/2027|10:00 AM||60|Google Meet|11/17/2026|phone|TRUE"),
    ("Team", f"{ROSA}|parent|d.delgadillo@homemail.example|915-555-0101|holds rights"),
    ("Contacts", f"{ROSA}|11/9/2026|9:05 AM|phone|mother|annual review|left voicemail"),
    ("Hours", "11/19/2026|8:00 AM|11:30 AM|3.5|reports"),
    ("Office hours", "Mon-Fri|8:00 AM|3:00 PM"),
)


def type_in(world: World, progress: str, hours: str) -> None:
    """What a case manager types on the first day; boxes and lists let it pass."""
    with world.person(MARISOL) as google:
        for tab, line in TYPED:
            book = hours if tab in {"Hours", "Office hours"} else progress
            google.sheets.type_values(book, f"'{tab}'!A2", [line.split("|")])


def test_what_could_not_be_read_is_refused_at_once(office: World) -> None:
    (made,) = init(office, "2050-51")

    with office.raw(MARISOL, "spreadsheets") as session:
        answer = session.put(
            f"{URL}/v4/spreadsheets/{made.file_id}/values/'Office hours'!B9",
            params={"valueInputOption": "USER_ENTERED"},
            json={"values": [["12"]]},
        )

    assert answer.status_code == 400, "a number for a time"


def test_it_lies_where_the_settings_want_the_records(office: World) -> None:
    folder = new_folder(office, "Special Services")
    office.setting(lambda text: text.replace("[drive]", f'[drive]\nparent = "{folder}"'))
    (made,) = init(office, "2051-52")
    (office.folder / "state" / LEDGER).unlink()
    (again,) = init(office, "2051-52")
    office.setting(lambda text: text.replace(f'\nparent = "{folder}"', ""))

    assert again.file_id == made.file_id
    with office.person(ROBOT) as google:
        assert google.drive.get(made.file_id, "parents")["parents"] == [folder]


# ---- nothing twice


def test_twice_makes_nothing_twice(office: World) -> None:
    init(office, "2030-31")
    office.forget_requests()

    (again,) = init(office, "2030-31")

    assert (exit_code((again,)), again.outcomes, office.writes()) == (0, (), [])
    assert again.file_id == is_whole(office, "2030-31")


KILLS = [
    ("2060-61", 1, "before", "kept"),
    ("2061-62", 1, "after", "kept"),
    ("2062-63", 2, "after", "kept"),
    ("2063-64", 3, "after", "kept"),
    ("2064-65", 4, "after", "kept"),
    ("2065-66", 1, "after", "lost"),
    ("2066-67", 2, "after", "lost"),
    ("2067-68", 3, "after", "lost"),
]
"""Before a write the world is the same as after the one before it."""


@pytest.mark.parametrize(("year", "nth", "when", "ledger"), KILLS)
def test_killed_midway_it_goes_on_where_it_stopped(
    office: World, year: str, nth: int, when: str, ledger: str
) -> None:
    with pytest.raises(Killed):
        init(office, year, stage=deadly(office, nth, when))
    if ledger == "lost":
        (office.folder / "state" / LEDGER).unlink()

    assert exit_code(init(office, year)) == 0

    is_whole(office, year)


LOSSES = [
    ("2080-81", "drive.files.create", "reset-after"),
    ("2081-82", "sheets.spreadsheets.batchUpdate", "reset-after"),
    ("2082-83", "drive.permissions.create", "reset-after"),
    ("2083-84", "drive.files.create", "reset-before"),
]


@pytest.mark.parametrize(("year", "method", "when"), LOSSES)
def test_a_lost_answer_is_looked_up_by_the_next_try(office: World, year: str, method: str, when: str) -> None:
    office.fault(method, when=when)
    assert exit_code(init(office, year)) == 5

    assert exit_code(init(office, year)) == 0

    is_whole(office, year)


def test_while_drive_lists_marks_late_it_is_found_in_its_folder(office: World) -> None:
    office.stage.control("POST", "quirks", {"mark_lag": 300})
    with pytest.raises(Killed):
        init(office, "2036-37", stage=deadly(office, 1, "after"))

    assert exit_code(init(office, "2036-37")) == 0

    office.stage.control("POST", "quirks", {"mark_lag": 0})
    is_whole(office, "2036-37")


def test_without_the_ledger_it_is_found_by_its_mark_and_left_as_people_changed_it(office: World) -> None:
    (made,) = init(office, "2031-32")
    with office.person(MARISOL) as google:
        google.drive.update(made.file_id, {"name": "My hours 2031-32 - mine"})
        google.sheets.type_values(made.file_id, "Office hours!A2", [["Friday"]])
    (office.folder / "state" / LEDGER).unlink()
    office.forget_requests()

    (again,) = init(office, "2031-32")

    assert (again.file_id, exit_code((again,)), office.writes()) == (made.file_id, 0, [])
    is_whole(office, "2031-32")


# ---- people win


def test_one_in_the_trash_is_left_there_and_one_deleted_for_good_is_made_anew(office: World) -> None:
    (made,) = init(office, "2032-33")
    with office.person(ROBOT) as google:
        google.drive.update(made.file_id, {"trashed": True})

    (trashed,) = init(office, "2032-33")
    assert (trashed.trashed, trashed.outcomes, exit_code((trashed,))) == (True, (), 1)

    with office.raw(ROBOT, "drive") as session:
        assert session.delete(f"{URL}/drive/v3/files/{made.file_id}").ok
    (anew,) = init(office, "2032-33")
    assert (anew.gone, anew.file_id) == (made.link, is_whole(office, "2032-33"))


def test_who_was_taken_off_is_not_let_in_again(office: World) -> None:
    (made,) = init(office, "2033-34")
    with office.person(ROBOT) as google:
        (theirs,) = [one for one in google.drive.permissions(made.file_id) if one["emailAddress"] == MANAGER]
        google.drive.unshare(made.file_id, theirs["id"])

    init(office, "2033-34")

    assert roles(office, made.file_id) == {ROBOT: "owner", MARISOL: "writer"}


def test_one_that_somebody_typed_into_before_it_was_filled_is_left_alone(office: World) -> None:
    with pytest.raises(Killed):
        init(office, "2034-35", stage=deadly(office, 2, "before"))
    (file,) = there(office, "2034-35")
    with office.person(ROBOT) as google:
        google.drive.share(file["id"], MARISOL, "writer")
    with office.person(MARISOL) as google:
        google.sheets.type_values(file["id"], "A1", [["mine"]])

    made = init(office, "2034-35")

    assert exit_code(made) == 1
    assert tabs(office, file["id"]) == ["Sheet1"]


# ---- a template


def official_template(world: World) -> str:
    """A workbook that somebody made in the browser, and lets the agent read."""
    scopes = ["https://www.googleapis.com/auth/drive"]
    asked = {"email": MARISOL, "scopes": scopes, "client_id": "a-browser"}
    token = world.stage.control("POST", "token", asked)["token"]
    with world.raw(MARISOL, "drive") as session:
        session.headers["Authorization"] = f"Bearer {token}"
        body = {"properties": {"title": "Official"}, "sheets": [{"properties": {"title": "Hours"}}]}
        made: Json = session.post(f"{URL}/v4/spreadsheets", json=body).json()
    with world.person(MARISOL) as google:
        google.drive.share(made["spreadsheetId"], ROBOT, "reader")
    return str(made["spreadsheetId"])


def test_a_template_is_copied_where_the_agent_may(office: World) -> None:
    template = official_template(office)
    (denied,) = init(office, "2035-36", template=template)
    assert [outcome.trouble for outcome in denied.undone] == [ProblemKind.EFFECT_DENIED]
    assert there(office, "2035-36") == []

    wider = needed_scopes(FEATURE_SCOPES) | {"https://www.googleapis.com/auth/drive"}
    office.stage.sign_in(ROBOT, wider, office.folder / "secrets" / TOKEN)
    (copied,) = init(office, "2035-36", template=template)
    assert (exit_code((copied,)), tabs(office, copied.file_id)) == (0, ["Hours"])
    assert roles(office, copied.file_id) == {ROBOT: "owner", MARISOL: "writer", MANAGER: "reader"}
    office.forget_requests()
    init(office, "2035-36", template=template)
    assert office.writes() == []
    office.stage.sign_in(ROBOT, needed_scopes(FEATURE_SCOPES), office.folder / "secrets" / TOKEN)

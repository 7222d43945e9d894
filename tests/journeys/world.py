"""A department on the sandbox in this process, and the agent let loose on it."""

from __future__ import annotations

import base64
import email
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import requests
import tomlkit
from requests.adapters import BaseAdapter

from tests.journeys.read_only import written_elsewhere
from workspace_agent.cli.department import (
    DepartmentFiles,
    Stage,
    load,
    placeholder_of,
    write_settings,
)
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.google.timing import Timing
from workspace_agent.google.workspace import Google
from workspace_agent.run import Report, run
from workspace_agent.sandbox.adapter import InProcessAdapter
from workspace_agent.sandbox.server import Sandbox
from workspace_agent.sandbox.snapshot import encode, restore
from workspace_agent.settings import load as load_settings
from workspace_agent.tools import Tools, open_tools

Json = dict[str, Any]

CONFIG = Path(__file__).parents[2] / "config"
WILLOW = CONFIG / "demo" / "department"
URL = "http://127.0.0.1:9"
ROBOT = "agent@willowbridge.example"
EVIDENCE = "contact attempts"
"""What the names of the records of contact attempts have in common."""
PROGRESS = "progress sheet"
"""The same of progress sheets."""
MANAGER = "o.fenwick@willowbridge.example"
MARISOL = "m.quintero@willowbridge.example"
FRIDAY = datetime.fromisoformat("2026-11-20T07:00:00-05:00")


def is_record(name: str) -> bool:
    """Whether a file of this name holds a form response, and nothing else that is filed."""
    return EVIDENCE not in name and PROGRESS not in name


@dataclass
class Clock:
    """Stands still unless somebody sleeps."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now.astimezone(UTC)

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


Adapter = TypeVar("Adapter", bound=BaseAdapter)


@dataclass
class World:
    """The department of one case manager, with the people in it.

    Attributes:
        ids: Google's ids of workbooks and form, by their placeholder in the settings.
    """

    folder: Path
    sandbox: Sandbox
    stage: Stage
    clock: Clock
    ids: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def behind(self, adapt: Callable[[BaseAdapter], Adapter]) -> Iterator[Adapter]:
        """While the body runs, only what an adapter lets through comes to Google, and from there."""
        stage = self.stage
        assert stage.endpoint.inner is not None
        adapter = adapt(stage.endpoint.inner)
        self.stage = replace(stage, endpoint=replace(stage.endpoint, inner=adapter))
        try:
            yield adapter
        finally:
            self.stage = stage

    @property
    def config(self) -> Path:
        return self.folder / "config"

    @property
    def progress(self) -> str:
        """Id of the Progress Monitoring workbook."""
        return self.ids["marisol_quintero_progress_monitoring"]

    @contextmanager
    def tools(self) -> Iterator[Tools]:
        """Everything that the agent works with; watched for writes into people's sheets."""
        with open_tools(
            load_settings(self.config), self.clock, self.stage.endpoint, self.clock.sleep
        ) as tools:
            yield tools
        assert written_elsewhere(self.sandbox.requests.entries, ROBOT, set(self.ids.values())) == []

    def run(self, *approve: str) -> Report:
        """One cycle of the agent, with approvals of what waits at a brake."""
        with self.tools() as tools:
            return run(tools, approve)

    def first_run(self) -> Report:
        """The first cycle in the world of `build_world` as it is without being asked for more.

        It always does the same: it is done once, and every other world becomes what that one became.
        """
        done = _first_run()
        assert self.as_built() == done.before, "this world is not as it was built: it needs a run of its own"
        with tarfile.open(fileobj=BytesIO(done.files)) as files:
            files.extractall(self.folder, filter="fully_trusted")  # noqa: S202 - packed below
        self.sandbox.load(done.held)
        restore(self.sandbox.requests, done.requests)
        self.clock.now = done.now
        return done.report

    def as_built(self) -> Json:
        """What a first run depends on, as far as it is easily compared: all but what the sandbox holds."""
        files = (path for path in sorted(self.folder.rglob("*.*")) if path.suffix in {".toml", ".sqlite3"})
        settings = {path.name: path.read_bytes() for path in files}
        return {
            "now": self.clock.now,
            "ids": self.ids,
            "files": settings,
            "requests": encode(self.sandbox.requests),
            "faults": encode(self.sandbox.faults),
        }

    def at(self, moment: datetime) -> None:
        """Move on, agent and Google alike."""
        self.clock.now = moment
        self.stage.control("POST", "clock", {"now": moment.isoformat()})

    @contextmanager
    def person(self, address: str) -> Iterator[Google]:
        """Google with the eyes and rights of a person."""
        google = self.stage.person(address, self.folder)
        try:
            yield google
        finally:
            google.close()

    def raw(self, address: str, *scopes: str) -> requests.Session:
        """Raw requests with somebody's token, past every guard of the agent."""
        asked = [f"https://www.googleapis.com/auth/{scope}" for scope in scopes]
        token = self.stage.control("POST", "token", {"email": address, "scopes": asked})["token"]
        session = requests.Session()
        assert self.stage.endpoint.inner is not None
        session.mount(URL, self.stage.endpoint.inner)
        session.headers["Authorization"] = f"Bearer {token}"
        return session

    # ---- looking

    def writes(self) -> list[Json]:
        """Requests that could have changed something, as the sandbox saw them."""
        return [entry for entry in self.stage.control("GET", "requests")["requests"] if entry["write"]]

    def forget_requests(self) -> None:
        """Empty the sandbox's log."""
        self.stage.control("DELETE", "requests")

    def dump(self) -> Json:
        """Everything that anybody could read anywhere."""
        return self.stage.control("GET", "dump")

    def meetings(self) -> list[Json]:
        """The agent's events on the case manager's calendar, deleted ones included."""
        with self.person(MARISOL) as google:
            found = google.calendar.list(MARISOL, privateExtendedProperty="wa=1", showDeleted=True)
        return sorted(found, key=lambda event: event["start"]["dateTime"])

    def meeting(self, initials: str) -> Json:
        """The one meeting of a student."""
        (found,) = [event for event in self.meetings() if event["summary"].endswith(f"- {initials}")]
        return found

    def mails(self, address: str, query: str = "subject:compliance") -> list[EmailMessage]:
        """Mails in somebody's mailbox."""
        with self.person(address) as google:
            raws = [google.gmail.get_message(id_, "raw")["raw"] for id_ in google.gmail.messages(query)]
        return [_message(raw) for raw in raws]

    def digest_text(self) -> str:
        """Text of the one digest in the manager's mailbox."""
        (mail,) = self.mails(MANAGER)
        body = mail.get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    def agent_tab(self) -> list[list[str]]:
        """What stands in the Agent tab."""
        with self.person(MARISOL) as google:
            (found,) = google.sheets.values_batch_get(self.progress, ["Agent!A1:H200"])
        return list(found.get("values", []))

    def records(self, address: str) -> list[Json]:
        """The filed form responses that somebody can open."""
        return [paper for paper in self.papers(address) if is_record(paper["name"])]

    def papers(self, address: str) -> list[Json]:
        """Everything filed that somebody can open."""
        with self.person(address) as google:
            return list(
                google.drive.list("mimeType = 'application/pdf' and trashed = false", "id,name,parents")
            )

    # ---- people at work

    def type(self, cell: str, text: str, workbook: str = "") -> None:
        """The case manager types into a cell, such as `Meetings!C2`."""
        with self.person(MARISOL) as google:
            google.sheets.type_values(workbook or self.progress, cell, [[text]])

    def fault(self, method: str, **what: Any) -> None:
        """Let the sandbox break the next call of a method."""
        self.stage.control("POST", "faults", {"method": method, "nth": 1, "body": None, "delay": 0} | what)

    def setting(self, change: Callable[[str], str]) -> None:
        """Change agent.toml."""
        path = self.config / "agent.toml"
        path.write_text(change(path.read_text(encoding="utf8")), encoding="utf8")


def _message(raw: str) -> EmailMessage:
    return email.message_from_bytes(base64.urlsafe_b64decode(raw), policy=policy.default)


def _no_jitter() -> float:
    return 0.0


MARISOLS = DepartmentFiles(WILLOW, ("marisol-quintero",))


WHOLE = DepartmentFiles(WILLOW, ("marisol-quintero", "theo-brandvold", "lena-vandermolen"))


def build_world(
    folder: Path, files: DepartmentFiles = MARISOLS, *, strict: bool = True, now: datetime = FRIDAY
) -> World:
    """Load a department, willow's first case manager if no other is named, into a new sandbox."""
    folder.mkdir(exist_ok=True)
    clock = Clock(now)
    sandbox = Sandbox(strict=strict)
    endpoint = Endpoint(mode="sandbox", url=URL, inner=InProcessAdapter(sandbox.app))
    stage = Stage(endpoint, Timing(clock=clock, sleep=clock.sleep, jitter=_no_jitter))
    world = World(folder, sandbox, stage, clock)
    world.ids = load(stage, files, folder).ids
    template = CONFIG / "demo" / "agent.toml"
    if len(files.case_managers) > 1:
        template = _of_the_whole(template, folder / "agent.template.toml", files)
    write_settings(stage, template, world.ids, world.config, ROBOT)
    shutil.copy(CONFIG / "policy.toml", world.config)
    world.at(now)
    world.forget_requests()
    return world


@dataclass(frozen=True)
class _Done:
    """What a world was before its first run, and became by it.

    Attributes:
        files: A tar of its folder.
    """

    before: Json
    report: Report
    now: datetime
    files: bytes
    held: Json
    requests: Json


@cache
def _first_run() -> _Done:
    with TemporaryDirectory() as name:
        world = build_world(Path(name))
        before, report, files = world.as_built(), world.run(), BytesIO()
        with tarfile.open(fileobj=files, mode="w") as archive:
            archive.add(name, arcname=".")
    held, requests = world.sandbox.held(), encode(world.sandbox.requests)
    return _Done(before, report, world.clock.now, files.getvalue(), held, requests)


def _of_the_whole(template: Path, into: Path, files: DepartmentFiles) -> Path:
    """The demo's settings with all districts and case managers; one keeps meetings without a Book box."""
    settings, about = tomlkit.parse(template.read_text(encoding="utf8")), files.about
    settings["department"]["federal_holidays"] = about["department"]["federal_holidays"]
    settings["districts"] = about["districts"]
    settings["case_managers"] = [
        {key: person[key] for key in ("key", "name", "email", "calendar", "zone", "from", "districts")}
        | {"workbooks": [_setting(person["key"], book) for book in person["workbooks"]]}
        for person in about["case_managers"]
        if person["key"] in files.case_managers
    ]
    into.write_text(tomlkit.dumps(settings), encoding="utf8")
    return into


def _setting(case_manager: str, book: Json) -> Json:
    booking = book.get("booking") or ("settled" if case_manager == "theo-brandvold" else "box")
    return {
        "id": f"${{{placeholder_of(case_manager, book)}}}",
        "holds": book["holds"],
        "booking": booking,
    }

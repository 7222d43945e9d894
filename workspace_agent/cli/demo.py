"""`demo`: the main job, end to end, on an invented department and a Google on this machine."""

from __future__ import annotations

import base64
import email
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from workspace_agent.cli.options import program
from workspace_agent.duties.digest_rows import EFFECTS
from workspace_agent.model.counting import for_a_person
from workspace_agent.model.errors import SettingsError

if TYPE_CHECKING:
    from workspace_agent.cli.department import Loaded, Stage
    from workspace_agent.google.workspace import Google

Json = dict[str, Any]

AS_OF = "2026-11-20T07:00"
LATER = "2026-11-20T07:15"
CASE_MANAGERS = ("marisol-quintero",)

Folder = Annotated[
    Path | None, typer.Option("--folder", help="Where to put everything; a new temporary folder if left out.")
]
Stay = Annotated[
    bool, typer.Option("--stay", help="Keep the sandbox running afterwards, to try the commands by hand.")
]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the demo keeps things."""

    folder: Path

    @property
    def config(self) -> Path:
        """Settings of the demo."""
        return self.folder / "config"

    @property
    def people(self) -> Path:
        """Token files of the people who type and look."""
        return self.folder / "people"

    @property
    def found(self) -> Path:
        """What people would find in their mailbox and in Drive."""
        return self.folder / "what-people-see"

    def make(self) -> None:
        """Make the folders; nobody else on this machine can look in.

        Raises:
            SettingsError: The folder is in use, perhaps by another demo, or cannot be made.
        """
        if self.config.exists():
            raise SettingsError(f"{self.folder} holds a demo already.", advice="name a new folder")
        try:
            for folder in (self.found, self.people):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            raise SettingsError(f"{self.folder} cannot be made.", advice="name another folder") from None


def demo(folder: Folder = None, stay: Stay = False) -> None:
    """Show the whole job on an invented department. Nothing leaves this machine."""
    place = Place((folder or Path(tempfile.mkdtemp(prefix="workspace-agent-demo-"))).resolve())
    place.make()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the sandbox ends with the demo
    print("A department that does not exist, and a Google that runs on this machine. Nothing leaves it.")
    print(f"Everything is in {place.folder}\n")
    with sandbox() as url:
        stage = stage_at(url)
        _tell_loaded(load_department(stage, place), url)
        _first_run(place)
        _show_what_people_see(stage, place)
        _second_run(place)
        if stay:
            _stay(place)


@contextmanager
def sandbox() -> Iterator[str]:
    """A sandbox in a process of its own; gives its address."""
    command = [sys.executable, "-m", "workspace_agent", "sandbox", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own command
        try:
            assert process.stdout is not None  # noqa: S101 - PIPE was asked for
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def stage_at(url: str) -> Stage:
    """The sandbox at this address, as those who load and look meet it."""
    from workspace_agent.cli.department import Stage  # noqa: PLC0415 - heavy
    from workspace_agent.google.endpoint import Endpoint  # noqa: PLC0415 - heavy
    from workspace_agent.google.timing import Timing  # noqa: PLC0415 - heavy
    from workspace_agent.run import clock_from  # noqa: PLC0415 - heavy

    timing = Timing(
        clock=clock_from(datetime(2026, 11, 20, 12, tzinfo=UTC)), sleep=time.sleep, jitter=random.random
    )
    return Stage(Endpoint(mode="sandbox", url=url), timing)


def load_department(stage: Stage, place: Place) -> Loaded:
    """Type the invented department into the sandbox and write the agent's settings."""
    from workspace_agent.cli.department import DepartmentFiles, load, write_settings  # noqa: PLC0415 - heavy
    from workspace_agent.settings_files import defaults_folder  # noqa: PLC0415 - heavy

    demo_files = defaults_folder() / "demo"
    files = DepartmentFiles(demo_files / "department", CASE_MANAGERS)
    loaded = load(stage, files, place.people)
    write_settings(
        stage, demo_files / "agent.toml", loaded.ids, place.config, files.about["department"]["robot"]
    )
    return loaded


def _tell_loaded(loaded: Loaded, url: str) -> None:
    print(f"1. A sandbox at {url} now holds what one case manager typed:")
    print(
        f"   {loaded.rows['Students']} students, {loaded.rows['Meetings']} meeting rows, "
        f"{loaded.rows['Contacts']} contact attempts, {loaded.rows['Hours']} hours entries,\n"
        f"   {loaded.responses} form responses, and some events made by hand.\n"
        "   It is Friday, 20 Nov 2026, 7:00 in New York.\n"
    )


def _first_run(place: Place) -> None:
    print("2. The agent runs, as it would against Google:")
    _run(place, AS_OF, expected=1)
    print("   Exit code 1, as it should be: the sheets hold mistakes that people make.")
    print("   Each is named with a link, in the Agent tab and in the digest.\n")


def _second_run(place: Place) -> None:
    print("4. It runs again, a quarter of an hour later:")
    report = _run(place, LATER, expected=1)
    if report["outcomes"] or report["write_requests"]:
        raise typer.Exit(_fail("the second run should have had nothing to do"))
    print("   Nothing was left to do, and not one write request was sent.\n")


def _run(place: Place, as_of: str, *, expected: int) -> Json:
    command = ["run", "--config", str(place.config), "--as-of", as_of]
    print(f"   $ workspace-agent {' '.join(command)}")
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "workspace_agent", *command, "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != expected:
        print(done.stderr, file=sys.stderr)
        raise typer.Exit(_fail(f"exit code {done.returncode} instead of {expected}"))
    report: Json = json.loads(done.stdout)
    _tell_report(report)
    return report


def _fail(what: str) -> int:
    print(f"The demo went wrong: {what}.", file=sys.stderr)
    return 70


def _tell_report(report: Json) -> None:
    kinds: dict[str, int] = {}
    for outcome in report["outcomes"]:
        kind = outcome["key"].partition("/")[0]
        kinds[kind] = kinds.get(kind, 0) + (outcome["state"] == "done")
    said = ", ".join(f"{EFFECTS[kind]} {count}" for kind, count in kinds.items())
    total = sum(row["requests"] for row in report["requests"])
    print(f"   Done: {said or 'nothing to do'}.")
    print(f"   {for_a_person(report['problems'])}.")
    print(f"   {total} requests, {report['write_requests']} of them writes, in {report['seconds']} s.")


def _show_what_people_see(stage: Stage, place: Place) -> None:
    """Look with the eyes of the people: their own tokens, their own rights."""
    print("3. What people see now:")
    manager = stage.person("o.fenwick@willowbridge.example", place.people)
    case_manager = stage.person("m.quintero@willowbridge.example", place.people)
    for line in _meetings(case_manager):
        print(f"   {line}")
    print(f"\n   The digest in the manager's mailbox: {_digest(manager, place.found)}")
    agent = stage.person("agent@willowbridge.example", place.people)
    records = list(_records(manager, agent, place.found))
    print(f"   {len(records)} records that the manager can open, beside it:")
    for path in records:
        print(f"     {path.name}")
    for google in (manager, case_manager, agent):
        google.close()
    print()


def _meetings(person: Google) -> Iterator[str]:
    events = person.calendar.list(
        "m.quintero@willowbridge.example",
        timeMin="2026-11-20T12:00:00Z",
        singleEvents=True,
        orderBy="startTime",
        privateExtendedProperty="wa=1",
    )
    for event in events:
        zone = ZoneInfo(event["start"]["timeZone"])
        start = datetime.fromisoformat(event["start"]["dateTime"]).astimezone(zone)
        guests = len(event.get("attendees", []))
        told = f"guests: {guests}; {_joining(event)}" if guests else "private hold, nobody invited"
        yield f"{start:%a %d %b %Y %H:%M} {zone.key:<17} {event['summary']}  ({told})"


def _joining(event: Mapping[str, Any]) -> str:
    points = {point["entryPointType"] for point in event.get("conferenceData", {}).get("entryPoints", [])}
    ways = {"video": "Meet link", "phone": "telephone"}
    return " and ".join(word for point, word in ways.items() if point in points) or "in person"


def _digest(manager: Google, folder: Path) -> Path:
    (message_id,) = manager.gmail.messages("subject:compliance")
    raw = manager.gmail.get_message(message_id, "raw")["raw"]
    message = email.message_from_bytes(base64.urlsafe_b64decode(raw), policy=policy.default)
    for kind, name in (("plain", "digest.txt"), ("html", "digest.html")):
        body = message.get_body((kind,))
        (folder / name).write_text(body.get_content() if body else "", encoding="utf8")
    return folder / "digest.html"


def _records(manager: Google, agent: Google, folder: Path) -> Iterator[Path]:
    """Everything below what is shared with the manager; fetched by the agent, for whoever reads may not."""
    for number, file in enumerate(manager.drive.list("mimeType = 'application/pdf'", "id,name"), start=1):
        path = folder / f"{number:02} {file['name']}"
        path.write_bytes(agent.drive.download(file["id"]))
        yield path


def _stay(place: Place) -> None:
    print("The sandbox stays until Ctrl-C. In another terminal, try for example:")
    for command in ("plan --initials", "digest preview", "run", "status"):
        as_of = "" if command == "status" else f" --as-of {LATER}"
        print(f"  {program()} {command} --config {place.config}{as_of}")
    with suppress(KeyboardInterrupt):
        while True:
            time.sleep(3600)

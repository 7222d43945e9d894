"""A first run in which one answer is lost, at each write and in each way: nothing doubled or missing."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.journeys.world import (
    CONFIG,
    FRIDAY,
    MANAGER,
    MARISOL,
    ROBOT,
    URL,
    WILLOW,
    Clock,
    World,
)
from workspace_agent.cli.department import DepartmentFiles, Stage, load, write_settings
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.google.timing import Timing
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.run import Report
from workspace_agent.sandbox.adapter import InProcessAdapter
from workspace_agent.sandbox.server import Sandbox
from workspace_agent.settings import Settings
from workspace_agent.settings import load as load_settings
from workspace_agent.tools import LEDGER, Tools, open_tools

METHODS = (
    "calendar.events.insert",
    "drive.files.create",
    "drive.files.generateIds",
    "drive.permissions.create",
    "gmail.users.drafts.create",
    "gmail.users.drafts.send",
    "sheets.spreadsheets.batchUpdate",
)
FAULTS = ("before", "after", "reset-before", "reset-after")


STUDENTS = {"May Winter", "William Hartsell", "Will Hartsell", "Grace Ontiveros-Hale", "Jonah Pell"}
RESPONDENTS = {"Jonah Pell", "Brooklyn Tanaka"}
"""One who is on the list and one who is not: a record in a student's folder, and one to look at."""


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> DepartmentFiles:
    """Four of willow's students and two responses: enough for every kind of write."""
    folder = tmp_path_factory.mktemp("few")
    shutil.copytree(WILLOW, folder, dirs_exist_ok=True)
    for path in (folder / "workbooks" / "marisol-quintero").rglob("*.csv"):
        if path.stem in {"Benchmarks", "Check-ins", "Goals", "Progress"}:
            path.unlink()
            continue
        header, *rows = csv.reader(path.read_text(encoding="utf8").splitlines())
        kept = [row for row in rows if row[0] in STUDENTS or f"{row[2]} {row[3]}" in STUDENTS]
        with path.open("w", encoding="utf8", newline="") as file:
            csv.writer(file).writerows([header, *kept])
    form = json.loads((folder / "form.json").read_text(encoding="utf8"))
    form["responses"] = [r for r in form["responses"] if RESPONDENTS & set(r["answers"].get("3f1a9c02", []))]
    (folder / "form.json").write_text(json.dumps(form), encoding="utf8")
    return DepartmentFiles(folder, ("marisol-quintero",))


@pytest.fixture(scope="module")
def memory() -> Iterator[Path]:
    """In memory, where there is such a file system: the ledger waits for its disk at every commit."""
    shared = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    with TemporaryDirectory(dir=shared if shared.is_dir() else None) as folder:
        yield Path(folder)


def a_folder(memory: Path, name: str) -> Path:
    folder = memory / name
    folder.mkdir()
    return folder


class SmallWorld(World):
    """A world whose settings are read once."""

    @cached_property
    def settings(self) -> Settings:
        return load_settings(self.config)

    @contextmanager
    def tools(self) -> Iterator[Tools]:
        with open_tools(self.settings, self.clock, self.stage.endpoint, self.clock.sleep) as tools:
            yield tools


def build(folder: Path, files: DepartmentFiles) -> World:
    clock, sandbox = Clock(FRIDAY), Sandbox()
    endpoint = Endpoint(mode="sandbox", url=URL, inner=InProcessAdapter(sandbox.app))
    stage = Stage(endpoint, Timing(clock=clock, sleep=clock.sleep, jitter=float))
    world = SmallWorld(folder, sandbox, stage, clock, load(stage, files, folder).ids)
    write_settings(stage, CONFIG / "demo" / "agent.toml", world.ids, world.config, ROBOT)
    world.at(FRIDAY)
    return world


@pytest.fixture(scope="module")
def undisturbed(few: DepartmentFiles, memory: Path) -> Counter[str]:
    """What one run without a fault leaves behind."""
    world = build(a_folder(memory, "undisturbed"), few)
    world.run()
    return left_behind(world)


def test_one_run_leaves_one_of_everything(undisturbed: Counter[str]) -> None:
    assert [count for kind, count in undisturbed.items() if kind.startswith("event")] == [1, 1]
    assert undisturbed["file record"] == 2
    assert {kind: count for kind, count in undisturbed.items() if "digest" in kind} == {
        f"digest mail at {MANAGER}": 1,
        f"digest mail at {ROBOT}": 1,
    }, "one received, and the same one among those sent"
    assert {undisturbed[kind] for kind in undisturbed if kind.startswith("file folder/")} == {1}


def left_behind(world: World) -> Counter[str]:
    """Everything of the agent's, by kind: two of one key would show as a 2."""
    dump = world.dump()
    events = dump["calendars"][MARISOL]["events"].values()
    marks = [event.get("extendedProperties", {}).get("private", {}) for event in events]
    with ledger_of(world) as ledger:
        refs = {ref: f"{initials}-{number}" for ref, (initials, number) in ledger.students().items()}
    return Counter(
        [f"event {refs[mark['wa_student']]} {mark['wa_number']}" for mark in marks if mark.get("wa")]
        + [f"file {_anonymous(key, refs)}" for key in map(_key, dump["files"]) if key]
        + [f"{_mail(mail)} at {address}" for address, mails in dump["mails"].items() for mail in mails]
        + [f"tab of {len(dump['spreadsheets'][world.progress]['sheets']['Agent'])} rows"]
        + [f"{readers} readers" for readers in _grants(dump["files"])]
    )


@contextmanager
def ledger_of(world: World) -> Iterator[Ledger]:
    ledger = Ledger(world.folder / "state" / LEDGER)
    try:
        yield ledger
    finally:
        ledger.close()


def _mail(mail: dict[str, Any]) -> str:
    kind = "draft" if mail["draftId"] else "mail"
    return f"digest {kind}" if "Subject: IEP compliance" in mail["raw"] else kind


def _key(file: dict[str, Any]) -> str:
    text = json.dumps(file)
    return text.partition('"wa_key": "')[2].partition('"')[0]


def _anonymous(key: str, refs: dict[str, str]) -> str:
    kind, _, rest = key.rpartition("/")
    if key.startswith(("record/", "review/")):
        return "record"
    return f"{kind}/{refs.get(rest, rest)}"


def _grants(files: list[dict[str, Any]]) -> list[int]:
    return sorted(len(file["permissions"]) for file in files if _key(file).startswith("folder/"))


@pytest.mark.parametrize("when", FAULTS)
@pytest.mark.parametrize("method", METHODS)
def test_a_lost_answer_doubles_nothing_and_loses_nothing(
    memory: Path, few: DepartmentFiles, undisturbed: Counter[str], method: str, when: str
) -> None:
    world = build(a_folder(memory, f"{method} {when}"), few)
    world.fault(method, when=when, status=503)
    world.run()
    assert world.sandbox.faults.due(method) is None, "the fault has struck"

    world.run()
    assert left_behind(world) == undisturbed
    with ledger_of(world) as ledger:
        assert ledger.in_doubt() == ()

    world.forget_requests()
    third: Report = world.run()
    assert world.writes() == []
    assert third.account.outcomes == ()


def test_a_digest_that_is_sent_late_tells_what_its_draft_told(memory: Path, few: DepartmentFiles) -> None:
    world = build(a_folder(memory, "late"), few)
    world.fault("gmail.users.drafts.send", when="reset-before")
    world.run()
    told = _told(world)

    world.type("Students!G2", "11/18/2026")
    world.run()
    assert _told(world) == told
    with ledger_of(world) as ledger:
        assert [key for key in ledger.done() if key.startswith("digest/")] == ["digest/manager/2026-W47"]


def _told(world: World) -> set[str]:
    with ledger_of(world) as ledger:
        return {item for (item,) in ledger._database.execute("SELECT item FROM told")}

"""What the agent keeps on disk is its owner's alone; no secret is told anywhere; no record is spooled."""

from __future__ import annotations

import json
import logging
import os
import stat
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.channels import by_the_robot, in_ledger, logged
from tests.effects.test_record import answering, pdf
from tests.journeys.world import MANAGER, ROBOT, World, build_world
from workspace_agent.cli import show
from workspace_agent.cli.errors import explain, where_it_broke
from workspace_agent.google.credentials import write_token
from workspace_agent.ledger.backup import back_up
from workspace_agent.ledger.private import make_folder
from workspace_agent.log import Log
from workspace_agent.model.errors import SettingsError, WorkspaceAgentError
from workspace_agent.sign_in import TOKEN
from workspace_agent.tools import ALIAS_KEY, LEDGER, LOG

STRANGER = "somebody else's file"
ANSWER = "The marmalade xylophone was agreed upon."


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    """Mode of a folder and of everything below it, by path."""
    return {str(path): oct(stat.S_IMODE(path.stat().st_mode)) for path in (folder, *folder.rglob("*"))}


def too_open(folder: Path) -> dict[str, str]:
    private = {True: "0o700", False: "0o600"}
    return {path: mode for path, mode in modes(folder).items() if mode != private[Path(path).is_dir()]}


# ---- files and folders


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_what_it_keeps_is_its_owners_alone_whatever_the_umask(tmp_path: Path, mask: int) -> None:
    with umask(mask):
        world = build_world(tmp_path)
        world.setting(
            lambda text: text.replace("[department]", '[paths]\nstate = "../deep/er/state"\n[department]')
        )
        world.run()
        state = tmp_path / "deep" / "er" / "state"
        back_up(state / LEDGER, state / "copy.sqlite3")
        log = Log(state / LOG)
        log._file.doRollover()
        log.close()

    kept = {path.name for path in state.iterdir()}
    assert kept == {LEDGER, LOG, f"{LOG}.1", "copy.sqlite3"}
    assert {path.name for path in (tmp_path / "secrets").iterdir()} == {ALIAS_KEY, TOKEN}
    assert too_open(tmp_path / "deep") | too_open(tmp_path / "secrets") == {}


def test_a_file_from_before_that_others_could_read_is_its_owners_alone_again(world: World) -> None:
    world.first_run()
    state = world.folder / "state"
    for path in state.iterdir():
        path.chmod(0o666)
    world.run()

    assert too_open(state) == {}


@pytest.mark.parametrize("name", [LEDGER, LOG])
def test_a_link_that_somebody_laid_there_is_not_followed(world: World, name: str) -> None:
    victim = world.folder / "victim"
    victim.write_text(STRANGER)
    victim.chmod(0o644)
    make_folder(world.folder / "state")
    (world.folder / "state" / name).symlink_to(victim)

    with pytest.raises(SettingsError, match="cannot be written"):
        world.run()
    assert (victim.read_text(), stat.S_IMODE(victim.stat().st_mode)) == (STRANGER, 0o644)


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda path: write_token(path, {"token": "x"}), id="token"),
        pytest.param(lambda path: back_up(path.with_name(LEDGER), path), id="backup"),
    ],
)
def test_what_is_replaced_takes_the_place_of_a_link(world: World, write: Callable[[Path], None]) -> None:
    world.first_run()
    victim, path = world.folder / "victim", world.folder / "state" / "replaced"
    victim.write_text(STRANGER)
    path.symlink_to(victim)
    write(path)

    assert victim.read_text() == STRANGER
    assert not path.is_symlink()
    assert too_open(path.parent) == {}


@pytest.mark.parametrize("folder", ["state", "secrets"])
def test_a_folder_into_which_others_can_write_is_refused(world: World, folder: str) -> None:
    make_folder(world.folder / folder)
    (world.folder / folder).chmod(0o770)
    with pytest.raises(SettingsError, match="Others can write into") as caught:
        world.run()
    assert caught.value.advice == f"chmod go-w {(world.folder / folder).resolve()}"

    (world.folder / folder).chmod(0o1777)
    world.run()


@pytest.mark.parametrize("name", [ALIAS_KEY, TOKEN])
def test_a_secret_that_others_can_read_is_refused(world: World, name: str) -> None:
    world.first_run()
    path = world.folder / "secrets" / name
    path.chmod(0o640)
    with pytest.raises(SettingsError, match="can be read by others"):
        world.run()


# ---- secrets are told nowhere


def secrets_of(world: World) -> dict[str, str]:
    """Every secret that the agent has now, by what it is."""
    folder = world.folder / "secrets"
    token = json.loads((folder / TOKEN).read_text())
    named = {key: token[key] for key in ("token", "refresh_token", "client_secret")}
    key = (folder / ALIAS_KEY).read_text()
    return {**named, "alias key": key, "alias key in bytes": repr(bytes.fromhex(key))[2:-1]}


@dataclass
class Told:
    """Some days of work: the secrets, and every place where one could be read."""

    secrets: dict[str, str]
    places: list[tuple[str, str]]

    def shown(self) -> set[tuple[str, str]]:
        """Which secret is shown where."""
        secrets = {**self.secrets, "header": "Bearer "}
        return {(at, name) for name, one in secrets.items() for at, text in self.places if one in text}


class Listener(logging.Handler):
    """Hears every line that any library logs at its lowest level."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.getMessage()} {vars(record)}")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    world, listener, root = build_world(tmp_path_factory.mktemp("told")), Listener(), logging.getLogger()
    level = root.level
    root.addHandler(listener)
    root.setLevel(logging.DEBUG)
    try:
        return some_days(world, listener)
    finally:
        root.removeHandler(listener)
        root.setLevel(level)


def some_days(world: World, listener: Listener) -> Told:
    """Work, with a token that has to be refreshed; refusals that quote it; and a look at everything."""
    logging.getLogger("some.library").debug("that it is listening")
    with world.tools() as tools:
        tools.observe(tools.clock())  # keeps the alias key
    first = expire(world)
    places = [*refusals(world), *left_by(world), *in_memory(world), ("libraries", " ".join(listener.heard))]
    assert listener.heard, "who hears nothing proves nothing"
    now = secrets_of(world)
    assert now["token"] != first["token"], "the token was to be refreshed"
    return Told({**now, "first token": first["token"]}, places)


def expire(world: World) -> dict[str, str]:
    """Let the token be refreshed at its next use."""
    path = world.folder / "secrets" / TOKEN
    write_token(path, json.loads(path.read_text()) | {"expiry": "2026-01-01T00:00:00Z"})
    return secrets_of(world)


def refusals(world: World) -> Iterator[tuple[str, str]]:
    """What is told where Google, and then the token endpoint, refuses and quotes the secrets."""
    quoted = "Bearer " + " ".join(secrets_of(world).values())
    error = {"code": 400, "message": quoted, "errors": [{"reason": quoted, "message": quoted}]}
    world.fault("calendar.events.insert", status=400, body={"error": error}, when="before")
    report = world.run()
    assert any(outcome.trouble for outcome in report.account.outcomes)
    yield "terminal", f"{show.report_text(report, 1.0)} {show.report_json(report, 1.0)} {report!r}"
    expire(world)
    world.fault("oauth2.token", status=400, body={"error": "invalid_grant", "error_description": quoted})
    with pytest.raises(WorkspaceAgentError) as caught:
        world.run()
    yield "errors", explain(caught.value) + where_it_broke(caught.value) + repr(caught.value)
    yield "errors", "".join(traceback.format_exception(caught.value))


def left_by(world: World) -> Iterator[tuple[str, str]]:
    """What can be read afterwards on disk, in the list of processes, and at Google."""
    state = world.folder / "state"
    back_up(state / LEDGER, state / "copy.sqlite3")
    for place, contents in {
        "log": logged(state),
        "ledger": in_ledger(state / LEDGER),
        "backup": in_ledger(state / "copy.sqlite3"),
        "process": [Path(f"/proc/self/{one}").read_bytes() for one in ("cmdline", "environ")],
    }.items():
        yield from ((place, content.decode(errors="replace")) for content in contents)
    yield "process", repr(dict(os.environ))
    yield "settings", (world.config / "agent.toml").read_text()
    for entry in by_the_robot(world):
        yield "requests", json.dumps({key: entry[key] for key in ("path", "query", "body")})


def in_memory(world: World) -> Iterator[tuple[str, str]]:
    """What a debugger would print of what the agent works with."""
    with world.tools() as tools:
        token = tools.google.identity
        for one in (tools, tools.key, tools.settings, tools.google, token, token.credentials):
            yield "memory", f"{one!r} {one!s}"


def test_no_secret_is_told_anywhere(told: Told) -> None:
    places = {place for place, text in told.places if text}
    assert places == {
        *("terminal", "errors", "log", "ledger", "backup", "process", "settings", "requests", "memory"),
        "libraries",
    }
    assert len(set(told.secrets.values())) == 6
    assert told.shown() == set()


@pytest.mark.parametrize("name", ["token", "first token", "refresh_token", "client_secret", "alias key"])
def test_a_secret_that_is_told_would_be_found(told: Told, name: str) -> None:
    planted = Told(told.secrets, [*told.places, ("log", f"x{told.secrets[name]}y")])
    assert planted.shown() == {("log", name)}


# ---- nothing of a record is written to disk


OPENED: list[list[str]] = []
"""Where the paths of files go that are opened for writing; an audit hook stays for good, so there is one."""

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def _listen(event: str, arguments: tuple[Any, ...]) -> None:
    if OPENED and event == "open":
        path, mode, flags = arguments
        if isinstance(path, int):
            return  # it was opened before
        if set(str(mode or "")) & set("wax+") or (isinstance(flags, int) and flags & _WRITING):
            OPENED[-1].append(str(path))
    elif OPENED and event.startswith(("tempfile.", "subprocess.", "os.posix_spawn", "os.fork")):
        OPENED[-1].append(event)


@pytest.fixture(scope="module", autouse=True)
def listening() -> None:
    sys.addaudithook(_listen)


@pytest.fixture
def opened() -> Iterator[list[str]]:
    """Files that were opened for writing meanwhile, and processes that were started."""
    OPENED.append([])
    yield OPENED[-1]
    OPENED.pop()


def one_answer(world: World) -> None:
    """A response whose answer can be told from everything else."""
    form = world.ids["form"]
    answers = {
        question: {"questionId": question, "textAnswers": {"answers": [{"value": text}]}}
        for question, text in {"3f1a9c02": "May Winter", "8f9a0b1c": ANSWER}.items()
    }
    moment = "2026-11-19T15:00:08.412Z"
    response = {
        "responseId": "ACYDBNh-x1",
        "createTime": moment,
        "lastSubmittedTime": moment,
        "answers": answers,
    }
    world.stage.control("POST", f"forms/{form}/responses", response)


def test_of_a_record_nothing_is_written_to_disk(world: World, tmp_path: Path, opened: list[str]) -> None:
    one_answer(world)
    watched, before = tmp_path / "temporary", tempfile.tempdir
    watched.mkdir()
    tempfile.tempdir = str(watched)
    try:
        world.run()
    finally:
        tempfile.tempdir = before

    own = {world.folder / "state", world.folder / "secrets"}
    assert opened, "a run that writes nothing at all proves nothing"
    assert [path for path in opened if Path(path).parent not in own] == []
    assert list(watched.iterdir()) == []
    assert any(ANSWER in text for text in filed(world)), "the record does hold the answer"
    kept = [path for folder in own for path in folder.rglob("*") if path.is_file()]
    assert not [path for path in kept if b"marmalade" in path.read_bytes()]


def filed(world: World) -> Iterator[str]:
    import io  # noqa: PLC0415

    from pypdf import PdfReader  # noqa: PLC0415

    with world.person(ROBOT) as google:
        for record in world.records(MANAGER):
            content = google.drive.download(record["id"])
            yield " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def written_by_the_process() -> int:
    """Bytes that it has handed to any file so far, also from outside of Python."""
    (line,) = (one for one in Path("/proc/self/io").read_text().splitlines() if one.startswith("wchar"))
    return int(line.split()[1])


def test_the_printer_of_records_writes_no_file_of_its_own() -> None:
    before = written_by_the_process()
    assert pdf(answering(ANSWER)).startswith(b"%PDF")
    assert written_by_the_process() == before


def test_a_printer_that_writes_one_would_be_seen(tmp_path: Path) -> None:
    before = written_by_the_process()
    (tmp_path / "spool").write_text(ANSWER)
    assert written_by_the_process() >= before + len(ANSWER)

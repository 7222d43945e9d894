"""No student's name in anything that a command prints, writes or sends, whatever its options.

Beside `test_names_never_leave.py`, which lives through what the agent does: here every command is typed, with
and without its options, against a sandbox that listens, among other names (`fresh_names.py`), where Google
refuses and where nothing fits. The same with harmless names tells what is said anyway.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence, Set
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from werkzeug.wrappers import Request, Response

from tests.channels import Channels, in_ledger, logged, through_google
from tests.fresh_names import FRESH_NAMES
from tests.hard_names import Name, harmless
from tests.journeys.hard_caseload import hard_world, initials_instead
from tests.journeys.world import URL, World
from tests.name_scanner import NameScanner
from tests.test_names_never_leave import ask_who_is_who, refuse
from workspace_agent.cli import main
from workspace_agent.cli.department import Stage
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.ledger.file import to_read
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.sandbox.adapter import InProcessAdapter
from workspace_agent.sandbox.server import Sandbox, serve
from workspace_agent.tools import LEDGER

AS_OF = ("--as-of", "2026-11-20T07:00")
WHO = "marisol-quintero"
JSON, INITIALS, DEBUG = "--json", "--initials", "--debug"


class Hearing(Sandbox):
    """A sandbox that keeps the headers of requests, too."""

    def __init__(self) -> None:
        super().__init__(strict=True)
        self.headers: list[str] = []

    def respond(self, request: Request) -> Response:
        """Answer, and keep what stood in the headers but for the token."""
        if not request.path.startswith("/_sandbox/"):
            self.headers += [f"{name}: {one}" for name, one in request.headers if name != "Authorization"]
        return super().respond(request)


@dataclass
class Typed:
    """A department in which every command was typed.

    Attributes:
        said: What each printed, stdout and stderr together.
        errors: The same of those that ended with an error.
        written: Files that were asked for.
    """

    world: World
    hearing: Hearing
    said: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)

    def type(self, *arguments: str) -> str:
        """Type a command; gives what stood on stdout."""
        out, err = StringIO(), StringIO()
        with pytest.raises(SystemExit) as ended, redirect_stdout(out), redirect_stderr(err):
            main((*arguments, "--config", str(self.world.config)))
        said = f"{out.getvalue()}\n{err.getvalue()}"
        (self.said if ended.value.code in (None, 0, 1) else self.errors).append(said)
        return out.getvalue()

    def refs(self) -> list[str]:
        """Of all students, in the order in which they were first seen."""
        ledger = Ledger(self.world.folder / "state" / LEDGER, to_read)
        try:
            return list(ledger.students())
        finally:
            ledger.close()

    def channels(self) -> Channels:
        """What left by each way."""
        return through_google(self.world, self.world.dump()) | {
            "terminal": [one.encode() for one in self.said],
            "errors": [one.encode() for one in self.errors],
            "files that were asked for": [one for path in self.written for one in _content(path)],
            "log": logged(self.world.folder / "state"),
            "ledger": in_ledger(self.world.folder / "state" / LEDGER),
            "headers of requests": [one.encode() for one in set(self.hearing.headers)],
        }


def _content(path: Path) -> list[bytes]:
    return in_ledger(path) if path.suffix == ".sqlite3" else [path.read_bytes()]


def typed(folder: Path, names: Sequence[Name], hard: Sequence[Name]) -> Typed:
    """Type every command, from the first day on."""
    world, hearing = hard_world(folder, names, hard), Hearing()
    ask_who_is_who(world)
    hearing.load(world.sandbox.held())
    inner = Endpoint(mode="sandbox", url=URL, inner=InProcessAdapter(hearing.app))
    one = Typed(replace(world, sandbox=hearing, stage=Stage(inner, world.stage.timing)), hearing)
    with serve(hearing) as running:
        world.setting(lambda text: re.sub(r'sandbox_url = ".*"', f'sandbox_url = "{running.url}"', text))
        before_the_run(one)
        refuse(one.world, names[0])
        the_runs(one)
        about_the_past(one)
        about_students(one)
        what_fails(one, names)
        setting_up(one)
        initials_instead(one.world)
    return one


def before_the_run(one: Typed) -> None:
    for command in ("status", "history"):
        one.type(command)
        one.type(command, JSON)
    one.type("doctor", DEBUG, *by_the_sandbox(one))
    one.type("doctor", "--probe", "--yes", JSON, *by_the_sandbox(one))
    one.type("auth", "status")
    one.type("auth", "status", JSON)
    one.type("plan", INITIALS, DEBUG, *AS_OF)
    one.type("plan", INITIALS, JSON, *AS_OF)
    page = one.world.folder / "digest.html"
    one.type("digest", "preview", "--for", WHO, "--html", str(page), *AS_OF)
    one.written.append(page)
    one.type("same-student", INITIALS, *AS_OF)
    (question, *_) = json.loads(one.type("same-student", JSON, INITIALS, *AS_OF))["questions"]
    one.type("same-student", question["id"], question["answers"][0], *AS_OF)


def by_the_sandbox(one: Typed) -> tuple[str, str]:
    """Its own time: `doctor` compares the clocks."""
    return "--as-of", one.world.stage.control("GET", "clock")["now"]


def the_runs(one: Typed) -> None:
    one.type("run", *AS_OF)
    one.type(DEBUG, "run", JSON, *AS_OF)
    one.type("init", "workbook", WHO, "--holds", "hours", "--year", "2026-27", DEBUG)


def about_the_past(one: Typed) -> None:
    one.type("digest", "send", "--to", "me", *AS_OF)
    for arguments in (("status",), ("history",), ("history", "1"), ("history", "2"), ("digest", "list")):
        one.type(*arguments)
        one.type(*arguments, JSON)
    one.type("doctor", DEBUG, *by_the_sandbox(one))
    copy = one.world.folder / "copy.sqlite3"
    one.type("backup", "--to", str(copy))
    one.type("config", "show", "--origin")
    one.written.append(copy)


def about_students(one: Typed) -> None:
    one.world.type("Hours!B1", "Strat time", one.world.ids["marisol_quintero_hours_log"])
    one.type("sheets", "map")
    (guess, *_) = re.findall(r'"id": "([0-9a-f]{6})"', one.type("sheets", "map", JSON))
    one.type("sheets", "map", "--confirm", guess, "--write")
    one.written.append(one.world.config / "sheets.toml")
    one.type("exposure", one.world.progress, *AS_OF)
    one.type("exposure", one.world.progress, JSON, *AS_OF)
    (student, *_) = one.refs()
    one.type("records", student, INITIALS, *AS_OF)
    one.type("records", student, INITIALS, JSON, *AS_OF)
    why(one, student)
    one.type("make-again")


def why(one: Typed, student: str) -> None:
    one.type("explain", student, INITIALS, *AS_OF)
    one.type("explain", student, JSON, *AS_OF)
    one.type("explain", INITIALS, *AS_OF)
    (finding, *_) = re.findall(r'"key": "([^"]+)"', one.type("explain", INITIALS, JSON, *AS_OF))
    one.type("explain", finding, INITIALS, *AS_OF)
    one.type("explain", finding, INITIALS, JSON, *AS_OF)


def what_fails(one: Typed, names: Sequence[Name]) -> None:
    """Google refuses and quotes a name, in its prose and as a code; what is asked for is not there."""
    for methods in (
        {"sheets.spreadsheets.get": 404, "forms.forms.get": 403, "calendar.events.list": 400},
        {"oauth2.token": 400},
        {"drive.files.list": 400},
    ):
        for method, status in methods.items():
            one.world.fault(method, status=status, body=quoted(names[0], status), when="before")
        one.type("auth", "status")
        one.type("plan", INITIALS, DEBUG, *AS_OF)
    one.world.stage.control("DELETE", "faults")
    for method in ("drive.files.get", "sheets.spreadsheets.get", "calendar.events.list", "drive.about.get"):
        one.world.fault(method, status=400, body=quoted(names[0], 400), when="before")
    one.type("doctor", DEBUG, *by_the_sandbox(one))
    one.world.stage.control("DELETE", "faults")
    for arguments in (
        *(("history", "99"), ("records", "nobody"), ("exposure", "nothing"), ("make-again", "nothing")),
        *(("explain", "nothing"), ("explain", " ".join(names[0]))),
        *(("same-student", "0000000000", "yes"), ("sheets", "map", "--confirm", "000000")),
        *(("init", "workbook", "nobody"), ("init", "workbook", WHO, "--template", "nothing")),
        ("digest", "send", "--to", " ".join(names[0])),
        ("run", "--approve", "0000"),
    ):
        one.type(*arguments, DEBUG)


def setting_up(one: Typed) -> None:
    """Once more, with what stands in the settings."""
    code = one.world.folder / "code.txt"
    one.type("init", "--no-input", "--titles", "--recovery-code-to", str(code), DEBUG, *by_the_sandbox(one))
    one.written += [code, one.world.config / "agent.toml"]


def quoted(name: Name, status: int) -> dict[str, Any]:
    """An answer of Google's that repeats a name wherever it can."""
    shown, last = " ".join(name), name[1]
    error = {"code": status, "message": shown, "status": last, "errors": [{"reason": last, "message": shown}]}
    return {"error": error, "error_description": shown}


# ---- nothing left


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Typed:
    return typed(tmp_path_factory.mktemp("fresh") / "day", SOME, SOME)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Typed:
    """The same with names that mean nothing."""
    return typed(tmp_path_factory.mktemp("plain") / "day", harmless(SOME), SOME)


def is_name(name: Name) -> bool:
    """Sheets takes both parts for texts, and there are letters in them; other rows are told, not used."""
    no_texts = ("=", "+", "-", "@", "'", "#", "True", "N/A", "None", "null", "\\")
    return all(any(map(str.isalpha, part)) and not part.startswith(no_texts) for part in name)


SOME = tuple(filter(is_name, FRESH_NAMES))[::6]
"""So many that each command is done soon; each command reads all of them."""

SCANNER = NameScanner(SOME)


@pytest.fixture(scope="module")
def left(fresh: Typed) -> Channels:
    return fresh.channels()


@pytest.fixture(scope="module")
def leaks(left: Channels, plain: Typed) -> dict[str, Set[str]]:
    """Names that can be read in each channel, but for those that stand there with harmless names, too."""
    said_anyway = set().union(*(SCANNER.shown(contents) for contents in plain.channels().values()))
    return {channel: SCANNER.shown(contents) - said_anyway for channel, contents in left.items()}


def test_no_command_lets_a_name_out(left: Channels, leaks: dict[str, Set[str]]) -> None:
    assert all(left.values()), "a channel without content proves nothing"
    assert {channel: names for channel, names in leaks.items() if names} == {}


def test_no_command_met_a_defect(fresh: Typed) -> None:
    assert [said for said in (*fresh.said, *fresh.errors) if "A defect of this program" in said] == []
    assert "User-Agent" in " ".join(fresh.hearing.headers)
    assert len(fresh.said) > 25
    assert len(fresh.errors) > 9


_OPAQUE = re.compile(
    r"https?://\S+|\d{4}-\d\d-\d\dT[\d:+-]+|\b\d\d:\d\d(:\d\d)?\b|\d+(\.\d+)? s\.|\"seconds\": [\d.]+"
    r"|\b(?=\w*\d)(?:[\w-]{12,}|[0-9a-f]{10}|[0-9a-f]{6})\b"
)


def sentences(one: Typed) -> Counter[str]:
    """Every line that was printed, without ids, times and folders."""
    told = "\n".join((*one.said, *one.errors)).replace(str(one.world.folder), "<folder>")
    shown = re.findall(r"\b([a-z2-9]{10}) \(", told)  # one of them may be merged with another by now
    students = re.compile("|".join({*one.refs(), *shown}))
    return Counter(_OPAQUE.sub("<id>", students.sub("<ref>", line.strip())) for line in told.splitlines())


def test_commands_say_the_same_whatever_students_are_called(fresh: Typed, plain: Typed) -> None:
    assert sentences(fresh) - sentences(plain) == Counter()
    assert sentences(plain) - sentences(fresh) == Counter()


# ---- the control: a name planted in each channel is found there


def test_a_planted_name_turns_each_channel_red(left: Channels) -> None:
    planted = " ".join(SOME[0])
    for channel, contents in left.items():
        assert SCANNER.shown([*contents, json.dumps({"x": planted}).encode()]), channel


def test_a_planted_name_is_heard_in_headers_and_on_the_terminal(fresh: Typed) -> None:
    before = fresh.channels()
    fresh.said.append(" ".join(SOME[1]))
    fresh.hearing.headers.append(f"User-Agent: {' '.join(SOME[2])}")
    after = fresh.channels()
    for channel in ("terminal", "headers of requests"):
        assert SCANNER.shown(after[channel]) > SCANNER.shown(before[channel])

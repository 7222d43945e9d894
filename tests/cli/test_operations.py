"""What an IT person types in the year: is it well, put a copy back, is anybody told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.alerts.servers import mail_server, monitor
from tests.cli.conftest import AS_OF, Command, Department
from tests.journeys.world import FRIDAY
from workspace_agent.alerts.memory import Memory, Ping, remember
from workspace_agent.alerts.watch import watch_of
from workspace_agent.cli.options import load_settings
from workspace_agent.cli.status import NEXT_CYCLE
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.ledger.lock import only_one
from workspace_agent.ledger.rows import PUT_BACK
from workspace_agent.run import clock_from

LATER = ("--as-of", "2026-11-21T07:30")
EARLIER = ("--as-of", "2026-11-20T06:00")


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory, department: Department) -> Path:
    """The settings of a department of its own, on the same sandbox; only looked at."""
    folder = tmp_path_factory.mktemp("operations")
    for name in ("config", "secrets"):
        shutil.copytree(department.config.parent / name, folder / name)
    toml = folder / "config" / "agent.toml"
    names = ("meetings", "filing", "sharing", "progress_sheets", "agent_tab", "digest")
    off = "".join(f'{name} = "report"\n' for name in names)
    toml.write_text(toml.read_text().replace("[department]", f"[features]\n{off}\n[department]"))
    return folder / "config"


@pytest.fixture
def config(ran: Path, tmp_path: Path) -> Path:
    shutil.copytree(ran.parent, tmp_path / "own")
    return tmp_path / "own" / "config"


def test_a_check_fails_without_a_good_run_and_passes_for_a_day_after_one(
    command: Command, config: Path
) -> None:
    assert command("status", "--check", "--config", str(config)).code == 1
    assert command("run", "--config", str(config), *AS_OF).code in {0, 1}
    assert command("status", "--check", "--config", str(config), *AS_OF).code == 0
    late = command("status", "--check", "--config", str(config), *LATER)
    assert (late.code, late.err) == (1, "No good run within 24 hours.\n")
    early = command("status", "--check", "--config", str(config), *EARLIER)
    assert early.code == 1
    assert "ahead of the clock" in early.err
    copied = command("backup", "--config", str(config)).out.strip()

    back = command("restore", copied, "--config", str(config))
    assert back.code == 0
    assert "no event, record or folder is made twice" in back.err
    assert len(list((config.parent / "state").glob("ledger-replaced-*.sqlite3"))) == 1
    put_back = Ledger(config.parent / "state" / "ledger.sqlite3")
    assert put_back.meta(PUT_BACK), "what it does not know of is not owed to anybody"
    put_back.close()

    key = config.parent / "secrets" / "alias.key"
    key.write_text("0" * 64)
    other = command("restore", copied, "--config", str(config))
    assert other.code == 3
    assert "alias.key that is another one here" in other.err
    assert f"with no file at {key}, from its recovery code: workspace-agent init --restore-key" in other.err


def test_a_damaged_ledger_is_told_with_the_way_to_its_copies(command: Command, config: Path) -> None:
    state = config.parent / "state"
    state.mkdir(0o700)
    ledger = Ledger(state / "ledger.sqlite3")
    ledger.runs.end(ledger.runs.begin(FRIDAY), FRIDAY, 0, "{}")
    ledger.close()
    with (state / "ledger.sqlite3").open("r+b") as file:
        file.seek(4096)  # behind the page that tells the tables
        file.write(b"\xff" * 60_000)

    for arguments in (("status",), ("history",), ("digest", "list"), ("run", *AS_OF), ("plan", *AS_OF)):
        said = command(*arguments, "--config", str(config))
        assert (said.code, said.out) == (3, ""), arguments
        assert f"{state / 'ledger.sqlite3'} is damaged.\nWhat to do: " in said.err
        assert "the last good copy of state/backups in its place: workspace-agent restore FILE" in said.err


NEXT_LOOKS = {
    "ahead": ("2026-11-20T12:05:00+00:00", True, "Next look of serve: 2026-11-20T07:05-05:00\n"),
    "under way": ("2026-11-20T11:58:00+00:00", True, ""),
    "missed": (
        "2026-11-20T11:40:00+00:00",
        True,
        "serve was to look at 2026-11-20T06:40-05:00 and did not: is it running? ",
    ),
    "died": (
        "2026-11-20T11:58:00+00:00",
        False,
        "serve was to look at 2026-11-20T06:58-05:00, and does not run. ",
    ),
    "died just now": (
        "2026-11-20T12:05:00+00:00",
        False,
        "serve was to look at 2026-11-20T07:05-05:00, and does not run. ",
    ),
    "ended": ("", False, ""),
}


@pytest.mark.parametrize(("next_look", "is_there", "said"), NEXT_LOOKS.values(), ids=NEXT_LOOKS)
def test_the_status_tells_when_serve_looks_and_whether_the_monitor_heard(
    command: Command, config: Path, next_look: str, is_there: bool, said: str
) -> None:
    state = config.parent / "state"
    state.mkdir(0o700)
    ledger = Ledger(state / "ledger.sqlite3")
    ledger.runs.end(ledger.runs.begin(FRIDAY), FRIDAY, 0, "{}")
    ledger.set_meta(NEXT_CYCLE, next_look)
    ledger.close()
    remember(state, Memory(ping=Ping(FRIDAY, is_heard=False)))
    with only_one(state) if is_there else nullcontext():
        told = command("status", "--config", str(config), *AS_OF).out
    assert said in told
    assert ("serve" in told) == bool(said)
    assert "Last heartbeat: 2026-11-20T07:00-05:00, not taken by the monitor\n" in told


def test_a_copy_is_not_put_back_under_a_run(command: Command, config: Path, tmp_path: Path) -> None:
    Ledger(tmp_path / "copy").close()
    (config.parent / "state").mkdir(0o700)
    with only_one(config.parent / "state"):
        assert command("restore", str(tmp_path / "copy"), "--config", str(config)).code == 7


def test_a_state_folder_that_cannot_be_made_is_said(command: Command, config: Path, tmp_path: Path) -> None:
    Ledger(tmp_path / "copy").close()
    (config.parent / "state").write_text("a file in its place")

    said = command("restore", str(tmp_path / "copy"), "--config", str(config))

    assert said.code == 3
    assert f"the folder {config.parent / 'state'} cannot be made.\nWhat to do: look at [paths]" in said.err


def broken(text: str) -> str:
    return text.replace("[department]", "[department")


def unknown(text: str) -> str:
    return f"{text}\n[nonsense]\n"


def elsewhere(text: str) -> str:
    return f'{text}\n[paths]  # ours\nsecrets = "../secrets"\nstate = "../else/where"\n'


def unchanged(text: str) -> str:
    return text


@pytest.mark.parametrize("lies", [unchanged, elsewhere])
@pytest.mark.parametrize("breaks", [broken, unknown])
def test_settings_that_are_wrong_are_told_by_the_ways_of_the_last_good_ones(
    command: Command, config: Path, lies: Callable[[str], str], breaks: Callable[[str], str]
) -> None:
    toml = config / "agent.toml"
    toml.write_text(lies(toml.read_text()))
    with monitor() as there:
        url = config.parent / "secrets" / "heartbeat.url"
        url.touch(0o600)
        url.write_text(there.url)
        assert command("run", "--config", str(config), *AS_OF).code in {0, 1}
        good = toml.read_text()
        toml.write_text(breaks(good))
        there.heard.clear()
        for verb in (("run",), ("serve",), ("alert", "failed")):
            assert command(*verb, "--config", str(config)).code == (0 if verb[0] == "alert" else 3)
        assert [signal for signal in there.signals if signal == "fail"] == ["fail"]
        assert there.heard[1] == ("fail", {"alert": "settings"})
        (config.parent / "state" / "alerts.json").unlink(missing_ok=True)
        (config.parent / "else" / "where" / "alerts.json").unlink(missing_ok=True)
        command("alert", "failed", "--config", str(config))
        assert there.heard[-1] == ("fail", {"alert": "service"})


def test_wrong_settings_of_which_no_good_ones_are_known_are_only_said(command: Command, config: Path) -> None:
    toml = config / "agent.toml"
    toml.write_text(unknown(toml.read_text()))
    for verb in (("run",), ("serve",), ("alert", "failed")):
        assert command(*verb, "--config", str(config)).code == 3


@pytest.mark.parametrize(
    ("result", "heard"), [("success", []), ("signal", ["fail"]), ("oom-kill", ["fail"]), (None, ["fail"])]
)
def test_systemd_says_how_the_service_ended_and_only_a_failure_is_told(
    config: Path, result: str | None, heard: list[str]
) -> None:
    (config.parent / "state").mkdir(0o700)
    said = {"SERVICE_RESULT": result} if result else {}
    command = [sys.executable, "-m", "workspace_agent", "alert", "failed", "--config", str(config)]
    with monitor() as there:
        url = config.parent / "secrets" / "heartbeat.url"
        url.touch(0o600)
        url.write_text(there.url)
        for _ in range(2):  # it is started again after five minutes, and ends in the same way
            subprocess.run(command, env={**os.environ, **said}, check=True, timeout=60)  # noqa: S603 - our own
        assert there.signals == heard


def test_where_nobody_is_told_a_test_says_so(command: Command, config: Path) -> None:
    said = command("alert", "test", "--config", str(config))
    assert said.code == 1
    assert "secrets/heartbeat.url" in said.out


def test_a_test_tries_both_ways(command: Command, config: Path) -> None:
    with monitor() as there, mail_server() as box:
        url = config.parent / "secrets" / "heartbeat.url"
        url.touch(0o600)
        url.write_text(there.url)
        ask_for_mail(config, box.port)
        said = command("alert", "test", "--config", str(config))
        assert (said.code, there.signals, len(box.mails)) == (0, ["fail", ""], 1)
        there.status = 404
        assert command("alert", "test", "--config", str(config)).code == 1
    assert "it@b.example" in said.out


def ask_for_mail(config: Path, port: int | None = None) -> None:
    """By a server that wants a password; by one on this machine that wants none, if its port is named."""
    toml = config / "agent.toml"
    where = (
        f'host = "127.0.0.1"\nport = {port}\nsecurity = "none"'
        if port
        else 'host = "mail.example"\nuser = "a"'
    )
    smtp = f'[alerts.smtp]\n{where}\nsender = "a@b.example"\nto = ["it@b.example"]\n'
    toml.write_text(toml.read_text().replace("[department]", f"{smtp}\n[department]"))


def test_a_password_that_is_not_there_is_told_and_stops_no_work(command: Command, config: Path) -> None:
    ask_for_mail(config)
    ran = command("run", "--config", str(config), *AS_OF)
    assert ran.code in {0, 1}
    assert "smtp.password holds no password" in ran.err


WRONG_SECRETS = [
    ("heartbeat.url", "https://hc.example/abc", 0o644, "can be read by others"),
    ("heartbeat.url", "http://hc.example/abc", 0o600, "does not hold an address"),
    ("smtp.password", "open sesame", 0o640, "can be read by others"),
    ("heartbeat.url", "\nhttps://hc.example/abc", 0o600, "holds nothing in its first line"),
    ("smtp.password", "", 0o600, "holds nothing in its first line"),
]


@pytest.mark.parametrize(("name", "content", "mode", "said"), WRONG_SECRETS)
def test_a_wrong_secret_of_alerts_is_told_without_what_stands_in_it(
    config: Path, name: str, content: str, mode: int, said: str
) -> None:
    ask_for_mail(config)
    write_secret(config, "smtp.password", "good enough")
    write_secret(config, name, content, mode)
    settings = load_settings(config)
    told: list[str] = []
    watch = watch_of(settings, clock_from(), told.append)
    assert (watch.heartbeat is None, watch.mail is None) == (True, name == "smtp.password")
    (sentence,) = told
    assert said in sentence
    assert "What to do: " in sentence
    assert not content or content not in sentence


def test_a_way_that_is_broken_is_told_by_the_other_one_and_stops_no_work(
    command: Command, config: Path
) -> None:
    with mail_server() as box:
        ask_for_mail(config, box.port)
        write_secret(config, "heartbeat.url", "https://hc.example/abc", 0o644)
        ran = command("run", "--config", str(config), *AS_OF)
        assert ran.code in {0, 1}
        assert ran.err.count("heartbeat.url can be read by others.") == 1
        (mail,) = box.mails
        assert "Subject: workspace-agent: one way of these alerts cannot be used" in mail
        assert command("alert", "failed", "--config", str(config)).code == 0
        assert "Subject: workspace-agent: the service failed" in box.mails[1]
        toml = config / "agent.toml"
        toml.write_text(unknown(toml.read_text()))
        assert command("run", "--config", str(config), *AS_OF).code == 3
        assert "Subject: workspace-agent: a setting is wrong" in box.mails[2]


def test_a_test_says_which_way_is_broken(command: Command, config: Path) -> None:
    with mail_server() as box:
        ask_for_mail(config, box.port)
        write_secret(config, "heartbeat.url", "ask Ana")
        said = command("alert", "test", "--config", str(config))
    assert said.code == 1
    assert "Heartbeat: not tried. secrets/heartbeat.url does not hold an address" in said.out
    assert "Mail: the server took it" in said.out
    assert "ask Ana" not in said.out + said.err


def write_secret(config: Path, name: str, content: str, mode: int = 0o600) -> None:
    path = config.parent / "secrets" / name
    path.write_text(content)
    path.chmod(mode)

"""Beside `serve`, which holds the lock for its whole life: looking, and handing over what people decided."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import requests

from tests.cli.conftest import AS_OF, Command, Department, Said
from tests.cli.test_same_student import SLIP, TAKEN, type_row
from tests.cli.test_serve_process import SOON, serving
from tests.journeys.world import ROBOT
from workspace_agent.alerts.watch import watch_of
from workspace_agent.cli.options import act_clock
from workspace_agent.cli.serve import Server, given
from workspace_agent.ledger.inbox import look_into, take_in, waiting
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.ledger.lock import only_one
from workspace_agent.looking import BESIDE
from workspace_agent.observe.feed import Feed
from workspace_agent.tools import LEDGER, LOG, endpoint_of, open_tools

DRIVE = "https://www.googleapis.com/auth/drive"
MEETINGS = 6
POLICY = Path(__file__).parents[2] / "config" / "policy.toml"


@pytest.fixture
def agent(fresh_department: Department) -> Department:
    """A department whose first six meetings wait at a brake; little else is done for it."""
    text = re.sub(r"\ncreations = \d+", "\ncreations = 4", POLICY.read_text(encoding="utf8"))
    (fresh_department.config / "policy.toml").write_text(text, encoding="utf8")
    others = ("filing", "sharing", "progress_sheets", "digest", "agent_tab")
    off = "".join(f'{one} = "off"\n' for one in others)
    settings = fresh_department.config / "agent.toml"
    settings.write_text(f"{settings.read_text(encoding='utf8')}\n[features]\n{off}", encoding="utf8")
    return fresh_department


@contextmanager
def service(department: Department) -> Iterator[Server]:
    """`serve`, cycle by cycle, with everything that it holds."""
    held = given(department.config)
    settings, clock = held.settings, act_clock(held.settings, AS_OF[1])
    with open_tools(settings, clock, endpoint_of(settings)) as opened:
        tools = replace(opened, feed=Feed(opened.google, settings.agent.department.robot))
        yield Server(tools, watch_of(settings, clock, print), timedelta(minutes=5), held)


@pytest.fixture
def server(agent: Department) -> Iterator[Server]:
    """It has looked once, and goes on."""
    with service(agent) as one:
        assert one.cycle()
        agent.writes()
        yield one


@pytest.fixture
def typed(agent: Department, command: Command, capsys: pytest.CaptureFixture[str]) -> Command:
    """What a person types in another terminal."""

    def type_(*words: str) -> Said:
        capsys.readouterr()  # what the service said meanwhile
        return command(*words, "--config", str(agent.config), *AS_OF)

    return type_


def brakes(said: Said) -> list[str]:
    """What `plan` prints behind `--approve`."""
    return sorted(set(re.findall(r"workspace-agent run --approve (\w+)", said.out)))


def booked(department: Department) -> int:
    return department.writes().count("calendar.events.insert")


def kept(department: Department) -> dict[str, bytes]:
    """Ledger and log, whole."""
    return {name: (department.state / name).read_bytes() for name in (LEDGER, LOG)}


# ---- looking


def test_who_only_looks_waits_for_nobody_and_leaves_nothing_behind(
    agent: Department, server: Server, typed: Command, command: Command
) -> None:
    before, where = kept(agent), ("--config", str(agent.config))
    for words in ("plan", "digest preview", "planner", "explain", "records", "same-student"):
        said = typed(*words.split())
        assert (words, said.code, said.err) == (words, 0, f"{BESIDE}\n")
        assert said.out
    known = re.findall(r"^(\w{10}):", typed("records").out, re.MULTILINE)
    assert set(known) == server.tools.ledger.students().keys()
    assert command("sheets", "map", *where).err == f"{BESIDE}\n"
    assert command("make-again", *where).err == f"{BESIDE}\n"
    assert (kept(agent), agent.writes(), waiting(agent.state)) == (before, [], [])


@pytest.mark.parametrize("has_a_ledger", [False, True])
def test_beside_the_very_first_run_there_is_nothing_to_go_by(
    agent: Department, typed: Command, has_a_ledger: bool
) -> None:
    """A look of its own would keep an alias key of its own."""
    if has_a_ledger:
        with service(agent):
            pass
    agent.state.mkdir(exist_ok=True)
    with only_one(agent.state):
        said = typed("plan")

    assert (said.code, said.out) == (7, "")
    assert "The very first run is under way" in said.err
    assert not (agent.config.parent / "secrets" / "alias.key").exists()


@pytest.mark.usefixtures("server")
def test_who_acts_is_still_sent_away(agent: Department, typed: Command) -> None:
    for words in ("run", "digest send --to me", "init --no-input --restore-key"):
        said = typed(*words.split())
        assert (words, said.code, said.out) == (words, 7, "")
        assert "this one did nothing" in said.err
    assert (agent.writes(), waiting(agent.state)) == ([], [])


# ---- letting past a brake


def test_the_next_look_does_what_was_let_past_and_does_it_once(
    agent: Department, server: Server, typed: Command
) -> None:
    (hash_,) = brakes(typed("plan"))
    said = typed("run", "--approve", hash_)

    assert (said.code, said.err) == (0, f"{BESIDE}\n")
    assert said.out == f"Approved, and handed over: {hash_}. {TAKEN}\n"
    assert (booked(agent), typed("status", "--json").json["handed_over"]) == (0, 1)
    assert brakes(typed("plan")) == [], "it is shown as what would be done next"
    assert server.cycle()
    assert booked(agent) == MEETINGS
    assert (waiting(agent.state), server.tools.ledger.approved()) == ([], frozenset())
    assert server.cycle()
    assert booked(agent) == 0
    assert typed("status", "--json").json["meetings"] == MEETINGS
    stale = typed("run", "--approve", hash_)
    assert (stale.code, "nothing waits now" in stale.err) == (2, True)


def test_a_wrong_hash_is_refused_at_once_and_the_right_one_is_handed_over_without_a_name(
    agent: Department, server: Server, typed: Command
) -> None:
    (hash_,) = brakes(typed("plan"))
    said = typed("run", "--approve", hash_, "--approve", "0123456789ab")
    assert (said.code, said.out, waiting(agent.state)) == (2, "", [])
    assert "Nothing waits for the approval 0123456789ab; nothing was done." in said.err
    assert f"run --approve {hash_}: " in said.err

    assert typed("run", "--json", "--approve", hash_).json == {"handed_over": [hash_]}
    (path,) = waiting(agent.state)
    assert path.stat().st_mode & 0o777 == 0o600
    items = json.loads(path.read_text(encoding="utf8"))["approved"]
    known = server.tools.ledger.students().keys()
    assert [key.split("/")[1] in known for key, _ in items] == [True] * MEETINGS
    assert all(re.fullmatch(r"meeting/\w{10}/1 [0-9a-f.-]+", " ".join(item)) for item in items)


@pytest.mark.parametrize("enters", [look_into, take_in], ids=["before its file went", "after it"])
def test_who_dies_between_taking_it_in_and_doing_it_loses_nothing_and_does_nothing_twice(
    agent: Department, typed: Command, enters: Callable[[Path, Ledger, datetime], object]
) -> None:
    with service(agent) as first:
        assert first.cycle()
        (hash_,) = brakes(typed("plan"))
        assert typed("run", "--approve", hash_).code == 0
        agent.writes()
        enters(agent.state, first.tools.ledger, first.tools.clock())
    with service(agent) as second:
        assert second.cycle()
        assert booked(agent) == MEETINGS
        assert second.cycle()
        assert (booked(agent), waiting(agent.state)) == (0, [])


def test_the_run_after_the_present_one_takes_it_where_there_is_no_service(
    agent: Department, typed: Command
) -> None:
    assert typed("run").code == 6
    with only_one(agent.state):
        (hash_,) = brakes(typed("plan"))
        assert typed("run", "--approve", hash_).code == 0
        assert typed("run", "--approve", hash_).code == 2, "nothing waits any more, as it was approved"
    agent.writes()
    assert typed("run").code == 1
    assert booked(agent) == MEETINGS


# ---- answers


def test_an_approval_and_an_answer_are_both_taken_in_by_the_next_look(
    agent: Department, server: Server, typed: Command
) -> None:
    type_row(agent, 18, SLIP)
    assert server.cycle()
    (hash_,) = brakes(typed("plan"))
    (question,) = typed("same-student", "--json").json["questions"]
    agent.writes()
    said = typed("same-student", question["id"], "no")
    assert (said.code, said.err) == (0, f"{BESIDE}\n")
    assert said.out == f"Recorded: {question['id']} no. {TAKEN}\n"
    assert typed("same-student").out == "Open questions: none\n"
    assert typed("same-student", question["id"], "yes").code == 2, "it is answered"
    assert typed("run", "--approve", hash_).code == 2, "the answer lets one more meeting wait"
    assert typed("run", "--approve", *brakes(typed("plan"))).code == 0
    assert len(waiting(agent.state)) == 2
    assert "no" not in server.tools.ledger.answers().values()
    assert server.cycle()
    assert "no" in server.tools.ledger.answers().values()
    assert (booked(agent), waiting(agent.state)) == (MEETINGS, [])


def test_what_was_deleted_for_good_is_made_again_by_the_next_look_once(
    ran: Department, command: Command
) -> None:
    """Also where the same was handed over once more, while that look was under way."""
    where = ("--config", str(ran.config))
    record = deleted_record(ran)
    ran.writes()
    with service(ran) as server:
        assert command("make-again", record, *where).code == 0
        assert command("make-again", record, *where).code == 2, "it is to be made again already"
        (path,) = waiting(ran.state)
        aside = path.with_name("aside")
        shutil.copy2(path, aside)
        assert server.cycle()
        assert ran.writes().count("drive.files.create") == 1
        aside.rename(path)
        assert server.cycle()
        assert (ran.writes(), waiting(ran.state)) == ([], [])


def deleted_record(department: Department) -> str:
    """Link of a filed record that somebody deleted for good."""
    with closing(department.stage.person(ROBOT, department.config.parent)) as google:
        every = google.drive.list("mimeType = 'application/pdf'", "id,webViewLink,appProperties")
        record = next(file for file in every if file["appProperties"]["wa_key"].startswith("record/"))
    token = department.stage.control("POST", "token", {"email": ROBOT, "scopes": [DRIVE]})["token"]
    url = f"{department.stage.endpoint.url}/drive/v3/files/{record['id']}"
    assert requests.delete(url, headers={"Authorization": f"Bearer {token}"}, timeout=9).ok
    return str(record["webViewLink"])


# ---- as processes


def until_it_waits(typed: Command, process: subprocess.Popen[str]) -> None:
    """Wait until a look is over, and the next one is to come."""
    until = time.monotonic() + 60
    while not typed("status", "--json").json.get("next_cycle"):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.3)


def test_beside_a_process_that_serves(agent: Department, typed: Command) -> None:
    with serving(agent) as process:
        until_it_waits(typed, process)
        agent.writes()
        (hash_,) = brakes(typed("plan"))
        assert typed("run").code == 7
        assert typed("run", "--approve", hash_).code == 0
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=SOON)
    assert (process.returncode, booked(agent)) == (0, 0)
    assert typed("run").code == 1
    assert (booked(agent), waiting(agent.state), brakes(typed("plan"))) == (MEETINGS, [], [])

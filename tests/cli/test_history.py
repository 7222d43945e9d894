"""`history`, `backup` and `run --approve`: what was done, how to undo it, a copy, and letting it pass."""

from __future__ import annotations

import re
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import AS_OF, Command, Department
from workspace_agent.ledger.lock import only_one
from workspace_agent.ledger.schema import MIGRATIONS
from workspace_agent.tools import LEDGER


@pytest.fixture
def where(fresh_department: Department) -> tuple[str, str]:
    return ("--config", str(fresh_department.config))


@pytest.fixture
def ran_there(ran: Department) -> tuple[str, str]:
    """Where the agent has been once."""
    return ("--config", str(ran.config))


# ---- history


def test_before_any_run_there_is_no_history(command: Command, where: tuple[str, str]) -> None:
    assert command("history", *where).out == "No run yet. Start with: workspace-agent plan\n"
    assert command("history", "3", *where).out == "No run yet. Start with: workspace-agent plan\n"
    assert command("history", "--json", *where).json == {"runs": []}


def test_the_history_of_a_run_names_each_effect_its_link_and_how_to_undo_it(
    command: Command, ran_there: tuple[str, str]
) -> None:
    command("run", *ran_there, *AS_OF)
    runs, one = command("history", *ran_there), command("history", "1", *ran_there)

    assert re.search(r"  2  2026-11-20T07:00 +1  nothing to do\n", runs.out)
    assert re.search(r"07:00:\d\d  done: book: meeting 1 of \w{10}, 2026-12-02\n +https://", one.out)
    assert "Undo: Delete the event in Calendar; the agent does not book it again for that date." in one.out
    assert "Undo: A mail cannot be taken back." in one.out
    assert re.search(r"done: share: .*\n +https://drive\S+/folders/\S+\n +Undo: Remove the person", one.out)
    assert command("history", "2", *ran_there).out.endswith("\n\nNothing was done in it.\n")


def test_the_history_as_json_holds_the_same_and_no_initials(command: Command, where: tuple[str, str]) -> None:
    outcomes = command("run", "--json", *where, *AS_OF).json["outcomes"]
    said = command("history", "1", "--json", *where).json

    assert [(effect["key"], effect["state"], effect["link"]) for effect in said["effects"]] == [
        (outcome["key"], outcome["state"], outcome["link"]) for outcome in outcomes
    ]
    assert all(effect["undo"] for effect in said["effects"])
    linkless = {effect["key"].partition("/")[0] for effect in said["effects"] if not effect["link"]}
    assert linkless == {"digest"}, "only a mail has nothing to open"
    assert (said["run"], said["exit_code"]) == (1, 1)
    assert not re.search(r"\b(\w\.)+(-\d)?\b", " ".join(effect["what"] for effect in said["effects"]))


def test_what_is_refused_again_is_told_by_the_first_run_of_the_day_and_counted_by_each(
    fresh_department: Department, command: Command, where: tuple[str, str]
) -> None:
    """A calendar that is shared to be seen, not to be changed."""
    body = {"error": {"errors": [{"reason": "forbidden"}], "code": 403, "message": "Forbidden"}}
    for nth in range(1, 60):
        fault = {"method": "calendar.events.insert", "nth": nth, "status": 403, "body": body}
        fresh_department.stage.control("POST", "faults", fault)
    runs = [command("run", "--json", *where, *AS_OF).json for _ in range(3)]
    first, second, third = (command("history", str(run["run"]), *where).out for run in runs)

    refused = [one["key"] for one in runs[1]["outcomes"] if one["state"] == "failed"]
    assert refused == [one["key"] for one in runs[2]["outcomes"] if one["state"] == "failed"] != []
    assert first.count("failed (forbidden): ") == len(refused)
    assert "What it tried in vain is told by an earlier run of that day" in second
    assert second.splitlines()[-1] == third.splitlines()[-1]
    fresh_department.stage.control("DELETE", "faults")
    command("run", *where, *AS_OF)
    effects = command("history", "4", "--json", *where).json["effects"]
    assert {(key, "done") for key in refused} <= {(one["key"], one["state"]) for one in effects}


def test_a_run_that_there_was_not_is_2(command: Command, ran_there: tuple[str, str]) -> None:
    said = command("history", "9", *ran_there)

    assert (said.code, said.out) == (2, "")
    assert said.err == "There is no run 9.\nWhat to do: list the last ones: workspace-agent history\n"


@pytest.mark.parametrize("asked", ["history", "status"])
def test_an_older_ledger_is_left_to_the_next_run(
    fresh_department: Department, command: Command, where: tuple[str, str], asked: str
) -> None:
    fresh_department.state.mkdir()
    with closing(sqlite3.connect(fresh_department.state / LEDGER)) as database:
        database.executescript(f"{MIGRATIONS[0]}PRAGMA user_version=1;")
    said = command(asked, *where)

    assert (said.code, said.out) == (3, "")
    assert "run once first" in said.err
    assert [path.name for path in fresh_department.state.iterdir()] == [LEDGER]


# ---- backup


def test_a_backup_is_a_ledger_of_its_owners_alone_and_is_named(
    ran: Department, command: Command, ran_there: tuple[str, str]
) -> None:
    said = command("backup", *ran_there)
    copy = Path(said.out.strip())

    assert (said.code, said.err) == (0, "The secrets are not in it: back up alias.key apart from it.\n")
    assert re.fullmatch(r"ledger-\d{4}-\d\d-\d\dT\d{6}\.sqlite3", copy.name)
    assert (copy.parent, stat.S_IMODE(copy.stat().st_mode)) == (ran.state, 0o600)
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("SELECT count(*) FROM runs").fetchone() == (1,)


def test_a_backup_does_not_wait_for_a_run_to_end(
    ran: Department, command: Command, ran_there: tuple[str, str], tmp_path: Path
) -> None:
    with only_one(ran.state):
        said = command("backup", "--to", str(tmp_path / "copy"), *ran_there)

    assert (said.code, said.out) == (0, f"{tmp_path / 'copy'}\n")


def test_a_copy_that_is_there_already_is_kept(
    command: Command, ran_there: tuple[str, str], tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    copy.write_text("of last year")
    said = command("backup", "--to", str(copy), *ran_there)

    assert (said.code, said.out) == (2, "")
    assert said.err == (
        f"{copy} is there already; nothing was copied.\nWhat to do: name another file with --to\n"
    )
    assert copy.read_text() == "of last year"


@pytest.mark.parametrize(
    ("to", "said"),
    [
        pytest.param(LEDGER, "--to names the ledger itself.\nWhat to do: ", id="onto the ledger itself"),
        pytest.param("nowhere/copy", "nowhere/copy cannot be written.\nWhat to do: ", id="into no folder"),
    ],
)
def test_a_backup_that_cannot_be_made_is_3(
    ran: Department, command: Command, ran_there: tuple[str, str], to: str, said: str
) -> None:
    refused = command("backup", "--to", str(ran.state / to), *ran_there)

    assert (refused.code, refused.out) == (3, "")
    assert said in refused.err


def test_before_any_run_there_is_nothing_to_copy(command: Command, where: tuple[str, str]) -> None:
    said = command("backup", *where)

    assert said.code == 3
    assert "is not there yet.\nWhat to do: run once" in said.err


# ---- a brake, from the command line


def test_a_brake_is_6_and_the_printed_command_lets_it_pass_once(
    fresh_department: Department, command: Command, where: tuple[str, str]
) -> None:
    policy = (Path(__file__).parents[2] / "config" / "policy.toml").read_text(encoding="utf8")
    text = re.sub(r"\ncreations = \d+", "\ncreations = 8", policy)
    (fresh_department.config / "policy.toml").write_text(text, encoding="utf8")
    stopped = command("run", *where, *AS_OF)
    assert stopped.code == 6
    assert "A brake is on (exit code 6); everything else was done." in stopped.out
    (hash_,) = set(re.findall(r"workspace-agent run --approve (\w+)", stopped.out))
    assert f"--approve {hash_}" in command("plan", *where, *AS_OF).out

    wrong = command("run", "--approve", "0123456789ab", *where, *AS_OF)
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err.startswith(
        "Nothing waits for the approval 0123456789ab; nothing was done.\nWhat to do: "
    )
    assert f"run --approve {hash_}: " in wrong.err

    passed = command("run", "--approve", f"{hash_.upper()}.", "--json", *where, *AS_OF)
    assert (passed.code, passed.json["waits"]) == (1, {"actions": [], "brakes": [], "paused": []})
    stale = command("run", "--approve", hash_, *where, *AS_OF)
    assert (stale.code, "nothing waits now" in stale.err) == (2, True)
    assert [run["exit_code"] for run in command("history", "--json", *where).json["runs"]] == [2, 1, 2, 6]


def test_plan_says_what_is_paused_and_what_would_be_done(
    fresh_department: Department, command: Command, where: tuple[str, str]
) -> None:
    settings = fresh_department.config / "agent.toml"
    text = settings.read_text(encoding="utf8").replace("[department]\n", "[department]\npaused = true\n")
    settings.write_text(text + '\n[features]\nmeetings = "report"\n', encoding="utf8")
    said, as_json = command("plan", *where, *AS_OF), command("plan", "--json", *where, *AS_OF)

    to_do = re.search(r"To do: \d\n((?:  .+\n)+)", said.out)
    assert to_do is not None
    assert "  digest: 2026-W47 to manager\n" in to_do[1]
    assert all(line.startswith("  digest: ") for line in to_do[1].splitlines())
    assert re.search(r"  would be done: book: meeting 1 of \w{10}, 2026-12-02\n", said.out)
    assert "  paused: share: case-manager/marisol-quintero with manager\n" in said.out
    assert (
        "  paused: the whole department, since 20 Nov 2026, by agent.toml. "
        "Set paused = false under [department].\n"
    ) in said.out
    waits = as_json.json["waits"]
    assert {action["why"] for action in waits["actions"]} == {"report_only", "paused"}
    assert waits["paused"] == [
        {"what": "the whole department", "since": "since 20 Nov 2026, by agent.toml", "link": ""}
    ]

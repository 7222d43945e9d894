"""Commands that look and never touch, and one that does the work."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from tests.cli.conftest import AS_OF, Command, Department
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.ledger.lock import only_one
from workspace_agent.tools import LEDGER

INITIALS = re.compile(r"\((\w\.)+(-\d)?\)")


def remembered(department: Department) -> tuple[list[str], int]:
    """Effects and runs in the ledger."""
    ledger = Ledger(department.state / LEDGER)
    try:
        return [*ledger.done(), *(entry.key for entry in ledger.in_doubt())], len(ledger.runs.latest(9))
    finally:
        ledger.close()


def test_plan_tells_and_touches_nothing(department: Department, command: Command) -> None:
    said = command("plan", "--config", str(department.config), *AS_OF)

    assert (said.code, said.err) == (0, "")
    assert re.search(r"To do: \d+\n  folder: root", said.out)
    assert "Rows that need a person:" in said.out
    assert department.writes() == []
    assert remembered(department) == ([], 0)


def test_plan_shows_opaque_keys_unless_initials_are_asked_for(
    department: Department, command: Command
) -> None:
    where = ("--config", str(department.config), *AS_OF)
    opaque, shown = command("plan", *where).out, command("plan", "--initials", *where).out

    assert not INITIALS.search(opaque)
    assert INITIALS.search(shown)


def test_plan_as_json_is_json_and_as_silent_on_initials(department: Department, command: Command) -> None:
    where = ("--json", "--config", str(department.config), *AS_OF)
    opaque, shown = command("plan", *where), command("plan", "--initials", *where)

    assert opaque.err == ""
    assert {"actions", "waits", "decisions", "problems", "findings"} == set(opaque.json)
    assert not INITIALS.search(opaque.out)
    assert all(INITIALS.search(a["student"]) for a in shown.json["actions"] if a["student"])


def test_plan_says_by_its_code_that_changes_are_pending(department: Department, command: Command) -> None:
    assert command("plan", "--detailed-exitcode", "--config", str(department.config), *AS_OF).code == 20


def test_preview_shows_the_digest_and_sends_and_marks_nothing(
    department: Department, command: Command, tmp_path: Path
) -> None:
    page = tmp_path / "digest.html"
    said = command("digest", "preview", "--html", str(page), "--config", str(department.config), *AS_OF)

    assert (said.code, said.err) == (0, "")
    assert "34 CFR 300.324" in said.out
    assert "<html" in page.read_text(encoding="utf8")
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert department.writes() == []
    assert remembered(department) == ([], 0)


def test_preview_into_a_folder_that_is_not_there_says_so(
    department: Department, command: Command, tmp_path: Path
) -> None:
    page = tmp_path / "nowhere" / "digest.html"
    said = command("digest", "preview", "--html", str(page), "--config", str(department.config), *AS_OF)

    assert said.code == 3
    assert said.err.startswith(f"--html {page}: cannot be written\nWhat to do: ")


def test_a_run_and_its_traces(fresh_department: Department, command: Command) -> None:
    where = ("--config", str(fresh_department.config))
    before, before_json = command("status", *where), command("status", "--json", *where)
    assert before.out == "No run yet. Start with: workspace-agent plan\n"
    assert before_json.json == {"runs": []}

    ran = command("run", "--json", *where, *AS_OF)
    assert (ran.code, ran.err) == (1, "")
    assert {outcome["state"] for outcome in ran.json["outcomes"]} == {"done"}
    assert ran.json["write_requests"] == len(fresh_department.writes())

    again = command("run", *where, *AS_OF)
    assert again.code == 1
    assert again.out.startswith("Run 2: nothing to do.")
    assert command("plan", "--detailed-exitcode", *where, *AS_OF).code == 0
    assert fresh_department.writes() == []

    after, after_json = command("status", *where), command("status", "--json", *where)
    assert "Last good run: 2026-11-20T07:00-05:00" in after.out
    assert [run["exit_code"] for run in after_json.json["runs"]] == [1, 1]
    assert (after_json.json["meetings"], after_json.json["in_doubt"]) == (6, 0)


def test_a_run_that_was_killed_is_told_as_such_and_one_that_goes_on_as_such(
    department: Department, command: Command
) -> None:
    ledger = Ledger(department.state / LEDGER)
    ledger._database.execute("INSERT INTO runs (started) VALUES ('2026-11-20T12:00:00+00:00')")
    said = command("status", "--config", str(department.config))
    with only_one(department.state):
        beside = [command(*verb, "--config", str(department.config)) for verb in (("status",), ("history",))]
        one = command("history", "1", "--json", "--config", str(department.config))
    ledger._database.execute("DELETE FROM runs")
    ledger.close()

    assert said.code == 0
    assert re.search(r"1 +2026-11-20T07:00 +- +did not end", said.out)
    assert all(re.search(r"1 +2026-11-20T07:00 +- +is under way", told.out) for told in beside)
    assert one.json["is_under_way"]

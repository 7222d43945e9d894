"""`doctor` as it is typed: a report in any case, an exit code, JSON, and a probe that asks first."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from tests.cli.conftest import AS_OF, Command, Department
from workspace_agent.cli.app import app


def test_it_reports_and_ends_well_where_nothing_fails(department: Department, command: Command) -> None:
    said = command("doctor", "--config", str(department.config), *AS_OF)

    assert said.code == 0
    assert "  PASS  scope gmail.compose: Granted, for digest.\n" in said.out
    assert "things to do, the most important first:\n  1. WARN  Settings, law of the states: " in said.out
    assert said.err == ""
    assert department.writes() == []


def test_for_a_program_it_is_json_with_the_same_code(tmp_path: Path, command: Command) -> None:
    said = command("doctor", "--json", "--config", str(tmp_path))

    assert said.code == said.json["exit_code"] == 3
    (files,) = [one for one in said.json["checks"] if one["name"] == "files of settings"]
    assert files["standing"] == "FAIL"
    assert said.json["to_do"][0] == files


def test_without_a_moment_it_is_the_sandboxs_time(fresh_department: Department, command: Command) -> None:
    fresh_department.stage.control("POST", "clock", {"now": "2026-12-20T14:00:00+00:00"})

    said = command("doctor", "--config", str(fresh_department.config))

    assert "SKIP  clock: the sandbox has a clock of its own" in said.out
    assert "It is now America/Denver 07:00, America/New_York 09:00." in said.out


def test_without_settings_it_reports_all_the_same(tmp_path: Path, command: Command) -> None:
    said = command("doctor", "--config", str(tmp_path), *AS_OF)

    assert said.code == 3
    assert "FAIL  files of settings" in said.out
    assert "SKIP  all of it: because this comes first: files of settings" in said.out
    assert "1 thing to do:\n  1. FAIL  Settings, files of settings: " in said.out


def test_the_probe_says_what_it_will_do_and_asks(
    fresh_department: Department,
) -> None:
    typed = ["doctor", "--probe", "--config", str(fresh_department.config), *AS_OF]

    said = CliRunner().invoke(app, typed, input="n\n")

    assert said.exit_code == 0
    assert "write a test event on 1 calendar, five years ahead, without guests" in said.stderr
    assert "SKIP  all of it: because you said no" in said.stdout
    assert fresh_department.writes() == []


def test_the_probe_tells_of_each_line_of_the_document(fresh_department: Department, command: Command) -> None:
    said = command("doctor", "--probe", "--yes", "--config", str(fresh_department.config), *AS_OF)

    assert said.code == 0
    assert "PASS  C1 insert, delete and insert the same id again: expected 409" in said.out
    assert (
        "SKIP  G1 send a draft and look for it: because it sends a mail: ask for it with --send" in said.out
    )
    assert "PASS  removal: " in said.out


def test_send_alone_is_a_mistake(department: Department, command: Command) -> None:
    assert command("doctor", "--send", "--config", str(department.config)).code == 2

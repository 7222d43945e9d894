"""`docs/sandbox.md` says what is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from workspace_agent.sandbox.catalogue import main, refreshed, table
from workspace_agent.sandbox.control import ROUTES
from workspace_agent.sandbox.quotas import GOOGLES

DOCUMENT = Path(__file__).parents[2] / "docs" / "sandbox.md"
TEXT = DOCUMENT.read_text(encoding="utf8")


def test_the_list_of_what_is_built_is_fresh() -> None:
    assert refreshed(TEXT) == TEXT


@pytest.mark.parametrize("route", ROUTES)
def test_every_control_route_has_a_line_to_type(route: str) -> None:
    verb, path = route.replace("<form_id>", "f1").split()
    lines = [line for line in TEXT.splitlines() if f"$U{path}" in line and "curl" in line]
    marks = {"DELETE": ["-X DELETE" in line for line in lines], "POST": ["-d " in line for line in lines]}
    assert any(marks.get(verb, ["-d" not in line and "-X" not in line for line in lines]))


@pytest.mark.parametrize("name", sorted(GOOGLES))
def test_every_class_of_quotas_is_named(name: str) -> None:
    assert f"`{name}`" in TEXT


def test_the_command_prints_the_list_or_writes_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "workspace_agent.sandbox.catalogue"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own command
    assert printed.stdout == table() + "\n"
    stale = tmp_path / "sandbox.md"
    stale.write_text(TEXT.replace("drive.files.list", "drive.files.lost"), encoding="utf8")
    main([str(stale)])
    assert stale.read_text(encoding="utf8") == TEXT

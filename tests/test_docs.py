"""What the documents say is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workspace_agent.cli.app import app
from workspace_agent.intake import SHEETS
from workspace_agent.rules import RULES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf8")


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_every_rule_has_a_chapter_in_the_rule_book(rule: str) -> None:
    assert f"\n### {rule}\n" in (ROOT / "docs" / "rules.md").read_text(encoding="utf8")


@pytest.mark.parametrize("command", sorted(info.name or "" for info in app.registered_commands))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"workspace-agent {command}" in README


@pytest.mark.parametrize("sheet", [parser.name for parser in SHEETS])
def test_every_sheet_has_a_block_of_headings(sheet: str) -> None:
    assert f"[sheets.{sheet}]" in (ROOT / "config" / "sheets.toml").read_text(encoding="utf8")


DOCUMENTS = (
    "README.md",
    "docs/architecture.md",
    "docs/brakes.md",
    "docs/operations.md",
    "docs/sandbox.md",
    "docs/add-a-rule.md",
    "docs/add-a-sheet.md",
)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_is_named_is_there(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf8")
    made = set(re.findall(r"^A new file `([\w./-]+)`:$", text, re.MULTILINE))
    named = set(re.findall(r"`((?:config|docs|tests|workspace_agent)/[\w./-]+)`", text)) - made

    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
    assert named


PRIVACY = (ROOT / "docs" / "privacy.md").read_text(encoding="utf8")


@pytest.mark.parametrize("requirement", [f"F{number}" for number in range(1, 14)])
def test_every_requirement_of_privacy_is_answered(requirement: str) -> None:
    (row,) = re.findall(rf"^\| {requirement} \|.*$", PRIVACY, re.MULTILINE)

    assert "::test_" in row or "not covered" in row or "none needed" in row


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PRIVACY))))
def test_every_test_that_is_named_is_there(named: tuple[str, str]) -> None:
    path, name = named

    assert re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf8"), re.MULTILINE)

"""What `docs/setup-google.md` says of scopes is what the program asks for."""

from __future__ import annotations

import re
from pathlib import Path

from workspace_agent.google.scopes import DRIVE, FEATURE_SCOPES

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "setup-google.md").read_text(encoding="utf8")


def test_the_table_of_scopes_is_the_programs() -> None:
    rows = re.findall(r"(?m)^\| `(\w+)`[^|]* \| ((?:`[\w.]+`(?:, )?)+) \|", TEXT)
    told = {feature: set(re.findall(r"[\w.]+", scopes)) for feature, scopes in rows}
    wanted = {**FEATURE_SCOPES, "records_folder": {DRIVE}}

    assert told == {name: {scope.rpartition("/")[2] for scope in scopes} for name, scopes in wanted.items()}


def test_the_readme_leads_there() -> None:
    assert "docs/setup-google.md" in (ROOT / "README.md").read_text(encoding="utf8")

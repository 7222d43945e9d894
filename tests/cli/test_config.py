"""`config show` and `config schema`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.world import CONFIG
from workspace_agent.cli.config import Which, schema_of

DEMO = (CONFIG / "demo" / "agent.toml").read_text(encoding="utf8")


def config(folder: Path, *arguments: str, **variables: str) -> str:
    command = [sys.executable, "-m", "workspace_agent", "config", *arguments, "--config", str(folder)]
    environment = {**os.environ, **variables}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)  # noqa: S603 - our own command
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    text = DEMO.replace("${sandbox_url}", "http://127.0.0.1:9").replace("${", "").replace('}"', '"')
    (tmp_path / "agent.toml").write_text(f'{text}\n[ignore]\ntabs = ["Anna Lee"]\n', encoding="utf8")
    (tmp_path / "policy.toml").write_text(
        (CONFIG / "policy.toml").read_text(encoding="utf8"), encoding="utf8"
    )
    return tmp_path


def test_every_value_is_shown_with_where_it_comes_from(folder: Path) -> None:
    shown = config(folder, "show", "--origin", WA_DRIVE__ROOT_FOLDER="Records")
    lines = dict(line.split(" = ", 1) for line in shown.splitlines())

    assert lines["google.mode"] == f'"sandbox"  # {folder / "agent.toml"}'
    assert lines["google.connect_timeout_seconds"].endswith("# default")
    assert lines["drive.root_folder"] == '"Records"  # WA_DRIVE__ROOT_FOLDER'
    assert lines["case_managers[1].workbooks[1].holds"].endswith(f"# {folder / 'agent.toml'}")
    assert lines["policy.annual_review.alert_days"].endswith(f"# {folder / 'policy.toml'}")
    assert any(line.startswith("policy.states.") and "# default" in shown for line in lines)


def test_titles_of_tabs_are_counted_and_not_shown(folder: Path) -> None:
    assert "Anna" not in config(folder, "show")
    assert "Anna" not in config(folder, "show", "--json")


def test_json_holds_values_and_origins(folder: Path) -> None:
    shown = json.loads(config(folder, "show", "--json"))

    assert shown["department.zone"] == {
        "value": "America/New_York",
        "origin": str(folder / "agent.toml"),
    }


@pytest.mark.parametrize("which", Which)
def test_the_published_schemas_are_fresh(which: Which) -> None:
    """`make schemas` writes them anew."""
    published = json.loads((CONFIG / "schema" / f"{which}.json").read_text(encoding="utf8"))

    assert published == schema_of(which)

"""What the program imports is what it asks to be installed: not what another package happens to bring."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Names to import, where they are not that of the package; and what a declared one is known to bring along.
IMPORTED_AS = {
    "google-api-python-client": {"googleapiclient", "httplib2"},
    "google-auth": {"google"},
    "google-auth-oauthlib": {"google_auth_oauthlib", "oauthlib"},
    "pydantic-settings": {"pydantic_settings"},
    "questionary": {"questionary", "prompt_toolkit"},
    "requests": {"requests", "urllib3"},
    "jinja2": {"jinja2", "markupsafe"},
}


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]
    names = (re.split(r"[<>=,\[; ]", one)[0] for one in project["dependencies"])
    return {module for name in names for module in IMPORTED_AS.get(name, {name})}


def imported() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "workspace_agent").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            yield from ((name.partition(".")[0], path.name) for name in names)


def test_everything_that_is_imported_is_asked_for() -> None:
    known = (
        declared() | sys.stdlib_module_names | {"workspace_agent", "_typeshed"}
    )  # the last for types alone

    assert sorted({(name, where) for name, where in imported() if name not in known}) == []

"""What commands that are printed begin with."""

from __future__ import annotations

import pytest

from workspace_agent.cli.options import typed_for

NAME = "workspace-agent"


@pytest.mark.parametrize(
    ("started", "found", "shown"),
    [
        (".venv/bin/workspace-agent", None, ".venv/bin/workspace-agent"),
        ("/srv/my agent/bin/workspace-agent", None, "'/srv/my agent/bin/workspace-agent'"),
        ("/usr/bin/workspace-agent", "/usr/bin/workspace-agent", NAME),
        ("/usr/lib/workspace_agent/__main__.py", None, NAME),
    ],
)
def test_a_command_can_be_typed_as_it_is_printed(started: str, found: str | None, shown: str) -> None:
    assert typed_for(started, found) == shown

"""The command line. Each command imports what it needs only when it runs: `--help` is quick."""

from __future__ import annotations

from workspace_agent.cli.app import main

__all__ = ["main"]

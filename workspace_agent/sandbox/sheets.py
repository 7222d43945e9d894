"""Sheets v4."""

from __future__ import annotations

from workspace_agent.sandbox.call import Handler

METHODS: dict[str, Handler] = {}

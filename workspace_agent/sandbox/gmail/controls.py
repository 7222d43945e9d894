"""What Google does on its own in Gmail, on order."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.gmail.state import Block

if TYPE_CHECKING:
    from workspace_agent.sandbox.server import Sandbox


def set_block(sandbox: Sandbox, body: Json, _values: dict[str, str]) -> Json:
    """Keep somebody from sending, such as `{"email": "a@willow.example", "until": "2026-11-20T20:00:00Z"}`.

    `status` is 429 or 403; `push` says by how many seconds every call before then moves the end.
    """
    until = datetime.fromisoformat(body["until"])
    if until.tzinfo is None:
        raise ValueError("until needs an offset")
    block = Block(until, int(body.get("status", 429)), float(body.get("push", 0)))
    sandbox.state.gmail.blocks[body["email"].lower()] = block
    return body


CONTROLS = {"POST /_sandbox/gmail": set_block}

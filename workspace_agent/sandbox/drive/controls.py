"""What Google does on its own in Drive, on order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.drive.state import Habits

if TYPE_CHECKING:
    from workspace_agent.sandbox.server import Sandbox


def set_habits(sandbox: Sandbox, body: Json, _values: dict[str, str]) -> Json:
    """Replace what is switched on, such as `{"incomplete_search": true}` or `{"modified_lag": 300}`."""
    sandbox.state.drive.habits = Habits(**body)
    return body


CONTROLS = {"POST /_sandbox/drive": set_habits}

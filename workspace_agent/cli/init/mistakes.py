"""What is wrong in an `agent.toml` of which a part is still to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workspace_agent.model.errors import SettingsError

_SOMEBODY = {"name": "-", "email": "nobody@not-asked-yet.invalid", "zone": "UTC", "from": "2000-01-01"}


def mistakes(found: Mapping[str, Any]) -> list[str]:
    """One line for each, in the words of the settings.

    What is asked later is taken as if it were there: only whole settings have their people held against each
    other, and who is wrong should hear it while they are asked.

    Args:
        found: Content of the file.
    """
    from workspace_agent.settings import AgentSettings  # noqa: PLC0415 - heavy
    from workspace_agent.settings_files import valid  # noqa: PLC0415 - heavy

    manager = {} if "managers" in found else {"manager": _SOMEBODY}
    asked_later: dict[str, Any] = {"districts": [], "case_managers": [], **manager}
    try:
        valid(Path("agent.toml"), AgentSettings, asked_later | dict(found))
    except SettingsError as error:
        return str(error).splitlines()
    return []

"""By which ways people are told, kept beside the ledger: still known when the settings are wrong."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from workspace_agent.ledger.private import replacing
from workspace_agent.settings import Settings
from workspace_agent.settings_tables import AlertSettings, PathSettings

FILE = "alert-ways.json"
_STATE = re.compile(r"""^\s*\[paths\][^\[]*?^\s*(state\s*=\s*(?:"[^"\n]*"|'[^'\n]*'))""", re.MULTILINE)
"""The line in `agent.toml`, wherever else in the file the mistake is."""


class Ways(BaseModel):
    """What alerts need of the settings. Secrets are not in it, only where they lie.

    Attributes:
        config: The folder of settings, for the commands that an alert names.
        department: Its name.
        zone: IANA zone.
    """

    model_config = ConfigDict(frozen=True)

    state: Path
    secrets: Path
    config: Path
    department: str
    zone: str
    alerts: AlertSettings


def ways_of(settings: Settings) -> Ways:
    """The ways that settings name."""
    agent = settings.agent
    return Ways(
        state=settings.state,
        secrets=settings.secrets,
        config=settings.folder.resolve(),
        department=agent.department.name,
        zone=agent.department.zone,
        alerts=agent.alerts,
    )


def keep(ways: Ways) -> None:
    """Keep them for a day on which the settings are wrong, where they are not what is kept.

    A disk that is full or cannot be written says so elsewhere: what was kept before stays.
    """
    if _read(ways.state / FILE) == ways:
        return
    try:
        with replacing(ways.state / FILE) as fresh:
            fresh.write_text(ways.model_dump_json(), encoding="utf-8")
    except OSError:
        return


def kept(config: Path) -> Ways | None:
    """The ways that the last good settings of this folder named; None where there are none to be found."""
    return _read(_state(config) / FILE)


def _read(path: Path) -> Ways | None:
    try:
        return Ways.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def _state(config: Path) -> Path:
    """The state folder, as far as a file with a mistake in it tells; else where it lies by default."""
    try:
        line = _STATE.search((config / "agent.toml").read_text(encoding="utf-8", errors="replace"))
        told = tomllib.loads(line[1])["state"] if line else PathSettings().state
    except (OSError, tomllib.TOMLDecodeError):
        told = PathSettings().state
    return config / os.environ.get("WA_PATHS__STATE", told)

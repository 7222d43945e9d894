"""The machine: what runs here, what time it is, room on the disk, and who can read what."""

from __future__ import annotations

import os
import platform
import pwd
import sqlite3
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from workspace_agent.doctor.check import ELSE, SETTINGS, Check, Group, Verdict, fails, passes, warns
from workspace_agent.doctor.installation import Installation
from workspace_agent.doctor.settings import READ
from workspace_agent.ledger.private import others_can_write

STATE = "state folder"
USER = "user"
SECRET_FILES = "secret files"  # noqa: S105 - a name

_LEAST_MEGABYTES, _FEW_MEGABYTES = 50, 500
_MEGABYTE = 10**6


def checks(here: Installation) -> Iterator[Check]:
    """All of this group."""
    yield Check("versions", _versions)
    yield Check("time zones", partial(_zones, here), (READ,))
    yield Check(STATE, partial(_folder, here, "state"), (READ,))
    yield Check("secrets folder", partial(_folder, here, "secrets"), (READ,))
    yield Check(USER, partial(_user, here), (READ,))
    yield Check(SECRET_FILES, partial(_secrets, here), (READ,))
    yield Check("disk", partial(_disk, here), (READ,))


GROUP = Group("This machine", checks)


def _versions() -> Verdict:
    return passes(
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()}."
    )


def _zones(here: Installation) -> Verdict:
    """Whoever reads this sees at once whether the clock or a zone is wrong."""
    organisation, now = here.organisation, here.clock()
    of_people = {one.zone for one in organisation.case_managers}
    named = {organisation.zone} | of_people | {one.zone for one in organisation.districts}
    told = (f"{zone} {now.astimezone(ZoneInfo(zone)):%H:%M}" for zone in sorted(named))
    return passes(f"It is now {', '.join(told)}.")


def _folder(here: Installation, which: str) -> Verdict:
    folder: Path = getattr(here.settings, which)
    advice = f"Look at paths.{which} in agent.toml and at the permissions."
    if not folder.exists():
        above = next(one for one in folder.parents if one.exists())
        if os.access(above, os.W_OK):
            return passes(f"{folder} is not there yet; it is made when it is needed.")
        return fails(f"{folder} is not there and cannot be made.", advice, exit_code=SETTINGS)
    if not folder.is_dir() or not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return fails(f"{folder} cannot be written.", advice, exit_code=SETTINGS)
    if others_can_write(folder):
        return fails(f"Others can write into {folder}.", f"chmod go-w {folder}", exit_code=SETTINGS)
    return passes(f"{folder} can be written, by nobody else.")


def _user(here: Installation) -> Verdict:
    """What root writes into the agent's folders, a fresh token say, the agent cannot read any more."""
    for folder in (here.settings.state, here.settings.secrets):
        owner = folder.stat().st_uid if folder.exists() else here.user
        if owner != here.user and os.access(folder, os.W_OK):
            return fails(
                f"{folder} belongs to {_name(owner)}, and this runs as {_name(here.user)}. A file that it "
                "wrote could not be read any more by the agent.",
                f"Type every command as that user, as in sudo -u {_name(owner)} workspace-agent doctor",
                exit_code=SETTINGS,
            )
    return passes(f"This runs as {_name(here.user)}.")


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"


def _secrets(here: Installation) -> Verdict:
    folder = here.settings.secrets
    files = sorted(one for one in folder.glob("*") if one.is_file()) if folder.is_dir() else []
    if loose := [one for one in files if stat.S_IMODE(one.stat().st_mode) & 0o077]:
        paths = " ".join(map(str, loose))
        return fails(f"Others can read {paths}.", f"chmod 600 {paths}", exit_code=SETTINGS)
    names = ", ".join(one.name for one in files) or "there are none yet"
    return passes(f"Only their owner can read them: {names}.")


def _disk(here: Installation) -> Verdict:
    folder = next(one for one in (here.settings.state, *here.settings.state.parents) if one.exists())
    megabytes = here.free_bytes(folder) // _MEGABYTE
    found = f"{megabytes:,} MB free for {folder}."
    if megabytes < _LEAST_MEGABYTES:
        return fails(
            found, "Make room: without it nothing can be remembered, so nothing is done.", exit_code=ELSE
        )
    if megabytes < _FEW_MEGABYTES:
        return warns(found, f"Make room: {_FEW_MEGABYTES} MB should be free.")
    return passes(f"More than {_FEW_MEGABYTES} MB free for {folder}.")

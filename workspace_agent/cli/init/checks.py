"""Whether what was typed can be meant, while it is typed; and the value that it stands for."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from workspace_agent.model.frozen import GoogleId, OneLine
from workspace_agent.model.organisation import FolderId
from workspace_agent.model.people import Address, Key, PersonKey, Zone
from workspace_agent.settings_tables import GoogleSettings

Check = Callable[[str], Any]
"""Gives the value of a typed text.

Raises:
    ValueError: It cannot be meant; the text says why.
"""

NONE = "none"
"""What is typed for a thing that there is not, where an empty line would not be deliberate enough."""

_STATES = frozenset(
    [
        "AL",
        "AK",
        "AZ",
        "AR",
        "CA",
        "CO",
        "CT",
        "DE",
        "DC",
        "FL",
        "GA",
        "HI",
        "ID",
        "IL",
        "IN",
        "IA",
        "KS",
        "KY",
        "LA",
        "ME",
        "MD",
        "MA",
        "MI",
        "MN",
        "MS",
        "MO",
        "MT",
        "NE",
        "NV",
        "NH",
        "NJ",
        "NM",
        "NY",
        "NC",
        "ND",
        "OH",
        "OK",
        "OR",
        "PA",
        "RI",
        "SC",
        "SD",
        "TN",
        "TX",
        "UT",
        "VT",
        "VA",
        "WA",
        "WV",
        "WI",
        "WY",
        "AS",
        "GU",
        "MP",
        "PR",
        "VI",
    ]
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOSURE = re.compile(r"(?P<first>\S+)(?:\s+to\s+(?P<last>\S+))?(?P<name>\s+\D.*)?")


def checked(check: Check, typed: str) -> str:
    """What is wrong with it, nothing where it can be meant."""
    try:
        check(typed)
    except ValueError as error:
        return str(error)
    return ""


def _of(kind: Any) -> Check:
    """What a setting of this kind takes."""
    adapter = TypeAdapter(kind)

    def check(typed: str) -> Any:
        try:
            return adapter.validate_python(typed.strip())
        except ValidationError as error:
            raise ValueError(error.errors()[0]["msg"].removeprefix("Value error, ")) from None

    return check


_any_line = _of(OneLine)
zone = _of(Zone)
address = _of(Address)
_bare_key = _of(Key)
_free_key = _of(PersonKey)
_spreadsheet = _of(GoogleId)
_folder = _of(FolderId)


def line(typed: str) -> str:
    """A line with something on it."""
    if not typed.strip():
        raise ValueError("type something")
    return str(_any_line(typed))


def optional(check: Check) -> Check:
    """Nothing is an answer, too."""
    return lambda typed: check(typed) if typed.strip() else ""


def key(typed: str) -> str:
    """A short name for the settings."""
    try:
        return str(_bare_key(typed))
    except ValueError:
        raise ValueError("use small letters, digits and dashes, as in lakeward") from None


def person_key(typed: str) -> str:
    """The same, of somebody who works here."""
    return str(_free_key(key(typed)))


def key_for(name: str) -> str:
    """A key made of a name."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:63]


def day(typed: str) -> date:
    """A date."""
    try:
        if _DAY.fullmatch(typed.strip()):
            return date.fromisoformat(typed.strip())
    except ValueError:
        raise ValueError("there is no such day") from None
    raise ValueError("write a date as year-month-day, as in 2026-09-08")


def state(typed: str) -> str:
    """A state by its two letters."""
    letters = typed.strip().upper()
    if letters not in _STATES:
        raise ValueError("use the two letters of the state, as in TX")
    return letters


def keys(typed: str) -> list[str]:
    """Several keys."""
    return [key(one) for one in re.split(r"[,\s]+", typed.strip()) if one]


def closures(typed: str) -> list[dict[str, Any]]:
    """Days without school, each as `2026-11-25 to 2026-11-27 Thanksgiving`, with ; between them."""
    return [_closure(part.strip()) for part in typed.split(";") if part.strip()]


def _closure(typed: str) -> dict[str, Any]:
    match = _CLOSURE.fullmatch(typed)
    if not match:
        raise ValueError("write it as in 2026-11-25 to 2026-11-27 Thanksgiving")
    first = day(match["first"])
    last = day(match["last"]) if match["last"] else first
    if last < first:
        raise ValueError("it ends before it begins")
    return {"from": first, "until": last, "name": line(match["name"] or "no school")}


def sandbox_url(typed: str) -> str:
    """Where a sandbox listens."""
    try:
        return GoogleSettings(mode="sandbox", sandbox_url=typed.strip()).sandbox_url
    except ValidationError:
        raise ValueError("not an address on this machine, as in http://127.0.0.1:8765") from None


def file(typed: str) -> Path:
    """A file that is there."""
    path = Path(typed.strip()).expanduser().resolve()
    if not path.is_file():
        raise ValueError("there is no such file")
    return path


def own_folder(typed: str) -> Path:
    """A folder in which this user may make files; need not be there yet."""
    path = Path(line(typed)).expanduser().resolve()
    there = next(above for above in (path, *path.parents) if above.exists())
    if not (there.is_dir() and os.access(there, os.W_OK)):
        raise ValueError("you may not write there")
    return path


def new_file(typed: str) -> Path:
    """A file that is to be written, in a folder that is there."""
    path = Path(typed.strip()).expanduser().resolve()
    if path.exists():
        raise ValueError("there is such a file already")
    if not path.parent.is_dir():
        raise ValueError("its folder is not there")
    return path


def spreadsheet(typed: str) -> str:
    """A spreadsheet's id, also out of its address."""
    if "/folders/" in typed:
        raise ValueError("this is the address of a folder, not of a spreadsheet")
    return line(str(_spreadsheet(typed)))


def folder(typed: str) -> str:
    """The id of a folder or shared drive, also out of its address."""
    if re.search(r"/d/", typed):
        raise ValueError("this is the address of a file, not of a folder")
    return str(_folder(typed))


def place(typed: str) -> tuple[str, str] | None:
    """A spreadsheet's or a folder's id, with what it is; nothing for none."""
    if not typed.strip():
        return None
    if "/folders/" in typed:
        return "folder", folder(typed)
    return "spreadsheet", spreadsheet(typed)


def one_of(known: Sequence[str]) -> Check:
    """One of several."""

    def check(typed: str) -> str:
        if typed not in known:
            raise ValueError(f"should be one of: {', '.join(known)}")
        return typed

    return check


def form(typed: str) -> dict[str, str]:
    """The form or the spreadsheet of its responses, as `[form]` names it; empty for none, which is typed."""
    if typed.strip().casefold() == NONE:
        return {}
    if not typed.strip():
        raise ValueError("paste the link; where there is no form, type none")
    if "forms.gle/" in typed or "/forms/d/e/" in typed:
        raise ValueError(
            "this is the link for those who fill in the form; open the form to edit it, and copy that address"
        )
    name = "responses_sheet" if "/spreadsheets/" in typed else "id"
    return {name: line(str(_spreadsheet(typed)))}

"""Smart chips: people and files of Drive within the text of a cell.

Source: https://developers.google.com/workspace/sheets/api/guides/chips and `CellData.chipRuns` in sheets.v4.
What a chip shows is not documented; here it is what Drive calls a person, and of every file the same word.
"""

from __future__ import annotations

from collections.abc import Iterable

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.sheets.model import RefusedError
from workspace_agent.sandbox.sheets.typed import Entered

Runs = tuple[Json, ...]

_PLACEHOLDER = "@"


def chipped(entered: Entered | None, written: Iterable[Json]) -> tuple[Entered | None, Runs]:
    """What a cell holds once its placeholders are chips, and its runs as a reply has them: text between, too.

    Raises:
        RefusedError: A run stands at no placeholder, or is of no kind that can be written.
    """
    text, shown, at = entered if isinstance(entered, str) else "", "", 0
    runs: list[Json] = []
    for run in (run for run in written if run.get("chip")):
        start = int(run.get("startIndex") or 0)
        if _between(text, start, start + 1) != _PLACEHOLDER:
            raise RefusedError("Each chip run must correspond to a placeholder character.")
        if start > at:
            runs.append(_run(shown, {}))
        shown += _between(text, at, start)
        runs.append(_run(shown, run["chip"]))
        shown, at = shown + _label(run["chip"]), start + 1
    if not runs:
        return entered, ()
    rest = _between(text, at, None)
    return shown + rest, (*runs, *([_run(shown, {})] if rest else []))


def _between(text: str, start: int, end: int | None) -> str:
    """Part of a text, by indexes in UTF-16 code units."""
    return text.encode("utf-16-le")[2 * start : None if end is None else 2 * end].decode("utf-16-le")


def _run(before: str, chip: Json) -> Json:
    start = len(before.encode("utf-16-le")) // 2
    return ({"startIndex": start} if start else {}) | {"chip": chip}


def _label(chip: Json) -> str:
    person = chip.get("personProperties", {})
    if email := person.get("email"):
        return str(email if person.get("displayFormat") == "EMAIL" else email.partition("@")[0])
    uri = chip.get("richLinkProperties", {}).get("uri", "")
    if uri.startswith(("https://docs.google.com/", "https://drive.google.com/")):
        return "file"
    raise RefusedError("Only people and files of Drive can be written as chips.")

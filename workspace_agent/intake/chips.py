"""Smart chips: a cell shows a person's name or a file's title, and stands for an address or a link.

Source: developers.google.com/workspace/sheets/api/guides/chips, and `CellData.chipRuns` in sheets.v4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Runs = Sequence[Mapping[str, Any]]
"""Of the text of a cell, from its beginning to its end: those with a chip, and those between them."""


def spelled(text: str, runs: Runs) -> str:
    """The text of a cell with addresses and links in place of what its chips show; empty without any chip."""
    if not any(map(_stands_for, runs)):
        return ""
    units = text.encode("utf-16-le")  # the units in which Google counts
    starts = [2 * run.get("startIndex", 0) for run in runs]
    ends = [*starts[1:], None]
    plain = (units[start:end].decode("utf-16-le", "ignore") for start, end in zip(starts, ends, strict=True))
    return "".join(_stands_for(run) or part for run, part in zip(runs, plain, strict=True))


def link_of(runs: Runs) -> str:
    """Where the first chip leads that is no person; empty where none does."""
    return next(filter(None, map(_uri, runs)), "")


def _stands_for(run: Mapping[str, Any]) -> str:
    return str(run.get("chip", {}).get("personProperties", {}).get("email", "")) or _uri(run)


def _uri(run: Mapping[str, Any]) -> str:
    return str(run.get("chip", {}).get("richLinkProperties", {}).get("uri", ""))

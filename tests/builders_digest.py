"""Occasions for digests, and their parts by name."""

from __future__ import annotations

import datetime as dt
from datetime import date
from typing import Any

from tests.builders import TODAY, a_policy
from workspace_agent.duties.digest import Changes, Charts, Digest, Figures, Occasion, Section
from workspace_agent.duties.digest_recipients import Edition, Recipient, Scope
from workspace_agent.model.digest_settings import DigestTime

_SETTINGS = {
    Edition.MANAGER: "manager",
    Edition.CASE_MANAGER: "case_managers",
    Edition.CSS: "districts",
}


def a_recipient(edition: Edition = Edition.MANAGER, key: str = "manager", **changed: Any) -> Recipient:
    """The manager, who may see everything, if nothing else is said."""
    fields: dict[str, Any] = {
        "name": "Odalys Fenwick",
        "email": "o@dept.example",
        "zone": "America/New_York",
        "at": DigestTime(),
        "scope": Scope(),
        "setting": _SETTINGS[edition],
    }
    return Recipient(edition=edition, key=key, **(fields | changed))


def an_occasion(recipient: Recipient | None = None, today: date = TODAY, **changed: Any) -> Occasion:
    """The manager's digest of the week of 16 Nov 2026, with an earlier one that told nothing."""
    fields: dict[str, Any] = {
        "period": "2026-W47",
        "now": dt.datetime.combine(today, dt.time(12), tzinfo=dt.UTC),
        "policy": a_policy(),
        "last_good_run": None,
        "previous": frozenset(),
    }
    return Occasion(recipient=recipient or a_recipient(), today=today, **(fields | changed))


def sections(digest: Digest) -> list[Section]:
    """All tables of rows, in order."""
    return [block for block in digest.blocks if isinstance(block, Section)]


def section(digest: Digest, title: str) -> Section:
    """One of them."""
    return next(one for one in sections(digest) if one.title == title)


def figures(digest: Digest, title: str) -> dict[str, tuple[str, ...]]:
    """A table of numbers: the words of each line by its name."""
    found = next(one for one in digest.blocks if isinstance(one, Figures) and one.title == title)
    return {name: tuple(cell.words for cell in cells) for name, cells in found.rows}


def charts(digest: Digest) -> dict[str, dict[str, int]]:
    """Counts by band, of each chart by its title."""
    found = (one for block in digest.blocks if isinstance(block, Charts) for one in block.charts)
    return {chart.title: dict(chart.bars) for chart in found}


def changes(digest: Digest) -> Changes:
    """Against the last one."""
    assert digest.changes is not None
    return digest.changes

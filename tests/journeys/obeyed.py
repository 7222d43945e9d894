"""What is wrong with what left the agent: what a terminal, a browser, a sheet or a search would obey."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import unicodedata
from collections.abc import Sequence
from contextlib import closing
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from tests.journeys.world import MANAGER, World
from workspace_agent.tools import LEDGER

MARK = "zqxwvkj"
"""Stands in every hostile text, and in nothing else: too long to stand in one of Google's ids by chance."""

_COMMANDING = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def commands(text: str) -> list[str]:
    """Signs that a terminal, an editor or a browser obeys."""
    return [repr(sign) for sign in text if sign != "\n" and unicodedata.category(sign) in _COMMANDING]


def marked(text: str) -> list[str]:
    """Free text of people that left."""
    return [
        text[max(0, found.start() - 20) : found.end() + 20] for found in re.finditer(MARK, text.casefold())
    ]


def torn(text: str) -> list[str]:
    """A text that is to be one JSON value, or one on each line, and is none."""
    try:
        json.loads(text)
    except ValueError as error:
        return [str(error)]
    return []


class Tags(HTMLParser):
    """What a mail program would obey."""

    _HARMLESS = frozenset(
        {
            *("html", "head", "meta", "title", "style", "body", "div", "table", "tr", "td", "th", "thead"),
            *("tbody", "caption", "p", "h1", "h2", "b", "br", "small", "span", "a"),
        }
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in self._HARMLESS:
            self.wrong.append(tag)
        for name, value in attributes:
            if name.startswith("on") or (name in {"href", "src"} and not str(value).startswith("https://")):
                self.wrong.append(f"{tag} {name}={value}")


def obeyed(html: str) -> list[str]:
    """Markup that is none of ours."""
    tags = Tags()
    tags.feed(html)
    return tags.wrong


def formulas(content: str) -> list[str]:
    """Cells of a table that a spreadsheet would work out."""
    rows = list(csv.reader(io.StringIO(content)))
    return [
        cell
        for row in rows
        for cell in row
        if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    ]


def working_cells(requests: Sequence[dict[str, Any]]) -> list[str]:
    """Writes into sheets that are not taken as they are."""
    sheets = [one for one in requests if one["service"] == "sheets"]
    return [
        str(one["path"])
        for one in sheets
        if "formulaValue" in json.dumps(one["body"]) or one["query"].get("valueInputOption", "RAW") != "RAW"
    ]


_LITERAL = re.compile(r"'(?:[^'\\]|\\.)*'")
_QUERY = re.compile(r"[\w .=!<>(){}]*")


def searches(requests: Sequence[dict[str, Any]]) -> list[str]:
    """Searches in which a text would end before its end."""
    asked = [str(one["query"]["q"]) for one in requests if "q" in one["query"] and one["service"] == "drive"]
    assert asked, "a search that nobody made proves nothing"
    return [one for one in asked if not _QUERY.fullmatch(_LITERAL.sub("", one))]


def headers(mail: EmailMessage) -> list[str]:
    """Recipients and headers that nobody wanted."""
    once = [name for name in ("Subject", "From", "To", "MIME-Version") if len(mail.get_all(name, [])) != 1]
    strange = [name for name in ("Bcc", "Cc", "Reply-To") if mail[name]]
    return [*once, *strange, *([] if mail["To"] == MANAGER else ["To"])]


_FILES = {"lock", LEDGER, "agent.log", "alias.key", "token.json"}


def strange_files(world: World) -> list[str]:
    """What lies in the world's folder, or beside it, and is none of ours."""
    own = [world.folder / one for one in ("state", "secrets")]
    kept = [path for folder in own for path in folder.rglob("*") if path.name not in _FILES]
    beside = [path for path in (*world.folder.parent.rglob("*"),) if MARK in path.name]
    return [str(path) for path in (*kept, *beside)]


def hurt(ledger: Path) -> list[str]:
    """Tables that are gone, or are empty though something was done."""
    with closing(sqlite3.connect(ledger)) as database:
        (sound,) = database.execute("PRAGMA integrity_check").fetchone()
        counts = {
            table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - our own
            for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        }
    missing = [
        table for table in ("effects", "runs", "students", "aliases", "history") if not counts.get(table)
    ]
    return [*missing, *([] if sound == "ok" else [sound])]

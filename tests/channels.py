"""What left the agent, by the way it took, for whoever looks for names in it."""

from __future__ import annotations

import base64
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from tests.journeys.world import PROGRESS, ROBOT, World

Channels = dict[str, list[bytes]]


def through_google(world: World, dump: dict[str, Any]) -> Channels:
    """Everything of the agent's that Google holds, but for what a record says, and what Google was asked.

    Args:
        world: In which the agent worked.
        dump: What the sandbox holds now.
    """
    return {
        "events": list(_events(dump)),
        "mails": [mail["raw"].encode() for mail in dump["mails"][ROBOT]],
        "file names and marks": list(_files(dump)),
        "titles inside of PDFs": list(_pdf_titles(dump)),
        "progress sheets": list(_progress_sheets(dump)),
        "addresses of requests": list(addresses(world)),
        "bodies of requests": list(bodies(world)),
        "agent tab": [json.dumps(world.agent_tab()).encode()],
    }


def logged(state: Path) -> list[bytes]:
    """The log, all of it."""
    return [path.read_bytes() for path in state.glob("agent.log*")]


def _events(dump: dict[str, Any]) -> Iterator[bytes]:
    """The agent's: what people made is theirs."""
    for calendar in dump["calendars"].values():
        for event in calendar["events"].values():
            if event.get("extendedProperties", {}).get("private", {}).get("wa"):
                yield json.dumps(event).encode()


def _files(dump: dict[str, Any]) -> Iterator[bytes]:
    for file in dump["files"]:
        yield json.dumps({key: value for key, value in file.items() if key != "content"}).encode()


def _pdf_titles(dump: dict[str, Any]) -> Iterator[bytes]:
    for file in dump["files"]:
        if content := file["content"]:
            pdf = PdfReader(io.BytesIO(base64.b64decode(content)))
            more = pdf.xmp_metadata.stream.get_data() if pdf.xmp_metadata else b""
            yield json.dumps({key: str(value) for key, value in (pdf.metadata or {}).items()}).encode() + more


def _progress_sheets(dump: dict[str, Any]) -> Iterator[bytes]:
    for file in dump["files"]:
        if PROGRESS in file["name"]:
            pages = PdfReader(io.BytesIO(base64.b64decode(file["content"]))).pages
            yield "\n".join(page.extract_text() for page in pages).encode()


def by_the_robot(world: World) -> Iterator[dict[str, Any]]:
    """Requests that the agent made."""
    requests = world.stage.control("GET", "requests")["requests"]
    return (entry for entry in requests if entry["user"] == ROBOT)


def addresses(world: World) -> Iterator[bytes]:
    """What the agent's requests asked for."""
    for entry in by_the_robot(world):
        yield f"{entry['path']} {json.dumps(entry['query'])}".encode()


def bodies(world: World) -> Iterator[bytes]:
    """What they carried. The content of an upload is the one thing that is not in the log of requests."""
    for entry in by_the_robot(world):
        if entry["body"]:
            yield json.dumps(entry["body"]).encode()


def in_ledger(path: Path) -> list[bytes]:
    """A ledger or its copy: its bytes, and its rows."""
    return [path.read_bytes(), *_rows(path)]


def _rows(path: Path) -> Iterator[bytes]:
    with closing(sqlite3.connect(path)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            rows = database.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - our own tables
            yield json.dumps(rows, default=str).encode()

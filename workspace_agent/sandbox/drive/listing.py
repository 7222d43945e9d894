"""Drive v3: files.list.

Source: https://developers.google.com/workspace/drive/api/guides/search-files and .../enable-shareddrives;
files.list in drive.v3.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from workspace_agent.sandbox.call import ApiError, Call, Handler, Json
from workspace_agent.sandbox.clock import as_printed
from workspace_agent.sandbox.drive.query import predicate
from workspace_agent.sandbox.drive.resource import render, shared_with, viewed
from workspace_agent.sandbox.drive.state import FOLDER, File
from workspace_agent.sandbox.errors import invalid, not_built
from workspace_agent.sandbox.fields import below
from workspace_agent.sandbox.files import find, visible_to_app
from workspace_agent.sandbox.paging import page

_KEYS: dict[str, Any] = {
    "folder": lambda file: file.mime_type != FOLDER,
    "name": lambda file: file.name.lower(),
    "name_natural": lambda file: [
        (not part.isdigit(), int(part) if part.isdigit() else 0, part)
        for part in re.split(r"(\d+)", file.name.lower())
    ],
    "createdTime": lambda file: as_printed(file.created),
    "modifiedTime": lambda file: as_printed(file.modified),
    "modifiedByMeTime": lambda file: as_printed(file.modified),
    "recency": lambda file: as_printed(file.modified),
    "quotaBytesUsed": lambda file: len(file.content or b""),
    "starred": lambda file: not file.extra.get("starred"),
}
_NEVER = datetime.min.replace(tzinfo=UTC)
_CORPORA = frozenset({"user", "domain", "drive", "allDrives"})


def _list(call: Call) -> Json:
    call.state.drive.expire(call.now)
    _check_place(call)
    matches = predicate(call, call.params["q"]) if call.params.get("q") else _everything
    found = [
        file
        for file in call.state.drive.files.values()
        if is_listed(call, file) and _in_corpus(call, file) and matches(file)
    ]
    files, following = page(call, _ordered(call, found), min(call.params.get("pageSize", 100), 1000))
    everywhere = call.params.get("corpora") == "allDrives"
    reply: Json = {
        "kind": "drive#fileList",
        "incompleteSearch": everywhere and call.state.drive.habits.incomplete_search,
        "files": [render(call, one, below(call.mask, "files")) for one in files],
    }
    return reply | following


def _check_place(call: Call) -> None:
    corpora, drive_id = call.params.get("corpora", "user"), call.params.get("driveId")
    if call.params.get("spaces", "drive") != "drive":
        raise not_built(f"the space {call.params['spaces']}")
    if corpora not in _CORPORA or (corpora == "drive") != bool(drive_id):
        raise invalid("Invalid Value", "corpora")
    knows = call.params.get("supportsAllDrives") or call.params.get("supportsTeamDrives")
    if _includes(call) and not knows:
        message = "The supportsAllDrives parameter was not set to true."
        raise ApiError(403, message, reason="supportsTeamDrivesRequired")
    if corpora in {"drive", "allDrives"} and not reaches_all(call):
        message = "The includeItemsFromAllDrives and supportsAllDrives parameters must be set to true."
        raise invalid(message, "corpora")
    if drive_id:
        find(call, drive_id)


def reaches_all(call: Call) -> bool:
    """Whether a list asks for items of shared drives and says that it knows them."""
    knows = call.params.get("supportsAllDrives") or call.params.get("supportsTeamDrives")
    return bool(_includes(call) and knows)


def _includes(call: Call) -> bool:
    return bool(call.params.get("includeItemsFromAllDrives") or call.params.get("includeTeamDriveItems"))


def _in_corpus(call: Call, file: File) -> bool:
    if file.drive_id and not reaches_all(call):
        return False
    return not call.params.get("driveId") or file.drive_id == call.params["driveId"]


def _everything(_: File) -> bool:
    return True


def is_listed(call: Call, file: File) -> bool:
    """Whether a file is one of somebody's: link-shared files are opened, not listed; a root is no item."""
    held = call.state.drive.role(file, call.user, with_links=False)
    return bool(held) and not file.is_root and visible_to_app(call, file)


def _ordered(call: Call, files: list[File]) -> list[File]:
    """Sort by `orderBy`, newest first where that says nothing.

    `asc` is in no document, but passes: pubkey/google-drive-mock, whose tests run against Google.
    """
    files = sorted(files, key=lambda file: file.modified, reverse=True)
    if "orderBy" not in call.params:
        return files
    clauses = [one.strip().partition(" ") for one in call.params["orderBy"].split(",")]
    names = [name for name, _, _ in clauses]
    if len(set(names)) < len(names):
        message = "The orderBy parameter cannot contain duplicate sort keys."
        raise _unsortable(message, "orderByContainsDuplicateSortKeys")
    if "fullText" in call.params.get("q", ""):
        message = "Sorting is not supported for queries with fullText terms. Results are always in "
        raise _unsortable(f"{message}descending relevance order.", "forbidden")
    for name, _, direction in reversed(clauses):
        key = _KEYS.get(name) or _own_keys(call).get(name)
        if key is None or direction not in {"", "asc", "desc"}:
            raise invalid("Invalid Value", "orderBy")
        files = sorted(files, key=key, reverse=direction == "desc")
    return files


def _own_keys(call: Call) -> dict[str, Any]:
    """Keys that differ from person to person; what never happened comes before everything."""
    return {
        "sharedWithMeTime": lambda file: shared[0] if (shared := shared_with(call, file)) else _NEVER,
        "viewedByMeTime": lambda file: viewed(call, file) or _NEVER,
    }


def _unsortable(message: str, reason: str) -> ApiError:
    """Source: brekkylab/backlot, measured."""
    return ApiError(403, message, reason=reason, location="orderBy")


METHODS: dict[str, Handler] = {"drive.files.list": _list}

"""Make sure, before anything is written, that the folders in Drive are the agent's own and can be seen.

Everything else hangs on the root folder. Where it cannot be seen although there is one, a run would make a
second tree and know nobody: it stops instead, and says what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from workspace_agent.duties.folders import ROOT
from workspace_agent.effects.marks import KEY, PUBLIC, PUBLIC_ROOT
from workspace_agent.google.drive import quote
from workspace_agent.model.errors import SettingsError
from workspace_agent.model.seen import KnownFile
from workspace_agent.observe.files import ask
from workspace_agent.observe.reads import Reads

_FIELDS = "id,trashed,appProperties,webViewLink"
_QUERY = (
    f"appProperties has {{ key={quote(KEY)} and value={quote(ROOT)} }}"
    f" or properties has {{ key={quote(PUBLIC)} and value={quote(PUBLIC_ROOT)} }}"
)

Json = Mapping[str, Any]


def key_print(google: Reads, known: KnownFile | None) -> str:
    """Print of the alias key that stands on the root folder, or nothing where there is no root yet.

    Args:
        google: Drive.
        known: The root as the ledger remembers it.

    Raises:
        SettingsError: There is a root, and it is out of sight, or it is not clear which one is ours.
    """
    root = _root(google, known)
    return str(root["appProperties"].get("wa_key_print", "")) if root else ""


def root_link(google: Reads, known: KnownFile | None) -> str:
    """Where the root folder is, or nothing where there is none yet.

    Args:
        google: Drive.
        known: The root as the ledger remembers it.

    Raises:
        SettingsError: There is a root, and it is out of sight, or it is not clear which one is ours.
    """
    root = _root(google, known)
    return str(root["webViewLink"]) if root else ""


def _root(google: Reads, known: KnownFile | None) -> Json | None:
    found = google.drive.list(_QUERY, _FIELDS)
    roots = [file for file in found if _is_marked(file)]
    if known is not None:
        return next((root for root in roots if root["id"] == known.file_id), None) or _asked(google, known)
    live = [file for file in found if not file.get("trashed")]
    if live and not roots:
        raise _marks_are_gone(live[0]["webViewLink"])
    used = [root for root in live if _is_marked(root)]
    if len(used) > 1:
        raise _two_roots(used)
    return next(iter(used or roots), None)


def _asked(google: Reads, known: KnownFile) -> Json:
    """A list may lag behind; the folder itself does not."""
    root = ask(google, known.file_id)
    if root is None:
        raise _root_is_gone(known.link)
    if not _is_marked(root):
        raise _marks_are_gone(known.link)
    return root


def _is_marked(file: Json) -> bool:
    return bool(file.get("appProperties", {}).get(KEY) == ROOT)


def _root_is_gone(link: str) -> SettingsError:
    return SettingsError(
        f"The folder of all records was deleted, or the agent may not open it any more: {link}",
        advice="let the agent's account in again, or have an administrator restore the folder (Google keeps "
        "what was deleted for 25 days); to begin anew with empty folders: workspace-agent make-again",
    )


def _marks_are_gone(link: str) -> SettingsError:
    return SettingsError(
        f"The folder of all records does not show the agent's marks: {link}",
        advice="only the OAuth client that made the folders sees the marks on them: put back that client's "
        "client_secret.json and token.json, or its service-account.json. If the folder is another "
        "department's, take this agent's account off it",
    )


def _two_roots(roots: Iterable[Json]) -> SettingsError:
    links = " and ".join(sorted(root["webViewLink"] for root in roots))
    return SettingsError(
        f"Two folders carry the mark of the folder of all records: {links}",
        advice="move the one that is a copy to the trash, and run again",
    )

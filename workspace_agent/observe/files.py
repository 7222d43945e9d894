"""Read the folders and files that carry our mark, and who can open the folders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workspace_agent.effects.marks import KEY, OWN, unprefixed
from workspace_agent.google.drive import quote
from workspace_agent.google.workspace import Google
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.seen import MarkedFile

_FIELDS = "id,trashed,appProperties,webViewLink,createdTime"
_SHARED = ("folder/case-manager/", "folder/review/")


def read_files(google: Google, organisation: Organisation) -> dict[str, MarkedFile]:
    """Everything that the agent made, by key, oldest first; one in the trash gives way to one that is not."""
    query = f"appProperties has {{ key={quote(OWN)} and value='1' }}"
    found = sorted(google.drive.list(query, _FIELDS), key=lambda file: file["createdTime"])
    there = sorted(found, key=lambda file: not file.get("trashed"))
    files = {file["appProperties"][KEY]: _file(google, organisation, file) for file in there}
    return {file["appProperties"][KEY]: files[file["appProperties"][KEY]] for file in found}


def key_print(google: Google) -> str:
    """Print of the alias key that stands on the root folder, or nothing where there is no root yet."""
    query = f"appProperties has {{ key={quote(KEY)} and value='folder/root' }}"
    roots = google.drive.list(query, _FIELDS)
    return next((root["appProperties"].get("wa_key_print", "") for root in roots), "")


def _file(google: Google, organisation: Organisation, file: Mapping[str, Any]) -> MarkedFile:
    key = file["appProperties"][KEY]
    return MarkedFile(
        key=key,
        file_id=file["id"],
        trashed=bool(file.get("trashed")),
        link=file.get("webViewLink", ""),
        readers=_readers(google, organisation, file["id"]) if key.startswith(_SHARED) else None,
        marks=unprefixed(file["appProperties"]),
    )


def _readers(google: Google, organisation: Organisation, file_id: str) -> frozenset[str]:
    """Addresses, or the kind of a grant that is not to one person (`anyone`, `domain`)."""
    people = {
        permission.get("emailAddress", "").casefold() or permission["type"]
        for permission in google.drive.permissions(file_id)
        if not permission.get("deleted")
    }
    return frozenset(people - {organisation.robot})

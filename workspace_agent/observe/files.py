"""Read the folders and files that carry our mark, and who can open the folders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workspace_agent.effects.marks import KEY, OWN
from workspace_agent.google.drive import quote
from workspace_agent.google.workspace import Google
from workspace_agent.intake.identify import Identities
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.seen import MarkedFile

_FIELDS = "id,trashed,appProperties,webViewLink"
_SHARED = ("folder/case-manager/", "folder/review/")


@dataclass(frozen=True, slots=True)
class Cabinet:
    """What lies in Drive under our mark.

    Attributes:
        files: By key; one in the trash gives way to one that is not.
        identities: Who is who, as the students' folders remember it: what is left after a lost ledger.
    """

    files: Mapping[str, MarkedFile]
    identities: Identities


def read_files(google: Google, organisation: Organisation) -> Cabinet:
    """Everything that the agent made."""
    query = f"appProperties has {{ key={quote(OWN)} and value='1' }}"
    found = sorted(google.drive.list(query, _FIELDS), key=lambda file: not file.get("trashed"))
    files = {file["appProperties"][KEY]: _file(google, organisation, file) for file in found}
    return Cabinet(files, _identities(file["appProperties"] for file in found))


def _identities(marks: Iterable[Mapping[str, str]]) -> Identities:
    aliases: dict[str, str] = {}
    initials: dict[str, tuple[str, int]] = {}
    for mark in marks:
        ref = mark.get("wa_student_ref", "")
        if not ref:
            continue
        aliases |= {value: ref for name, value in mark.items() if name.startswith("wa_alias_")}
        base, _, number = mark["wa_initials"].partition("-")
        initials[ref] = (base, int(number or 1))
    return Identities(aliases, initials)


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
    )


def _readers(google: Google, organisation: Organisation, file_id: str) -> frozenset[str]:
    """Addresses, or the kind of a grant that is not to one person (`anyone`, `domain`)."""
    people = {
        permission.get("emailAddress", "").casefold() or permission["type"]
        for permission in google.drive.permissions(file_id)
        if not permission.get("deleted")
    }
    return frozenset(people - {organisation.robot})

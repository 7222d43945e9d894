"""Read the folders and records that carry our mark, wherever they lie, and who can open them.

They are found by their mark, never by name: names lag behind and people change them. What the ledger knows
and the list does not show is asked for by its id, because a list by mark may lag too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workspace_agent.duties.filing_records import title_print
from workspace_agent.duties.folders import FOLDER, ROOT
from workspace_agent.duties.grants import Grant, of_marks
from workspace_agent.duties.losses import known_as_gone
from workspace_agent.effects.marks import CLOSED, KEY, OWN, SUPERSEDED, unprefixed
from workspace_agent.google.drive import quote
from workspace_agent.model.errors import AccessDenied, NotFound
from workspace_agent.model.seen import KnownFile, LastLook, MarkedFile
from workspace_agent.observe.readers import READER_FIELDS, Lookout
from workspace_agent.observe.reads import Reads

FILE_FIELDS = (
    "id,name,trashed,ownedByMe,parents,createdTime,appProperties,webViewLink,copyRequiresWriterPermission,"
    f"{READER_FIELDS}"
)
_AT_A_TIME = 30

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cabinet:
    """What lies in Drive under our mark.

    Attributes:
        files: By key, oldest first; of two with one key the one that is in use.
        twins: The others.
        gone: Links of what the ledger knows and Drive does not any more, by key.
        shared: With whom each folder was shared, by the marks on it.
        names: How people renamed what is in use, by key: for seeing whether that shows a student's name.
    """

    files: Mapping[str, MarkedFile] = field(default_factory=dict)
    twins: tuple[MarkedFile, ...] = ()
    gone: Mapping[str, str] = field(default_factory=dict)
    shared: tuple[Grant, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Archivist:
    """Reads what the agent made.

    Attributes:
        robot: The agent's own address.
        sign: Keyed hash.
        known: What the ledger remembers of each, by key.
        looks: What the last looks showed.
    """

    google: Reads
    robot: str
    sign: Callable[[str], str]
    known: Mapping[str, KnownFile]
    looks: Mapping[str, LastLook]

    def read(self) -> Cabinet:
        """Everything that the agent made."""
        found = {file["id"]: file for file in self._listed()}
        gone: dict[str, str] = {}
        for key, known in self.known.items():
            if known.file_id in found:
                continue
            file = None if known_as_gone(key, self.looks) else ask(self.google, known.file_id)
            if file is not None:
                found[known.file_id] = _marked(file, key)
            else:
                gone[key] = known.link
        return self._cabinet(found, gone)

    def _listed(self) -> Iterator[Json]:
        listed = self.google.drive.list(
            f"appProperties has {{ key={quote(OWN)} and value='1' }}", FILE_FIELDS
        )
        yield from listed
        if ROOT not in self.known:
            yield from self._below(file["id"] for file in listed if _key(file) == ROOT)

    def _below(self, folders: Iterable[str]) -> Iterator[Json]:
        """The ledger is lost, and a list by mark may lag behind; a list by folder does not.

        Source: the consistency measured in github.com/kopia/kopia/issues/90.
        """
        left = list(folders)
        while left:
            some, left = left[:_AT_A_TIME], left[_AT_A_TIME:]
            query = " or ".join(f"{quote(folder)} in parents" for folder in some)
            ours = [file for file in self.google.drive.list(query, FILE_FIELDS) if _key(file)]
            left += [file["id"] for file in ours if _key(file).startswith(FOLDER)]
            yield from ours

    def _cabinet(self, found: Mapping[str, Json], gone: Mapping[str, str]) -> Cabinet:
        lookout = Lookout(self.google, self.robot, found)
        used: dict[str, MarkedFile] = {}
        twins: list[MarkedFile] = []
        for file in sorted(found.values(), key=self._rank):
            marked = self._file(file, lookout)
            if marked.key in used:
                twins.append(marked)
            used.setdefault(marked.key, marked)
        in_use = sorted((found[file.file_id] for file in used.values()), key=_created)
        return Cabinet(
            files={_key(file): used[_key(file)] for file in in_use},
            twins=tuple(twins),
            gone={key: link for key, link in gone.items() if key not in used},
            shared=tuple(grant for file in used.values() for grant in of_marks(file.key, file.marks)),
            names={_key(file): file.get("name", "") for file in in_use if not used[_key(file)].title},
        )

    def _rank(self, file: Json) -> tuple[bool, bool, str, str]:
        """One in the trash gives way to one that is not; then the ledger's own is used, then the oldest."""
        known = self.known.get(_key(file))
        is_known = known is not None and known.file_id == file["id"]
        return bool(file.get("trashed")), not is_known, _created(file), file["id"]

    def _file(self, file: Json, lookout: Lookout) -> MarkedFile:
        marks = file["appProperties"]
        is_own_name = title_print(file.get("name", ""), self.sign) == marks.get("wa_title")
        return MarkedFile(
            key=marks[KEY],
            file_id=file["id"],
            trashed=bool(file.get("trashed")),
            link=file.get("webViewLink", ""),
            parent=next(iter(file.get("parents", ())), ""),
            readers=lookout.readers(file["id"]),
            title=file["name"] if is_own_name else "",
            version=_count(marks.get("wa_version", "")),
            number=_count(marks.get("wa_number", "")) or 1,
            superseded=SUPERSEDED in marks,
            downloads=file.get("copyRequiresWriterPermission") is False,
            closed=_count(marks.get(CLOSED, "")),
            owned="driveId" in file or bool(file.get("ownedByMe")),
            marks=unprefixed(marks),
            made=datetime.fromisoformat(made) if (made := _created(file)) else None,
        )


def ask(google: Reads, file_id: str) -> Json | None:
    """A file by its id, in the trash or not; None where it was deleted or the agent may not see it."""
    try:
        return google.drive.get(file_id, FILE_FIELDS)
    except (AccessDenied, NotFound):
        return None


def _marked(file: Json, key: str) -> Json:
    """With the key under which the ledger knows it, should its own mark be lost."""
    return {**file, "appProperties": {KEY: key, **file.get("appProperties", {})}}


def _key(file: Json) -> str:
    return str(file.get("appProperties", {}).get(KEY, ""))


def _created(file: Json) -> str:
    return str(file.get("createdTime", ""))


def _count(text: str) -> int:
    return int(text) if text.isdecimal() else 0

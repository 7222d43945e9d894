"""What the agent made in Drive, and whose each thing is: by its key and by what lies in what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workspace_agent.ledger.rows import AccessEntry
    from workspace_agent.model.seen import MarkedFile
    from workspace_agent.think import Thought

Json = dict[str, Any]


@dataclass(frozen=True)
class Things:
    """Folders and records.

    Attributes:
        students: Refs of those whom each thing is about, by Google's id; a folder of many is nobody's.
    """

    files: tuple[MarkedFile, ...]
    students: Mapping[str, frozenset[str]]

    def inside(self, object_ids: Iterable[str]) -> Iterator[MarkedFile]:
        """Everything that lies in these folders, and in the folders in them."""
        within = set(object_ids)
        below = [file for file in self.files if file.parent in within]
        yield from below
        if below:
            yield from self.inside(file.file_id for file in below)

    def of(self, refs: frozenset[str]) -> Iterator[MarkedFile]:
        """Everything about a student, known by one of these refs: also of one who stands on no list now."""
        theirs = {object_id for object_id, about in self.students.items() if about & refs}
        inside = {file.file_id for file in self.inside(theirs) if not self.students[file.file_id]}
        return (file for file in self.files if file.file_id in theirs | inside)


def things(thought: Thought, entries: Iterable[AccessEntry]) -> Things:
    """All that is in Drive now, and whose it is by the keys, by the lists, and by the access record."""
    from workspace_agent.duties.whose import Owners, Whose, student_in  # noqa: PLC0415 - heavy

    owners = Owners(thought.observation.department, thought.circumstances.merged)
    files = tuple(thought.observation.seen.files.values())
    students: dict[str, frozenset[str]] = {}
    for file in files:
        listed = (owners.of(file.key) or Whose()).student_ref
        ref = listed or student_in(file.key)
        students[file.file_id] = frozenset({ref} - {""})
    for entry in entries:
        about = students.get(entry.object_id, frozenset())
        students[entry.object_id] = about | frozenset(entry.students)
    return Things(files, students)


def shown(file: MarkedFile) -> Json:
    """A folder or record, for a person who is to look at it."""
    from workspace_agent.duties.folders import thing_of  # noqa: PLC0415 - heavy

    return {
        "thing": thing_of(file.key),
        "version": file.version,
        "in_the_trash": file.trashed,
        "link": file.link,
    }


def line(file: Mapping[str, Any]) -> str:
    """The same on a terminal."""
    version = f", version {file['version']}" if file["version"] else ""
    trash = ", in the trash" if file["in_the_trash"] else ""
    return f"  {file['thing']}{version}{trash}: {file['link']}"

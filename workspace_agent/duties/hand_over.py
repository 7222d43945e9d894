"""A student who has another case manager: the folder goes from one to the other in one move.

FERPA, 34 CFR 99.31(a)(1): who is not responsible any more has no legitimate educational interest. What lies
in a folder is read by whoever reads the folder, so one move ends the one's access and begins the other's, and
at no moment both have it. It counts as a removal: a list that was pasted into another workbook opens nothing
unasked, and a list that suddenly empties gives nothing away.

The mark on the folder says whose it was when the agent put it there. Where it lies elsewhere a person has
moved it: it is followed, and shared by itself. Folders without the mark are older than it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from workspace_agent.duties.access import Rights
from workspace_agent.duties.folders import CASE_MANAGER, FOLDER, Stops, case_manager_folder
from workspace_agent.duties.folders_marks import MarkFolder
from workspace_agent.duties.whose import Whose
from workspace_agent.model.access import Act, Basis, Disclosure
from workspace_agent.model.action import Action, Kind
from workspace_agent.model.place import LinkPlace
from workspace_agent.model.seen import MarkedFile
from workspace_agent.model.undo import Undo


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(Action):
    """Move a student's folder from one case manager's folder into another's.

    It belongs to the work of the case manager before: what empties their list, or pauses them, holds it.

    Attributes:
        file_id: Drive's id of the student's folder.
        away_from: Drive's id of the folder it lies in.
        into: Key of the folder it goes into.
        to: Key of the case manager who has the student now.
    """

    duty: ClassVar[str] = "sharing"
    kind: ClassVar[Kind] = Kind.REMOVE
    undo: ClassVar[Undo] = Undo.MOVE_BACK

    file_id: str
    away_from: str
    into: str
    to: str

    @property
    def concerns(self) -> frozenset[str]:
        """A pause of either of the two holds it."""
        return frozenset({self.case_manager, self.to})


def hand_over_key(folder: str, to: str) -> str:
    """Key of the effect that moves a student's folder to a case manager."""
    return f"hand_over/{folder.removeprefix(FOLDER)}/{to}"


def moves(rights: Rights, earlier: Iterable[tuple[str, str]]) -> Iterator[HandOver]:
    """All folders that are to be moved.

    Args:
        rights: Whose each is.
        earlier: What is done before: key of a folder or record on which a reader is taken off or let in, and
            key of that action. A folder waits for what is about itself, and about the one that it goes into.
    """
    earlier = tuple(earlier)
    for file in rights.seen.files.values():
        keeper = rights.keeper(file)
        if keeper is not None and is_moved(rights, file):
            into = case_manager_folder(keeper.case_manager)
            first = [key for at, key in earlier if rights.related(at, file.key) or at == into]
            yield _move(rights, file, keeper, (into, *first))


def is_moved(rights: Rights, file: MarkedFile) -> bool:
    """Whether it is another's now, lies where the agent put it, and there is a place to move it to."""
    keeper = rights.keeper(file)
    if keeper is None or file.trashed or not rights.handed_over(file):
        return False
    into = case_manager_folder(keeper.case_manager)
    if rights.holds(file.key) or into in rights.kept_open:
        return False
    return not Stops(rights.department, rights.seen).at(into)


def _move(rights: Rights, file: MarkedFile, keeper: Whose, needs: tuple[str, ...]) -> HandOver:
    before, about = rights.handed_over(file), (keeper.student_ref,)
    return HandOver(
        key=hand_over_key(file.key, keeper.case_manager),
        fingerprint=keeper.case_manager,
        summary=f"hand over: {file.key.removeprefix(FOLDER)} from {before} to {keeper.case_manager}",
        needs=needs,
        case_manager=before,
        student_ref=keeper.student_ref,
        place=LinkPlace(file.link, "folder"),
        discloses=(
            Disclosure(Act.TAKEN_OFF, "folder", before, Basis.ENDED, about, file.key),
            Disclosure(Act.SHARED, "folder", keeper.case_manager, Basis.OFFICIAL, about, file.key),
        ),
        file_id=file.file_id,
        away_from=file.parent,
        into=needs[0],
        to=keeper.case_manager,
    )


def marks(rights: Rights) -> Iterator[MarkFolder]:
    """Folders that lie with their case manager, and whose mark does not say so: a person put them there."""
    if not rights.circumstances.features.acts:
        return
    for file in rights.seen.files.values():
        keeper, above = rights.keeper(file), rights.above(file)
        if keeper is None or above is None or file.trashed:
            continue
        lies_right = above.key == case_manager_folder(keeper.case_manager)
        if lies_right and file.marks.get(CASE_MANAGER) != keeper.case_manager:
            yield _mark(file, keeper)


def _mark(file: MarkedFile, keeper: Whose) -> MarkFolder:
    return MarkFolder(
        key=f"mark/{file.key.removeprefix(FOLDER)}/{CASE_MANAGER}",
        fingerprint=keeper.case_manager,
        summary=f"mark: {file.key.removeprefix(FOLDER)} is with {keeper.case_manager}",
        case_manager=keeper.case_manager,
        student_ref=keeper.student_ref,
        place=LinkPlace(file.link, "folder"),
        file_id=file.file_id,
        properties=((CASE_MANAGER, keeper.case_manager),),
    )

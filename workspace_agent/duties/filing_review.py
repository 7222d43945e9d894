"""Move what was kept for review into its student's folder, once the sheet says whose it is.

It stays the same file, and who may read it follows from the folder that it lies in. Where people moved it, it
stays, and is marked as the student's; a name that they gave it stays too. One that they threw away stays in
the trash, and the record is filed anew: they threw away a copy of which nobody knew whose it was, and not the
record that the student is owed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from workspace_agent.duties.filing_records import (
    RECORD,
    REVIEW,
    Records,
    filed_for,
    kind_of,
    record_prefix,
    record_title,
    sent_of,
    title_print,
)
from workspace_agent.duties.folders import MANAGER_ONLY, respondent_of
from workspace_agent.model.access import Act, Basis, Disclosure
from workspace_agent.model.action import Action, Kind
from workspace_agent.model.facts import Response, Student
from workspace_agent.model.seen import MarkedFile
from workspace_agent.model.undo import Undo


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRecord(Action):
    """Make a copy that was kept for review the record of its student.

    It counts as a record filed: so many at once wait for approval just as well.

    Attributes:
        file_id: Drive's id of the copy.
        copy: Key of the copy.
        out_of: Drive's id of the folder for review; empty where people moved the copy: it stays there.
        folder: Key of the folder it goes into.
        title: Its new name, or empty where it keeps the one that it has.
        version: Which version of the response it is among those of its student.
        number: Which of several responses of one day and purpose it is.
        properties: Its marks that change beside its key.
    """

    duty: ClassVar[str] = "filing"
    kind: ClassVar[Kind] = Kind.CREATE
    undo: ClassVar[Undo] = Undo.MOVE

    file_id: str
    copy: str
    out_of: str
    folder: str
    title: str
    version: int
    number: int
    properties: tuple[tuple[str, str], ...] = field(default=())


Moves = Mapping[str, tuple[MoveRecord, ...]]
"""By id of the response, oldest version first."""


def moves_out_of_review(records: Records) -> Moves:
    """Moves of all copies whose student is known by now."""
    found = {one.response_id: tuple(_moves(records, one)) for one in records.department.responses}
    return {response_id: moves for response_id, moves in found.items() if moves}


def after_moves(records: Records, moves: Moves) -> Records:
    """What will have been filed once they are done: the rest is planned on top of that."""
    done = {move.copy: move for ones in moves.values() for move in ones}
    files = (_after(file, done.get(key), records) for key, file in records.seen.files.items())
    return replace(records, seen=replace(records.seen, files={file.key: file for file in files}))


def _after(file: MarkedFile, move: MoveRecord | None, records: Records) -> MarkedFile:
    if move is None:
        return file
    folder = records.seen.files.get(move.folder)
    return replace(
        file,
        key=move.key,
        title=move.title or file.title,
        version=move.version,
        number=move.number,
        parent=(folder.file_id if folder else "") if move.out_of else file.parent,
    )


def _moves(records: Records, response: Response) -> Iterator[MoveRecord]:
    """None while it is not settled whose it is, or filing stops; nor of what is older than a filed version.

    Such a one comes back from the trash after it was filed anew: it is told, and for a person to delete.
    """
    if kind_of(response) == REVIEW or response.waits or records.in_question(response):
        return
    filed = max(map(sent_of, records.keys(response, RECORD)), default="")
    left = [file for file in records.copies_in_review(response) if sent_of(file.key) > filed]
    if not left or records.stops(response):
        return
    first = records.version(response, {sent_of(file.key) for file in left})
    for version, file in enumerate(left, start=first):
        yield _move(records, response, file, _key(file, response), version)


def _key(copy: MarkedFile, response: Response) -> str:
    return record_prefix(RECORD, response) + sent_of(copy.key)


def _move(records: Records, response: Response, copy: MarkedFile, key: str, version: int) -> MoveRecord:
    student = records.department.by_ref[response.student_ref]
    number, folder = records.number(response), records.folder(response)
    is_last = key == records.key(response)
    title = record_title(response, version, number) if copy.title and is_last else ""
    review = records.lies_in(copy) if respondent_of(records.lies_in(copy)) else ""
    return MoveRecord(
        key=key,
        fingerprint=copy.file_id,
        summary=f"move: record for {student.ref} out of review",
        needs=(folder,) if review else (),
        case_manager=student.case_manager,
        student_ref=student.ref,
        place=response.place,
        discloses=tuple(_shown(records, student, respondent_of(review))) if review else (),
        file_id=copy.file_id,
        copy=copy.key,
        out_of=copy.parent if review else "",
        folder=folder,
        title=title,
        version=version,
        number=number,
        properties=(
            ("version", str(version)),
            ("number", str(number)),
            *([("title", title_print(title, records.circumstances.sign))] if title else []),
        ),
    )


def _shown(records: Records, student: Student, respondent: str) -> Iterator[Disclosure]:
    """Those responsible for the student see it there; a respondent who is somebody else sees it no more."""
    manager = records.department.organisation.manager.key
    yield filed_for(manager, student.case_manager, student.ref)
    if respondent not in {student.case_manager, MANAGER_ONLY}:
        yield Disclosure(Act.TAKEN_OFF, RECORD, respondent, Basis.ENDED, (student.ref,))

"""File each response to the Post IEP Meeting Form as a PDF in a folder that the manager can read.

A record goes into the student's folder; what nobody fits goes to `Needs review`, by respondent, until it fits
somebody. A response that was edited becomes v2 beside v1, and v1 is marked as superseded: Drive purges old
contents of a file and shows them to no reader, so a version is a file of its own. Folder before file.

What a person threw away or deleted is never filed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from workspace_agent.duties.filing_records import (
    RECORD,
    Records,
    filed_for,
    kind_of,
    needs_review,
    purposes_of,
    record_title,
    sent_of,
    title_print,
)
from workspace_agent.duties.filing_review import MoveRecord, after_moves, moves_out_of_review
from workspace_agent.duties.folders import OPEN, review_folder
from workspace_agent.model.action import Action, Decision, Kind
from workspace_agent.model.dates import words
from workspace_agent.model.facts import Department, Response
from workspace_agent.model.place import LinkPlace
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.prints import SENT, Version, look, looks_at_gone
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.seen import Look, MarkedFile, Seen
from workspace_agent.model.undo import Undo


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord(Action):
    """Render one version of a response and upload it.

    Attributes:
        response_id: As in its fact; the answers themselves are looked up when the PDF is made.
        title: Name of the file: date and purposes.
        heading: Heading of the record: purposes and date.
        folder: Key of the folder it goes into.
        version: 1 for the first, 2 for the first edit, and so on.
        properties: Further marks to keep on it.
    """

    duty: ClassVar[str] = "filing"
    kind: ClassVar[Kind] = Kind.CREATE
    undo: ClassVar[Undo] = Undo.TRASH_FILE

    response_id: str
    title: str
    heading: str
    folder: str
    version: int
    properties: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class SupersedeRecord(Action):
    """Mark an earlier version; its content and its place stay.

    Attributes:
        file_id: Drive's id of the earlier version.
        title: Its new name, or empty where a person gave it one of their own, which stays.
        version: The version that supersedes it.
    """

    duty: ClassVar[str] = "filing"
    kind: ClassVar[Kind] = Kind.CHANGE
    undo: ClassVar[Undo] = Undo.RENAME

    file_id: str
    title: str
    version: int


def review_folders(department: Department, seen: Seen, circumstances: Circumstances) -> frozenset[str]:
    """Keys of the folders in which responses wait for a person to look at them."""
    records = Records(department, seen, circumstances)
    kept = filter(records.is_kept_for_review, department.responses)
    return frozenset(review_folder(response.respondent) for response in kept)


def plan(department: Department, seen: Seen, circumstances: Circumstances) -> Plan:
    """One file for each version of each response."""
    records = Records(department, seen, circumstances)
    looks = Plan(looks=tuple(_looks(department, seen)))
    moves = moves_out_of_review(records)
    after = after_moves(records, moves)
    return sum((_file(after, one, moves.get(one.response_id, ())) for one in department.responses), looks)


def _looks(department: Department, seen: Seen) -> Iterator[Look]:
    """By what each response is known again, and which are gone; of what could not be read none is."""
    there = department.responses
    yield from (_look(response) for response in there if not response.in_question)
    if not department.form_unread:
        yield from looks_at_gone(seen.looks, (response.prints.sent for response in there))


def _look(response: Response) -> Look:
    return look(Version(response.record, response.submitted), response.prints)


def _file(records: Records, response: Response, moves: Sequence[MoveRecord]) -> Plan:
    """The account of one response, as it stands once its copies were moved."""
    if unsettled := records.in_question(response):
        return _decision(response, RowVerdict.UNSETTLED, f"it is not settled which {unsettled} this is")
    if response.waits:
        return _decision(response, RowVerdict.NOT_YET, "not every list of students could be read")
    key, moved = records.key(response), tuple(move.key for move in moves)
    if records.was_filed(response):
        return _decision(response, RowVerdict.FILED, "filed before; its student is on no list now")
    if records.is_done(key):
        return Plan(actions=tuple(moves)) + _filed(records, response, key, moved) + _told(records, response)
    if because := records.stops(response):
        return _decision(response, RowVerdict.NOT_YET if because == OPEN else RowVerdict.TRASHED, because)
    record = _record(records, response, key, moved)
    marks = _superseded(records, response, key, record.version, needs=(key, *moved))
    decided = _decision(response, _verdict(response), "a new response or a new version")
    return Plan(actions=(*moves, record, *marks)) + decided + _told(records, response)


def _filed(records: Records, response: Response, key: str, moved: tuple[str, ...]) -> Plan:
    """Nothing more to file; a version before it may still have to be marked."""
    if key in records.seen.gone:
        return _decision(response, RowVerdict.DELETED, "a person deleted the record")
    file = records.seen.files.get(key)
    if file is not None and file.trashed:
        return _decision(response, RowVerdict.THROWN_AWAY, "a person moved the record to the trash")
    marking = _superseded(records, response, key, file.version, moved) if file and file.version else ()
    because = "it has found its student" if key in moved else "filed before"
    return Plan(actions=marking) + _decision(response, _verdict(response), because)


def _told(records: Records, response: Response) -> Plan:
    """Earlier versions with another student, and copies under `Needs review` of what was filed anew."""
    key = records.key(response)
    astray = (one for one in records.earlier(response, key) if records.lies_with_another(one, response))
    return Plan(
        problems=(
            *(_problem(ProblemKind.RECORD_OF_ANOTHER, file, "record", response) for file in astray),
            *(
                _problem(ProblemKind.REVIEWED_RECORD_STAYS, copy, "copy", response)
                for copy in records.copies_in_review(response)
            ),
        )
    )


def _record(records: Records, response: Response, key: str, moved: tuple[str, ...]) -> FileRecord:
    version, number = records.version(response, {sent_of(key)}), records.number(response)
    student = records.department.by_ref.get(response.student_ref) if kind_of(response) == RECORD else None
    whose = student.case_manager if student else response.respondent
    manager = records.department.organisation.manager.key
    title = record_title(response, version, number)
    return FileRecord(
        key=key,
        fingerprint=response.submitted.isoformat(),
        summary=f"file: record for {student.ref if student else 'review'}",
        needs=(records.folder(response), *moved),
        case_manager=whose,
        student_ref=student.ref if student else "",
        place=response.place,
        discloses=(filed_for(manager, whose, student.ref if student else ""),),
        response_id=response.response_id,
        title=title,
        heading=_heading(response),
        folder=records.folder(response),
        version=version,
        properties=(
            ("version", str(version)),
            ("number", str(number)),
            ("title", title_print(title, records.circumstances.sign)),
            (SENT, response.prints.sent),
        ),
    )


def _superseded(
    records: Records, response: Response, key: str, version: int, needs: tuple[str, ...] = ()
) -> tuple[SupersedeRecord, ...]:
    """Earlier versions that nothing says so of yet."""
    return tuple(
        SupersedeRecord(
            key=f"superseded/{file.key}",
            fingerprint=str(version),
            summary=f"mark: record superseded by v{version}",
            needs=needs,
            case_manager=response.respondent,
            student_ref=response.student_ref,
            place=LinkPlace(file.link, "record"),
            file_id=file.file_id,
            title=superseded_title(file, version, _about(records, file, response)),
            version=version,
        )
        for file in records.earlier(response, key)
        if not file.superseded
    )


def superseded_title(file: MarkedFile, version: int, about: str = "") -> str:
    """The new name of an earlier version; empty where a person gave it a name of their own, which stays."""
    return f"{file.title.removesuffix('.pdf')}, superseded by v{version}{about}.pdf" if file.title else ""


def _about(records: Records, file: MarkedFile, response: Response) -> str:
    """It says nothing of the other student, and stays true wherever the version is moved."""
    return " about another student" if records.lies_with_another(file, response) else ""


def _problem(kind: ProblemKind, file: MarkedFile, thing: str, response: Response) -> Problem:
    return Problem(kind, LinkPlace(file.link, thing), response.respondent, response.student_ref)


def _verdict(response: Response) -> RowVerdict:
    return RowVerdict.NEEDS_REVIEW if needs_review(response) else RowVerdict.FILED


def _heading(response: Response) -> str:
    said = purposes_of(response)
    day = words(response.meeting_date) if response.meeting_date else "date not given"
    return f"{said[0].upper()}{said[1:]}, {day}"


def _decision(response: Response, verdict: RowVerdict, because: str) -> Plan:
    found = Decision("filing", verdict, because, response.place, response.respondent, response.student_ref)
    return Plan(decisions=(found,))

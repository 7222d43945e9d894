"""File each response to the Post IEP Meeting Form as a PDF in a folder that the manager can read.

A record goes into the student's folder; what nobody fits goes to `Needs review`, by respondent. A response
that was edited becomes v2 beside v1, and v1 is marked as superseded: Drive purges old contents of a file and
shows them to no reader, so a version is a file of its own. Folder before file, by `needs`.

What a person threw away or deleted is never filed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from workspace_agent.duties.folders import Stops, review_folder, student_folder, student_of
from workspace_agent.model.access import Act, Basis, Disclosure
from workspace_agent.model.action import Action, Decision, Kind
from workspace_agent.model.dates import words
from workspace_agent.model.facts import Department, Response
from workspace_agent.model.place import LinkPlace
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.prints import SENT, Version, look, looks_at_gone
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import Look, MarkedFile, Seen
from workspace_agent.model.undo import Undo
from workspace_agent.model.vocabulary import Purpose

RECORD = "record"
REVIEW = "review"


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


def needs_review(response: Response) -> bool:
    """It fits nobody, or nobody knows who sent it (then it is for the manager alone)."""
    return not response.waits and not (response.student_ref and response.respondent)


def record_prefix(kind: str, response: Response) -> str:
    """What the keys of all versions begin with."""
    return f"{kind}/{response.record}/"


def title_print(title: str, sign: Callable[[str], str]) -> str:
    """By this mark on a record it is known whether its name is still the one that the agent gave it."""
    return sign(f"title {title}")[:20]


def review_folders(department: Department, seen: Seen, circumstances: Circumstances) -> frozenset[str]:
    """Keys of the folders in which responses wait for a person to look at them."""
    records = _Records(department, seen, circumstances)
    kept = filter(records.is_kept_for_review, department.responses)
    return frozenset(review_folder(response.respondent) for response in kept)


def plan(department: Department, seen: Seen, circumstances: Circumstances) -> Plan:
    """One file for each version of each response."""
    records = _Records(department, seen, circumstances)
    looks = Plan(looks=tuple(_looks(department, seen)))
    return sum((_file(records, response) for response in department.responses), looks)


def _looks(department: Department, seen: Seen) -> Iterator[Look]:
    """By what each response is known again, and which are gone; of what could not be read none is."""
    there = department.responses
    yield from (_look(response) for response in there if not response.in_question)
    if not department.form_unread:
        yield from looks_at_gone(seen.looks, (response.prints.sent for response in there))


def _look(response: Response) -> Look:
    return look(Version(response.record, response.submitted), response.prints)


@dataclass(frozen=True)
class _Records:
    """What has been filed, and under which keys."""

    department: Department
    seen: Seen
    circumstances: Circumstances

    def key(self, response: Response) -> str:
        return f"{self.prefix(response)}{response.submitted.isoformat()}"

    def prefix(self, response: Response) -> str:
        return record_prefix(_kind(response), response)

    def is_done(self, key: str) -> bool:
        return key in self.seen.files or key in self.seen.done

    def was_filed(self, response: Response) -> bool:
        """It lies in its student's folder, who has left the list since: no copy is made for review."""
        prefix = record_prefix(RECORD, response)
        return _kind(response) == REVIEW and self.is_done(prefix + response.submitted.isoformat())

    def is_kept_for_review(self, response: Response) -> bool:
        """It lies in a folder under `Needs review`, or is to be put there."""
        return needs_review(response) and not self.was_filed(response)

    def version(self, response: Response) -> int:
        """One more than all that were ever filed, also those that are gone from Drive or the ledger."""
        prefix = self.prefix(response)
        known = {key for key in (*self.seen.files, *self.seen.done) if key.startswith(prefix)}
        marked = [file.version for file in self.versions(response)]
        return max([len(known), *marked]) + 1

    def versions(self, response: Response) -> list[MarkedFile]:
        """Files of this response, oldest first."""
        prefix = self.prefix(response)
        return [file for key, file in sorted(self.seen.files.items()) if key.startswith(prefix)]

    def number(self, response: Response) -> int:
        return self._numbers[response.response_id]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """Which of several responses of one day and purpose in one folder, so that no two names are alike.

        What is filed keeps its number; what is new gets the lowest that is free.
        """
        groups: dict[tuple[str, str], list[Response]] = {}
        for response in self.department.responses:
            groups.setdefault((_folder(response), _occasion(response)), []).append(response)
        return {key: number for group in groups.values() for key, number in self._numbered(group)}

    def _numbered(self, group: list[Response]) -> list[tuple[str, int]]:
        taken: dict[int, str] = {}
        for response in sorted(group, key=self._filed_first):
            filed = [file.number for file in self.versions(response)]
            free = (number for number in range(1, len(group) + 1) if number not in taken)
            taken[filed[-1] if filed and filed[-1] not in taken else next(free)] = response.response_id
        return [(response_id, number) for number, response_id in taken.items()]

    def _filed_first(self, response: Response) -> tuple[bool, bool, str]:
        is_new = not self.is_done(self.key(response))
        return (is_new, not self.versions(response), response.response_id)

    def earlier(self, response: Response, key: str) -> list[MarkedFile]:
        """Versions before one, but for those in the trash, which are left as they are."""
        return [file for file in self.versions(response) if file.key < key and not file.trashed]

    def lies_with_another(self, file: MarkedFile, response: Response) -> bool:
        """Whether a version lies with another student, whom the response was about until it was edited."""
        return self._students.get(file.parent, "") not in {"", response.student_ref}

    @cached_property
    def _students(self) -> dict[str, str]:
        """Whose each folder of a student is, by its id."""
        return {file.file_id: student_of(key) for key, file in self.seen.files.items()}

    def astray(self, response: Response, key: str) -> Plan:
        """Earlier versions with another student: who may read that student's folder reads of this one."""
        found = (file for file in self.earlier(response, key) if self.lies_with_another(file, response))
        return Plan(problems=tuple(_of_another(file, response) for file in found))

    def copies_in_review(self, response: Response) -> Plan:
        """What was kept for review and has found its student since: the copy is for a person to delete."""
        if _kind(response) == REVIEW:
            return Plan()
        prefix = record_prefix(REVIEW, response)
        copies = [
            file for key, file in self.seen.files.items() if key.startswith(prefix) and not file.trashed
        ]
        return Plan(problems=tuple(_stays(copy, response) for copy in copies))


def _file(records: _Records, response: Response) -> Plan:
    student = records.department.by_ref.get(response.student_ref)
    if (student is not None and student.held) or response.in_question:
        unsettled = "response" if response.in_question else "student"
        return _decision(response, "held", f"it is not settled which {unsettled} this is")
    if response.waits:
        return _decision(response, "waits", "not every list of students could be read")
    key = records.key(response)
    if records.is_done(key):
        found = _filed(records, response, key)
        return found + records.astray(response, key) + records.copies_in_review(response)
    if records.was_filed(response):
        return _decision(response, "filed", "filed before; its student is on no list now")
    if Stops(records.department, records.seen).at(_folder(response)):
        return _decision(response, "trashed", "its folder is in the trash or was deleted")
    record = _record(records, response, key)
    actions = (record, *_superseded(records, response, key, record.version, needs=(key,)))
    decided = _decision(response, _verdict(response), "a new response or a new version")
    return (
        Plan(actions=actions) + decided + records.astray(response, key) + records.copies_in_review(response)
    )


def _filed(records: _Records, response: Response, key: str) -> Plan:
    """Nothing more to file; a version before it may still have to be marked."""
    if key in records.seen.gone:
        return _decision(response, "deleted", "a person deleted the record")
    file = records.seen.files.get(key)
    if file is not None and file.trashed:
        return _decision(response, "thrown_away", "a person moved the record to the trash")
    marking = _superseded(records, response, key, file.version) if file and file.version else ()
    return Plan(actions=marking) + _decision(response, _verdict(response), "filed before")


def _record(records: _Records, response: Response, key: str) -> FileRecord:
    version, number = records.version(response), records.number(response)
    student = records.department.by_ref.get(response.student_ref) if _kind(response) == RECORD else None
    whose = student.case_manager if student else response.respondent
    manager = records.department.organisation.manager.key
    title = _title(response, version, number)
    return FileRecord(
        key=key,
        fingerprint=response.submitted.isoformat(),
        summary=f"file: record for {student.ref if student else 'review'}",
        needs=(_folder(response),),
        case_manager=whose,
        student_ref=student.ref if student else "",
        place=response.place,
        discloses=(filed_for(manager, whose, student.ref if student else ""),),
        response_id=response.response_id,
        title=title,
        heading=_heading(response),
        folder=_folder(response),
        version=version,
        properties=(
            ("version", str(version)),
            ("number", str(number)),
            ("title", title_print(title, records.circumstances.sign)),
            (SENT, response.prints.sent),
        ),
    )


def filed_for(manager: str, case_manager: str, student_ref: str) -> Disclosure:
    """What is filed is shown to whoever may open its folder by the settings; people by their keys."""
    return Disclosure(
        act=Act.FILED,
        thing=RECORD,
        recipient=" ".join(filter(None, dict.fromkeys((manager, case_manager)))),
        basis=Basis.OFFICIAL,
        students=(student_ref,) if student_ref else (),
    )


def _superseded(
    records: _Records, response: Response, key: str, version: int, needs: tuple[str, ...] = ()
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


def _about(records: _Records, file: MarkedFile, response: Response) -> str:
    """It says nothing of the other student, and stays true wherever the version is moved."""
    return " about another student" if records.lies_with_another(file, response) else ""


def _of_another(file: MarkedFile, response: Response) -> Problem:
    place = LinkPlace(file.link, "record")
    return Problem(ProblemKind.RECORD_OF_ANOTHER, place, response.respondent, response.student_ref)


def _stays(copy: MarkedFile, response: Response) -> Problem:
    place = LinkPlace(copy.link, "copy")
    return Problem(ProblemKind.REVIEWED_RECORD_STAYS, place, response.respondent, response.student_ref)


def _kind(response: Response) -> str:
    return REVIEW if needs_review(response) else RECORD


def _verdict(response: Response) -> str:
    return "needs_review" if needs_review(response) else "filed"


def _folder(response: Response) -> str:
    if needs_review(response):
        return review_folder(response.respondent)
    return student_folder(response.student_ref)


def _title(response: Response, version: int, number: int) -> str:
    which = f", response {number}" if number > 1 else ""
    suffix = f" (v{version})" if version > 1 else ""
    return f"{_occasion(response)}{which}{suffix}.pdf"


def _occasion(response: Response) -> str:
    day = response.meeting_date.isoformat() if response.meeting_date else "undated"
    return f"{day} {_purposes(response)}"


def _heading(response: Response) -> str:
    said = _purposes(response)
    day = words(response.meeting_date) if response.meeting_date else "date not given"
    return f"{said[0].upper()}{said[1:]}, {day}"


def _purposes(response: Response) -> str:
    return " and ".join(p.words for p in Purpose if p in response.purposes) or "meeting"


def _decision(response: Response, verdict: str, because: str) -> Plan:
    found = Decision("filing", verdict, because, response.place, response.respondent, response.student_ref)
    return Plan(decisions=(found,))

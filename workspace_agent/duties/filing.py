"""File each response to the Post IEP Meeting Form as a PDF in a folder that the manager can read.

A record goes into the student's folder; what nobody fits goes to `Needs review`, by respondent. A response
that was edited becomes v2 beside v1. Folder before file, by `needs`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workspace_agent.duties.folders import review_folder, student_folder
from workspace_agent.model.action import Action, Decision, Kind
from workspace_agent.model.dates import words
from workspace_agent.model.facts import Department, Response
from workspace_agent.model.place import LinkPlace
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.problem import Problem, ProblemKind
from workspace_agent.model.seen import Seen
from workspace_agent.model.vocabulary import Purpose

_RECORD = "record"
_REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord(Action):
    """Render one version of a response and upload it.

    Attributes:
        response_id: Google's id; the answers themselves are looked up when the PDF is made.
        title: Name of the file: date and purposes.
        heading: Heading of the record: purposes and date.
        folder: Key of the folder it goes into.
        version: 1 for the first, 2 for the first edit, and so on.
    """

    duty: ClassVar[str] = "filing"
    kind: ClassVar[Kind] = Kind.CREATE

    response_id: str
    title: str
    heading: str
    folder: str
    version: int


def needs_review(response: Response) -> bool:
    """It fits nobody, or nobody knows who sent it (then it is for the manager alone)."""
    return not response.waits and not (response.student_ref and response.respondent)


def plan(department: Department, seen: Seen, circumstances: Circumstances) -> Plan:
    """One file for each version of each response."""
    cabinet = _Cabinet(department, seen, circumstances)
    return sum((_file(cabinet, response) for response in department.responses), Plan())


@dataclass(frozen=True, slots=True)
class _Cabinet:
    """What has been filed, and under which keys."""

    department: Department
    seen: Seen
    circumstances: Circumstances

    def key(self, kind: str, response: Response) -> str:
        """Google's response ids are too long for a mark on a file, so a hash stands for them."""
        return f"{self._earlier(kind, response)}{response.submitted.isoformat()}"

    def _earlier(self, kind: str, response: Response) -> str:
        return f"{kind}/{self.circumstances.sign(response.response_id)[:20]}/"

    def version(self, kind: str, response: Response) -> int:
        prefix = self._earlier(kind, response)
        known = {key for key in (*self.seen.files, *self.seen.done) if key.startswith(prefix)}
        return len(known - {self.key(kind, response)}) + 1

    def is_filed(self, kind: str, response: Response) -> bool:
        key = self.key(kind, response)
        return key in self.seen.files or key in self.seen.done

    def copy_in_review(self, kind: str, response: Response) -> Plan:
        """What was kept for review and has found its student since: the copy is for a person to delete."""
        if kind == _REVIEW:
            return Plan()
        prefix = self._earlier(_REVIEW, response)
        copies = [
            file for key, file in self.seen.files.items() if key.startswith(prefix) and not file.trashed
        ]
        return Plan(
            problems=tuple(
                Problem(
                    ProblemKind.REVIEWED_RECORD_STAYS,
                    LinkPlace(copy.link, "copy"),
                    response.respondent,
                    response.student_ref,
                )
                for copy in copies
            )
        )

    def in_trash(self, kind: str, response: Response) -> Plan:
        """A record that a person threw away stays there; it is told, because a record was lost."""
        file = self.seen.files.get(self.key(kind, response))
        if file is None or not file.trashed:
            return Plan()
        place, person = LinkPlace(file.link, "record"), response.respondent
        return Plan(problems=(Problem(ProblemKind.RECORD_TRASHED, place, person, response.student_ref),))

    def is_trashed(self, folder: str) -> bool:
        return folder in self.seen.files and self.seen.files[folder].trashed


def _file(cabinet: _Cabinet, response: Response) -> Plan:
    student = cabinet.department.by_ref.get(response.student_ref)
    if student is not None and student.held:
        return _decision(response, "held", "it is not settled which student this is")
    if response.waits:
        return _decision(response, "waits", "not every list of students could be read")
    filed = not needs_review(response)
    folder = student_folder(response.student_ref) if filed else review_folder(response.respondent)
    verdict = "filed" if filed else "needs_review"
    if cabinet.is_trashed(folder):
        return _decision(response, "trashed", "its folder is in the trash")
    kind = _RECORD if filed else _REVIEW
    if cabinet.is_filed(kind, response):
        told = cabinet.copy_in_review(kind, response) + cabinet.in_trash(kind, response)
        return _decision(response, verdict, "filed before") + told
    version = cabinet.version(kind, response)
    action = FileRecord(
        key=cabinet.key(kind, response),
        fingerprint=response.submitted.isoformat(),
        summary=f"file: record for {response.student_ref if filed else 'review'}",
        needs=(folder,),
        case_manager=student.case_manager if student and filed else response.respondent,
        student_ref=response.student_ref if filed else "",
        place=response.place,
        response_id=response.response_id,
        title=_title(response, version),
        heading=_heading(response),
        folder=folder,
        version=version,
    )
    return Plan(actions=(action,)) + _decision(response, verdict, "a new response or a new version")


def _title(response: Response, version: int) -> str:
    day = response.meeting_date.isoformat() if response.meeting_date else "undated"
    suffix = f" (v{version})" if version > 1 else ""
    return f"{day} {_purposes(response)}{suffix}.pdf"


def _heading(response: Response) -> str:
    said = _purposes(response)
    day = words(response.meeting_date) if response.meeting_date else "date not given"
    return f"{said[0].upper()}{said[1:]}, {day}"


def _purposes(response: Response) -> str:
    return " and ".join(p.words for p in Purpose if p in response.purposes) or "meeting"


def _decision(response: Response, verdict: str, because: str) -> Plan:
    found = Decision("filing", verdict, because, response.place, response.respondent, response.student_ref)
    return Plan(decisions=(found,))

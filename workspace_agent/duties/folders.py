"""The folders that other duties need.

`root / case manager / student / school year`, `root / Needs review / respondent` and `root / Access record`.

A folder is made when something needs it, and never for anybody else. Once made it is followed by its mark:
wherever people move it and whatever they call it, it is neither made again nor moved nor renamed back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import ClassVar

from workspace_agent.duties.grants import Grant, address_print
from workspace_agent.duties.student_marks import marks_of
from workspace_agent.model.action import Action, Kind
from workspace_agent.model.dates import school_year
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.place import FolderPlace, LinkPlace
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import MarkedFile, Refusal, Seen
from workspace_agent.model.undo import Undo

FOLDER = "folder/"
ROOT = "folder/root"
REVIEW = "folder/review"
ACCESS_RECORD = "folder/access-record"
MANAGER_ONLY = "manager-only"
LOST = "its folder is in the trash, was deleted or cannot be used"
OPEN = "its folder is open to anyone with the link or to a whole organisation"
CASE_MANAGER = "case_manager"
"""The mark on a student's folder that says whose it was when the agent last put it somewhere."""
_OF_A_STUDENT = {
    ProblemKind.RECORDS_FOLDER_CLOSED: ProblemKind.STUDENT_FOLDER_CLOSED,
    ProblemKind.RECORDS_FOLDER_OPEN: ProblemKind.STUDENT_FOLDER_OPEN,
    ProblemKind.RECORDS_FOLDER_UNFIT: ProblemKind.STUDENT_FOLDER_UNFIT,
    ProblemKind.RECORDS_FOLDER_TAKEN: ProblemKind.STUDENT_FOLDER_TAKEN,
    ProblemKind.RECORDS_FOLDER_LATE: ProblemKind.STUDENT_FOLDER_LATE,
}
"""What is told at the cell that names a folder, where the settings name none."""
_STUDENT = "folder/student/"
_YEAR = "folder/year/"
_CASE_MANAGER = "folder/case-manager/"


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeFolder(Action):
    """Make a folder.

    Attributes:
        title: Its name: a case manager's, a student's initials, a school year.
        parent: Key of the folder it goes into; empty for the root.
        properties: Further marks to keep on it.
    """

    duty: ClassVar[str] = "folders"
    kind: ClassVar[Kind] = Kind.CREATE
    undo: ClassVar[Undo] = Undo.TRASH_FOLDER

    title: str
    parent: str
    properties: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptFolder(Action):
    """Mark a folder that people made as the one to be used; neither its name nor its place changes.

    Attributes:
        file_id: Drive's id of the folder.
        properties: Further marks to keep on it.
    """

    duty: ClassVar[str] = "folders"
    kind: ClassVar[Kind] = Kind.CREATE
    undo: ClassVar[Undo] = Undo.GIVE_BACK

    file_id: str
    properties: tuple[tuple[str, str], ...]


def with_offered(seen: Seen) -> Seen:
    """As it will be once people's own folders are marked: all else is planned on top of that."""
    return replace(seen, files={**seen.offered, **seen.files})


def adopt(department: Department, seen: Seen, circumstances: Circumstances) -> Plan:
    """Mark the folders that settings and rows name, and tell of those that cannot be used."""
    maker = _Maker(department, circumstances)
    offered = seen.offered.values() if circumstances.features.acts else ()
    refused = seen.refused.items()
    return Plan(
        actions=tuple(_adopted(maker.folder(file.key), file) for file in offered),
        problems=tuple(_refused(department, key, why) for key, why in refused),
    )


def _adopted(folder: MakeFolder, file: MarkedFile) -> AdoptFolder:
    return AdoptFolder(
        key=folder.key,
        fingerprint="",
        summary=f"use: {folder.key}",
        case_manager=folder.case_manager or case_manager_of(folder.key),
        student_ref=folder.student_ref,
        place=LinkPlace(file.link, "folder"),
        file_id=file.file_id,
        properties=folder.properties,
    )


def _refused(department: Department, key: str, why: Refusal) -> Problem:
    organisation = department.organisation
    student = department.by_ref.get(student_of(key))
    if student is not None and student.folder is not None:
        told = _OF_A_STUDENT.get(why.kind, why.kind)
        return Problem(told, student.folder.cell, student.case_manager, student.ref, detail=why.detail)
    person = organisation.case_manager(case_manager_of(key))
    place = LinkPlace(FolderPlace(person.records_folder).url, "folder")
    return Problem(why.kind, place, person.key, detail=why.detail)


def thing_of(key: str) -> str:
    """What to call it: `folder` or `record`."""
    return "folder" if key.startswith(FOLDER) else "record"


def student_folder(student_ref: str) -> str:
    """Key of a student's folder."""
    return _STUDENT + student_ref


def year_folder(student_ref: str, day: date) -> str:
    """Key of the folder in a student's own that keeps what is about the school year of this day."""
    return f"{_YEAR}{student_ref}/{school_year(day)}"


def case_manager_folder(case_manager: str) -> str:
    """Key of a case manager's folder."""
    return _CASE_MANAGER + case_manager


def review_folder(respondent: str) -> str:
    """Key of the folder for responses to look at; without a respondent it is the manager's alone."""
    return f"{REVIEW}/{respondent or MANAGER_ONLY}"


def case_manager_of(key: str) -> str:
    """Whose folder it is, where it is a case manager's."""
    return _behind(_CASE_MANAGER, key)


def student_of(key: str) -> str:
    """Whose folder it is, where it is a student's own or that of one of their school years."""
    return _behind(_STUDENT, key) or _behind(_YEAR, key).partition("/")[0]


def year_of(key: str) -> str:
    """Which school year it keeps, such as `2026-27`, where it is such a folder."""
    return _behind(_YEAR, key).partition("/")[2]


def respondent_of(key: str) -> str:
    """Whose responses it keeps, where it is a folder for review; `MANAGER_ONLY` for strangers'."""
    return _behind(f"{REVIEW}/", key)


def _behind(prefix: str, key: str) -> str:
    return key.removeprefix(prefix) if key.startswith(prefix) else ""


def plan(department: Department, seen: Seen, circumstances: Circumstances, needed: frozenset[str]) -> Plan:
    """Make the folders in `needed` and those above them, parents first; nothing where filing stops."""
    maker = _Maker(department, circumstances)
    stops = Stops(department, seen)
    wanted: dict[str, MakeFolder] = {}
    for key in sorted(needed):
        if not stops.was_made(key) and not stops.at(key):
            _add(wanted, maker, key)
    return Plan(actions=tuple(folder for key, folder in wanted.items() if not stops.was_made(key)))


@dataclass(frozen=True)
class Whereabouts:
    """In which folder of ours each thing lies, wherever people moved it."""

    seen: Seen

    def of(self, file: MarkedFile) -> str:
        """Key of the folder; empty where it is none of ours."""
        return self._keys.get(file.parent, "")

    def beside(self, versions: Sequence[MarkedFile], student_ref: str) -> str:
        """Key of the student's folder in which the last of these lies; empty where none lies in one."""
        folders = (self.of(file) for file in reversed(versions))
        return next((key for key in folders if student_of(key) == student_ref), "")

    @cached_property
    def _keys(self) -> dict[str, str]:
        return {file.file_id: key for key, file in self.seen.files.items() if key.startswith(FOLDER)}


@dataclass(frozen=True, slots=True)
class Stops:
    """Where nothing is filed and nothing made: in the trash, where a folder was deleted for good, or is open.

    Nothing is made beside what is lost: people threw it away, and a second tree would hide what they did.
    What is open to anyone with the link or to a whole organisation shows what lies in it to whoever comes by:
    what would go there waits until it is closed.
    """

    department: Department
    seen: Seen

    def was_made(self, key: str) -> bool:
        """Whether it lies in Drive, or the ledger knows that it was made."""
        return key in self.seen.files or key in self.seen.done

    def at(self, key: str) -> bool:
        """Whether filing stops at this folder: at itself, or where it would have to be made."""
        return bool(self.why(key))

    def before(self, key: str) -> bool:
        """Whether it was never made and cannot be: people's own cannot be used, or filing stops above it."""
        return bool(self._why_before(key))

    def why(self, key: str) -> str:
        """`LOST` or `OPEN` where filing stops at this folder, empty where it does not."""
        if file := self.seen.files.get(key):
            return LOST if file.trashed else OPEN if file.is_open else ""
        return LOST if key in self.seen.gone else self._why_before(key)

    def _why_before(self, key: str) -> str:
        if self.was_made(key):
            return ""
        if key in self.seen.refused:
            return LOST
        above = self._above(key)
        return self.why(above) if above else ""

    def _above(self, key: str) -> str:
        if year_of(key):
            return student_folder(student_of(key))
        if ref := student_of(key):
            return case_manager_folder(self.department.by_ref[ref].case_manager)
        if respondent_of(key):
            return REVIEW
        return "" if key == ROOT else ROOT


def _add(wanted: dict[str, MakeFolder], maker: _Maker, key: str) -> None:
    if key in wanted:
        return
    folder = maker.folder(key)
    if folder.parent:
        _add(wanted, maker, folder.parent)
    wanted[key] = folder


@dataclass(frozen=True, slots=True)
class _Maker:
    """Knows what each folder is called and where it goes."""

    department: Department
    circumstances: Circumstances

    def folder(self, key: str) -> MakeFolder:
        if key == ROOT:
            return self._root()
        if key == REVIEW:
            return _folder(key, "Needs review", ROOT)
        if key == ACCESS_RECORD:
            return _folder(key, "Access record", ROOT, self._shared_with(key))
        if ref := student_of(key):
            return self._student(key, self.department.by_ref[ref])
        if person := case_manager_of(key):
            return _folder(key, self._name(person), ROOT, self._shared_with(key, person))
        return self._review(key)

    def _name(self, case_manager: str) -> str:
        return self.department.organisation.case_manager(case_manager).name

    def _review(self, key: str) -> MakeFolder:
        respondent = respondent_of(key)
        if respondent == MANAGER_ONLY:
            return _folder(key, "Manager only", REVIEW, self._shared_with(key))
        return _folder(key, self._name(respondent), REVIEW, self._shared_with(key, respondent))

    def _shared_with(self, key: str, case_manager: str = "") -> tuple[tuple[str, str], ...]:
        """With whom the folder is about to be shared: what is left of that when the ledger is lost."""
        sign, today = self.circumstances.sign, self.circumstances.today
        readers = self.department.organisation.readers(case_manager, today)
        grants = (Grant(key, person, address_print(to, sign)) for person, to in readers.items())
        return tuple(grant.as_mark() for grant in grants)

    def _root(self) -> MakeFolder:
        """It carries a print of the alias key, so that a wrong key is noticed before any write."""
        mark = (("key_print", self.circumstances.key_print),)
        return _folder(ROOT, self.circumstances.root_folder, "", mark)

    def _student(self, key: str, student: Student) -> MakeFolder:
        year = year_of(key)
        folder = _folder(key, year, student_folder(student.ref)) if year else self._own(student)
        return replace(folder, case_manager=student.case_manager, student_ref=student.ref)

    def _own(self, student: Student) -> MakeFolder:
        """It carries the aliases by which the student's row is known again, and whose it is."""
        marks = marks_of(student.ref, student.initials, self.circumstances).as_pairs()
        marks = (*marks, (CASE_MANAGER, student.case_manager))
        title, parent = student.initials or student.ref, case_manager_folder(student.case_manager)
        return _folder(student_folder(student.ref), title, parent, marks)


def _folder(key: str, title: str, parent: str, properties: tuple[tuple[str, str], ...] = ()) -> MakeFolder:
    return MakeFolder(
        key=key,
        fingerprint="",
        summary=f"folder: {key.removeprefix('folder/')}",
        needs=(parent,) if parent else (),
        title=title,
        parent=parent,
        properties=properties,
    )

"""The folders that other duties need: `root / case manager / student` and `root / Needs review / respondent`.

A folder is made when something needs it, and never for anybody else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from workspace_agent.duties.student_marks import marks_of
from workspace_agent.model.action import Action, Kind
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.place import LinkPlace
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.problem import Problem, ProblemKind
from workspace_agent.model.seen import Seen

ROOT = "folder/root"
REVIEW = "folder/review"
_MANAGER_ONLY = "manager-only"
_STUDENT = "folder/student/"
_CASE_MANAGER = "folder/case-manager/"


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeFolder(Action):
    """Make a folder.

    Attributes:
        title: Its name: a case manager's, or a student_ref.
        parent: Key of the folder it goes into; empty for the root.
        properties: Further marks to keep on it.
    """

    duty: ClassVar[str] = "folders"
    kind: ClassVar[Kind] = Kind.CREATE

    title: str
    parent: str
    properties: tuple[tuple[str, str], ...] = field(default=())


def student_folder(student_ref: str) -> str:
    """Key of a student's folder."""
    return _STUDENT + student_ref


def case_manager_folder(case_manager: str) -> str:
    """Key of a case manager's folder."""
    return _CASE_MANAGER + case_manager


def review_folder(respondent: str) -> str:
    """Key of the folder for responses to look at; without a respondent it is the manager's alone."""
    return f"{REVIEW}/{respondent or _MANAGER_ONLY}"


def plan(department: Department, seen: Seen, circumstances: Circumstances, needed: frozenset[str]) -> Plan:
    """Make the folders in `needed` and those above them, parents first; report the ones in the trash."""
    wanted: dict[str, MakeFolder] = {}
    for key in sorted(needed):
        _add(wanted, _Maker(department, circumstances), key)
    missing = [folder for key, folder in wanted.items() if key not in seen.files and key not in seen.done]
    return Plan(actions=tuple(missing), problems=_trashed(seen))


def _trashed(seen: Seen) -> tuple[Problem, ...]:
    folders = [file for key, file in seen.files.items() if key.startswith("folder/") and file.trashed]
    return tuple(Problem(ProblemKind.FOLDER_TRASHED, LinkPlace(folder.link, "folder")) for folder in folders)


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
        if key.startswith(_STUDENT):
            return self._student(self.department.by_ref[key.removeprefix(_STUDENT)])
        if key.startswith(_CASE_MANAGER):
            return _folder(key, self._name(key.removeprefix(_CASE_MANAGER)), ROOT)
        return self._review(key)

    def _name(self, case_manager: str) -> str:
        return self.department.organisation.case_manager(case_manager).name

    def _review(self, key: str) -> MakeFolder:
        respondent = key.removeprefix(f"{REVIEW}/")
        title = "Manager only" if respondent == _MANAGER_ONLY else self._name(respondent)
        return _folder(key, title, REVIEW)

    def _root(self) -> MakeFolder:
        """It carries a print of the alias key, so that a wrong key is noticed before any write."""
        mark = (("key_print", self.circumstances.key_print),)
        return _folder(ROOT, self.circumstances.root_folder, "", mark)

    def _student(self, student: Student) -> MakeFolder:
        """It carries the aliases by which the student's row is known again."""
        marks = marks_of(student.ref, student.initials, self.circumstances).as_pairs()
        return _folder(
            student_folder(student.ref), student.ref, case_manager_folder(student.case_manager), marks
        )


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

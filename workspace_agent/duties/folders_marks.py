"""Keep the marks on students' folders up to date: aliases learnt since, and what people said of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from workspace_agent.duties.folders import AdoptFolder, MakeFolder, student_folder
from workspace_agent.duties.student_marks import is_students, marks_of, marks_print, read_marks
from workspace_agent.model.action import Action, Kind
from workspace_agent.model.facts import Department
from workspace_agent.model.place import LinkPlace
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import Look, MarkedFile, Seen
from workspace_agent.model.undo import Undo


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkFolder(Action):
    """Change the marks on a student's folder; doing it twice does no harm.

    Attributes:
        file_id: Drive's id of the folder.
        properties: The marks that it should have; None where one is to be taken away.
    """

    duty: ClassVar[str] = "folders"
    kind: ClassVar[Kind] = Kind.CHANGE
    undo: ClassVar[Undo] = Undo.ANSWER_ANEW

    file_id: str
    properties: tuple[tuple[str, str | None], ...]


def needed(department: Department, circumstances: Circumstances) -> frozenset[str]:
    """Folders of students of whom people have said who they are or are not: their marks keep the answer."""
    if not circumstances.features.acts:
        return frozenset()
    asked = {*circumstances.apart, *circumstances.merged.values()}
    students = (department.by_ref[ref] for ref in asked if ref in department.by_ref)
    return frozenset(student_folder(student.ref) for student in students if not student.held)


def plan(
    department: Department, seen: Seen, circumstances: Circumstances, made: Iterable[Action] = ()
) -> Plan:
    """A change of each folder whose marks differ.

    And a look at each: by the marks that a folder had or was to get it is known at the next run whether the
    ledger is older than the folder.

    Args:
        department: What people typed.
        seen: What Google holds.
        circumstances: What is known of who is who.
        made: Actions of this run that make folders, or use those of people.
    """
    folders = [file for file in seen.files.values() if file.marks.get("student_ref")]
    changes = [_change(file, department, circumstances) for file in folders]
    looks = [_look(file, change, circumstances) for file, change in zip(folders, changes, strict=True)]
    return Plan(
        actions=tuple(change for change in changes if change is not None),
        problems=tuple(_left_over(folders, department, circumstances)),
        looks=(*looks, *_looks_to_come(made, circumstances)),
    )


def _look(file: MarkedFile, change: MarkFolder | None, circumstances: Circumstances) -> Look:
    shown = [marks_print(file.marks, circumstances.sign), *([change.fingerprint] if change else [])]
    return Look(file.key, " ".join(shown))


def _looks_to_come(made: Iterable[Action], circumstances: Circumstances) -> Iterator[Look]:
    for action in made:
        if isinstance(action, MakeFolder | AdoptFolder) and action.key.startswith(student_folder("")):
            yield Look(action.key, marks_print(dict(action.properties), circumstances.sign))


def _change(file: MarkedFile, department: Department, circumstances: Circumstances) -> MarkFolder | None:
    """None where nothing differs, the folder is in the trash, or a question about the student stands open."""
    if file.trashed or not circumstances.features.acts:
        return None
    marks = read_marks(file.marks)
    student = department.by_ref.get(marks.student_ref)
    if student is not None and student.held:
        return None
    wanted = marks_of(marks.student_ref, student.initials if student else marks.initials, circumstances)
    if wanted == marks:
        return None
    pairs, gone = dict(wanted.as_pairs()), filter(is_students, file.marks)
    return MarkFolder(
        key=f"mark/{marks.student_ref}",
        fingerprint=marks_print(pairs, circumstances.sign),
        summary=f"mark: folder of {marks.student_ref}",
        case_manager=student.case_manager if student else "",
        student_ref=marks.student_ref,
        place=LinkPlace(file.link, "folder"),
        file_id=file.file_id,
        properties=(*pairs.items(), *((name, None) for name in gone if name not in pairs)),
    )


def _left_over(
    folders: Iterable[MarkedFile], department: Department, circumstances: Circumstances
) -> Iterator[Problem]:
    """Folders of students who turned out to be others: what lies in them stays where it is."""
    for file in folders:
        student = department.by_ref.get(circumstances.merged.get(file.marks["student_ref"], ""))
        if student is not None and not file.trashed:
            place = LinkPlace(file.link, "folder")
            yield Problem(ProblemKind.MERGED_FOLDER, place, student.case_manager, student.ref)

"""Look at folders of people's that are named for records, before they carry our mark.

The settings name those of case managers, and rows of the Students sheet those of students.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from workspace_agent.duties.folders import case_manager_folder, case_manager_of, student_folder, student_of
from workspace_agent.effects.marks import KEY
from workspace_agent.google.drive import FOLDER
from workspace_agent.google.scopes import DRIVE
from workspace_agent.intake.shared import kept_from
from workspace_agent.model.errors import AccessDenied, NotFound
from workspace_agent.model.facts import Department
from workspace_agent.model.field import Value
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import MarkedFile, Reader, Refusal
from workspace_agent.model.shared import counted
from workspace_agent.observe.files import FILE_FIELDS, Cabinet
from workspace_agent.observe.readers import Lookout
from workspace_agent.observe.reads import Reads

_FIELDS = f"{FILE_FIELDS},mimeType,capabilities(canEdit)"

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Offers:
    """Folders that are named and that carry no mark of ours yet, by the key that they are to have.

    Attributes:
        usable: As they would be seen with their mark.
        refused: Why others cannot be used.
    """

    usable: Mapping[str, MarkedFile]
    refused: Mapping[str, Refusal]


def read_offers(google: Reads, department: Department, cabinet: Cabinet, today: date) -> Offers:
    """One question for each folder that is not in use yet; one that was used and is gone is told as such."""
    organisation = department.organisation
    named = _named(department)
    times = Counter(named.values())
    found: dict[str, MarkedFile | Refusal] = {}
    for key, folder_id in named.items():
        used = cabinet.files.get(key)
        if key in cabinet.gone or (used is not None and used.file_id == folder_id):
            continue
        if times[folder_id] > 1:
            found[key] = Refusal(ProblemKind.RECORDS_FOLDER_TAKEN)
        elif used is not None:
            found[key] = Refusal(ProblemKind.RECORDS_FOLDER_LATE)
        else:
            others = partial(kept_from, organisation, _case_manager(department, key), day=today)
            found[key] = _look(google, organisation.robot, key, folder_id, others)
    return Offers(
        usable={key: one for key, one in found.items() if isinstance(one, MarkedFile)},
        refused={key: one for key, one in found.items() if isinstance(one, Refusal)},
    )


def _named(department: Department) -> dict[str, str]:
    """Ids by the keys they are to have; of a student about whom a question stands open none is used."""
    people, students = department.organisation.case_managers, department.students
    of_people = {case_manager_folder(one.key): one.records_folder for one in people if one.records_folder}
    of_students = {
        student_folder(one.ref): one.folder.value
        for one in students
        if isinstance(one.folder, Value) and not one.held
    }
    return of_people | of_students


def _case_manager(department: Department, key: str) -> str:
    student = department.by_ref.get(student_of(key))
    return student.case_manager if student else case_manager_of(key)


def _look(
    google: Reads, robot: str, key: str, folder_id: str, others: Callable[[Iterable[Reader]], list[Reader]]
) -> MarkedFile | Refusal:
    """The folder as it would be seen with its mark.

    Args:
        google: Drive.
        robot: The agent's own address.
        key: It is to have.
        folder_id: As it is named.
        others: Those of its readers in view of whom no record may be put there.
    """
    try:
        folder = google.drive.get(folder_id, _FIELDS)
    except (AccessDenied, NotFound):
        return Refusal(ProblemKind.RECORDS_FOLDER_CLOSED, robot)
    if trouble := _trouble(folder, may_mark=not google.missing_scopes(frozenset({DRIVE}))):
        return Refusal(trouble, robot)
    readers = Lookout(google, robot, {folder_id: folder}).readers(folder_id)
    if readers is None:  # nobody knows who would read what is filed there
        return Refusal(ProblemKind.RECORDS_FOLDER_CLOSED, robot)
    if strangers := others(readers):
        return Refusal(ProblemKind.RECORDS_FOLDER_OPEN, counted(one.kind for one in strangers))
    return MarkedFile(
        key=key,
        file_id=folder_id,
        trashed=False,
        link=folder.get("webViewLink", ""),
        parent=next(iter(folder.get("parents", ())), ""),
        readers=readers,
        owned="driveId" in folder or bool(folder.get("ownedByMe")),
    )


def _trouble(folder: Json, *, may_mark: bool) -> ProblemKind | None:
    if folder.get("mimeType") != FOLDER or folder.get("trashed"):
        return ProblemKind.RECORDS_FOLDER_UNFIT
    if KEY in folder.get("appProperties", {}):
        return ProblemKind.RECORDS_FOLDER_TAKEN
    if not (may_mark and folder.get("capabilities", {}).get("canEdit")):
        return ProblemKind.RECORDS_FOLDER_CLOSED
    return None

"""Who may open which folder: the manager and the case manager read the case manager's records, nobody else.

FERPA, 34 CFR 99.31(a)(1): only school officials with a legitimate educational interest. Permissions flow
from a folder to all that lies in it, so the root itself is shared with nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from workspace_agent.duties.filing import needs_review
from workspace_agent.duties.folders import case_manager_folder, review_folder
from workspace_agent.model.action import Action, Kind
from workspace_agent.model.facts import Department
from workspace_agent.model.place import LinkPlace
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.problem import Problem, ProblemKind
from workspace_agent.model.seen import MarkedFile, Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareFolder(Action):
    """Let one person read one folder, without a mail from Google.

    Attributes:
        folder: Key of the folder.
        address: Whom it is shared with, from the settings.
    """

    duty: ClassVar[str] = "sharing"
    kind: ClassVar[Kind] = Kind.SHARE

    folder: str
    address: str


@dataclass(frozen=True, slots=True)
class _Readers:
    """A folder with the people who should be able to open it, by their key in the settings."""

    folder: str
    case_manager: str
    people: dict[str, str]


def plan(department: Department, seen: Seen, circumstances: Circumstances) -> Plan:
    """Grant what is missing; report what is too much."""
    expected = list(_expected(department))
    missing = [one for readers in expected for one in _missing(readers, seen)]
    extra = [problem for readers in expected for problem in _extra(department, readers, seen)]
    left = [one for one in missing if isinstance(one, Problem)]
    return Plan(
        actions=tuple(one for one in missing if isinstance(one, ShareFolder)),
        problems=(*left, *extra),
    )


def _expected(department: Department) -> Iterator[_Readers]:
    organisation = department.organisation
    manager = {organisation.manager.key: organisation.manager.email}
    review = {review_folder(r.respondent) for r in department.responses if needs_review(r)}
    for person in organisation.case_managers:
        both = manager | {person.key: person.email}
        yield _Readers(case_manager_folder(person.key), person.key, both)
        if review_folder(person.key) in review:
            yield _Readers(review_folder(person.key), person.key, both)
    if review_folder("") in review:
        yield _Readers(review_folder(""), "", manager)


def _missing(readers: _Readers, seen: Seen) -> Iterator[ShareFolder | Problem]:
    """Granted, once more where somebody took it away, then left to people."""
    folder = seen.files.get(readers.folder)
    if folder is not None and folder.trashed:
        return
    for person, address in readers.people.items():
        first = f"share/{readers.folder}/{person}"
        if _granted(first, address, folder, seen):
            continue
        key = f"{first}/again" if first in seen.done else first
        if key in seen.done and folder is not None:
            place = LinkPlace(folder.link, "folder")
            yield Problem(ProblemKind.READER_MISSING, place, readers.case_manager)
            continue
        yield _share(readers, key, person, address)


def _share(readers: _Readers, key: str, person: str, address: str) -> ShareFolder:
    return ShareFolder(
        key=key,
        fingerprint="reader",
        summary=f"share: {readers.folder.removeprefix('folder/')} with {person}",
        needs=(readers.folder,),
        case_manager=readers.case_manager,
        folder=readers.folder,
        address=address,
    )


def _granted(share: str, address: str, folder: MarkedFile | None, seen: Seen) -> bool:
    """What Drive shows counts; the ledger only where Drive did not say."""
    if folder is None or folder.readers is None:
        return share in seen.done
    return address in folder.readers


def _extra(department: Department, readers: _Readers, seen: Seen) -> Iterator[Problem]:
    folder: MarkedFile | None = seen.files.get(readers.folder)
    if folder is None or folder.readers is None:
        return
    allowed = {*readers.people.values(), department.organisation.robot}
    if folder.readers - allowed:
        yield Problem(ProblemKind.EXTRA_READER, LinkPlace(folder.link, "folder"), readers.case_manager)

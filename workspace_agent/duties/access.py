"""Who may open which folder and record: by whose it is and, where nobody has it on a list, by its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from workspace_agent.duties.folders import ROOT
from workspace_agent.duties.whose import Owners
from workspace_agent.model.facts import Department
from workspace_agent.model.plan import Circumstances
from workspace_agent.model.seen import MarkedFile, Reader, ReaderKind, Seen


@dataclass(frozen=True, slots=True)
class Access:
    """Who should be able to open a thing, by their key in the settings, and on whose list it is told.

    Attributes:
        tolerated: An address that may, and need not.
    """

    people: Mapping[str, str] = field(default_factory=dict)
    case_manager: str = ""
    student_ref: str = ""
    tolerated: str = ""

    def allows(self, reader: Reader) -> bool:
        """Whether this reader is one of them. A group or a domain never is: nobody knows who is in it."""
        known = {*self.people.values(), self.tolerated}
        return reader.kind is ReaderKind.PERSON and bool(reader.address) and reader.address in known


@dataclass(frozen=True)
class Rights:
    """What is known of everything that was made, and who may open it."""

    department: Department
    seen: Seen
    circumstances: Circumstances

    def above(self, file: MarkedFile) -> MarkedFile | None:
        """The folder of ours that it lies in now."""
        return self._by_id.get(file.parent)

    def access(self, key: str) -> Access | None:
        """Who may open it, or None while it is not settled whose it is."""
        organisation = self.department.organisation
        manager = {organisation.manager.key: organisation.manager.email}
        owner = self._owners.of(key)
        if owner is None:
            return self._access_by_place(key)
        if owner.held:
            return None
        people = {p.key: p.email for p in organisation.case_managers if p.key == owner.case_manager}
        return Access(manager | people, owner.case_manager, owner.student_ref)

    def _access_by_place(self, key: str) -> Access | None:
        """Nobody has it on a list: it goes by the folder it lies in, else it is the manager's alone."""
        file = self.seen.files.get(key)
        above = self.above(file) if file else None
        if above is not None and above.key != ROOT:
            return self.access(above.key)
        return Access(tolerated=self.department.organisation.manager.email)

    @cached_property
    def _owners(self) -> Owners:
        return Owners(self.department, self.circumstances.merged)

    @cached_property
    def _by_id(self) -> dict[str, MarkedFile]:
        return {file.file_id: file for file in self.seen.files.values()}

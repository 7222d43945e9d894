"""Who may open which folder and record: by whose it is and, where nobody has it on a list, by its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from workspace_agent.duties.folders import CASE_MANAGER, ROOT, case_manager_of, student_folder, student_of
from workspace_agent.duties.grants import Grant, address_print, of_ledger, of_marks
from workspace_agent.duties.whose import Owners, Whose
from workspace_agent.model.facts import Department
from workspace_agent.model.plan import Circumstances
from workspace_agent.model.seen import MarkedFile, Origin, Reader, Seen


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
        """Whether this reader is one of them."""
        return reader.is_one_of({*self.people.values(), self.tolerated})


def can_be_taken_off(reader: Reader) -> bool:
    """Given on the thing itself, and not an owner's."""
    return reader.origin is Origin.DIRECT and reader.role != "owner"


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
        owner = self._owners.of(key)
        if owner is None:
            return self._access_by_place(key)
        if owner.held:
            return None
        people = self.department.organisation.readers(owner.case_manager, self.circumstances.today)
        return Access(people, owner.case_manager, owner.student_ref)

    def ended(self, file: MarkedFile, access: Access) -> tuple[Grant, ...]:
        """What the agent granted on it to somebody who may not open it any more; one for each person."""
        grants = (*of_marks(file.key, file.marks), *self._remembered.get(file.key, ()))
        if not grants:
            return ()
        allowed = {self.print_of(address) for address in access.people.values()}
        found = {(one.person, one.to): one for one in grants if one.to and one.to not in allowed}
        return tuple(found.values())

    def still_there(self, file: MarkedFile, grant: Grant) -> list[Reader]:
        """Readers of the address that it was granted to, as far as they may read by that grant.

        Who was let in above, as Drive tells, reads what lies in there by that alone if not told otherwise.
        """
        there, above = self._of_address(file, grant), self.above(file)
        from_above = self._of_address(above, grant) if above else []
        if any(reader.origin is Origin.DIRECT for reader in from_above):
            return [reader for reader in there if reader.origin is Origin.DIRECT]
        return there

    def _of_address(self, file: MarkedFile, grant: Grant) -> list[Reader]:
        return [reader for reader in file.readers or () if self.print_of(reader.address) == grant.to]

    def holds(self, folder: str) -> bool:
        """Whether nobody is let in there, because somebody stays who is not to read it any more."""
        return any(self.related(key, folder) for key in self.kept_open)

    @cached_property
    def kept_open(self) -> frozenset[str]:
        """What somebody can open whom the agent let in, who may not any more and cannot be taken off."""
        return frozenset(
            file.key
            for file in self.seen.files.values()
            for grant in self.ended(file, self.access(file.key) or self.anybody)
            if self._stays(file, grant)
        )

    def _stays(self, file: MarkedFile, grant: Grant) -> bool:
        """Who can open the folder above as well is that folder's matter."""
        there, above = self.still_there(file, grant), self.above(file)
        if not there or (above is not None and self._of_address(above, grant)):
            return False
        return not any(map(can_be_taken_off, there))

    def handed_over(self, file: MarkedFile) -> str:
        """The case manager before, while a student's folder still lies where the agent put it for them.

        A folder that a person has moved is followed, whoever has the student now. One that was made before
        there was a mark is taken to lie where the agent put it.
        """
        owner, above = self.keeper(file), self.above(file)
        before = case_manager_of(above.key) if above else ""
        if owner is None or before in {"", owner.case_manager}:
            return ""
        return before if file.marks.get(CASE_MANAGER, before) == before else ""

    def keeper(self, file: MarkedFile) -> Whose | None:
        """Who has the student whose own folder it is; None of anything else, or while that is open."""
        is_their_own = file.key == student_folder(student_of(file.key))
        owner = self._owners.of(file.key) if is_their_own else None
        return None if owner is None or owner.held else owner

    def related(self, one: str, other: str) -> bool:
        """Whether one of the two lies in the other, or both are the same."""
        return one in self._chain(other) or other in self._chain(one)

    def print_of(self, address: str) -> str:
        """By which an address is known again."""
        return address_print(address, self.circumstances.sign)

    def _chain(self, key: str) -> Iterator[str]:
        """A folder or record, and what it lies in."""
        file = self.seen.files.get(key)
        while file is not None:
            yield file.key
            file = self.above(file)

    def _access_by_place(self, key: str) -> Access | None:
        """Nobody has it on a list: it goes by the folder it lies in, else it is the manager's alone."""
        file = self.seen.files.get(key)
        above = self.above(file) if file else None
        if above is not None and above.key != ROOT:
            return self.access(above.key)
        return Access(tolerated=self.department.organisation.manager.email)

    @cached_property
    def anybody(self) -> Access:
        """Everybody in office: whoever may open what is not settled yet, it is one of these."""
        organisation, today = self.department.organisation, self.circumstances.today
        keys = ("", *(person.key for person in organisation.case_managers))
        people = (organisation.readers(key, today) for key in keys)
        return Access({key: address for readers in people for key, address in readers.items()})

    @cached_property
    def _remembered(self) -> Mapping[str, list[Grant]]:
        grants: dict[str, list[Grant]] = {}
        for grant in of_ledger(self.seen.done):
            grants.setdefault(grant.folder, []).append(grant)
        return grants

    @cached_property
    def _owners(self) -> Owners:
        return Owners(self.department, self.circumstances.merged)

    @cached_property
    def _by_id(self) -> dict[str, MarkedFile]:
        return {file.file_id: file for file in self.seen.files.values()}

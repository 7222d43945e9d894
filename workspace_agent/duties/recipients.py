"""How the access record speaks of people: by their key in the settings, of others by a keyed hash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from workspace_agent.model.organisation import Organisation
from workspace_agent.model.seen import Reader, ReaderKind

_OPEN_TO = {ReaderKind.DOMAIN: "everybody-of-a-domain", ReaderKind.ANYONE: "anyone-with-the-link"}


@dataclass(frozen=True)
class Recipients:
    """Turns addresses into what may be kept.

    Attributes:
        sign: Keyed hash: the same address gives the same text, and nobody can try addresses out.
    """

    organisation: Organisation
    sign: Callable[[str], str]

    def of(self, address: str) -> str:
        """`manager`, a case manager's key, `css-` and their first district's, or `address-` and a hash."""
        return self._keys.get(address.casefold()) or f"address-{self._hash(address.casefold())}"

    def reader(self, reader: Reader) -> str:
        """Also of a group, of a whole domain, of anyone, and of whose address Drive does not tell."""
        if reader.kind in _OPEN_TO:
            return _OPEN_TO[reader.kind]
        if not reader.address:
            return f"permission-{self._hash(reader.permission_id)}"
        if reader.kind is ReaderKind.GROUP:
            return f"group-{self._hash(reader.address)}"
        return self.of(reader.address)

    def _hash(self, text: str) -> str:
        return self.sign(f"recipient {text}")[:16]

    @cached_property
    def _keys(self) -> dict[str, str]:
        districts = sorted(self.organisation.districts, key=lambda one: one.key, reverse=True)
        css = {district.css.email: f"css-{district.key}" for district in districts}
        people = {person.email: person.key for person in self.organisation.case_managers}
        above = {person.email: person.key for person in self.organisation.supervisors}
        managers = {person.email: person.key for person in self.organisation.every_manager}
        in_office = self.organisation.manager
        return css | above | managers | people | {in_office.email: in_office.key}

"""How the access record is told on a terminal: people by key and part, moments in the department's zone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workspace_agent.cli.status import local

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from workspace_agent.ledger.rows import AccessEntry, SeenReader
    from workspace_agent.model.organisation import Organisation

Json = dict[str, Any]

_HASHED = {
    "address": "an address outside the settings, as a keyed hash",
    "group": "a group, as a keyed hash",
    "permission": "somebody whose address Drive does not tell",
    "everybody": "open to a whole company or school",
    "anyone": "open to anyone with the link",
    "css": "CSS",
    "me": "the agent's own mailbox",
}
_LEFT = "not in the settings any more"

CANNOT_KNOW = (
    "Access that came and went between two looks; each run is one look.",
    "Who opened it: Google's own audit log, which an administrator can read, may tell that.",
    "Copies, downloads, screenshots and forwarded mails.",
)
"""What no record of the agent's can say."""

OF_AN_EVENT = (
    "The owner of the calendar, and everybody with whom it is shared, can read the event too; the agent "
    "cannot see who they are."
)


@dataclass(frozen=True)
class Words:
    """Puts entries and sights into words."""

    organisation: Organisation
    zone: ZoneInfo

    def who(self, recipients: str) -> str:
        """`manager (manager), address-3f0c9a51 (an address outside the settings, as a keyed hash)`."""
        return ", ".join(f"{one} ({self._part(one)})" for one in recipients.split()) or "not known to whom"

    def _part(self, recipient: str) -> str:
        if any(person.key == recipient for person in self.organisation.every_manager):
            return "manager"
        if any(person.key == recipient for person in self.organisation.case_managers):
            return "case manager"
        if any(person.key == recipient for person in self.organisation.supervisors):
            return "supervisor"
        return _HASHED.get(recipient.partition("-")[0], _LEFT)

    def entry(self, entry: AccessEntry) -> Json:
        """One entry of the record."""
        return {
            "number": entry.number,
            "at": local(entry.at, self.zone),
            "what": entry.act,
            "thing": entry.thing,
            "id": entry.object_id,
            "link": entry.link,
            "who": self.who(entry.recipient),
            "students": list(entry.students),
            "purpose": entry.purpose,
            "basis": entry.basis,
            "exempt": entry.exempt,
            "run": entry.run,
            "found": entry.found,
        }

    def reader(self, reader: SeenReader) -> Json:
        """Somebody who was seen to be able to open something."""
        return {
            "who": self.who(reader.reader),
            "role": reader.role,
            "standing": reader.standing,
            "first_seen": local(reader.first, self.zone),
            "last_seen": local(reader.last, self.zone),
            "not_any_more": local(reader.missed, self.zone),
        }


def entry_lines(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """Entries for a person."""
    return [line for entry in entries for line in _entry(entry)] or ["  none"]


def _entry(entry: Mapping[str, Any]) -> list[str]:
    marks = ["found, not made in a run of this ledger"] if entry["found"] else [f"run {entry['run']}"]
    marks += ["exempt"] if entry["exempt"] else []
    told = f"  {entry['at']}  {entry['thing']} {entry['what']}: {entry['who']} [{', '.join(marks)}]"
    lines = [told, f"    {entry['purpose']}; {entry['basis']}"]
    return [*lines, f"    {entry['link']}"] if entry["link"] else lines


def reader_lines(readers: Iterable[Mapping[str, Any]]) -> list[str]:
    """Who was seen to be able to open a thing, for a person."""
    return [f"    {_reader(reader)}" for reader in readers] or ["    nobody but the agent was seen there"]


def _reader(reader: Mapping[str, Any]) -> str:
    until = f"still at {reader['last_seen']}"
    if gone := reader["not_any_more"]:
        until = f"until {reader['last_seen']}, not any more at {gone}"
    role = ", ".join(filter(None, (reader["role"], reader["standing"])))
    return f"{reader['who']}: {role}; seen from {reader['first_seen']}, {until}"

"""Who of a file's readers is expected, and how near the others are: addresses become kinds here."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date

from workspace_agent.model.organisation import CaseManager, Organisation
from workspace_agent.model.people import Support
from workspace_agent.model.place import FormPlace, SpreadsheetPlace
from workspace_agent.model.seen import Reader, ReaderKind
from workspace_agent.model.shared import Near, OtherReader, Owner, Shareable, SharedThing

_PRIVATE_MAIL = frozenset(
    (
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com"),
        *("ymail.com", "rocketmail.com", "aol.com", "icloud.com", "me.com", "mac.com", "proton.me"),
        *("protonmail.com", "gmx.com", "gmx.net", "mail.com", "zoho.com", "yandex.com", "comcast.net"),
        *("att.net", "sbcglobal.net", "verizon.net", "cox.net", "charter.net", "bellsouth.net"),
    )
)
"""Hosts at which anybody gets a mailbox. A setting that names one of them makes nobody else there known."""

_CHANGES = frozenset({"writer", "fileOrganizer", "organizer", "owner"})


@dataclass(frozen=True, slots=True)
class Expected:
    """Who should be able to open a thing.

    Attributes:
        people: Their addresses.
        left: Addresses of those who worked here and do not any more.
        domains: Ends of addresses at which people may have a legitimate interest in these students.
    """

    people: frozenset[str]
    left: frozenset[str]
    domains: frozenset[str]

    def near(self, reader: Reader) -> Near:
        """How near a reader is, by the end of the address; of a domain by its name."""
        if reader.is_one_of(self.left):
            return Near.LEFT
        host = reader.address.rpartition("@")[2]
        if not host:
            return Near.UNKNOWN
        if host in _PRIVATE_MAIL:
            return Near.PRIVATE
        inside = any(host == one or host.endswith(f".{one}") for one in self.domains)
        return Near.INSIDE if inside else Near.OUTSIDE

    def includes(self, reader: Reader) -> bool:
        """Whether this reader is one of them."""
        return reader.is_one_of(self.people)


def expected_for(organisation: Organisation, case_manager: str, day: date) -> Expected:
    """Who may read what is the case manager's, and the CSS in office of the districts served.

    Args:
        organisation: The settings.
        case_manager: Key of the case manager; the manager's own key for what is the whole department's.
        day: The day of the run.
    """
    people = [person for person in organisation.case_managers if person.key == case_manager]
    company = [organisation.robot, organisation.manager.email, *_addresses(organisation.case_managers)]
    served = {key for person in people or organisation.case_managers for key in person.districts}
    districts = [one for one in organisation.districts if one.key in served]
    css = [district.css for district in districts]
    ends = {*(one.domain for one in districts), *map(_end, (*company, *_addresses(css)))}
    helps = _addresses(one for one in css if one.is_in_office(day)) if people else ()
    return Expected(
        people=frozenset((*organisation.readers(case_manager, day).values(), *helps)),
        left=organisation.left(day),
        domains=frozenset(end.casefold() for end in ends),
    )


def _addresses(people: Iterable[CaseManager | Support]) -> list[str]:
    return [person.email for person in people]


def _end(address: str) -> str:
    return address.rpartition("@")[2]


def kept_from(
    organisation: Organisation, case_manager: str, readers: Iterable[Reader], day: date
) -> list[Reader]:
    """Readers of a folder in view of whom no record may be put there: not known by name, or from outside."""
    expected = expected_for(organisation, case_manager, day)
    return [one for one in readers if not expected.includes(one) and not _is_inside(expected, one)]


def _is_inside(expected: Expected, reader: Reader) -> bool:
    return reader.kind is ReaderKind.PERSON and expected.near(reader) is Near.INSIDE


@dataclass(frozen=True, slots=True)
class Opened:
    """What Drive tells of a thing.

    Attributes:
        readers: Who can open it, the agent left out; None where Drive does not say it to the agent.
        on_shared_drive: Nobody owns it.
        downloads: Who only reads it may download, print and copy it.
        trashed: It lies in the trash, or in a folder that does.
    """

    place: Shareable
    case_manager: str
    readers: tuple[Reader, ...] | None
    on_shared_drive: bool = False
    downloads: bool = False
    trashed: bool = False


def shared_thing(
    organisation: Organisation, opened: Opened, day: date, above: Opened | None = None
) -> SharedThing:
    """Who can open it beyond those who are expected.

    Args:
        organisation: The settings.
        opened: The thing.
        day: The day of the run.
        above: The folder of workbooks that it lies in: what is told there is not told once more.
    """
    if opened.readers is None:
        return SharedThing(opened.place, opened.case_manager, told=False)
    expected = expected_for(organisation, opened.case_manager, day)
    handed_down = _handed_down(above)
    others = (
        OtherReader(one.kind, _near(expected, one), one.role in _CHANGES, one.origin)
        for one in opened.readers
        if not expected.includes(one) and (one.permission_id, one.role) not in handed_down
    )
    return SharedThing(
        place=opened.place,
        case_manager=opened.case_manager,
        owner=_owner(organisation, opened, day),
        others=tuple(sorted(others, key=_order)),
        manager_opens=_manager_opens(organisation, opened) or _manager_is_missed(organisation, above),
        downloads=opened.downloads and isinstance(opened.place, SpreadsheetPlace),
    )


def is_private(organisation: Organisation, opened: Opened, day: date) -> bool | None:
    """Nobody but who may read what is the case manager's can open it.

    None where Drive does not say, and in the trash: what people threw away is no place to write to.
    """
    if opened.readers is None or opened.trashed:
        return None
    allowed = organisation.readers(opened.case_manager, day).values()
    return all(one.is_one_of(allowed) for one in opened.readers)


def _near(expected: Expected, reader: Reader) -> Near:
    return Near.OUTSIDE if reader.kind is ReaderKind.ANYONE else expected.near(reader)


def _handed_down(above: Opened | None) -> Set[tuple[str, str]]:
    readers = above.readers if above and above.readers else ()
    return {(reader.permission_id, reader.role) for reader in readers}


def _order(other: OtherReader) -> tuple[str, str, bool, str]:
    return other.kind.value, other.near.value, other.changes, other.origin.value


def _owner(organisation: Organisation, opened: Opened, day: date) -> Owner:
    if opened.on_shared_drive:
        return Owner.SHARED_DRIVE
    address = next((one.address for one in opened.readers or () if one.role == "owner"), "")
    if not address:
        return Owner.AGENT  # who is left out among the readers
    if address in organisation.left(day):
        return Owner.LEFT
    if address == organisation.manager.email:
        return Owner.MANAGER
    theirs = [one.email for one in organisation.case_managers if one.key == opened.case_manager]
    return Owner.CASE_MANAGER if address in theirs else Owner.OTHER


def _manager_opens(organisation: Organisation, opened: Opened) -> bool:
    """By name or, as far as anybody can see, in a group, in a domain or by the link; a form need not be."""
    readers = opened.readers or ()
    manager = organisation.manager.email
    may = any(one.kind is not ReaderKind.PERSON or one.address == manager for one in readers)
    return may or isinstance(opened.place, FormPlace)


def _manager_is_missed(organisation: Organisation, above: Opened | None) -> bool:
    """Already told of the folder that it lies in."""
    return above is not None and above.readers is not None and not _manager_opens(organisation, above)

"""Who gets a digest, which one, when it is due, and whose students it may tell of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from zoneinfo import ZoneInfo

from workspace_agent.model.digest_settings import DigestTime
from workspace_agent.model.organisation import CaseManager, District, Organisation
from workspace_agent.model.people import Manager, Supervisor


class Edition(Enum):
    """Which digest somebody gets."""

    MANAGER = "manager"
    CASE_MANAGER = "case manager"
    CSS = "CSS"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose students, and which; None stands for all.

    Attributes:
        case_managers: Keys.
        districts: Keys.
    """

    case_managers: frozenset[str] | None = None
    districts: frozenset[str] | None = None

    @property
    def is_everything(self) -> bool:
        """Nothing is left out."""
        return self.case_managers is None and self.districts is None


_ROLES = {
    "manager": "manager",
    "supervisors": "supervisor",
    "case_managers": "case manager",
    "districts": "CSS",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One person who gets one digest.

    Attributes:
        key: The same in every run: of a CSS `css-` and the first key of the districts.
        scope: What they may see: who has no legitimate educational interest is told nothing, 34 CFR
            99.31(a)(1).
        setting: Where in `agent.toml` they are named.
    """

    edition: Edition
    key: str
    name: str
    email: str
    zone: str
    at: DigestTime
    scope: Scope
    setting: str

    @property
    def role(self) -> str:
        """What they are here, in words."""
        return _ROLES[self.setting]

    @property
    def time_zone(self) -> ZoneInfo:
        """In which their days begin."""
        return ZoneInfo(self.zone)


def recipients(organisation: Organisation, today: date) -> tuple[Recipient, ...]:
    """Everybody in office on a day, the manager first; also those who want no digest."""
    return (
        _manager(organisation.manager),
        *(_supervisor(person) for person in organisation.supervisors if person.is_in_office(today)),
        *(
            _case_manager(organisation, person)
            for person in organisation.case_managers
            if person.is_in_office(today)
        ),
        *_css(organisation, today),
    )


def _manager(person: Manager) -> Recipient:
    return Recipient(
        edition=Edition.MANAGER,
        key=person.key,
        name=person.name,
        email=person.email,
        zone=person.zone,
        at=person.digest,
        scope=Scope(),
        setting="manager",
    )


def _supervisor(person: Supervisor) -> Recipient:
    return Recipient(
        edition=Edition.MANAGER,
        key=person.key,
        name=person.name,
        email=person.email,
        zone=person.zone,
        at=person.digest,
        scope=Scope(_some(person.case_managers), _some(person.districts)),
        setting="supervisors",
    )


def _some(keys: tuple[str, ...]) -> frozenset[str] | None:
    return frozenset(keys) or None


def _case_manager(organisation: Organisation, person: CaseManager) -> Recipient:
    return Recipient(
        edition=Edition.CASE_MANAGER,
        key=person.key,
        name=person.name,
        email=person.email,
        zone=person.zone,
        at=person.digest or organisation.digests.case_managers,
        scope=Scope(case_managers=frozenset({person.key})),
        setting="case_managers",
    )


def _css(organisation: Organisation, today: date) -> Iterator[Recipient]:
    """One digest for each of them, however many districts they support: settings guarantee one time of it."""
    supported: dict[str, list[District]] = {}
    for district in sorted(organisation.districts, key=lambda one: one.key):
        if district.css.is_in_office(today):
            supported.setdefault(district.css.email, []).append(district)
    for email, districts in supported.items():
        first, own = districts[0], (one.css.digest for one in districts)
        yield Recipient(
            edition=Edition.CSS,
            key=f"css-{first.key}",
            name=first.css.name,
            email=email,
            zone=first.zone,
            at=next(filter(None, own), organisation.digests.css),
            scope=Scope(districts=frozenset(one.key for one in districts)),
            setting="districts",
        )

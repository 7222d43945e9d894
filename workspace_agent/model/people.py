"""People of `agent.toml` who keep no caseload: manager, supervisors and Client Support Specialists."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, model_validator

from workspace_agent.model.digest_settings import DigestTime
from workspace_agent.model.frozen import Frozen, OneLine

EXAMPLE = "example.org"
"""Where the people of `config/agent.example.toml` have their addresses: nobody means these."""


@cache
def _zones() -> frozenset[str]:
    """All zones of this machine; looking them up takes a tenth of a second."""
    return frozenset(available_timezones())


def _known_zone(name: str) -> str:
    if name not in _zones():
        raise ValueError("not a time zone; use a name such as America/Denver")
    return name


def _one_address(address: str) -> str:
    local, at, domain = address.partition("@")
    if not (local and at and "." in domain and address.isprintable()) or any(c in address for c in " ,;<>"):
        raise ValueError("not one e-mail address")
    if domain.casefold() == EXAMPLE:
        raise ValueError("an address of the example; type that of your own people, or take them out")
    return address.casefold()  # Google may give it back in lower case, whatever was typed


def _not_reserved(key: str) -> str:
    """To "me" copies of digests go; "again" ends the key of a folder's second share with somebody."""
    if key in {"me", "again"} or key.startswith("css-"):
        raise ValueError("me, again and what begins with css- mean something else; choose another key")
    return key


Zone = Annotated[str, AfterValidator(_known_zone)]
Address = Annotated[str, AfterValidator(_one_address)]
AddressOrNone = Annotated[str, AfterValidator(lambda typed: typed and _one_address(typed))]
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
PersonKey = Annotated[Key, AfterValidator(_not_reserved)]
"""Keys name people in shares and digests, where some words mean something else."""


class Manager(Frozen):
    """The manager of Special Services.

    Attributes:
        until: The last day in office, where somebody follows.
    """

    key: PersonKey = "manager"
    name: OneLine
    email: Address
    zone: Zone
    from_: date = Field(alias="from")
    until: date | None = None
    digest: DigestTime = DigestTime()


class Supervisor(Frozen):
    """Somebody beside the manager who reads the manager's digest of some case managers or districts only.

    Attributes:
        case_managers: Keys; left out, all of them.
        districts: Keys; left out, all of them.
    """

    key: PersonKey
    name: OneLine
    email: Address
    zone: Zone
    from_: date = Field(alias="from")
    until: date | None = None
    case_managers: tuple[Key, ...] = ()
    districts: tuple[Key, ...] = ()
    digest: DigestTime = DigestTime()

    def is_in_office(self, day: date) -> bool:
        """Works here on this day; the first and the last one count."""
        return self.from_ <= day <= (self.until or day)

    @model_validator(mode="after")
    def _is_of_some(self) -> Supervisor:
        if not (self.case_managers or self.districts):
            raise ValueError("name case_managers, districts or both; who reads everything is the manager")
        return self


class Support(Frozen):
    """A Client Support Specialist: runs logistics, is a guest of meetings.

    Attributes:
        digest: When their own digest is due; left out, as for every CSS.
    """

    name: OneLine
    email: Address
    from_: date = Field(alias="from")
    until: date | None = None
    digest: DigestTime | None = None

    def is_in_office(self, day: date) -> bool:
        """Works here on this day; the first and the last one count."""
        return self.from_ <= day <= (self.until or day)

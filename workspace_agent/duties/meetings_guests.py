"""Whom Calendar invites: staff and the CSS; others only by setting, and then only who may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workspace_agent.model.facts import Department, Student, TeamMember
from workspace_agent.model.field import known
from workspace_agent.model.vocabulary import ContactState, Role

STAFF: frozenset[Role | None] = frozenset(
    {
        Role.GENERAL_EDUCATION_TEACHER,
        Role.SPECIAL_EDUCATION_TEACHER,
        Role.AGENCY_REPRESENTATIVE,
        Role.SCHOOL_PSYCHOLOGIST,
        Role.OTHER_STAFF,
    }
)
_MAY_BE_CONTACTED = frozenset({ContactState.HOLDS_RIGHTS, ContactState.PRESUMED, None})


@dataclass(frozen=True, slots=True)
class Guests:
    """Who takes part in a meeting.

    Attributes:
        addresses: Whom Calendar invites, sorted.
        roles: Who takes part, invited by Calendar or not.
        outside: Somebody who is not staff is among the addresses.
    """

    addresses: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    outside: bool = False


def guests(department: Department, student: Student, day: date) -> Guests:
    """The guests of a meeting.

    Parents hold rights unless an order says otherwise (34 CFR 99.4), but Calendar's mails are not a notice,
    so they are invited by setting only. An outside agency needs a written consent of the parent, or of the
    adult student, that covers the day (34 CFR 300.321(b)(3), 99.30). Whoever is restricted in one row is
    invited by no other, nor as the CSS.
    """
    on_team = department.team_of.get(student.ref, ())
    roles = {role for member in on_team if (role := known(member.role)) is not None}
    restricted = _addresses(member for member in on_team if _is_restricted(member))
    staff = _addresses(member for member in on_team if known(member.role) in STAFF)
    outside = _addresses(member for member in on_team if _may_come(department, member, day)) - restricted
    css = department.organisation.district(student.district).css
    support = {css.email} if css.is_in_office(day) else set()
    invited = (staff | outside | support) - restricted
    return Guests(tuple(sorted(invited)), tuple(role for role in Role if role in roles), bool(outside))


def is_outside(department: Department, student: Student, address: str) -> bool:
    """Whether an address that a person put on an event belongs neither to the district nor to the company."""
    district = department.organisation.district(student.district)
    ours = {district.domain.casefold(), *map(_domain, (district.css.email, department.organisation.robot))}
    return _domain(address) not in ours


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()


def _addresses(members: Iterable[TeamMember]) -> set[str]:
    return {address for member in members if (address := known(member.address)) is not None}


def _is_restricted(member: TeamMember) -> bool:
    """Whoever is restricted is no guest, whatever their part."""
    return known(member.contact_state) is ContactState.RESTRICTED


def _may_come(department: Department, member: TeamMember, day: date) -> bool:
    """Their addresses come through the door only where the settings invite them at all."""
    role = known(member.role)
    if role in {Role.PARENT, Role.STUDENT}:
        return known(member.contact_state) in _MAY_BE_CONTACTED
    return role is Role.OUTSIDE_AGENCY and department.has_agency_consent(member.student_ref, day)

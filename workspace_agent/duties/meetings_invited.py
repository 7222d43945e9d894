"""What an invitation discloses, for the access record: to whom, and by what right."""

from __future__ import annotations

from collections.abc import Iterable

from workspace_agent.duties.meetings_rows import Case
from workspace_agent.duties.recipients import Recipients
from workspace_agent.model.access import Act, Basis, Disclosure
from workspace_agent.model.field import known
from workspace_agent.model.vocabulary import Role

_BASES = {
    Role.OUTSIDE_AGENCY: Basis.CONSENT,
    Role.PARENT: Basis.PARENT,
    Role.STUDENT: Basis.PARENT,
}


def invited(case: Case, addresses: Iterable[str]) -> tuple[Disclosure, ...]:
    """An event shows its guests whose meeting it is, when and what for: one entry for each of them."""
    roles = _roles(case)
    return tuple(_told(case, Act.INVITED, one, _basis(roles.get(one, frozenset()))) for one in addresses)


def uninvited(case: Case, addresses: Iterable[str]) -> tuple[Disclosure, ...]:
    """Those who are taken off an event."""
    return tuple(_told(case, Act.UNINVITED, one, Basis.ENDED) for one in addresses)


def _told(case: Case, act: Act, address: str, basis: Basis) -> Disclosure:
    recipients = Recipients(case.department.organisation, case.circumstances.sign)
    return Disclosure(act, "event", recipients.of(address), basis, (case.student.ref,))


def _roles(case: Case) -> dict[str, frozenset[Role]]:
    """The parts in which each address stands on the student's team."""
    roles: dict[str, frozenset[Role]] = {}
    for member in case.department.team:
        address, role = known(member.address), known(member.role)
        if member.student_ref == case.student.ref and address is not None and role is not None:
            roles[address] = roles.get(address, frozenset()) | {role}
    return roles


def _basis(roles: frozenset[Role]) -> Basis:
    """Of several parts the one that asks for most: nothing passes for exempt that may not be."""
    return next((basis for role, basis in _BASES.items() if role in roles), Basis.OFFICIAL)

"""Who decides for a student on a day (34 CFR 300.30, 300.519, 300.520), as the Team sheet has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from workspace_agent.model.facts import Department, Student, TeamMember
from workspace_agent.model.field import known
from workspace_agent.model.on_record import DecisionMaker
from workspace_agent.model.vocabulary import ContactState, Role


def kind_of(member: TeamMember) -> DecisionMaker | None:
    """What kind of decision maker a member of the team is; None for everybody else.

    A parent decides unless an order says not, so one without any further word does. A student does only
    where the row says so.
    """
    kind, role, state = (
        known(member.membership.decision_maker),
        known(member.role),
        known(member.contact_state),
    )
    if state is ContactState.RESTRICTED:
        return None
    if kind is not None:
        return kind
    if role is Role.STUDENT and state is ContactState.HOLDS_RIGHTS:
        return DecisionMaker.ADULT_STUDENT
    return DecisionMaker.PARENT if role is Role.PARENT else None


def decides_on(member: TeamMember, day: date) -> bool:
    """Whether this day lies in the time for which the row says it; without dates each day does."""
    since, until = known(member.membership.since), known(member.membership.until)
    return (since or date.min) <= day <= (until or date.max)


def decision_makers(department: Department, student: Student) -> Iterator[tuple[DecisionMaker, TeamMember]]:
    """Everybody on the Team sheet who decides, or did, or will."""
    for member in department.team_of.get(student.ref, ()):
        kind = kind_of(member)
        if kind is not None:
            yield kind, member


def holds_rights(department: Department, student: Student, day: date) -> bool:
    """Whether the student is an adult to whom the rights have passed (34 CFR 300.520)."""
    return any(
        kind is DecisionMaker.ADULT_STUDENT and decides_on(member, day)
        for kind, member in decision_makers(department, student)
    )


def nobody_decides(members: Iterable[TeamMember], day: date) -> bool:
    """Whether of those who decide, did or will, nobody does on a day; not where nobody is named at all."""
    days = [decides_on(member, day) for member in members]
    return bool(days) and not any(days)

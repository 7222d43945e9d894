"""The Team sheet: who takes part in a student's meetings.

Addresses of students, parents, interpreters and agencies stay at the door, and so does any address outside
the student's own district: an address often is a name. The settings may let parents, students or agencies in.
An address of staff that is not the district's is told, because it may be mistyped; the company's own is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.intake.decision_makers import decision_maker
from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.loose_words import done_on
from workspace_agent.intake.reading import (
    Conversion,
    as_address,
    as_choice,
    as_date,
    as_tick,
    problem,
    read,
    read_if_said,
    told,
)
from workspace_agent.intake.roster import rows_of_students
from workspace_agent.intake.table import Row, Sheet
from workspace_agent.intake.words import CONTACT_STATES, ROLES, choices
from workspace_agent.model.facts import TeamMember
from workspace_agent.model.field import Field, Missing, Unreadable, Value, known
from workspace_agent.model.on_record import DecisionMaker, Membership
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import ContactState, Role

_STAFF = frozenset(Role) - {Role.PARENT, Role.STUDENT, Role.INTERPRETER, Role.OUTSIDE_AGENCY}


def parse(sheet: Sheet, desk: Desk) -> Iterator[TeamMember | Problem]:
    """Team members, in the order of the rows."""
    for row in rows_of_students(sheet, desk.roster):
        if isinstance(row, Problem):
            yield row
            continue
        member = _member(row, desk)
        yield member
        yield from doubt(member, sheet)
        yield from (one for one in told(member.membership) if one not in {*told(member)})


def doubt(member: TeamMember, sheet: Sheet) -> Iterator[Problem]:
    """Somebody typed that they do not know whether this person may be contacted (34 CFR 99.4)."""
    state = member.contact_state
    if known(state) is ContactState.UNSURE:
        yield Problem(ProblemKind.CONTACT_UNSURE, state.cell, sheet.case_manager, member.student_ref)


def _member(row: Row, desk: Desk) -> TeamMember:
    role, state = read(row, "role", as_choice(ROLES, choices(Role))), contact_state(row)
    return TeamMember(
        student_ref=row.student_ref,
        role=role,
        address=address(row, "email", known(role), desk),
        contact_state=state,
        membership=_membership(row, role, known(state), desk.today),
        row=row.line,
    )


def _membership(row: Row, role: Field[Role], state: ContactState | None, today: date) -> Membership:
    return Membership(
        decision_maker=_decision_maker(row, role, state),
        since=read(row, "since", as_date),
        until=read(row, "until", as_date),
        excused_on=read_if_said(row, "excused_on", done_on(today)),
        area_discussed=read(row, "area_discussed", as_tick),
        input_on=read_if_said(row, "input_on", done_on(today)),
    )


def _decision_maker(row: Row, role: Field[Role], state: ContactState | None) -> Field[DecisionMaker]:
    """By the role; a student who holds the rights decides for himself or herself."""
    if isinstance(role, Unreadable):
        return role
    if known(role) is Role.STUDENT and state is ContactState.HOLDS_RIGHTS:
        return Value(DecisionMaker.ADULT_STUDENT, role.cell)
    who = decision_maker(row.raw("role").text)
    return Missing(role.cell) if who is None else Value(who, role.cell)


def contact_state(row: Row) -> Field[ContactState]:
    """Whether the parent or adult student of this row may be contacted."""
    return read(row, "contact_state", as_choice(CONTACT_STATES, choices(ContactState)))


def address(
    row: Row, name: str, role: Role | None, desk: Desk, convert: Conversion[str] = as_address
) -> Field[str]:
    """The address of district staff, and of whom else the settings invite; nothing for everybody else.

    Args:
        row: Whose student is known.
        name: The field that holds the address.
        role: In the team; None where it cannot be read.
        desk: Settings and students.
        convert: Takes the address out of the cell.
    """
    if role is None:
        return Missing(row.place(name))
    if role not in _STAFF:
        invited = role.value in desk.organisation.meetings.invite
        return read(row, name, convert) if invited else Missing(row.place(name))
    found = read(row, name, convert)
    domain = desk.organisation.district(desk.students[row.student_ref].district).domain.casefold()
    if not isinstance(found, Value) or _domain(found.value) == domain:
        return found
    if _domain(found.value) == _domain(desk.organisation.robot):
        return Missing(found.cell)
    return Unreadable(problem(row, name, ProblemKind.NOT_OF_THE_DISTRICT, domain), found.cell)


def _domain(typed: str) -> str:
    return typed.rpartition("@")[2].casefold()


TEAM = SheetParser("team", "team", parse)

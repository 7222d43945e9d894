"""Whoever a row of the team calls `restricted` is invited by no other row, nor as the CSS.

A person may stand there twice, as a parent and as staff. The address of a row that says so stays at the door,
but for one that the agent knows anyway: by it the duty of meetings sees whom not to invite.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import replace

from workspace_agent.intake.desk import Desk
from workspace_agent.intake.roster import rows_of_students
from workspace_agent.intake.table import Row, Sheet
from workspace_agent.intake.team import TEAM, contact_state
from workspace_agent.intake.team_by_student import ADDRESS, TEAM_BY_STUDENT
from workspace_agent.model.facts import TeamMember
from workspace_agent.model.field import Field, Value, known
from workspace_agent.model.place import Cell, Place
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import ContactState

_FIELDS = {TEAM.name: "email", TEAM_BY_STUDENT.name: "parent_email"}
"""Where the address stands of whom `restricted` is said."""


def with_restricted(
    team: Iterable[TeamMember], sheets: Iterable[Sheet], desk: Desk
) -> tuple[TeamMember, ...]:
    """The team, with the addresses of restricted rows that another row or the settings say as well."""
    team, typed = tuple(team), dict(_typed(sheets, desk))
    known_of = {ref: {_css(ref, desk)} for ref in {one.student_ref for one in team}}
    for one in team:
        known_of[one.student_ref] |= _addresses(one)
    return tuple(
        each
        for one in team
        for each in _with_addresses(one, typed.get(one.row, frozenset()), known_of[one.student_ref])
    )


def contradictions(team: Iterable[TeamMember], desk: Desk) -> Iterator[Problem]:
    """Where a row, or the settings, would invite somebody whom another row shuts out."""
    team = tuple(team)
    restricted = [one for one in team if _is_restricted(one.contact_state)]
    shut = {(one.student_ref, address): one.row for one in restricted for address in _addresses(one)}
    for one in team:
        rows = (shut.get((one.student_ref, address)) for address in _addresses(one))
        if one not in restricted and (row := next(filter(None, rows), None)):
            told = _told(ProblemKind.ALSO_RESTRICTED, one.address.cell, one, desk)
            yield replace(told, detail=row.label, link=row.url)
    for one in restricted:
        if _css(one.student_ref, desk) in _addresses(one):
            yield _told(ProblemKind.CSS_RESTRICTED, one.row, one, desk)


def _typed(sheets: Iterable[Sheet], desk: Desk) -> Iterator[tuple[Cell, frozenset[str]]]:
    """Rows that say `restricted`, with the addresses in them."""
    teams = (sheet for sheet in sheets if sheet.name in _FIELDS)
    for row in (row for sheet in teams for row in rows_of_students(sheet, desk.roster)):
        if isinstance(row, Row) and _is_restricted(contact_state(row)):
            found = ADDRESS.findall(row.raw(_FIELDS[row.sheet.name]).meant)
            yield row.line, frozenset(one.casefold() for one in found)


def _with_addresses(member: TeamMember, typed: Set[str], known_anyway: Set[str]) -> Iterator[TeamMember]:
    """One for each address, because a cell may hold several."""
    found = [one for one in sorted(known_anyway) if one.casefold() in typed]
    if not found or not _is_restricted(member.contact_state):
        yield member
        return
    for one in found:
        yield replace(member, address=Value(one, member.address.cell))


def _is_restricted(state: Field[ContactState]) -> bool:
    return known(state) is ContactState.RESTRICTED


def _addresses(member: TeamMember) -> set[str]:
    return {address} if (address := known(member.address)) is not None else set()


def _css(student_ref: str, desk: Desk) -> str:
    return desk.organisation.district(desk.students[student_ref].district).css.email


def _told(kind: ProblemKind, place: Place, member: TeamMember, desk: Desk) -> Problem:
    return Problem(kind, place, desk.students[member.student_ref].case_manager, member.student_ref)

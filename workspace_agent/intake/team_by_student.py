"""The Team sheet with one row for each student and a column for each part in the team.

A cell of staff holds an address, a name, both, or several addresses. A name alone fills the part, and nobody
is invited by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from workspace_agent.intake.decision_makers import decision_maker
from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.reading import Conversion, plain
from workspace_agent.intake.roster import rows_of_students
from workspace_agent.intake.table import Kind, Row, Sheet
from workspace_agent.intake.team import address, contact_state, doubt
from workspace_agent.intake.words import ROLES
from workspace_agent.model.facts import TeamMember
from workspace_agent.model.field import Field, Missing, Value
from workspace_agent.model.on_record import DecisionMaker, Membership, none_of
from workspace_agent.model.problem import Problem
from workspace_agent.model.vocabulary import Role

_PARENT = ("parent", "parent_email", "contact_state")
_PARTS: Mapping[str, Role] = {
    "general_education_teacher": Role.GENERAL_EDUCATION_TEACHER,
    "special_education_teacher": Role.SPECIAL_EDUCATION_TEACHER,
    "agency_representative": Role.AGENCY_REPRESENTATIVE,
    "school_psychologist": Role.SCHOOL_PSYCHOLOGIST,
    "speech": Role.OTHER_STAFF,
    "occupational_therapist": Role.OTHER_STAFF,
    "physical_therapist": Role.OTHER_STAFF,
    "nurse": Role.OTHER_STAFF,
    "counselor": Role.OTHER_STAFF,
    "social_worker": Role.OTHER_STAFF,
    "interpreter": Role.INTERPRETER,
    "outside_agency": Role.OUTSIDE_AGENCY,
    "other": Role.OTHER_STAFF,
}
_NOBODY = frozenset({"?", "tbd", "tba", "no", "none", "vacant", "unknown"})
ADDRESS = re.compile(r"[^\s,;/<>()\"]+@[^\s,;/<>()\"]+\.[^\s,;/<>()\".]+")


def parse(sheet: Sheet, desk: Desk) -> Iterator[TeamMember | Problem]:
    """Team members, in the order of rows and parts."""
    for row in rows_of_students(sheet, desk.roster):
        if isinstance(row, Problem):
            yield row
            continue
        for member in (*_parents(row, desk), *_staff(row, desk)):
            yield member
            yield from doubt(member, sheet)


def _parents(row: Row, desk: Desk) -> Iterator[TeamMember]:
    if not all(row.raw(name).blank for name in _PARENT):
        parent = Value(Role.PARENT, row.place("parent"))
        at = address(row, "parent_email", Role.PARENT, desk)
        yield TeamMember(row.student_ref, parent, at, contact_state(row), _membership(row), row.line)


def _membership(row: Row) -> Membership:
    """Whoever stands in the column of the parents decides as a parent, unless the relation says otherwise."""
    who = decision_maker(row.raw("relation").text) or DecisionMaker.PARENT
    return replace(none_of(Membership, row.line), decision_maker=Value(who, row.place("relation")))


def _staff(row: Row, desk: Desk) -> Iterator[TeamMember]:
    for name, part in _PARTS.items():
        raw = row.raw(name)
        if raw.blank or name in row.sheet.lost or plain(raw.text) in _NOBODY:
            continue
        role = ROLES.get(plain(raw.text), part)
        for at in _addresses(row, name, role, desk):
            place = row.place(name)
            nothing = none_of(Membership, row.line)
            yield TeamMember(row.student_ref, Value(role, place), at, Missing(place), nothing, row.line)


def _addresses(row: Row, name: str, role: Role, desk: Desk) -> Iterator[Field[str]]:
    """Of everybody in the cell; Missing where it names somebody without one."""
    raw = row.raw(name)
    if raw.kind is Kind.ERROR:
        yield address(row, name, role, desk)
        return
    typed = ADDRESS.findall(raw.meant)
    if not typed:
        yield Missing(row.place(name))
    for one in typed:
        yield address(row, name, role, desk, _as(one))


def _as(one: str) -> Conversion[str]:
    """This address, of those in the cell."""
    return lambda _: one.casefold()


TEAM_BY_STUDENT = SheetParser("team_by_student", "team", parse)

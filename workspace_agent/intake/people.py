"""From the Students sheets to students: who is who, under which initials, found by which spelling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from workspace_agent.intake.desk import Desk
from workspace_agent.intake.identify import Identities, Sign, identify
from workspace_agent.intake.initials import assign, initials, printed
from workspace_agent.intake.reading import told
from workspace_agent.intake.roster import Roster, roster
from workspace_agent.intake.students import STUDENTS, student
from workspace_agent.intake.table import Sheet, StudentRow
from workspace_agent.model.facts import Student
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Register:
    """What identifying students needs.

    Attributes:
        known: Who is who, from before.
        sign: The keyed hash.
        fresh: Refs that were never used.
    """

    known: Identities
    sign: Sign
    fresh: Iterator[str]


@dataclass(frozen=True, slots=True)
class People:
    """All students, and how to find them.

    Attributes:
        students: One for each row whose district is known; a student on two lists is there twice, held.
        named: Each student_ref with its row, for the guard.
    """

    students: tuple[Student, ...]
    roster: Roster
    identities: Identities
    named: tuple[tuple[str, StudentRow], ...] = field(repr=False)
    problems: tuple[Problem, ...]


def people(sheets: Sequence[Sheet], organisation: Organisation, register: Register, today: date) -> People:
    """Read the Students sheets among these sheets."""
    rows, problems = _rows(sheets, organisation, register.sign, today)
    identified = identify(rows, register.known.aliases, register.sign, register.fresh)
    first = dict(reversed([*zip(identified.refs, rows, strict=True)]))
    bases = [(ref, initials(row.called, row.last)) for ref, row in reversed(first.items())]
    numbered = assign(bases, register.known.initials)
    named = [(ref, printed(numbered[ref]), row) for ref, row in zip(identified.refs, rows, strict=True)]
    students = tuple(
        student(row, ref, shown, today, held=ref in identified.held)
        for ref, shown, row in named
        if row.district
    )
    unreadable = [problem for one in students for problem in told(one)]
    usable = frozenset(one.ref for one in students)
    return People(
        students=students,
        roster=roster(named, usable, _lists(sheets), register.sign),
        identities=Identities(identified.aliases, numbered),
        named=tuple((ref, row) for ref, _, row in named),
        problems=(*problems, *identified.problems, *unreadable),
    )


def _lists(sheets: Iterable[Sheet]) -> frozenset[str]:
    """Case managers whose list of students could be read."""
    named = (sheet for sheet in sheets if sheet.name == STUDENTS.name)
    return frozenset(sheet.case_manager for sheet in named if not {"first", "last"} & set(sheet.lost))


def _rows(
    sheets: Iterable[Sheet], organisation: Organisation, sign: Sign, today: date
) -> tuple[list[StudentRow], list[Problem]]:
    nobody = roster((), frozenset(), frozenset(), sign)
    desk = Desk(organisation, nobody, {}, today)
    parsed = [one for sheet in sheets if sheet.name == STUDENTS.name for one in STUDENTS.parse(sheet, desk)]
    rows = [one for one in parsed if isinstance(one, StudentRow)]
    return rows, [one for one in parsed if isinstance(one, Problem)]

"""Finds the student that a typed name means. Holds keyed hashes and initials, never a name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from workspace_agent.intake.aliases import NOBODY, Aliases, AliasKind, Sign, alias, of_kind
from workspace_agent.intake.identify import normal_number
from workspace_agent.intake.initials import initials
from workspace_agent.intake.names import folded
from workspace_agent.intake.reading import problem
from workspace_agent.intake.table import Kind, Row, Sheet, StudentRow
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind

_INITIALS = re.compile(r"[^\W\d_][.\s]*([^\W\d_]\.?)?(-\d+)?")
_DEPARTMENT = ""
_ON_NO_LIST_OF_THEIRS = frozenset({ProblemKind.UNKNOWN_STUDENT, ProblemKind.STUDENT_OF_A_COLLEAGUE})

Hands = frozenset[tuple[str, str]]
"""Case managers, each with a student whom they have or had."""


class Miss(Enum):
    """Why no student was found."""

    UNKNOWN = ProblemKind.UNKNOWN_STUDENT
    AMBIGUOUS = ProblemKind.AMBIGUOUS_STUDENT
    OF_A_COLLEAGUE = ProblemKind.STUDENT_OF_A_COLLEAGUE


@dataclass(frozen=True, slots=True)
class Roster:
    """Students by what people may type for them.

    Attributes:
        names: Refs by case manager (empty for the whole department) and keyed hash of a spelling.
        numbers: Refs by keyed hash of district and id.
        usable: Students that are in the Department; about the others a Problem already speaks.
        lists: Case managers whose Students sheet was read.
        partly: Those of them who have another one that was not.
        owners: The one student of a workbook that holds one, by spreadsheet id.
        current: Case managers with the students on their lists.
        earlier: The same of lists on which the students stand no more; see `earlier`.
    """

    names: Mapping[tuple[str, str], frozenset[str]]
    numbers: Mapping[str, frozenset[str]]
    usable: frozenset[str]
    lists: frozenset[str]
    sign: Sign
    partly: frozenset[str] = frozenset()
    owners: Mapping[str, str] = field(default_factory=dict)
    current: Hands = frozenset()
    earlier: Hands = frozenset()

    def candidates(self, text: str, case_manager: str) -> frozenset[str]:
        """Everybody that the text may mean.

        On this list by full name, initials or id; else by full name in the department, or on this list with
        the last name first.
        """
        name = folded(text)
        own = (self._named(case_manager, key) for key in (name, *_short_keys(text)))
        if found := next(filter(None, own), None):
            return found
        return self._named(_DEPARTMENT, name) | self._named(case_manager, _turned_key(text))

    def named(self, text: str, case_manager: str) -> frozenset[str]:
        """Students on this list whose full name the text is."""
        found = self._named(case_manager, folded(text))
        return found or self._named(case_manager, _turned_key(text))

    def _named(self, holder: str, key: str) -> frozenset[str]:
        return self.names.get((holder, self.sign(key)), frozenset())

    def numbered(self, district: str, number: str) -> frozenset[str]:
        """Students with this id of this district."""
        return self.numbers.get(self.sign(f"{district}\n{normal_number(number)}"), frozenset())

    def find(self, text: str, case_manager: str) -> str | Miss:
        """The one student that is meant, by ref: nobody's but this case manager's, now or before.

        A child of the same name who stands on a colleague's list only may be another one, and one family's
        meetings and guests are not another's.
        """
        found = self.candidates(text, case_manager)
        if len(found) != 1:
            return Miss.AMBIGUOUS if found else Miss.UNKNOWN
        ref = next(iter(found))
        return ref if self.had(case_manager, ref) else Miss.OF_A_COLLEAGUE

    def had(self, case_manager: str, ref: str) -> bool:
        """The student stands on the case manager's list, or stood there: what is typed there stays theirs."""
        return (case_manager, ref) in self.current or (case_manager, ref) in self.earlier


def roster(
    students: Iterable[tuple[str, str, StudentRow]],
    usable: frozenset[str],
    lists: frozenset[str],
    sign: Sign,
    partly: frozenset[str] = frozenset(),
    owners: Mapping[str, str] | None = None,
) -> Roster:
    """Lay out the roster.

    Args:
        students: student_ref, printed initials and row of everybody.
        usable: See `Roster`.
        lists: See `Roster`.
        sign: The keyed hash.
        partly: See `Roster`.
        owners: See `Roster`.
    """
    names: dict[tuple[str, str], frozenset[str]] = {}
    numbers: dict[str, frozenset[str]] = {}
    current = set()
    for ref, printed, row in students:
        current.add((row.case_manager, ref))
        keys = [(row.case_manager, sign(text)) for text in _spellings(row, printed)]
        keys += [(_DEPARTMENT, sign(text)) for text in _full_names(row) if row.last]  # one name is many's
        for key in keys:
            names[key] = names.get(key, frozenset()) | {ref}
        number = sign(f"{row.district}\n{row.number}")
        if row.number:
            numbers[number] = numbers.get(number, frozenset()) | {ref}
    return Roster(names, numbers, usable, lists, sign, partly, owners or {}, frozenset(current))


def earlier(
    named: Iterable[tuple[str, StudentRow]], aliases: Aliases, case_managers: Collection[str], sign: Sign
) -> Hands:
    """On whose lists students stood before, as the aliases of name and case manager tell.

    Args:
        named: Each student_ref with its rows.
        aliases: All that is known.
        case_managers: Keys of everybody who has a list.
        sign: The keyed hash.
    """
    known, had = of_kind(AliasKind.LIST, aliases), set()
    for ref, row in named:
        name = folded(f"{row.first} {row.last}")
        others = known.get(ref, NOBODY) - {alias(AliasKind.LIST, sign, row.case_manager, name)}
        if others:
            had |= {(key, ref) for key in case_managers if alias(AliasKind.LIST, sign, key, name) in others}
    return frozenset(had)


def _full_names(row: StudentRow) -> set[str]:
    return {folded(f"{given} {row.last}") for given in row.given_names}


def _spellings(row: StudentRow, printed: str) -> set[str]:
    typed = {_initials_key(initials(given, row.last)) for given in row.given_names}
    turned = {_turned_key(f"{row.last} {given}") for given in row.given_names}
    number = {_number_key(row.number)} if row.number else set()
    return _full_names(row) | typed | {_initials_key(printed)} | turned | number


def _initials_key(text: str) -> str:
    """Initials in one form: `M.S.`, `MS` and `m. s.` are the same, and no folded name looks like them."""
    return f"initials:{folded(text).replace(' ', '')}"


def _short_keys(text: str) -> Iterator[str]:
    if _INITIALS.fullmatch(text.strip()):
        yield _initials_key(text)
    yield _number_key(text)


def _turned_key(text: str) -> str:
    """A name as it is typed with the last name first and no comma."""
    return f"turned:{folded(text)}"


def _number_key(text: str) -> str:
    return f"number:{normal_number(text)}"


def rows_of_students(sheet: Sheet, known: Roster) -> Iterator[Row | Problem]:
    """Rows with their student, and Problems for those that name none.

    Nothing where the list of students or the column itself could not be read: that is told once. A name that
    may stand on a list that could not be read is left alone for the same reason.
    """
    if is_readable(sheet, known):
        found = (whose(row, known) for row in sheet.rows())
        yield from (row for row in found if row is not None)


def is_readable(sheet: Sheet, known: Roster) -> bool:
    """Whether it can be told whose the rows are."""
    listed = sheet.case_manager in known.lists
    owned = bool(_owner_of_sheet(sheet, known)) if sheet.of_one or sheet.owner else listed
    return owned and "student" not in sheet.lost


def whose(row: Row, known: Roster) -> Row | Problem | None:
    """The row with its student, or the Problem; None where a Problem already speaks of the student.

    It goes by the cell that names the student, and by nothing else in the row.
    """
    owner = _owner(row, known)
    if isinstance(owner, Problem):
        elsewhere = owner.kind in _ON_NO_LIST_OF_THEIRS and row.sheet.case_manager in known.partly
        return None if elsewhere else owner
    return row.of(owner) if owner in known.usable else None


def rows_of_nobody(sheet: Sheet, known: Roster) -> Iterator[Row]:
    """The rows that name no student who is known."""
    if is_readable(sheet, known):
        yield from (row for row in sheet.rows() if isinstance(_owner(row, known), Problem))


def _owner(row: Row, known: Roster) -> str | Problem:
    raw, own = row.raw("student"), _owner_of_sheet(row.sheet, known)
    if raw.kind is Kind.ERROR:
        return problem(row, "student", ProblemKind.ERROR_VALUE)
    if raw.blank:
        return own or problem(row, "student", ProblemKind.ROW_WITHOUT_STUDENT)
    found = known.find(raw.text, row.sheet.case_manager)
    if isinstance(found, Miss):
        return problem(row, "student", found.value)
    return problem(row, "student", ProblemKind.ROW_OF_ANOTHER) if own not in {"", found} else found


def _owner_of_sheet(sheet: Sheet, known: Roster) -> str:
    """The one student of its title, or whom its workbook holds; empty where that is not how it is kept."""
    return sheet.owner or (known.owners.get(sheet.table.spreadsheet_id, "") if sheet.of_one else "")

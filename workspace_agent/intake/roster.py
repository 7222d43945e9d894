"""Finds the student that a typed name means. Holds keyed hashes and initials, never a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from workspace_agent.intake.aliases import Sign
from workspace_agent.intake.identify import normal_number
from workspace_agent.intake.initials import initials
from workspace_agent.intake.names import folded
from workspace_agent.intake.reading import problem
from workspace_agent.intake.table import Kind, Row, Sheet, StudentRow
from workspace_agent.model.problem import Problem, ProblemKind

_INITIALS = re.compile(r"[^\W\d_][.\s]*[^\W\d_]\.?(-\d+)?")
_DEPARTMENT = ""


class Miss(Enum):
    """Why no student was found."""

    UNKNOWN = ProblemKind.UNKNOWN_STUDENT
    AMBIGUOUS = ProblemKind.AMBIGUOUS_STUDENT


@dataclass(frozen=True, slots=True)
class Roster:
    """Students by what people may type for them.

    Attributes:
        names: Refs by case manager (empty for the whole department) and keyed hash of a spelling.
        numbers: Refs by keyed hash of district and id.
        usable: Students that are in the Department; about the others a Problem already speaks.
        lists: Case managers whose Students sheet was read.
    """

    names: Mapping[tuple[str, str], frozenset[str]]
    numbers: Mapping[str, frozenset[str]]
    usable: frozenset[str]
    lists: frozenset[str]
    sign: Sign

    def candidates(self, text: str, case_manager: str) -> frozenset[str]:
        """Everybody that the text may mean: on this list first, then, for full names, in the department."""
        keys = [self.sign(folded(text))]
        if _INITIALS.fullmatch(text.strip()):
            keys.append(self.sign(_initials_key(text)))
        places = [(holder, key) for holder in (case_manager, _DEPARTMENT) for key in keys]
        return next((self.names[place] for place in places if place in self.names), frozenset())

    def numbered(self, district: str, number: str) -> frozenset[str]:
        """Students with this id of this district."""
        return self.numbers.get(self.sign(f"{district}\n{normal_number(number)}"), frozenset())

    def find(self, text: str, case_manager: str) -> str | Miss:
        """The one student that is meant, by ref."""
        found = self.candidates(text, case_manager)
        if len(found) == 1:
            return next(iter(found))
        return Miss.AMBIGUOUS if found else Miss.UNKNOWN


def roster(
    students: Iterable[tuple[str, str, StudentRow]],
    usable: frozenset[str],
    lists: frozenset[str],
    sign: Sign,
) -> Roster:
    """Lay out the roster.

    Args:
        students: student_ref, printed initials and row of everybody.
        usable: See `Roster`.
        lists: See `Roster`.
        sign: The keyed hash.
    """
    names: dict[tuple[str, str], frozenset[str]] = {}
    numbers: dict[str, frozenset[str]] = {}
    for ref, printed, row in students:
        keys = [(row.case_manager, sign(text)) for text in _spellings(row, printed)]
        keys += [(_DEPARTMENT, sign(text)) for text in _full_names(row)]
        for key in keys:
            names[key] = names.get(key, frozenset()) | {ref}
        number = sign(f"{row.district}\n{row.number}")
        if row.number:
            numbers[number] = numbers.get(number, frozenset()) | {ref}
    return Roster(names, numbers, usable, lists, sign)


def _full_names(row: StudentRow) -> set[str]:
    return {folded(f"{given} {row.last}") for given in row.given_names}


def _spellings(row: StudentRow, printed: str) -> set[str]:
    typed = {_initials_key(initials(given, row.last)) for given in row.given_names}
    return _full_names(row) | typed | {_initials_key(printed)}


def _initials_key(text: str) -> str:
    """Initials in one form: `M.S.`, `MS` and `m. s.` are the same, and no folded name looks like them."""
    return f"initials:{folded(text).replace(' ', '')}"


def rows_of_students(sheet: Sheet, known: Roster) -> Iterator[Row | Problem]:
    """Rows with their student, and Problems for those that name none.

    Nothing where the case manager's list or the column itself could not be read: that is told once.
    """
    if is_readable(sheet, known):
        found = (whose(row, known) for row in sheet.rows())
        yield from (row for row in found if row is not None)


def is_readable(sheet: Sheet, known: Roster) -> bool:
    """Whether it can be told whose the rows are."""
    return "student" not in sheet.lost and sheet.case_manager in known.lists


def whose(row: Row, known: Roster) -> Row | Problem | None:
    """The row with its student, or the Problem; None where a Problem already speaks of the student.

    It goes by the cell that names the student, and by nothing else in the row.
    """
    owner = _owner(row, known)
    if isinstance(owner, Problem):
        return owner
    return row.of(owner) if owner in known.usable else None


def rows_of_nobody(sheet: Sheet, known: Roster) -> Iterator[Row]:
    """The rows for which `rows_of_students` has a Problem."""
    if is_readable(sheet, known):
        yield from (row for row in sheet.rows() if isinstance(_owner(row, known), Problem))


def _owner(row: Row, known: Roster) -> str | Problem:
    raw = row.raw("student")
    if raw.kind is Kind.ERROR:
        return problem(row, "student", ProblemKind.ERROR_VALUE)
    if raw.blank:
        return problem(row, "student", ProblemKind.ROW_WITHOUT_STUDENT)
    found = known.find(raw.text, row.sheet.case_manager)
    return problem(row, "student", found.value) if isinstance(found, Miss) else found

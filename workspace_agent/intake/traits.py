"""By what a student without an id is recognised whose name was changed: dates and addresses, as keyed hashes.

A row that is gone and a row that came, and that agree in three of annual date, evaluation date, meeting date
and a team address, may be one student under another name. Where the other sheets say nothing under the new
name, because nobody has corrected it there yet, the two dates of the row alone have to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from workspace_agent.intake.aliases import Sign
from workspace_agent.intake.names import folded
from workspace_agent.intake.reading import Conversion, as_address, as_date, read
from workspace_agent.intake.table import Row, Sheet, StudentRow
from workspace_agent.model.field import known

Traits = frozenset[str]
"""Keyed hashes, each behind the letter of what it is a hash of."""

_ENOUGH = 3
_DIGITS = 11
_OF_STUDENT = (
    ("a", "last_annual_review"),
    ("a", "annual_review_due"),
    ("e", "last_evaluation"),
    ("e", "reevaluation_due"),
)
_OWN = frozenset(letter for letter, _ in _OF_STUDENT)
_OF_SHEET: Mapping[str, tuple[tuple[str, str, Conversion[object]], ...]] = {
    "meetings": (("d", "date", as_date),),
    "team": (("t", "email", as_address),),
    "team_by_student": (
        ("t", "parent_email", as_address),
        ("t", "general_education_teacher", as_address),
        ("t", "special_education_teacher", as_address),
        ("t", "agency_representative", as_address),
    ),
}


def traits(rows: Sequence[StudentRow], sheets: Iterable[Sheet], sign: Sign) -> tuple[Traits, ...]:
    """The traits of each row: of its own dates and of what other sheets of its list say under its name."""
    said: dict[tuple[str, str], set[str]] = {}
    for sheet in sheets:
        if sheet.name in _OF_SHEET:
            for row in sheet.rows():
                named = "" if sheet.of_one else folded(row.raw("student").text)
                key = (sheet.whose, named)
                found = (trait for one in _OF_SHEET[sheet.name] for trait in _trait(row, *one, sign))
                said.setdefault(key, set()).update(found)
    return tuple(frozenset(_own(row, sign)).union(*_elsewhere(row, said)) for row in rows)


def _own(row: StudentRow, sign: Sign) -> Iterator[str]:
    for letter, name in _OF_STUDENT:
        yield from _trait(row.row, letter, name, as_date, sign)


def _elsewhere(row: StudentRow, said: Mapping[tuple[str, str], set[str]]) -> Iterator[set[str]]:
    if row.row.sheet.of_one:
        yield said.get((row.row.sheet.whose, ""), set())
    for given in row.given_names:
        yield said.get((row.case_manager, folded(f"{given} {row.last}")), set())


def _trait(row: Row, letter: str, name: str, convert: Conversion[object], sign: Sign) -> Iterator[str]:
    value = known(read(row, name, convert))
    if value is not None:
        yield letter + sign(f"trait\n{letter}\n{value}")[:_DIGITS]


class Alike:
    """Finds students by their traits.

    Args:
        known: Traits by student_ref.
    """

    def __init__(self, known: Mapping[str, Traits]) -> None:
        self._bearers: dict[str, list[str]] = {}
        for ref, traits in known.items():
            for trait in traits:
                self._bearers.setdefault(trait, []).append(ref)

    def to(self, traits: Traits) -> list[str]:
        """Refs that agree in enough kinds of traits; several meetings or addresses are one kind."""
        kinds: dict[str, set[str]] = {}
        for trait in sorted(traits):
            for ref in self._bearers.get(trait, ()):
                kinds.setdefault(ref, set()).add(trait[0])
        enough = _ENOUGH if {trait[0] for trait in traits} - _OWN else len(_OWN)
        return [ref for ref, found in kinds.items() if len(found) >= enough]

"""What the tree of a formula comes to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workspace_agent.sandbox.sheets.a1 import Place
from workspace_agent.sandbox.sheets.formula_text import Reference
from workspace_agent.sandbox.sheets.formula_tree import (
    Cells,
    Constant,
    Function,
    Literal,
    Name,
    Node,
    parts,
)
from workspace_agent.sandbox.sheets.formula_values import Array, Result, Setting, Span, array_of
from workspace_agent.sandbox.sheets.functions import FUNCTIONS
from workspace_agent.sandbox.sheets.grid import area_of
from workspace_agent.sandbox.sheets.model import Sheet
from workspace_agent.sandbox.sheets.outcomes import (
    BLANK,
    LOADING,
    LOST,
    WRITTEN,
    FailedError,
    Outcome,
    failed,
    failure,
)

if TYPE_CHECKING:
    from workspace_agent.sandbox.sheets.formulas import Calculation

# Nothing is ever fetched: such a cell is loading for ever, and so is what depends on it.
_FETCHING = re.compile(r"IMPORT[A-Z]+|GOOGLEFINANCE|GOOGLETRANSLATE|DETECTLANGUAGE")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One formula that is being worked out.

    Attributes:
        calculation: Gives the values of other cells.
        sheet: The sheet of the formula.
        place: Its cell.
        arrays: Whether functions of single values go through arrays, as within ARRAYFORMULA.
    """

    calculation: Calculation
    sheet: Sheet
    place: Place
    arrays: bool = False

    @property
    def setting(self) -> Setting:
        """What functions know of their surroundings."""
        return self.calculation.setting

    def over_arrays(self) -> Evaluation:
        """The same formula within ARRAYFORMULA."""
        return self if self.arrays else replace(self, arrays=True)

    def worth(self, tree: Node) -> Result:
        """What the whole formula comes to: a value for its cell, or an array that spreads over more."""
        result = self.result(tree)
        # A range by itself means one cell of it; a function that gives a range means all of it, as it is now.
        if isinstance(result, Outcome) or isinstance(tree, Cells | Name) or result.single:
            return self.single(result)
        return Array(result.rows)

    def result(self, node: Node | None) -> Result:
        """What a part of the formula comes to."""
        try:
            return self._result(node)
        except FailedError as error:
            return Outcome(error.reason)

    def _result(self, node: Node | None) -> Result:
        match node:
            case Constant(value):
                return Outcome(value)
            case Cells(reference):
                return self.span(reference)
            case Name(text):
                return self._named(text)
            case Literal(rows):
                return _joined([[array_of(self.result(each)) for each in row] for row in rows])
            case Function():
                return self._called(node)
            case _:
                return BLANK if node is None else Outcome(WRITTEN.get(node.text, LOST))

    def single(self, result: Result) -> Outcome:
        """The one value that is meant where an array has no place."""
        if isinstance(result, Outcome):
            return result
        if isinstance(result, Span) and not result.single:
            return result.beside(self.place)
        return result.rows[0][0]

    def value(self, node: Node | None) -> Outcome:
        """The one value of a part of the formula."""
        return self.single(self.result(node))

    def _called(self, call: Function) -> Result:
        if _FETCHING.fullmatch(call.name):
            return Outcome(LOADING)
        known = FUNCTIONS.get(call.name)
        if known is None:
            return Outcome(failure("#NAME?", f"Unknown function: '{call.name}'."))
        return known.result(self, call)

    def span(self, reference: Reference) -> Span:
        """The cells of a reference.

        Raises:
            FailedError: There is no such sheet, or nothing of it lies on the grid.
        """
        book = self.calculation.book
        there = book.titled(reference.title) if reference.title else self.sheet
        if there is None:
            raise failed("#REF!", f"Unresolved sheet name '{reference.title}'.")
        region = there.region(reference.area)
        inside = 0 <= region.top < region.bottom and 0 <= region.left < region.right
        if not inside or not there.grid.meets(region):
            raise FailedError(LOST)
        return self.calculation.span(there, region)

    def _named(self, name: str) -> Span:
        book = self.calculation.book
        for named in book.named:
            if named["name"].casefold() == name.casefold():
                there = book.sheet(named["range"].get("sheetId", 0))
                return self.calculation.span(there, there.region(area_of(named["range"])))
        raise failed("#NAME?", f"Unknown range name: '{name.upper()}'.")


def _joined(blocks: list[list[Array]]) -> Array:
    rows = [line for row in blocks for line in _beside(row)]
    if len({len(row) for row in rows}) > 1:
        raise failed("#VALUE!", "In ARRAY_LITERAL, an Array Literal was missing values for one or more rows.")
    return Array(tuple(rows))


def _beside(blocks: list[Array]) -> list[tuple[Outcome, ...]]:
    if len({block.height for block in blocks}) > 1:
        raise failed("#REF!", "Function ARRAY_ROW parameter 2 has mismatched row size.")
    lines = zip(*(block.rows for block in blocks), strict=True)
    return [tuple(value for part in line for value in part) for line in lines]


def may_spill(tree: Node | None) -> bool:
    """Whether a formula may come to more than one value."""
    return any(isinstance(part, Literal) or _spills(part) for part in parts(tree))


def _spills(part: Node) -> bool:
    known = FUNCTIONS.get(part.name) if isinstance(part, Function) else None
    return known is not None and known.spills

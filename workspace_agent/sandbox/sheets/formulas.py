"""What cells come to: formulas are worked out when somebody looks, at the book's moment."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from workspace_agent.sandbox.sheets import functions
from workspace_agent.sandbox.sheets.a1 import Place, Region
from workspace_agent.sandbox.sheets.formula_tree import (
    Cells,
    Constant,
    Function,
    Name,
    Node,
    Operation,
    WrittenFailure,
    leaves,
    tree_of,
)
from workspace_agent.sandbox.sheets.grid import area_of
from workspace_agent.sandbox.sheets.locales import locale_of
from workspace_agent.sandbox.sheets.model import Book, Cell, Sheet
from workspace_agent.sandbox.sheets.outcomes import (
    CIRCULAR,
    LOST,
    PARSE_FAILURE,
    WRITTEN,
    Failure,
    Outcome,
    number_in,
    text_in,
)
from workspace_agent.sandbox.sheets.typed import Formula, NumberFormat

_Key = tuple[int, Place]
_DATES = frozenset({"DATE", "DATE_TIME"})
_COMPARE = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_WORDS = {"+": "ADD", "-": "MINUS", "*": "MULTIPLY", "/": "DIVIDE", "^": "POW", "%": "UNARY_PERCENT"}


class Calculation:
    """What the cells of one spreadsheet come to; every formula is worked out once.

    Args:
        book: The spreadsheet; its moment is that of `TODAY` and `NOW`.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self._decimal = locale_of(book.locale).decimal
        self._done: dict[_Key, Outcome] = {}

    def outcome(self, sheet: Sheet, place: Place) -> Outcome:
        """The value of a cell, with the link and format that a formula brings along."""
        cell = sheet.cell(place)
        if not isinstance(cell.entered, Formula):
            return Outcome(cell.constant, number_format=cell.number_format)
        self._settle((sheet.sheet_id, place))
        found = self._done[sheet.sheet_id, place]
        return Outcome(found.value, found.link, cell.number_format or found.number_format)

    def _settle(self, start: _Key) -> None:
        """Work out a formula after all that it needs, without recursion: chains may be long."""
        waiting, opened = [start], set[_Key]()
        while waiting:
            key = waiting[-1]
            missing = self._missing(key)
            if missing and key not in opened:
                opened.add(key)
                waiting.extend(missing)
                continue
            waiting.pop()
            if key not in self._done:
                self._done[key] = self._worked_out(key)

    def _missing(self, key: _Key) -> list[_Key]:
        if key in self._done:
            return []
        return [each for each in self._needs(key) if each not in self._done]

    def _needs(self, key: _Key) -> list[_Key]:
        sheet = self.book.sheet(key[0])
        found: list[_Key] = []
        for leaf in leaves(self._tree(sheet.cell(key[1]))):
            spanned = self._spanned(leaf, sheet)
            if not isinstance(spanned, Failure):
                found.extend((spanned[0].sheet_id, place) for place in _formulas(*spanned))
        return found

    def _tree(self, cell: Cell) -> Node | None:
        return tree_of(cell.entered.text, self._decimal) if isinstance(cell.entered, Formula) else None

    def _worked_out(self, key: _Key) -> Outcome:
        sheet = self.book.sheet(key[0])
        tree = self._tree(sheet.cell(key[1]))
        return Outcome(PARSE_FAILURE) if tree is None else self.evaluated(tree, sheet)

    def evaluated(self, node: Node | None, sheet: Sheet) -> Outcome:
        """What part of a formula on a sheet comes to."""
        match node:
            case None:
                return Outcome(None)
            case Constant(value):
                return Outcome(value)
            case WrittenFailure(text):
                return Outcome(WRITTEN.get(text, LOST))
            case Function():
                return functions.called(self, node, sheet)
            case Operation():
                return self._operated(node, sheet)
            case _:
                return self._single(node, sheet)

    def listed(self, node: Node | None, sheet: Sheet) -> Iterator[Outcome]:
        """All values of an argument: the cells of a range, or the one value."""
        spanned = self._spanned(node, sheet) if isinstance(node, Cells | Name) else None
        if spanned is None:
            yield self.evaluated(node, sheet)
        elif isinstance(spanned, Failure):
            yield Outcome(spanned)
        else:
            there, region = spanned
            for place in there.held(region):
                yield self._known(there, place)

    def is_range(self, node: Node | None) -> bool:
        """Whether an argument names cells: there, text is passed over and not read as a number."""
        return isinstance(node, Cells | Name)

    def _known(self, sheet: Sheet, place: Place) -> Outcome:
        cell = sheet.cell(place)
        if not isinstance(cell.entered, Formula):
            return Outcome(cell.constant, number_format=cell.number_format)
        found = self._done.get((sheet.sheet_id, place), Outcome(CIRCULAR))
        return Outcome(found.value, number_format=cell.number_format or found.number_format)

    def _single(self, node: Cells | Name, sheet: Sheet) -> Outcome:
        spanned = self._spanned(node, sheet)
        if isinstance(spanned, Failure):
            return Outcome(spanned)
        there, region = spanned
        if region.height * region.width != 1:
            return Outcome(Failure("VALUE", "#VALUE!", "An array value could not be found."))
        return self._known(there, (region.top, region.left))

    def _spanned(self, node: Cells | Name, sheet: Sheet) -> tuple[Sheet, Region] | Failure:
        if isinstance(node, Name):
            return self._named(node.text)
        title = node.reference.title
        there = self.book.titled(title) if title else sheet
        if there is None:
            return Failure("REF", "#REF!", f"Unresolved sheet name '{title}'.")
        region = there.region(node.reference.area)
        inside = 0 <= region.top < region.bottom and 0 <= region.left < region.right
        return (there, region) if inside and there.grid.meets(region) else LOST

    def _named(self, name: str) -> tuple[Sheet, Region] | Failure:
        for named in self.book.named:
            if named["name"].casefold() == name.casefold():
                there = self.book.sheet(named["range"].get("sheetId", 0))
                return there, there.region(area_of(named["range"]))
        return Failure("NAME", "#NAME?", f"Unknown range name: '{name.upper()}'.")

    def _operated(self, node: Operation, sheet: Sheet) -> Outcome:
        operands = [self.evaluated(operand, sheet) for operand in node.operands]
        failed = next((each for each in operands if isinstance(each.value, Failure)), None)
        if failed is not None:
            return Outcome(failed.value)
        if node.operator == "&":
            return Outcome("".join(text_in(each, self.book.locale) for each in operands))
        if node.operator in _COMPARE:
            return Outcome(_compared(node.operator, *operands))
        return _reckoned(node.operator, operands)


def _formulas(sheet: Sheet, region: Region) -> list[Place]:
    return [place for place in sheet.held(region) if isinstance(sheet.cell(place).entered, Formula)]


def _compared(sign: str, first: Outcome, second: Outcome) -> bool:
    one, other = _comparable(first, second), _comparable(second, first)
    return bool(_COMPARE[sign](one, other))


def _comparable(outcome: Outcome, beside: Outcome) -> tuple[int, float | str]:
    """Numbers come before text, text before truth values; a blank is like what it is compared with."""
    value = outcome.value
    if value is None:
        value = "" if isinstance(beside.value, str) else 0
    if isinstance(value, bool):
        return 2, float(value)
    if isinstance(value, int | float):
        return 0, float(value)
    return 1, str(value).casefold()


def _reckoned(sign: str, operands: list[Outcome]) -> Outcome:
    numbers: list[Decimal] = []
    for at, operand in enumerate(operands, start=1):
        number = number_in(operand.value, _WORDS[sign], at)
        if isinstance(number, Failure):
            return Outcome(number)
        numbers.append(number)
    try:
        value = _arithmetic(sign, numbers)
    except (InvalidOperation, OverflowError):
        value = Failure("NUM", "#NUM!", f"Function {_WORDS[sign]} result is out of range.")
    number_format = None if isinstance(value, Failure) else _inherited(sign, operands)
    return Outcome(value, number_format=number_format)


def _arithmetic(sign: str, numbers: list[Decimal]) -> float | Failure:
    first, *rest = numbers
    if sign == "%":
        return float(first / 100)
    if not rest:
        return float(-first if sign == "-" else first)
    if sign == "/":
        return float(first / rest[0]) if rest[0] else WRITTEN["#DIV/0!"]
    apply = {"+": operator.add, "-": operator.sub, "*": operator.mul, "^": operator.pow}[sign]
    return float(apply(first, rest[0]))


def _inherited(sign: str, operands: list[Outcome]) -> NumberFormat | None:
    """A day plus a number is a day; between two days lies a number."""
    formats = [each.number_format for each in operands]
    dated = [each for each in formats if each is not None and each.kind in _DATES]
    return dated[0] if sign in {"+", "-"} and len(operands) == 2 and len(dated) == 1 else None

"""What cells come to: formulas are worked out when somebody looks, at the book's moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache

from workspace_agent.sandbox.sheets.a1 import Place, Region, cell_name
from workspace_agent.sandbox.sheets.formula_evaluation import Evaluation, may_spill
from workspace_agent.sandbox.sheets.formula_tree import tree_of
from workspace_agent.sandbox.sheets.formula_values import Array, Result, Row, Setting, Span
from workspace_agent.sandbox.sheets.locales import locale_of
from workspace_agent.sandbox.sheets.model import Book, Cell, Sheet
from workspace_agent.sandbox.sheets.outcomes import BLANK, CIRCULAR, PARSE_FAILURE, Outcome, failure
from workspace_agent.sandbox.sheets.typed import Formula

_Key = tuple[int, Place]
_ROUNDS = 20


class _UnsettledError(Exception):
    """A formula needs other formulas that have not been worked out yet."""

    def __init__(self, keys: list[_Key]) -> None:
        super().__init__(keys)
        self.keys = keys


class Calculation:
    """What the cells of one spreadsheet come to; every formula is worked out once.

    Args:
        book: The spreadsheet; its moment is that of `TODAY` and `NOW`.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.setting = Setting(book.locale, self._today, self._now)
        self._decimal = locale_of(book.locale).decimal
        self._lock = threading.RLock()
        self._asked: set[date] = set()
        self._done: dict[_Key, Result] = {}
        self._spans: dict[tuple[int, Region], Span] = {}
        self._arrays: dict[_Key, Region] = {}
        self._covered: dict[_Key, _Key] = {}
        self._laid_out = False

    def still_holds(self, book: Book) -> bool:
        """Whether all of it is true of a spreadsheet at its moment, too; then it goes on at that moment."""
        same = all(
            one is other
            for one, other in (
                (book.sheets, self.book.sheets),
                (book.named, self.book.named),
                (book.properties, self.book.properties),
            )
        )
        wall = book.wall_clock
        if not same or not self._asked <= {wall.date(), wall}:
            return False
        self.book = book
        return True

    def _today(self) -> date:
        today = self.book.wall_clock.date()
        self._asked.add(today)
        return today

    def _now(self) -> datetime:
        now = self.book.wall_clock
        self._asked.add(now)
        return now

    def outcome(self, sheet: Sheet, place: Place) -> Outcome:
        """The value of a cell, with the link and format that a formula brings along."""
        self._lay_out()
        cell = sheet.cell(place)
        key = self._source(sheet, place, cell)
        if key is None:
            return Outcome(cell.constant, number_format=cell.number_format)
        with self._lock:
            self._settle(key)
            return self._value(key, place, cell)

    def filled(self, sheet: Sheet, region: Region) -> list[Place]:
        """Cells of a region that show something, be it an empty text, row by row."""
        spread = self._spread(sheet, region)
        return [
            place
            for place in self._held(sheet, region, spread)
            if sheet.cell(place).filled or (place in spread and self.outcome(sheet, place).value is not None)
        ]

    def held(self, sheet: Sheet, region: Region) -> list[Place]:
        """Cells of a region that hold something of their own or belong to an array, row by row."""
        return self._held(sheet, region, self._spread(sheet, region))

    def _spread(self, sheet: Sheet, region: Region) -> set[Place]:
        self._lay_out()
        return {
            place
            for _, area in self._arrays_on(sheet, region)
            for place in area.places()
            if region.holds(place)
        }

    def _held(self, sheet: Sheet, region: Region, spread: set[Place]) -> list[Place]:
        return sorted({*sheet.held(region), *spread}) if spread else sheet.held(region)

    def span(self, sheet: Sheet, region: Region) -> Span:
        """The cells of a region, as far as they lie on the grid, for a formula to look at."""
        bottom, right = min(region.bottom, sheet.rows), min(region.right, sheet.columns)
        inside = Region(region.top, region.left, bottom, right)
        key = sheet.sheet_id, inside
        if key not in self._spans:
            self._spans[key] = Span(sheet, inside, self._rows)
        return self._spans[key]

    # ---- one formula after the other

    def _settle(self, start: _Key) -> None:
        """Work out a formula after all that it needs, without recursion: chains may be long."""
        path: dict[_Key, list[_Key]] = {} if start in self._done else {start: []}
        while path:
            key, waiting = next(reversed(path.items()))
            while waiting and waiting[-1] in self._done:
                waiting.pop()
            if not waiting:
                self._work_out(key, path)
            elif waiting[-1] in path:
                self._break(path, waiting[-1])
            else:
                path[waiting[-1]] = []

    def _work_out(self, key: _Key, path: dict[_Key, list[_Key]]) -> None:
        try:
            self._done[key] = self._worth(key)
            del path[key]
        except _UnsettledError as error:
            path[key] = error.keys

    def _break(self, path: dict[_Key, list[_Key]], again: _Key) -> None:
        """Every formula of a circle fails, wherever it was entered."""
        keys = list(path)
        for key in keys[keys.index(again) :]:
            self._done[key] = Outcome(CIRCULAR)
            del path[key]

    def _worth(self, key: _Key) -> Result:
        sheet = self.book.sheet(key[0])
        entered = sheet.cell(key[1]).entered
        tree = tree_of(entered.text, self._decimal) if isinstance(entered, Formula) else None
        try:
            return Outcome(PARSE_FAILURE) if tree is None else Evaluation(self, sheet, key[1]).worth(tree)
        except RecursionError:  # such as a sum of a thousand terms
            return Outcome(PARSE_FAILURE)

    # ---- values of cells

    def _rows(self, sheet: Sheet, region: Region) -> tuple[Row, ...]:
        rows = [[BLANK] * region.width for _ in range(region.height)]
        missing: list[_Key] = []
        for place in self._places(sheet, region):
            cell = sheet.cell(place)
            key = self._source(sheet, place, cell)
            if key is not None and key not in self._done:
                missing.append(key)
                continue
            value = self._constant(cell) if key is None else self._value(key, place, cell)
            rows[place[0] - region.top][place[1] - region.left] = value
        if missing:
            raise _UnsettledError(missing)
        return tuple(tuple(row) for row in rows)

    def _places(self, sheet: Sheet, region: Region) -> Iterator[Place]:
        yield from sheet.held(region)
        for _, area in self._arrays_on(sheet, region):
            yield from (place for place in area.places() if region.holds(place))

    def _constant(self, cell: Cell) -> Outcome:
        value = cell.constant
        return BLANK if value is None else Outcome(value, number_format=cell.number_format)

    def _source(self, sheet: Sheet, place: Place, cell: Cell) -> _Key | None:
        """The formula that a cell owes its value to: its own, or that of the array that covers it."""
        if isinstance(cell.entered, Formula):
            return sheet.sheet_id, place
        return None if cell.filled else self._covered.get((sheet.sheet_id, place))

    def _value(self, key: _Key, place: Place, cell: Cell) -> Outcome:
        """What a formula that has been worked out gives to a cell."""
        found = self._done[key]
        if isinstance(found, Array):
            found = self._part(key, place, found)
        elif place != key[1]:
            return BLANK
        return Outcome(found.value, found.link, cell.number_format or found.number_format)

    def _part(self, key: _Key, place: Place, found: Array) -> Outcome:
        down, across = place[0] - key[1][0], place[1] - key[1][1]
        if key in self._arrays and down < found.height and across < found.width:
            return found.rows[down][across]
        return Outcome(failure("#REF!", self._obstacle(key, found, self._covered)))

    # ---- arrays

    def _lay_out(self) -> None:
        """Find where arrays lie: each may hang on what others cover, so look until nothing moves."""
        with self._lock:
            if self._laid_out:
                return
            spreading = list(self._spreading())
            for _ in range(_ROUNDS):
                for key in spreading:
                    self._settle(key)
                before = self._covered
                self._arrays, self._covered = self._laid(spreading)
                if self._covered == before:
                    break
                self._done.clear()
                self._spans.clear()
            self._laid_out = True

    def _spreading(self) -> Iterator[_Key]:
        for sheet in self.book.sheets:
            for place, cell in sorted(sheet.cells.items(), key=lambda item: item[0]):
                if isinstance(cell.entered, Formula) and _may_spill(cell.entered.text, self._decimal):
                    yield sheet.sheet_id, place

    def _laid(self, spreading: list[_Key]) -> tuple[dict[_Key, Region], dict[_Key, _Key]]:
        """Where each array lies, and which array covers each cell."""
        arrays: dict[_Key, Region] = {}
        covered: dict[_Key, _Key] = {}
        for key in spreading:
            found = self._done[key]
            if isinstance(found, Array) and not self._obstacle(key, found, covered):
                arrays[key] = _area(key, found)
                covered |= dict.fromkeys(((key[0], place) for place in arrays[key].places()), key)
        return arrays, covered

    def _obstacle(self, key: _Key, found: Array, covered: dict[_Key, _Key]) -> str:
        """What keeps an array from spreading; nothing if it may."""
        sheet, area = self.book.sheet(key[0]), _area(key, found)
        for more, lines in ((area.bottom - sheet.rows, "rows"), (area.right - sheet.columns, "columns")):
            if more > 0:
                return f"Result was not automatically expanded, please insert more {lines} ({more})."
        for place in area.places():
            other = covered.get((key[0], place), key) != key
            if place != key[1] and (other or sheet.cell(place).filled):
                return f"Array result was not expanded because it would overwrite data in {cell_name(place)}."
        return ""

    def _arrays_on(self, sheet: Sheet, region: Region) -> Iterator[tuple[_Key, Region]]:
        for key, area in self._arrays.items():
            if key[0] == sheet.sheet_id and area.meets(region):
                yield key, area


def _area(key: _Key, found: Array) -> Region:
    top, left = key[1]
    return Region(top, left, top + found.height, left + found.width)


@lru_cache(maxsize=4096)
def _may_spill(text: str, decimal: str) -> bool:
    return may_spill(tree_of(text, decimal))


class Calculations:
    """What was worked out last of each spreadsheet, for as long as it holds."""

    def __init__(self) -> None:
        self._last: dict[str, Calculation] = {}

    def of(self, book: Book) -> Calculation:
        """What the cells of a spreadsheet come to."""
        last = self._last.get(book.book_id)
        if last is None or not last.still_holds(book):
            last = self._last[book.book_id] = Calculation(book)
        return last

    def forget(self, book_id: str) -> None:
        """Drop what is known of a spreadsheet that is gone."""
        self._last.pop(book_id, None)

    def __getstate__(self) -> None:
        """Nothing of it is worth keeping: it can be worked out again."""

    def __setstate__(self, state: None) -> None:
        self.__init__()  # type: ignore[misc]

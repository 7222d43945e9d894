"""Requests of `batchUpdate` that work through the text of cells."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from html import unescape

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.sheets.a1 import Place, Region
from workspace_agent.sandbox.sheets.formulas import Calculation
from workspace_agent.sandbox.sheets.grid import refuse_outside, region_on
from workspace_agent.sandbox.sheets.model import Book, Cell, RefusedError, Sheet
from workspace_agent.sandbox.sheets.outcomes import text_in
from workspace_agent.sandbox.sheets.refer import carried
from workspace_agent.sandbox.sheets.typed import Formula
from workspace_agent.sandbox.sheets.write import Entry, enter

_ROW = re.compile(r"<tr\b[^>]*>", re.IGNORECASE)
_CELL = re.compile(r"<t[dh]\b[^>]*>(.*?)(?=</t[dh]>|<t[dh]\b|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_MARKS = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}


def find_replace(book: Book, request: Json) -> tuple[Book, Json]:
    """`findReplace`: in cells as they show, and in formulas where that is asked for."""
    if not request.get("find"):
        raise RefusedError("find must be specified.")
    search = _Search(book, request)
    changed, found = book, list[_Replaced]()
    for sheet, region in _searched(book, request):
        hits = {place: search.replaced(sheet, place) for place in sheet.cells if region.holds(place)}
        told = {place: hit for place, hit in hits.items() if hit is not None}
        changed = changed.with_sheet(sheet.with_cells({place: hit.cell for place, hit in told.items()}))
        found.extend(replace(hit, row=(sheet.sheet_id, place[0])) for place, hit in told.items())
    return changed, _counted(found)


@dataclass(frozen=True, slots=True)
class _Replaced:
    cell: Cell
    count: int
    in_formula: bool
    row: tuple[int, int] = (0, 0)


class _Search:
    def __init__(self, book: Book, request: Json) -> None:
        self._calculation = Calculation(book)
        self._request = request
        find = str(request["find"])
        flags = re.NOFLAG if request.get("matchCase") else re.IGNORECASE
        try:
            self._pattern = re.compile(find if request.get("searchByRegex") else re.escape(find), flags)
        except re.error as error:
            raise RefusedError(f"Invalid regular expression: {find}") from error

    def replaced(self, sheet: Sheet, place: Place) -> _Replaced | None:
        cell = sheet.cell(place)
        in_formula = isinstance(cell.entered, Formula)
        if cell.entered is None or (in_formula and not self._request.get("includeFormulas")):
            return None
        text, count = self._substituted(self._text(sheet, place, cell))
        book = self._calculation.book
        entry = Entry("USER_ENTERED", book.locale, book.wall_clock.date())
        return _Replaced(enter(cell, text, entry), count, in_formula) if count else None

    def _text(self, sheet: Sheet, place: Place, cell: Cell) -> str:
        if isinstance(cell.entered, Formula):
            return cell.entered.text
        return text_in(self._calculation.outcome(sheet, place), self._calculation.book.locale)

    def _substituted(self, text: str) -> tuple[str, int]:
        replacement = str(self._request.get("replacement") or "")
        if self._request.get("matchEntireCell") and not self._pattern.fullmatch(text):
            return text, 0
        if not self._request.get("searchByRegex"):
            return self._pattern.subn(lambda _: replacement, text)
        return self._pattern.subn(re.sub(r"\$(\d)", r"\\\1", replacement), text)


def _searched(book: Book, request: Json) -> list[tuple[Sheet, Region]]:
    if request.get("range"):
        return [region_on(book, request["range"])]
    if request.get("allSheets"):
        return [(sheet, sheet.grid) for sheet in book.sheets]
    if request.get("sheetId") is None:
        raise RefusedError("One of range, sheetId or allSheets must be specified.")
    sheet = book.sheet(int(request["sheetId"]))
    return [(sheet, sheet.grid)]


def _counted(found: list[_Replaced]) -> Json:
    counts = {
        "valuesChanged": sum(not hit.in_formula for hit in found),
        "formulasChanged": sum(hit.in_formula for hit in found),
        "rowsChanged": len({hit.row for hit in found}),
        "sheetsChanged": len({hit.row[0] for hit in found}),
        "occurrencesChanged": sum(hit.count for hit in found),
    }
    return {name: count for name, count in counts.items() if count}


def trim_whitespace(book: Book, request: Json) -> tuple[Book, Json]:
    """`trimWhitespace`: blanks around text go, blanks inside become one."""
    sheet, region = region_on(book, request.get("range") or {})
    trimmed = {
        place: cell.holding(" ".join(cell.entered.split()) or None)
        for place, cell in sheet.cells.items()
        if region.holds(place) and isinstance(cell.entered, str) and not cell.chips
    }
    changed = {place: cell for place, cell in trimmed.items() if cell != sheet.cell(place)}
    reply = {"cellsChangedCount": len(changed)} if changed else {}
    return book.with_sheet(sheet.with_cells(changed)), reply


def delete_duplicates(book: Book, request: Json) -> tuple[Book, Json]:
    """`deleteDuplicates`: of equal rows the first stays; letter case does not count, nor do blank rows.

    Source: recorded in mvsjes2/p5-google-restapi, where blank rows are not told among those that went.
    """
    sheet, region = region_on(book, request.get("range") or {})
    calculation = Calculation(book)
    columns = _compared(request, region)
    kept: list[int] = []
    seen: set[tuple[str, ...]] = set()
    for row in range(region.top, region.bottom):
        shown = (text_in(calculation.outcome(sheet, (row, column)), book.locale) for column in columns)
        key = tuple(text.casefold() for text in shown)
        if key not in seen or not any(key):
            kept.append(row)
        seen.add(key)
    moved = {
        (target, column): carried(sheet.cell((source, column)), book.locale, target - source, 0)
        for target, source in enumerate(kept, start=region.top)
        for column in range(region.left, region.right)
    }
    gone = region.height - len(kept)
    emptied = sheet.changed(region, lambda _: Cell())
    return book.with_sheet(emptied.with_cells(moved)), {"duplicatesRemovedCount": gone} if gone else {}


def _compared(request: Json, region: Region) -> list[int]:
    spans = [
        range(int(span.get("startIndex") or 0), int(span.get("endIndex") or region.right))
        for span in request.get("comparisonColumns") or []
    ]
    if any(span and not region.left <= span[0] <= span[-1] < region.right for span in spans):
        raise RefusedError("comparisonColumns must be inside the range.")
    chosen = [column for span in spans for column in span]
    return chosen or list(range(region.left, region.right))


def text_to_columns(book: Book, request: Json) -> Book:
    """`textToColumns`: one column of text becomes several; cells to the right are overwritten."""
    sheet, source = region_on(book, request.get("source") or {})
    if source.width != 1:
        raise RefusedError("The source must span exactly one column.")
    entry = Entry("USER_ENTERED", book.locale, book.wall_clock.date())
    split: dict[Place, Cell] = {}
    for row in range(source.top, source.bottom):
        text = sheet.cell((row, source.left)).entered
        for across, part in enumerate(_parts(text, request) if isinstance(text, str) else []):
            place = (row, source.left + across)
            split[place] = enter(sheet.cell(place), part, entry)
    roomy = sheet.resized(sheet.rows, max([sheet.columns, *(column + 1 for _, column in split)]))
    return book.with_sheet(roomy.with_cells(split))


def _parts(text: str, request: Json) -> list[str]:
    kind = request.get("delimiterType") or "AUTODETECT"
    if kind == "CUSTOM":
        mark = str(request.get("delimiter") or ",")
    else:
        mark = _MARKS.get(kind) or next((each for each in _MARKS.values() if each in text), ",")
    return [part.strip() for part in text.split(mark)]


def paste_data(book: Book, request: Json) -> Book:
    """`pasteData`: text with marks between the cells, entered as if typed."""
    at = request.get("coordinate") or {}
    sheet = book.sheet(int(at.get("sheetId") or 0))
    entry = Entry("USER_ENTERED", book.locale, book.wall_clock.date())
    rows = _table(request) if request.get("html") else _delimited(request)
    pasted: dict[Place, Cell] = {}
    for down, row in enumerate(rows, start=int(at.get("rowIndex") or 0)):
        for across, text in enumerate(row, start=int(at.get("columnIndex") or 0)):
            pasted[down, across] = enter(sheet.cell((down, across)), text, entry)
    refuse_outside(pasted, sheet.grid)
    return book.with_sheet(sheet.with_cells(pasted))


def _delimited(request: Json) -> list[list[str]]:
    delimiter = request.get("delimiter") or ""
    if len(delimiter) != 1:
        raise RefusedError("The sandbox pastes only HTML, or data with a delimiter of one character.")
    try:
        return list(csv.reader(str(request.get("data") or "").splitlines(), delimiter=delimiter))
    except (csv.Error, ValueError) as error:
        raise RefusedError(f"The data cannot be read: {error}.") from error


def _table(request: Json) -> list[list[str]]:
    """The texts of an HTML table; HTML without one is a single cell."""
    data = str(request.get("data") or "")
    rows = [_CELL.findall(row) for row in _ROW.split(data)[1:]] or [[data]]
    return [[unescape(_TAG.sub("", text)).strip() for text in row] for row in rows]

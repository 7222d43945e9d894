"""Requests of `batchUpdate` about rows and columns."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.sheets.formulas import Calculation
from workspace_agent.sandbox.sheets.mask import apply_mask, parse_mask
from workspace_agent.sandbox.sheets.model import Book, RefusedError, Sheet
from workspace_agent.sandbox.sheets.outcomes import text_in
from workspace_agent.sandbox.sheets.shift import deletion, insertion, movement, shift

_SIZE_FIELDS = ("pixelSize", "hiddenByUser", "hiddenByFilter")
_LETTER, _MARGIN = 7, 8  # pixels; letters of the default font are between 2 and 11 wide


@dataclass(frozen=True, slots=True)
class Span:
    """Rows or columns of one sheet: half open."""

    sheet: Sheet
    axis: str
    start: int
    end: int

    @property
    def count(self) -> int:
        """How many."""
        return self.end - self.start

    @property
    def on_grid(self) -> range:
        """Those that the sheet has."""
        return range(self.start, min(self.end, _length(self.sheet, self.axis)))


def _length(sheet: Sheet, axis: str) -> int:
    return sheet.rows if axis == "ROWS" else sheet.columns


def _axis(given: Json) -> str:
    axis = str(given.get("dimension"))
    if axis not in {"ROWS", "COLUMNS"}:
        raise RefusedError("No dimension specified.")
    return axis


def span_of(book: Book, given: Json) -> Span:
    """The rows or columns of a `DimensionRange`; a missing end is the end of the grid."""
    sheet = book.sheet(int(given.get("sheetId") or 0))
    axis = _axis(given)
    end = given.get("endIndex")
    span = Span(
        sheet, axis, int(given.get("startIndex") or 0), _length(sheet, axis) if end is None else int(end)
    )
    if span.start < 0 or span.count < 1:
        raise RefusedError(f"range.endIndex[{span.end}] must be greater than range.startIndex[{span.start}]")
    return span


def insert_dimension(book: Book, request: Json) -> Book:
    """`insertDimension`."""
    span = span_of(book, request.get("range") or {})
    if span.start > _length(span.sheet, span.axis):
        length = _length(span.sheet, span.axis)
        raise RefusedError(
            f"range.startIndex[{span.start}] is too large: there are only {length} {span.axis.lower()}."
        )
    if request.get("inheritFromBefore") and span.start == 0:
        raise RefusedError("inheritFromBefore cannot be true if startIndex is 0.")
    return shift(book, span.sheet, span.axis, insertion(span.start, span.count), span.count)


def append_dimension(book: Book, request: Json) -> Book:
    """`appendDimension`."""
    sheet = book.sheet(int(request.get("sheetId") or 0))
    length = int(request.get("length") or 0)
    if length < 1:
        raise RefusedError("length must be greater than 0.")
    by_rows = _axis(request) == "ROWS"
    return book.with_sheet(
        sheet.resized(sheet.rows + (length if by_rows else 0), sheet.columns + (0 if by_rows else length))
    )


def delete_dimension(book: Book, request: Json) -> Book:
    """`deleteDimension`."""
    span = span_of(book, request.get("range") or {})
    length = _length(span.sheet, span.axis)
    if span.end > length:
        one = span.axis.lower().removesuffix("s")
        raise RefusedError(
            f"Cannot delete a {one} that doesn't exist. "
            f"Tried to delete {one} index {span.end - 1} but there are only {length} {one}s."
        )
    frozen = span.sheet.properties["gridProperties"].get(
        f"frozen{span.axis.title().removesuffix('s')}Count", 0
    )
    if frozen and length - span.count <= frozen:
        raise RefusedError(f"Sorry, it is not possible to delete all non-frozen {span.axis.lower()}.")
    return shift(book, span.sheet, span.axis, deletion(span.start, span.end), -span.count)


def move_dimension(book: Book, request: Json) -> Book:
    """`moveDimension`: the destination counts rows or columns before the move."""
    span = span_of(book, request.get("source") or {})
    destination = int(request.get("destinationIndex") or 0)
    length = _length(span.sheet, span.axis)
    if span.end > length or destination > length:
        raise RefusedError(f"Cannot move beyond the grid: there are only {length} {span.axis.lower()}.")
    if span.start < destination < span.end:
        raise RefusedError("Cannot move a dimension into itself.")
    return shift(book, span.sheet, span.axis, movement(span.start, span.end, destination), 0)


def update_dimension_properties(book: Book, request: Json) -> Book:
    """`updateDimensionProperties`: width, height and hiding."""
    span = span_of(book, request.get("range") or {})
    paths = parse_mask(request.get("fields", ""))
    given = request.get("properties") or {}
    sizes = dict(span.sheet.sizes)
    for index in span.on_grid:
        old = sizes.get((span.axis, index), {})
        sizes[span.axis, index] = apply_mask(old, given, paths, known=_SIZE_FIELDS)
    said = {key: {name: part for name, part in size.items() if part} for key, size in sizes.items()}
    return book.with_sheet(replace(span.sheet, sizes={key: size for key, size in said.items() if size}))


def auto_resize(book: Book, request: Json) -> Book:
    """`autoResizeDimensions`: columns become about as wide as their longest text; rows stay as they are."""
    span = span_of(book, request.get("dimensions") or {})
    if span.axis == "ROWS":
        return book
    calculation = Calculation(book)
    widths: dict[int, int] = {}
    for place in span.sheet.cells:
        if span.start <= place[1] < span.end:
            text = text_in(calculation.outcome(span.sheet, place), book.locale)
            widths[place[1]] = max(widths.get(place[1], 0), len(text) * _LETTER + _MARGIN)
    sizes = dict(span.sheet.sizes)
    for column, width in widths.items():
        sizes["COLUMNS", column] = {**sizes.get(("COLUMNS", column), {}), "pixelSize": width}
    return book.with_sheet(replace(span.sheet, sizes=sizes))

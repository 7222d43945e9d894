"""From the text of a range to a place in a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass

from workspace_agent.sandbox.call import ApiError
from workspace_agent.sandbox.sheets.a1 import Area, Region, parse_area, quote_title, split_title
from workspace_agent.sandbox.sheets.grid import area_of
from workspace_agent.sandbox.sheets.model import Book, Sheet


@dataclass(frozen=True, slots=True)
class Located:
    """A range of a request: the sheet, the area as asked for, and how it was written."""

    sheet: Sheet
    area: Area
    rest: str

    @property
    def region(self) -> Region:
        """What can be read: the far sides are cut at the edges of the grid.

        Raises:
            ApiError: The range starts outside the grid.
        """
        asked = self.sheet.region(self.area)
        if asked.top >= self.sheet.rows or asked.left >= self.sheet.columns:
            raise self.beyond_grid()
        return Region(
            asked.top, asked.left, min(asked.bottom, self.sheet.rows), min(asked.right, self.sheet.columns)
        )

    def beyond_grid(self) -> ApiError:
        """The refusal of a range that leaves the grid."""
        name = quote_title(self.sheet.title) + (f"!{self.rest}" if self.rest else "")
        limits = f"Max rows: {self.sheet.rows}, max columns: {self.sheet.columns}"
        return ApiError(400, f"Range ({name}) exceeds grid limits. {limits}", canonical="INVALID_ARGUMENT")


def locate(book: Book, text: str) -> Located:
    """Find what a range names.

    Args:
        book: The spreadsheet.
        text: A1 notation, a named range, or the title of a sheet.

    Returns:
        The place; without a title, A1 notation means the first visible sheet, and a named range comes before
        a sheet of the same name, as in Sheets.

    Raises:
        ApiError: Nothing has that name.
    """
    titles, rest = split_title(text)
    found = _on_titled_sheet(book, titles, rest) if titles else _bare(book, text)
    if found is None:
        raise ApiError(400, f"Unable to parse range: {text}", canonical="INVALID_ARGUMENT")
    return found


def _on_titled_sheet(book: Book, titles: tuple[str, ...], rest: str) -> Located | None:
    sheet = next((sheet for sheet in map(book.titled, titles) if sheet is not None), None)
    if sheet is None:
        return None
    area = parse_area(rest) if rest else Area()
    if area is not None:
        return Located(sheet, area, rest)
    named = _named_range(book, rest)
    return named if named is not None and named.sheet is sheet else None


def _bare(book: Book, text: str) -> Located | None:
    area = parse_area(text)
    if area is not None:
        return Located(_first_visible(book), area, text)
    sheet = book.titled(text)
    return _named_range(book, text) or (Located(sheet, Area(), "") if sheet is not None else None)


def _first_visible(book: Book) -> Sheet:
    return next((sheet for sheet in book.sheets if not sheet.properties.get("hidden")), book.sheets[0])


def _named_range(book: Book, name: str) -> Located | None:
    for named in book.named:
        if named["name"].casefold() == name.casefold():
            return Located(book.sheet(named["range"].get("sheetId", 0)), area_of(named["range"]), name)
    return None

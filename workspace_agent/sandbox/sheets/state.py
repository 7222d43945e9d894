"""All spreadsheets of the sandbox."""

from __future__ import annotations

import threading
from dataclasses import replace

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.sheets import defaults
from workspace_agent.sandbox.sheets.formulas import Calculation, Calculations
from workspace_agent.sandbox.sheets.model import Book, Sheet
from workspace_agent.sandbox.sheets.render import Rendering, value_range


class SheetsState:
    """Spreadsheets by id; a change replaces a whole spreadsheet under `lock`."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.calculations = Calculations()
        self._books: dict[str, Book] = {}

    def book(self, book_id: str) -> Book:
        """A spreadsheet; one that Drive made without telling starts out empty."""
        with self.lock:
            if book_id not in self._books:
                self.adopt(book_id, title="Untitled spreadsheet")
            return self._books[book_id]

    def keep(self, book: Book) -> None:
        """Store a new or changed spreadsheet."""
        with self.lock:
            self._books[book.book_id] = book

    def adopt(self, book_id: str, *, title: str, owner: str = "") -> None:
        """Make an empty spreadsheet for a file that Drive created."""
        self.keep(new_book(book_id, {"title": title}, (), owner))

    def rename(self, book_id: str, title: str) -> None:
        """Take over the title that the file was given in Drive."""
        with self.lock:
            book = self.book(book_id)
            self.keep(replace(book, properties={**book.properties, "title": title}))

    def duplicate(self, source_id: str, book_id: str, *, title: str, owner: str = "") -> None:
        """Copy a spreadsheet for a file that Drive copied; sheet ids stay, as in Google's copies."""
        with self.lock:
            source = self.book(source_id)
            properties = {**source.properties, "title": title}
            self.keep(replace(source, book_id=book_id, properties=properties, owner=owner))

    def forget(self, book_id: str) -> None:
        """Drop a spreadsheet whose file was deleted for good."""
        with self.lock:
            self._books.pop(book_id, None)
            self.calculations.forget(book_id)

    def dump(self) -> Json:
        """Every spreadsheet with its titles and all values as shown."""
        with self.lock:
            return {book_id: _dump_book(book) for book_id, book in self._books.items()}


def _dump_book(book: Book) -> Json:
    calculation = Calculation(book)
    shown = {sheet.title: value_range(calculation, sheet, sheet.grid, Rendering()) for sheet in book.sheets}
    values = {title: one.get("values", []) for title, one in shown.items()}
    return {"title": book.properties["title"], "sheets": values}


def new_book(book_id: str, properties: Json, sheets: tuple[Sheet, ...], owner: str) -> Book:
    """A spreadsheet with Google's defaults for everything that is not given."""
    given = {name: value for name, value in properties.items() if value is not None}
    title = given.pop("title", "") or "Untitled spreadsheet"
    complete = {"title": title, **defaults.PROPERTIES, **given}
    return Book(book_id, complete, sheets or (new_sheet({"sheetId": 0, "title": "Sheet1"}),), owner=owner)


def new_sheet(properties: Json) -> Sheet:
    """An empty sheet; the properties hold at least `sheetId` and `title`."""
    size = {"rowCount": defaults.ROWS, "columnCount": defaults.COLUMNS}
    grid = {**size, **(properties.get("gridProperties") or {})}
    named = {"sheetId": properties["sheetId"], "title": properties["title"], "sheetType": "GRID"}
    rest = {
        name: value for name, value in properties.items() if name not in {*named, "index", "gridProperties"}
    }
    return Sheet({**named, "gridProperties": grid, **rest})

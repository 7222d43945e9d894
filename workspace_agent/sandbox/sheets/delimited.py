"""A spreadsheet's first sheet as comma- or tab-separated text, and such text as a spreadsheet.

Source: https://developers.google.com/workspace/drive/api/guides/ref-export-formats ("first sheet only"); that
the last line has no end is as recorded by clients of the API.
"""

from __future__ import annotations

import csv
from io import StringIO

from workspace_agent.sandbox.sheets.a1 import Region
from workspace_agent.sandbox.sheets.formulas import Calculation
from workspace_agent.sandbox.sheets.model import Book
from workspace_agent.sandbox.sheets.render import Rendering, value_range
from workspace_agent.sandbox.sheets.write import Entry, write_block

SEPARATORS = {"text/csv": ",", "text/tab-separated-values": "\t"}


def text_of(book: Book, separator: str) -> str:
    """What the first sheet shows; all lines have as many fields."""
    sheet = book.sheets[0]
    rows = value_range(Calculation(book), sheet, sheet.grid, Rendering()).get("values", [])
    width = max((len(row) for row in rows), default=0)
    written = StringIO()
    lines = csv.writer(written, delimiter=separator)
    lines.writerows([*row, *[""] * (width - len(row))] for row in rows)
    return written.getvalue().removesuffix("\r\n")


def filled(book: Book, text: str, separator: str) -> Book:
    """The spreadsheet with the text in its first sheet, as if somebody had typed it."""
    rows = list(csv.reader(StringIO(text), delimiter=separator))
    sheet, width = book.sheets[0], max((len(row) for row in rows), default=0)
    if not width:
        return book
    roomy = sheet.resized(max(sheet.rows, len(rows)), max(sheet.columns, width))
    entry = Entry("USER_ENTERED", book.locale, book.wall_clock.date())
    region = Region(0, 0, len(rows), width)
    return book.with_sheet(write_block(roomy, region, rows, entry).sheet)

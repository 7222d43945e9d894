"""Text that becomes a spreadsheet: CSV and TSV, as Drive converts them.

Sources: https://developers.google.com/workspace/drive/api/guides/manage-uploads#import-docs; the recording of
gspread's `import_csv` (burnash/gspread, tests/cassettes): one sheet with a new id is left, named as the file.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import datetime
from io import StringIO

from workspace_agent.sandbox.call import ApiError
from workspace_agent.sandbox.sheets import defaults
from workspace_agent.sandbox.sheets.a1 import Region
from workspace_agent.sandbox.sheets.books import mint_sheet_id
from workspace_agent.sandbox.sheets.limits import refuse_growth
from workspace_agent.sandbox.sheets.model import Book
from workspace_agent.sandbox.sheets.state import new_book, new_sheet
from workspace_agent.sandbox.sheets.write import Block, Entry, write_block

DELIMITERS = {"text/csv": ",", "text/tab-separated-values": "\t"}
_LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True)
class Source:
    """What is uploaded.

    Attributes:
        title: What the spreadsheet and its sheet are called.
        moment: When: what a date without a year depends on, and the id of the sheet.
    """

    content: bytes
    mime_type: str
    title: str
    owner: str
    moment: datetime


def imported(book_id: str, source: Source) -> Book:
    """A spreadsheet with one sheet that holds the text as if a person had typed it.

    Raises:
        ApiError: 400 where it does not fit into a spreadsheet.
    """
    rows = _rows(source)
    width = max((len(row) for row in rows), default=0)
    size = {
        "rowCount": max(len(rows), defaults.ROWS),
        "columnCount": max(width, defaults.COLUMNS),
    }
    sheet_id = mint_sheet_id(f"{book_id}/{source.moment.isoformat()}", {0})
    named = {"sheetId": sheet_id, "title": source.title[:_LONGEST_TITLE], "gridProperties": size}
    sheet = new_sheet(named)
    book = replace(new_book(book_id, {"title": source.title}, (sheet,), source.owner), now=source.moment)
    refuse_growth(replace(book, sheets=()), book)
    entry = Entry("USER_ENTERED", book.locale, book.wall_clock.date())
    region = Region(0, 0, max(len(rows), 1), max(width, 1))
    return book.with_sheet(write_block(sheet, region, rows, entry).sheet)


def _rows(source: Source) -> Block:
    text = source.content.decode("utf-8-sig", "replace")
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=DELIMITERS[source.mime_type]))
    except csv.Error as error:
        raise ApiError(400, f"Bad Request. User message: {error}", reason="badRequest") from error

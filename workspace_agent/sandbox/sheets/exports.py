"""A spreadsheet as a file of another kind: text, web pages and office documents, with what its cells show.

Source: https://developers.google.com/workspace/drive/api/guides/ref-export-formats: CSV and TSV hold the
first sheet only. Of formulas, the values are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from workspace_agent.sandbox.sheets.formulas import Calculation
from workspace_agent.sandbox.sheets.model import Book, Sheet
from workspace_agent.sandbox.sheets.outcomes import Outcome, text_in
from workspace_agent.sandbox.sheets.render import plain_number
from workspace_agent.sandbox.sheets.typed import NumberFormat

_BREAK = re.compile(r"[\t\r\n]+")
_QUOTED = frozenset(',"\n\r')


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell.

    Attributes:
        text: What it shows.
        number: Its number or truth, if it holds one.
        format: How that is shown.
    """

    text: str
    number: int | float | bool | None = None
    format: NumberFormat | None = None


Table = list[list[Shown]]
BLANK = Shown("")


def tables(book: Book) -> dict[str, Table]:
    """The used part of every sheet by its title, each row as long as the longest."""
    calculation = Calculation(book)
    return {sheet.title: _table(calculation, sheet) for sheet in book.sheets}


def _table(calculation: Calculation, sheet: Sheet) -> Table:
    places = [place for place in sheet.held(sheet.grid) if sheet.cell(place).filled]
    height = max((row + 1 for row, _ in places), default=0)
    width = max((column + 1 for _, column in places), default=0)
    table = [[BLANK] * width for _ in range(height)]
    for row, column in places:
        table[row][column] = _shown(calculation.outcome(sheet, (row, column)), calculation.book.locale)
    return table


def _shown(outcome: Outcome, locale: str) -> Shown:
    text, value = text_in(outcome, locale), outcome.value
    if isinstance(value, bool):
        return Shown(text, value)
    if isinstance(value, int | float):
        return Shown(text, plain_number(float(value)), outcome.number_format)
    return Shown(text)


def lines(book: Book) -> Iterator[str]:
    """Everything as plain lines, sheet by sheet."""
    for table in tables(book).values():
        yield from ("  ".join(cell.text for cell in row) for row in table)


def csv(book: Book) -> bytes:
    """The first sheet as CSV; no line break at the end."""
    return "\r\n".join(",".join(_field(cell.text) for cell in row) for row in _first(book)).encode()


def _field(text: str) -> str:
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if _QUOTED & set(text) else text


def tsv(book: Book) -> bytes:
    """The first sheet as TSV, which has no way to write a tab or a line break inside a cell."""
    rows = ("\t".join(_BREAK.sub(" ", cell.text) for cell in row) for row in _first(book))
    return "\r\n".join(rows).encode()


def _first(book: Book) -> Table:
    return next(iter(tables(book).values()))


def pages(book: Book) -> bytes:
    """A web page for each sheet, packed into one file."""
    return packed({f"{title}.html": _page(title, table) for title, table in tables(book).items()})


def _page(title: str, table: Table) -> str:
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell.text)}</td>' for cell in row)}</tr>" for row in table)
    return f'<meta charset="utf-8"><title>{escape(title)}</title><table><tbody>{rows}</tbody></table>'


def packed(parts: dict[str, str], *, first: tuple[str, str] | None = None) -> bytes:
    """A zip file, the same for the same parts.

    Args:
        parts: Texts by name.
        first: One that stands before them and is not compressed.
    """
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        if first:
            archive.writestr(ZipInfo(first[0]), first[1])
        for name, text in parts.items():
            archive.writestr(ZipInfo(name), text, ZIP_DEFLATED)
    return target.getvalue()

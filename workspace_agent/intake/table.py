"""Tables as people typed them. With `response.py` the only place whose types may carry a name.

Nothing here prints what a cell holds: `repr` leaves values and titles out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Any, Literal

from workspace_agent.model.agent_tab import MARK
from workspace_agent.model.place import Cell
from workspace_agent.model.problem import Problem


class Kind(Enum):
    """What Sheets took a typed cell for.

    Source: developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/cells (NumberFormatType)
    """

    DATE = "DATE"
    TIME = "TIME"
    DATE_TIME = "DATE_TIME"
    PERCENT = "PERCENT"
    NUMBER = "NUMBER"
    TEXT = "TEXT"
    BOOLEAN = "BOOLEAN"
    ERROR = "ERROR"
    BLANK = "BLANK"


_FORMATS = {kind.value: kind for kind in (Kind.DATE, Kind.TIME, Kind.DATE_TIME, Kind.PERCENT)}
_BLANK_WORDS = frozenset({"", "n/a", "#n/a", "—", "–", "-", "--", "---", "―"})
_EMPTY_DATES = frozenset({0.0, 1.0, 2.0})
"""Serials of 30 Dec 1899 to 1 Jan 1900: what a formula makes of an empty cell."""

_LOADING = "Loading..."
"""What stands in a cell while its formula still waits for another source."""


_UNSEEN: dict[int, str | None] = {
    **dict.fromkeys((*range(9), *range(14, 32), 0x7F, 0xAD, 0x200B, 0x2060, 0xFEFF)),
    **dict.fromkeys((0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))),
    **dict.fromkeys((0xA0, 0x2007, 0x202F), " "),
}
"""What comes along when people paste: controls, marks of direction, spaces that do not break. The joiners
that some scripts spell names with stay."""


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell.

    Attributes:
        value: Text, number (dates and times are serials in days), truth, or None.
    """

    kind: Kind = Kind.BLANK
    value: str | float | bool | None = field(default=None, repr=False)

    @property
    def text(self) -> str:
        """The value as text, without what nobody sees; whole numbers without decimals."""
        if isinstance(self.value, bool):
            return "TRUE" if self.value else "FALSE"
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        typed = "" if self.value is None else str(self.value)
        return (typed if typed.isprintable() else typed.translate(_UNSEEN)).strip()

    @property
    def blank(self) -> bool:
        """Nothing, or one of the signs that people type for nothing."""
        if self.kind in {Kind.DATE, Kind.DATE_TIME}:
            return self.value in _EMPTY_DATES
        return self.kind is not Kind.ERROR and self.text.casefold() in _BLANK_WORDS

    @property
    def idle(self) -> bool:
        """Blank, or an unticked box, which says nothing about whether its row is in use."""
        return self.blank or self.value is False


_NOTHING = RawCell()


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a spreadsheet, from its first row and column on; rows may be ragged.

    Attributes:
        title: For recognising the agent's own tab and its copies only.
        mark: The agent's mark on the sheet, where it carries one.
    """

    spreadsheet_id: str
    sheet_id: int
    rows: tuple[tuple[RawCell, ...], ...] = field(repr=False)
    title: str = field(default="", repr=False)
    mark: str = ""

    def at(self, row: int, column: int) -> RawCell:
        """The cell at these 0-based indexes; blank where the table ends before."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return _NOTHING
        return self.rows[row][column]

    def cell(self, row: int, column: int) -> Cell:
        """Place of a cell, from 0-based indexes."""
        return Cell(self.spreadsheet_id, self.sheet_id, f"{_letters(column)}{row + 1}")

    def line(self, row: int) -> Cell:
        """Place of a whole row, from its 0-based index."""
        return Cell(self.spreadsheet_id, self.sheet_id, f"{row + 1}:{row + 1}")


def _letters(column: int) -> str:
    letters = ""
    while column >= 0:
        letters = chr(ord("A") + column % 26) + letters
        column = column // 26 - 1
    return letters


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table whose headings were recognised.

    Attributes:
        name: Its name in `sheets.toml`.
        zone: Zone of the spreadsheet.
        header: 0-based index of the heading row.
        columns: 0-based column by field.
        lost: Fields whose column is missing or doubled, with the Problem that already speaks of it.
    """

    name: str
    table: Table
    case_manager: str
    zone: str
    header: int
    columns: Mapping[str, int]
    lost: Mapping[str, Problem]

    def rows(self) -> Iterator[Row]:
        """Rows below the headings that hold anything in a known column."""
        for index in range(self.header + 1, len(self.table.rows)):
            if not all(self.table.at(index, column).idle for column in self.columns.values()):
                yield Row(self, index)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a recognised sheet.

    Attributes:
        index: 0-based.
        student_ref: Whose row it is, once that is known; goes into its Problems.
    """

    sheet: Sheet
    index: int
    student_ref: str = ""

    def raw(self, name: str) -> RawCell:
        """The cell under the heading of this field; blank where there is no such column."""
        column = self.sheet.columns.get(name)
        return _NOTHING if column is None else self.sheet.table.at(self.index, column)

    def place(self, name: str) -> Cell:
        """Where the field stands, or the row where there is no such column."""
        column = self.sheet.columns.get(name)
        return self.line if column is None else self.sheet.table.cell(self.index, column)

    @property
    def line(self) -> Cell:
        """Place of the row."""
        return self.sheet.table.line(self.index)

    def of(self, student_ref: str) -> Row:
        """The same row, known to be this student's."""
        return replace(self, student_ref=student_ref)


@dataclass(frozen=True, slots=True)
class StudentRow:
    """A row of a Students sheet, as far as it says who the student is.

    Attributes:
        district: Key of the district, or empty where it is not known.
        number: The district's id in one form (`142` for 0142 and 142.0), or empty.
        left: The day of exit, once it has come.
        same: The answer typed under `Same student?`.
    """

    row: Row
    district: str
    number: str
    first: str = field(repr=False)
    last: str = field(repr=False)
    preferred: str = field(default="", repr=False)
    left: date | None = None
    same: bool | None = None

    @property
    def case_manager(self) -> str:
        """Key of the case manager whose list it stands on."""
        return self.row.sheet.case_manager

    @property
    def has_number(self) -> bool:
        """It has an id: without a district, whose it is, a number says nothing."""
        return bool(self.district and self.number)

    @property
    def called(self) -> str:
        """Preferred name, else first name."""
        return self.preferred or self.first

    @property
    def given_names(self) -> tuple[str, ...]:
        """First name, and preferred name where there is one."""
        return (self.first, self.preferred) if self.preferred else (self.first,)


@dataclass(frozen=True, slots=True)
class RawWorkbook:
    """A workbook that could be opened.

    Attributes:
        holds: As in the settings: `progress monitoring`, `hours` or both.
        zone: Time zone of the spreadsheet, as Google gives it.
    """

    spreadsheet_id: str
    case_manager: str
    holds: str
    zone: str
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class WorkbookFailure:
    """A workbook that could not be opened.

    Attributes:
        kind: Why; `unavailable` where Google did not answer, so that nothing is wrong with the workbook.
    """

    spreadsheet_id: str
    case_manager: str
    kind: Literal["forbidden", "not_found", "unavailable", "other"]


def tables(spreadsheet: Mapping[str, Any]) -> tuple[Table, ...]:
    """All sheets of a `spreadsheets.get` answer that was asked for with grid data.

    Source: developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/sheets (GridData)
    """
    return tuple(_table(spreadsheet["spreadsheetId"], sheet) for sheet in spreadsheet.get("sheets", ()))


def _table(spreadsheet_id: str, sheet: Mapping[str, Any]) -> Table:
    properties = sheet["properties"]
    cells: dict[tuple[int, int], RawCell] = {}
    for grid in sheet.get("data", ()):
        cells.update(_cells(grid))
    for merge in sheet.get("merges", ()):
        cells.update(_spread(cells, merge))
    marks = (mark for mark in sheet.get("developerMetadata", ()) if mark["metadataKey"] == MARK)
    return Table(
        spreadsheet_id,
        properties.get("sheetId", 0),
        _rows(cells),
        properties.get("title", ""),
        next((mark["metadataValue"] for mark in marks), ""),
    )


def _cells(grid: Mapping[str, Any]) -> Iterator[tuple[tuple[int, int], RawCell]]:
    top, left = grid.get("startRow", 0), grid.get("startColumn", 0)
    for row, values in enumerate(grid.get("rowData", ()), top):
        for column, value in enumerate(values.get("values", ()), left):
            cell = _cell(value)
            if cell.kind is not Kind.BLANK:
                yield (row, column), cell


def _cell(value: Mapping[str, Any]) -> RawCell:
    effective = value.get("effectiveValue", {})
    if "errorValue" in effective or effective.get("stringValue") == _LOADING:
        return RawCell(Kind.ERROR)
    if "boolValue" in effective:
        return RawCell(Kind.BOOLEAN, bool(effective["boolValue"]))
    if "numberValue" in effective:
        number_format = value.get("effectiveFormat", {}).get("numberFormat", {}).get("type", "")
        return RawCell(_FORMATS.get(number_format, Kind.NUMBER), float(effective["numberValue"]))
    if effective.get("stringValue", ""):
        return RawCell(Kind.TEXT, effective["stringValue"])
    return _NOTHING


def _spread(
    cells: Mapping[tuple[int, int], RawCell], merge: Mapping[str, int]
) -> Iterable[tuple[tuple[int, int], RawCell]]:
    """A merged cell's value goes down, so that each row has it; sideways it would double a heading."""
    top, left = merge.get("startRowIndex", 0), merge.get("startColumnIndex", 0)
    value = cells.get((top, left))
    if value is None:
        return []
    deepest = max(row for row, _ in cells) + 1
    return [((row, left), value) for row in range(top, min(merge.get("endRowIndex", deepest), deepest))]


def _rows(cells: Mapping[tuple[int, int], RawCell]) -> tuple[tuple[RawCell, ...], ...]:
    widths: dict[int, int] = {}
    for row, column in cells:
        widths[row] = max(widths.get(row, 0), column + 1)
    return tuple(
        tuple(cells.get((row, column), _NOTHING) for column in range(widths.get(row, 0)))
        for row in range(max(widths, default=-1) + 1)
    )

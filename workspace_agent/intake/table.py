"""Tables as people typed them. With `response.py` the only place whose types may carry a name.

Nothing here prints what a cell holds: `repr` leaves values and titles out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from itertools import chain, repeat
from typing import Literal

from workspace_agent.intake.captions import is_caption, is_total
from workspace_agent.model.place import Cell, FolderPlace, SpreadsheetPlace, letters
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


_BLANK_WORDS = frozenset({"", "n/a", "#n/a", "—", "–", "-", "--", "---", "―"})
_EMPTY_DATES = frozenset({0.0, 1.0, 2.0, 364.0, 365.0, 1094.0, 1095.0, 1096.0})
"""Serials of 30 Dec 1899 to 1 Jan 1900, and a year and three later: what formulas make of an empty cell."""

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
        spelled: The text with addresses and links in place of what smart chips show; empty without chips.
    """

    kind: Kind = Kind.BLANK
    value: str | float | bool | None = field(default=None, repr=False)
    spelled: str = field(default="", repr=False)

    def __hash__(self) -> int:
        """Of the value alone: many cells are looked up in what was read already."""
        return hash(self.value)

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
    def meant(self) -> str:
        """What the text says where an address or a link is expected: a smart chip shows a name for it."""
        return self.spelled.strip() or self.text

    @property
    def blank(self) -> bool:
        """Nothing, or one of the signs that people type for nothing."""
        if isinstance(self.value, str):
            return self.text.casefold() in _BLANK_WORDS
        if self.kind is Kind.DATE or self.kind is Kind.DATE_TIME:
            return self.value in _EMPTY_DATES
        return self.value is None and self.kind is not Kind.ERROR

    @property
    def idle(self) -> bool:
        """Blank, or an unticked box, which says nothing about whether its row is in use."""
        return self.blank or self.value is False


NOTHING = RawCell()
"""The cell in which nothing is."""


class Standing(Enum):
    """Whether a sheet counts, by its title."""

    COUNTS = "counts"
    OTHER_YEAR = "of another school year"
    IGNORED = "never read, by the settings"


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a spreadsheet, from its first row and column on; rows may be ragged.

    Attributes:
        title: For recognising the agent's own tab and its copies, and of several sheets of one kind which is
            which.
        mark: The agent's mark on the sheet, where it carries one.
        spans: Of a cell that is merged sideways, by 0-based row and column: the first column behind it.
        links: Where a cell leads, whatever it shows, by 0-based row and column.
        standing: As the settings and the day have it: see `aside`.
    """

    spreadsheet_id: str
    sheet_id: int
    rows: tuple[tuple[RawCell, ...], ...] = field(repr=False)
    title: str = field(default="", repr=False)
    mark: str = ""
    spans: Mapping[tuple[int, int], int] = field(default_factory=dict, repr=False)
    links: Mapping[tuple[int, int], str] = field(default_factory=dict, repr=False)
    standing: Standing = Standing.COUNTS

    def at(self, row: int, column: int) -> RawCell:
        """The cell at these 0-based indexes; blank where the table ends before."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return NOTHING
        return self.rows[row][column]

    def column(self, column: int | None, first: int) -> Iterable[RawCell]:
        """The cells of a column from this 0-based row on; blank ones where there is no such column."""
        if column is None:
            return repeat(NOTHING, len(self.rows) - first)
        return [cells[column] if column < len(cells) else NOTHING for cells in self.rows[first:]]

    def cell(self, row: int, column: int) -> Cell:
        """Place of a cell, from 0-based indexes."""
        return Cell(self.spreadsheet_id, self.sheet_id, f"{letters(column)}{row + 1}")

    def line(self, row: int) -> Cell:
        """Place of a whole row, from its 0-based index."""
        return Cell(self.spreadsheet_id, self.sheet_id, f"{row + 1}:{row + 1}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table whose headings were recognised.

    Attributes:
        name: Its name in `sheets.toml`.
        zone: Zone of the spreadsheet.
        header: 0-based index of the heading row.
        columns: 0-based column by field.
        lost: Fields whose column is missing or doubled, with the Problem that already speaks of it.
        of_one: Its workbook holds one student, so that its rows need not say whose they are.
        owner: The student whose name is its title, where its rows do not say whose they are.
        dated: Columns that have a date for a heading.
        repeated: Columns of fields that stand there several times over, as date, value, date, value.
        unread: Why columns are not read that are headed by a day which is unclear.
        again: Rows that hold headings again, by 0-based index, and whether these stand in the columns in
            which they stand above.
    """

    name: str
    table: Table
    case_manager: str
    zone: str
    header: int
    columns: Mapping[str, int]
    lost: Mapping[str, Problem]
    of_one: bool = False
    owner: str = ""
    dated: tuple[int, ...] = ()
    repeated: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    unread: tuple[Problem, ...] = ()
    again: Mapping[int, bool] = field(default_factory=dict)

    @property
    def whose(self) -> str:
        """Whose it is; see `model.facts.SheetKey`."""
        return self.table.spreadsheet_id if self.of_one else self.case_manager

    def rows(self) -> Iterator[Row]:
        """Rows below the headings that are in use, hidden or not."""
        below = range(self.header + 1, len(self.table.rows))
        return (Row(self, index) for index in below if self.is_used(index))

    def is_used(self, index: int) -> bool:
        """The row with this 0-based index holds data in a known column: no headings, caption or totals."""
        columns = (*self.columns.values(), *self.dated, *chain.from_iterable(self.repeated.values()))
        if index in self.again or all(self.table.at(index, column).idle for column in columns):
            return False
        return not (self._is_caption(index) or _are_totals(self.table.rows[index]))

    def _is_caption(self, index: int) -> bool:
        """Nothing stands in it but what a part of the sheet is called; nobody merges a name over dates."""
        cells = enumerate(self.table.rows[index])
        filled = [(at, cell) for at, cell in cells if not cell.idle and cell.kind is not Kind.ERROR]
        if len(filled) != 1 or filled[0][1].kind is not Kind.TEXT:
            return False
        ((column, only),) = filled
        return self.table.spans.get((index, column), 0) - column > _WIDEST_NAME or is_caption(only.text)


_WIDEST_NAME = 2
"""Columns over which a name may be merged: those of first and last name."""

_SUMS = frozenset({Kind.NUMBER, Kind.PERCENT, Kind.TIME, Kind.ERROR})


def _are_totals(cells: Iterable[RawCell]) -> bool:
    """`TOTAL HOURS` and numbers, and nothing else: who is called Total has a first name, too."""
    filled = (cell for cell in cells if cell.kind is not Kind.BLANK)
    first = next(filled, NOTHING)
    return first.kind is Kind.TEXT and is_total(first.text) and all(one.kind in _SUMS for one in filled)


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
        return NOTHING if column is None else self.sheet.table.at(self.index, column)

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
        return Row(self.sheet, self.index, student_ref)


@dataclass(frozen=True, slots=True)
class StudentRow:
    """A row of a Students sheet, as far as it says who the student is.

    Attributes:
        district: Key of the district, or empty where it is not known.
        number: The district's id in one form (`142` for 0142 and 142.0), or empty.
        left: The day of exit, once it has come.
        first: First name, or the only one that the student has.
        last: Last name; empty where the student has one name only.
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
    def full_name(self) -> str:
        """First and last name, as far as the student has both."""
        return f"{self.first} {self.last}".strip()

    @property
    def given_names(self) -> tuple[str, ...]:
        """First name, and preferred name where there is one."""
        return (self.first, self.preferred) if self.preferred else (self.first,)


@dataclass(frozen=True, slots=True)
class RawWorkbook:
    """A workbook that could be opened.

    Attributes:
        holds: As in the settings.
        zone: Time zone of the spreadsheet, as Google gives it.
        title: For seeing whether it shows a student's name, and which school year it names.
        locale: Of the spreadsheet, as `en_US`; empty where it is not known.
    """

    spreadsheet_id: str
    case_manager: str
    holds: str
    zone: str
    tables: tuple[Table, ...]
    title: str = field(default="", repr=False)
    locale: str = ""

    @property
    def of_one(self) -> bool:
        """It holds one student."""
        return self.holds == "one student"


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file in a folder of workbooks.

    Attributes:
        file_id: Of the file that a shortcut leads to, where it is one.
        title: Often a student's name: for telling school years apart, and for nothing else.
        is_sheet: It is a Google Sheets file, not one of another program.
        link: Where a person opens it.
    """

    file_id: str
    title: str = field(repr=False)
    is_sheet: bool = True
    link: str = ""


@dataclass(frozen=True, slots=True)
class WorkbookFailure:
    """A workbook that is not read, or a folder of workbooks that could not be listed.

    Attributes:
        spreadsheet_id: Of a folder its own id.
        kind: Why; `unavailable` where Google did not answer, so that nothing is wrong with the workbook.
        detail: What is to be told beside.
        folder: Where it lay, of one that is gone from there.
        students: Refs of those who stood in one that is gone, and who stand nowhere else.
    """

    spreadsheet_id: str
    case_manager: str
    kind: Literal[
        "forbidden",
        "not_found",
        "unavailable",
        "other",
        "which_year",
        "same_workbook",
        "earlier_year",
        "not_sheets",
        "of_two",
        "next_year",
        "gone",
        "folder_not_listed",
        "folder_unavailable",
        "folder_empty",
        "folder_below",
    ]
    detail: str = ""
    folder: str = ""
    students: frozenset[str] = frozenset()

    @property
    def place(self) -> SpreadsheetPlace | FolderPlace:
        """Where to look."""
        if self.kind.startswith("folder"):
            return FolderPlace(self.spreadsheet_id)
        return SpreadsheetPlace(self.spreadsheet_id)

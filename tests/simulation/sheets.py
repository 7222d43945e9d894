"""What people typed, as they mean it: rows are known by an id of their own, wherever they stand."""

from __future__ import annotations

from dataclasses import dataclass, field

from workspace_agent.model.place import letters


@dataclass
class Row:
    """A row; its id is never typed. An empty id is a blank row."""

    id: str
    cells: list[str]


@dataclass
class Sheet:
    """One sheet.

    Attributes:
        case_manager: Key.
        title: Its tab's.
        spreadsheet: Google's id of the workbook.
        gid: Google's id of the tab.
        longest: So many rows were ever typed.
        cleared: What stood here before somebody emptied it by mistake.
        typed: The heading as it stands there, where somebody renamed a part of it.
    """

    case_manager: str
    title: str
    spreadsheet: str
    gid: int
    heading: list[str]
    rows: list[Row] = field(default_factory=list)
    longest: int = 0
    cleared: list[Row] | None = None
    typed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.longest = len(self.rows)
        self.typed = list(self.heading)

    def find(self, row_id: str) -> Row | None:
        """The row with an id, where it stands here."""
        return next((row for row in self.rows if row.id == row_id), None)

    def get(self, row_id: str, column: str) -> str:
        """What stands in a cell; nothing where there is no such row."""
        row = self.find(row_id)
        return self.padded(row)[self.heading.index(column)] if row else ""

    def address(self, row_id: str, column: str) -> str:
        """Where a cell stands now, such as `G4`; empty where there is no such row."""
        row = self.find(row_id)
        return f"{letters(self.heading.index(column))}{self.rows.index(row) + 2}" if row else ""

    def whole(self) -> list[list[str]]:
        """All that is to be typed, with blanks over what stood there before."""
        self.longest = max(self.longest, len(self.rows))
        blank = [""] * len(self.heading)
        lines = [self.padded(row) for row in self.rows]
        return [self.typed, *lines, *[blank] * (self.longest - len(lines))]

    def padded(self, row: Row) -> list[str]:
        """The cells of a row, as many as there are headings."""
        return row.cells + [""] * (len(self.heading) - len(row.cells))

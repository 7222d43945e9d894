"""The agent's own tab in a workbook, as it is found there: by its sheet id, whatever people call it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

TITLE = "Agent"

SHEET_ID = 1_907_080_107
"""Our own choice, so that adding the tab twice is refused instead of leaving two of them."""

COPIES = 1000
"""So many ids after it are for copies of what people typed into the tab."""

MARK = "wa_lines"
"""Key of the developer metadata on the tab that holds the prints of its lines."""

Grid = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class AgentTab:
    """The tab there is.

    Attributes:
        rows: What stands in it now.
        written: Prints of the lines that the agent wrote, by the mark on the tab.
        position: How many tabs stand before it.
    """

    rows: Grid
    written: frozenset[str] = frozenset()
    position: int = 0

    @property
    def typed_into(self) -> bool:
        """A line stands there that the agent did not write; to sort or to delete lines is not to type."""
        return any(line_print(line) not in self.written for line in trimmed(self.rows) if line)


@dataclass(frozen=True, slots=True)
class AgentTabs:
    """The agent's tab of a workbook, and what stands around it.

    Attributes:
        own: The tab, if there is one.
        title_taken: A tab that the agent did not make bears the title.
        copies: Sheet ids of copies that nobody has given a name of their own.
        next_copy: Lowest number under which a copy can be made.
    """

    own: AgentTab | None = None
    title_taken: bool = False
    copies: tuple[int, ...] = ()
    next_copy: int = 1


@dataclass(frozen=True, slots=True)
class PrivateSpreadsheet:
    """The spreadsheet that holds a case manager's Agent tab where others can open the workbook.

    Attributes:
        tabs: What stands in it; None where it lies in the trash, was deleted or could not be read.
    """

    spreadsheet_id: str
    tabs: AgentTabs | None = None


def copy_id(number: int) -> int:
    """Sheet id of a copy."""
    return SHEET_ID + number


def copy_title(number: int) -> str:
    """What a copy is called."""
    return f"{TITLE}, copy {number}"


def line_print(line: tuple[str, ...]) -> str:
    """By this a line is known again; short, because all of a tab's go into one mark of 30,000 characters."""
    return sha256("\t".join(line).encode()).hexdigest()[:8]


def trimmed(grid: Grid) -> Grid:
    """As Sheets gives it back: without empty cells at the end of a row and empty rows at the end."""
    lines = [line[: max((i for i, cell in enumerate(line, 1) if cell), default=0)] for line in grid]
    return tuple(lines[: max((i for i, line in enumerate(lines, 1) if line), default=0)])

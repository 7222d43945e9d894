"""What a tab of a new workbook consists of: columns, what is typed there, and when a row stands out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Cells(Enum):
    """What is typed into a column."""

    TEXT = auto()
    DIGITS = auto()
    """Digits that are no number: `0142` keeps its nought."""
    DATE = auto()
    TIME = auto()
    NUMBER = auto()
    BOX = auto()
    CHOICE = auto()
    """One of a closed set; anything else is refused."""
    SUGGESTION = auto()
    """One of a list, several of it, or another word; anything else is only marked."""


class Look(Enum):
    """How a row that needs a look, or none any more, stands out: never by colour alone."""

    WARNING = auto()
    OVER = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        field: As `sheets.toml` calls it.
        heading: The first heading that is known for the field.
        hint: What to type, for the note on the heading.
    """

    field: str
    cells: Cells
    hint: str = ""
    choices: tuple[str, ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Signal:
    """When cells of a row stand out.

    Attributes:
        means: What is the matter, for the instructions.
        formula: In Sheets' own words for row 2, with fields in braces for their cells.
        shown: Fields whose cells stand out; none means the whole row.
    """

    look: Look
    means: str
    formula: str
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab.

    Attributes:
        kind: As `sheets.toml` calls it.
        rows: How many there are at first. Each one that is formatted makes every reading longer.
        typed: What a case manager types, one row for each of what.
        use: What the agent does with it.
    """

    kind: str
    title: str
    rows: int
    typed: str
    use: str
    columns: tuple[Column, ...]
    signals: tuple[Signal, ...] = ()

    @property
    def fields(self) -> dict[str, int]:
        """0-based columns by field."""
        return {column.field: at for at, column in enumerate(self.columns)}

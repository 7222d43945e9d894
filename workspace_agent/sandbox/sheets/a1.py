"""A1 notation: text to areas and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Place = tuple[int, int]

_CORNER = re.compile(r"\$?([A-Za-z]{1,3})?(?:\$?([1-9][0-9]{0,7}))?")
CELL_LIKE = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*")
_PLAIN_TITLE = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of a grid: zero-based, half open, bounded on all sides."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        """Number of rows."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.right - self.left

    def places(self) -> Iterator[Place]:
        """Every cell, row by row."""
        return (
            (row, column) for row in range(self.top, self.bottom) for column in range(self.left, self.right)
        )

    def holds(self, place: Place) -> bool:
        """Whether a cell lies inside."""
        return self.top <= place[0] < self.bottom and self.left <= place[1] < self.right

    def meets(self, other: Region) -> bool:
        """Whether the two share a cell."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle as a person or program names it: a missing side is unbounded."""

    top: int | None = None
    left: int | None = None
    bottom: int | None = None
    right: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it ends where it begins."""
        return self.bottom == (self.top or 0) or self.right == (self.left or 0)

    def within(self, rows: int, columns: int) -> Region:
        """The area on a grid; missing sides become the edges of the grid, given ones are kept."""
        return Region(
            self.top or 0,
            self.left or 0,
            rows if self.bottom is None else self.bottom,
            columns if self.right is None else self.right,
        )


def column_letters(index: int) -> str:
    """Letters of a zero-based column: 0 is A, 26 is AA."""
    letters = ""
    number = index + 1
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Zero-based column of its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def parse_area(text: str) -> Area | None:
    """The area that the part after the exclamation mark names.

    Args:
        text: `A1`, `A1:B2`, `A:C`, `2:5` or `A2:C`; dollar signs are ignored.

    Returns:
        The area, or None when the text is not A1 notation.
    """
    first, colon, second = text.partition(":")
    start = _corner(first)
    end = _corner(second) if colon else start
    if start is None or end is None or (not colon and None in start):
        return None
    top, bottom = _span(start[0], end[0])
    left, right = _span(start[1], end[1])
    return Area(top, left, bottom, right)


def _corner(text: str) -> tuple[int | None, int | None] | None:
    found = _CORNER.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        return None
    letters, digits = found.groups()
    return (int(digits) - 1 if digits else None, column_index(letters) if letters else None)


def _span(first: int | None, second: int | None) -> tuple[int | None, int | None]:
    """Half-open bounds of one direction; a bound on one corner only is where an open range starts."""
    if first is None or second is None:
        return (second if first is None else first, None)
    return (min(first, second), max(first, second) + 1)


def split_title(text: str) -> tuple[tuple[str, ...], str]:
    """Take the sheet title off a range.

    Returns:
        The titles that may be meant, best first (none when the range names no sheet), and the rest.
        An apostrophe inside quotes may be doubled, as Sheets writes it, or not, as Google's guide does.
    """
    if text.startswith("'"):
        quoted, rest = _closing_quote(text)
        return ((quoted.replace("''", "'"), quoted), rest) if quoted else ((), text)
    title, mark, rest = text.rpartition("!")
    return ((title,), rest) if mark else ((), text)


def _closing_quote(text: str) -> tuple[str, str]:
    end = text.rfind("'!")
    if end > 0:
        return text[1:end], text[end + 2 :]
    return (text[1:-1], "") if text.endswith("'") else ("", text)


def quote_title(title: str) -> str:
    """A title as Sheets writes it in a range: quoted only where it could be misread."""
    if _PLAIN_TITLE.fullmatch(title) and not CELL_LIKE.fullmatch(title):
        return title
    doubled = title.replace("'", "''")
    return f"'{doubled}'"


def cell_name(place: Place) -> str:
    """A1 name of one cell."""
    return f"{column_letters(place[1])}{place[0] + 1}"


def region_name(title: str, region: Region) -> str:
    """Full name of a region, such as `'It''s'!A1:Z1000`."""
    first = cell_name((region.top, region.left))
    last = cell_name((region.bottom - 1, region.right - 1))
    return f"{quote_title(title)}!{first}" + ("" if first == last else f":{last}")

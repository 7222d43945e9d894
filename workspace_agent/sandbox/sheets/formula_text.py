"""Formulas as text: their pieces, and their references when cells move."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from workspace_agent.sandbox.sheets.a1 import Area, column_index, column_letters, quote_title

# https://support.google.com/docs/answer/46977 for operators; error texts may be typed, too.
_PIECE = re.compile(
    r"""(?P<blank>\s+)
    |(?P<text>"(?:[^"]|"")*")
    |(?P<failure>\#REF!|\#N/A|\#VALUE!|\#DIV/0!|\#NUM!|\#NAME\?|\#ERROR!|REF!)
    |(?P<reference>(?:(?:'(?:[^']|'')+'|[^\W\d]\w*)!)?
        (?:\$?[A-Za-z]{1,3}\$?[0-9]{1,8}(?::\$?(?:[A-Za-z]{1,3}\$?[0-9]{0,8}|[0-9]{1,8}))?
          |\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?:\$?[0-9]{1,8})?
          |\$?[0-9]{1,8}:\$?[0-9]{1,8})(?![\w(.]))
    |(?P<number>(?:[0-9]+(?:DECIMAL[0-9]*)?|DECIMAL[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<name>[^\W\d][\w.]*)
    |(?P<operator><=|>=|<>|[-+*/^&=<>%])
    |(?P<open>\()|(?P<close>\))|(?P<begin>\{)|(?P<end>\})|(?P<separator>[,;\\])""",
    re.VERBOSE,
)
_CORNER = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)([0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a formula."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to cells.

    Attributes:
        title: Title of the sheet; empty where it is that of the formula.
        area: What it spans, dollar signs left aside.
        fixed: Dollar signs before first column, first row, last column and last row.
        single: Whether it was written without a colon.
    """

    title: str
    area: Area
    fixed: tuple[bool, bool, bool, bool]
    single: bool

    def written(self) -> str:
        """The reference as it stands in a formula."""
        area = self.area
        first = _corner_text(area.left, area.top, self.fixed[:2])
        last = _corner_text(_last(area.right), _last(area.bottom), self.fixed[2:])
        cells = first if self.single else f"{first}:{last}"
        return f"{quote_title(self.title)}!{cells}" if self.title else cells


def _last(end: int | None) -> int | None:
    return None if end is None else end - 1


def _corner_text(column: int | None, row: int | None, fixed: tuple[bool, ...]) -> str:
    letters = "" if column is None else "$" * fixed[0] + column_letters(column)
    return letters + ("" if row is None else "$" * fixed[1] + str(row + 1))


@lru_cache(maxsize=4096)
def pieces_of(text: str, decimal: str) -> tuple[Piece, ...] | None:
    """The pieces of a formula without its equals sign, blanks among them; None where it has no sense.

    Args:
        text: The formula from its first character after the equals sign.
        decimal: The mark before decimals; under a comma only semicolons separate arguments.
    """
    pattern = _pattern(decimal)
    found: list[Piece] = []
    at = 0
    while at < len(text):
        match = pattern.match(text, at)
        if match is None or (match[0] == "," == decimal):
            return None
        found.append(Piece(str(match.lastgroup), match[0]))
        at = match.end()
    return tuple(found)


@lru_cache
def _pattern(decimal: str) -> re.Pattern[str]:
    return re.compile(_PIECE.pattern.replace("DECIMAL", re.escape(decimal)), re.VERBOSE)


@lru_cache(maxsize=4096)
def reference_of(text: str) -> Reference:
    """What a piece of the kind `reference` means."""
    title, mark, cells = text.rpartition("!")
    title = title[1:-1].replace("''", "'") if title.startswith("'") else title
    first, colon, second = cells.partition(":")
    start, end = _corner(first), _corner(second or first)
    (left, top, *fixed), (right, bottom, *fixed_end) = start, end
    area = Area(top, left, _end(bottom), _end(right))
    signs = (bool(fixed[0]), bool(fixed[1]), bool(fixed_end[0]), bool(fixed_end[1]))
    return Reference(title if mark else "", area, signs, not colon)


def _end(last: int | None) -> int | None:
    return None if last is None else last + 1


def _corner(text: str) -> tuple[int | None, int | None, bool, bool]:
    found = _CORNER.fullmatch(text)
    if found is None:
        raise ValueError(text)
    column_sign, letters, row_sign, digits = found.groups()
    # In `$2:3` the sign stands before a row.
    row_fixed = bool(row_sign) or (bool(column_sign) and not letters)
    column = column_index(letters) if letters else None
    return column, int(digits) - 1 if digits else None, bool(column_sign) and bool(letters), row_fixed


def rewritten(text: str, decimal: str, change: Callable[[Reference], Reference | None]) -> str:
    """A formula with every reference changed; one that is lost becomes `#REF!`."""
    pieces = pieces_of(text[1:], decimal)
    if pieces is None:
        return text
    return "=" + "".join(_changed(piece, change) for piece in pieces)


def _changed(piece: Piece, change: Callable[[Reference], Reference | None]) -> str:
    if piece.kind != "reference":
        return piece.text
    before = reference_of(piece.text)
    after = change(before)
    if after is None:
        return "#REF!"
    return piece.text if after == before else after.written()

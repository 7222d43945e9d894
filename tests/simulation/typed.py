"""What stands in a cell, read as a clerk would with a pencil: by itself, and from nothing of the agent's.

A cell is what a person typed: text, a number, or a date. What a clerk cannot read is `UNREADABLE`: the naive
model then says nothing that would need it, which is how it stays silent where the agent has a Problem.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

Cell = str | float | bool | date | None

UNREADABLE = "?"
Day = date | str | None
"""A day; nothing; or `UNREADABLE`."""

NOTHING = {"", "—", "–", "-", "n/a", "na", "none", "no date"}
YES = {"true", "yes", "y", "x", "done"}
NO = {"false", "no", "n"}
_FIRST_SERIAL_DAY = date(1899, 12, 30)
_FORMS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y", "%d %b %Y", "%d %B %Y")
_CLOCKS = ("%I:%M %p", "%I:%M:%S %p", "%H:%M", "%H:%M:%S")


def text(cell: Cell) -> str:
    """As it reads on the screen, on one line."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split())


def plain(cell: Cell) -> str:
    """In small letters without accents, to compare words with."""
    letters = unicodedata.normalize("NFKD", text(cell).casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def is_blank(cell: Cell) -> bool:
    """Empty, or a word or dash for nothing."""
    return plain(cell) in NOTHING


def day(cell: Cell, latest: date | None = None) -> Day:
    """The day in a cell.

    Args:
        cell: What was typed. A number is a day as Sheets counts them.
        latest: What has been done cannot be later than that.
    """
    if is_blank(cell):
        return None
    found = _day(cell)
    if found is None or not 2000 <= found.year <= 2099 or (latest is not None and found > latest):
        return UNREADABLE
    return found


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _FIRST_SERIAL_DAY + timedelta(days=int(cell)) if 1 <= cell < 73_051 else None
    typed = text(cell)
    if typed.startswith("'"):
        return _in_text(typed[1:])
    return _written(typed)


def _in_text(typed: str) -> date | None:
    """Behind an apostrophe Sheets makes no date of it, so nobody knows which number is the month."""
    found = _written(typed)
    slashed = re.fullmatch(r"(\d+)/(\d+)/\d+", typed)
    if found and slashed and int(slashed[1]) != int(slashed[2]) and int(slashed[2]) <= 12:
        return None
    return found


def _written(typed: str) -> date | None:
    for form in _FORMS:
        try:
            return datetime.strptime(typed, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def minute(cell: Cell) -> int | str | None:
    """Minutes since midnight; nothing; or `UNREADABLE`. A fraction is a time as Sheets counts them."""
    if is_blank(cell):
        return None
    if isinstance(cell, float) and 0 <= cell < 1:
        return round(cell * 24 * 60)
    for form in _CLOCKS:
        try:
            at = datetime.strptime(text(cell).upper(), form)  # noqa: DTZ007 - nor has a time of day
        except ValueError:
            continue
        return at.hour * 60 + at.minute
    return UNREADABLE


def ticked(cell: Cell) -> bool:
    """A ticked box, or a word for one."""
    return plain(cell) in YES


def number(cell: Cell) -> float | None:
    """A number or percentage; nothing where it is none."""
    if isinstance(cell, bool | date):
        return None
    try:
        return float(text(cell).removesuffix("%"))
    except ValueError:
        return None

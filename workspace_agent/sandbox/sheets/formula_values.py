"""What parts of a formula may be worth besides a single value: arrays, and the cells of a range."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from workspace_agent.sandbox.sheets.a1 import Place, Region
from workspace_agent.sandbox.sheets.model import Sheet
from workspace_agent.sandbox.sheets.outcomes import BLANK, NOT_AVAILABLE, Outcome, failure

Row = tuple[Outcome, ...]


class Array:
    """A rectangle of values.

    Attributes:
        rows: Its rows from the top; all have the same length, and there is at least one value.
    """

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0])

    @property
    def single(self) -> bool:
        """Whether it is one value."""
        return self.height * self.width == 1

    def values(self) -> Iterator[Outcome]:
        """Every value, row by row."""
        return (value for row in self.rows for value in row)

    @cached_property
    def filled(self) -> tuple[Outcome, ...]:
        """Every value that is not blank."""
        return tuple(value for value in self.values() if value.value is not None)

    def column(self, index: int) -> Row:
        """One column from the top."""
        return tuple(row[index] for row in self.rows)

    def part(self, region: Region) -> Array:
        """Some of its rows and columns."""
        return Array(tuple(row[region.left : region.right] for row in self.rows[region.top : region.bottom]))

    def turned(self) -> Array:
        """Rows as columns."""
        return Array(tuple(zip(*self.rows, strict=True)))


class Span(Array):
    """The cells of a range; they are looked at only when their values are asked for.

    Args:
        sheet: Where they lie.
        region: Which they are.
        read: What gives their values.
    """

    def __init__(
        self, sheet: Sheet, region: Region, read: Callable[[Sheet, Region], tuple[Row, ...]]
    ) -> None:
        self.sheet = sheet
        self.region = region
        self._read = read

    @cached_property
    def rows(self) -> tuple[Row, ...]:  # type: ignore[override]
        """The values, row by row."""
        return self._read(self.sheet, self.region)

    @property
    def height(self) -> int:
        """Number of rows."""
        return self.region.height

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.region.width

    def part(self, region: Region) -> Span:
        """Some of its rows and columns, still as cells."""
        top, left = self.region.top, self.region.left
        inside = Region(top + region.top, left + region.left, top + region.bottom, left + region.right)
        return Span(self.sheet, inside, self._read)

    def beside(self, place: Place) -> Outcome:
        """The one cell that a formula means where one value is wanted: that of its own row or column."""
        row = self.region.top if self.region.height == 1 else place[0]
        column = self.region.left if self.region.width == 1 else place[1]
        if 1 in {self.region.height, self.region.width} and self.region.holds((row, column)):
            return self.rows[row - self.region.top][column - self.region.left]
        return Outcome(failure("#VALUE!", "An array value could not be found."))


Result = Outcome | Array


def array_of(result: Result) -> Array:
    """A result as an array; a single value is an array of one."""
    return result if isinstance(result, Array) else Array(((result,),))


def row_of(values: list[Outcome] | Row) -> Result:
    """Values beside one another; one alone is no array."""
    return values[0] if len(values) == 1 else Array((tuple(values),))


def spread(work: Callable[[Row], Result], results: tuple[Result, ...]) -> Array:
    """Work on arrays value by value; what has one row or column only is repeated along the others.

    Args:
        work: Makes one value, or a row of them, of those that lie at the same place.
        results: Arrays and single values.

    Returns:
        An array as large as the largest; where one of the others ends before, there is `#N/A`.
    """
    arrays = [array_of(result) for result in results]
    height, width = (max(sides) for sides in zip(*((one.height, one.width) for one in arrays), strict=True))
    lines = (
        [work(tuple(_at(one, row, column) for one in arrays)) for column in range(width)]
        for row in range(height)
    )
    return padded([value for one in line for value in array_of(one).rows[0]] for line in lines)


def padded(lines: Iterable[Sequence[Outcome]]) -> Array:
    """An array of rows that need not be equally long: short ones end in blanks."""
    rows = list(lines)
    width = max(len(row) for row in rows)
    return Array(tuple((*row, *[BLANK] * (width - len(row))) for row in rows))


def _at(array: Array, row: int, column: int) -> Outcome:
    down, across = 0 if array.height == 1 else row, 0 if array.width == 1 else column
    if down < array.height and across < array.width:
        return array.rows[down][across]
    return Outcome(NOT_AVAILABLE)


@dataclass(frozen=True, slots=True)
class Setting:
    """What functions know of their surroundings.

    Attributes:
        locale: Locale of the spreadsheet.
        today: Today's day there; asking for it makes a formula worth asking again tomorrow.
        now: The moment there; asking for it makes a formula worth asking again at once.
    """

    locale: str
    today: Callable[[], date]
    now: Callable[[], datetime]

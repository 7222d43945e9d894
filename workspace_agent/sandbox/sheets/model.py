"""Spreadsheets as values: every change makes a new one, so that a failed change leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.clock import START
from workspace_agent.sandbox.sheets.a1 import Area, Place, Region
from workspace_agent.sandbox.sheets.typed import Entered, Formula, NumberFormat, Scalar
from workspace_agent.sandbox.sheets.zones import zone_of


class RefusedError(ValueError):
    """A change that Google would refuse; the message is Google's, without its place in the request."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell holds of its own accord.

    Attributes:
        entered: The value as entered; None is blank.
        format: The wire's `userEnteredFormat`.
        note: Text of the note.
        validation: The wire's `dataValidation`.
        chips: The wire's `chipRuns`, of what was entered: they go with it.
    """

    entered: Entered | None = None
    format: Json = field(default_factory=dict)
    note: str = ""
    validation: Json | None = None
    chips: tuple[Json, ...] = ()

    def holding(self, entered: Entered | None) -> Cell:
        """The cell with another value of its own."""
        return replace(self, entered=entered, chips=())

    @property
    def constant(self) -> Scalar | None:
        """The value of a cell without a formula; a box that was never ticked is not blank."""
        if self.entered is None:
            return self._unticked
        return None if isinstance(self.entered, Formula) else self.entered

    @property
    def _unticked(self) -> Scalar | None:
        if self.validation is None:
            return None
        condition = self.validation.get("condition") or {}
        if condition.get("type") != "BOOLEAN":
            return None
        own: list[Json] = condition.get("values") or []
        return str(own[1].get("userEnteredValue")) if own[1:] else None if own else False

    @property
    def filled(self) -> bool:
        """Whether the cell shows anything; that may be an empty text."""
        return self.entered is not None or self._unticked is not None

    @property
    def number_format(self) -> NumberFormat | None:
        """The number format, if the cell has its own."""
        own = self.format.get("numberFormat")
        return NumberFormat(own.get("type", ""), own.get("pattern", "")) if own else None

    @property
    def empty(self) -> bool:
        """Whether there is nothing at all: neither value nor format, note or rule."""
        return self == BLANK


BLANK = Cell()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Attributes:
        properties: The wire's `SheetProperties` without `index`, which is the place in the spreadsheet.
        cells: Cells that are not empty.
        merges: Merged regions.
        protected: The wire's `protectedRanges`.
        conditional: The wire's `conditionalFormats`.
        basic_filter: The wire's `basicFilter`.
        sizes: The wire's `DimensionProperties` of rows and columns that differ from the rest.
        groups: The wire's `rowGroups` and `columnGroups`.
        banded: The wire's `bandedRanges`.
        filter_views: The wire's `filterViews`.
    """

    properties: Json
    cells: Mapping[Place, Cell] = field(default_factory=dict)
    merges: tuple[Region, ...] = ()
    protected: tuple[Json, ...] = ()
    conditional: tuple[Json, ...] = ()
    basic_filter: Json | None = None
    sizes: Mapping[tuple[str, int], Json] = field(default_factory=dict)
    groups: tuple[Json, ...] = ()
    banded: tuple[Json, ...] = ()
    filter_views: tuple[Json, ...] = ()

    @property
    def sheet_id(self) -> int:
        """Stable id."""
        return int(self.properties["sheetId"])

    @property
    def title(self) -> str:
        """Title."""
        return str(self.properties["title"])

    @property
    def rows(self) -> int:
        """Number of rows of the grid."""
        return int(self.properties["gridProperties"]["rowCount"])

    @property
    def columns(self) -> int:
        """Number of columns of the grid."""
        return int(self.properties["gridProperties"]["columnCount"])

    @property
    def grid(self) -> Region:
        """The whole grid."""
        return Region(0, 0, self.rows, self.columns)

    def cell(self, place: Place) -> Cell:
        """A cell, blank where nothing was entered."""
        return self.cells.get(place, BLANK)

    def region(self, area: Area) -> Region:
        """An area on this grid."""
        return area.within(self.rows, self.columns)

    def resized(self, rows: int, columns: int) -> Sheet:
        """The sheet with another grid; cells outside it are gone."""
        grid = {**self.properties["gridProperties"], "rowCount": rows, "columnCount": columns}
        kept = {place: cell for place, cell in self.cells.items() if place[0] < rows and place[1] < columns}
        return replace(self, properties={**self.properties, "gridProperties": grid}, cells=kept)

    def with_cells(self, changed: Mapping[Place, Cell]) -> Sheet:
        """The sheet with some cells replaced; blank ones are dropped."""
        merged = {**self.cells, **changed}
        for place, cell in changed.items():
            if cell.empty:
                del merged[place]
        return replace(self, cells=merged)

    def held(self, region: Region) -> list[Place]:
        """Places of the cells of a region that are not empty, row by row."""
        if region.height * region.width < len(self.cells):
            return [place for place in region.places() if place in self.cells]
        return sorted(place for place in self.cells if region.holds(place))

    def changed(self, region: Region, change: Callable[[Cell], Cell]) -> Sheet:
        """The sheet with every cell of a region changed in the same way."""
        return self.with_cells({place: change(self.cell(place)) for place in region.places()})

    def hidden_by_merge(self, place: Place) -> bool:
        """Whether a cell lies in a merged region without being its top-left cell."""
        return any(merge.holds(place) and place != (merge.top, merge.left) for merge in self.merges)


@dataclass(frozen=True, slots=True)
class Note:
    """One piece of developer metadata: the wire's `DeveloperMetadata`, and the app that made it."""

    metadata: Json
    client_id: str


@dataclass(frozen=True, slots=True)
class Book:
    """One spreadsheet.

    Attributes:
        book_id: Its id, shared with the file in Drive.
        properties: The wire's `SpreadsheetProperties`.
        sheets: Its sheets in order.
        named: The wire's `namedRanges`.
        owner: Who made it; protection does not bind the owner.
        notes: Developer metadata.
        now: When it is looked at: what `TODAY` and a date without a year depend on.
    """

    book_id: str
    properties: Json
    sheets: tuple[Sheet, ...]
    named: tuple[Json, ...] = ()
    owner: str = ""
    notes: tuple[Note, ...] = ()
    now: datetime = START

    @property
    def wall_clock(self) -> datetime:
        """Day and time on the wall of the spreadsheet."""
        return self.now.astimezone(zone_of(str(self.properties["timeZone"])))

    @property
    def locale(self) -> str:
        """Locale, such as `en_US`."""
        return str(self.properties["locale"])

    def sheet(self, sheet_id: int) -> Sheet:
        """A sheet by its id.

        Raises:
            RefusedError: No sheet has the id.
        """
        for sheet in self.sheets:
            if sheet.sheet_id == sheet_id:
                return sheet
        raise RefusedError(f"No grid with id: {sheet_id}")

    def titled(self, title: str) -> Sheet | None:
        """A sheet by its title; letter case does not count."""
        return next((sheet for sheet in self.sheets if sheet.title.casefold() == title.casefold()), None)

    def with_sheet(self, changed: Sheet) -> Book:
        """The spreadsheet with one sheet replaced."""
        return replace(
            self,
            sheets=tuple(changed if sheet.sheet_id == changed.sheet_id else sheet for sheet in self.sheets),
        )

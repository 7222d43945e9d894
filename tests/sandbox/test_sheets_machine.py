from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.sandbox.sheets_client import SheetsClient
from workspace_agent.sandbox.call import Json

USERS = ("owner@dept.example", "writer@dept.example")
ROWS, COLUMNS = 8, 4
VALUES = st.one_of(st.sampled_from(["", "b", "B", "c"]), st.integers(0, 9), st.booleans())
LINES = st.integers(0, ROWS - 1)
PLACES = st.tuples(LINES, st.integers(0, COLUMNS - 1))
USER = st.sampled_from(USERS)


def spot(row: int, column: int) -> str:
    return f"Sheet1!{'ABCDEFGHIJ'[column]}{row + 1}"


def order(value: Any) -> tuple[int, Any]:
    if isinstance(value, bool):
        return 2, value
    return (0, value) if isinstance(value, int) else (1, value.casefold())


class TwoPeople(RuleBasedStateMachine):
    """Two people work on one sheet; a plain list of rows says what must be there."""

    def __init__(self) -> None:
        super().__init__()
        size = {"rowCount": ROWS, "columnCount": COLUMNS}
        self.sheets = SheetsClient(sheets=[{"properties": {"sheetId": 0, "gridProperties": size}}])
        self.sheets.share(USERS[1], "writer")
        self.model: list[list[Any]] = [[""] * COLUMNS for _ in range(ROWS)]
        self.tag()

    def tag(self) -> None:
        line = {"sheetId": 0, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}
        note = {"metadataKey": "row", "visibility": "DOCUMENT", "location": {"dimensionRange": line}}
        self.sheets.change("createDeveloperMetadata", {"developerMetadata": note})
        self.sheets.type_in(spot(2, COLUMNS - 1), [["tag"]])
        self.model[2][-1] = "tag"

    def change(self, user: str, kind: str, request: Json) -> None:
        self.sheets.here("batchUpdate", {"requests": [{kind: request}]}, user=user)

    @rule(user=USER, place=PLACES, values=st.lists(VALUES, min_size=1, max_size=3))
    def write(self, user: str, place: tuple[int, int], values: list[Any]) -> None:
        row, column = place
        fitting = values[: COLUMNS - 1 - column]
        if row < len(self.model) and fitting:
            options = {"range": spot(row, column), "valueInputOption": "RAW"}
            self.sheets.here("values.update", {"values": [fitting]}, user=user, **options)
            self.model[row][column : column + len(fitting)] = fitting

    @rule(user=USER, place=PLACES)
    def clear(self, user: str, place: tuple[int, int]) -> None:
        if place[0] < len(self.model) and place[1] < COLUMNS - 1:
            self.sheets.here("values.clear", range=spot(*place), user=user)
            self.model[place[0]][place[1]] = ""

    @rule(user=USER, start=LINES, count=st.integers(1, 2))
    def insert(self, user: str, start: int, count: int) -> None:
        if start <= len(self.model) and len(self.model) < 20:
            span = {"sheetId": 0, "dimension": "ROWS", "startIndex": start, "endIndex": start + count}
            self.change(user, "insertDimension", {"range": span})
            self.model[start:start] = [[""] * COLUMNS for _ in range(count)]

    @rule(user=USER, start=LINES, count=st.integers(1, 2))
    def delete(self, user: str, start: int, count: int) -> None:
        tagged = any("tag" in row for row in self.model[start : start + count])
        if start + count <= len(self.model) - 4 and not tagged:
            span = {"sheetId": 0, "dimension": "ROWS", "startIndex": start, "endIndex": start + count}
            self.change(user, "deleteDimension", {"range": span})
            del self.model[start : start + count]

    @rule(user=USER, start=LINES, destination=LINES)
    def move(self, user: str, start: int, destination: int) -> None:
        if max(start, destination) < len(self.model):
            span = {"sheetId": 0, "dimension": "ROWS", "startIndex": start, "endIndex": start + 1}
            self.change(user, "moveDimension", {"source": span, "destinationIndex": destination})
            row = self.model.pop(start)
            self.model.insert(destination - (destination > start), row)

    @rule(user=USER, column=st.integers(0, COLUMNS - 2), down=st.booleans())
    def sort(self, user: str, column: int, down: bool) -> None:
        width = {"startColumnIndex": 0, "endColumnIndex": COLUMNS - 1}
        spec = {"dimensionIndex": column, "sortOrder": "DESCENDING" if down else "ASCENDING"}
        self.change(user, "sortRange", {"range": {"sheetId": 0, **width}, "sortSpecs": [spec]})
        heads = [row[:-1] for row in self.model]
        filled = sorted(
            (row for row in heads if row[column] != ""), key=lambda r: order(r[column]), reverse=down
        )
        ordered = filled + [row for row in heads if row[column] == ""]
        self.model = [[*head, row[-1]] for head, row in zip(ordered, self.model, strict=True)]

    @invariant()
    def cells_are_what_the_two_left(self) -> None:
        shown = self.sheets.read("Sheet1", valueRenderOption="UNFORMATTED_VALUE")
        padded = [[*row, *[""] * (COLUMNS - len(row))] for row in shown]
        padded += [[""] * COLUMNS for _ in range(len(self.model) - len(padded))]
        assert padded == self.model

    @invariant()
    def metadata_lies_on_the_row_that_was_tagged(self) -> None:
        filters = [{"developerMetadataLookup": {"metadataKey": "row"}}]
        (found,) = self.sheets.here("values.batchGetByDataFilter", {"dataFilters": filters})["valueRanges"]
        assert found["valueRange"]["values"][0][-1] == "tag"


TwoPeople.TestCase.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
TestTwoPeopleOnOneSheet = TwoPeople.TestCase

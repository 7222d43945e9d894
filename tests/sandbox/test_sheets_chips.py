"""Smart chips are written at placeholders, read with the text between them, and go with a new value."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.sheets_client import SheetsClient, grid
from tests.sandbox.world import Json, Person
from workspace_agent.sandbox.call import ApiError

NINA: Json = {"personProperties": {"email": "n.ferris@school.example"}}
FILE: Json = {"richLinkProperties": {"uri": "https://docs.google.com/document/d/1/edit"}}
BOOKS = "/v4/spreadsheets"


@pytest.fixture
def sheets() -> SheetsClient:
    return SheetsClient()


def put(sheets: SheetsClient, text: str, *runs: Json, fields: str = "userEnteredValue,chipRuns") -> None:
    data: dict[str, Any] = {"userEnteredValue": {"stringValue": text}, "chipRuns": [*runs]}
    sheets.change("updateCells", {"start": {}, "rows": [{"values": [data]}], "fields": fields})


def shown(sheets: SheetsClient) -> tuple[str, list[Json] | None]:
    cell = sheets.cell("A1")
    return cell["formattedValue"], cell.get("chipRuns")


@pytest.mark.parametrize("fields", ["userEnteredValue,chipRuns", "*"])
def test_a_chip_alone_is_one_run(sheets: SheetsClient, fields: str) -> None:
    put(sheets, "@", {"chip": NINA}, fields=fields)
    assert shown(sheets) == ("n.ferris", [{"chip": NINA}])


def test_a_person_may_show_the_address(sheets: SheetsClient) -> None:
    put(sheets, "@", {"chip": {"personProperties": NINA["personProperties"] | {"displayFormat": "EMAIL"}}})
    assert shown(sheets)[0] == "n.ferris@school.example"


def test_what_stands_between_chips_is_a_run_without_one(sheets: SheetsClient) -> None:
    put(sheets, "\N{WINKING FACE}@ has @.", {"startIndex": 2, "chip": NINA}, {"startIndex": 8, "chip": FILE})
    assert shown(sheets) == (
        "\N{WINKING FACE}n.ferris has file.",
        [
            {"chip": {}},
            {"startIndex": 2, "chip": NINA},
            {"startIndex": 10, "chip": {}},
            {"startIndex": 15, "chip": FILE},
            {"startIndex": 19, "chip": {}},
        ],
    )


@pytest.mark.parametrize(
    ("text", "run"),
    [
        pytest.param("x", {"chip": NINA}, id="no placeholder"),
        pytest.param("@", {"startIndex": 1, "chip": NINA}, id="beside it"),
        pytest.param("@", {"chip": {"richLinkProperties": {"uri": "https://youtu.be/1"}}}, id="no file"),
        pytest.param("@", {"chip": {"personProperties": {}}}, id="nobody"),
    ],
)
def test_what_cannot_be_a_chip_is_refused(sheets: SheetsClient, text: str, run: Json) -> None:
    with pytest.raises(ApiError):
        put(sheets, text, run)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda sheets: sheets.type_in("A1", [["n.ferris"]]), id="typed"),
        pytest.param(lambda sheets: put(sheets, "n.ferris", fields="userEnteredValue"), id="written"),
        pytest.param(lambda sheets: put(sheets, "n.ferris"), id="written without chips"),
    ],
)
def test_a_new_value_takes_the_chip_away(sheets: SheetsClient, change: Any) -> None:
    put(sheets, "@", {"chip": NINA})
    change(sheets)
    assert shown(sheets) == ("n.ferris", None)


def test_a_cell_that_is_cleared_is_blank(sheets: SheetsClient) -> None:
    put(sheets, "@", {"chip": NINA})
    sheets.type_in("A1", [[""]])
    assert sheets.cell("A1") == {}


def test_a_chip_stays_where_something_else_changes_and_is_copied(sheets: SheetsClient) -> None:
    put(sheets, "@", {"chip": NINA})
    note = {"rows": [{"values": [{"note": "new"}]}], "start": {}, "fields": "note"}
    sheets.change("updateCells", note)
    sheets.change("copyPaste", {"source": grid(0, 0, 1, 1), "destination": grid(0, 1, 1, 2)})
    assert [sheets.cell(at)["chipRuns"] for at in ("A1", "B1")] == [[{"chip": NINA}]] * 2


def test_a_mask_asks_for_them(robot: Person) -> None:
    book = str(robot.post(BOOKS, {"properties": {"title": "Hours"}})["spreadsheetId"])
    data = {"userEnteredValue": {"stringValue": "@"}, "chipRuns": [{"chip": NINA}]}
    cells = {"start": {}, "rows": [{"values": [data]}], "fields": "userEnteredValue,chipRuns"}
    robot.post(f"{BOOKS}/{book}:batchUpdate", {"requests": [{"updateCells": cells}]})

    masked = robot.get(
        f"{BOOKS}/{book}", fields="sheets.data.rowData.values.chipRuns.chip.personProperties.email"
    )
    assert masked["sheets"][0]["data"][0]["rowData"] == [{"values": [{"chipRuns": [{"chip": NINA}]}]}]
    others = robot.get(f"{BOOKS}/{book}", fields="sheets.data.rowData.values.effectiveValue")
    assert others["sheets"][0]["data"][0]["rowData"][0]["values"] == [
        {"effectiveValue": {"stringValue": "n.ferris"}}
    ]

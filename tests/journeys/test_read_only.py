"""Every journey is watched for writes into people's sheets (`World.tools`); these show it would be seen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.read_only import written_elsewhere
from tests.journeys.world import ROBOT, World
from workspace_agent.effects.workbook_layout import SHEET_IDS
from workspace_agent.google.drive import SPREADSHEET
from workspace_agent.model.agent_tab import SHEET_ID


def elsewhere(world: World) -> list[str]:
    requests = world.stage.control("GET", "requests")["requests"]
    return written_elsewhere(requests, ROBOT, {world.progress})


def test_a_whole_run_writes_nothing_but_its_own_tab(world: World) -> None:
    world.first_run()

    assert any(one["service"] == "sheets" for one in world.writes())
    assert elsewhere(world) == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"deleteDimension": {"range": {"sheetId": 1, "dimension": "ROWS"}}}, id="another sheet"),
        pytest.param({"findReplace": {"find": "a", "replacement": "b", "allSheets": True}}, id="all sheets"),
        pytest.param(
            {"duplicateSheet": {"sourceSheetId": 1, "newSheetId": SHEET_ID + 1}}, id="a copy of another"
        ),
        pytest.param(
            {"updateSpreadsheetProperties": {"properties": {"title": "x"}, "fields": "title"}},
            id="the whole workbook",
        ),
    ],
)
def test_a_change_of_anything_else_would_be_seen(change: dict[str, Any]) -> None:
    own = {"updateCells": {"start": {"sheetId": SHEET_ID}, "fields": "*"}}
    entry = {
        "service": "sheets",
        "method": "sheets.spreadsheets.batchUpdate",
        "path": "/v4/spreadsheets/w:batchUpdate",
        "user": ROBOT,
        "write": True,
    }

    assert written_elsewhere([entry | {"body": {"requests": [own]}}], ROBOT, {"w"}) == []
    assert written_elsewhere([entry | {"body": {"requests": [own, change]}}], ROBOT, {"w"}) != []


def test_a_cell_typed_or_a_workbook_renamed_by_the_agent_would_be_seen(world: World) -> None:
    with world.person(ROBOT) as google:
        google.sheets.type_values(world.progress, "Meetings!A1", [["Students"]])
        google.drive.update(world.progress, {"name": "Renamed"})

    assert [one.split()[0] for one in elsewhere(world)] == [
        "sheets.spreadsheets.values.update",
        "drive.files.update",
    ]


ADDED: dict[str, Any] = {"addSheet": {"properties": {"sheetId": SHEET_IDS[0]}}}
FILLED: list[dict[str, Any]] = [
    {"updateSpreadsheetProperties": {"properties": {"locale": "en_US"}, "fields": "locale"}},
    {"updateSheetProperties": {"properties": {"sheetId": 0, "title": "Instructions"}, "fields": "title"}},
    ADDED,
    {"updateCells": {"start": {"sheetId": SHEET_IDS[0]}, "fields": "*"}},
]
MADE = ("drive.files.create", "/drive/v3/files", {"mimeType": SPREADSHEET})


def filling(*changes: dict[str, Any], book: str = "new") -> tuple[str, str, dict[str, Any]]:
    path = f"/v4/spreadsheets/{book}:batchUpdate"
    return ("sheets.spreadsheets.batchUpdate", path, {"requests": list(changes)})


@pytest.mark.parametrize(
    ("requests", "seen"),
    [
        pytest.param([MADE, filling(*FILLED)], 0, id="one that it made is filled"),
        pytest.param([filling(*FILLED)], 1, id="one that it did not make"),
        pytest.param([MADE, filling(*FILLED), filling(*FILLED)], 1, id="twice"),
        pytest.param([MADE, filling(*FILLED), filling(*FILLED, book="b")], 2, id="two, though it made one"),
        pytest.param([MADE, filling(*FILLED, book="w")], 1, id="one of people's"),
        pytest.param([MADE, filling(*FILLED[:2], *FILLED[3:])], 1, id="a tab that it did not add"),
        pytest.param(
            [MADE, filling(*FILLED, {"deleteSheet": {"sheetId": 7}})], 1, id="a tab that was there before"
        ),
        pytest.param([MADE, filling(*FILLED, {"findReplace": {"allSheets": True}})], 1, id="all tabs"),
    ],
)
def test_a_new_workbook_is_filled_once_and_nothing_more(
    requests: list[tuple[str, str, dict[str, Any]]], seen: int
) -> None:
    log = [
        {"service": method.partition(".")[0], "method": method, "path": path, "body": body}
        | {"n": number, "user": ROBOT, "write": True, "status": 200}
        for number, (method, path, body) in enumerate(requests)
    ]

    assert len(written_elsewhere(log, ROBOT, {"w"})) == seen

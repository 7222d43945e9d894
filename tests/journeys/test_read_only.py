"""Every journey is watched for writes into people's sheets (`World.tools`); these show it would be seen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.read_only import written_elsewhere
from tests.journeys.world import ROBOT, World
from workspace_agent.model.agent_tab import SHEET_ID


def elsewhere(world: World) -> list[str]:
    requests = world.stage.control("GET", "requests")["requests"]
    return written_elsewhere(requests, ROBOT, {world.progress})


def test_a_whole_run_writes_nothing_but_its_own_tab(world: World) -> None:
    world.run()

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

"""Smart chips: where an address or a link is expected, what a chip stands for counts, not what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.builders import TODAY
from tests.builders_tables import desk, sheet, student_row
from workspace_agent.intake.grid import tables
from workspace_agent.intake.pauses import PAUSES
from workspace_agent.intake.reading import as_address
from workspace_agent.intake.students import STUDENTS, student
from workspace_agent.intake.table import Kind, RawCell, Sheet, StudentRow
from workspace_agent.intake.team_by_student import TEAM_BY_STUDENT
from workspace_agent.model.facts import TeamMember
from workspace_agent.model.field import known
from workspace_agent.model.waits import Pause

KOFI = {"chip": {"personProperties": {"email": "K.Osei@sierravieja.example"}}}
PETRA = {"chip": {"personProperties": {"email": "p.lund@sierravieja.example"}}}
URI = "https://drive.google.com/drive/folders/1aBcDeFgHiJkLmNoPqRsT"
FOLDER = {"chip": {"richLinkProperties": {"uri": URI}}}
WINK = "\N{WINKING FACE}"


def at(start: int, run: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"startIndex": start, **(run or {"chip": {}})}


def answer(*values: Mapping[str, Any]) -> dict[str, Any]:
    """A spreadsheet of one row, as Google gives it."""
    grid = {"properties": {"sheetId": 3}, "data": [{"rowData": [{"values": [*values]}]}]}
    return {"spreadsheetId": "book", "sheets": [grid]}


def read(text: str, *runs: Mapping[str, Any]) -> tuple[RawCell, Mapping[tuple[int, int], str]]:
    """The cell that holds this, and where cells lead."""
    value = {"effectiveValue": {"stringValue": text}, "chipRuns": [*runs]}
    (only,) = tables(answer(value))
    return only.at(0, 0), only.links


@pytest.mark.parametrize(
    ("text", "runs", "meant"),
    [
        pytest.param("Kofi Osei", [KOFI], "K.Osei@sierravieja.example", id="a person alone"),
        pytest.param("@", [KOFI], "K.Osei@sierravieja.example", id="whatever Google shows for it"),
        pytest.param("Kofi Osei ", [KOFI, at(9)], "K.Osei@sierravieja.example", id="and a space"),
        pytest.param(
            "Kofi Osei, Petra Lund",
            [KOFI, at(9), at(11, PETRA)],
            "K.Osei@sierravieja.example, p.lund@sierravieja.example",
            id="two of them",
        ),
        pytest.param(
            f"{WINK} Petra (ST)",
            [at(0), at(3, PETRA), {"startIndex": 8}],
            f"{WINK} p.lund@sierravieja.example (ST)",
            id="within a text, counted as Google counts",
        ),
        pytest.param("Records", [FOLDER], URI, id="a folder"),
        pytest.param("Kofi", [{"chip": {"somethingNew": {}}}], "Kofi", id="a chip of a kind to come"),
        pytest.param("Kofi", [], "Kofi", id="none"),
    ],
)
def test_a_chip_stands_for_an_address_or_a_link(text: str, runs: list[Mapping[str, Any]], meant: str) -> None:
    cell, _ = read(text, *runs)

    assert (cell.kind, cell.meant, cell.text) == (Kind.TEXT, meant, text.strip())


def test_a_person_is_an_address_where_one_is_expected_and_is_never_shown() -> None:
    cell, _ = read("Kofi Osei", KOFI)

    assert as_address(cell) == "k.osei@sierravieja.example"
    assert "osei" not in repr(cell).casefold()


def test_a_file_is_where_the_cell_leads_and_a_person_is_not() -> None:
    assert read("Records", FOLDER)[1] == {(0, 0): URI}
    assert read("see Records", at(0), at(4, FOLDER))[1] == {(0, 0): URI}
    assert read("Kofi Osei", KOFI)[1] == {}


def with_cell(listed: Sheet, column: int, cell: RawCell) -> Sheet:
    """A sheet in whose first row below the headings a cell holds this."""
    header, row = listed.table.rows
    changed = (*row[:column], cell, *row[column + 1 :])
    return replace(listed, table=replace(listed.table, rows=(header, changed)))


def test_everybody_in_a_cell_of_the_team_is_found() -> None:
    cell, _ = read("Kofi Osei, Petra Lund", KOFI, at(9), at(11, PETRA))
    listed = sheet("team_by_student", ("student", "nurse"), ("Rosa Delgadillo", "x"))
    team = TEAM_BY_STUDENT.parse(with_cell(listed, 1, cell), desk(student_row()))

    addresses = [known(one.address) for one in team if isinstance(one, TeamMember)]
    assert addresses == ["k.osei@sierravieja.example", "p.lund@sierravieja.example"]


def test_a_folder_may_be_a_chip() -> None:
    cell, _ = read("Rosa's records", FOLDER)
    listed = with_cell(sheet("students", ("first", "last", "folder"), ("Rosa", "Delgadillo", "x")), 2, cell)
    (row,) = (one for one in STUDENTS.parse(listed, desk()) if isinstance(one, StudentRow))
    facts = student(row, "r1", "R.D.", TODAY, held=False)

    assert facts.folder is not None
    assert known(facts.folder) == "1aBcDeFgHiJkLmNoPqRsT"


def test_whose_pause_it_is_may_be_a_chip() -> None:
    marisol = {"chip": {"personProperties": {"email": "m.quintero@willowbridge.example"}}}
    cell, _ = read("Mari Q.", marisol)
    (pause,) = PAUSES.parse(with_cell(sheet("pauses", ("who", "paused"), ("x", "TRUE")), 0, cell), desk())

    assert isinstance(pause, Pause)
    assert pause.case_manager == "marisol-quintero"


def test_cells_that_show_one_name_may_stand_for_two_people() -> None:
    shown = [
        {"effectiveValue": {"stringValue": "Kofi Osei"}, "chipRuns": [run]} for run in (KOFI, PETRA, KOFI)
    ]
    (only,) = tables(answer(*shown))
    ((first, second, third),) = only.rows

    assert first is third
    assert first != second

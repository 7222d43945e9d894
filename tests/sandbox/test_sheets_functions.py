"""Every function once at least; `sheets_functions.txt` is the table of formulas and of what Sheets shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.sheets_client import SheetsClient
from workspace_agent.sandbox.sheets.functions import FUNCTIONS

TABLE = Path(__file__).with_name("sheets_functions.txt").read_text(encoding="utf8")
DATA: list[list[Any]] = [
    ["Name", "Score", "Due", "Done", "Hours"],
    ["Ann", 7, "9/14/2026", True, "1:30"],
    ["Ben", 4.5, "11/20/2026", False, "0:45"],
    ["Cy", None, "12/3/2026", True, "2:00"],
    ["ann", 10, "1/15/2027", None, None],
    ["Dot", "x", "soon", False, "=1/0"],
]


def rows() -> Iterator[Any]:
    for line in TABLE.splitlines():
        formula, arrow, shown = line.strip().partition(" →")
        if arrow:
            yield pytest.param(formula, shown[1:], id=formula)


@pytest.mark.parametrize(("formula", "shown"), list(rows()))
def test_function_comes_to_what_sheets_says(formula: str, shown: str) -> None:
    sheets = SheetsClient()
    sheets.type_in("A1", DATA)
    sheets.type_in("H1", [[formula]])
    assert sheets.read("H1") == [[shown]]


def test_every_function_that_is_built_is_in_the_table() -> None:
    assert set(re.findall(r"^[A-Z][A-Z0-9_.]*$", TABLE, re.MULTILINE)) == set(FUNCTIONS)


def test_every_name_in_the_table_has_formulas_of_its_own() -> None:
    assert not re.search(r"^[A-Z0-9_.]+\n(?!  =)", TABLE, re.MULTILINE)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace_agent.sandbox.sheets.a1 import (
    Area,
    Region,
    cell_name,
    column_index,
    column_letters,
    parse_area,
    quote_title,
    region_name,
    split_title,
)


@pytest.mark.parametrize(
    ("text", "area"),
    [
        pytest.param("A1", Area(0, 0, 1, 1), id="one cell"),
        pytest.param("$B$2", Area(1, 1, 2, 2), id="dollar signs say nothing"),
        pytest.param("A1:B2", Area(0, 0, 2, 2), id="a block"),
        pytest.param("B2:A1", Area(0, 0, 2, 2), id="corners in the other order"),
        pytest.param("A:C", Area(None, 0, None, 3), id="whole columns"),
        pytest.param("2:5", Area(1, None, 5, None), id="whole rows"),
        pytest.param("A2:C", Area(1, 0, None, 3), id="columns from a row on"),
        pytest.param("B2:5", Area(1, 1, 5, None), id="rows from a column on"),
        pytest.param("ZZ10", Area(9, 701, 10, 702), id="two letters"),
        pytest.param("A", None, id="a letter alone is no range"),
        pytest.param("7", None, id="a number alone is no range"),
        pytest.param("A0", None, id="rows count from 1"),
        pytest.param("A1:[5", None, id="stray signs"),
        pytest.param("Sheet1", None, id="a title of five letters"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_text_names_an_area(text: str, area: Area | None) -> None:
    assert parse_area(text) == area


@pytest.mark.parametrize(
    ("text", "titles", "rest"),
    [
        pytest.param("Data!A1", ("Data",), "A1", id="plain"),
        pytest.param("'It''s'!A1", ("It's", "It''s"), "A1", id="doubled apostrophe"),
        pytest.param("'It's'!A1", ("It's", "It's"), "A1", id="apostrophe left single"),
        pytest.param("'Hey! You'!A1:B2", ("Hey! You", "Hey! You"), "A1:B2", id="exclamation mark inside"),
        pytest.param("'Q1'", ("Q1", "Q1"), "", id="quoted whole sheet"),
        pytest.param("Sheet1", (), "Sheet1", id="nothing to take off"),
    ],
)
def test_title_is_taken_off(text: str, titles: tuple[str, ...], rest: str) -> None:
    assert split_title(text) == (titles, rest)


@pytest.mark.parametrize(
    ("title", "quoted"),
    [
        pytest.param("Sheet1", "Sheet1", id="plain"),
        pytest.param("Check-ins", "'Check-ins'", id="hyphen"),
        pytest.param("It's", "'It''s'", id="apostrophe"),
        pytest.param("Q1", "'Q1'", id="looks like a cell"),
        pytest.param("R1C1", "'R1C1'", id="looks like the other notation"),
        pytest.param("🌵 1", "'🌵 1'", id="emoji"),
    ],
)
def test_title_is_quoted_only_where_it_could_be_misread(title: str, quoted: str) -> None:
    assert quote_title(title) == quoted


@given(st.integers(0, 18_277))
def test_letters_of_a_column_lead_back_to_it(index: int) -> None:
    assert column_index(column_letters(index)) == index


@given(st.text(min_size=1), st.integers(0, 5000), st.integers(0, 700))
def test_name_of_a_cell_leads_back_to_it(title: str, row: int, column: int) -> None:
    named = region_name(title, Region(row, column, row + 1, column + 1))
    titles, rest = split_title(named)
    assert title in titles
    assert rest == cell_name((row, column))
    assert parse_area(rest) == Area(row, column, row + 1, column + 1)

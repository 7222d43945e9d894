"""New workbooks: what they hold is what the agent reads, and what is left to do for one."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.builders_seen import file_of
from tests.builders_tables import WILLOW, headings, table, willow, workbook
from workspace_agent.duties.workbook_columns import Cells, Column, Tab
from workspace_agent.duties.workbook_tabs import tabs
from workspace_agent.duties.workbooks import (
    INSTRUCTIONS,
    FillWorkbook,
    Holds,
    MakeWorkbook,
    ShareWorkbook,
    Workbook,
    instructions,
    plan,
    wanted,
)
from workspace_agent.intake.headings import Headings
from workspace_agent.intake.intervals import as_interval
from workspace_agent.intake.recognise import recognise
from workspace_agent.intake.scores import named_measure
from workspace_agent.intake.table import Kind, RawCell
from workspace_agent.intake.words import (
    CONTACT_STATES,
    DIRECTIONS,
    EXISTING,
    METHODS,
    MODES,
    PLAN_TYPES,
    ROLES,
    WEEKDAYS,
    purposes,
)
from workspace_agent.model.action import Action
from workspace_agent.model.organisation import CaseManager

MARISOL = willow().case_manager("marisol-quintero")
BOTH: Holds = "progress monitoring and hours"


def a_workbook(holds: Holds = BOTH, person: CaseManager = MARISOL, by: Headings | None = None) -> Workbook:
    return wanted(person, holds, "2026-27", willow(), by or headings())


ALL_TABS = a_workbook().tabs
COLUMNS = [
    pytest.param(tab, one, id=f"{tab.title}: {one.heading}") for tab in ALL_TABS for one in tab.columns
]


# ---- what is made is what is read


@pytest.mark.parametrize("holds", ["progress monitoring", "hours", BOTH])
def test_every_tab_and_column_is_recognised(holds: Holds) -> None:
    book = a_workbook(holds)
    first = table(*instructions(book), sheet_id=0, title=INSTRUCTIONS)
    made = [
        table(tuple(one.heading for one in tab.columns), sheet_id=at, title=tab.title)
        for at, tab in enumerate(book.tabs, 1)
    ]

    found = recognise(workbook(first, *made, holds=holds), headings(), set(headings().sheets))

    assert found.problems == ()
    assert [sheet.name for sheet in found.sheets] == [tab.kind for tab in book.tabs]
    assert [set(sheet.columns) for sheet in found.sheets] == [set(tab.fields) for tab in book.tabs]
    assert [sheet.lost for sheet in found.sheets] == [{} for _ in book.tabs]


@pytest.mark.parametrize("file", sorted((WILLOW / "workbooks" / "marisol-quintero").rglob("*.csv")))
def test_the_headings_of_willows_first_case_manager_are_kept_in_their_order(file: Any) -> None:
    with file.open(encoding="utf-8", newline="") as content:
        typed_headings = next(csv.reader(content))
    (tab,) = [tab for tab in ALL_TABS if tab.title == file.stem]
    made = [column.heading for column in tab.columns]

    assert [one for one in made if one in typed_headings] == typed_headings


def test_a_department_with_headings_of_its_own_gets_those_and_nothing_that_is_not_read() -> None:
    kinds = dict(headings().sheets)
    del kinds["services"]
    fields = dict(kinds["consents"].fields) | {"kind": ("What was signed", "Kind")}
    del fields["until"]
    kinds["consents"] = kinds["consents"].model_copy(update={"fields": fields})

    made = {tab.kind: tab for tab in a_workbook(by=Headings(sheets=kinds)).tabs}

    assert "services" not in made
    assert [one.heading for one in made["consents"].columns] == [
        "Student",
        "What was signed",
        "Who",
        "Signed",
    ]


# ---- what may be typed


def _purpose(word: str) -> bool:
    return purposes([word])[1]


READ_BY: Mapping[tuple[str, str], Callable[[str], bool]] = {
    ("students", "plan"): PLAN_TYPES.__contains__,
    ("meetings", "purposes"): _purpose,
    ("meetings", "mode"): MODES.__contains__,
    ("meetings", "agreed_how"): METHODS.__contains__,
    ("meetings", "existing"): EXISTING.__contains__,
    ("team", "role"): ROLES.__contains__,
    ("team", "contact_state"): CONTACT_STATES.__contains__,
    ("contacts", "method"): METHODS.__contains__,
    ("contacts", "about"): _purpose,
    ("goals", "measure"): lambda word: named_measure(word) is not None,
    ("goals", "direction"): DIRECTIONS.__contains__,
    ("goals", "every"): lambda word: isinstance(as_interval(RawCell(Kind.TEXT, word)), int),
    ("office_hours", "weekday"): WEEKDAYS.__contains__,
}


@pytest.mark.parametrize(("kind", "field"), READ_BY)
def test_every_word_on_offer_is_one_that_is_read(kind: str, field: str) -> None:
    (column,) = [one for tab in ALL_TABS if tab.kind == kind for one in tab.columns if one.field == field]

    assert column.choices
    assert [word for word in column.choices if not READ_BY[kind, field](word.casefold())] == []


@pytest.mark.parametrize(("tab", "column"), COLUMNS)
def test_every_column_says_what_to_type(tab: Tab, column: Column) -> None:
    assert re.fullmatch(r"[A-Z].+[.]", column.hint), tab.title
    assert bool(column.choices) is (column.cells in {Cells.CHOICE, Cells.SUGGESTION})


def test_districts_and_zones_are_those_of_the_case_manager() -> None:
    students, meetings = a_workbook().tabs[:2]

    assert students.columns[students.fields["district"]].choices == ("Sierra Vieja ISD", "Lakeward City SD")
    assert meetings.columns[meetings.fields["zone"]].choices == ("America/Denver", "America/New_York")


@pytest.mark.parametrize("tab", ALL_TABS, ids=lambda tab: tab.title)
def test_a_signal_speaks_of_columns_that_are_there(tab: Tab) -> None:
    for signal in tab.signals:
        assert {*re.findall(r"{(\w+)}", signal.formula), *signal.shown} <= set(tab.fields)


def test_the_instructions_explain_each_tab_in_sentences() -> None:
    for tab in ALL_TABS:
        assert re.fullmatch(r"One row for .+\.", tab.typed)
        assert re.fullmatch(r"[A-Z][a-z]+ .+\.", tab.use)
        assert (tab.title, tab.typed, tab.use) in instructions(a_workbook())


def test_the_instructions_say_why_something_stands_out_in_this_workbook() -> None:
    progress, hours = (
        [row[0] for row in instructions(a_workbook(holds)) if len(row) == 1]
        for holds in ("progress monitoring", "hours")
    )

    over = "A row that is struck through is over and stays for the record: "
    assert f"{over}a student has left, or a meeting is called off." in progress
    assert "A cell in bold on orange wants a look: an end is not after its start." in hours
    assert not any("struck through" in line for line in hours)


def test_an_unknown_kind_is_left_out() -> None:
    assert tabs(ALL_TABS, Headings(sheets={}), (), ()) == ()


# ---- what is left to do


KEY = "workbook/marisol-quintero/2026-27/hours"
FILLED, HERS, THE_MANAGERS = f"tabs/{KEY}", f"access/{KEY}/marisol-quintero", f"access/{KEY}/manager"
EVERYTHING = [KEY, FILLED, HERS, THE_MANAGERS]
HOURS = a_workbook("hours")


def keys(actions: tuple[Action, ...]) -> list[str]:
    return [action.key for action in actions]


@pytest.mark.parametrize(
    ("file", "done", "left"),
    [
        pytest.param(None, [], EVERYTHING, id="nothing is there"),
        pytest.param(file_of(KEY), EVERYTHING, [], id="all is done"),
        pytest.param(file_of(KEY), [KEY], EVERYTHING[1:], id="killed after it was made"),
        pytest.param(file_of(KEY), [KEY, FILLED, HERS], [THE_MANAGERS], id="killed before the last share"),
        pytest.param(file_of(KEY), [], EVERYTHING, id="the ledger is lost: each effect looks for itself"),
        pytest.param(file_of(KEY, trashed=True), EVERYTHING, [], id="in the trash: people threw it away"),
        pytest.param(file_of(KEY, trashed=True), [], [], id="in the trash, and the ledger is lost"),
        pytest.param(None, EVERYTHING, EVERYTHING, id="deleted for good: asked for anew"),
    ],
)
def test_what_is_left_to_do(file: Any, done: list[str], left: list[str]) -> None:
    assert keys(plan(HOURS, file, set(done))) == left


def test_nobody_sees_it_before_it_is_filled() -> None:
    make, fill, hers, the_managers = plan(HOURS, None, set())

    assert isinstance(make, MakeWorkbook)
    assert make.title == "Hours Log 2026-27 - Marisol Quintero"
    assert isinstance(fill, FillWorkbook)
    assert (fill.needs, fill.zone) == ((KEY,), "America/Denver")
    for share, address, role in (
        (hers, "m.quintero@willowbridge.example", "writer"),
        (the_managers, "o.fenwick@willowbridge.example", "reader"),
    ):
        assert isinstance(share, ShareWorkbook)
        assert (share.address, share.role, share.needs) == (address, role, (KEY, FILLED))


def test_a_copied_template_is_not_filled() -> None:
    copied = Workbook(**{name: getattr(HOURS, name) for name in HOURS.__slots__} | {"template": "official"})

    make, *shares = plan(copied, None, set())

    assert isinstance(make, MakeWorkbook)
    assert make.template == "official"
    assert [(share.key, share.needs) for share in shares] == [(HERS, (KEY,)), (THE_MANAGERS, (KEY,))]

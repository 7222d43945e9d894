"""Titles of workbooks and tabs that show a student's full name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders_tables import headings, student_row, table, workbook
from tests.intake.department_of_willow import department
from workspace_agent.intake.names import NameGuard
from workspace_agent.intake.recognise import recognise
from workspace_agent.intake.table import Table
from workspace_agent.intake.titles import shown_names
from workspace_agent.model.privacy import PrivacySettings, Titled

NAMES = NameGuard([("r1", student_row("June", "Bell", preferred="Junie"))], frozenset())
AS_SHIPPED = PrivacySettings().titles


def told(
    *tabs: Table, title: str = "", holds: str = "progress monitoring", titles: frozenset[str] = AS_SHIPPED
) -> list[tuple[Titled, str]]:
    book = replace(workbook(*tabs, holds=holds), title=title)
    found = recognise(book, headings(), frozenset())
    shown = shown_names([(book, found)], titles, NAMES.shown_in_full)
    return [(one.titled, one.subject) for one in shown]


WORKBOOK = [(Titled.WORKBOOK, "book")]
TAB = [(Titled.TAB, "book/7")]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("June Bell 26-27", WORKBOOK, id="first and last"),
        pytest.param("IEP (Bell, June)", WORKBOOK, id="last and first"),
        pytest.param("Junie BELL", WORKBOOK, id="the preferred name, in capitals"),
        pytest.param("J.B. 26-27", [], id="initials"),
        pytest.param("Bell schedule", [], id="a last name alone"),
        pytest.param("June and Bell", [], id="a word between"),
        pytest.param("", [], id="Google gave none"),
    ],
)
def test_a_workbook(title: str, expected: list[tuple[Titled, str]]) -> None:
    assert told(table(("x",)), title=title) == expected


def test_a_tab_and_the_workbook_it_stands_in_are_told_apart() -> None:
    tab = table(("x",), title="June Bell")
    assert told(tab, title="June Bell") == [*WORKBOOK, *TAB]


@pytest.mark.parametrize(
    ("titles", "holds", "expected"),
    [
        pytest.param({"workbooks"}, "progress monitoring", WORKBOOK, id="workbooks alone"),
        pytest.param({"tabs"}, "progress monitoring", TAB, id="tabs alone"),
        pytest.param(set(), "progress monitoring", [], id="nothing"),
        pytest.param(AS_SHIPPED, "contacts", [*WORKBOOK, *TAB], id="a contact log"),
        pytest.param(AS_SHIPPED, "one student", [], id="a workbook of one student is named as people like"),
        pytest.param(
            AS_SHIPPED | {"workbooks of one student"},
            "one student",
            [*WORKBOOK, *TAB],
            id="unless the settings say that it is not",
        ),
    ],
)
def test_each_has_its_switch(titles: set[str], holds: str, expected: list[tuple[Titled, str]]) -> None:
    tab = table(("x",), title="June Bell")
    assert told(tab, title="June Bell", holds=holds, titles=frozenset(titles)) == expected


def test_a_tab_for_each_student_is_read_by_its_title_so_no_tab_is_told() -> None:
    book = replace(workbook(table(("x",), title="June Bell")), title="June Bell")
    found = recognise(book, headings(), frozenset())
    (sheet,) = recognise(
        workbook(table(("Date", "Start", "End"), title="June Bell"), holds="hours"), headings(), {"hours"}
    ).sheets
    read = replace(found, sheets=(replace(sheet, owner="r1"),))

    shown = shown_names([(book, read)], AS_SHIPPED, NAMES.shown_in_full)
    assert [one.titled for one in shown] == [Titled.WORKBOOK]


def test_in_the_department_workbooks_named_after_their_students_are_left_alone() -> None:
    assert department().shown_names == ()


def test_no_title_is_printed() -> None:
    book = replace(workbook(table(("x",))), title="June Bell")
    assert "Bell" not in repr(book)

"""Sheets as people keep them: what is recognised is right, and what is unclear is left alone."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders_tables import (
    TODAY,
    fresh,
    headings,
    sign,
    table,
    whole_willow,
    willow_form,
)
from tests.intake.department_of_willow import department
from tests.recognition.__main__ import OURS, main
from tests.recognition.score import Expected, Score, compared, scores
from workspace_agent.intake.department import take_in
from workspace_agent.intake.identify import Identities
from workspace_agent.intake.recognise import best_fits
from workspace_agent.intake.table import Kind, RawCell, Table

PAIRS = sorted(OURS.glob("*.csv"))


def test_every_layout_is_recognised_as_a_person_would() -> None:
    found = list(scores(OURS))

    assert [str(score) for score in found if score.missing or score.wrong] == []
    assert len(found) == len(PAIRS) > 130


def test_everyday_sheets_beside_those_of_a_department_change_nothing() -> None:
    """Each would have been hours, meetings or students of somebody, or have made the real ones a question."""
    organisation, books = whole_willow()
    held = [
        replace(book, tables=(*book.tables, *_everyday(book.spreadsheet_id)))
        if book.spreadsheet_id in {"Progress Monitoring", "Hours Log"}
        else book
        for book in books
    ]
    found = take_in(
        organisation, headings(), held, willow_form(), Identities(), sign, fresh(), TODAY
    ).department

    assert found == department()


def _everyday(spreadsheet_id: str) -> Iterator[Table]:
    for number, path in enumerate(sorted(OURS.glob("5g-*.csv")), 100):
        expected = Expected.model_validate(tomllib.loads(path.with_suffix(".toml").read_text("utf-8")))
        if not expected.sheet:
            rows = csv.reader(path.read_text("utf-8").splitlines())
            yield table(*rows, sheet_id=number, title=expected.title, spreadsheet_id=spreadsheet_id)


WITH_NOTHING_STRANGE = ("Student", "Date", "Time", "Method", "Who", "Reason", "Result")
ONE_CHANGED = (*WITH_NOTHING_STRANGE[:6], "How it ended")
WITH_A_STRANGER = ("Student", "Date", "Time", "Method", "Who", "Reason", "Colour", "Shape")
BY_DAY = ("Student", "9/14/2026", "9/21/2026")


@pytest.mark.parametrize(
    ("title", "typed", "expected"),
    [
        pytest.param("", WITH_NOTHING_STRANGE, "contacts", id="nothing strange"),
        pytest.param("Sheet1", WITH_NOTHING_STRANGE[1:], "contacts", id="nothing strange, and of nobody"),
        pytest.param("Sheet1", ONE_CHANGED, "contacts", id="one may be the new name of one that is missing"),
        pytest.param("Sheet1", ONE_CHANGED[1:], "", id="but of nobody"),
        pytest.param("Sheet1", ("Customer", *WITH_NOTHING_STRANGE[1:]), "", id="nor is it of whom it speaks"),
        pytest.param("Sheet1", WITH_A_STRANGER, "", id="strange ones, and nothing that says what it is"),
        pytest.param("Sheet1", BY_DAY, "progress_by_date", id="students and days"),
        pytest.param("Quiz scores", BY_DAY, "", id="which are any gradebook"),
        pytest.param("Contacts", WITH_A_STRANGER, "contacts", id="the title says it"),
        pytest.param("Calls 26-27", WITH_A_STRANGER, "", id="another title"),
        pytest.param(
            "", (*WITH_A_STRANGER[1:5], "Reason for call", "Shape"), "contacts", id="a heading says it"
        ),
        pytest.param("", (*WITH_A_STRANGER[:5], "Reason for call", "Bus"), "", id="and another trade, too"),
        pytest.param(
            "Contacts", (*WITH_A_STRANGER[:5], "Bus", "Shape"), "contacts", id="which the title overrules"
        ),
        pytest.param(
            "Contacts", ("Student", "Date", "Time", "Result"), "contacts", id="a title and a student"
        ),
        pytest.param("Contacts", ("Date", "Time", "Result"), "", id="a title, and of nobody"),
        pytest.param(
            "Log", ("Student", "Date", "Time", "Symptom", "Result"), "", id="a title and another trade"
        ),
    ],
)
def test_something_has_to_say_that_a_sheet_is_of_a_kind(
    title: str, typed: tuple[str, ...], expected: str
) -> None:
    fits = best_fits(table(typed, title=title), headings())
    assert [fit.name for fit in fits] == ([expected] if expected else [])


EXPECTED = Expected(sheet="hours", header=2, fields={"date": "A", "start": "B"})


@pytest.mark.parametrize(
    ("found", "right", "missing", "wrong"),
    [
        pytest.param(EXPECTED, ["sheet", "header", "date", "start"], [], [], id="all is right"),
        pytest.param(Expected(sheet=""), [], ["sheet", "date", "start"], [], id="nothing is recognised"),
        pytest.param(
            Expected(sheet="contacts", header=2, fields={"date": "A"}),
            [],
            ["date", "start"],
            ["sheet", "date"],
            id="another kind is wrong with all its fields",
        ),
        pytest.param(
            Expected(sheet="hours", header=1, fields={"date": "B", "end": "C"}),
            ["sheet"],
            ["start"],
            ["header", "date", "end"],
            id="another row, another column, a field too many",
        ),
    ],
)
def test_what_is_wrong_is_told_from_what_is_missing(
    found: Expected, right: list[str], missing: list[str], wrong: list[str]
) -> None:
    assert compared("x.csv", EXPECTED, found) == Score("x.csv", right, missing, wrong)


def test_a_folder_of_somebody_else_is_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "log.csv").write_text("Date,Start,End,Activity\n11/5/2026,8:00,9:00,calls\n", "utf-8")
    assert main(tmp_path) == 2
    (tmp_path / "log.toml").write_text('sheet = "hours"\n[fields]\ndate = "A"\nstart = "B"\nend = "C"\n')
    assert main(tmp_path) == 1
    assert "log.csv: right 4, missing 0, wrong 1\n  wrong: activity\n" in capsys.readouterr().out
    (tmp_path / "log.toml").write_text('sheet = ""\n')
    assert main(tmp_path) == 1


# ---- what never changes what is read

STUDENTS = (
    "Student Name",
    "ID",
    "Plan Type",
    "Last IEP",
    "Annual Review Due",
    "3-yr reeval due",
    "Exit Date",
)
CONTACTS = ("Student", "Date", "Time", "Method", "Who", "Reason for contact", "Outcome")
MEETINGS = ("Student", "Mtg Type", "Date of Mtg", "Time", "Parent OK (date)", "Book", "Held?", "Cancelled")
HOURS = ("Date of service", "Time In", "Time Out", "Total Hrs", "What I did")
GOALS = ("Student name", "Goal #", "Baseline", "Goal level", "End date", "How often")
PROGRESS = ("Student", "Annual goal #", "Probe date", "Score")
LAYOUTS = st.sampled_from([STUDENTS, CONTACTS, MEETINGS, HOURS, GOALS, PROGRESS])
STRANGE = st.sampled_from(
    ["Grade", "Notes", "Days left", "Color", "", "Next steps", "Home room", "x", "2026"]
)
BANNERS = st.lists(
    st.sampled_from([(), ("UPDATED ON:", "11/18/2026"), ("Caseload",), ("red = late",)]), max_size=9
)


def _cell(text: str) -> RawCell:
    return RawCell(Kind.TEXT, text) if text else RawCell()


def _read(rows: list[tuple[str, ...]]) -> tuple[str, dict[str, str]]:
    """Kind, and the heading by field."""
    (fit,) = best_fits(Table("book", 1, tuple(tuple(map(_cell, row)) for row in rows)), headings())
    assert fit.columns.doubled == {}
    return fit.name, {name: rows[fit.row.row][column] for name, column in fit.columns.fields.items()}


@given(LAYOUTS, st.data())
def test_the_order_of_columns_and_strange_ones_between_never_count(
    layout: tuple[str, ...], data: st.DataObject
) -> None:
    typed = list(data.draw(st.permutations(layout)))
    for strange in data.draw(st.lists(STRANGE, max_size=4)):
        typed.insert(data.draw(st.integers(0, len(typed))), strange)

    assert _read([tuple(typed)]) == _read([layout])


@given(LAYOUTS, BANNERS, st.integers(0, 3))
def test_rows_above_and_below_never_count(
    layout: tuple[str, ...], banners: list[tuple[str, ...]], below: int
) -> None:
    data = [("Ren Quill",) * len(layout)] * below

    assert _read([*banners, layout, *data]) == _read([layout])


@given(LAYOUTS, st.data())
def test_case_spacing_and_punctuation_never_count(layout: tuple[str, ...], data: st.DataObject) -> None:
    def bent(text: str) -> str:
        spaced = data.draw(st.sampled_from([" ", "  ", "\n", "_", " - "])).join(text.split(" "))
        cased = data.draw(st.sampled_from([spaced.upper(), spaced.lower(), spaced.title(), spaced]))
        before = data.draw(st.sampled_from(["", " ", "⭐ ", "↑", "*"]))
        behind = data.draw(st.sampled_from(["", ":", "?", " *", " ▾", "!", " ", "\u200b"]))
        return f"{before}{cased}{behind}"

    typed = tuple(bent(text) for text in layout)
    kind, found = _read([typed])
    original, plain = _read([layout])

    assert kind == original
    assert {name: typed.index(text) for name, text in found.items()} == {
        name: layout.index(text) for name, text in plain.items()
    }


@given(LAYOUTS, st.integers(0, 6), st.data())
def test_one_field_in_two_columns_is_never_read(
    layout: tuple[str, ...], at: int, data: st.DataObject
) -> None:
    twice = layout[at % len(layout)]
    others = list(data.draw(st.permutations(layout)))
    typed = [twice, "Notes", *others]

    (fit,) = best_fits(Table("book", 1, (tuple(map(_cell, typed)),)), headings())
    assert len(fit.columns.doubled) == 1

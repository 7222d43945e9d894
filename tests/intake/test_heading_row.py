"""Two rows of headings, and headings that stand there twice: what is unclear is no column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from tests.builders_tables import headings, table
from workspace_agent.intake.heading_row import How, columns_of, heading_row
from workspace_agent.intake.headings import SheetHeadings

STUDENTS = headings().sheets["students"]
CONTACTS = headings().sheets["contacts"]
MEETINGS = headings().sheets["meetings"]


def read(
    *rows: Sequence[str], kind: SheetHeadings = STUDENTS, merged: Mapping[tuple[int, int], int] | None = None
) -> dict[str, int]:
    """The columns of the last row, without those of a field that has two."""
    sheet = replace(table(*rows), spans=merged or {})
    columns = columns_of(heading_row(sheet, len(rows) - 1), kind)
    return {name: column for name, column in columns.fields.items() if name not in columns.doubled}


FIELDS = ("First", "Last", "Last", "Due")
BOTH = {"first": 0, "last": 1, "last_annual_review": 2, "annual_review_due": 3}


@pytest.mark.parametrize(
    ("above", "merged", "expected"),
    [
        pytest.param(("Student", "", "IEP", ""), {}, BOTH, id="not merged: as far as the next"),
        pytest.param(("Student", "", "IEP", ""), {(0, 0): 2, (0, 2): 4}, BOTH, id="merged: as far as it is"),
        pytest.param(
            ("", "", "IEP", ""),
            {(0, 2): 3},
            {"first": 0, "last": 1, "last_annual_review": 2},
            id="over one column",
        ),
        pytest.param(("IEP", "", "", ""), {}, {"first": 0}, id="a single cell at the left is a banner"),
        pytest.param(("Student", "", "IEP 11/18", ""), {}, {"first": 0}, id="a date is no heading"),
        pytest.param(("Student", "", "IEP", "3"), {}, {"first": 0}, id="nor is a number"),
        pytest.param(("Team", "", "Speech", ""), {}, {"first": 0}, id="not understood, not merged: a banner"),
        pytest.param(
            ("Team", "", "Speech", ""),
            {(0, 0): 2, (0, 2): 4},
            {},
            id="not understood, but certain to be headings",
        ),
        pytest.param((), {}, {"first": 0}, id="nothing above"),
    ],
)
def test_the_heading_above(
    above: Sequence[str], merged: Mapping[tuple[int, int], int], expected: dict[str, int]
) -> None:
    assert read(above, FIELDS, merged=merged) == expected


def test_what_stands_alone_below_a_heading_that_is_not_understood_is_not_read() -> None:
    above = ("Student", "", "IEP", "", "Parent", "", "")
    below = ("First", "Last", "Last", "Due", "Name", "Language", "Exit date")

    assert read(above, below) == BOTH | {"exit": 6}
    assert "language" in read(("Student", "", "IEP", "", "", "", ""), below, merged={(0, 2): 4})


def test_a_single_merged_cell_that_is_not_understood_is_a_banner() -> None:
    assert read(("", "Roster", ""), ("ID", "First", "Last"), merged={(0, 1): 3}) == {
        "id": 0,
        "first": 1,
        "last": 2,
    }


CLOCKS = ("Name", "Last IEP", "Last eval", "Eval due")


@pytest.mark.parametrize(
    ("above", "merged", "expected"),
    [
        pytest.param(("", "", "Speech", ""), {(0, 2): 4}, [1], id="merged over two"),
        pytest.param(("Me", "", "Speech", ""), {(0, 0): 2, (0, 2): 4}, [], id="two of them"),
        pytest.param(("", "IEP", "Draft to me", ""), {}, [1], id="beside one that is understood"),
        pytest.param(("", "IEP", "Last and due", ""), {}, [1], id="and in other words"),
        pytest.param(("", "IEP", "Evaluation", ""), {}, [1, 2, 3], id="in words about clocks"),
        pytest.param(("", "Roster", "", ""), {(0, 1): 4}, [], id="above all of them"),
        pytest.param(("Roster", "", "", ""), {(0, 0): 4}, [1, 2, 3], id="a banner"),
        pytest.param(("Roster", "", "", "Mine"), {(0, 0): 3}, [1, 2, 3], id="a banner of two cells"),
    ],
)
def test_a_clock_below_a_heading_that_is_not_understood_is_not_read(
    above: Sequence[str], merged: Mapping[tuple[int, int], int], expected: list[int]
) -> None:
    assert [column for column in read(above, CLOCKS, merged=merged).values() if column] == expected


@pytest.mark.parametrize(
    ("beside", "due", "expected"),
    [
        pytest.param("Referral date", "Eval due", False, id="a referral"),
        pytest.param("Consent signed", "Eligibility deadline", False, id="a consent"),
        pytest.param("Initial IEP", "Evaluation due", False, id="an initial one"),
        pytest.param("Consent signed", "Re-eval due", True, id="the next one for certain"),
        pytest.param("Initial parent consent", "Next eligibility evaluation", True, id="the next one"),
        pytest.param("Notes", "Eval due", True, id="nothing of the kind"),
    ],
)
def test_an_evaluation_that_may_be_the_first_one_is_a_question(beside: str, due: str, expected: bool) -> None:
    assert ("reevaluation_due" in read(("Name", "Last IEP", beside, due))) is expected


def test_a_heading_of_both_rows_stands_in_either() -> None:
    assert read(("Name", "Exit", "IEP", ""), ("Name", "", "Last", "Due")) == {
        "name": 0,
        "exit": 1,
        "last_annual_review": 2,
        "annual_review_due": 3,
    }
    beyond = {"id": 0, "exit": 1, "annual_review_due": 2, "plan": 3}
    assert read(("ID", "", "IEP"), ("", "Exit", "Due", "Plan")) == beyond


def test_a_row_of_data_is_no_row_of_headings_below_another() -> None:
    assert read(("Name", "", "IEP"), ("Name", "3", "Due")) == {"name": 0}


@pytest.mark.parametrize(
    ("typed", "kind", "expected"),
    [
        pytest.param(
            ("Name", "Last IEP", "Due", "Last eval", "Due"),
            STUDENTS,
            {
                "name": 0,
                "last_annual_review": 1,
                "annual_review_due": 2,
                "last_evaluation": 3,
                "reevaluation_due": 4,
            },
            id="each after its own clock",
        ),
        pytest.param(
            ("Name", "Last IEP", "Due", "Notes", "Due"),
            STUDENTS,
            {"name": 0, "last_annual_review": 1},
            id="one of them after something else: neither",
        ),
        pytest.param(
            ("Name", "Last IEP", "Due", "IEP held", "Due"),
            STUDENTS,
            {"name": 0},
            id="both after the same: neither",
        ),
        pytest.param(
            ("First", "Last", "First"),
            STUDENTS,
            {"last": 1},
            id="a known column is no heading of the next one",
        ),
        pytest.param(
            ("Date", "Time", "Follow-up", "Date"), CONTACTS, {"date": 0, "time": 1}, id="the date of an aside"
        ),
        pytest.param(("Follow-up", "Date", "Signed", "Date"), CONTACTS, {}, id="two asides"),
        pytest.param(("Date", "Time", "Notes", "Date"), CONTACTS, {"time": 1}, id="not told apart"),
        pytest.param(
            ("Date of call", "Signed", "Date"),
            CONTACTS,
            {"date": 0},
            id="another word for the same, and an aside",
        ),
        pytest.param(
            ("Meeting", "Date", "Parent OK", "Date"),
            MEETINGS,
            {"date": 1, "agreed_on": 3},
            id="each by its neighbour",
        ),
    ],
)
def test_headings_that_stand_there_twice(
    typed: Sequence[str], kind: SheetHeadings, expected: dict[str, int]
) -> None:
    assert read(typed, kind=kind) == expected


def test_twins_below_headings_of_their_own_do_not_look_to_the_left() -> None:
    above = ("Name", "IEP", "", "Eval", "")
    assert read(above, ("", "Last", "Due", "Last", "Due"), merged={(0, 1): 3, (0, 3): 5}) == {
        "name": 0,
        "last_annual_review": 1,
        "annual_review_due": 2,
        "last_evaluation": 3,
        "reevaluation_due": 4,
    }


def test_how_a_column_is_known() -> None:
    own = SheetHeadings(
        workbook="progress monitoring",
        fields={**STUDENTS.fields},
        confirmed={"exit": ("Gone on", "Exit")},
    )
    rows = table(("", "IEP", ""), ("Exit", "Due", "Last"))
    assert columns_of(heading_row(rows, 1), own).how == {
        "exit": How.KNOWN,
        "annual_review_due": How.ABOVE,
        "last_annual_review": How.ABOVE,
    }
    assert columns_of(heading_row(table(("Gone on",)), 0), own).how == {"exit": How.CONFIRMED}

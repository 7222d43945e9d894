"""What a heading may mean that is not known: proposals for a person, and a tie is a question."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.builders_tables import headings, shown, table, workbook
from workspace_agent.intake.heading_row import columns_of, heading_row
from workspace_agent.intake.proposals import proposals
from workspace_agent.intake.recognise import recognise
from workspace_agent.intake.sheet_map import map_workbook

STUDENTS = ("First", "Last", "Plan", "Last annual review", "Last evaluation")


def proposed(*typed: str, kind: str = "students") -> list[tuple[int, tuple[str, ...]]]:
    row, known = heading_row(table(typed), 0), headings().sheets[kind]
    return [(one.column, one.fields) for one in proposals(row, columns_of(row, known), known)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param(("Frist name",), [(0, ("first",))], id="a slip of the hand"),
        pytest.param(("Last anual reveiw",), [(0, ("last_annual_review",))], id="two of them"),
        pytest.param(("Name of the studnet",), [(0, ("name",))], id="a word too many"),
        pytest.param(
            ("IEP date",),
            [(0, ("last_annual_review", "annual_review_due"))],
            id="neither last nor due: a tie",
        ),
        pytest.param(("IEP date", "IEP due"), [(0, ("last_annual_review",))], id="the other one is there"),
        pytest.param(("IEP date", "IEP due", "Last IEP"), [], id="both are there"),
        pytest.param(("Frist name", "First name"), [], id="like a field that has its column"),
        pytest.param(("First", "Last", "First name"), [], id="doubled is no proposal"),
        pytest.param(("Rosa: date of last annual review",), [], id="a strange word may be a name"),
        pytest.param(("Grade", ""), [], id="like nothing"),
        pytest.param(
            ("Last annual review here",), [(0, ("last_annual_review",))], id="an ordinary word too many"
        ),
        pytest.param(("Enter today",), [], id="ordinary words alone"),
        pytest.param(("Rosa last annual review here",), [], id="a strange word among ordinary ones"),
    ],
)
def test_what_is_proposed(typed: tuple[str, ...], expected: list[tuple[int, tuple[str, ...]]]) -> None:
    assert proposed(*typed) == expected


def test_two_fields_that_are_alike_are_a_tie() -> None:
    assert proposed("Parent agreed", kind="meetings") == [(0, ("agreed_on", "agreed_how"))]
    assert proposed("Mnday start", kind="hours_by_week") == [(0, ("monday_start",))]


def told(*typed: Sequence[str]) -> list[tuple[tuple[str, str, str], str]]:
    found = recognise(workbook(table(*typed, title="Students")), headings(), {"students"})
    return [(shown(one), one.perhaps) for one in found.problems if one.kind.name == "MISSING_HEADING"]


def test_a_heading_that_is_gone_is_told_with_the_likely_new_one_by_its_cell() -> None:
    missing = ("MISSING_HEADING", "1:1", "last annual review")
    assert told((*STUDENTS[:3], "Last anual reveiw", STUDENTS[4])) == [(missing, "heading in D1")]
    assert told((*STUDENTS[:3], "Grade", STUDENTS[4])) == [(missing, "")]
    assert told((*STUDENTS[:3], "Last anual reveiw", STUDENTS[4], "Last annual reviw")) == [(missing, "")]
    assert told((*STUDENTS[:3], "IEP date", STUDENTS[4])) == [(missing, "")]


def test_the_sentence_says_where_it_may_be() -> None:
    (problem,) = (
        one
        for one in recognise(
            workbook(table((*STUDENTS[:3], "Last anual reveiw", STUDENTS[4]))), headings(), {"students"}
        ).problems
        if one.kind.name == "MISSING_HEADING"
    )
    assert problem.sentence == (
        "The column `last annual review` was not found; perhaps it is the heading in D1."
    )


CONTACTS = ("Student", "Date", "Time", "Method", "Who", "About")


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        pytest.param(("How it all ended",), "G1", id="the only column that is left"),
        pytest.param(("Rosa", "Notes", "Grade", ""), "G1", id="beside what every sheet may have"),
        pytest.param(("How it all ended", "Colour"), "", id="two are left"),
        pytest.param(("Outcome of our phone call", "Colour"), "G1", id="one is like it"),
        pytest.param((), "", id="none is left"),
    ],
)
def test_what_alone_is_left_may_be_the_missing_one(others: tuple[str, ...], expected: str) -> None:
    book = workbook(table((*CONTACTS, *others), title="Contacts"))
    found = recognise(book, headings(), {"contacts"}).problems
    (tab,) = map_workbook(book, headings())

    perhaps = [one.perhaps for one in found if one.kind.name == "MISSING_HEADING"]
    assert perhaps == ([f"heading in {expected}"] if expected else [""])
    assert [(one.cell.a1, one.field) for one in tab.guesses] == ([(expected, "result")] if expected else [])
    assert not any("rosa" in one.heading for one in tab.guesses)

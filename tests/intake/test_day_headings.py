"""Columns headed by days that stand there as text: read where one day is meant, told where it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.builders_tables import headings, table, workbook
from workspace_agent.intake.day_headings import says_day
from workspace_agent.intake.reading import as_date
from workspace_agent.intake.recognise import best_fits, recognise
from workspace_agent.intake.table import Kind, RawCell, Sheet, Table

FIELDS = ("Student", "Goal")


def text(typed: str) -> RawCell:
    return RawCell(Kind.TEXT, typed)


def tab(*days: str | RawCell, title: str = "Data") -> Table:
    """A tab with a row of a student and a column for each of these; a text is a heading that is no date."""
    heads = [one if isinstance(one, RawCell) else text(one) for one in days]
    rows = (
        tuple(map(text, FIELDS)) + tuple(heads),
        (text("Ren Quill"), text("1"), *[text("40")] * len(days)),
    )
    return Table("book", 7, rows, title)


def read(*days: str | RawCell, title: str = "Data", locale: str = "", year: int | None = None) -> Sheet:
    book = replace(
        workbook(tab(*days, title=title)), locale=locale, title=f"Caseload {year}-{year + 1}" if year else ""
    )
    (sheet,) = recognise(book, headings(), {"progress_by_date"}).sheets
    return sheet


def days(sheet: Sheet) -> list[object]:
    return [as_date(sheet.table.at(sheet.header, column)) for column in sheet.dated]


def told(sheet: Sheet) -> list[tuple[str, str, str, str]]:
    return [(one.kind.name, one.place.a1, one.quote, one.detail) for one in sheet.unread]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("9/14", date(2026, 9, 14), id="month and day"),
        pytest.param("9-14", date(2026, 9, 14), id="with a dash"),
        pytest.param("1/14", date(2027, 1, 14), id="after New Year it is the second year"),
        pytest.param("6/30", date(2027, 6, 30), id="the last day of a school year"),
        pytest.param("7/31", date(2026, 7, 31), id="the first month of a school year"),
        pytest.param("4/4", date(2027, 4, 4), id="both numbers are the same"),
        pytest.param("Sept 14", date(2026, 9, 14), id="a month word first"),
        pytest.param("Sept. 14th", date(2026, 9, 14), id="as people say it"),
        pytest.param("14 Sep", date(2026, 9, 14), id="a month word last"),
        pytest.param("14 Sep 2025", date(2025, 9, 14), id="a year of its own counts"),
        pytest.param("Sept 14, 2025", date(2025, 9, 14), id="with a comma"),
        pytest.param("9/14/2026", date(2026, 9, 14), id="a whole date"),
        pytest.param("Week of 9/14/26", date(2026, 9, 14), id="the week of"),
        pytest.param("W/o 9/14", date(2026, 9, 14), id="week of in short"),
        pytest.param("Wk 3 (9/14)", date(2026, 9, 14), id="a week with its number"),
        pytest.param("Wk3: 9/14", date(2026, 9, 14), id="run together"),
        pytest.param("Week 14 Sep", date(2026, 9, 14), id="a number that is the day"),
        pytest.param("Probe 2 - Sept 14", date(2026, 9, 14), id="a probe with its number"),
        pytest.param("Tues., Sept 15", date(2026, 9, 15), id="a day of the week"),
    ],
)
def test_a_heading_that_says_one_day_is_read(typed: str, expected: date) -> None:
    sheet = read(typed, year=2026)
    assert (days(sheet), told(sheet)) == ([expected], [])


@pytest.mark.parametrize(
    "typed",
    ["Week 3", "Q1", "Avg", "Sep 2026", "IEP 4/5", "2/30", "99/14", "14 Foo", "Foo 14", "9/14-9/18", "of"],
)
def test_a_heading_that_says_no_day_is_none(typed: str) -> None:
    assert not says_day(text(typed))


def test_only_a_number_with_the_format_of_a_date_is_one() -> None:
    assert says_day(RawCell(Kind.DATE, 46279.0))
    assert not says_day(RawCell(Kind.NUMBER, 46279.0))
    assert not says_day(text(f"Week of {' ' * 40}9/14"))


@pytest.mark.parametrize(
    ("title", "year", "others", "expected"),
    [
        pytest.param("Data", 2026, (), date(2026, 9, 14), id="by the title of the workbook"),
        pytest.param("Data 25-26", 2026, (), date(2025, 9, 14), id="the title of the tab counts before it"),
        pytest.param(
            "Data (2026)", 2026, (), date(2026, 9, 14), id="a title that may mean two years counts for none"
        ),
        pytest.param("Data", None, ("1/11/2027",), date(2026, 9, 14), id="by a heading that says its year"),
        pytest.param(
            "Data", None, (RawCell(Kind.DATE, 46279.0),), date(2026, 9, 14), id="by one that is a date"
        ),
    ],
)
def test_the_school_year_is_told_by_what_stands_around_it(
    title: str, year: int | None, others: tuple[str | RawCell, ...], expected: date
) -> None:
    sheet = read("9/14", *others, title=title, year=year)
    assert (days(sheet)[0], told(sheet)) == (expected, [])


def test_a_day_without_a_year_is_told_at_its_heading_and_its_column_is_not_read() -> None:
    sheet = read("9/14", "9/14/2026", "9/15/2025")

    assert days(sheet) == [date(2026, 9, 14), date(2025, 9, 15)]
    assert told(sheet) == [("DAY_WITHOUT_YEAR", "C1", "9/14", "")]
    assert told(read("2/29", year=2026)) == [("DAY_WITHOUT_YEAR", "C1", "2/29", "")]
    assert days(read("2/29", year=2027)) == [date(2028, 2, 29)]


BOTH = ("AMBIGUOUS_DATE", "C1", "3/4", "4 Mar 2027 or 3 Apr 2027")


@pytest.mark.parametrize(
    ("locale", "others", "expected"),
    [
        pytest.param("en_US", (), date(2027, 3, 4), id="as the spreadsheet's country types"),
        pytest.param("en_GB", (), date(2027, 4, 3), id="in another country"),
        pytest.param("", ("9/14",), date(2027, 3, 4), id="as another heading does"),
        pytest.param(
            "en_US", ("14/9", "4/4"), date(2027, 4, 3), id="what people do counts before the country"
        ),
        pytest.param("", (), BOTH, id="nothing tells it: both are shown"),
        pytest.param("en_US", ("9/14", "14/9"), BOTH, id="headings that contradict each other"),
    ],
)
def test_which_number_is_the_month_is_told_by_the_others(
    locale: str, others: tuple[str, ...], expected: object
) -> None:
    sheet = read("3/4", *others, locale=locale, year=2026)
    assert (told(sheet) or days(sheet))[0] == expected


def test_a_whole_date_with_two_readings_is_both_or_the_one_that_is_meant() -> None:
    whole = ("AMBIGUOUS_DATE", "C1", "3/4/2027", "4 Mar 2027 or 3 Apr 2027")
    assert told(read("3/4/2027")) == [whole]
    assert days(read("3/4/2027", locale="en_US")) == [date(2027, 3, 4)]


def test_what_looks_like_a_day_among_days_is_told() -> None:
    sheet = read("9/14/2026", "9/14-9/18", "Week 3", "Feb 30", "Avg", "Notes")

    assert days(sheet) == [date(2026, 9, 14)]
    assert told(sheet) == [
        ("NOT_A_DATE", "D1", "", ""),
        ("NOT_A_DATE", "E1", "", ""),
        ("NOT_A_DATE", "F1", "Feb 30", ""),
    ]


def test_columns_headed_by_dates_stay_as_they_are() -> None:
    typed = tab(RawCell(Kind.DATE, 46279.0))
    book = workbook(typed)
    (sheet,) = recognise(book, headings(), {"progress_by_date"}).sheets

    assert (sheet.table, sheet.unread) == (typed, ())


def test_what_is_unclear_is_told_once_with_the_workbook() -> None:
    found = recognise(workbook(tab("9/14")), headings(), {"progress_by_date"})
    assert [one.kind.name for one in found.problems if one.kind.name != "MISSING_SHEET"] == [
        "DAY_WITHOUT_YEAR"
    ]


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        pytest.param(("P", "A"), [], id="who was there"),
        pytest.param(("P", "4"), ["progress_by_date"], id="one is a number"),
        pytest.param(("", ""), ["progress_by_date"], id="nothing yet"),
        pytest.param(("verbal", "V"), ["progress_by_date"], id="a level in words"),
    ],
)
def test_letters_alone_below_days_are_no_scores(below: tuple[str, str], expected: list[str]) -> None:
    typed = table(("Student", "9/14/2026", "9/15/2026"), ("Ren Quill", *below), title="Fall")
    called = table(("Student", "9/14/2026", "9/15/2026"), ("Ren Quill", *below), title="Probes")

    assert [fit.name for fit in best_fits(typed, headings())] == expected
    assert [fit.name for fit in best_fits(called, headings())] == ["progress_by_date"]

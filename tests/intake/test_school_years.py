"""Which of several workbooks in one folder counts, by their titles."""

from __future__ import annotations

from datetime import date

import pytest

from workspace_agent.intake.school_years import current, school_year
from workspace_agent.intake.table import ListedFile

NOVEMBER = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("SpEd Caseload 26-27", 2026),
        ("SpEd Caseload 2026-27 (Brandvold)", 2026),
        ("2026\u20132027 caseload", 2026),
        ("SY26/27", 2026),
        ("Caseload 26_27 and 26-27", 2026),
        ("Caseload", None),
        ("Caseload 2026", None),
        ("Caseload 26-28", None),
        ("Room 126-127", None),
        ("Moved on 11-12", None),
        ("25-26 and 26-27", None),
    ],
)
def test_the_year_in_a_title(title: str, year: int | None) -> None:
    assert school_year(title) == year


def counting(
    *titles: str, of_one: bool = False, today: date = NOVEMBER
) -> tuple[list[str], list[tuple[str, str]]]:
    """Titles that count, and those of which it cannot be told."""
    files = [ListedFile(str(number), title) for number, title in enumerate(titles)]
    counted, unclear = current(files, today, of_one=of_one)
    return [one.title for one in counted], [(one.title, reason) for one, reason in unclear]


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        pytest.param(("Caseload 25-26", "Caseload 26-27"), ["Caseload 26-27"], id="the newest"),
        pytest.param(("26-27 Caseload", "caseload  2025-2026"), ["26-27 Caseload"], id="however written"),
        pytest.param(("25-26", "26-27"), ["26-27"], id="the year alone"),
        pytest.param(("Caseload 25-26",), ["Caseload 25-26"], id="an old one alone"),
        pytest.param(("Hours 25-26", "Caseload 26-27"), ["Hours 25-26", "Caseload 26-27"], id="two things"),
        pytest.param(("IEP 26-27", "504 26-27"), ["IEP 26-27", "504 26-27"], id="two caseloads of a year"),
    ],
)
def test_this_years_counts(titles: tuple[str, ...], expected: list[str]) -> None:
    assert counting(*titles) == (expected, [])


@pytest.mark.parametrize(
    "titles",
    [
        pytest.param(("Caseload", "Caseload 26-27"), id="one has no year"),
        pytest.param(("Caseload 26-27", "Copy of Caseload 26-27"), id="two of one year"),
        pytest.param(("Caseload 2026", "Caseload 2027"), id="years that are no school years"),
    ],
)
def test_what_cannot_be_told_is_asked_and_neither_counts(titles: tuple[str, ...]) -> None:
    assert counting(*titles) == ([], [(title, "which_year") for title in titles])


def test_an_earlier_year_with_more_or_fewer_words_is_told() -> None:
    titles = ("Caseload 25-26", "Caseload 26-27 (Brandvold)", "Other book")
    assert counting(*titles) == ([titles[1], titles[2]], [(titles[0], "earlier_year")])


def test_among_workbooks_of_one_student_another_word_is_another_student() -> None:
    titles = ("Ana Ruiz 25-26", "Ana Ruiz Soto 26-27", "Ana Ruiz 26-27")
    assert counting(*titles, of_one=True) == ([titles[2], titles[1]], [])


def test_titles_are_not_shown() -> None:
    assert "Ruiz" not in repr(ListedFile("1", "Ana Ruiz"))


@pytest.mark.parametrize("today", [NOVEMBER, date(2027, 6, 30)])
@pytest.mark.parametrize(
    "titles",
    [
        pytest.param(("Caseload 26-27", "Caseload 27-28"), id="the same words"),
        pytest.param(("Caseload 26-27", "Caseload 27-28 (B)"), id="one more word"),
        pytest.param(("Caseload 25-26", "Caseload 26-27", "Caseload 27-28"), id="three of them"),
    ],
)
def test_next_years_counts_once_the_year_has_begun(titles: tuple[str, ...], today: date) -> None:
    assert counting(*titles, today=today) == (["Caseload 26-27"], [])
    counted, _ = counting(*titles, today=date(2027, 7, 1))
    assert counted == [titles[-1]]


def test_next_years_alone_counts_at_once() -> None:
    assert counting("Caseload 27-28") == (["Caseload 27-28"], [])
    assert counting("Caseload 27-28", "Caseload 28-29") == (["Caseload 27-28"], [])

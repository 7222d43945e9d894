"""Which of several workbooks in one folder counts, by their titles."""

from __future__ import annotations

from datetime import date

import pytest

from workspace_agent.intake.school_years import Chosen, current, is_archive
from workspace_agent.intake.table import ListedFile

NOVEMBER = date(2026, 11, 20)


def counting(
    *titles: str, of_one: bool = False, today: date = NOVEMBER, first_day: date = date(2026, 8, 10)
) -> tuple[list[str], list[tuple[str, str]]]:
    """Titles that count, and those of which it cannot be told."""
    found = chosen(*titles, of_one=of_one, today=today, first_day=first_day)
    assert found.follows == {}
    return [one.title for one in found.counting], [(one.title, reason) for one, reason in found.unclear]


def chosen(*titles: str, of_one: bool = False, today: date, first_day: date) -> Chosen:
    """School begins on this day; of other school years the settings say nothing."""
    files = [ListedFile(str(number), title) for number, title in enumerate(titles)]
    return current(files, today, lambda year: year <= first_day.year and first_day <= today, of_one=of_one)


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
        pytest.param(("Caseload", "Copy of Caseload 26-27"), id="a copy that got a year"),
        pytest.param(("Caseload", "caseload"), id="none has a year"),
        pytest.param(("Caseload 2026", "Caseload 2027"), id="years that are no school years"),
    ],
)
def test_what_cannot_be_told_is_asked_and_neither_counts(titles: tuple[str, ...]) -> None:
    assert counting(*titles) == ([], [(title, "which_year") for title in titles])


@pytest.mark.parametrize(
    "titles",
    [
        pytest.param(("Amara Osei 26-27", "Copy of Amara Osei 26-27"), id="a copy"),
        pytest.param(("Amara Osei 26-27", "Osei, Amara SY27"), id="one year, written in two ways"),
        pytest.param(("Amara Osei", "Amara Osei copy"), id="a copy without a year"),
    ],
)
def test_two_of_one_school_year_are_one_workbook_and_its_copy(titles: tuple[str, ...]) -> None:
    assert counting(*titles) == ([], [(title, "same_workbook") for title in titles])


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
    counted, _ = counting(*titles, today=date(2027, 8, 12), first_day=date(2027, 8, 12))
    assert counted == [titles[-1]]


def test_next_years_alone_counts_at_once() -> None:
    assert counting("Caseload 27-28") == (["Caseload 27-28"], [])
    assert counting("Caseload 27-28", "Caseload 28-29") == (["Caseload 27-28"], [])


# ---- in summer, and where no calendar says when school begins


def in_summer(*titles: str, of_one: bool = False) -> tuple[list[str], dict[str, list[str]]]:
    """Titles that may count, and which they may replace, on a day in July."""
    found = chosen(*titles, of_one=of_one, today=date(2027, 7, 1), first_day=date(2027, 8, 12))
    assert found.unclear == ()
    follows = {titles[int(book)]: [titles[int(one)] for one in ids] for book, ids in found.follows.items()}
    return [one.title for one in found.counting], follows


@pytest.mark.parametrize(
    ("titles", "before"),
    [
        pytest.param(("Caseload 26-27", "Caseload 27-28"), ["Caseload 26-27"], id="the same words"),
        pytest.param(("Caseload 26-27", "Caseload 27-28 (B)"), ["Caseload 26-27"], id="one more word"),
        pytest.param(
            ("Caseload 25-26", "Caseload 26-27", "Caseload 27-28"), ["Caseload 26-27"], id="three of them"
        ),
        pytest.param(
            ("IEP caseload 26-27", "504 caseload 26-27", "Caseload 27-28"),
            ["IEP caseload 26-27", "504 caseload 26-27"],
            id="two become one",
        ),
    ],
)
def test_until_school_begins_both_may_count(titles: tuple[str, ...], before: list[str]) -> None:
    counted, follows = in_summer(*titles)

    assert sorted(counted) == sorted([titles[-1], *before])
    assert follows == {titles[-1]: before}


def test_each_student_has_a_workbook_that_may_be_replaced() -> None:
    titles = ("Ana Ruiz 26-27", "Bo Soto 26-27", "Bo Soto 27-28", "Bo 27-28")
    counted, follows = in_summer(*titles, of_one=True)

    assert sorted(counted) == sorted(titles)
    assert follows == {"Bo Soto 27-28": ["Bo Soto 26-27"]}


def test_an_earlier_one_that_is_outdated_anyway_replaces_nothing() -> None:
    found = chosen(
        "Caseload 24-25",
        "Caseload 25-26",
        "Caseload 26-27 (B)",
        today=NOVEMBER,
        first_day=date(2026, 8, 10),
    )
    assert [one.title for one in found.counting] == ["Caseload 26-27 (B)"]


# ---- a year that stands alone


@pytest.mark.parametrize(
    ("titles", "counts"),
    [
        pytest.param(("Caseload (2025)", "Caseload (2026)"), ["Caseload (2026)"], id="by both readings"),
        pytest.param(("Caseload (2026)", "Caseload (2027)"), [], id="it hangs on the reading"),
        pytest.param(("Caseload SY26", "Caseload SY27"), ["Caseload SY27"], id="the year in which it ends"),
        pytest.param(("Caseload '25-'26", "Caseload 2026/27"), ["Caseload 2026/27"], id="spelled apart"),
    ],
)
def test_a_year_that_stands_alone(titles: tuple[str, ...], counts: list[str]) -> None:
    counted, unclear = counting(*titles)
    assert (counted, [title for title, _ in unclear]) == (counts, [] if counts else [*titles])


@pytest.mark.parametrize(
    ("title", "archive"),
    [
        pytest.param("Archive", True, id="by its name"),
        pytest.param("Exited students", True, id="of who has left"),
        pytest.param("OLD stuff", True, id="old, in capitals"),
        pytest.param("Templates", True, id="templates"),
        pytest.param("Archive 26-27", True, id="by its name, whatever its year"),
        pytest.param("Caseload 24-25", True, id="a year long over"),
        pytest.param("2025-26", True, id="last year"),
        pytest.param("Caseload (2025)", True, id="a year that is over by both readings"),
        pytest.param("Caseload (2026)", False, id="a year that may be this one"),
        pytest.param("2026-27", False, id="this year alone"),
        pytest.param("Caseloads 26-27", False, id="this year's"),
        pytest.param("Caseloads 27-28", False, id="next year's"),
        pytest.param("New students", False, id="another word"),
        pytest.param("Golden", False, id="a part of a word"),
        pytest.param("Room 25-26", False, id="rooms"),
    ],
)
def test_what_is_kept_and_not_worked_with(title: str, *, archive: bool) -> None:
    assert is_archive(title, lambda year: year <= 2026) is archive


def test_until_school_has_begun_again_last_years_is_no_archive() -> None:
    assert not is_archive("Caseload 25-26", lambda year: year <= 2025)

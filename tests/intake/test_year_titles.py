"""The school year in a title, however it is spelled; what only looks like one is none."""

from __future__ import annotations

import pytest

from workspace_agent.intake.year_titles import Year, school_year, stem


@pytest.mark.parametrize(
    "title",
    [
        "Caseload 25-26",
        "Caseload '25-'26",
        "Caseload \u201925\u2013\u201926",
        "Caseload 2025-2026",
        "Caseload 2025-26",
        "Caseload 2025/26",
        "Caseload 25/26",
        "caseload_25_26",
        "25 - 26 Caseload",
        "Caseload (25-26)",
        "Caseload SY 2025-26",
        "Caseload SY25-26",
        "Caseload SY26",
        "Caseload SY '26",
        "Caseload FY26",
        "Caseload FY 2026",
        "School Year 2025-2026 Caseload",
        "Caseload 25-26 (updated 25-26)",
    ],
)
def test_a_school_year(title: str) -> None:
    assert school_year(title) == Year(2025, 2025)
    assert stem(title) == ("caseload",)


def test_a_year_that_stands_alone_begins_or_ends_the_school_year() -> None:
    assert school_year("Caseload (2026)") == Year(2026, 2025)
    assert stem("Caseload (2026)") == ("caseload",)


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Caseload", id="none"),
        pytest.param("Caseload 2026", id="a bare year may be anything"),
        pytest.param("Caseload 26-28", id="two years"),
        pytest.param("25-26 and 26-27", id="two of them"),
        pytest.param("Caseload 11-12", id="months"),
        pytest.param("Ana 10-25-26", id="a date"),
        pytest.param("Ana 10/25/26", id="a date with slashes"),
        pytest.param("Ana 2025-26-10", id="a date that begins with its year"),
        pytest.param("Ana 25-26-2025", id="the year behind"),
        pytest.param("Ana 5.25-26.2026", id="days with dots"),
        pytest.param("Log Sept 25-26", id="days of a month"),
        pytest.param("Log Oct. 25-26", id="a short month"),
        pytest.param("Log 25-26 May", id="the month behind"),
        pytest.param("Log week 25-26", id="weeks"),
        pytest.param("Ana 125-26", id="a longer number"),
        pytest.param("Ana 25-261", id="longer behind"),
        pytest.param("Ana S25-26", id="an id with a letter"),
        pytest.param("Ana #25-26", id="a number sign"),
        pytest.param("Ana ID 2025-26", id="an id"),
        pytest.param("Ana 120-25-26", id="an id of three parts"),
        pytest.param("Room 25-26", id="a room"),
    ],
)
def test_what_is_no_school_year(title: str) -> None:
    assert school_year(title) is None


@pytest.mark.parametrize("title", ["Ruiz, June 25-26", "June 2025-26", "June Ruiz 25-26"])
def test_a_month_may_be_a_name(title: str) -> None:
    assert school_year(title) == Year(2025, 2025)


def test_what_is_no_year_tells_titles_apart() -> None:
    assert stem("Ana 10-25-26") != stem("Ana 10-26-26")
    assert stem("Ana Ruiz 2026") == stem("Copy of Ana Ruiz 2027") == ("ana", "ruiz")

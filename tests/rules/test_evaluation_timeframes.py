"""States that count in their own way: the overlay cases of the rule book, and both sides of each edge."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import a_district, an_organisation, day
from tests.rules.test_legal_days import C1, C1_DAYS, HOLIDAYS
from workspace_agent.model.organisation import District
from workspace_agent.model.state_law import EvaluationLaw
from workspace_agent.rules.evaluation_timeframes import evaluation_ends
from workspace_agent.rules.legal_days import LegalDay, Unreached, counting, sentences


def a_law(days: int, **changes: Any) -> EvaluationLaw:
    return EvaluationLaw.model_validate({"days": days, "source": "the rule book"} | changes)


FEDERAL = a_law(60)
TX = a_law(45, unit="school", tolling="absences")
CA = a_law(60, tolling="breaks of more than five school days")
FL = a_law(60, tolling="closed days")
GA = a_law(60, tolling="breaks of five school days")
IL = a_law(60, unit="school", tolling="end of the school year")
NC = a_law(90, counted_from="referral")
PA = a_law(60, tolling="summer")
VA = a_law(65, unit="business", counted_from="referral")

NEXT: dict[str, Any] = {"first_day": "2026-08-12", "last_day": "2027-05-20"}
C1_AND_NEXT = a_district(**C1_DAYS, other_years=[NEXT])
SPRING: dict[str, Any] = {"first_day": "2024-08-26", "last_day": "2025-06-10"}
OF_PENNSYLVANIA = a_district(first_day="2025-08-25", last_day="2026-06-10", closures=[], other_years=[SPRING])


def ends(
    law: EvaluationLaw, began: str, district: District = C1, absences: int | None = 0
) -> LegalDay | Unreached:
    how = counting(an_organisation(federal_holidays=HOLIDAYS), district)
    return evaluation_ends(how, law, day(began), absences)


def dates_of(found: LegalDay | Unreached) -> tuple[str | None, str | None]:
    assert isinstance(found, LegalDay), found
    return found.day.isoformat(), found.lenient.isoformat() if found.lenient else None


def a_closure(first: str, last: str) -> dict[str, str]:
    return {"from": first, "until": last, "name": "closed"}


@pytest.mark.parametrize(
    ("law", "began", "district", "expected"),
    [
        pytest.param(FEDERAL, "2025-11-03", C1, "2026-01-02", id="60 days, nothing left out"),
        pytest.param(NC, "2025-06-01", C1, "2025-08-30", id="NC: 90 days, no pause in summer"),
        pytest.param(VA, "2025-09-08", C1, "2025-12-11", id="VA: 65 business days, over three holidays"),
        pytest.param(VA, "2025-06-02", C1, "2025-09-04", id="VA: in summer business goes on"),
        pytest.param(PA, "2025-05-20", OF_PENNSYLVANIA, "2025-10-02", id="PA: summer is not counted"),
        pytest.param(PA, "2025-04-01", OF_PENNSYLVANIA, "2025-05-31", id="PA: ended before summer"),
        pytest.param(PA, "2025-04-11", OF_PENNSYLVANIA, "2025-06-10", id="PA: on the last day of school"),
        pytest.param(PA, "2025-04-12", OF_PENNSYLVANIA, "2025-08-25", id="PA: a day later: the first day"),
        pytest.param(PA, "2025-06-20", OF_PENNSYLVANIA, "2025-10-23", id="PA: begun in summer"),
        pytest.param(GA, "2025-11-03", C1, "2026-01-27", id="GA: two breaks with their weekends"),
        pytest.param(TX, "2025-09-08", C1, "2025-11-11", id="TX: 45 school days"),
        pytest.param(TX, "2025-11-10", C1, "2026-02-03", id="TX: over two breaks"),
        pytest.param(TX, "2026-03-17", C1, "2026-05-19", id="TX: 47 school days left"),
        pytest.param(IL, "2025-09-08", C1, "2025-12-09", id="IL: 60 school days"),
    ],
)
def test_the_overlay_cases_of_the_rule_book(
    law: EvaluationLaw, began: str, district: District, expected: str
) -> None:
    assert dates_of(ends(law, began, district)) == (expected, expected)


# ---- Texas


@pytest.mark.parametrize(
    ("began", "absences", "expected"),
    [
        pytest.param("2025-09-08", 2, "2025-11-11", id="2 absences add nothing"),
        pytest.param("2025-09-08", 3, "2025-11-14", id="3 add three school days"),
        pytest.param("2025-09-08", 4, "2025-11-17", id="4 add four, over a weekend"),
        pytest.param("2026-03-18", 0, "2026-05-20", id="46 school days left"),
        pytest.param("2026-03-19", 0, "2026-05-21", id="45 left: the last day of school"),
        pytest.param("2026-03-20", 0, "2026-06-30", id="44 left: 30 June"),
        pytest.param("2026-03-25", 0, "2026-06-30", id="41 left: 30 June"),
        pytest.param("2026-04-02", 2, "2026-06-30", id="35 left: 30 June"),
        pytest.param("2026-04-02", 3, "2026-08-28", id="35 left, but 3 absences: into the next year"),
        pytest.param("2026-04-03", 0, "2026-08-26", id="34 left: into the next year"),
        pytest.param("2026-07-01", 0, "2026-10-13", id="in summer: from the first day of school"),
    ],
)
def test_texas_adds_absences_and_has_a_window_before_summer(began: str, absences: int, expected: str) -> None:
    assert dates_of(ends(TX, began, C1_AND_NEXT, absences)) == (expected, expected)


@pytest.mark.parametrize(
    ("began", "district", "expected"),
    [
        pytest.param("2025-09-08", C1, ("2025-11-11", "2026-02-04"), id="twice as many school days"),
        pytest.param("2026-03-25", C1_AND_NEXT, ("2026-06-30", "2026-10-19"), id="30 June may move as well"),
        pytest.param("2026-03-25", C1, ("2026-06-30", None), id="it is not known how far"),
    ],
)
def test_absences_that_are_not_on_record_may_move_the_end(
    began: str, district: District, expected: tuple[str, str | None]
) -> None:
    found = ends(TX, began, district, absences=None)

    assert dates_of(found) == expected
    assert found.lines[-1] == "absences are not on record here; 3 or more are added"


# ---- Illinois


@pytest.mark.parametrize(
    ("began", "expected"),
    [
        pytest.param("2026-02-19", "2026-05-21", id="60 school days left: the last day of school"),
        pytest.param("2026-02-20", "2026-08-11", id="59 left: the day before the next year begins"),
        pytest.param("2026-05-21", "2026-08-11", id="on the last day of school"),
        pytest.param("2026-05-22", "2026-11-03", id="in summer: 60 school days of the next year"),
    ],
)
def test_illinois_wants_it_before_the_next_school_year(began: str, expected: str) -> None:
    assert dates_of(ends(IL, began, C1_AND_NEXT)) == (expected, expected)


# ---- California

SIX_DAYS = a_district(**C1_DAYS | {"closures": [a_closure("2025-11-17", "2025-11-24")]})


@pytest.mark.parametrize(
    ("began", "district", "expected"),
    [
        pytest.param(
            "2025-11-10", C1, ("2026-01-23", "2026-01-25"),
            id="a break of ten school days; the weekend before it on the lenient reading only",
        ),
        pytest.param("2025-09-24", C1, ("2025-11-23", "2025-11-23"), id="one of five school days counts"),
        pytest.param(
            "2025-09-24", SIX_DAYS,
            ("2025-12-01", "2025-12-03"), id="one of six school days does not",
        ),
        pytest.param(
            "2026-04-20", C1_AND_NEXT, ("2026-09-09", "2026-09-09"),
            id="begun 31 days before summer: 31 days, and 29 of the next year",
        ),
        pytest.param(
            "2026-04-21", C1_AND_NEXT, ("2026-09-10", "2026-09-11"), id="begun 30 days before it"
        ),
        pytest.param(
            "2026-04-22", C1_AND_NEXT, ("2026-09-11", "2026-09-11"), id="begun 29 days before it"
        ),
        pytest.param(
            "2026-05-20", C1_AND_NEXT, ("2026-09-11", "2026-10-09"),
            id="begun on the last day but one: earlier than 59 days of it",
        ),
        pytest.param("2026-06-15", C1_AND_NEXT, ("2026-10-10", "2026-10-10"), id="begun in summer"),
    ],
)  # fmt: skip
def test_california_does_not_count_long_breaks(
    began: str, district: District, expected: tuple[str, str]
) -> None:
    assert dates_of(ends(CA, began, district)) == expected


# ---- Georgia


def test_in_georgia_a_break_of_four_school_days_counts() -> None:
    short = a_district(
        first_day="2025-08-13", last_day="2026-05-21", closures=[a_closure("2025-11-25", "2025-11-28")]
    )
    assert dates_of(ends(GA, "2025-11-03", short)) == ("2026-01-02", "2026-01-02")


@pytest.mark.parametrize(
    ("began", "expected"),
    [
        pytest.param(
            "2026-03-22", ("2026-05-21", "2026-05-21"), id="60 days before: on the last day of school"
        ),
        pytest.param("2026-03-23", ("2026-05-22", "2026-08-12"), id="59 days before: a day of summer"),
        pytest.param("2026-04-13", ("2026-06-12", "2026-09-02"), id="38 days before: 22 days of summer"),
        pytest.param("2026-04-21", ("2026-06-20", "2026-09-10"), id="30 days before it"),
        pytest.param(
            "2026-04-22", ("2026-09-11", "2026-09-11"), id="29 days before it: summer is not counted"
        ),
        pytest.param("2026-06-15", ("2026-10-10", "2026-10-10"), id="begun in summer"),
    ],
)
def test_in_georgia_summer_may_count_where_consent_came_30_days_before_it(
    began: str, expected: tuple[str, str]
) -> None:
    assert dates_of(ends(GA, began, C1_AND_NEXT)) == expected


def test_in_georgia_summer_is_not_counted_leniently_however_long_it_is() -> None:
    assert dates_of(ends(GA, "2026-04-13")) == ("2026-06-12", None)


# ---- Florida


@pytest.mark.parametrize(
    ("absences", "expected"),
    [
        # Closed are 13 Oct and 24-28 Nov: 6 days, with their weekends 12, and then winter break begins.
        pytest.param(0, ("2025-12-15", "2026-01-06"), id="none"),
        pytest.param(8, ("2025-12-15", "2026-01-06"), id="8 count"),
        pytest.param(9, ("2025-12-16", "2026-01-15"), id="of 9 one or all do not"),
        pytest.param(None, ("2025-12-15", "2026-03-19"), id="not on record: perhaps all of them"),
    ],
)
def test_florida_counts_neither_closed_days_nor_many_absences(
    absences: int | None, expected: tuple[str, str]
) -> None:
    assert dates_of(ends(FL, "2025-10-10", C1, absences)) == expected


def test_florida_does_not_count_summer() -> None:
    assert dates_of(ends(FL, "2026-05-20", C1_AND_NEXT, 0)) == ("2026-10-09", "2026-10-09")


# ---- where the calendar ends


@pytest.mark.parametrize(
    ("law", "began", "said"),
    [
        pytest.param(TX, "2026-04-03", "does not reach 45 school days after 3 Apr 2026", id="TX"),
        pytest.param(IL, "2026-02-20", "the next school year is not known", id="IL"),
        pytest.param(CA, "2026-05-01", "does not reach 60 days after 1 May 2026", id="CA near summer"),
        pytest.param(CA, "2026-04-01", "does not reach 60 days after 1 Apr 2026", id="CA in spring"),
        pytest.param(PA, "2026-05-01", "does not reach 60 days after 1 May 2026", id="PA"),
        pytest.param(GA, "2025-08-01", "does not reach 60 days after 1 Aug 2025", id="before it begins"),
    ],
)
def test_what_the_calendar_does_not_reach_is_not_guessed(law: EvaluationLaw, began: str, said: str) -> None:
    found = ends(law, began)

    assert isinstance(found, Unreached)
    assert said in found.lines[-1]


def test_a_lenient_reading_that_the_calendar_does_not_reach_is_none() -> None:
    assert dates_of(ends(FL, "2026-03-16", C1, absences=None)) == ("2026-05-15", None)


# ---- what holds for all of them

LAWS = st.sampled_from([FEDERAL, TX, CA, FL, GA, IL, NC, PA, VA])
KNOWN = st.dates(dt.date(2025, 8, 13), dt.date(2026, 12, 1))


@given(LAWS, KNOWN, st.none() | st.integers(0, 20))
def test_no_lenient_reading_is_stricter(law: EvaluationLaw, began: dt.date, absences: int | None) -> None:
    found = ends(law, began.isoformat(), C1_AND_NEXT, absences)

    assert isinstance(found, LegalDay)
    assert began < found.day <= (found.lenient or dt.date.max)


@given(LAWS, KNOWN)
def test_whoever_begins_later_ends_no_earlier(law: EvaluationLaw, began: dt.date) -> None:
    first, then = (ends(law, one.isoformat(), C1_AND_NEXT) for one in (began, began + dt.timedelta(days=1)))

    assert isinstance(first, LegalDay)
    assert isinstance(then, LegalDay)
    assert first.day <= then.day


# ---- in words


@pytest.mark.parametrize(
    ("law", "began", "absences", "said"),
    [
        pytest.param(NC, "2025-06-01", 0, "90 days after 1 Jun 2025 is 30 Aug 2025.", id="NC"),
        pytest.param(
            TX, "2025-09-08", 4,
            "49 school days after 8 Sep 2025 is 17 Nov 2025. Of these, 4 school days are for absences.",
            id="TX",
        ),
        pytest.param(
            TX, "2026-03-25", 0,
            "After 25 Mar 2026 the school year has 41 school days left. So the report is due by 30 Jun 2026, "
            "and its meeting by the 15th school day after summer.",
            id="TX before summer",
        ),
        pytest.param(
            GA, "2025-11-03", 0, "60 days after 3 Nov 2025 is 27 Jan 2026, 25 days not counted.", id="GA"
        ),
        pytest.param(
            GA, "2026-04-13", 0,
            "60 days after 13 Apr 2026 is 12 Jun 2026, 0 days not counted. Summer is counted: consent came "
            "30 days or more before the school year ends.",
            id="GA before summer",
        ),
        pytest.param(
            FL, "2025-10-10", 9,
            "60 days after 10 Oct 2025 is 16 Dec 2025, 7 days not counted. Among the days not counted: "
            "1 school day of absence.",
            id="FL",
        ),
        pytest.param(
            IL, "2026-02-20", 0,
            "After 20 Feb 2026 the school year has 59 school days left. The next one begins on 12 Aug 2026.",
            id="IL",
        ),
        pytest.param(
            CA, "2026-05-20", 0,
            "20 May 2026 is in the last 30 days of the school year. 30 days after the next one begins, on "
            "12 Aug 2026, is 11 Sep 2026.", id="CA",
        ),
    ],
)  # fmt: skip
def test_the_arithmetic_is_told(law: EvaluationLaw, began: str, absences: int, said: str) -> None:
    assert sentences(ends(law, began, C1_AND_NEXT, absences).lines) == said

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders_tables import TODAY, row, shown, typed
from workspace_agent.intake.reading import (
    Fault,
    as_address,
    as_choice,
    as_date,
    as_tick,
    as_time,
    as_zone,
    date_until,
    problem,
    quotable,
    read,
    told,
)
from workspace_agent.intake.table import Kind, RawCell
from workspace_agent.intake.written_dates import date_within, written_date
from workspace_agent.model.consents import Waiver
from workspace_agent.model.field import Missing, Unreadable, Value
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind

DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial has no zone
NOT_A_DATE, AMBIGUOUS = ProblemKind.NOT_A_DATE, ProblemKind.AMBIGUOUS_DATE
NOT_A_TIME, NOT_A_NUMBER = ProblemKind.NOT_A_TIME, ProblemKind.NOT_A_NUMBER


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("11/18/2025", date(2025, 11, 18), id="as typed in the United States"),
        pytest.param("2/29/2024", date(2024, 2, 29), id="a leap day"),
        pytest.param("'2026-11-19", date(2026, 11, 19), id="text in ISO form"),
        pytest.param("'12-Nov-2025", date(2025, 11, 12), id="text with a short month word"),
        pytest.param("'Nov 5, 2026", date(2026, 11, 5), id="text with the month first"),
        pytest.param("'November 5, 2026", date(2026, 11, 5), id="text with a long month word"),
        pytest.param("'Sept. 5, 2026", date(2026, 9, 5), id="text with a dotted month word"),
        pytest.param("'5 MAY 2026", date(2026, 5, 5), id="text with the day first"),
        pytest.param("'11/13/2026", date(2026, 11, 13), id="slashed text of which one part is above 12"),
        pytest.param("'13/11/2026", date(2026, 11, 13), id="the same the other way round"),
        pytest.param("'11/11/2026", date(2026, 11, 11), id="slashed text with equal parts"),
        pytest.param("'11/13/26", date(2026, 11, 13), id="slashed text with a short year"),
        pytest.param("11/31/2026", NOT_A_DATE, id="November has 30 days"),
        pytest.param("December 3rd, 2025", date(2025, 12, 3), id="an ordinal"),
        pytest.param("1st of Dec 2025", NOT_A_DATE, id="a word between"),
        pytest.param("3rd Dec 2025", date(2025, 12, 3), id="an ordinal before the month"),
        pytest.param("'2025/12/03", date(2025, 12, 3), id="the year first, with slashes"),
        pytest.param("'2025/12-03", NOT_A_DATE, id="two signs"),
        pytest.param("'2/29/2026", NOT_A_DATE, id="no leap day that year"),
        pytest.param("'31/31/2026", NOT_A_DATE, id="there is no month 31"),
        pytest.param("'2026-13-01", NOT_A_DATE, id="there is no month 13"),
        pytest.param("'12-Nxv-2025", NOT_A_DATE, id="not a month word"),
        pytest.param("'2026-11-19 or so", NOT_A_DATE, id="more than a date"),
        pytest.param("TBD", NOT_A_DATE, id="a word"),
        pytest.param("46346", NOT_A_DATE, id="a number that is not formatted as a date"),
        pytest.param("10:00 AM", NOT_A_DATE, id="a time"),
        pytest.param("37%", NOT_A_DATE, id="a percentage"),
        pytest.param("TRUE", NOT_A_DATE, id="a ticked box"),
        pytest.param("11/30/1999", NOT_A_DATE, id="a year of the last century"),
        pytest.param("'1999-11-30", NOT_A_DATE, id="the same as text"),
    ],
)
def test_dates(text: str, expected: date | ProblemKind) -> None:
    assert as_date(typed(text)) == (expected if isinstance(expected, date) else Fault(expected))


@pytest.mark.parametrize(
    ("text", "both"),
    [
        pytest.param("'03/04/2026", "4 Mar 2026 or 3 Apr 2026", id="slashed text"),
        pytest.param("'3/4/26", "4 Mar 2026 or 3 Apr 2026", id="with a short year"),
    ],
)
def test_a_date_that_can_be_two_shows_both(text: str, both: str) -> None:
    assert as_date(typed(text)) == Fault(AMBIGUOUS, both)


@pytest.mark.parametrize("serial", [1e12, -1e12, 0.0, -5.0, 73_051.0])
def test_serials_far_away_are_no_dates(serial: float) -> None:
    assert as_date(RawCell(Kind.DATE, serial)) == Fault(NOT_A_DATE)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(0, 86_399))
def test_every_serial_of_the_century_gives_its_date(day: date, second: int) -> None:
    serial = (day - DAY_ZERO.date()).days + second / 86_400
    assert as_date(RawCell(Kind.DATE_TIME, serial)) == day
    assert as_date(RawCell(Kind.DATE, float(f"{serial:.15g}"))) == day


def test_serials_are_rounded_to_the_second_and_not_cut() -> None:
    assert as_date(RawCell(Kind.DATE_TIME, 46_345.999_999_9)) == date(2026, 11, 20)
    assert as_time(RawCell(Kind.TIME, 0.416_666)) == time(10)
    assert as_time(RawCell(Kind.TIME, 0.999_999)) == Fault(NOT_A_TIME)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_written_and_typed_dates_agree(day: date) -> None:
    for text in (day.isoformat(), f"{day:%d-%b-%Y}", f"{day:%B} {day.day}, {day.year}"):
        assert written_date(text) == day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2026-12-01", date(2026, 12, 1), id="nothing but a date"),
        pytest.param("Send it by 12/13/2026.", date(2026, 12, 13), id="at the end of a sentence"),
        pytest.param("(due 1st Dec 2026, at the latest)", date(2026, 12, 1), id="between brackets"),
        pytest.param("by december 1st, 2026: all", date(2026, 12, 1), id="in words"),
        pytest.param("at 9:30 on Dec 1, 2026 in room 12", date(2026, 12, 1), id="beside a time and a number"),
        pytest.param("Dec 1, 2026 or Dec 2, 2026", None, id="two dates"),
        pytest.param("the notes of 2026-11-05 by 11/12", None, id="another without a year"),
        pytest.param("the notes of 2026-11-05 by Nov 12", None, id="another in words without a year"),
        pytest.param("2026-12-01, level 2.5", None, id="a number that may be one"),
        pytest.param("between 5-7 Nov 2026", None, id="a span"),
        pytest.param("by 3/4/2026", None, id="two readings"),
        pytest.param("by 11/12", None, id="no year"),
        pytest.param("by 2026-02-30", None, id="no day of the calendar"),
        pytest.param("12026-12-01", None, id="a part of a number"),
        pytest.param("see page 11/20/2026-b", None, id="the beginning of something longer"),
        pytest.param("see form 7-11/20/2026", None, id="the end of something longer"),
        pytest.param("2026-12-01-2026-12-05", None, id="a span without blanks"),
        pytest.param("form A2026-12-01", None, id="a part of a word"),
        pytest.param("by Friday", None, id="no date"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_date_within_a_sentence_is_taken_where_nothing_else_may_be_one(
    text: str, expected: date | None
) -> None:
    assert date_within(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("by 11/20", date(2026, 11, 20), id="in numbers"),
        pytest.param("By: 20-Nov", date(2026, 11, 20), id="with a hyphen"),
        pytest.param("before Nov. 20th", date(2026, 11, 20), id="in words"),
        pytest.param("Due 20 November.", date(2026, 11, 20), id="day first, in words"),
        pytest.param("until Nov 5", date(2026, 11, 5), id="the same day"),
        pytest.param("on Jan 8", date(2027, 1, 8), id="the next year's"),
        pytest.param("by Feb 30", None, id="no such day"),
        pytest.param("by 11/5", None, id="two readings, one of them the same day"),
        pytest.param("by 11/12", None, id="two readings ahead"),
        pytest.param("by 3/4/2026", None, id="two readings with a year"),
        pytest.param("by 11/4/2026-b", None, id="the beginning of something longer"),
        pytest.param("by Nov 20-25", None, id="a span"),
        pytest.param("read 11/20 words", None, id="a score that may be a day"),
        pytest.param("read 15/20 words", None, id="a score"),
        pytest.param("call Toby 11/20", None, id="a word that ends so"),
        pytest.param("Data since 11/20", None, id="another word before it"),
        pytest.param("by Nov 20 or Nov 25", None, id="two days"),
    ],
)
def test_without_a_year_the_next_such_day_counts_behind_a_word_such_as_by(
    text: str, expected: date | None
) -> None:
    assert date_within(text, date(2026, 11, 5)) == expected


@given(st.integers(1, 31), st.integers(1, 31), st.integers(2000, 2099))
def test_slashes_are_never_guessed(first: int, second: int, year: int) -> None:
    read = written_date(f"{first}/{second}/{year}")
    if first <= 12 and second <= 12 and first != second:
        assert read == (date(year, first, second), date(year, second, first))
    elif isinstance(read, date):
        assert {read.month, read.day} == {first, second}
    else:
        assert read is NOT_A_DATE


@given(st.integers(0, 86_399))
def test_every_second_of_the_day_survives_fifteen_digits(second: int) -> None:
    serial = float(f"{second / 86_400:.15g}")
    assert as_time(RawCell(Kind.TIME, serial)) == (DAY_ZERO + timedelta(seconds=second)).time()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("10:00 AM", time(10), id="before noon"),
        pytest.param("4:10 PM", time(16, 10), id="after noon"),
        pytest.param("9:00", time(9), id="without a half of the day"),
        pytest.param("'4:10 pm", time(16, 10), id="text"),
        pytest.param("'4:10:30 p.m.", time(16, 10, 30), id="text with seconds and dots"),
        pytest.param("'12:05 AM", time(0, 5), id="text just after midnight"),
        pytest.param("'12:05 PM", time(12, 5), id="text just after noon"),
        pytest.param("'16:10", time(16, 10), id="text on a 24-hour clock"),
        pytest.param("10 a.m.", time(10), id="the hour alone with dots"),
        pytest.param("2:30p", time(14, 30), id="a short half of the day"),
        pytest.param("8a", time(8), id="the hour alone with a short half"),
        pytest.param("12 p", time(12), id="noon by the clock"),
        pytest.param("Noon", time(12), id="noon"),
        pytest.param("midnight", NOT_A_TIME, id="of which day?"),
        pytest.param("'10", NOT_A_TIME, id="the hour alone"),
        pytest.param("13p", NOT_A_TIME, id="there is no 13 PM, short or not"),
        pytest.param("'16:10 PM", NOT_A_TIME, id="there is no 16 PM"),
        pytest.param("'0:10 AM", NOT_A_TIME, id="there is no 0 AM"),
        pytest.param("'25:00", NOT_A_TIME, id="there is no hour 25"),
        pytest.param("25:00", NOT_A_TIME, id="a duration of 25 hours"),
        pytest.param("after school", NOT_A_TIME, id="words"),
        pytest.param("11/18/2026", NOT_A_TIME, id="a date"),
        pytest.param("10", NOT_A_TIME, id="a number"),
    ],
)
def test_times(text: str, expected: time | ProblemKind) -> None:
    assert as_time(typed(text)) == (expected if isinstance(expected, time) else Fault(expected))


@pytest.mark.parametrize(
    ("convert", "text", "expected"),
    [
        pytest.param(as_tick, "TRUE", True, id="a ticked box"),
        pytest.param(as_tick, "FALSE", False, id="an unticked box"),
        pytest.param(as_tick, "Y", True, id="Y"),
        pytest.param(as_tick, "No", False, id="No"),
        pytest.param(as_tick, "✓", True, id="a tick"),
        pytest.param(as_tick, "maybe", Fault(ProblemKind.NOT_A_CHOICE, "yes, no"), id="maybe"),
        pytest.param(as_zone, "America/Denver", "America/Denver", id="a zone"),
        pytest.param(as_zone, "america/denver", "America/Denver", id="a zone in lower case"),
        pytest.param(as_zone, "MT", Fault(ProblemKind.NOT_A_ZONE), id="an abbreviation"),
        pytest.param(as_address, " K.Osei@Lakeward.example ", "k.osei@lakeward.example", id="an address"),
        pytest.param(
            as_address,
            "k.osei@a\x9b31m.example",
            Fault(ProblemKind.NOT_AN_ADDRESS),
            id="a command in an address",
        ),
        pytest.param(as_address, "k.osei", Fault(ProblemKind.NOT_AN_ADDRESS), id="no address"),
        pytest.param(
            as_address, "a@b.example, c@d.example", Fault(ProblemKind.NOT_AN_ADDRESS), id="two addresses"
        ),
    ],
)
def test_other_cells(convert: Callable[[RawCell], object], text: str, expected: object) -> None:
    assert convert(typed(text)) == expected


def test_choices_offer_themselves_where_none_is_recognised() -> None:
    convert = as_choice({"holds rights": 1}, "holds rights")
    assert convert(typed("Holds_Rights")) == 1
    assert convert(typed("whatever")) == Fault(ProblemKind.NOT_A_CHOICE, "holds rights")


def test_what_has_happened_lies_not_in_the_future() -> None:
    convert = date_until(TODAY)
    assert convert(typed("11/20/2026")) == TODAY
    assert convert(typed("11/21/2026")) == Fault(ProblemKind.DATE_IN_THE_FUTURE)
    assert convert(typed("TBD")) == Fault(NOT_A_DATE)


def test_a_readable_cell_is_a_value() -> None:
    only = row(date="11/18/2025")
    assert read(only, "date", as_date) == Value(date(2025, 11, 18), only.place("date"))


@pytest.mark.parametrize(
    "text", ["", "N/A", "—", "NA", "none", "Not applicable", "1/1/1900", "12/30/1900", "12/30/1902"]
)
def test_a_blank_cell_is_missing(text: str) -> None:
    only = row(student="Rosa", date=text)
    assert read(only, "date", as_date) == Missing(only.place("date"))


def test_a_bad_cell_is_unreadable_and_told_with_its_student() -> None:
    field = read(row(date="11/31/2026").of("r1"), "date", as_date)
    assert isinstance(field, Unreadable)
    assert shown(field.problem) == ("NOT_A_DATE", "A2", "")
    assert field.problem.quote == "11/31/2026"
    assert (field.problem.student_ref, field.problem.case_manager) == ("r1", "marisol-quintero")


def test_an_error_of_the_spreadsheet_is_told_and_not_taken_for_a_blank() -> None:
    field = read(row(date="#REF!"), "date", as_date)
    assert isinstance(field, Unreadable)
    assert field.problem.kind is ProblemKind.ERROR_VALUE


def test_a_lost_column_is_unreadable_by_the_one_problem_that_tells_it() -> None:
    only = row(student="Rosa")
    lost = Problem(ProblemKind.MISSING_HEADING, SpreadsheetPlace("book"), detail="date")
    only = replace(only, sheet=replace(only.sheet, lost={"date": lost}))
    assert read(only, "date", as_date) == Unreadable(lost, only.place("date"))


@pytest.mark.parametrize(
    "text",
    [
        "11/31/2026",
        "31. 2. 2026",
        "Feb 30, 2026",
        "30-feb-2026",
        "Sept. 31",
        "2026-13-01",
        "13/45/26",
        "May 32",
        "9-14",
        "25:00",
        "10:61:00",
    ],
)
def test_what_has_the_shape_of_a_date_or_a_time_of_day_is_quoted(text: str) -> None:
    assert quotable(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "TBD",
        "May",
        "May Winter",
        "Rosa 5",
        "5 Maybe",
        "142",
        "20533",
        "915-555-0101",
        "(915) 555 0101",
        "9155550101",
        "123-45-6789",
        "123 45 6789",
        "20-5331",
        "2026",
        "11-05-26",
        "1.5.11",
        "5-May-11",
        "9/14-9/18",
        "1" * 25,
        "١٢",
        "",
        "12 May, call 915-555-0101 first",
        "—",
    ],
)
def test_everything_else_is_not(text: str) -> None:
    assert quotable(text) == ""


def test_only_text_is_quoted() -> None:
    assert problem(row(date="20418"), "date", NOT_A_DATE).quote == ""


def test_unreadable_fields_tell_for_their_fact() -> None:
    only = row(signed="TBD")
    waiver = Waiver("r1", read(only, "signed", as_date), only.line)
    assert [shown(one) for one in told(waiver)] == [("NOT_A_DATE", "A2", "")]

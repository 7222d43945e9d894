from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace_agent.sandbox.sheets.dates import read_moment
from workspace_agent.sandbox.sheets.serial import fraction_of_day, moment_of_serial, serial_of_date
from workspace_agent.sandbox.sheets.shown import show_number
from workspace_agent.sandbox.sheets.typed import Formula, NumberFormat, Typed, read_typed

TODAY = date(2026, 11, 20)


def typed(text: str, locale: str = "en_US") -> Typed:
    return read_typed(text, locale=locale, today=TODAY)


def day(year: int, month: int, number: int) -> int:
    return serial_of_date(date(year, month, number))


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        pytest.param("0142", 142, "142", id="leading zero is lost"),
        pytest.param("504", 504, "504", id="whole"),
        pytest.param("-21", -21, "-21", id="negative"),
        pytest.param("3.5", 3.5, "3.5", id="decimals"),
        pytest.param(" 7 ", 7, "7", id="blanks around a number"),
        pytest.param("1,234.5", 1234.5, "1,234.50", id="thousands"),
        pytest.param("37%", 0.37, "37%", id="percent"),
        pytest.param("29%", 0.29, "29%", id="percent that binary cannot hold"),
        pytest.param("37.5%", 0.375, "37.50%", id="percent with decimals"),
        pytest.param("$5", 5, "$5", id="money"),
        pytest.param("-$1,234.50", -1234.5, "-$1,234.50", id="negative money"),
        pytest.param("12E3", 12_000, "1.20E+04", id="a room that looks scientific"),
        pytest.param("1E3", 1000, "1.00E+03", id="scientific"),
    ],
)
def test_typed_number_is_a_number_and_keeps_its_look(text: str, value: float, shown: str) -> None:
    found = typed(text)
    assert found.value == value
    assert show_number(value, found.format, "en_US") == shown


@pytest.mark.parametrize(
    ("text", "expected", "kind"),
    [
        pytest.param("12/3/2026", day(2026, 12, 3), "DATE", id="month, day, year"),
        pytest.param("11/13/26", day(2026, 11, 13), "DATE", id="two digits of a year"),
        pytest.param("03/04/2026", day(2026, 3, 4), "DATE", id="leading zeros"),
        pytest.param("2026-11-19", day(2026, 11, 19), "DATE", id="year first"),
        pytest.param("Nov 5, 2026", day(2026, 11, 5), "DATE", id="month name"),
        pytest.param("November 5, 2026", day(2026, 11, 5), "DATE", id="long month name"),
        pytest.param("12-Nov-2025", day(2025, 11, 12), "DATE", id="day, month name, year"),
        pytest.param("4/5", day(2026, 4, 5), "DATE", id="no year is this year"),
        pytest.param("2/29/2028", day(2028, 2, 29), "DATE", id="leap day"),
        pytest.param("10:00 AM", 10 / 24, "TIME", id="morning"),
        pytest.param("3:00 PM", 15 / 24, "TIME", id="afternoon"),
        pytest.param("12:00 AM", 0, "TIME", id="midnight"),
        pytest.param("12:30 PM", 12.5 / 24, "TIME", id="half past noon"),
        pytest.param("9:00", 9 / 24, "TIME", id="24 hours"),
        pytest.param("9:00:30", 9 / 24 + 30 / 86_400, "TIME", id="seconds"),
        pytest.param("25:30", 25.5 / 24, "TIME", id="longer than a day"),
        pytest.param("4-Nov", day(2026, 11, 4), "DATE", id="day and month name"),
        pytest.param("10 AM", 10 / 24, "TIME", id="hour alone"),
        pytest.param("11/5/2026 8:00 AM", day(2026, 11, 5) + 8 / 24, "DATE_TIME", id="date and time"),
        pytest.param("2026-11-19 14:05", day(2026, 11, 19) + (14 * 60 + 5) / 1440, "DATE_TIME", id="24 hour"),
    ],
)
def test_typed_moment_is_a_serial_number_and_keeps_its_look(text: str, expected: float, kind: str) -> None:
    found = typed(text)
    assert found.value == pytest.approx(expected)
    assert found.format is not None
    assert found.format.kind == kind
    assert isinstance(found.value, int | float)
    assert show_number(found.value, found.format, "en_US") == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("11/31/2026", id="no such day"),
        pytest.param("2/29/2026", id="no leap year"),
        pytest.param("13/5/2026", id="no such month"),
        pytest.param("TBD", id="to be decided"),
        pytest.param("—", id="dash"),
        pytest.param("N/A", id="not applicable"),
        pytest.param("915-555-0101", id="phone number"),
        pytest.param("504 Plan", id="number and word"),
        pytest.param("1,2", id="comma that groups nothing"),
        pytest.param("NAN", id="no number"),
        pytest.param("INF", id="no number either"),
        pytest.param("10:75", id="no such minute"),
        pytest.param("13:00 PM", id="no such hour"),
        pytest.param("agreed to Dec 9 at 9:00", id="prose"),
        pytest.param("May", id="month alone"),
        pytest.param("Room 12", id="word and number"),
        pytest.param("$5%", id="money and percent"),
        pytest.param("£5", id="foreign money"),
        pytest.param("-", id="hyphen"),
        pytest.param(".", id="point"),
        pytest.param("=", id="equals sign alone"),
        pytest.param(" padded text ", id="blanks around text stay"),
    ],
)
def test_anything_else_is_text(text: str) -> None:
    assert typed(text) == Typed(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("'03/04/2026", "03/04/2026", id="apostrophe makes text"),
        pytest.param("''", "'", id="only the first apostrophe goes"),
        pytest.param("TRUE", True, id="ticked"),
        pytest.param("false", False, id="unticked, small letters"),
        pytest.param("=A1+1", Formula("=A1+1"), id="formula"),
    ],
)
def test_special_text_has_its_own_kind(text: str, value: object) -> None:
    assert typed(text) == Typed(value)  # type: ignore[arg-type]


def test_day_comes_first_in_britain() -> None:
    assert typed("3/12/2026", "en_GB").value == day(2026, 12, 3)
    assert typed("13/5/2026", "en_GB").value == day(2026, 5, 13)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_serial_number_leads_back_to_its_day(moment: date) -> None:
    assert moment_of_serial(serial_of_date(moment)).date() == moment


@pytest.mark.parametrize(
    ("moment", "serial"),
    [
        pytest.param(date(1899, 12, 30), 0, id="day zero"),
        pytest.param(date(1900, 3, 1), 61, id="1900 had no leap day"),
        pytest.param(date(2020, 1, 1), 43_831, id="as Google answered"),
        pytest.param(date(1999, 1, 2), 36_162, id="as Google answered, too"),
    ],
)
def test_serial_numbers_are_those_of_google(moment: date, serial: int) -> None:
    assert serial_of_date(moment) == serial


def test_all_minutes_of_a_day_are_shown_right() -> None:
    pattern = NumberFormat("TIME", "h:mm am/pm")
    start = datetime(2026, 11, 20)  # noqa: DTZ001 - a wall clock
    for minute in range(1440):
        moment = start + timedelta(minutes=minute)
        expected = f"{moment.hour % 12 or 12}:{moment:%M %p}"
        assert show_number(fraction_of_day(moment.time()), pattern, "en_US") == expected
        found = read_moment(expected, locale="en_US", today=TODAY)
        assert found is not None
        assert moment_of_serial(day(2026, 11, 20) + found.serial) == moment


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        pytest.param("yyyy-mm-dd hh:mm:ss", "2026-03-04 15:06:07", id="months and minutes"),
        pytest.param("dddd, mmmm d", "Wednesday, March 4", id="names"),
        pytest.param("ddd d mmm yy", "Wed 4 Mar 26", id="short names"),
        pytest.param('h "o\'clock" AM/PM', "3 o'clock PM", id="quoted words"),
        pytest.param("mm:ss", "06:07", id="minutes before seconds"),
        pytest.param("M/d/yyyy", "3/4/2026", id="large M"),
        pytest.param("", "3/4/2026 15:06:07", id="pattern of the locale"),
    ],
)
def test_pattern_shows_a_moment(pattern: str, shown: str) -> None:
    serial = day(2026, 3, 4) + fraction_of_day(time(15, 6, 7))
    assert show_number(serial, NumberFormat("DATE_TIME", pattern), "en_US") == shown


@pytest.mark.parametrize(
    ("value", "pattern", "shown"),
    [
        pytest.param(1234.5, "#,##0.00", "1,234.50", id="thousands"),
        pytest.param(142, "0000", "0142", id="leading zeros"),
        pytest.param(0.375, "0.#%", "37.5%", id="optional decimal"),
        pytest.param(0.37, "0.#%", "37%", id="optional decimal unused"),
        pytest.param(-5, '"$"#,##0;("$"#,##0)', "($5)", id="section of negatives"),
        pytest.param(-5, "0.0", "-5.0", id="sign"),
        pytest.param(3, '0" days"', "3 days", id="words"),
    ],
)
def test_pattern_shows_a_number(value: float, pattern: str, shown: str) -> None:
    assert show_number(value, NumberFormat("NUMBER", pattern), "en_US") == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (2.0, "2"),
        (1.5, "1.5"),
        (1 / 3, "0.3333333333"),
        (-0.0, "0"),
        (46_339.4166666667, "46339.41667"),
        (1 / 30, "0.03333333333"),
        (5e-17, "5E-17"),
    ],
)
def test_plain_number_has_no_needless_zeros(value: float, shown: str) -> None:
    assert show_number(value, None, "en_US") == shown

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from tests.sandbox.sheets_client import SheetsClient, refused
from workspace_agent.sandbox.sheets.serial import serial_of_date
from workspace_agent.sandbox.sheets.shown import show_number
from workspace_agent.sandbox.sheets.typed import NumberFormat, Typed, read_typed

TODAY = date(2026, 11, 20)
NOVEMBER = serial_of_date(date(2026, 11, 5))
NARROW = "\u202f"


@pytest.mark.parametrize(
    ("locale", "text", "value", "shown"),
    [
        ("de_DE", "1.234,5", 1234.5, "1.234,50"),
        ("de_DE", "3,5", 3.5, "3,5"),
        ("de_DE", "37,5%", 0.375, "37,50%"),
        ("de_DE", "5 €", 5, "5 €"),
        ("de_DE", "1.234", 1234, "1.234"),
        ("fr_FR", "1 234,5", 1234.5, f"1{NARROW}234,50"),
        ("fr_FR", "3,5", 3.5, "3,5"),
        ("en_GB", "£5", 5, "£5"),
        ("en_GB", "1,234.5", 1234.5, "1,234.50"),
        ("en_IE", "€5", 5, "€5"),
    ],
)
def test_number_is_read_and_shown_with_the_marks_of_the_locale(
    locale: str, text: str, value: float, shown: str
) -> None:
    found = read_typed(text, locale=locale, today=TODAY)
    assert found.value == value
    assert show_number(value, found.format, locale) == shown


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("de_DE", "5.11.2026"),
        ("de_DE", "05.11.26"),
        ("de_DE", "5.11"),
        ("de_DE", "5. November 2026"),
        ("de_DE", "Donnerstag, 5. November 2026"),
        ("fr_FR", "5/11/2026"),
        ("fr_FR", "5 novembre 2026"),
        ("fr_FR", "jeudi 5 novembre 2026"),
        ("en_GB", "5/11/2026"),
        ("en_GB", "5 November 2026"),
        ("en_GB", "Thursday, 5 November 2026"),
        ("en_US", "Thursday, November 5, 2026"),
        ("en_US", "Thu, Nov 5, 2026"),
        ("en_US", "11/5/2026"),
        ("en_US", "5-Nov-2026"),
        ("de_DE", "2026-11-05"),
    ],
)
def test_date_is_read_in_the_order_and_words_of_the_locale(locale: str, text: str) -> None:
    found = read_typed(text, locale=locale, today=TODAY)
    assert found.value == NOVEMBER
    assert show_number(NOVEMBER, found.format, locale) == text


def test_german_date_may_end_in_a_point() -> None:
    assert read_typed("5.11.", locale="de_DE", today=TODAY).value == NOVEMBER


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en_US", "5.11.2026"),
        ("en_GB", "11.5.2026"),
        ("de_DE", "5. Movember 2026"),
        ("de_DE", "November 5, 26"),
        ("en_US", "Someday, November 5, 2026"),
        ("en_US", "4/5/"),
        ("de_DE", "$5"),
        ("fr_FR", "5 November 2026"),
        ("en_US", "5-Nov 2026"),
    ],
)
def test_date_of_another_locale_is_text(locale: str, text: str) -> None:
    assert read_typed(text, locale=locale, today=TODAY) == Typed(text)


@pytest.mark.parametrize(
    ("locale", "kind", "shown"),
    [
        ("en_US", "DATE", "11/5/2026"),
        ("en_GB", "DATE", "05/11/2026"),
        ("de_DE", "DATE", "05.11.2026"),
        ("fr_FR", "DATE", "05/11/2026"),
        ("pt_BR", "DATE", "05/11/2026"),
        ("de_DE", "DATE_TIME", "05.11.2026 00:00:00"),
        ("en_US", "CURRENCY", "$46,331.00"),
        ("de_DE", "CURRENCY", "46.331,00 €"),
        ("fr_FR", "NUMBER", f"46{NARROW}331,00"),
        ("en_US", "PERCENT", "4633100.00%"),
        ("en_US", "SCIENTIFIC", "4.63E+04"),
    ],
)
def test_format_without_a_pattern_has_that_of_the_locale(locale: str, kind: str, shown: str) -> None:
    assert show_number(NOVEMBER, NumberFormat(kind, ""), locale) == shown


@pytest.mark.parametrize(
    ("locale", "yes", "shown"),
    [("de_DE", "WAHR", "WAHR"), ("fr_FR", "TRUE", "VRAI"), ("en_GB", "true", "TRUE")],
)
def test_truth_has_the_word_of_the_locale(locale: str, yes: str, shown: str) -> None:
    sheets = SheetsClient(locale=locale)
    sheets.type_in("A1", [[yes]])
    assert sheets.read("A1") == [[shown]]
    assert sheets.read("A1", valueRenderOption="UNFORMATTED_VALUE") == [[True]]


def test_same_data_read_in_two_locales_swap_day_and_month() -> None:
    american, british = SheetsClient(), SheetsClient(locale="en_GB")
    for sheets in (american, british):
        sheets.type_in("A1", [[46331]], "RAW")
        dated = {"userEnteredFormat": {"numberFormat": {"type": "DATE"}}}
        cells = {"endRowIndex": 1, "endColumnIndex": 1}
        sheets.change("repeatCell", {"range": cells, "cell": dated, "fields": "userEnteredFormat"})
    assert (american.read("A1"), british.read("A1")) == ([["11/5/2026"]], [["05/11/2026"]])


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/New_York", "11/19/2026"),
        ("GMT-07:00", "11/19/2026"),
        ("GMT+09:00", "11/20/2026"),
        ("GMT-7:00", "11/19/2026"),
        ("UTC", "11/20/2026"),
    ],
)
def test_today_is_that_of_the_zone_even_a_custom_one(zone: str, day: str) -> None:
    sheets = SheetsClient()
    sheets.now = datetime(2026, 11, 20, 3, tzinfo=UTC)
    zoned = {"properties": {"timeZone": zone}, "fields": "timeZone"}
    sheets.change("updateSpreadsheetProperties", zoned)
    sheets.type_in("A1", [["=TODAY()"]])
    assert sheets.read("A1") == [[day]]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"timeZone": "Mars/Olympus"}, "Invalid time zone: Mars/Olympus"),
        ({"timeZone": "GMT-7"}, "Invalid time zone: GMT-7"),
        ({"timeZone": "GMT-25:00"}, "Invalid time zone: GMT-25:00"),
        ({"timeZone": ""}, "Invalid time zone: "),
        ({"timeZone": "../etc/passwd"}, "Invalid time zone: ../etc/passwd"),
        ({"locale": "xx_XX"}, "Unsupported locale: xx_XX"),
        ({"locale": "en-US"}, "Unsupported locale: en-US"),
    ],
)
def test_unknown_zone_or_locale_is_refused_at_first_and_later(given: dict[str, str], message: str) -> None:
    sheets = SheetsClient()
    with refused(400, f"^Invalid properties: {re.escape(message)}$"):
        sheets.call("create", {"properties": given})
    with refused(400, rf"^Invalid requests\[0\]\.updateSpreadsheetProperties: {re.escape(message)}$"):
        sheets.change("updateSpreadsheetProperties", {"properties": given, "fields": ",".join(given)})
    assert sheets.here("get")["properties"]["timeZone"] == "America/New_York"
    assert len(sheets.state.drive.files) == len(SheetsClient().state.drive.files)


@pytest.mark.parametrize("locale", ["en", "fil", "en_GB", "es_MX", "vi_VN"])
def test_locale_is_a_language_with_or_without_a_country(locale: str) -> None:
    sheets = SheetsClient()
    sheets.change("updateSpreadsheetProperties", {"properties": {"locale": locale}, "fields": "locale"})
    assert sheets.here("get")["properties"]["locale"] == locale

"""What the locale of a spreadsheet decides: marks, orders, names and the patterns of formats without one.

Source: https://developers.google.com/workspace/sheets/api/guides/formats (patterns are the same in every
locale, what they show is not) and CLDR for names and marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class Locale:
    """One locale.

    Attributes:
        decimal: The mark before decimals.
        groups: Marks between thousands as people type them; the first is the one that is shown.
        month_first: Whether `4/5` is a day of April.
        date_marks: Marks between the parts of a date in numbers.
        currency: The symbol that is read with a number.
        booleans: How true and false are shown, and read beside TRUE and FALSE.
        months: Names, January first.
        days: Names, Monday first.
        patterns: Patterns of formats that bring none, by kind.
    """

    decimal: str
    groups: str
    month_first: bool
    date_marks: str
    currency: str
    booleans: tuple[str, str]
    months: tuple[str, ...]
    days: tuple[str, ...]
    patterns: Mapping[str, str] = field(repr=False)


_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PLAIN = {"NUMBER": "#,##0.00", "PERCENT": "0.00%", "SCIENTIFIC": "0.00E+00"}


def _patterns(date: str, time: str, currency: str) -> dict[str, str]:
    moments = {"DATE": date, "TIME": time, "DATE_TIME": f"{date} {time.partition(' ')[0]}"}
    return {**_PLAIN, **moments, "CURRENCY": currency}


def _english(currency: str, *, month_first: bool) -> Locale:
    date, time = ("m/d/yyyy", "h:mm:ss am/pm") if month_first else ("dd/mm/yyyy", "hh:mm:ss")
    return Locale(
        decimal=".",
        groups=",",
        month_first=month_first,
        date_marks="/-",
        currency=currency,
        booleans=("TRUE", "FALSE"),
        months=_ENGLISH_MONTHS,
        days=_ENGLISH_DAYS,
        patterns=_patterns(date, time, f"{currency}#,##0.00"),
    )


_AMERICAN = _english("$", month_first=True)
_BRITISH = _english("£", month_first=False)
_GERMAN = Locale(
    decimal=",",
    groups=".",
    month_first=False,
    date_marks="./-",
    currency="€",
    booleans=("WAHR", "FALSCH"),
    months=(
        "Januar", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
    days=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    patterns=_patterns("dd.mm.yyyy", "hh:mm:ss", "#,##0.00\\ [$€]"),
)  # fmt: skip
_FRENCH = Locale(
    decimal=",",
    groups="\u202f\u00a0 ",
    month_first=False,
    date_marks="/.-",
    currency="€",
    booleans=("VRAI", "FAUX"),
    months=(
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    days=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    patterns=_patterns("dd/mm/yyyy", "hh:mm:ss", "#,##0.00\\ [$€]"),
)  # fmt: skip
_KNOWN = {
    "en_US": _AMERICAN,
    "en_PH": _AMERICAN,
    "es_PR": _AMERICAN,
    "es_US": _AMERICAN,
    "en_GB": _BRITISH,
    "en_IE": _english("€", month_first=False),
    "de_DE": _GERMAN,
    "fr_FR": _FRENCH,
}


def locale_of(name: str) -> Locale:
    """The locale of a spreadsheet; one that is not known here passes for British."""
    return _KNOWN.get(name, _BRITISH)

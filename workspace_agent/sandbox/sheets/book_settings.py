"""Which time zones and locales a spreadsheet may have.

No recorded reply shows in which words Google refuses others.
"""

from __future__ import annotations

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.sheets.model import RefusedError
from workspace_agent.sandbox.sheets.zones import zone_of

# Languages with the countries that Google Sheets offers them for.
_COUNTRIES = {
    "ar": "EG", "az": "AZ", "be": "BY", "bg": "BG", "bn": "IN", "ca": "ES", "cs": "CZ", "cy": "GB",
    "da": "DK", "de": "CH DE", "el": "GR", "en": "AU CA GB IE IN PH US",
    "es": "AR BO CL CO EC ES MX PR PY US UY VE", "fi": "FI", "fil": "PH", "fr": "CA FR", "gu": "IN",
    "hi": "IN", "hr": "HR", "hu": "HU", "hy": "AM", "id": "ID", "in": "ID", "it": "IT", "iw": "IL",
    "ja": "JP", "ka": "GE", "kk": "KZ", "kn": "IN", "ko": "KR", "lt": "LT", "lv": "LV", "ml": "IN",
    "mn": "MN", "mr": "IN", "my": "MM", "nb": "NO", "nl": "NL", "nn": "NO", "no": "NO", "pa": "IN",
    "pl": "PL", "pt": "BR PT", "ro": "RO", "ru": "RU", "sk": "SK", "sl": "SI", "sr": "RS", "sv": "SE",
    "ta": "IN", "te": "IN", "th": "TH", "tr": "TR", "uk": "UA", "vi": "VN", "zh": "CN HK TW",
}  # fmt: skip


def refuse_unknown_settings(properties: Json) -> None:
    """Refuse a time zone or a locale that Sheets does not have.

    Raises:
        RefusedError: It has no such zone or locale.
    """
    zone, locale = properties.get("timeZone"), properties.get("locale")
    if zone is not None and zone_of(zone) is None:
        raise RefusedError(f"Invalid time zone: {zone}")
    if locale is not None and not _is_offered(locale):
        raise RefusedError(f"Unsupported locale: {locale}")


def _is_offered(locale: str) -> bool:
    language, mark, country = locale.partition("_")
    return language in _COUNTRIES and (not mark or country in _COUNTRIES[language].split())

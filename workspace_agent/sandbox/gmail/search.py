"""Gmail's `q`: words, phrases, groups and the operators that are used in practice.

Source: https://support.google.com/mail/answer/7190. Gmail finds whole words, never parts of one. Days begin
at midnight UTC here; at Google in the Pacific time zone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from email.message import Message

from workspace_agent.sandbox.errors import not_built
from workspace_agent.sandbox.gmail.state import Mail

Finder = Callable[[Mail], bool]
_TOKEN = re.compile(r'-?(?:[a-z0-9_]+:)?"[^"]*"|-?[a-z0-9_]+:(?=[({])|-?[({]|[)}]|[^\s(){}"]+')
_TERM = re.compile(r"([a-z0-9_]+):(.*)", re.DOTALL)
_PLACES = {"drafts": "DRAFT", "draft": "DRAFT", "chats": "CHAT"}
_NAMES = {"primary": "personal"} | {one: one for one in ("forums", "updates", "promotions", "social")}
_CATEGORIES = {name: f"category_{value}" for name, value in _NAMES.items()}
_DOCUMENTS = {"document": "document", "spreadsheet": "spreadsheets", "presentation": "presentation"}
# What `has:` finds by the addresses in the text.
_LINKS = {kind: (f"docs.google.com/{place}/",) for kind, place in _DOCUMENTS.items()} | {
    "drive": ("drive.google.com/", "docs.google.com/"),
    "youtube": ("youtube.com/", "youtu.be/"),
}
_UNITS = {"d": 1, "m": 30, "y": 365}
_SIZES = {"": 1, "k": 1024, "m": 1024**2}


@dataclass(frozen=True, slots=True)
class Context:
    """What a query depends on beside the mail.

    Attributes:
        now: The sandbox's clock.
        labels: Ids of somebody's own labels by name.
        everywhere: Whether spam and trash are searched too.
    """

    now: datetime
    labels: Mapping[str, str]
    everywhere: bool = False


def finder(query: str, context: Context) -> Finder:
    """Read a query.

    Raises:
        ApiError: 501 for an operator that is not built.
    """
    found = _Parser(query, context).expression("")
    names_place = re.search(r"\b(in|label|is):(trash|spam|anywhere)\b", query, re.IGNORECASE)
    if context.everywhere or names_place:
        return found
    return lambda mail: not {"TRASH", "SPAM"} & set(mail.labels) and found(mail)


class _Parser:
    """Terms side by side must all hold; `OR` joins two neighbours, braces join all inside."""

    def __init__(self, query: str, context: Context) -> None:
        self._tokens: list[str] = _TOKEN.findall(query)
        self._context = context

    def expression(self, operator: str, close: str = "") -> Finder:
        factors: list[Finder] = []
        while self._tokens and self._tokens[0] != close:
            word = self._tokens.pop(0)
            if word in {")", "}", "AND"}:
                continue
            if word == "OR" and factors and self._tokens:
                factors[-1] = _any([factors[-1], self._factor(self._tokens.pop(0), operator)])
            else:
                factors.append(self._factor(word, operator))
        if self._tokens:
            self._tokens.pop(0)
        return _any(factors) if close == "}" else _all(factors)

    def _factor(self, word: str, operator: str) -> Finder:
        if word.startswith("-") and len(word) > 1:
            inner = self._factor(word[1:], operator)
            return lambda mail: not inner(mail)
        if word in {"(", "{"}:
            return self.expression(operator, ")" if word == "(" else "}")
        if word.endswith(":") and self._tokens and self._tokens[0] in {"(", "{"}:
            opening = self._tokens.pop(0)
            return self.expression(word[:-1], ")" if opening == "(" else "}")
        match = _TERM.fullmatch(word)
        if match and not operator:
            return _term(match[1], match[2].strip('"'), self._context)
        return _term(operator, word.strip('"'), self._context)


def _all(factors: list[Finder]) -> Finder:
    return lambda mail: all(factor(mail) for factor in factors)


def _any(factors: list[Finder]) -> Finder:
    return lambda mail: any(factor(mail) for factor in factors)


def _term(operator: str, value: str, context: Context) -> Finder:
    if operator in {"subject", "from", "to", "cc", "bcc"}:
        return lambda mail: _contains(_people(mail.parsed(), operator), value)
    if operator in {"in", "is", "label", "category"}:
        return _placed(_CATEGORIES.get(value.lower(), value.lower()), context)
    if operator in {"after", "before", "older", "newer", "newer_than", "older_than"}:
        return _timed(operator, value, context)
    if operator in {"larger", "smaller", "size"}:
        return _sized(operator, value)
    if operator in _OTHERS:
        check = _OTHERS[operator]
        return lambda mail: check(mail.parsed(), value)
    if operator:
        raise not_built(f"the Gmail search operator {operator}:")
    return lambda mail: _mentions(mail.parsed(), value)


def _people(message: Message, operator: str) -> str:
    """`to:` also finds who got a copy."""
    names = ("To", "Cc", "Bcc") if operator == "to" else (operator,)
    return " ".join(header(message, name) for name in names)


def _placed(value: str, context: Context) -> Finder:
    if value == "anywhere":
        return lambda _: True
    if value == "read":
        return lambda mail: "UNREAD" not in mail.labels
    own = {name.lower().replace(" ", "-"): label for name, label in context.labels.items()}
    label = own.get(value.replace(" ", "-"), _PLACES.get(value, value.upper()))
    return lambda mail: label in mail.labels


def _timed(operator: str, value: str, context: Context) -> Finder:
    bound = _moment(value, context.now)
    if operator in {"after", "newer", "newer_than"}:
        return lambda mail: mail.received >= bound
    return lambda mail: mail.received < bound


def _moment(value: str, now: datetime) -> datetime:
    """`2d`, `3m`, `1y` before now; seconds since 1970; or a day such as `2026/11/20`."""
    span = re.fullmatch(r"(\d+)([dmy])", value)
    if span:
        return now - timedelta(days=int(span[1]) * _UNITS[span[2]])
    if value.isdigit():
        return datetime.fromtimestamp(int(value), UTC)
    day = re.fullmatch(r"(\d{4})[/-](\d\d?)[/-](\d\d?)", value)
    if day is None:
        raise not_built(f"the Gmail search date {value}")
    return datetime(int(day[1]), int(day[2]), int(day[3]), tzinfo=UTC)


def _sized(operator: str, value: str) -> Finder:
    match = re.fullmatch(r"(\d+)([km]?)b?", value.lower())
    if match is None:
        raise not_built(f"the Gmail search size {value}")
    bound = int(match[1]) * _SIZES[match[2]]
    if operator == "smaller":
        return lambda mail: len(mail.raw) < bound
    return lambda mail: len(mail.raw) >= bound


def _has(message: Message, value: str) -> bool:
    if value in _LINKS:
        return any(place in text_of(message) for place in _LINKS[value])
    if value != "attachment":
        raise not_built(f"the Gmail search has:{value}")
    return any(part.get_filename() for part in message.walk())


def _named(message: Message, value: str) -> bool:
    names = [part.get_filename("") for part in message.walk()]
    return any(_contains(name, value) or name.lower().endswith("." + value.lower()) for name in names)


def _identified(message: Message, value: str) -> bool:
    return unfolded(message.get("Message-ID", "")).strip("<>") == value.strip("<>")


def _delivered(message: Message, value: str) -> bool:
    return _contains(header(message, "Delivered-To") or header(message, "To"), value)


def _listed(message: Message, value: str) -> bool:
    return _contains(f"{header(message, 'List-ID')} {header(message, 'Mailing-List')}", value)


_OTHERS: dict[str, Callable[[Message, str], bool]] = {
    "has": _has,
    "filename": _named,
    "rfc822msgid": _identified,
    "deliveredto": _delivered,
    "list": _listed,
}


def _mentions(message: Message, value: str) -> bool:
    headers = " ".join(header(message, name) for name in ("Subject", "From", "To", "Cc"))
    return _contains(f"{headers}\n{text_of(message)}", value)


def header(message: Message, name: str) -> str:
    """A header with its encoded words decoded."""
    return str(make_header(decode_header(unfolded(message.get(name, "")))))


def unfolded(value: str) -> str:
    """A header on one line."""
    return re.sub(r"\r?\n\s*", " ", str(value)).strip()


def text_of(message: Message) -> str:
    """The text of all parts."""
    parts = [part for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join(_decoded(part) for part in parts)


def _contains(text: str, value: str) -> bool:
    wanted = " ".join(re.findall(r"\w+", value.lower()))
    words = " ".join(re.findall(r"\w+", text.lower()))
    return f" {wanted} " in f" {words} "


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    return content.decode(part.get_content_charset("utf-8"), "replace") if isinstance(content, bytes) else ""

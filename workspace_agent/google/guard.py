"""The last guard: no text with a name of the roster leaves through Calendar, Gmail or Drive.

The single exception is the content of a filed record, which holds the student's name by design and is read
by the manager and the case manager only. Its file name and marks are checked like everything else. Sheets
are not checked: names live there.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from email.message import EmailMessage

from workspace_agent.model.errors import NameRefused

Guard = Callable[[str], bool]
"""Returns True when a text shows a name of the roster."""


class Door:
    """The name guard's place in the connection: it knows nobody until the sheets have been read.

    Nothing is written to Google before that, so nothing passes an empty guard; but for new workbooks, which
    are made of our own words and the settings.
    """

    def __init__(self) -> None:
        self._guard: Guard | None = None

    def shut(self, guard: Guard) -> None:
        """From now on refuse what shows a name of this roster."""
        self._guard = guard

    def __call__(self, text: str) -> bool:
        """True where the text shows a name."""
        return self._guard is not None and self._guard(text)


# A person chose to invite or to share with this address, and Google knows this zone, which may be called as
# somebody is (America/Phoenix); the text around them is still checked.
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\Z")
_ZONE = re.compile(r"[A-Z][A-Za-z_]+(/[A-Z][A-Za-z_-]+)+\Z")
_TYPED_FIELDS = {"email": _ADDRESS, "emailAddress": _ADDRESS, "timeZone": _ZONE}
_ADDRESS_HEADERS = frozenset({"from", "to", "cc", "bcc", "reply-to", "sender"})
_TAG = re.compile(r"<[^>]*>")


def check_outgoing(guard: Guard, channel: str, outgoing: object) -> None:
    """Looks at every text that is about to leave.

    Of a JSON body that is every key and value. A message is looked at as its reader will see it: headers,
    file names and bodies, decoded.

    Args:
        guard: Knows the roster.
        channel: The service it is going to, for the error.
        outgoing: A JSON body or a message.

    Raises:
        NameRefused: If a text shows a name; it says where, never what.
    """
    texts = _message_texts(outgoing) if isinstance(outgoing, EmailMessage) else _texts(outgoing, "body")
    for place, text in texts:
        if guard(text):
            raise NameRefused(channel, place)


def _texts(value: object, place: str) -> Iterator[tuple[str, str]]:
    """Yields texts and where they stand. A key is yielded before any place that contains it."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        yield from _mapping_texts(value, place)
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _texts(item, f"{place}[{number}]")


def _mapping_texts(value: Mapping[str, object], place: str) -> Iterator[tuple[str, str]]:
    for key, item in value.items():
        yield f"a key of {place}", key
        if not _is_typed(key, item):
            yield from _texts(item, f"{place}.{key}")


def _is_typed(key: str, value: object) -> bool:
    form = _TYPED_FIELDS.get(key)
    return form is not None and isinstance(value, str) and bool(form.match(value))


def _message_texts(message: EmailMessage) -> Iterator[tuple[str, str]]:
    for number, part in enumerate(message.walk()):
        for header, value in part.items():
            if header.lower() not in _ADDRESS_HEADERS:
                yield f"header {header}", str(value)
        yield f"file name of part {number}", part.get_filename() or ""
        if part.get_content_maintype() == "text":
            yield from _readings(f"part {number}", _decoded(part))


def _readings(place: str, text: str) -> Iterator[tuple[str, str]]:
    """Yields a text as it is and as a browser shows it: a tag or an entity can split a name."""
    yield place, text
    for between in ("", " "):
        yield place, " ".join(html.unescape(_TAG.sub(between, text)).split())


def _decoded(part: EmailMessage) -> str:
    return str(part.get_content()) if part.get_payload() is not None else ""

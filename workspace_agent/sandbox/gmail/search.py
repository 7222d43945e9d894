"""Gmail's `q`: words, phrases and the operators that an agent needs.

Source: https://support.google.com/mail/answer/7190. Gmail finds whole words, never parts of one.
"""

from __future__ import annotations

import re
from email.header import decode_header, make_header
from email.message import Message

from workspace_agent.sandbox.errors import not_built
from workspace_agent.sandbox.gmail.state import Mail

_TERM = re.compile(r'(-?)(?:([a-z0-9]+):)?("[^"]*"|[^\s"]+)')
_PLACES = {
    "drafts": "DRAFT",
    "draft": "DRAFT",
    "inbox": "INBOX",
    "sent": "SENT",
    "trash": "TRASH",
    "unread": "UNREAD",
}


def matches(mail: Mail, query: str) -> bool:
    """Whether a message is found.

    Raises:
        ApiError: 501 for an operator that is not built.
    """
    message = mail.parsed()
    for negated, operator, value in _TERM.findall(query):
        if _found(mail, message, operator, value.strip('"')) == bool(negated):
            return False
    return True


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


def _found(mail: Mail, message: Message, operator: str, value: str) -> bool:
    if operator in {"subject", "from", "to"}:
        return _contains(header(message, operator), value)
    if operator in {"in", "is", "label"}:
        return value == "anywhere" or _PLACES.get(value.lower(), value.upper()) in mail.labels
    if operator == "rfc822msgid":
        return unfolded(message.get("Message-ID", "")).strip("<>") == value.strip("<>")
    if operator:
        raise not_built(f"the Gmail search operator {operator}:")
    headers = " ".join(header(message, name) for name in ("Subject", "From", "To", "Cc"))
    return _contains(f"{headers}\n{text_of(message)}", value)


def _contains(text: str, value: str) -> bool:
    wanted = " ".join(re.findall(r"\w+", value.lower()))
    words = " ".join(re.findall(r"\w+", text.lower()))
    return f" {wanted} " in f" {words} "


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    return content.decode(part.get_content_charset("utf-8"), "replace") if isinstance(content, bytes) else ""

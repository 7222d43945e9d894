"""What Gmail writes on a message that an app hands over.

The sender's own Message-ID is lost, and so is a sender who is not the one who signed in.

Source: as recorded by clients of the API.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.policy import compat32
from email.utils import format_datetime, parseaddr

# Lines that begin with "From " are a matter of mailbox files, not of mail; headers stay as they were written.
AS_SENT = compat32.clone(mangle_from_=False, max_line_length=None)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, and with which app: the number of its project."""

    email: str
    app: str


def stamp(raw: bytes, sender: Sender, message_id: str, now: datetime) -> bytes:
    """The message as Gmail keeps it: passed on by its API, from who signed in, dated and numbered."""
    message = message_from_bytes(raw)
    if "From" not in message:
        message["From"] = sender.email
    elif parseaddr(str(message["From"]))[1].lower() != sender.email.lower():
        message.replace_header("From", sender.email)
    if not message["Date"]:
        message["Date"] = format_datetime(now)
    del message["Message-ID"]
    message["Message-Id"] = message_id
    way = f"from {sender.app} named unknown by gmailapi.google.com with HTTPREST; {format_datetime(now)}"
    return f"Received: {way}\n".encode() + message.as_bytes(policy=AS_SENT)


def undated(raw: bytes) -> bytes:
    """The message without its date, so that it gets that of its sending."""
    message = message_from_bytes(raw)
    del message["Date"]
    return message.as_bytes(policy=AS_SENT)

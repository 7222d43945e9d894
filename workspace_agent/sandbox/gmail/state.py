"""What the sandbox holds of Gmail, and how a mail travels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import compat32
from email.utils import format_datetime, getaddresses, parseaddr

from workspace_agent.sandbox.ids import Ids

# Lines that begin with "From " are a matter of mailbox files, not of mail; headers stay as they were written.
_AS_SENT = compat32.clone(mangle_from_=False, max_line_length=None)


@dataclass(slots=True)
class Mail:
    """One message in one mailbox."""

    id: str
    thread_id: str
    labels: list[str]
    raw: bytes
    received: datetime
    history: int

    def parsed(self) -> Message:
        """The message as headers and parts."""
        return message_from_bytes(self.raw)


@dataclass(slots=True)
class Mailbox:
    """Messages by id, newest last, and drafts as draft id to message id."""

    messages: dict[str, Mail] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """A mail that Google itself sends: an invitation, a share."""

    sender: str
    recipient: str
    subject: str
    text: str


class GmailState:
    """All mailboxes."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._history = 1000
        self.mailboxes: dict[str, Mailbox] = {}

    def mailbox(self, email: str) -> Mailbox:
        """Somebody's mailbox, made when first asked for."""
        return self.mailboxes.setdefault(email.lower(), Mailbox())

    def put(self, email: str, raw: bytes, labels: Iterable[str], now: datetime, thread_id: str = "") -> Mail:
        """Lay a message into a mailbox."""
        self._history += 1
        message_id = self._ids.hexadecimal()
        mail = Mail(message_id, thread_id or message_id, list(labels), raw, now, self._history)
        self.mailbox(email).messages[message_id] = mail
        return mail

    def send(self, sender: str, raw: bytes, now: datetime, thread_id: str = "") -> Mail:
        """Deliver a message; the sender's own copy is returned.

        Gmail gives it a Message-ID of its own and keeps the sender's under another name.
        """
        message = message_from_bytes(raw)
        _stamp(message, sender, f"<CA{self._ids.token(48)}@mail.gmail.com>", now)
        to_self = sender.lower() in recipients(message)
        own_labels = ["UNREAD", "SENT", "INBOX"] if to_self else ["SENT"]
        own = self.put(sender, message.as_bytes(policy=_AS_SENT), own_labels, now, thread_id)
        others = [email for email in recipients(message) if email != sender.lower()]
        # Nobody but the sender sees the blind copies.
        del message["Bcc"]
        for email in others:
            self.put(email, message.as_bytes(policy=_AS_SENT), ["UNREAD", "INBOX"], now)
        return own

    def notify(self, note: Note, now: datetime) -> None:
        """Deliver a mail of Google's own."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = note.sender, note.recipient, note.subject
        message["Date"] = format_datetime(now)
        message["Message-ID"] = f"<{self._ids.token(20)}@google.com>"
        message.set_content(note.text)
        self.put(note.recipient, message.as_bytes(), ["UNREAD", "INBOX"], now)


def recipients(message: Message) -> list[str]:
    """Every address in To, Cc and Bcc, small letters, each once."""
    headers = [str(value) for name in ("To", "Cc", "Bcc") for value in message.get_all(name, [])]
    return list(dict.fromkeys(address.lower() for _, address in getaddresses(headers) if address))


def _stamp(message: Message, sender: str, message_id: str, now: datetime) -> None:
    original = message["Message-ID"]
    del message["Message-ID"]
    message["Message-ID"] = message_id
    if original:
        message["X-Google-Original-Message-ID"] = original
    claimed = message["From"]
    if parseaddr(str(claimed or ""))[1].lower() != sender.lower():
        del message["From"]
        message["From"] = sender
        if claimed:
            message["X-Google-Original-From"] = claimed
    if not message["Date"]:
        message["Date"] = format_datetime(now)

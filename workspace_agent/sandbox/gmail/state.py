"""What the sandbox holds of Gmail, and how a mail travels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.utils import format_datetime, getaddresses

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.gmail.stamp import AS_SENT, Sender, stamp
from workspace_agent.sandbox.ids import Ids


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


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a mailbox's history: what happened to which message, and with which labels.

    Attributes:
        message: The message as it was then, with all its labels.
        labels: Those that were put on or taken off.
    """

    number: int
    kind: str
    message: Json
    labels: tuple[str, ...]


@dataclass(slots=True)
class Mailbox:
    """Messages by id, newest last; drafts as draft id to message id; own labels with their settings by id.

    Attributes:
        identity: What stands beside the own address: name, signature, where answers go.
        filters: By id; they are kept, but sort nothing.
    """

    messages: dict[str, Mail] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    labels: dict[str, Json] = field(default_factory=dict)
    made_labels: int = 0
    identity: Json = field(default_factory=dict)
    filters: dict[str, Json] = field(default_factory=dict)
    history: list[Event] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Block:
    """A sending limit that was reached.

    Attributes:
        until: When sending is possible again; a call before that moves it by `push` seconds.
        status: 429, or 403 as Gmail also answers.
    """

    until: datetime
    status: int = 429
    push: float = 0


@dataclass(frozen=True, slots=True)
class Note:
    """A mail that Google itself sends: an invitation, a share.

    Attributes:
        method: What a calendar is to do with `event`, such as `REQUEST`.
        event: An iCalendar object; empty where there is none.
    """

    sender: str
    recipient: str
    subject: str
    text: str
    method: str = ""
    event: str = ""


class GmailState:
    """All mailboxes."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._history = 1000
        self.mailboxes: dict[str, Mailbox] = {}
        self.blocks: dict[str, Block] = {}

    def mailbox(self, email: str) -> Mailbox:
        """Somebody's mailbox, made when first asked for."""
        return self.mailboxes.setdefault(email.lower(), Mailbox())

    @property
    def now_at(self) -> int:
        """The number of the last change in any mailbox."""
        return self._history

    def put(self, email: str, raw: bytes, labels: Iterable[str], now: datetime, thread_id: str = "") -> Mail:
        """Lay a message into a mailbox. Ids are hexadecimal and fit into 63 bits, as Gmail's do."""
        message_id = "19" + self._ids.hexadecimal(14)
        mail = Mail(message_id, thread_id or message_id, list(labels), raw, now, 0)
        self.mailbox(email).messages[message_id] = mail
        self._note(email, mail, "messagesAdded")
        return mail

    def relabel(self, email: str, mail: Mail, add: Iterable[str], remove: Iterable[str]) -> bool:
        """Change the labels of a message; whether that changed anything."""
        added = [one for one in add if one not in mail.labels]
        removed = [one for one in remove if one in mail.labels]
        if added:
            mail.labels = mail.labels + added
            self._note(email, mail, "labelsAdded", added)
        if removed:
            mail.labels = [one for one in mail.labels if one not in removed]
            self._note(email, mail, "labelsRemoved", removed)
        return bool(added or removed)

    def drop(self, email: str, mail: Mail) -> None:
        """Delete a message for good, and the draft that it is the message of."""
        held = self.mailbox(email)
        del held.messages[mail.id]
        held.drafts = {draft_id: one for draft_id, one in held.drafts.items() if one != mail.id}
        self._note(email, mail, "messagesDeleted")

    def _note(self, email: str, mail: Mail, kind: str, labels: Iterable[str] = ()) -> None:
        self._history += 1
        mail.history = self._history
        message = {"id": mail.id, "threadId": mail.thread_id, "labelIds": mail.labels}
        self.mailbox(email).history.append(Event(self._history, kind, message, tuple(labels)))

    def stamp(self, raw: bytes, sender: Sender, now: datetime) -> bytes:
        """A message as Gmail takes it from an app, under a Message-ID of Gmail's own."""
        return stamp(raw, sender, f"<CA{self._ids.token(48)}@mail.gmail.com>", now)

    def send(self, raw: bytes, sender: Sender, now: datetime, thread_id: str = "") -> Mail:
        """Deliver a message that was stamped; it is stamped again. The sender's own copy is returned."""
        sent, own_address = self.stamp(raw, sender, now), sender.email.lower()
        message = message_from_bytes(sent)
        everybody = recipients(message)
        to_self = own_address in everybody
        own_labels = ["UNREAD", "SENT", "INBOX"] if to_self else ["SENT"]
        own = self.put(sender.email, sent, own_labels, now, thread_id)
        # Nobody but the sender sees the blind copies. Written once: of a long header that takes a while.
        del message["Bcc"]
        delivered = message.as_bytes(policy=AS_SENT)
        for email in everybody:
            if email != own_address:
                joined = self.thread_of(email, message)
                self.put(email, delivered, ["UNREAD", "INBOX"], now, joined)
        return own

    def thread_of(self, email: str, message: Message) -> str:
        """The thread in somebody's mailbox that a message answers, or an empty string."""
        wanted = references(message)
        if not wanted:
            return ""
        for mail in reversed(self.mailbox(email).messages.values()):
            held = mail.parsed()
            if str(held["Message-ID"] or "").strip() in wanted and topic(held) == topic(message):
                return mail.thread_id
        return ""

    def notify(self, note: Note, now: datetime) -> None:
        """Deliver a mail of Google's own."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = note.sender, note.recipient, note.subject
        message["Date"] = format_datetime(now)
        message["Message-ID"] = f"<{self._ids.token(20)}@google.com>"
        message.set_content(note.text)
        if note.event:
            message.add_alternative(note.event, subtype="calendar", params={"method": note.method})
            invite = note.event.encode()
            message.add_attachment(invite, maintype="application", subtype="ics", filename="invite.ics")
        self.put(note.recipient, message.as_bytes(), ["UNREAD", "INBOX"], now)


def recipients(message: Message) -> list[str]:
    """Every address in To, Cc and Bcc, small letters, each once."""
    headers = [str(value) for name in ("To", "Cc", "Bcc") for value in message.get_all(name, [])]
    return list(dict.fromkeys(address.lower() for _, address in getaddresses(headers) if address))


def references(message: Message) -> set[str]:
    """The Message-IDs that a message answers."""
    return set(f"{message['References'] or ''} {message['In-Reply-To'] or ''}".split())


def topic(message: Message) -> str:
    """The subject without the marks of answers."""
    return re.sub(r"^(\s*(re|fwd?)\s*:)+", "", str(message["Subject"] or ""), flags=re.IGNORECASE).strip()

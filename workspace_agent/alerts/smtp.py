"""Alerts by mail, through a mail server that needs nothing of Google."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from functools import partial
from threading import Event

from workspace_agent.alerts.time_limit import TimeLimit
from workspace_agent.alerts.words import Message
from workspace_agent.settings_tables import SmtpSettings

PASSWORD_FILE = "smtp.password"  # noqa: S105 - the name of a file
TIMEOUT = 10.0
"""Seconds to wait for each piece of an answer."""
_WHOLE = 30.0
"""Seconds for the whole conversation, which has some ten steps."""


@dataclass(frozen=True, slots=True)
class MailRoute:
    """Who sends alerts to whom, by which server.

    Attributes:
        password: Of the user; empty where the server asks nobody.
        trust: Which certificates are taken; those that the machine trusts, if left out.
        limit: On the whole conversation: a server that answers byte by byte stops nobody.
    """

    settings: SmtpSettings
    password: str = field(default="", repr=False)
    trust: ssl.SSLContext | None = field(default=None, repr=False)
    limit: TimeLimit = field(default_factory=lambda: TimeLimit(_WHOLE), repr=False, compare=False)

    def send(self, message: Message, now: datetime) -> bool:
        """Send an alert; whether the server took it for anybody. Whatever it answers, nothing is raised."""
        return self.limit.is_done(partial(self._hand_over, self._mail(message, now)))

    def _hand_over(self, mail: EmailMessage, taken: Event) -> None:
        """What the server says after it took the mail, to QUIT above all, makes it no less taken."""
        with suppress(smtplib.SMTPException, OSError, ValueError), self._server() as server:
            server.send_message(mail)
            taken.set()

    def _mail(self, message: Message, now: datetime) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = self.settings.sender
        mail["To"] = ", ".join(self.settings.to)
        mail["Subject"] = message.subject
        mail["Date"] = format_datetime(now)
        mail["Message-ID"] = make_msgid(domain=self.settings.sender.rpartition("@")[2])
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text)
        return mail

    @contextmanager
    def _server(self) -> Iterator[smtplib.SMTP]:
        asked, trust = self.settings, self.trust or ssl.create_default_context()
        if asked.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(asked.host, asked.port, timeout=TIMEOUT, context=trust)
        else:
            server = smtplib.SMTP(asked.host, asked.port, timeout=TIMEOUT)
        with server:
            if asked.security == "starttls":
                server.starttls(context=trust)
            if asked.user:
                server.login(asked.user, self.password)
            yield server

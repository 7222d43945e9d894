"""Alerts by mail, through a mail server that needs nothing of Google."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from functools import partial
from threading import Event

from workspace_agent.alerts.time_limit import TimeLimit
from workspace_agent.alerts.words import Message
from workspace_agent.settings_tables import SmtpSettings

PASSWORD_FILE = "smtp.password"  # noqa: S105 - the name of a file
TIMEOUT = 10.0
"""Seconds to wait for each piece of an answer."""
_LOOKS_FOR = 30.0
"""Seconds to wait while a server looks at the whole mail, for viruses above all. RFC 5321, 4.5.3.2.6 asks for
ten minutes; but a run waits here, and by then the mail is the server's."""
_WHOLE = 60.0
"""Seconds for the whole conversation, which has some ten steps."""
_ON_THE_WIRE = SMTP.clone(cte_type="7bit")
"""No server has to say that it takes other letters."""
_FINE = 250
_GO_ON = 354
_TAKES = frozenset({_FINE, 251})
"""What a server says of a recipient for whom it takes mail; 251: and hands on."""


@dataclass(frozen=True, slots=True)
class MailRoute:
    """Who sends alerts to whom, by which server.

    Attributes:
        password: Of the user; empty where the server asks nobody.
        trust: Which certificates are taken; those that the machine trusts, if left out.
        timeout: Seconds to wait for each piece of an answer.
        limit: On the whole conversation: a server that answers byte by byte stops nobody.
    """

    settings: SmtpSettings
    password: str = field(default="", repr=False)
    trust: ssl.SSLContext | None = field(default=None, repr=False)
    timeout: float = TIMEOUT
    limit: TimeLimit = field(default_factory=lambda: TimeLimit(_WHOLE), repr=False, compare=False)

    def send(self, message: Message, now: datetime) -> bool:
        """Send an alert; whether the server took it for anybody. Whatever it answers, nothing is raised.

        A server that has the whole mail and does not answer in time has taken it: it is delivered mostly, and
        would be once more with each run.
        """
        return self.limit.is_done(partial(self._hand_over, self._mail(message, now)))

    def _hand_over(self, mail: EmailMessage, taken: Event) -> None:
        """What the server says after it took the mail, to QUIT above all, makes it no less taken."""
        with suppress(smtplib.SMTPException, OSError, ValueError), self._server() as server:
            if not self._waits_for_it(server):
                return
            server.send(_dots_doubled(mail.as_bytes()) + b".\r\n")
            taken.set()
            if server.sock:
                server.sock.settimeout(_LOOKS_FOR)
            if server.getreply()[0] != _FINE:
                taken.clear()

    def _waits_for_it(self, server: smtplib.SMTP) -> bool:
        """Whether the server takes mail of this sender, for anybody, now."""
        server.ehlo_or_helo_if_needed()
        if server.mail(self.settings.sender)[0] != _FINE:
            return False
        answers = [server.rcpt(one)[0] for one in self.settings.to]
        return bool(_TAKES & set(answers)) and server.docmd("DATA")[0] == _GO_ON

    def _mail(self, message: Message, now: datetime) -> EmailMessage:
        mail = EmailMessage(_ON_THE_WIRE)
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
        asked, trust, seconds = self.settings, self.trust or ssl.create_default_context(), self.timeout
        if asked.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(asked.host, asked.port, timeout=seconds, context=trust)
        else:
            server = smtplib.SMTP(asked.host, asked.port, timeout=seconds)
        with server:
            if asked.security == "starttls":
                server.starttls(context=trust)
            if asked.user:
                server.login(asked.user, self.password)
            yield server


def _dots_doubled(mail: bytes) -> bytes:
    """A dot alone in its line ends a mail."""
    return re.sub(rb"(?m)^\.", b"..", mail)

"""What the agent relies on in Gmail, tried with drafts to itself; none is sent unless that is asked for."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage

from workspace_agent.doctor.probe.expectation import Expectation, Found, lag, refused, seconds_until
from workspace_agent.doctor.probe.scratch import MAIL_TITLE, TITLE, WORD, Scratch
from workspace_agent.google.gmail import Gmail
from workspace_agent.model.errors import NotFound


@dataclass(frozen=True, slots=True)
class Drafts:
    """The tries."""

    scratch: Scratch

    def expectations(self) -> Iterator[Expectation]:
        """Those that send nothing."""
        yield Expectation(
            "G3",
            "search for a new draft by a word in it",
            "it at once",
            "After a lost answer a second draft would be made and the first stay behind unsent; still one "
            "mail.",
            self.found,
        )
        yield Expectation(
            "G6",
            "write a draft anew and search for its old word and its new one",
            "the new one alone",
            "A mail that is sent late would fail, be told and be tried again at each run; nothing old would "
            "be sent.",
            self.written_anew,
        )

    def sending(self) -> Iterator[Expectation]:
        """Those that send a mail to the agent's own mailbox."""
        yield Expectation(
            "G1",
            "send a draft and look for it",
            "404",
            "A digest could be told as sent that was not, or be sent twice: the promise would shrink to "
            '"reported, not sent again".',
            self.consumed,
        )
        yield Expectation(
            "G4",
            "send a draft twice",
            "404",
            "Never done by the agent: it asks first.",
            self.sent_twice,
        )

    @property
    def _gmail(self) -> Gmail:
        return self.scratch.here.google.gmail

    def _draft(self, word: str, title: str = TITLE) -> str:
        draft = self._gmail.create_draft(self._message(word, title))
        self.scratch.drafts.append(draft)
        return draft

    def _message(self, word: str, title: str = TITLE) -> EmailMessage:
        message = EmailMessage()
        message["To"] = message["From"] = self.scratch.here.robot
        message["Subject"] = title
        message.set_content(f"{title}. {WORD} {word}")
        return message

    def found(self) -> Found:
        """G3."""
        word = f"{WORD}{secrets.token_hex(8)}"
        draft = self._draft(word)
        return lag(seconds_until(self.scratch.here, lambda: draft in self._gmail.find_drafts(word)))

    def written_anew(self) -> Found:
        """G6, but for what becomes of a draft that was sent."""
        old, new = (f"{WORD}{secrets.token_hex(8)}" for _ in range(2))
        draft = self._draft(old)
        self._gmail.update_draft(draft, self._message(new))
        if seconds_until(self.scratch.here, lambda: draft in self._gmail.find_drafts(new)) is None:
            return Found(as_expected=False, what="no draft of this id with the new one")
        if self._gmail.find_drafts(old):
            return Found(as_expected=False, what="the old one as well")
        return Found(as_expected=True, what="the new one alone")

    def consumed(self) -> Found:
        """G1."""
        draft = self._sent()
        return refused(lambda: self._gmail.get_draft(draft), NotFound)

    def sent_twice(self) -> Found:
        """G4."""
        draft = self._sent()
        return refused(lambda: self._gmail.send_draft(draft), NotFound)

    def _sent(self) -> str:
        draft = self._draft("sent", MAIL_TITLE)
        self._gmail.send_draft(draft)
        self.scratch.sent.append(draft)
        return draft

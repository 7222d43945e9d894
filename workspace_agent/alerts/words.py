"""What an alert says: templates, the department's name from its settings, a moment and a command to type."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from workspace_agent.alerts.troubles import TOLD_ONCE, Trouble


@dataclass(frozen=True, slots=True)
class Message:
    """An alert.

    Attributes:
        code: What the monitor is told of it.
    """

    code: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Where an alert is from.

    Attributes:
        department: Its name in the settings.
        config: The folder of settings, for the commands.
    """

    department: str
    config: str

    def trouble(self, trouble: Trouble, since: datetime | None) -> Message:
        """An alert of a trouble.

        Args:
            trouble: Of which kind.
            since: Since when it lasts, in the department's zone.
        """
        words = _WORDS[trouble]
        return self._message(
            trouble.value,
            words.title,
            words.happened,
            f"Since: {_moment(since)}." if since else "",
            words.advice,
            f"    {words.command.format(config=self.config)}",
            words.after,
            _AGAIN if trouble not in TOLD_ONCE else "This is told once.",
        )

    def works_again(self, now: datetime) -> Message:
        """Work goes on after a trouble that was told."""
        text = (
            f"A run did its work again at {_moment(now)}. What was due meanwhile is done in it, each digest "
            "once. There is nothing to do."
        )
        return self._message("works-again", "it works again", text)

    def test(self) -> Message:
        """What is sent to try the way."""
        return self._message("test", "a test", "This is a test of how alerts come. There is nothing to do.")

    def _message(self, code: str, title: str, *paragraphs: str) -> Message:
        subject = f"workspace-agent: {title} ({self.department})"
        return Message(code, subject, f"{_folded(*paragraphs, _ABOUT)}\n")


_AGAIN = "While it lasts this mail comes once a day."
_ABOUT = "Sent by workspace-agent on the machine where it is installed; see docs/operations.md."
_THERE = "On the machine of the agent, as its user, type:"


@dataclass(frozen=True, slots=True)
class _Words:
    """What is said of one trouble.

    Attributes:
        advice: What to do; `command` stands below it, on a line of its own.
    """

    title: str
    happened: str
    advice: str
    command: str = ""
    after: str = ""


_WORDS: Mapping[Trouble, _Words] = {
    Trouble.SIGN_IN: _Words(
        "Google does not accept the sign-in",
        "Google does not accept the sign-in of the agent any more, or refuses it access to what it needs. "
        "Nothing is booked, filed or mailed.",
        _THERE,
        "workspace-agent doctor --config {config}",
        "It says what is missing. Mostly somebody has to sign in again: workspace-agent auth login",
    ),
    Trouble.SETTINGS: _Words(
        "a setting is wrong, or its disk cannot be written",
        "The agent stopped because a setting or secret is wrong, or because its folder cannot be written: "
        "the disk may be full. Nothing is booked, filed or mailed.",
        _THERE,
        "workspace-agent plan --config {config}",
        "It says which file is meant.",
    ),
    Trouble.UNAVAILABLE: _Words(
        "Google is not available",
        "Google has not answered the agent for hours, or not wholly. Nothing is lost; what is due waits. The "
        "agent goes on by itself.",
        "Look at the network of the machine, and at what Google says of itself:",
        "https://www.google.com/appsstatus/dashboard/",
    ),
    Trouble.NO_GOOD_RUN: _Words(
        "no good run",
        "The agent works, but cannot open all of its sources: what hangs on them waits.",
        _THERE,
        "workspace-agent doctor --config {config}",
    ),
    Trouble.MAIL: _Words(
        "mail does not go out",
        "Digests or other mails of the agent do not go out: the sign-in does not allow it, Gmail refuses "
        "them, or one would have shown a name. Whoever waits for them hears nothing. All else goes on.",
        _THERE,
        "workspace-agent doctor --config {config}",
        "It says what is missing. If it finds nothing, workspace-agent history says of each run why a mail "
        "did not go out. What is due is sent as soon as it can be.",
    ),
    Trouble.BRAKE: _Words(
        "a brake is on",
        "A change was larger than it should be without a look, so a part of the work waits. All else goes "
        "on.",
        _THERE,
        "workspace-agent plan --config {config}",
        "It shows what waits, and the command that lets it pass; where serve runs, at its next look.",
    ),
    Trouble.BACKUP: _Words(
        "the ledger could not be copied",
        "The daily copy of the agent's ledger could not be made. All else goes on.",
        "Look at the room on its disk, and at who owns the folder backups in its state folder.",
    ),
    Trouble.WAY: _Words(
        "one way of these alerts cannot be used",
        "Of the two ways by which people hear that the agent does not work, the heartbeat and the mail, one "
        "cannot be used: its secret is wrong, is missing, or can be read by others. All else goes on.",
        _THERE,
        "workspace-agent alert test --config {config}",
        "It says which one, and what to do.",
    ),
    Trouble.DEFECT: _Words(
        "a defect stopped it",
        "The agent stopped because of a defect of its own. It is started again and tries anew.",
        _THERE,
        "workspace-agent run --config {config} --debug",
        "Report what it says; it holds no names.",
    ),
    Trouble.SERVICE: _Words(
        "the service failed",
        "The service of the agent ended in a way that it could not tell itself.",
        "On the machine of the agent, type:",
        "systemctl status workspace-agent; journalctl -u workspace-agent",
    ),
}


def _folded(*paragraphs: str) -> str:
    """Paragraphs in short lines; a command is left whole."""
    kept = (
        one if one.startswith(" ") else textwrap.fill(one, 76, break_on_hyphens=False) for one in paragraphs
    )
    return "\n\n".join(one for one in kept if one.strip())


def _moment(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y %H:%M} ({moment.tzname()})"

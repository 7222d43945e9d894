"""What an alert says: templates, the department's name from its settings, a moment and a command to type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from workspace_agent.alerts.troubles import Trouble


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
            since: When the first run after the last good one ended, in the department's zone.
        """
        title, happened, next_step = _WORDS[trouble]
        began = f"\n\nSince: {_moment(since)}." if since else ""
        text = f"{happened}{began}\n\nWhat to do: {next_step.format(config=self.config)}\n\n{_AGAIN}"
        return self._message(trouble.value, title, text)

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

    def _message(self, code: str, title: str, text: str) -> Message:
        return Message(code, f"workspace-agent: {title} ({self.department})", f"{text}\n\n{_ABOUT}\n")


_AGAIN = "While it lasts this mail comes once a day."
_ABOUT = "Sent by workspace-agent on the machine where it is installed. docs/operations.md tells more."

_WORDS: Mapping[Trouble, tuple[str, str, str]] = {
    Trouble.SIGN_IN: (
        "Google does not accept the sign-in",
        "Google does not accept the sign-in of the agent any more, or refuses it access to what it needs. "
        "Nothing is booked, filed or mailed.",
        "on the machine of the agent, as its user, type: workspace-agent doctor --config {config}. It says "
        "what is missing; mostly it is: workspace-agent auth login --config {config}",
    ),
    Trouble.SETTINGS: (
        "a setting is wrong, or its disk cannot be written",
        "The agent stopped because a setting or secret is wrong, or because its folder cannot be written: "
        "the disk may be full. Nothing is booked, filed or mailed.",
        "on the machine of the agent, as its user, type: workspace-agent plan --config {config}. It says "
        "which file is meant.",
    ),
    Trouble.UNAVAILABLE: (
        "Google is not available",
        "Google has not answered the agent for hours, or not wholly. Nothing is lost; what is due waits.",
        "look at https://www.google.com/appsstatus/dashboard/ and at the network of the machine. The agent "
        "goes on by itself.",
    ),
    Trouble.NO_GOOD_RUN: (
        "no good run",
        "The agent works, but cannot open all of its sources: what hangs on them waits.",
        "on the machine of the agent, as its user, type: workspace-agent doctor --config {config}",
    ),
    Trouble.BRAKE: (
        "a brake is on",
        "A change was larger than it should be without a look, so a part of the work waits. All else "
        "goes on.",
        "on the machine of the agent, as its user, type: workspace-agent plan --config {config}. It shows "
        "what waits, and the command that lets it pass. This is told once.",
    ),
    Trouble.BACKUP: (
        "the ledger could not be copied",
        "The daily copy of the agent's ledger could not be made. All else goes on.",
        "look at the room on its disk and at who owns the folder backups in its state folder.",
    ),
    Trouble.DEFECT: (
        "a defect stopped it",
        "The agent stopped because of a defect of its own. It is started again and tries anew.",
        "on the machine of the agent, as its user, type: workspace-agent run --config {config} --debug, and "
        "report what it says; it holds no names.",
    ),
    Trouble.SERVICE: (
        "the service failed",
        "The service of the agent ended in a way that it could not tell itself.",
        "on the machine of the agent, type: systemctl status workspace-agent; journalctl -u workspace-agent",
    ),
}


def _moment(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y %H:%M} ({moment.tzname()})"

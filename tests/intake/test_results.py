"""What the result of a contact attempt says of whether anybody was reached."""

from __future__ import annotations

import pytest

from workspace_agent.intake.results import is_answer


@pytest.mark.parametrize(
    "text",
    [
        "left voicemail", "Left voicemail in Spanish", "voicemail", "VM", "LVM", "left vm",
        "left a voice mail", "left message", "Left a detailed message", "left msg",
        "left message to call back", "LMTCB", "L/M", "left voicemail, asked to call back",
        "mailbox full", "Voicemail is full", "mailbox not set up", "no answer", "No reply",
        "no response yet", "N/A", "without response", "awaiting reply", "waiting", "didn't answer",
        "did not pick up", "didn\u2019t respond", "didnt answer", "could not reach",
        "was not available", "not home", "nobody answered", "No one picked up", "unanswered",
        "Unavailable", "unable to reach", "busy", "line busy", "wrong number", "number disconnected",
        "out of service", "bounced back", "undeliverable", "returned to sender",
        "sent home in Spanish", "email sent", "Sent letter", "texted",
        "no answer, will try again tomorrow", "tried twice, no answer",
    ],
)  # fmt: skip
def test_nobody_was_reached(text: str) -> None:
    assert not is_answer(text)


@pytest.mark.parametrize(
    "text",
    [
        "agreed to Dec 1 at 9:00", "ok", "OK for 11/10", "yes", "no", "asked to talk next week",
        "wants to talk about reading", "says she will come", "note received", "will send a note",
        "spoke with mom", "left voicemail, mom called back", "no answer at first; then spoke with dad",
        "left message; agreed by text", "voicemail, returned my call", "declined", "answered",
        "replied", "discussed the pending evaluation", "emailed back", "left the country", "\u2713",
        "reached, will attend", "asked for the change in writing",
    ],
)  # fmt: skip
def test_somebody_was_reached(text: str) -> None:
    assert is_answer(text)

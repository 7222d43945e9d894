"""What an attempt to reach somebody was about: a purpose of a meeting, or the meeting whatever its purpose.

Several things may be named in one cell, as `IEP mtg & behavior`: each is looked at alone. Every word of one
has to be known, because `meeting with teacher about lunch`, `IEP goals` and `annual review of attendance`
arrange no meeting of the IEP Team.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from workspace_agent.intake.reading import plain
from workspace_agent.intake.words import PURPOSES
from workspace_agent.model.vocabulary import Purpose

_TEAM = frozenset({"iep", "ard"})
_MEETING = frozenset({"meeting", "mtg"})
_ARRANGED = frozenset(
    {
        "schedule",
        "scheduling",
        "sched",
        "reschedule",
        "rescheduling",
        "set up",
        "setting up",
        "arrange",
        "arranging",
    }
)
_BESIDE = frozenset(
    {
        "team",
        "date",
        "time",
        "day",
        "invite",
        "invitation",
        "reminder",
        "the",
        "a",
        "an",
        "for",
        "to",
        "about",
        "re",
    }
)
_WORD = re.compile(r"(?:set|setting) up|[^\s.:]+")


@dataclass(frozen=True, slots=True)
class About:
    """What was talked about.

    Attributes:
        purposes: Those that are named.
        any_meeting: The meeting is named without a purpose, as `IEP date` or `schedule meeting`.
    """

    purposes: frozenset[Purpose]
    any_meeting: bool


def about(text: str) -> About:
    """What the text names; nothing of a part that holds a word which is not known."""
    parts = [_WORD.findall(part) for part in re.split(r"[,;/&+\n]|\band\b| [-\u2013\u2014] ", plain(text))]
    found = frozenset(purpose for part in parts if (purpose := _purpose(part)))
    return About(found, any(map(_is_the_meeting, parts)))


def _purpose(words: list[str]) -> Purpose | None:
    said = [word for word in words if word not in _TEAM | _MEETING | _ARRANGED | _BESIDE]
    return PURPOSES.get(" ".join(said))


def _is_the_meeting(words: list[str]) -> bool:
    said = frozenset(words)
    if said - _TEAM - _MEETING - _ARRANGED - _BESIDE:
        return False
    return bool(said & _TEAM) or bool(said & _MEETING and said & _ARRANGED)

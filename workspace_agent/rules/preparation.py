"""What a meeting that is coming up still lacks, thing by thing, as typed facts for the digests.

Not a rule: the rules judge, and this says how things stand. Where a rule would be silent because something
cannot be read, it is unknown here; where a requirement does not apply, it is not needed. How each thing
stands is worked out in `readiness.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from workspace_agent.model.facts import Meeting, Student
from workspace_agent.model.place import Place


class Thing(Enum):
    """What a meeting needs, in the order in which it is said."""

    AGREEMENT = "parent's agreement"
    NOTICE = "notice"
    ATTEMPTS = "contact attempts"
    ROLES = "roles"
    REPRESENTATIVE = "agency representative"
    INTERPRETER = "interpreter"
    LINK = "video link"
    DIAL_IN = "dial-in"
    PARENT_INPUT = "parent input"
    PROGRESS = "progress data"


class Standing(Enum):
    """How it stands.

    `NOT_KEPT`: there is no column for it, or nobody looks it up, so that nothing can be said of it.
    `UNKNOWN`: what is said of it cannot be read.
    """

    THERE = "there"
    MISSING = "missing"
    NOT_NEEDED = "not needed"
    NOT_KEPT = "not kept"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Preparation:
    """How one thing stands.

    Attributes:
        words: In a few words without the thing's name: `sent 3 Nov 2026`, `1 of 3`, `not booked`.
        place: Where to write it down.
    """

    thing: Thing
    standing: Standing
    words: str
    place: Place


@dataclass(frozen=True, slots=True)
class Readiness:
    """A meeting that is coming up, and how everything that it needs stands."""

    student: Student
    meeting: Meeting
    day: date
    things: tuple[Preparation, ...]

    @property
    def key(self) -> str:
        """Identity, such as `meeting/student-1/...`: the student, and the row."""
        return f"meeting/{self.student.ref}/{self.meeting.row.url}"

    @property
    def missing(self) -> tuple[Preparation, ...]:
        """What it lacks."""
        return tuple(one for one in self.things if one.standing is Standing.MISSING)

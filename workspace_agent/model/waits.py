"""What is planned and not done now: only reported, paused by a person, or held by a brake or by Gmail."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from enum import Enum
from hashlib import sha256

from workspace_agent.model.action import Action, Kind
from workspace_agent.model.place import Cell, Place
from workspace_agent.model.problem import Problem
from workspace_agent.model.row_verdict import RowVerdict

Item = tuple[str, str]
"""Key and fingerprint of an action: what an approval covers, and nothing else."""


class Why(Enum):
    """Why a planned action is not done now; the values are the verdicts of its row."""

    REPORT = RowVerdict.REPORT_ONLY
    PAUSED = RowVerdict.PAUSED
    BRAKE = RowVerdict.WAITS_FOR_APPROVAL
    LIMIT = RowVerdict.WAITS_FOR_GMAIL


@dataclass(frozen=True, slots=True)
class Held:
    """An action that is planned and not done now.

    Attributes:
        because: The reason in plain words, as half a sentence.
    """

    action: Action
    why: Why
    because: str


@dataclass(frozen=True, slots=True)
class Pause:
    """A person wants nothing done for a while: for a meeting, a student, a case manager or everybody.

    Attributes:
        place: The box; the workbook, where it cannot be read; the settings.
        case_manager: Whose; empty for the whole department.
        student_ref: One student's, if set.
        row: One meeting's, if set.
        until: Last day of it, if one was given.
        unreadable: It cannot be read whether the box is ticked, so it counts as ticked.
        since: The day on which it was first seen; None before that was looked up.
    """

    place: Place
    case_manager: str = ""
    student_ref: str = ""
    row: Cell | None = None
    until: date | None = None
    unreadable: bool = False
    since: date | None = None

    @property
    def subject(self) -> str:
        """Under which a look at it is remembered."""
        return f"paused/{self.place.url or self.place.label}"

    def covers(self, action: Action) -> bool:
        """Whether the action waits for it. The digest never does: it is where a pause is told."""
        if action.duty == "digest":
            return False
        if self.row is not None:
            return action.place == self.row
        if self.student_ref:
            return action.student_ref == self.student_ref
        return not self.case_manager or self.case_manager in action.concerns


@dataclass(frozen=True, slots=True)
class Stop:
    """A brake that is on: all of one sort, of one source, waits until just that is approved.

    Attributes:
        source: Key of the case manager whose workbooks and calendar it is; empty for the department's own.
        items: What waits.
        problems: What is told about it.
    """

    source: str
    kind: Kind
    items: frozenset[Item]
    problems: tuple[Problem, ...]

    @property
    def approval(self) -> str:
        """What to pass to `run --approve`."""
        return approval(self.source, self.kind, self.items)


def approval(source: str, kind: Kind, items: frozenset[Item]) -> str:
    """A hash over exactly what waits: the same as long as nothing of it changes."""
    content = json.dumps([source, kind.value, *sorted(items)])
    return sha256(content.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Waits:
    """Everything that is planned and not done now."""

    held: tuple[Held, ...] = ()
    stops: tuple[Stop, ...] = ()
    pauses: tuple[Pause, ...] = ()

    def __add__(self, other: Waits) -> Waits:
        return Waits(self.held + other.held, self.stops + other.stops, self.pauses + other.pauses)

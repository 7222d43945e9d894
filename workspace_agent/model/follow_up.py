"""What has to follow a meeting: what its form says of that, and what is ticked in its row. No text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workspace_agent.model.field import Field
from workspace_agent.model.form import FormField


@dataclass(frozen=True, slots=True)
class ActionItems:
    """What a form says is still to be done.

    Attributes:
        count: How many there are; 0 where the answer is that nothing is to be done.
        due: The earliest of the days by which they are due.
    """

    count: int
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a Post IEP Meeting Form response says of what has to follow.

    Attributes:
        asked: Fields that the form has a question for.
        unread: Fields with an answer that cannot be used: a Problem speaks of it already.
        notice_given: The day on which prior written notice was given.
        in_pli_connect: The meeting was entered in PLI Connect.
        minutes: How long the meeting took.
        decided: Something is written of decisions.
        action_items: None where the question is not answered.
        changes_start: The first day of what was decided.
        without_parent: Participants are marked without a parent, and nothing says how parents took part.
        extended_school_year: The question about ESY services is answered, in whatever way.
    """

    asked: frozenset[FormField] = frozenset()
    unread: frozenset[FormField] = frozenset()
    notice_given: date | None = None
    in_pli_connect: bool = False
    minutes: int | None = None
    decided: bool = False
    action_items: ActionItems | None = None
    changes_start: date | None = None
    without_parent: bool = False
    extended_school_year: bool = False


@dataclass(frozen=True, slots=True)
class Ticks:
    """What people ticked in the row of a meeting after it; the day on which it was done is a tick, too."""

    notice_given: Field[date]
    in_pli_connect: Field[bool]
    action_items_done: Field[bool]

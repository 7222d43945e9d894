"""What a case manager may do with an event, one of many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from tests.simulation.action import Action
from tests.simulation.calendar_actions import Accepts, Deletes, Drags, Seats, Touches, Undeletes
from tests.simulation.typing_actions import Clears, Types

HOURS = ("9:00 AM", "10:30 AM", "1:30 PM", "3:00 PM")
"""At which meetings begin, as typed."""


@dataclass
class Planned:
    """A meeting as the people of the story know it."""

    row: str
    student: int
    day: date
    is_review: bool
    done: bool = False


def in_calendar(chance: Random, student: int) -> Action:
    """Something is done with an event of a student."""
    return chance.choice(
        (
            Drags(student, chance.randrange(1, 9)),
            Touches(student, chance.choice(("title", "colorId", "location", "room"))),
            Deletes(student),
            Undeletes(student),
            Seats(student),
            Seats(student, chance.randrange(1, 5)),
            Accepts(student),
            Accepts(student),
            Accepts(student),
        )
    )


def back_and_forth(
    chance: Random, meeting: Planned, case_manager: str, another_day: str
) -> tuple[Action, ...]:
    """Something is done on one side, and mostly something on the other.

    Args:
        chance: Decides.
        meeting: Of which.
        case_manager: Whose sheets they are.
        another_day: As typed.
    """
    student, row = meeting.student, meeting.row
    off = Types("Meetings", row, "Cancelled", "TRUE")
    found: tuple[tuple[Action, ...], ...] = (
        (off, Touches(student, chance.choice(("title", "colorId", "room")))),
        (off, Clears(case_manager, chance.choice(("Students", "Team")))),
        (Accepts(student), Types("Meetings", row, "Start", chance.choice(HOURS))),
        (Seats(student), Types("Meetings", row, "Start", chance.choice(HOURS))),
        (Deletes(student), Types("Meetings", row, "Date", another_day)),
        (off,),
    )
    return chance.choice(found)

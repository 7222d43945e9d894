"""What hits for certain, whatever else is in a story: one after the other, at noon of each rough day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from tests.kills.losses import APPLIED
from tests.simulation.action import Action
from tests.simulation.agent_actions import (
    Dies,
    InvitesAnother,
    LateLinks,
    Loses,
    MovedTwice,
    Refuses,
    Runs,
    TwoAtOnce,
    Unlisted,
)
from tests.simulation.calendar_actions import Deletes, Files, Seats
from tests.simulation.department import MARISOL, THEO, as_typed, full
from tests.simulation.mail_actions import CannotRead, ReadsDaily
from tests.simulation.typing_actions import Adds, NewAddress, Sends

_MANY = 10**6
_FORTNIGHT = timedelta(days=14)


def _moved_twice(_day: date, chance: Random) -> list[Action]:
    return [MovedTwice(chance.randrange(1, 9))]


def _filed_unheard(_day: date, chance: Random) -> list[Action]:
    """The form is of a meeting that did not take place: it is filed, and moves no deadline."""
    number, student = chance.randrange(1000, _MANY), chance.randrange(8)
    form = Sends(number, student, chance.choice((MARISOL, THEO)), "2026-08-03", "No - postponed")
    return [form, Loses(chance.choice(APPLIED), 1, "drive.files.create")]


def _nobody_taken_off(_day: date, chance: Random) -> list[Action]:
    address = f"manager{chance.randrange(_MANY)}@willowbridge.example"
    return [NewAddress(address), Refuses("drive.permissions.delete")]


def _joined_late(day: date, chance: Random) -> list[Action]:
    return [LateLinks(3), _asks(day, chance.randrange(8))]


def _deleted_unseen(day: date, chance: Random) -> list[Action]:
    """The agent dies when it has booked, and the event is deleted before it looks again."""
    student = chance.randrange(8)
    return [_asks(day, student), Dies("write", 1, "after", "/events"), Deletes(student)]


def _one_guest_more(_day: date, chance: Random) -> list[Action]:
    return [InvitesAnother(chance.randrange(_MANY))]


def _daily_after_the_week(_day: date, chance: Random) -> list[Action]:
    """Who has just had the digest of the week wants one every day."""
    address = f"manager{chance.randrange(_MANY)}@willowbridge.example"
    return [NewAddress(address), Runs(), ReadsDaily("manager")]


def _one_cannot_be_read(_day: date, chance: Random) -> list[Action]:
    return [CannotRead(chance.randrange(_MANY), *chance.sample((MARISOL, THEO), 2))]


def _booked_and_not_listed(day: date, chance: Random) -> list[Action]:
    """The agent dies when it has booked, and Calendar does not list the event yet when it looks again."""
    student = chance.randrange(8)
    return [_asks(day, student), Dies("write", 1, "after", "/events"), Unlisted(student)]


def _sent_and_edited(_day: date, chance: Random) -> list[Action]:
    number, student = chance.randrange(1000, _MANY), chance.randrange(8)
    sent = Sends(number, student, MARISOL, "2026-08-03", "No - postponed")
    return [sent, Runs(), sent]


def _into_the_trash(_day: date, chance: Random) -> list[Action]:
    """Some folder is in the trash when forms of several students come."""
    first = chance.randrange(1000, _MANY)
    forms = [Sends(first + at, at, MARISOL, "2026-08-03", "No - postponed") for at in range(4)]
    return [Files("trashes a folder", chance.randrange(99)), *forms]


def _at_one_time(day: date, chance: Random) -> list[Action]:
    return [_asks(day, student) for student in chance.sample(range(4), 2)]


def _from_outside(_day: date, chance: Random) -> list[Action]:
    return [Seats(chance.randrange(8))]


def _two_at_once(_day: date, _chance: Random) -> list[Action]:
    return [TwoAtOnce()]


def _asks(day: date, student: int) -> Action:
    """A meeting in a fortnight that the parent agreed to."""
    when = as_typed(day + _FORTNIGHT), "11:15 AM", "", "60", "Google Meet"
    boxes = as_typed(day), "phone", "TRUE", "FALSE", "FALSE", ""
    cells = full(student), "parent requested", *when, *boxes
    return Adds(MARISOL, "Meetings", f"meeting {student} noon-{day}", cells)


_SURE: tuple[Callable[[date, Random], list[Action]], ...] = (
    _moved_twice,
    _filed_unheard,
    _nobody_taken_off,
    _joined_late,
    _one_guest_more,
    _deleted_unseen,
    _daily_after_the_week,
    _one_cannot_be_read,
    _two_at_once,
    _booked_and_not_listed,
    _sent_and_edited,
    _into_the_trash,
    _at_one_time,
    _from_outside,
)


def sure_trouble(day: date) -> list[Action]:
    """The trouble of a working day, and a run after it: each day another one, whatever weekday it is."""
    weeks, weekday = divmod(day.toordinal() - 1, 7)
    number = 5 * weeks + weekday
    return [*_SURE[number % len(_SURE)](day, Random(f"sure {number}")), Runs()]  # noqa: S311 - a story, not a secret

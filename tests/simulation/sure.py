"""What hits for certain, whatever else is in a story: one after the other, at noon of each rough day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from tests.kills.losses import LOST_THEN_REFUSED
from tests.simulation.action import Action
from tests.simulation.agent_actions import Dies, LateLinks, Loses, Refuses, Runs, TwoAtOnce
from tests.simulation.department import MARISOL, THEO, as_typed
from tests.simulation.ledger_actions import LosesLedger
from tests.simulation.mail_actions import CannotRead, ReadsDaily
from tests.simulation.noon_actions import (
    AsksForMeeting,
    BringsBack,
    DeletesForGood,
    DeletesUnheard,
    DiesSettling,
    InvitesAnother,
    MovedTwice,
    SeatsStranger,
    SendsForm,
    TrashesFolder,
    Unfound,
    Unlisted,
)
from tests.simulation.typing_actions import NewAddress

_MANY = 10**6
_FORTNIGHT = timedelta(days=14)


def _moved_twice(day: date, chance: Random) -> list[Action]:
    return [_asks(day, chance), Runs(), MovedTwice(chance.randrange(1, 9))]


def _form(chance: Random) -> SendsForm:
    return SendsForm(chance.randrange(1000, _MANY))


def _filed_unheard(_day: date, chance: Random) -> list[Action]:
    ways = "503 after it was applied", "no JSON, claiming success"
    return [act for way in ways for act in (_form(chance), _loses(way))]


def _filed_and_refused(_day: date, chance: Random) -> list[Action]:
    """It is filed, the answer gets lost, and Google refuses to be asked again, or says that it is there."""
    ways = LOST_THEN_REFUSED, "503 after it was applied"
    return [act for way in ways for act in (_form(chance), _loses(way))]


def _loses(way: str) -> Loses:
    return Loses(way, 1, "drive.files.create")


def _somebody_else(chance: Random) -> NewAddress:
    """Who gets into every folder, and is sent the digest of the week."""
    return NewAddress(f"manager{chance.randrange(_MANY)}@willowbridge.example")


def _nobody_taken_off(_day: date, chance: Random) -> list[Action]:
    return [_somebody_else(chance), Refuses("drive.permissions.delete")]


def _dies_settling(day: date, chance: Random) -> list[Action]:
    """The agent dies when its ledger holds whom it has invited."""
    return [_asks(day, chance), DiesSettling("calendar.events.patch")]


def _joined_late(day: date, chance: Random) -> list[Action]:
    return [LateLinks(3), _asks(day, chance)]


def _dies_booking(day: date, chance: Random) -> list[Action]:
    return [_asks(day, chance), Dies("write", 1, "after", "/events")]


def _deleted_unseen(day: date, chance: Random) -> list[Action]:
    """The agent dies when it has booked; when it looks again the event is deleted, and not listed yet."""
    return [*_dies_booking(day, chance), DeletesUnheard(), Unlisted()]


def _one_guest_more(day: date, chance: Random) -> list[Action]:
    return [_asks(day, chance), Runs(), InvitesAnother(chance.randrange(_MANY))]


def _daily_after_the_week(_day: date, chance: Random) -> list[Action]:
    """Who has just had the digest of the week wants one every day."""
    return [_somebody_else(chance), Runs(), ReadsDaily("manager")]


def _one_cannot_be_read(_day: date, chance: Random) -> list[Action]:
    return [CannotRead(chance.randrange(_MANY), *chance.sample((MARISOL, THEO), 2))]


def _booked_and_not_listed(day: date, chance: Random) -> list[Action]:
    """The agent dies when it has booked, and Calendar does not list the event yet when it looks again."""
    return [*_dies_booking(day, chance), Unlisted()]


def _booked_and_not_readable(day: date, chance: Random) -> list[Action]:
    """The agent dies when it has booked and invited, and cannot read the calendar when it looks again."""
    asks = _asks(day, chance, "in person")
    return [asks, Dies("write", 1, "after", "/events"), Refuses("calendar.events.list")]


def _sent_and_edited(_day: date, chance: Random) -> list[Action]:
    form = _form(chance)
    return [form, Runs(), form]


def _edited_when_it_died(_day: date, chance: Random) -> list[Action]:
    """The agent dies when it has filed; the form is edited, and Drive's search is late."""
    form = _form(chance)
    return [form, Dies("write", 1, "after", "/upload/drive/v3/files"), form, Unfound()]


def _into_the_trash(_day: date, chance: Random) -> list[Action]:
    return [TrashesFolder(chance.randrange(1000, _MANY))]


def _at_one_time(day: date, chance: Random) -> list[Action]:
    asks = _asks(day, chance)
    return [asks, replace(asks, number=asks.number + 1)]


def _from_outside(day: date, chance: Random) -> list[Action]:
    return [_asks(day, chance), Runs(), SeatsStranger()]


def _brought_back(day: date, chance: Random) -> list[Action]:
    return [_asks(day, chance), Runs(), BringsBack()]


def _forgotten_and_deleted(_day: date, chance: Random) -> list[Action]:
    """The state file is lost; when the agent has learnt again what there is, a record is deleted for good."""
    return [LosesLedger(), Runs(), DeletesForGood(chance.randrange(_MANY))]


def _two_at_once(_day: date, _chance: Random) -> list[Action]:
    return [TwoAtOnce()]


def _asks(day: date, chance: Random, mode: str = "Google Meet") -> AsksForMeeting:
    return AsksForMeeting(chance.randrange(_MANY), as_typed(day + _FORTNIGHT), as_typed(day), mode)


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
    _edited_when_it_died,
    _into_the_trash,
    _at_one_time,
    _from_outside,
    _brought_back,
    _booked_and_not_readable,
    _forgotten_and_deleted,
    _filed_and_refused,
    _dies_settling,
)


HALF = len(_SURE) // 2
"""So many further on begins the story of the next seed: two rough fortnights tell of all."""


def sure_trouble(number: int, day: date) -> list[Action]:
    """One after the other, as it is on a day, and a run after it."""
    chance = Random(f"sure {number} {day}")  # noqa: S311 - a story, not a secret
    return [*_SURE[number % len(_SURE)](day, chance), Runs()]

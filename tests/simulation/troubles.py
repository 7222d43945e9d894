"""What can happen to the agent and to Google around one of its runs."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.kills.losses import APPLIED, LOSSES, LOST_THEN_REFUSED
from tests.simulation.action import Action
from tests.simulation.agent_actions import (
    Dies,
    Empties,
    FullDisk,
    Habit,
    LateLinks,
    Loses,
    Meanwhile,
    Refuses,
    Revokes,
    Runs,
    SignsIn,
    Switches,
    TwoAtOnce,
)
from tests.simulation.department import CASE_MANAGERS, MARISOL, THEO
from tests.simulation.ledger_actions import LosesLedger, RestoresLedger, Upgrades
from tests.simulation.mail_actions import AsksForCopy, CannotRead, Limits, ReadsDaily, RunsAhead
from tests.simulation.typing_actions import NewAddress

USUAL = 0.35
"""Share of the runs that something happens to; 1 for stories that hunt."""

_WRITES = (
    "calendar.events.insert",
    "calendar.events.patch",
    "drive.files.create",
    "drive.permissions.create",
    "gmail.users.drafts.create",
    "gmail.users.drafts.send",
    "sheets.spreadsheets.batchUpdate",
)

_KEYED = ("calendar.events.insert", "drive.files.create")
_OF_MAIL = ("gmail.users.drafts.create", "gmail.users.drafts.send")
_MANY = 10**6


def _dies(chance: Random) -> Action:
    return Dies("write", chance.randrange(1, 8), "after")


def _empties(chance: Random) -> list[Action]:
    case_manager = chance.choice((MARISOL, THEO))
    return [Empties(case_manager, is_meant=True), Runs(), Empties(case_manager, is_meant=False)]


_TROUBLES: tuple[tuple[int, Callable[[Random], list[Action]]], ...] = (
    (3, lambda chance: [Loses(chance.choice(LOSSES), chance.randrange(1, 60))]),
    (6, lambda chance: [Loses(chance.choice(LOSSES), 1, chance.choice(_WRITES))]),
    (4, lambda chance: [Meanwhile(chance.randrange(1, 9))]),
    (4, lambda chance: [Loses(chance.choice(APPLIED), 1, chance.choice(_KEYED))]),
    (1, lambda chance: [LateLinks(chance.choice((3, 9)), chance.choice(("success", "failure")))]),
    (2, lambda chance: [Dies("request", chance.randrange(1, 50), chance.choice(("before", "after")))]),
    (6, lambda chance: [Dies("write", chance.randrange(1, 6), chance.choice(("before", "after")))]),
    (4, lambda chance: [Dies("commit", chance.randrange(1, 40), chance.choice(("before", "after")))]),
    (1, lambda _chance: [TwoAtOnce()]),
    (1, lambda chance: [FullDisk(chance.randrange(1, 30))]),
    (1, lambda _chance: [LosesLedger()]),
    (1, lambda _chance: [RestoresLedger()]),
    (1, lambda chance: [Upgrades(chance.randrange(1, 5))]),
    (2, lambda chance: [Habit(3600), _dies(chance), Switches("report"), Runs(), Switches("on")]),
    (2, lambda chance: [_dies(chance), Refuses("calendar.events.list"), Runs()]),
    (2, lambda chance: [_somebody_else(chance), _dies(chance)]),
    (1, lambda chance: [_somebody_else(chance), Refuses("drive.permissions.delete"), Runs()]),
    (1, _empties),
    (1, lambda _chance: [Revokes(), Runs(), SignsIn()]),
    (2, lambda chance: [Loses(LOST_THEN_REFUSED, chance.randrange(1, 4), chance.choice(_KEYED))]),
    (4, lambda chance: [_somebody_else(chance), Loses(chance.choice(APPLIED), 1, chance.choice(_OF_MAIL))]),
    (2, lambda chance: [_somebody_else(chance), _dies_at_a_mail(chance)]),
    (3, lambda chance: [_somebody_else(chance), _dies_at_a_mail(chance), _somebody_else(chance)]),
    (
        3,
        lambda chance: [
            _somebody_else(chance),
            Limits(chance.choice(("create", "send")), 1, chance.choice((2, 23))),
        ],
    ),
    (2, lambda chance: [_somebody_else(chance), Limits("send", 1, chance.choice((2, 23)), doubt=True)]),
    (2, lambda chance: [_somebody_else(chance), Runs(), ReadsDaily("manager")]),
    (1, lambda chance: [ReadsDaily(chance.choice(CASE_MANAGERS))]),
    (1, lambda chance: [CannotRead(chance.randrange(_MANY), *chance.sample((MARISOL, THEO), 2))]),
    (1, lambda _chance: [NewAddress("manager0@willowbridge.example"), RunsAhead()]),
    (2, lambda chance: [_somebody_else(chance), AsksForCopy("manager")]),
    (2, lambda chance: [Habit(chance.choice((0, 3600)), chance.choice((0, 1, 3)), chance.random() < 0.5)]),
)


def _somebody_else(chance: Random) -> Action:
    """Somebody else has the manager's part from now on, so that a digest is due at any time."""
    return NewAddress(f"manager{chance.randrange(_MANY)}@willowbridge.example")


def _dies_at_a_mail(chance: Random) -> Action:
    return Dies("write", 1, chance.choice(("before", "after")), chance.choice(("/drafts", "/drafts/send")))


def trouble(chance: Random) -> list[Action]:
    """One of them, and what it takes to get over it; the usual ones oftener."""
    return chance.choices(_TROUBLES, weights=[weight for weight, _ in _TROUBLES])[0][1](chance)

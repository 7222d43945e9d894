"""Exactly one digest for each reader and period, whatever happens to agent, Google, clock and settings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import pytest

from tests.journeys.readers import (
    EAST,
    WEST,
    Death,
    at,
    change,
    die_at,
    drafts,
    sent,
    to_all,
    with_supervisors,
)
from tests.journeys.world import MANAGER, World
from tests.kills.campaign import memory
from tests.kills.days import first_day
from tests.kills.losses import lose
from tests.kills.prepared import Prepared
from tests.kills.remains import ledger_of

FRIDAY, MONDAY = "2026-11-20T10:30:00-05:00", "2026-11-23T10:30:00-05:00"
W47, W48 = "week of 16 Nov 2026", "week of 23 Nov 2026"
CREATE, SEND = "/gmail/v1/users/me/drafts", "/gmail/v1/users/me/drafts/send"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory(dir=memory()) as name:
        yield Path(name)


@pytest.fixture(scope="module")
def settled(folder: Path) -> Prepared:
    """Friday at noon: everything is done, and the digests of the week are sent."""
    world = with_supervisors(first_day(folder / "settled"))
    at(world, FRIDAY)
    assert sent(world) == to_all(W47)
    return Prepared.of(world)


@pytest.fixture
def world(settled: Prepared, folder: Path) -> World:
    return settled.wake(Path(mkdtemp(dir=folder)) / "world")


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("method", [CREATE, SEND], ids=["create", "send"])
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_death_at_a_request_of_the_sending(world: World, method: str, nth: int, when: str) -> None:
    live = die_at(world, method, nth, when)
    with pytest.raises(Death):
        at(world, MONDAY)
    live()
    at(world, "2026-11-23T10:46:00-05:00")
    at(world, "2026-11-23T11:02:00-05:00")

    assert sent(world) == to_all(W47) + to_all(W48)
    assert drafts(world) == 0
    with ledger_of(world) as ledger:
        assert ledger.in_doubt() == ()


def test_deaths_in_a_row(world: World) -> None:
    for method, when in ((CREATE, "after"), (SEND, "after"), (CREATE, "before"), (SEND, "before")):
        live = die_at(world, method, 1, when)
        with pytest.raises(Death):
            at(world, MONDAY)
        live()
    at(world, MONDAY)

    assert sent(world) == to_all(W47) + to_all(W48)
    assert drafts(world) == 0


LOSSES = (
    "closed before it was applied",
    "closed after it was applied",
    "cut in the middle",
    "429 with the time in its text",
)
"""The others are lost in `tests/effects/test_lost_answers.py`, and each at every request by `make losses`."""


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("method", ["create", "send"])
def test_a_lost_answer_of_the_second_of_three(world: World, method: str, loss: str) -> None:
    stage, happened = world.stage, lose(world, loss, f"gmail.users.drafts.{method}", 2)
    at(world, MONDAY)
    assert happened()
    assert sent(world)[MANAGER, W48] == sent(world)[WEST, W48] == 1, "nobody waits for somebody else's mail"
    world.stage = stage
    at(world, "2026-11-23T10:46:00-05:00")
    at(world, "2026-11-23T11:02:00-05:00")

    assert sent(world) == to_all(W47) + to_all(W48)


# ---- clocks


def test_a_clock_that_is_set_back_and_forward_a_year(world: World) -> None:
    at(world, "2025-11-21T10:30:00-05:00")
    assert sent(world) - to_all(W47) == to_all("week of 17 Nov 2025")

    at(world, "2025-11-21T10:46:00-05:00")
    at(world, FRIDAY)
    at(world, MONDAY)
    assert sent(world) == to_all(W47) + to_all("week of 17 Nov 2025") + to_all(W48)


def test_a_clock_that_was_a_year_ahead(world: World) -> None:
    at(world, "2027-11-24T10:30:00-05:00")
    assert sent(world) == to_all(W47) + to_all("week of 22 Nov 2027")

    at(world, FRIDAY)
    at(world, MONDAY)
    at(world, "2026-11-24T10:30:00-05:00")
    assert sent(world) == to_all(W47) + to_all("week of 22 Nov 2027") + to_all(W48)


def test_a_clock_that_goes_back_an_hour_after_the_sending(world: World) -> None:
    for moment in (MONDAY, "2026-11-23T06:00:00-05:00", "2026-11-23T07:00:00-05:00", MONDAY):
        at(world, moment)

    assert sent(world) == to_all(W47) + to_all(W48)


def test_each_gets_it_in_their_own_morning(world: World) -> None:
    at(world, "2026-11-23T06:59:00-05:00")
    assert sent(world) == to_all(W47)
    at(world, "2026-11-23T07:00:00-05:00")
    assert sent(world) - to_all(W47) == Counter({(MANAGER, W48): 1, (EAST, W48): 1})
    at(world, "2026-11-23T09:59:00-05:00")
    assert sent(world)[WEST, W48] == 0
    at(world, "2026-11-23T10:00:00-05:00")
    assert sent(world) == to_all(W47) + to_all(W48)


SPRING = ("2027-03-12T15:00:00-05:00", "2027-03-15T10:59:00Z", "2027-03-15T11:00:00Z", "2027-03-15T14:00:00Z")
AUTUMN = ("2026-10-30T15:00:00-04:00", "2026-11-02T11:59:00Z", "2026-11-02T12:00:00Z", "2026-11-02T15:00:00Z")
WEEKS = {
    "clocks go forward": (SPRING, "week of 8 Mar 2027", "week of 15 Mar 2027"),
    "clocks go back": (AUTUMN, "week of 26 Oct 2026", "week of 2 Nov 2026"),
}


@pytest.mark.parametrize(("moments", "before", "after"), WEEKS.values(), ids=WEEKS)
def test_when_clocks_change_it_is_still_seven_for_everybody(
    world: World, moments: tuple[str, str, str, str], before: str, after: str
) -> None:
    friday, early, seven, seven_in_the_west = moments
    at(world, friday)
    at(world, early)
    assert sent(world) == to_all(W47) + to_all(before)
    at(world, seven)
    assert sent(world)[MANAGER, after] == sent(world)[EAST, after] == 1
    assert sent(world)[WEST, after] == 0
    at(world, seven_in_the_west)
    at(world, seven_in_the_west.replace("2027-03-15T14:00", "2027-03-15T15:00"))
    assert sent(world) == to_all(W47) + to_all(before) + to_all(after)


def daily(world: World, key: str) -> None:
    """One of the supervisors reads it every day."""
    change(world, f'key = "{key}"\n', f'key = "{key}"\ndigest = {{ every = "day", time = 07:00:00 }}\n')


def test_daily_over_the_night_in_which_clocks_change(world: World) -> None:
    daily(world, "west")
    days = ("2027-03-12", "2027-03-13", "2027-03-14", "2027-03-15", "2027-03-16")
    for day in days:
        for hour in ("13:59", "14:00", "15:00", "23:00"):
            at(world, f"{day}T{hour}:00Z")

    wests = {when: count for (who, when), count in sent(world).items() if who == WEST and when != W47}
    assert wests == {"12 Mar 2027": 1, "15 Mar 2027": 1, "16 Mar 2027": 1}


# ---- weeks, hours and frequencies


def test_missed_weeks_are_not_made_up_for(world: World) -> None:
    at(world, "2026-12-17T10:30:00-05:00")
    at(world, "2026-12-17T11:30:00-05:00")

    assert sent(world) == to_all(W47) + to_all("week of 14 Dec 2026")


def test_a_digest_that_was_missed_over_a_weekend_is_sent_once_before_the_next_one(world: World) -> None:
    """Off from Friday morning to Monday; nobody waits two weeks for a digest of Fridays."""
    for_all_on_fridays(world)
    at(world, "2026-11-26T10:30:00-05:00")
    assert sent(world) == to_all(W47)

    at(world, "2026-11-30T06:00:00-05:00")
    at(world, "2026-11-30T10:30:00-05:00")
    at(world, "2026-12-03T10:30:00-05:00")
    assert sent(world) == to_all(W47) + to_all(W48)

    at(world, "2026-12-04T10:30:00-05:00")
    at(world, "2026-12-08T10:30:00-05:00")
    assert sent(world) == to_all(W47) + to_all(W48) + to_all("week of 30 Nov 2026")


def test_months_of_being_off_are_one_digest(world: World) -> None:
    for_all_on_fridays(world)
    for day in ("2027-03-02", "2027-03-03", "2027-03-04"):
        at(world, f"{day}T10:30:00-05:00")

    assert sent(world) == to_all(W47) + to_all("week of 22 Feb 2027")


def test_who_moves_their_digest_to_a_later_day_is_owed_none(world: World) -> None:
    at(world, MONDAY)
    for_all_on_fridays(world)
    at(world, "2026-11-24T10:30:00-05:00")

    assert sent(world) == to_all(W47) + to_all(W48)


def test_who_wants_digests_again_is_owed_none_of_before(world: World) -> None:
    wanted(world, "east", 'every = "never"')
    at(world, "2026-11-27T10:30:00-05:00")
    assert sent(world)[EAST, W48] == 0
    change(world, 'every = "never" }\n', 'weekday = "Friday" }\n')
    at(world, MONDAY.replace("11-23", "11-30"))
    assert sent(world)[EAST, W48] == 0

    at(world, "2026-12-04T10:30:00-05:00")
    assert sent(world)[EAST, "week of 30 Nov 2026"] == 1


def for_all_on_fridays(world: World) -> None:
    """The three want theirs on Fridays at seven."""
    change(world, 'weekday = "Monday"', 'weekday = "Friday"')
    for key in ("east", "west"):
        wanted(world, key, 'weekday = "Friday"')


def wanted(world: World, key: str, when: str) -> None:
    """A supervisor says when they want theirs."""
    change(world, f'\nkey = "{key}"\n', f'\nkey = "{key}"\ndigest = {{ {when} }}\n')


def test_from_weekly_to_daily_and_back(world: World) -> None:
    at(world, MONDAY)
    daily(world, "east")
    at(world, "2026-11-23T11:00:00-05:00")
    assert sent(world) == to_all(W47) + to_all(W48), "today's was the week's"

    at(world, "2026-11-24T08:00:00-05:00")
    at(world, "2026-11-25T08:00:00-05:00")
    change(world, '\ndigest = { every = "day", time = 07:00:00 }', "")
    at(world, "2026-11-25T09:00:00-05:00")
    at(world, "2026-11-27T09:00:00-05:00")
    only = Counter({(EAST, "24 Nov 2026"): 1, (EAST, "25 Nov 2026"): 1})
    assert sent(world) == to_all(W47) + to_all(W48) + only

    at(world, "2026-11-30T10:30:00-05:00")
    assert sent(world)[EAST, "week of 30 Nov 2026"] == 1


def test_from_daily_to_weekly_in_a_week_that_had_daily_ones(world: World) -> None:
    daily(world, "east")
    at(world, "2026-11-23T08:00:00-05:00")
    change(world, '\ndigest = { every = "day", time = 07:00:00 }', "")
    at(world, "2026-11-23T10:30:00-05:00")

    assert sent(world)[EAST, "23 Nov 2026"] == 1
    assert sent(world)[EAST, W48] == 0


def test_another_hour_or_day_within_the_week(world: World) -> None:
    at(world, MONDAY)
    change(world, "time = 07:00:00", "time = 15:00:00")
    at(world, "2026-11-23T16:00:00-05:00")
    change(world, 'weekday = "Monday"', 'weekday = "Thursday"')
    at(world, "2026-11-26T16:00:00-05:00")

    assert sent(world) == to_all(W47) + to_all(W48)


# ---- people


def test_somebody_who_joins_in_the_middle_of_a_week(world: World) -> None:
    at(world, MONDAY)
    change(
        world,
        "\n[digests]",
        '\n[[supervisors]]\nkey = "new"\nname = "N. New"\nemail = "n.new@willowbridge.example"\n'
        'zone = "America/New_York"\nfrom = 2026-11-25\ndistricts = ["lakeward"]\n\n[digests]',
    )
    at(world, "2026-11-24T10:30:00-05:00")
    assert sent(world) == to_all(W47) + to_all(W48)

    at(world, "2026-11-25T10:30:00-05:00")
    at(world, "2026-11-26T10:30:00-05:00")
    assert sent(world) - to_all(W47) - to_all(W48) == Counter({("n.new@willowbridge.example", W48): 1})


def test_somebody_who_leaves_before_their_mail_went_out(world: World) -> None:
    for _ in range(9):
        lose(world, "503 before it was applied", "gmail.users.drafts.send", 2)
    at(world, "2026-11-23T07:30:00-05:00")
    world.sandbox.faults.clear()
    change(world, 'key = "east"\n', 'key = "east"\nuntil = 2026-11-22\n')
    at(world, MONDAY)
    at(world, "2026-11-30T10:30:00-05:00")

    assert sent(world)[EAST, W48] == 0
    assert sent(world)[MANAGER, W48] == sent(world)[WEST, W48] == 1


def test_another_manager_from_monday_on(world: World) -> None:
    world.setting(
        lambda text: (
            text.replace("[manager]\n", '[[managers]]\nkey = "manager"\nuntil = 2026-11-22\n')
            + '\n[[managers]]\nkey = "amari"\nname = "Idris Amari"\nemail = "i.amari@willowbridge.example"\n'
            'zone = "America/New_York"\nfrom = 2026-11-23\n'
        )
    )
    at(world, "2026-11-22T10:30:00-05:00")
    at(world, MONDAY)
    at(world, MONDAY)

    new = Counter({("i.amari@willowbridge.example", W48): 1, (EAST, W48): 1, (WEST, W48): 1})
    assert sent(world) == to_all(W47) + new


@pytest.mark.parametrize(("method", "when"), [(CREATE, "after"), (SEND, "before")], ids=["lost", "noted"])
def test_who_takes_over_under_the_same_key_gets_the_week_and_not_the_draft_to_the_one_before(
    world: World, method: str, when: str
) -> None:
    live = die_at(world, method, 1, when)
    with pytest.raises(Death):
        at(world, MONDAY)
    live()
    change(world, MANAGER, "i.amari@willowbridge.example")
    at(world, MONDAY)
    at(world, "2026-11-24T10:30:00-05:00")

    new = Counter({("i.amari@willowbridge.example", W48): 1, (EAST, W48): 1, (WEST, W48): 1})
    assert sent(world) == to_all(W47) + new


def test_who_takes_over_after_the_weeks_digest_was_sent_gets_it_too(world: World) -> None:
    at(world, MONDAY)
    change(world, EAST, "f.east@willowbridge.example")
    at(world, "2026-11-25T10:30:00-05:00")
    at(world, "2026-11-26T10:30:00-05:00")

    assert sent(world) == to_all(W47) + to_all(W48) + Counter({("f.east@willowbridge.example", W48): 1})


def test_an_address_that_gmail_does_not_take_holds_up_nobody(world: World) -> None:
    for nth in (2, 1):
        world.fault("gmail.users.drafts.send", nth=nth, status=400)
        at(world, MONDAY)
    assert sent(world) - to_all(W47) == Counter({(MANAGER, W48): 1, (WEST, W48): 1})

    change(world, EAST, "f.east@willowbridge.example")
    at(world, "2026-11-24T10:30:00-05:00")
    at(world, "2026-11-25T10:30:00-05:00")
    assert sent(world)["f.east@willowbridge.example", W48] == 1
    assert sent(world)[EAST, W48] == 0

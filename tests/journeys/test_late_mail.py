"""A mail that goes out late says what is so when it goes out, to whom it may be said then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import pytest

from tests.journeys.colleagues import hire
from tests.journeys.readers import Death, die_at, drafts
from tests.journeys.test_change_of_hands import COLUMNS, FROM, hand_over, row
from tests.journeys.test_the_access_record import entries
from tests.journeys.world import MANAGER, MARISOL, World, build_world
from tests.kills.campaign import memory
from tests.kills.days import run_until_quiet
from tests.kills.department import SMALL
from tests.kills.onlooker import THEO
from tests.kills.prepared import Prepared
from tests.kills.remains import ledger_of
from workspace_agent.model.problem_kinds import ProblemKind

MONDAY, WEDNESDAY = "2026-11-23T12:00:00-05:00", "2026-11-25T12:00:00-05:00"
WEEK = "week of 23 Nov 2026"
ADA = "A.B."
CREATE, UPDATE, SEND = "/users/me/drafts", "/users/me/drafts/r-*", "/users/me/drafts/send"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory(dir=memory()) as name:
        yield Path(name)


@pytest.fixture(scope="module")
def settled(folder: Path) -> Prepared:
    """A small department with two case managers, in which Ada is about to change hands."""
    first = build_world(folder / "settled", SMALL)
    hire(first, "theo", "Theo Brandvold", columns=COLUMNS, rows=[row(90, "Quillon Ashgrove")], more=FROM)
    run_until_quiet(first)
    return Prepared.of(first)


@pytest.fixture
def world(settled: Prepared, folder: Path) -> World:
    return settled.wake(Path(mkdtemp(dir=folder)) / "world")


def runs(world: World, moment: str) -> None:
    world.at(datetime.fromisoformat(moment))
    world.run()


def nothing_is_sent(world: World) -> None:
    """Gmail takes drafts and sends none of them."""
    for nth in range(1, 9):
        world.fault("gmail.users.drafts.send", nth=nth, status=403)
    runs(world, MONDAY)
    world.sandbox.faults.clear()


def weeks(world: World, address: str) -> list[str]:
    """Texts of the week's digests that came to somebody."""
    mails = [mail for mail in world.mails(address, "subject:week") if WEEK in mail["Subject"]]
    bodies = [mail.get_body(("plain",)) for mail in mails]
    return [str(body.get_content()) for body in bodies if body is not None]


def ref_of_ada(world: World) -> str:
    with ledger_of(world) as ledger:
        return next(ref for ref, (initials, _) in ledger.students().items() if initials == ADA)


def test_a_draft_left_unsent_is_written_anew_before_it_is_sent(world: World) -> None:
    nothing_is_sent(world)
    assert weeks(world, MARISOL) == []
    hand_over(world, 0)
    runs(world, WEDNESDAY)

    (hers,), (theirs,) = weeks(world, MARISOL), weeks(world, THEO)
    assert ADA not in hers, "to who had the student before"
    assert ADA in theirs
    assert len(weeks(world, MANAGER)) == 1
    assert drafts(world) == 0


def begun_and_no_draft(world: World) -> None:
    """The agent dies with its intent committed, just before it asks for her draft."""
    live = die_at(world, CREATE, 2, "before")
    with pytest.raises(Death):
        runs(world, MONDAY)
    live()


@pytest.mark.parametrize("trouble", [nothing_is_sent, begun_and_no_draft])
def test_the_access_record_says_of_whom_the_mail_is_as_it_went_out(
    world: World, trouble: Callable[[World], None]
) -> None:
    trouble(world)
    hand_over(world, 0)
    runs(world, WEDNESDAY)

    mailed = {one.recipient: one.students for one in entries(world) if one.key.endswith("2026-W48")}
    assert ref_of_ada(world) not in mailed["marisol-quintero"]
    assert ref_of_ada(world) in mailed["theo"]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("method", [UPDATE, SEND], ids=["update", "send"])
def test_a_death_on_the_way_leaves_one_mail_that_says_what_is_so(
    world: World, method: str, when: str
) -> None:
    nothing_is_sent(world)
    hand_over(world, 0)
    for nth in (1, 2):
        live = die_at(world, method, nth, when)
        with pytest.raises(Death):
            runs(world, WEDNESDAY)
        live()
    run_until_quiet(world)

    (hers,), (theirs,) = weeks(world, MARISOL), weeks(world, THEO)
    assert (ADA in hers, ADA in theirs) == (False, True)
    assert len(weeks(world, MANAGER)) == 1
    assert drafts(world) == 0
    with ledger_of(world) as ledger:
        assert ledger.in_doubt() == ()


def test_a_draft_whose_id_was_lost_is_written_anew_too(world: World) -> None:
    for nth in (1, 2, 3):
        world.fault("gmail.users.drafts.create", nth=nth, status=503, when="after")
    runs(world, MONDAY)
    world.sandbox.faults.clear()
    hand_over(world, 0)
    runs(world, WEDNESDAY)

    (hers,), (theirs,) = weeks(world, MARISOL), weeks(world, THEO)
    assert (ADA in hers, ADA in theirs) == (False, True)
    assert drafts(world) == 0


def test_a_draft_that_cannot_be_written_anew_is_not_sent(world: World) -> None:
    nothing_is_sent(world)
    hand_over(world, 0)
    for nth in range(1, 9):
        world.fault("gmail.users.drafts.update", nth=nth, status=403)
    world.at(datetime.fromisoformat(WEDNESDAY))
    troubles = {one.trouble for one in world.run().account.outcomes if one.action.key.endswith("2026-W48")}
    assert ProblemKind.EFFECT_DENIED in troubles
    assert weeks(world, MARISOL) == []

    world.sandbox.faults.clear()
    run_until_quiet(world)
    (hers,) = weeks(world, MARISOL)
    assert ADA not in hers


def test_what_turns_out_to_be_sent_is_sent_once_and_told_what_it_told(world: World) -> None:
    """An answer so late that the look for the draft still shows it, and the draft is gone right after."""
    world.fault("gmail.users.drafts.send", nth=1, status=503, when="after")
    runs(world, MONDAY)
    with ledger_of(world) as ledger:
        (entry,) = [one for one in ledger.in_doubt() if one.key.startswith("digest/")]
        told = ledger.mails.told(entry.key)
    world.fault("gmail.users.drafts.get", nth=1, status=200, body={"id": entry.remote_id})
    hand_over(world, 0)
    runs(world, WEDNESDAY)

    assert [len(weeks(world, one)) for one in (MANAGER, MARISOL, THEO)] == [1, 1, 1]
    with ledger_of(world) as ledger:
        assert ledger.in_doubt() == ()
        assert ledger.mails.told(entry.key) == told
    (record,) = [one for one in entries(world) if one.key == entry.key]
    assert record.students == next(one.students for one in entry.discloses)

"""An older copy of the ledger is put back: nothing is made twice, and a mail comes at most once more."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys.world import FRIDAY, MANAGER, World
from workspace_agent.ledger.backup import back_up
from workspace_agent.ledger.restore import check_copy, restore
from workspace_agent.tools import LEDGER


def test_what_was_done_after_the_copy_is_found_by_its_marks(world: World) -> None:
    ledger, copy = world.folder / "state" / LEDGER, world.folder / "copy"
    world.setting(
        lambda text: text.replace("[department]", '[features]\nmeetings = "report"\n\n[department]')
    )
    world.run()
    back_up(ledger, copy)
    world.setting(lambda text: text.replace('meetings = "report"', 'meetings = "on"'))
    world.at(FRIDAY + timedelta(hours=1))
    world.run()
    world.run()
    booked = [event["id"] for event in world.meetings()]
    papers, mails = len(world.papers(MANAGER)), len(world.mails(MANAGER, ""))

    check_copy(copy)
    restore(copy, ledger, world.folder / "aside")
    world.run()

    assert booked
    assert [event["id"] for event in world.meetings()] == booked
    assert len(world.papers(MANAGER)) == papers
    assert len(world.mails(MANAGER, "")) <= mails + 1
    assert world.run().account.outcomes == ()

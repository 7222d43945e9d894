"""Let go of doubts that a look at Google has answered, where no action is left to ask.

An effect whose answer was lost may turn out done at the next look: then nothing is planned for it any more,
and nobody would ever look it up.
"""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime

from workspace_agent.effects.perform import Done
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.model.seen import Seen


def settle_doubts(ledger: Ledger, seen: Seen, planned: Set[str], now: datetime) -> None:
    """Settle what is there and withdraw what is neither there nor wanted.

    What has an id of its own (a draft being sent, a file whose id is reserved) and was not seen stays in
    doubt: a list may lag behind, and only asking for that id tells.

    Args:
        ledger: Holds the doubts.
        seen: A whole look.
        planned: Keys of this run's actions, which look their own doubts up.
        now: Aware.
    """
    there = _there(seen)
    for entry in ledger.in_doubt():
        if entry.key in planned:
            continue
        if done := there.get(entry.key):
            ledger.settle(entry.key, done.remote_id, done.link, now)
        elif not (entry.remote_id or entry.reserved_id):
            ledger.withdraw(entry.key)


def _there(seen: Seen) -> dict[str, Done]:
    files = {key: Done(file.file_id, file.link) for key, file in seen.files.items()}
    events = {
        f"meeting/{event.mark.student_ref}/{event.mark.number}": Done(event.event_id, event.link)
        for event in seen.events
    }
    return files | events

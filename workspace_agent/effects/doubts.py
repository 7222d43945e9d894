"""Let go of doubts that a look at Google has answered, where no action is left to ask.

An effect whose answer was lost may turn out done at the next look: then nothing is planned for it any more,
and nobody would ever look it up.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from workspace_agent.effects.perform import Done
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.ledger.rows import Entry
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.seen import Seen

_ON_CALENDARS = frozenset({"meeting", "change", "video", "hide", "cancel"})


def settle_doubts(
    ledger: Ledger, organisation: Organisation, seen: Seen, planned: Set[str], now: datetime
) -> None:
    """Settle what is there and withdraw what is neither there nor wanted.

    What has an id of its own (a draft being sent, a file whose id is reserved) and was not seen stays in
    doubt: a list may lag behind, and only asking for that id tells. So does what was not looked at.

    Args:
        ledger: Holds the doubts.
        organisation: Whose folders may be shared with whom.
        seen: What the look showed, of as much as could be read.
        planned: Keys of this run's actions, which look their own doubts up.
        now: Aware.
    """
    there = _files(seen) | _shares(organisation, seen) | _meetings(seen)
    for entry in ledger.in_doubt():
        if entry.key in planned:
            continue
        if found := there.get(entry.key):
            ledger.settle(entry.key, found.done.remote_id, found.done.link, now, found.fingerprint)
        elif not (entry.remote_id or entry.reserved_id) and _was_looked_for(entry, organisation, seen):
            ledger.withdraw(entry.key)


def _was_looked_for(entry: Entry, organisation: Organisation, seen: Seen) -> bool:
    """An event may stand on any calendar, a share on any folder."""
    kind = entry.key.partition("/")[0]
    if kind in _ON_CALENDARS:
        return {person.calendar for person in organisation.case_managers} <= seen.calendars
    return kind != "share" or all(file.readers is not None for file in seen.files.values())


@dataclass(frozen=True, slots=True)
class _Found:
    """What a look shows of an effect, and what it came to."""

    done: Done
    fingerprint: str = ""


def _files(seen: Seen) -> dict[str, _Found]:
    return {key: _Found(Done(file.file_id, file.link)) for key, file in seen.files.items()}


def _shares(organisation: Organisation, seen: Seen) -> dict[str, _Found]:
    people = {person.email: person.key for person in organisation.case_managers}
    people[organisation.manager.email] = organisation.manager.key
    shares: dict[str, _Found] = {}
    for file in seen.files.values():
        for reader in file.readers or ():
            share = f"share/{file.key}/{people.get(reader.address, '')}"
            found = _Found(Done(reader.permission_id))
            shares |= {share: found, f"{share}/again": found}
    return shares


def _meetings(seen: Seen) -> dict[str, _Found]:
    """An event that is there was booked; its mark says what it was changed to last, and who cancelled it."""
    found: dict[str, _Found] = {}
    for event in seen.events:
        which, done = f"{event.mark.student_ref}/{event.mark.number}", Done(event.event_id, event.link)
        found[f"meeting/{which}"] = _Found(done)
        found[f"change/{which}"] = _Found(done, str(event.mark.row))
        found[f"video/{which}"] = _Found(done, str(event.mark.asked))
        if event.mark.cancelled:
            found[f"cancel/{which}"] = _Found(done)
    return found

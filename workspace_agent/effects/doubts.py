"""Let go of doubts that a look at Google answers, where no action is left to ask.

An effect whose answer was lost may turn out done at the next look: then nothing is planned for it any more,
and nobody would ever look it up.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from workspace_agent.duties import digest_year_plan
from workspace_agent.duties.digest_period import first_day
from workspace_agent.duties.digest_recipients import recipients as digest_recipients
from workspace_agent.duties.digest_send import period_of
from workspace_agent.duties.downloads import downloads_key
from workspace_agent.duties.folders import CASE_MANAGER
from workspace_agent.duties.grants import Grant, grant_of, is_ended, shares, taken_back_on, takes_back
from workspace_agent.duties.hand_over import hand_over_key
from workspace_agent.duties.recipients import Recipients
from workspace_agent.effects.digest import is_draft
from workspace_agent.effects.folders import find_file
from workspace_agent.effects.perform import Done
from workspace_agent.effects.sharing import mark_shared
from workspace_agent.google.workspace import Google
from workspace_agent.ledger.gmail_limit import minding_gmails_limit
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.ledger.rows import Entry
from workspace_agent.ledger.told_to import ToldTo
from workspace_agent.model.access import Act, Disclosure
from workspace_agent.model.errors import GoogleRefusal
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.seen import Origin, Seen

_ON_CALENDARS = frozenset({"meeting", "change", "video", "hide", "cancel", "back"})


def settle_doubts(
    ledger: Ledger, google: Google, recipients: Recipients, seen: Seen, planned: Set[str], now: datetime
) -> None:
    """Settle what is there and withdraw what is neither there nor wanted.

    What has an id of its own (a draft being sent, a file whose id is reserved) and was not seen is asked for
    by that id: a list may lag behind. What was not looked at stays in doubt, and so does a digest that was
    not sent in its week, until its recipient got a later one or is gone, and a year plan in its August.

    Args:
        ledger: Holds the doubts.
        google: Asked for what has an id.
        recipients: Whose folders may be shared with whom, and how the access record speaks of them.
        seen: What the look showed, of as much as could be read.
        planned: Keys of this run's actions, which look their own doubts up.
        now: Aware.
    """
    organisation = recipients.organisation
    there = _files(seen) | _shares(organisation, seen) | _handed_over(seen) | _meetings(seen, recipients)
    asked_for = partial(_asked_for, google, ledger, now)
    today = now.astimezone(organisation.time_zone).date()
    people = [ToldTo(ledger, one, recipients.sign) for one in digest_recipients(organisation, today)]
    for entry in ledger.in_doubt():
        if entry.key in planned:
            continue
        try:
            found = there.get(entry.key) or _taken_off(seen, entry.key) or asked_for(entry)
            if found and found.shared_again:
                _mark(google, found.shared_again, entry)
        except GoogleRefusal:
            continue  # a look-up that is refused answers nothing
        if found:
            shown = found.shown_to(entry.discloses)
            if shown != entry.discloses:
                ledger.expect(entry.key, shown)
            ledger.settle(entry.key, found.done.remote_id, found.done.link, now, found.fingerprint)
            ledger.record_found(entry, found.done.link, now)
        elif _is_over(entry, people, today) and _was_looked_for(entry, organisation, seen):
            ledger.withdraw(entry.key)


def _mark(google: Google, folder_id: str, entry: Entry) -> None:
    if grant := grant_of(entry.key, entry.fingerprint):
        mark_shared(google.drive, folder_id, grant)


def _asked_for(google: Google, ledger: Ledger, now: datetime, entry: Entry) -> _Found | None:
    """The file under a reserved id; a draft that was noted and is gone has been sent."""
    if entry.reserved_id:
        file = find_file(google.drive, entry.reserved_id)
        return _Found(file) if file else None
    if not entry.remote_id:
        return None
    with minding_gmails_limit(ledger, lambda: now):
        return None if is_draft(google.gmail, entry.remote_id) else _Found(Done(entry.remote_id))


def _is_over(entry: Entry, people: Iterable[ToldTo], today: date) -> bool:
    """Nobody waits for it any more: they got a digest of a later time or are gone, or August is over."""
    if digest_year_plan.is_year_plan(entry.key):
        return digest_year_plan.is_over(entry.key, today)
    if not (period := period_of(entry.key)):
        return True
    whose = next((one for one in people if one.is_theirs(entry.key, entry.fingerprint)), None)
    return whose is None or first_day(period) < whose.told_until()


def _was_looked_for(entry: Entry, organisation: Organisation, seen: Seen) -> bool:
    """An event may stand on any calendar, a share on any folder, a reader on any record."""
    kind = entry.key.partition("/")[0]
    if kind in _ON_CALENDARS:
        return {person.calendar for person in organisation.case_managers} <= seen.calendars
    is_of_readers = shares(entry.key) or takes_back(entry.key)
    return not is_of_readers or all(file.readers is not None for file in seen.files.values())


@dataclass(frozen=True, slots=True)
class _Found:
    """What a look shows of an effect, and what it came to.

    Attributes:
        shared_again: Drive's id of a folder that was shared for the second time: its mark may be missing.
        guests: Of an event, as the access record speaks of them.
    """

    done: Done
    fingerprint: str = ""
    shared_again: str = ""
    guests: frozenset[str] | None = None

    def shown_to(self, intended: Iterable[Disclosure]) -> tuple[Disclosure, ...]:
        """What was intended; of invitations only those that the event shows."""
        guests = self.guests
        if guests is None:
            return tuple(intended)
        return tuple(one for one in intended if (one.recipient in guests) is (one.act is Act.INVITED))


def _files(seen: Seen) -> dict[str, _Found]:
    """Files that are there, and how often each was closed to downloads."""
    found = {key: _Found(Done(file.file_id, file.link)) for key, file in seen.files.items()}
    return found | {downloads_key(key, seen.files[key].closed): file for key, file in found.items()}


def _handed_over(seen: Seen) -> dict[str, _Found]:
    """Students' folders by where their mark says that they are: mark and place change in one request."""
    return {
        hand_over_key(file.key, file.marks[CASE_MANAGER]): _Found(Done(file.file_id, file.link))
        for file in seen.files.values()
        if CASE_MANAGER in file.marks
    }


def _shares(organisation: Organisation, seen: Seen) -> dict[str, _Found]:
    people = {person.email: person.key for person in organisation.case_managers}
    people |= {person.email: person.key for person in organisation.every_manager}
    people[organisation.manager.email] = organisation.manager.key
    shares: dict[str, _Found] = {}
    for file in seen.files.values():
        for reader in file.readers or ():
            once, done = Grant(file.key, people.get(reader.address, ""), to=""), Done(reader.permission_id)
            again = replace(once, times=2)
            shares |= {once.key: _Found(done), again.key: _Found(done, shared_again=file.file_id)}
    return shares


def _taken_off(seen: Seen, key: str) -> _Found | None:
    """A reader to whom nothing is given on the thing itself any more, whatever the folder above gives."""
    file = seen.files.get(taken_back_on(key)) if takes_back(key) else None
    if file is None or file.readers is None:
        return None
    direct = {reader.permission_id for reader in file.readers if reader.origin is Origin.DIRECT}
    return _Found(Done(key.rpartition("/")[2], file.link)) if is_ended(key, file.marks, direct) else None


def _meetings(seen: Seen, recipients: Recipients) -> dict[str, _Found]:
    """An event that is there was booked; its mark says its last change, and whether it was cancelled."""
    found: dict[str, _Found] = {}
    for event in seen.events:
        which, done = f"{event.mark.student_ref}/{event.mark.number}", Done(event.event_id, event.link)
        guests = frozenset(map(recipients.of, event.guests))
        found[f"meeting/{which}"] = _Found(done, guests=guests)
        found[f"change/{which}"] = _Found(done, str(event.mark.row), guests=guests)
        found[f"video/{which}"] = _Found(done, str(event.mark.asked))
        found[f"{'cancel' if event.mark.cancelled else 'back'}/{which}"] = _Found(done)
    return found

"""What a probe makes, and taking it away again: by its ids, and by the mark that all of it carries.

Ids are written down before the call that uses them, so that a lost answer loses nothing. What the mark finds
beside them is what a probe left that was stopped.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from workspace_agent.doctor.installation import Installation
from workspace_agent.google.drive import quote
from workspace_agent.model.errors import AccessDenied, Gone, GoogleRefusal, NotFound

MARK, WORD = "wa_probe", "workspaceagentprobe"
"""On events and files, and in the text of drafts. The marks of what the agent really makes are others."""
TITLE = "Test of workspace-agent: removed at once"
MAIL_TITLE = "Test of workspace-agent: may be deleted"

_YEARS_AHEAD = timedelta(days=5 * 365)
"""Nobody plans so far ahead, and no run looks there."""

Json = dict[str, Any]
Removal = tuple[str, Callable[[], int]]
"""What it is, and what removes it and says how many there were."""


@dataclass(frozen=True, slots=True)
class Scratch:
    """What was made and is still there, as far as is known.

    Attributes:
        here: Where the probe is made.
        calendars: Those on which it may make events.
        events: Calendar and id of each event.
        files: Ids of files and folders.
        drafts: Ids of drafts.
        trashed: Ids of files that could only be moved to the trash.
        sent: Ids of drafts that were sent: their mails stay, as the agent may delete none.
        writable: Calendars on which an event was made, read and deleted.
    """

    here: Installation
    calendars: tuple[str, ...]
    events: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    trashed: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    writable: list[str] = field(default_factory=list)

    def new_event(self, calendar: str) -> Json:
        """An event to be inserted."""
        event_id = secrets.token_hex(16)
        self.events.append((calendar, event_id))
        return self.event(event_id)

    def event(self, event_id: str) -> Json:
        """An event of this id, years ahead, that reminds nobody and invites nobody."""
        start = (self.here.clock() + _YEARS_AHEAD).replace(microsecond=0)
        return {
            "id": event_id,
            "summary": TITLE,
            "start": {"dateTime": start.isoformat(), "timeZone": "UTC"},
            "end": {"dateTime": (start + timedelta(minutes=30)).isoformat(), "timeZone": "UTC"},
            "visibility": "private",
            "transparency": "transparent",
            "reminders": {"useDefault": False, "overrides": []},
            "extendedProperties": {"private": {MARK: "1"}},
        }

    def new_files(self, count: int) -> tuple[str, ...]:
        """Ids for files to be made."""
        ids = self.here.google.drive.generate_ids(count)
        self.files.extend(ids)
        return ids

    @property
    def holds_something(self) -> bool:
        """Something was made and not taken away yet."""
        return bool(self.events or self.files or self.drafts)

    def clear(self) -> tuple[int, list[str]]:
        """Take everything away.

        Returns:
            How many things there were, and of each that is still there what it is and why.
        """
        count, left = 0, list[str]()
        for removals in (self._of_calendar(), self._of_drive(), self._of_gmail()):
            for name, remove in removals:
                try:
                    count += remove()
                except GoogleRefusal as error:
                    left.append(f"{name} ({error})")
        return count, left

    def _of_calendar(self) -> Iterator[Removal]:
        for calendar, event_id in tuple(self.events):
            yield f"event {event_id} on {calendar}", partial(self._delete_event, calendar, event_id)
        for calendar in self.calendars:
            yield f"events on {calendar}", partial(self._delete_marked_events, calendar)

    def _delete_marked_events(self, calendar: str) -> int:
        with suppress(AccessDenied, NotFound):  # where nothing can be opened, nothing was made
            found = self.here.google.calendar.list(calendar, privateExtendedProperty=f"{MARK}=1", fields=_IDS)
            return sum(self._delete_event(calendar, event["id"]) for event in found)
        return 0

    def _delete_event(self, calendar: str, event_id: str) -> bool:
        existed = _deleted(lambda: self.here.google.calendar.delete(calendar, event_id))
        self.events[:] = [one for one in self.events if one != (calendar, event_id)]
        return existed

    def _of_drive(self) -> Iterator[Removal]:
        for file_id in tuple(self.files):
            yield f"file {file_id}", partial(self.delete_file, file_id)
        yield "files", self._delete_marked_files

    def _delete_marked_files(self) -> int:
        query = f"appProperties has {{ key={quote(MARK)} and value='1' }} and trashed = false"
        return sum(self.delete_file(file["id"]) for file in self.here.google.drive.list(query, "id"))

    def delete_file(self, file_id: str) -> bool:
        """Delete a file, a folder with all in it; on a shared drive it may only go to the trash.

        Returns:
            False where there was none.
        """
        try:
            existed = _deleted(lambda: self.here.google.drive.delete(file_id))
        except AccessDenied:
            self.here.google.drive.update(file_id, {"trashed": True})
            self.trashed.append(file_id)
            existed = True
        self.files[:] = [one for one in self.files if one != file_id]
        return existed

    def _of_gmail(self) -> Iterator[Removal]:
        for draft in tuple(self.drafts):
            yield f"draft {draft}", partial(self._delete_draft, draft)
        yield "drafts", self._delete_marked_drafts

    def _delete_marked_drafts(self) -> int:
        with suppress(AccessDenied):  # without the scope none was made
            return sum(map(self._delete_draft, self.here.google.gmail.find_drafts(WORD)))
        return 0

    def _delete_draft(self, draft: str) -> bool:
        existed = _deleted(lambda: self.here.google.gmail.delete_draft(draft))
        self.drafts[:] = [one for one in self.drafts if one != draft]
        return existed


_IDS = "nextPageToken,items(id)"


def _deleted(delete: Callable[[], None]) -> bool:
    """Delete; what is gone already is gone."""
    try:
        delete()
    except (NotFound, Gone):
        return False
    return True

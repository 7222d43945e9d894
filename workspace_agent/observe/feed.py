"""The feed: between two cycles of `serve` only what changed is read again.

Drive keeps a log of changes. What a look was answered before still holds as long as the log does not name
the file; so an idle cycle asks for the log, for the responses to the form, and for the agent's own events on
calendars where one of them is open. Nothing is kept but in memory.

A look through the feed shows what a full look would show, with these limits, which the sweep of each new day
ends: people's own events, the titles among them, and the agent's events on calendars where none is open (but
see `look_afresh_at`), and what formulas fetch from elsewhere or from the clock. Where anything is in doubt,
everything is forgotten, and the look is a full one.

Source: developers.google.com/drive/api/guides/about-changes
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from workspace_agent.google.workspace import Google
from workspace_agent.model.errors import GoogleRefusal
from workspace_agent.observe.feed_answers import (
    FILE_FIELDS,
    Contents,
    Events,
    Files,
    FormsAnswers,
    Spreadsheets,
)
from workspace_agent.observe.reads import Json

_A_WHILE = timedelta(hours=1)
"""For so long a row may wait for what a person did in the calendar."""

Days = frozenset[date]

_OWN = ""
"""The log of the agent's own account, among those of the shared drives."""


class Feed:
    """Answers a look's questions from memory, where that still holds.

    It is right after a cycle that failed midway, too: what changed is forgotten before anything is read, and
    what is written to before anything is written.

    Args:
        google: Answers the others.
        robot: The agent's own address.
    """

    def __init__(self, google: Google, robot: str) -> None:
        self._google = google
        self._tokens: dict[str, str] = {}
        self._days: Days = frozenset()
        self._writes = 0
        self.drive = Files(google.drive, robot.casefold(), self._tokens)
        self._contents = Contents(self.drive)
        self.sheets = Spreadsheets(google.sheets, self._contents)
        self.forms = FormsAnswers(google.forms, self._contents)
        self.calendar = Events(google.calendar)

    def missing_scopes(self, needed: frozenset[str]) -> frozenset[str]:
        """As `Google.missing_scopes`."""
        return self._google.missing_scopes(needed)

    def catch_up(self, now: datetime, days: Days) -> None:
        """Forget what changed since the last cycle; everything on a new day, or where that is not known.

        Args:
            now: Aware.
            days: What day it is, wherever people of the department are.
        """
        self.calendar.begin(now)
        logs = {_OWN, *self.drive.shared_drives}
        self._lose_own_writes()
        try:
            if days == self._days and logs == self._tokens.keys():
                self._learn_changes()
            else:
                self._begin_anew(logs)
            self._days = days
        except GoogleRefusal:
            self._tokens.clear()
            self._forget()

    def look_afresh_at(self, calendars: frozenset[str]) -> bool:
        """Ask for all events of some calendars again, now and in the next cycle.

        Nothing is booked on what was remembered: a person may have entered the meeting by hand since.

        Args:
            calendars: To which something is to be written.

        Returns:
            Whether this cycle's look went by what was remembered of them, and so has to be done again.
        """
        return self.calendar.lose(calendars)

    def watch(self, calendars: frozenset[str]) -> None:
        """Ask for all events of these calendars in the next cycle, where that is longer ago than an hour."""
        self.calendar.lose(self.calendar.older(calendars, _A_WHILE))

    def _learn_changes(self) -> None:
        for drive_id, token in list(self._tokens.items()):
            if token:
                changes, self._tokens[drive_id] = self._google.drive.changes(token, FILE_FIELDS, drive_id)
                for change in changes:
                    self._learn(change)

    def _learn(self, change: Json) -> None:
        file = change.get("file")
        if file is None or change.get("removed"):  # deleted, or out of sight; or a shared drive itself
            self._forget()
            return
        self._contents.learn(file)
        self.drive.learn(file)

    def _lose_own_writes(self) -> None:
        """The log may lag behind: what the agent wrote, or may have written, is not waited for."""
        for spreadsheet_id in self._google.sheets.take_written():
            self._contents.lose(spreadsheet_id)
        if self._writes != self._google.drive.writes:
            self._writes = self._google.drive.writes
            self.drive.forget()

    def _begin_anew(self, logs: set[str]) -> None:
        """The tokens come before the first read, so that no change falls between."""
        self._forget()
        self._tokens.clear()
        self._tokens.update({drive_id: self._begin(drive_id) for drive_id in sorted(logs)})

    def _begin(self, drive_id: str) -> str:
        try:
            return self._google.drive.start_page_token(drive_id)
        except GoogleRefusal:
            if drive_id == _OWN:
                raise
            return ""  # only members may read a drive's log: what lies there is read each time

    def _forget(self) -> None:
        self.drive.forget_all()
        self._contents.forget()
        self.calendar.forget()

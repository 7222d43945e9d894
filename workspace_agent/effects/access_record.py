"""The access record of one month as a table that opens in any spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from workspace_agent.duties.access_record import FileMonth
from workspace_agent.effects.folders import FileIds, FindFolder, find_file
from workspace_agent.effects.marks import file_marks
from workspace_agent.effects.perform import Done
from workspace_agent.google.drive import Drive, NewFile
from workspace_agent.ledger.access import AccessRecord
from workspace_agent.ledger.rows import AccessEntry, Entry

HEADINGS = (
    *("number", "at", "what", "thing", "id", "link", "students", "recipient", "purpose", "basis"),
    *("exempt", "run", "found"),
)
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class FileMonthEffect:
    """A repeat under the reserved id is answered with 409, so there is never a second table."""

    drive: Drive
    ids: FileIds
    folder_id: FindFolder
    access: AccessRecord
    zone: ZoneInfo

    def reserve(self, action: FileMonth) -> str:
        """An id from `files.generateIds`."""
        return self.ids.take()

    def find(self, action: FileMonth, entry: Entry) -> Done | None:
        """The file under the reserved id, if the upload was applied."""
        return find_file(self.drive, entry.reserved_id)

    def perform(self, action: FileMonth, entry: Entry) -> Done:
        """Write the table and upload it."""
        folder = self.folder_id(action.folder)
        new = NewFile(entry.reserved_id, action.title, folder, file_marks(action.key))
        entries = self.access.entries(*span(action.month, self.zone))
        made = self.drive.upload(new, as_csv(entries, self.zone).encode(), "text/csv")
        return Done(made["id"], made.get("webViewLink", ""))


def span(month: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first moment of a month such as `2026-11`, and that of the next one."""
    start = datetime.fromisoformat(f"{month}-01").replace(tzinfo=zone)
    following = (start.year, start.month + 1) if start.month < 12 else (start.year + 1, 1)
    return start, datetime(*following, 1, tzinfo=zone)


def as_csv(entries: Iterable[AccessEntry], zone: ZoneInfo) -> str:
    """A table with a heading; no cell is taken for a formula, whatever it holds."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(HEADINGS)
    table.writerows([_plain(cell) for cell in _cells(entry, zone)] for entry in entries)
    return text.getvalue()


def _cells(entry: AccessEntry, zone: ZoneInfo) -> tuple[str, ...]:
    return (
        str(entry.number),
        entry.at.astimezone(zone).isoformat(timespec="seconds"),
        entry.act,
        entry.thing,
        entry.object_id,
        entry.link,
        " ".join(entry.students),
        entry.recipient,
        entry.purpose,
        entry.basis,
        _yes(said=entry.exempt),
        str(entry.run or ""),
        _yes(said=entry.found),
    )


def _yes(*, said: bool) -> str:
    return "yes" if said else "no"


def _plain(cell: str) -> str:
    """With an apostrophe before it, as a person would type it.

    Source: owasp.org/www-community/attacks/CSV_Injection.
    """
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell

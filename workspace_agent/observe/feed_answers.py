"""What a feed remembers of each service, and what it forgets when something changed.

Large answers are kept packed: as Python's objects the cells of 200 workbooks would take gigabytes.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from workspace_agent.google.drive import FOLDER
from workspace_agent.model.errors import AccessDenied
from workspace_agent.observe.calendars import is_open
from workspace_agent.observe.readers import READER_FIELDS
from workspace_agent.observe.reads import CalendarReads, DriveReads, FormsReads, Json, SheetsReads

FILE_FIELDS = (
    "id,name,mimeType,parents,trashed,ownedByMe,sharedWithMeTime,createdTime,appProperties,properties,version,"
    "webViewLink,copyRequiresWriterPermission,shortcutDetails(targetId,targetMimeType),capabilities(canEdit),"
    f"{READER_FIELDS}"
)
"""All that any reader asks of a file, so that one answer, and one entry of a change log, serves all."""

_PLACE = ("mimeType", "parents", "trashed", "appProperties", "properties", "shortcutDetails")
"""By what a file is found. What is found again in the same lists is only updated there."""

_REACH = ("permissions", "permissionIds", "driveId")
"""What a folder hands down to all that lies in it."""

_IN_PARENTS = re.compile(r"'([^']+)' in parents")


class Files:
    """Drive's answers about files.

    Args:
        drive: Answers what is not remembered.
        robot: The agent's own address.
        logs: The change logs that are read, by shared drive; the user's own under an empty text. Where a
            log may not be read, its token is empty.
    """

    def __init__(self, drive: DriveReads, robot: str, logs: Mapping[str, str]) -> None:
        self._drive, self._robot, self._logs = drive, robot, logs
        self._files: dict[str, Json] = {}
        self._got: set[str] = set()
        self._lists: dict[str, tuple[str, ...]] = {}
        self._permissions: dict[str, tuple[Json, ...] | AccessDenied] = {}

    @property
    def shared_drives(self) -> set[str]:
        """Ids of the shared drives in which files of ours lie."""
        return {file["driveId"] for file in self._files.values() if "driveId" in file}

    def get(self, file_id: str, fields: str) -> Json:
        """As `Drive.get`, with more fields than were asked for."""
        del fields
        if file_id not in self._got or not self.is_followed(file_id):
            self._files[file_id] = self._drive.get(file_id, FILE_FIELDS)
            self._got.add(file_id)
        return self._files[file_id]

    def list(self, q: str, fields: str) -> tuple[Json, ...]:
        """As `Drive.list`, with more fields than were asked for."""
        del fields
        if q not in self._lists or not all(map(self.is_followed, _IN_PARENTS.findall(q))):
            listed = self._drive.list(q, FILE_FIELDS)
            self._files |= {file["id"]: file for file in listed}
            self._lists[q] = tuple(file["id"] for file in listed)
        return tuple(self._files[file_id] for file_id in self._lists[q])

    def permissions(self, file_id: str) -> tuple[Json, ...]:
        """As `Drive.permissions`; that the agent may not ask is remembered as well."""
        if file_id not in self._permissions or not self.is_followed(file_id):
            try:
                self._permissions[file_id] = self._drive.permissions(file_id)
            except AccessDenied as refusal:
                self._permissions[file_id] = refusal
        found = self._permissions[file_id]
        if isinstance(found, AccessDenied):
            raise AccessDenied(found.method, found.status, found.reason)
        return found

    def is_followed(self, file_id: str) -> bool:
        """Whether a change of this file is sure to stand in a log that is read.

        It is the agent's own, or was shared with the agent itself or with a folder above it, or lies on a
        shared drive. What the agent may open only because everybody with the link may, or a group, is not
        sure to be there. Source: developers.google.com/drive/api/guides/about-changes
        """
        file = self._files.get(file_id)
        if file is None:
            return False
        if "driveId" in file:
            return bool(self._logs.get(file["driveId"]))
        by_itself = file.get("ownedByMe") or "sharedWithMeTime" in file or self._is_shared(file)
        return bool(by_itself) or any(map(self.is_followed, file.get("parents", ())))

    def _is_shared(self, file: Json) -> bool:
        people = (one.get("emailAddress", "") for one in file.get("permissions", ()))
        return self._robot in {address.casefold() for address in people}

    def learn(self, file: Json) -> None:
        """Take in how a file is now; forget all files where others, or lists, may have changed with it."""
        old = self._files.get(file["id"])
        self._permissions.pop(file["id"], None)
        if old is None and not self._is_near(file):
            return
        self._files[file["id"]] = file
        if old is None or _has_moved(old, file):
            self.forget()

    def _is_near(self, file: Json) -> bool:
        """A file that is not known may belong to a list, by a mark or because of where it lies.

        A folder may lie above others: they are in the trash, or shared, as it is.
        """
        folders = {folder for q in self._lists for folder in _IN_PARENTS.findall(q)}
        marked = file.get("appProperties") or file.get("properties")
        return bool(marked) or file["mimeType"] == FOLDER or not folders.isdisjoint(file.get("parents", ()))

    def forget(self) -> None:
        """Ask everything again; which files are followed is known all the same."""
        self._got.clear()
        self._lists.clear()
        self._permissions.clear()

    def forget_all(self) -> None:
        """Know of no file any more."""
        self.forget()
        self._files.clear()


def _has_moved(old: Json, new: Json) -> bool:
    """Of folders on a shared drive, a change of who can open them cannot be seen."""
    is_folder = new["mimeType"] == FOLDER
    compared = (*_PLACE, *_REACH) if is_folder else _PLACE
    hides = is_folder and "permissions" not in new
    return hides or any(old.get(name) != new.get(name) for name in compared)


class Contents:
    """What stands in files, packed.

    Args:
        files: Knows of which files each change is heard of.
    """

    def __init__(self, files: Files) -> None:
        self._files = files
        self._packed: dict[str, bytes] = {}
        self._versions: dict[str, str] = {}

    def recall(self, file_id: str) -> Json | None:
        """What was kept and still holds."""
        packed = self._packed.get(file_id)
        return unpacked(packed) if packed is not None and self._files.is_followed(file_id) else None

    def keep(self, file_id: str, content: Json) -> None:
        """Remember a content."""
        self._packed[file_id] = packed(content)

    def learn(self, file: Json) -> None:
        """Forget a content that changed.

        Drive also tells of files that were only looked at. Their version, as an earlier change told it, is
        the same then. Source: googleapis/google-api-dotnet-client#2544; `version` of File in drive.v3
        """
        version = file.get("version")
        if version is None or self._versions.get(file["id"]) != version:
            self.lose(file["id"])
        if version is not None:
            self._versions[file["id"]] = version

    def lose(self, file_id: str) -> None:
        """Ask for one again."""
        self._packed.pop(file_id, None)

    def forget(self) -> None:
        """Ask for all again."""
        self._packed.clear()
        self._versions.clear()


class Spreadsheets:
    """Sheets' answers. All readers ask for the same fields."""

    def __init__(self, sheets: SheetsReads, contents: Contents) -> None:
        self._sheets, self._contents = sheets, contents

    def read(self, spreadsheet_id: str, fields: str) -> Json:
        """As `Sheets.read`."""
        known = self._contents.recall(spreadsheet_id)
        if known is None:
            known = self._sheets.read(spreadsheet_id, fields)
            self._contents.keep(spreadsheet_id, known)
        return known


class FormsAnswers:
    """Forms' answers. What respondents sent is asked for each time: no log tells of it."""

    def __init__(self, forms: FormsReads, contents: Contents) -> None:
        self._forms, self._contents = forms, contents

    def form(self, form_id: str) -> Json:
        """As `Forms.form`."""
        known = self._contents.recall(form_id)
        if known is None:
            known = self._forms.form(form_id)
            self._contents.keep(form_id, known)
        return known

    def responses(self, form_id: str, since: datetime | None = None) -> tuple[Json, ...]:
        """As `Forms.responses`."""
        return self._forms.responses(form_id, since)


class Events:
    """Calendar's answers.

    The agent's own events are asked for wherever one of them is open: no log tells of these either. Of
    calendars without, and of people's events, what the last look showed is remembered.
    """

    def __init__(self, calendar: CalendarReads) -> None:
        self._calendar = calendar
        self._now = datetime.min.replace(tzinfo=UTC)
        self._packed: dict[tuple[str, bool], bytes] = {}
        self._fresh: set[tuple[str, bool]] = set()
        self._recalled: set[str] = set()
        self._all_asked: dict[str, datetime] = {}

    def begin(self, now: datetime) -> None:
        """A cycle begins."""
        self._now = now
        self._fresh.clear()
        self._recalled.clear()

    def list(self, calendar: str, **filters: Any) -> tuple[Json, ...]:
        """As `Calendar.list`, for our own events or for all: the window of time moves on with each sweep."""
        key = calendar, "privateExtendedProperty" in filters
        if key in self._packed:
            if key not in self._fresh:
                self._recalled.add(calendar)
            return tuple(unpacked(self._packed[key]))
        events = self._calendar.list(calendar, **filters)
        self._keep(key, events)
        return events

    def _keep(self, key: tuple[str, bool], events: tuple[Json, ...]) -> None:
        calendar, are_ours = key
        self._fresh.add(key)
        if not are_ours:
            self._all_asked[calendar] = self._now
        if not (are_ours and any(is_open(event, self._now) for event in events)):
            self._packed[key] = packed(events)

    def lose(self, calendars: frozenset[str]) -> bool:
        """Ask for these calendars again; whether this cycle went by what was remembered of one of them."""
        self._packed = {key: kept for key, kept in self._packed.items() if key[0] not in calendars}
        went_by_memory = not self._recalled.isdisjoint(calendars)
        self._recalled -= calendars
        return went_by_memory

    def older(self, calendars: frozenset[str], age: timedelta) -> frozenset[str]:
        """Those of some calendars of which all events were asked for longer ago than this."""
        asked = (one for one, moment in self._all_asked.items() if moment + age > self._now)
        return calendars - frozenset(asked)

    def forget(self) -> None:
        """Ask for all again."""
        self._packed.clear()


def packed(answer: Json | tuple[Json, ...]) -> bytes:
    """An answer in little room."""
    return zlib.compress(json.dumps(answer, ensure_ascii=False).encode(), 1)


def unpacked(kept: bytes) -> Any:
    """The answer again."""
    return json.loads(zlib.decompress(kept))

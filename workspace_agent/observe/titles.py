"""Titles of events, records and files that show a student's full name; none of them is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from workspace_agent.duties.folders import FOLDER
from workspace_agent.effects.marks import OWN, is_linked
from workspace_agent.intake.titles import Shows
from workspace_agent.ledger.keys import Sign
from workspace_agent.model.organisation import CaseManager
from workspace_agent.model.place import LinkPlace
from workspace_agent.model.privacy import ShownName, Titled
from workspace_agent.observe.files import Cabinet
from workspace_agent.observe.folders import OtherFile

Json = Mapping[str, Any]

_PRIVATE = frozenset({"private", "confidential"})


def is_unread(event: Json) -> bool:
    """Private, and a person made it: nothing of it is looked at. The agent makes its own events private."""
    marks = event.get("extendedProperties", {}).get("private", {})
    is_theirs = OWN not in marks or is_linked(marks)
    return is_theirs and event.get("visibility") in _PRIVATE


def shown_in_events(
    events: Iterable[Json], person: CaseManager, shows: Shows, sign: Sign, now: datetime
) -> Iterator[ShownName]:
    """Events that may be read, that were made on this calendar, and whose title shows a full name.

    A title of an invitation is not theirs to change. Of an event that repeats the next is told, and where it
    does not come again, one that was.
    """
    zone = ZoneInfo(person.zone)
    today = now.astimezone(zone).date()
    told: set[str] = set()
    for event in sorted(events, key=lambda event: (_day(event, zone) < today, _begins(event))):
        known_as = event.get("recurringEventId", event["id"])
        is_own = event.get("organizer", {}).get("self")
        if known_as in told or not is_own or is_unread(event) or not shows(event.get("summary", "")):
            continue
        told.add(known_as)
        day = _day(event, zone)
        yield ShownName(
            titled=Titled.SERIES if "recurringEventId" in event and day >= today else Titled.EVENT,
            place=LinkPlace(event.get("htmlLink", ""), "event"),
            case_manager=person.key,
            subject=sign(f"title\n{known_as}")[:20],
            day=day,
        )


def shown_in_records(cabinet: Cabinet, manager: str, shows: Shows) -> Iterator[ShownName]:
    """Folders and records of the agent's that a person renamed; they are the manager's matter.

    Args:
        cabinet: What lies in Drive.
        manager: The manager's key.
        shows: The name guard.
    """
    for key, name in cabinet.names.items():
        file = cabinet.files[key]
        if not file.trashed and shows(name):
            titled = Titled.FOLDER if key.startswith(FOLDER) else Titled.RECORD
            yield ShownName(titled, LinkPlace(file.link, titled.value), manager, file.file_id)


def shown_in_folders(others: Iterable[OtherFile], shows: Shows) -> Iterator[ShownName]:
    """What lies in folders of workbooks beside these.

    Args:
        others: As they were listed.
        shows: The name guard.
    """
    for one in others:
        if shows(one.file.title):
            place = LinkPlace(one.file.link, Titled.FILE.value)
            yield ShownName(Titled.FILE, place, one.case_manager, one.file.file_id)


def _begins(event: Json) -> str:
    return str(event["start"].get("dateTime") or event["start"]["date"])


def _day(event: Json, zone: ZoneInfo) -> date:
    start = event["start"]
    if "date" in start:
        return date.fromisoformat(start["date"])
    return datetime.fromisoformat(start["dateTime"]).astimezone(zone).date()

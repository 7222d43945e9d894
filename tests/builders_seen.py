"""What Google would hold after a plan was done, for tests of what the next plan makes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from tests.builders import TODAY, a_policy
from workspace_agent import duties
from workspace_agent.duties.digest_rows import EFFECTS, kind
from workspace_agent.duties.evidence import FileEvidence
from workspace_agent.duties.filing import FileRecord, SupersedeRecord
from workspace_agent.duties.filing_review import MoveRecord
from workspace_agent.duties.folders import MakeFolder
from workspace_agent.duties.folders_marks import MarkFolder
from workspace_agent.duties.hand_over import HandOver
from workspace_agent.duties.meetings_actions import (
    BookMeeting,
    CancelMeeting,
    ChangeMeeting,
    HideGuests,
    LinkMeeting,
    MeetingAction,
)
from workspace_agent.duties.progress_sheets import FileProgressSheet, RenewProgressSheet
from workspace_agent.duties.sharing_actions import RevokeReader, ShareFolder, TakeShareBack, UnmarkShare
from workspace_agent.model.action import Action
from workspace_agent.model.facts import Department
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.seen import (
    EventField,
    EventState,
    LastLook,
    MarkedEvent,
    MarkedFile,
    Origin,
    Reader,
    ReaderKind,
    Seen,
    UnmarkedEvent,
    Video,
)

NOW = dt.datetime.combine(TODAY, dt.time(12), dt.UTC)
CALENDAR = "manager-1@company.example"


def sign(text: str) -> str:
    """A stand-in for the keyed hash."""
    return sha256(text.encode()).hexdigest()[:40]


def circumstances(now: dt.datetime = NOW, **changes: Any) -> Circumstances:
    """An ordinary Friday."""
    values: dict[str, Any] = {"now": now, "today": now.date(), "policy": a_policy(), "sign": sign}
    return Circumstances(**(values | changes))


def nothing_seen(**changes: Any) -> Seen:
    """A Google in which the agent has made nothing; the case manager's calendar can be read."""
    return Seen(**({"calendars": frozenset({CALENDAR})} | changes))


def planned(department: Department, seen: Seen | None = None, now: dt.datetime = NOW) -> Plan:
    """The plan for a department. Whatever it does, reports have words for it."""
    plan = duties.plan(department, seen or nothing_seen(), circumstances(now))
    assert {kind(action) for action in plan.actions} <= EFFECTS.keys()
    return plan


def settled(department: Department, seen: Seen | None = None, now: dt.datetime = NOW) -> Seen:
    """What Google holds when all that can be done for a department was done, guests included."""
    seen = seen or nothing_seen()
    for _ in range(4):
        plan = planned(department, seen, now)
        if not plan.actions:
            return seen
        seen = seen_after(plan, seen, now)
    raise AssertionError(f"never done: {[action.key for action in plan.actions]}")


def event_of(action: BookMeeting, **changes: Any) -> MarkedEvent:
    """The event that a booking leaves behind, with its link; `changes` are what a person did to it since."""
    event = MarkedEvent(
        calendar=action.calendar,
        event_id=action.event_id,
        state=EventState.OPEN,
        mark=action.mark,
        prints=action.text.prints(sign),
        start=action.text.start,
        end=action.text.end,
        etag='"1"',
        link="https://calendar.google.com/event?eid=1",
        guests=action.text.guests,
        video=Video.READY if action.request_id else Video.NONE,
        dial_in=bool(action.request_id),
        open_list=not action.text.outside,
    )
    return replace(event, **changes)


def _changed(event: MarkedEvent, action: MeetingAction) -> MarkedEvent:
    event = replace(event, mark=action.mark)
    if isinstance(action, HideGuests):
        return replace(event, open_list=False)
    if isinstance(action, CancelMeeting):
        return replace(event, state=EventState.CANCELLED)
    if not isinstance(action, ChangeMeeting):
        return event
    event = replace(event, prints=event.prints.taking(action.fields, action.text.prints(sign)))
    if EventField.TIME in action.fields:
        event = replace(event, start=action.text.start, end=action.text.end)
    if EventField.GUESTS not in action.fields:
        return event
    open_list = event.open_list if action.open_list is None else action.open_list
    return replace(event, guests=action.text.guests, open_list=open_list)


def _linked(action: LinkMeeting, event: UnmarkedEvent) -> MarkedEvent:
    return MarkedEvent(
        calendar=event.calendar,
        event_id=event.event_id,
        state=EventState.OPEN,
        mark=action.mark,
        prints=event.prints,
        start=event.start,
        end=event.start + dt.timedelta(hours=1),
        etag='"8"',
        link=event.link,
        guests=tuple(sorted(event.guests)),
        video=Video.READY,
    )


def _events_after(plan: Plan, seen: Seen) -> tuple[MarkedEvent, ...]:
    events = {event.event_id: event for event in seen.events}
    by_hand = {event.event_id: event for event in seen.unmarked}
    for action in plan.actions:
        if isinstance(action, BookMeeting):
            events[action.event_id] = event_of(action)
        elif isinstance(action, LinkMeeting):
            events[action.event_id] = _linked(action, by_hand.pop(action.event_id))
        elif isinstance(action, MeetingAction):
            events[action.event_id] = _changed(events[action.event_id], action)
    return tuple(events.values())


def _looks_after(plan: Plan, seen: Seen, now: dt.datetime) -> dict[str, LastLook]:
    looks = dict(seen.looks)
    for look in plan.looks:
        before = looks.get(look.subject)
        same = before is not None and before.shown == look.shown
        looks[look.subject] = before if before and same else LastLook(look.shown, now)
    return looks


def seen_after(plan: Plan, before: Seen | None = None, now: dt.datetime = NOW) -> Seen:
    """What Google and the ledger hold when every action of a plan was done."""
    seen = before or nothing_seen()
    linked = {action.event_id for action in plan.actions if isinstance(action, LinkMeeting)}
    meetings = (action for action in plan.actions if isinstance(action, MeetingAction))
    done = dict(seen.done) | {action.key: action.fingerprint for action in meetings}
    return replace(
        seen,
        files=_files_after(plan, seen),
        events=_events_after(plan, seen),
        unmarked=tuple(event for event in seen.unmarked if event.event_id not in linked),
        done=done,
        looks=_looks_after(plan, seen, now),
    )


def _files_after(plan: Plan, seen: Seen) -> dict[str, MarkedFile]:
    files: dict[str, MarkedFile] = dict(seen.files)
    for action in plan.actions:
        match action:
            case MakeFolder():
                marks = dict(action.properties)
                files[action.key] = file_of(action.key, files.get(action.parent), marks=marks)
            case FileRecord() | FileEvidence() | FileProgressSheet():
                files[action.key] = _filed(action, files[action.folder])
            case RenewProgressSheet():
                file = files[action.sheet.key]
                files[file.key] = replace(file, marks={**file.marks, **dict(action.properties)})
            case MoveRecord():
                files[action.key] = _moved(files.pop(action.copy), action, files)
            case SupersedeRecord():
                key = action.key.removeprefix("superseded/")
                files[key] = replace(files[key], title=action.title, superseded=True)
            case _:
                files = _reopened(action, files)
    return files


def _filed(action: FileRecord | FileEvidence | FileProgressSheet, folder: MarkedFile) -> MarkedFile:
    marks = dict(action.properties)
    version, number = int(marks.get("version", 0)), int(marks.get("number", 1))
    return file_of(action.key, folder, title=action.title, version=version, number=number, marks=marks)


def _reopened(action: Action, files: dict[str, MarkedFile]) -> dict[str, MarkedFile]:
    """Who can open what, after somebody was let in or taken off, or a folder was moved."""
    match action:
        case ShareFolder():
            return {key: _shared(file, action, files) for key, file in files.items()}
        case RevokeReader():
            return _taken_off(action, files)
        case UnmarkShare():
            return {**files, action.of: _unmarked(files[action.of], action.person)}
        case HandOver():
            return _handed_over(action, files)
        case MarkFolder():
            return {key: _marked(file, action) for key, file in files.items()}
    return files


def _moved(copy: MarkedFile, action: MoveRecord, files: Mapping[str, MarkedFile]) -> MarkedFile:
    title = action.title or copy.title
    moved = replace(copy, key=action.key, title=title, version=action.version, number=action.number)
    if not action.out_of:
        return moved
    there = file_of(action.key, files[action.folder])
    return replace(moved, parent=there.parent, readers=there.readers)


def file_of(key: str, parent: MarkedFile | None = None, **changes: Any) -> MarkedFile:
    """A folder or record in the folder where it was made, open to those who can open that folder."""
    above = (parent.readers or ()) if parent else ()
    values: dict[str, Any] = {
        "key": key,
        "file_id": f"id of {key}",
        "trashed": False,
        "link": f"link to {key}",
        "parent": parent.file_id if parent else "",
        "readers": tuple(replace(reader, origin=Origin.FOLDER) for reader in above),
    }
    return MarkedFile(**(values | changes))


def a_reader(address: str, **changes: Any) -> Reader:
    """Somebody who was given the right to read the thing itself."""
    return Reader(**({"permission_id": f"permission of {address}", "address": address} | changes))


ANYONE = Reader("anyoneWithLink", kind=ReaderKind.ANYONE)
"""Whoever has the link."""


def _shared(file: MarkedFile, share: ShareFolder, files: Mapping[str, MarkedFile]) -> MarkedFile:
    """With one more reader, if it is the shared folder or lies in it."""
    chain, by_id = [file], {one.file_id: one for one in files.values()}
    while chain[-1].parent in by_id:
        chain.append(by_id[chain[-1].parent])
    if share.folder not in {link.key for link in chain}:
        return file
    origin = Origin.DIRECT if file.key == share.folder else Origin.FOLDER
    mark = {f"shared_{share.person}": f"{1 + share.again} {share.fingerprint}"}
    marks = {**file.marks, **(mark if file.key == share.folder else {})}
    readers = (*(file.readers or ()), a_reader(share.address, origin=origin))
    return replace(file, readers=readers, marks=marks)


def _taken_off(action: RevokeReader, files: Mapping[str, MarkedFile]) -> dict[str, MarkedFile]:
    """With one reader less, on the thing itself and on all that lies in it; and without the mark."""
    file = files[action.of]
    kept = tuple(one for one in file.readers or () if one.permission_id != action.permission_id)
    left = replace(file, readers=kept)
    unmarked = _unmarked(left, action.person) if isinstance(action, TakeShareBack) else left
    return handed_down({**files, action.of: unmarked})


def _unmarked(file: MarkedFile, person: str) -> MarkedFile:
    marks = {name: value for name, value in file.marks.items() if name != f"shared_{person}"}
    return replace(file, marks=marks)


def _handed_over(action: HandOver, files: Mapping[str, MarkedFile]) -> dict[str, MarkedFile]:
    """In its new place, with its new mark."""
    (file,) = (file for file in files.values() if file.file_id == action.file_id)
    marks = {**file.marks, "case_manager": action.to}
    return handed_down({**files, file.key: replace(file, parent=files[action.into].file_id, marks=marks)})


def _marked(file: MarkedFile, action: MarkFolder) -> MarkedFile:
    if file.file_id != action.file_id:
        return file
    changed = dict(file.marks) | dict(action.properties)
    return replace(file, marks={name: value for name, value in changed.items() if value is not None})


def handed_down(files: Mapping[str, MarkedFile]) -> dict[str, MarkedFile]:
    """The same, each open to those who were let in there, and to all who can open what it lies in."""
    by_id = {file.file_id: file for file in files.values()}

    def readers(file: MarkedFile) -> tuple[Reader, ...]:
        above = by_id.get(file.parent)
        own = tuple(one for one in file.readers or () if one.origin is not Origin.FOLDER or not above)
        given = {one.permission_id for one in own}
        below = map(_handed_down, readers(above) if above else ())
        return (*own, *(one for one in below if one.permission_id not in given))

    return {key: replace(file, readers=readers(file)) for key, file in files.items()}


def _handed_down(reader: Reader) -> Reader:
    return replace(reader, origin=Origin.FOLDER) if reader.origin is Origin.DIRECT else reader


def by_hand(start: dt.datetime, *shows: str) -> UnmarkedEvent:
    """An event that the case manager made."""
    link = "https://calendar.google.com/event?eid=2"
    return UnmarkedEvent(CALENDAR, "hand-1", start, '"7"', link, shows=frozenset(shows))


def verdicts(plan: Plan) -> list[str]:
    """The verdicts about meetings, in order."""
    return [decision.verdict for decision in plan.decisions if decision.duty == "meetings"]


def kinds(plan: Plan) -> Mapping[str, int]:
    """How many actions of each kind: `{"BookMeeting": 1}`."""
    names = [type(action).__name__ for action in plan.actions]
    return {name: names.count(name) for name in names}

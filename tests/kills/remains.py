"""What a department holds when the agent has been there, with nothing in it left to chance."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email import message_from_string
from typing import Any

from tests.journeys.world import World
from workspace_agent.duties.private_spreadsheets import PRIVATE
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.ledger.rows import AccessEntry
from workspace_agent.tools import LEDGER

Json = Mapping[str, Any]
Remains = dict[str, list[str]]

_CHANCE = re.compile(r"[0-9a-f]{8,40}|(?<=eid=)[\w-]+")
"""Keyed hashes, whole or shortened, and the ids of events in links: another run draws other ones."""


_SHOWN = (
    *("description", "visibility", "transparency"),
    *("guestsCanModify", "guestsCanInviteOthers", "guestsCanSeeOtherGuests"),
)
"""What else of an event anybody may have to do with."""


@contextmanager
def ledger_of(world: World) -> Iterator[Ledger]:
    """The ledger, while no agent runs."""
    ledger = Ledger(world.folder / "state" / LEDGER)
    try:
        yield ledger
    finally:
        ledger.close()


def remains(world: World) -> Remains:
    """Everything of the agent's, one line for each thing: a thing that is there twice shows two lines.

    Opaque keys of students are replaced by their initials, and the ids of spreadsheets that Drive chose by
    their keys, so that two worlds can be compared.
    """
    dump = world.dump()
    with ledger_of(world) as ledger:
        names = {ref: f"{letters}-{number}" for ref, (letters, number) in ledger.students().items()}
        names |= {file["id"]: key for file in dump["files"] if (key := file_key(file)).startswith(PRIVATE)}
        doubts = [entry.key for entry in ledger.in_doubt()]
        entries = ledger.access.entries()
    lines = {
        "events": [line for name, one in dump["calendars"].items() for line in _events(name, one)],
        "files": list(_files(dump["files"])),
        "mails": [_mail(box, mail) for box, mails in dump["mails"].items() for mail in mails],
        "tab": [" | ".join(map(str, row)) for row in world.agent_tab()],
        "in doubt": doubts,
        "access record": [_entered(entry) for entry in entries],
    }
    return {kind: sorted(_without_chance(line, names) for line in found) for kind, found in lines.items()}


def difference(wanted: Remains, found: Remains) -> str:
    """What is too much (+) and what is missing (-); nothing where all is equal."""
    lines: list[str] = []
    for kind in wanted:
        there, asked = Counter(found[kind]), Counter(wanted[kind])
        lines += [f"+ {kind}: {line}" for line in (there - asked).elements()]
        lines += [f"- {kind}: {line}" for line in (asked - there).elements()]
    return "\n".join(lines)


def but_for_a_ledger_lost(wrong: str) -> str:
    """A difference, but for what a ledger that was lost or restored costs: the limit of promise 1.

    Each digest once more among those sent and received; and of the access record what it entered as found
    instead, each once.
    """
    lines = wrong.splitlines()
    once = {line for line in lines if line.startswith("+ mails: ") and " draft: " not in line}
    left = list((Counter(lines) - Counter(once)).elements())
    kept = Counter(left)
    return "\n".join(line for line in left if line[2:15] != "access record" or _is_twice(line, kept))


def _is_twice(line: str, kept: Counter[str]) -> bool:
    """Guests from outside the settings are all written alike here."""
    return line.startswith("+") and kept[line] > 1 and "address-#" not in line


def _entered(entry: AccessEntry) -> str:
    """Whom a mail is about hangs on what the run that wrote it had to tell."""
    students = "" if entry.thing == "digest" else " ".join(entry.students)
    what = f"{entry.act} {entry.thing} {entry.key} to {entry.recipient}, about {students}"
    return f"{what}, {entry.basis}, {'found' if entry.found else 'made'}"


def _events(name: str, calendar: Json) -> Iterator[str]:
    for event in calendar["events"].values():
        marks = event.get("extendedProperties", {}).get("private", {})
        whose = f"{marks['wa_student']} {marks['wa_number']}" if "wa_student" in marks else f"copy of {name}"
        guests = [f"{guest['email']} {guest['responseStatus']}" for guest in event.get("attendees", ())]
        when = " to ".join(event.get(end, {}).get("dateTime", "") for end in ("start", "end"))
        meet = "with a link" if event.get("hangoutLink") else ""
        shown = [f"{name} {event[name]}" for name in _SHOWN if name in event]
        rest = f"{sorted(guests)} {meet}, {shown}, {_told(marks)}"
        yield f"{whose}: {event.get('summary')}, {event['status']}, {when}, {rest}"


def _files(files: list[Json]) -> Iterator[str]:
    keys = {file["id"]: file_key(file) or file["name"] for file in files}
    for file in files:
        readers = sorted(f"{p['role']} {p.get('emailAddress', p['type'])}" for p in _permissions(file))
        parents = [keys.get(parent, "top") for parent in file["parents"]]
        where = "trash" if file["trashed"] else parents
        marks = [_told(marks) for marks in (file["properties"], *file["app_properties"].values())]
        yield f"{keys[file['id']]}: {file['name']!r} in {where}, {readers}, {marks}"


def _told(marks: Json) -> list[str]:
    """The agent's marks: from them a lost ledger is made anew."""
    return sorted(f"{name} {value}" for name, value in marks.items())


def _permissions(file: Json) -> list[Json]:
    return list(file["permissions"].values())


def file_key(file: Json) -> str:
    """Key of the effect that made a file; empty where it is not the agent's."""
    return json.dumps(file).partition('"wa_key": "')[2].partition('"')[0]


def _mail(mailbox: str, mail: Json) -> str:
    kind = "draft" if mail["draftId"] else ",".join(sorted(mail["labelIds"]))
    subject = " ".join(message_from_string(mail["raw"])["Subject"].split())  # a long one is folded
    return f"{mailbox} {kind}: {subject}"


def _without_chance(line: str, names: Mapping[str, str]) -> str:
    for ref, shown in names.items():
        line = line.replace(ref, shown)
    return _CHANCE.sub("#", line)

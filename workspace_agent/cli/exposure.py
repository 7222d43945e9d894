"""`exposure`: who could open a folder, record, event or workbook, and from when to when."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Set
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workspace_agent.cli import show, things
from workspace_agent.cli.access_words import CANNOT_KNOW, OF_AN_EVENT, Words, entry_lines, reader_lines
from workspace_agent.cli.options import AsJson, AsOf, Config, opened_to_look
from workspace_agent.cli.status import local
from workspace_agent.model.errors import NotThere

if TYPE_CHECKING:
    from workspace_agent.ledger.rows import AccessEntry
    from workspace_agent.think import Thought
    from workspace_agent.tools import Tools

Json = dict[str, Any]

Object = Annotated[str, typer.Argument(metavar="OBJECT", help="A link, or Google's id, of what was exposed.")]

_IN_LINKS = (r"/(?:d|folders)/([\w-]+)", r"[?&]id=([\w-]+)")
_EVENT = re.compile(r"[?&]eid=([\w-]+)")


def exposure(
    thing: Object,
    config: Config = Path("config"),
    as_of: AsOf = "",
    json: AsJson = False,
) -> None:
    """Tell who could open something, from when to when, and what cannot be known. Writes nothing."""
    from workspace_agent.think import think  # noqa: PLC0415 - heavy

    with opened_to_look(config, as_of) as tools:
        thought = think(tools)
        tools.ledger.access.look(thought.sights, thought.circumstances.now)
        content = told(tools, thought, id_of(thing))
    print(show.as_json(content) if json else text(content))


def id_of(typed: str) -> str:
    """Google's id out of a link, or as it was typed."""
    if event := _EVENT.search(typed):
        return _event_id(event[1])
    found = (re.search(pattern, typed) for pattern in _IN_LINKS)
    return next((one[1] for one in found if one), typed)


def _event_id(eid: str) -> str:
    """Calendar packs the id and the calendar into one text. What is none is looked for as it is."""
    try:
        packed = base64.urlsafe_b64decode(eid + "=" * (-len(eid) % 4))
    except binascii.Error:
        return eid
    return packed.decode(errors="replace").partition(" ")[0]


def told(tools: Tools, thought: Thought, object_id: str) -> Json:
    """Everything that is known of one thing.

    Raises:
        NotThere: The agent never made it and never saw it.
    """
    access, zone = tools.ledger.access, thought.observation.department.organisation.time_zone
    words, entries = Words(thought.observation.department.organisation, zone), tools.ledger.access.entries()
    given, readers = _of(entries, {object_id}), access.seen(object_id)
    if not given and not readers and object_id not in _looked_at(thought):
        advice = (
            "name the link or id of a folder, record, event or workbook; `records` and `history` list some"
        )
        raise NotThere("The agent knows nothing of this.", advice=advice)
    made = things.things(thought, entries)
    inside = [*made.inside([object_id])]
    events = {one.event_id: one.mark.student_ref for one in thought.observation.seen.events}
    is_event = object_id in events or any(entry.thing == "event" for entry in given)
    about = (made.students.get(one, frozenset()) for one in (object_id, *(file.file_id for file in inside)))
    return {
        "id": object_id,
        "students": sorted(frozenset({events.get(object_id, "")}).union(*about) - {""}),
        "looked": local(thought.circumstances.now, zone),
        "is_there": object_id in _looked_at(thought),
        "inside": [things.shown(file) for file in inside],
        "given": [words.entry(entry) for entry in given],
        "given_inside": [words.entry(one) for one in _of(entries, {file.file_id for file in inside})],
        "given_above": [words.entry(entry) for entry in _of(entries, _above(thought, object_id))],
        "seen": [words.reader(reader) for reader in readers],
        "cannot_know": [*([OF_AN_EVENT] if is_event else []), *CANNOT_KNOW],
    }


def _looked_at(thought: Thought) -> frozenset[str]:
    return frozenset(sight.object_id for sight in thought.sights)


def _above(thought: Thought, object_id: str) -> frozenset[str]:
    """Ids of the folders of ours that it lies in now."""
    parents = {file.file_id: file.parent for file in thought.observation.seen.files.values()}
    above: list[str] = []
    while (object_id := parents.get(object_id, "")) in parents:
        above.append(object_id)
    return frozenset(above)


def _of(entries: Iterable[AccessEntry], object_ids: Set[str]) -> list[AccessEntry]:
    return [entry for entry in entries if entry.object_id in object_ids]


def text(content: Json) -> str:
    """The same for a person."""
    there = "" if content["is_there"] else " It was not there, or could not be looked at."
    about = ", ".join(content["students"]) or "no student alone"
    lines = [
        f"{content['id']}: about {about}. Looked at {content['looked']}.{there}",
        "",
        "Who was seen to be able to open it:",
        *reader_lines(content["seen"]),
        "",
        "What the agent did to it:",
        *entry_lines(content["given"]),
        "",
        "What lies inside, and was open to the same people:",
        *([things.line(file) for file in content["inside"]] or ["  nothing"]),
        "",
        "What the agent did to what lies inside:",
        *entry_lines(content["given_inside"]),
        "",
        "What it did to the folders above it, whose readers can open it too:",
        *entry_lines(content["given_above"]),
        "",
        "What cannot be known from here:",
        *(f"  {sentence}" for sentence in content["cannot_know"]),
    ]
    return "\n".join(lines)

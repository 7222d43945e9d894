"""What stands in the record of a form response: each answer once, under what it says, and none left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from workspace_agent.effects.pdf import paragraphs, plain
from workspace_agent.intake.action_items import action_items
from workspace_agent.intake.heading_words import normal_heading
from workspace_agent.intake.participants import parent, participants
from workspace_agent.intake.response import Answer, FormRecord, Participant, Presence, Upload
from workspace_agent.intake.written_dates import TwoReadings, date_within, written_date
from workspace_agent.model.dates import words

Block = dict[str, Any]
"""A piece of a section, as `record.typ` knows it by its `kind`."""

_FACTS = {
    "student": "Student, as typed",
    "student id": "Student ID, as typed",
    "district": "District",
    "meeting date": "Date of the meeting",
    "purposes": "Purposes",
    "held": "Held",
    "length": "Length",
}
"""What somebody types over into PLI Connect, by field, in this order."""

_SECTIONS = {
    "participants": "Who took part",
    "how parents took part": "How the parents took part",
    "decisions": "Decisions",
    "prior written notice": "Prior written notice",
    "changes start": "First day of the changes",
    "extended school year": "Extended school year",
    "action items": "Action items",
    "entered in PLI Connect": "Entered in PLI Connect",
}
_ONLY_WHERE_ASKED = frozenset({"changes start"})
"""Most forms do not ask for it, and no record has to say so."""
_HEADINGS = {**_FACTS, **_SECTIONS}
_DATES = frozenset({"meeting date", "prior written notice", "changes start", "entered in PLI Connect"})
_NOT_ASKED = "No question of the form is known to ask for this."
_NOT_MARKED = "“Not marked” says what the form shows, and not that nobody came (parts: 34 CFR 300.321(a))."
_PARENT = {
    Presence.MARKED: "Under “Who took part” a parent is marked.",
    Presence.MENTIONED: "Under “Who took part” a parent is mentioned in what was typed.",
    Presence.NOT_MARKED: "Under “Who took part” no parent is marked.",
}


def facts(record: FormRecord) -> list[dict[str, Any]]:
    """Label and blocks of each; a label is never left out, so that it is seen what is not answered."""
    return [{"label": label, "blocks": list(_fact(record, name))} for name, label in _FACTS.items()]


def _fact(record: FormRecord, name: str) -> Iterator[Block]:
    asked = record.under(name)
    if not asked:
        yield _elsewhere(record, name)
    for answer in asked:
        yield from [_caption(answer)] if len(asked) > 1 else []
        yield {**_answer(answer), "kind": "lines"}


def sections(record: FormRecord) -> list[dict[str, Any]]:
    """Heading and blocks of each: what the form holds by field, then every other question in its order."""
    told = [
        {"heading": heading, "blocks": list(_SHOWN.get(name, _as_typed)(record, name))}
        for name, heading in _SECTIONS.items()
        if name not in _ONLY_WHERE_ASKED or _is_asked(record, name)
    ]
    others = [answer for answer in record.answers if not answer.fields]
    blocks = [
        block for answer in others for block in ({**_caption(answer), "kind": "question"}, _answer(answer))
    ]
    return [*told, {"heading": "All other answers", "blocks": blocks}] if others else told


def _is_asked(record: FormRecord, name: str) -> bool:
    return any(name in answer.fields for answer in record.answers)


def _as_typed(record: FormRecord, name: str) -> Iterator[Block]:
    if not record.under(name):
        yield _elsewhere(record, name)
    for answer in record.under(name):
        yield from _captions([answer], name)
        yield _answer(answer)


def _captions(asked: Iterable[Answer], name: str) -> Iterator[Block]:
    """The questions as the form asks them, but for one that says what the heading says."""
    heading = normal_heading(_SECTIONS[name])
    return (_caption(answer) for answer in asked if normal_heading(answer.question) != heading)


def _who(record: FormRecord, name: str) -> Iterator[Block]:
    """A table where somebody is named; uploads beside it."""
    people = participants(record.texts(name), of_iep_team=record.of_iep_team)
    if not people:
        yield from _as_typed(record, name)
        return
    rows = [[paragraphs(one.who), paragraphs(_presence(one))] for one in people]
    yield from _captions(record.under(name), name)
    yield _table("who", ["Part", "Took part"], rows)
    yield from _files(record, name)
    if any(one.presence is Presence.NOT_MARKED for one in people):
        yield _note(_NOT_MARKED)


def _presence(one: Participant) -> str:
    typed = ", ".join(f"“{part}”" for part in one.typed)
    return f"{one.presence.value}, typed as {typed}" if typed else one.presence.value


def _parents(record: FormRecord, name: str) -> Iterator[Block]:
    """Where the form does not ask, what the participants show, and nothing more."""
    presence = parent(record.texts("participants"))
    if presence is None or _is_asked(record, name):
        yield from _as_typed(record, name)
    else:
        yield _note(f"{_NOT_ASKED} {_PARENT[presence]}")


def _notice(record: FormRecord, name: str) -> Iterator[Block]:
    """A text without a date is no date."""
    yield from _as_typed(record, name)
    if record.under(name) and not any(map(_names_a_date, record.texts(name))):
        yield _note("No date was given.")


def _names_a_date(text: str) -> bool:
    return isinstance(written_date(text.strip()), date | TwoReadings) or date_within(text) is not None


def _items(record: FormRecord, name: str) -> Iterator[Block]:
    items = action_items(record.texts(name), record.counts_from)
    if not any(item.to_do for item in items):
        yield from _as_typed(record, name)
        return
    rows = [[paragraphs(item.text), [words(item.due)] if item.due else []] for item in items]
    yield from _captions(record.under(name), name)
    yield _table("items", ["Item", "Due, by its text"], rows)
    yield from _files(record, name)


_SHOWN: dict[str, Callable[[FormRecord, str], Iterator[Block]]] = {
    "participants": _who,
    "how parents took part": _parents,
    "prior written notice": _notice,
    "action items": _items,
}


def _elsewhere(record: FormRecord, name: str) -> Block:
    """One question may hold two fields; it is shown under the first."""
    under = next((answer.fields[0] for answer in record.answers if name in answer.fields), "")
    return _note(f"Answered under “{_HEADINGS[under]}”." if under else _NOT_ASKED)


def _answer(answer: Answer) -> Block:
    shown = _dated if answer.fields[:1] and answer.fields[0] in _DATES else str
    texts = [found for text in answer.texts if (found := paragraphs(shown(text)))]
    return {"kind": "answer", "texts": texts, "files": [_file(one) for one in answer.uploads]}


def _files(record: FormRecord, name: str) -> Iterator[Block]:
    """Uploads to questions whose texts stand in a table."""
    files = [_file(one) for answer in record.under(name) for one in answer.uploads]
    yield from [{"kind": "answer", "texts": [], "files": files}] if files else []


def _file(upload: Upload) -> dict[str, str]:
    """Only an id of Google's becomes a link."""
    link = f"https://drive.google.com/file/d/{upload.file_id}/view" if upload.file_id else ""
    return {"name": plain(upload.name) or "file without a name", "link": link}


def _dated(text: str) -> str:
    """A date as people read it here; what reads otherwise than it was typed stands beside it."""
    typed = text.strip()
    match written_date(typed):
        case TwoReadings(month_first, day_first):
            return f"{typed}, which may be {words(month_first)} or {words(day_first)}"
        case date() as day:
            return words(day) if typed == day.isoformat() else f"{words(day)}, typed as {typed}"
    return text


def _caption(answer: Answer) -> Block:
    return {"kind": "caption", "text": " ".join(paragraphs(answer.question))}


def _note(text: str) -> Block:
    return {"kind": "note", "text": text}


def _table(kind: str, headings: Iterable[str], rows: list[list[list[str]]]) -> Block:
    return {"kind": kind, "headings": list(headings), "rows": rows}

"""`records`: everything that the agent holds of one student, for a parent who asks to inspect it.

Without a student: everybody whom it ever knew, each with the key to ask by.

34 CFR 300.613, 99.10: the parent may inspect all education records; what the agent made is a part of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workspace_agent.cli import show, things
from workspace_agent.cli.access_words import CANNOT_KNOW, Words, entry_lines, reader_lines
from workspace_agent.cli.options import AsJson, AsOf, Config, Initials, opened_to_look
from workspace_agent.cli.status import local
from workspace_agent.model.access import Act
from workspace_agent.model.errors import NotThere

if TYPE_CHECKING:
    from workspace_agent.ledger.rows import AccessEntry
    from workspace_agent.think import Thought
    from workspace_agent.tools import Tools

Json = dict[str, Any]

Ref = Annotated[
    str,
    typer.Argument(
        metavar="[STUDENT_REF]",
        show_default=False,
        help="The opaque key of a student; without it the keys of all are listed.",
    ),
]

_FACTS = (
    *("meetings", "team", "contacts", "consents", "goals", "benchmarks", "check_ins", "services"),
    *("requests", "progress_reports"),
)
_BY_HAND = (
    "The rows below, and every other tab of these workbooks: notes and results are not read by the agent.",
    "The answers to the Post IEP Meeting Form, where they are kept beside the filed record.",
    "Folders named Needs review: responses in which nobody could be recognised may be about this student.",
    "Mails and files that people made themselves.",
)
_ON_NO_LIST = (
    "The student is on no list of students now, so rows and responses that name the student are not found "
    "from here: look in every tab of the workbook where the student stood last."
)


def records(
    student_ref: Ref = "",
    config: Config = Path("config"),
    as_of: AsOf = "",
    initials: Initials = False,
    json: AsJson = False,
) -> None:
    """List all that is held of one student, who could see it, and what to look at by hand. Writes nothing."""
    from workspace_agent.think import think  # noqa: PLC0415 - heavy

    with opened_to_look(config, as_of) as tools:
        thought = think(tools)
        who = show.Who(thought.observation.department, initials=initials)
        if not student_ref:
            known = everybody(thought, who)
            print(show.as_json({"students": known}) if json else "\n".join(_known_lines(known)))
            return
        tools.ledger.access.look(thought.sights, thought.circumstances.now)
        content = told(tools, thought, student_ref)
    content["student"] = who(content["student"])
    print(show.as_json(content) if json else text(content))


def everybody(thought: Thought, who: show.Who) -> list[Json]:
    """Each student by key, and on whose list; those who stand on none come last."""
    department, merged = thought.observation.department, thought.circumstances.merged
    gone = department.absent.keys() - merged.keys()
    listed = sorted((student.case_manager, student.ref) for student in department.students)
    return [
        *({"student": who(ref), "case_manager": person} for person, ref in listed),
        *({"student": who(ref), "case_manager": ""} for ref in sorted(gone)),
    ]


def _known_lines(known: Iterable[Json]) -> list[str]:
    lines = [f"{one['student']}: {one['case_manager'] or 'on no list now'}" for one in known]
    return lines or ["No student is known yet."]


def told(tools: Tools, thought: Thought, student_ref: str) -> Json:
    """Everything that is known of one student.

    Raises:
        NotThere: No student was ever known by this key.
    """
    merged = thought.circumstances.merged
    ref = merged.get(student_ref, student_ref)
    refs = frozenset({ref, *(old for old, heir in merged.items() if heir == ref)})
    department = thought.observation.department
    if refs.isdisjoint({*tools.ledger.students(), *department.by_ref}):
        advice = "it is one of those that this lists: workspace-agent records --initials"
        raise NotThere("No student is known by this key.", advice=advice)
    words = Words(department.organisation, department.organisation.time_zone)
    entries = tools.ledger.access.entries()
    about = [entry for entry in entries if refs & set(entry.students)]
    is_listed = ref in department.by_ref
    return {
        "student": ref,
        "on_a_list": is_listed,
        "looked": local(thought.circumstances.now, words.zone),
        "files": list(_files(tools, thought, refs, words)),
        "events": list(_events(tools, refs, words)),
        "mails": [words.entry(entry) for entry in about if entry.act == Act.MAILED.value],
        "mails_that_may_tell": [words.entry(entry) for entry in entries if _may_tell(entry)],
        "access": [words.entry(entry) for entry in about if entry.act != Act.MAILED.value],
        "by_hand": [*([] if is_listed else [_ON_NO_LIST]), *_BY_HAND],
        "rows": list(_rows(thought, refs)),
        "cannot_know": list(CANNOT_KNOW),
    }


def _files(tools: Tools, thought: Thought, refs: frozenset[str], words: Words) -> Iterator[Json]:
    access = tools.ledger.access
    for file in things.things(thought, access.entries()).of(refs):
        yield things.shown(file) | {"readers": [words.reader(one) for one in access.seen(file.file_id)]}


def _events(tools: Tools, refs: frozenset[str], words: Words) -> Iterator[Json]:
    """Every event that was ever booked, also one that is long over or deleted."""
    for key in tools.ledger.done():
        kind, _, rest = key.partition("/")
        ref, _, number = rest.partition("/")
        entry = tools.ledger.entry(key) if kind == "meeting" and ref in refs else None
        if entry is not None:
            readers = [words.reader(one) for one in tools.ledger.access.seen(entry.remote_id)]
            yield {"meeting": int(number), "link": entry.link, "readers": readers}


def _may_tell(entry: AccessEntry) -> bool:
    """A mail from before the record, or of a ledger that is lost: about whom it was is not known."""
    return entry.act == Act.MAILED.value and entry.found


def _rows(thought: Thought, refs: frozenset[str]) -> Iterator[Json]:
    """Where people typed something about the student, by link, on every list the student stands on."""
    department, listed = thought.observation.department, thought.observation.intake.listed
    rows = [("students", one.row.line.url) for ref in sorted(refs) for one in listed.get(ref, ())]
    for sheet in _FACTS:
        rows += [(sheet, fact.row.url) for fact in getattr(department, sheet) if fact.student_ref in refs]
    data = (series for series in department.series if series.student_ref in refs)
    rows += [("progress", series.cell(index).url) for series in data for index in range(len(series))]
    answered = (response for response in department.responses if response.student_ref in refs)
    rows += [("form", response.place.url) for response in answered]
    return ({"sheet": sheet, "link": link} for sheet, link in rows)


def text(content: Json) -> str:
    """The same for a person."""
    listed = "all that the agent holds" if content["on_a_list"] else "on no list now, so this is not all"
    return "\n".join(
        [
            f"{content['student']}: {listed}. Looked at {content['looked']}.",
            *_block("Folders and records, and who was seen to be able to open them:", _file_lines(content)),
            *_block("Events in Calendar, and who was seen as a guest:", _event_lines(content)),
            *_block("Mails that tell of the student:", entry_lines(content["mails"])),
            *_block("Mails of which it is not known:", entry_lines(content["mails_that_may_tell"])),
            *_block("Access that was given or ended:", entry_lines(content["access"])),
            *_block("To be looked at by a person:", [f"  {said}" for said in content["by_hand"]]),
            *_block("Rows and responses:", [f"  {row['sheet']}: {row['link']}" for row in content["rows"]]),
            *_block("What cannot be known from here:", [f"  {said}" for said in content["cannot_know"]]),
        ]
    )


def _block(title: str, lines: list[str]) -> list[str]:
    return ["", title, *(lines or ["  none"])]


def _file_lines(content: Json) -> list[str]:
    lines: list[str] = []
    for file in content["files"]:
        lines += [things.line(file), *reader_lines(file["readers"])]
    return lines


def _event_lines(content: Json) -> list[str]:
    return [
        line
        for event in content["events"]
        for line in (f"  meeting {event['meeting']}: {event['link']}", *reader_lines(event["readers"]))
    ]

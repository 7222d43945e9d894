"""What the last digest told and is not there any more: good news, in few lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from workspace_agent.duties.digest import Section
from workspace_agent.duties.digest_rows import Row, Rows, Tone

MOST_ROWS = 8
"""Good news is short; the rest is a number."""

MOST_STUDENTS = 6


def resolved(write: Rows, keys: Iterable[str]) -> Section:
    """By rule and case manager; of what could not be used only how much."""
    groups: dict[tuple[str, str], list[str]] = {}
    mended = 0
    for key in sorted(keys):
        rule, _, rest = key.partition("/")
        subject = rest.partition("/")[0]
        if rule in write.titles:
            groups.setdefault((write.title(rule), _whose(write, subject)), []).append(subject)
        else:
            mended += 1
    rows = [_row(write, title, person, subjects) for (title, person), subjects in sorted(groups.items())]
    found = sum(map(len, groups.values()))
    return Section(
        "Resolved since the last digest",
        "What the last digest told and is not found any more.",
        "Nothing was resolved.",
        tuple(rows[:MOST_ROWS]),
        Tone.WELL,
        tuple(_lines(groups, mended)),
        found + mended,
    )


def _whose(write: Rows, subject: str) -> str:
    student = write.department.by_ref.get(subject)
    return write.name(student.case_manager if student else subject)


def _row(write: Rows, title: str, person: str, subjects: list[str]) -> Row:
    students = list(dict.fromkeys(filter(None, map(write.initials, subjects))))
    more = len(students) - MOST_STUDENTS
    return Row(
        student=", ".join(students[:MOST_STUDENTS]),
        case_manager=person,
        lead=f"{len(subjects)} resolved",
        what=title,
        why=f"of {more} more students, too" if more > 0 else "",
    )


def _lines(groups: Mapping[tuple[str, str], list[str]], mended: int) -> Iterator[str]:
    if mended:
        yield f"Data to mend: {mended} mended or answered."
    hidden = [groups[key] for key in sorted(groups)[MOST_ROWS:]]
    if hidden:
        yield f"Not listed: {sum(map(len, hidden))} more of other rules or case managers."

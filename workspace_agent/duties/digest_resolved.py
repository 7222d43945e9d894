"""What the last digest told and is not there any more: good news, in few lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workspace_agent.duties.digest import Section
from workspace_agent.duties.digest_rows import Rows, Tone

MOST_LINES = 8
"""Good news is short; the rest is a number."""

MOST_STUDENTS = 6


@dataclass(frozen=True, slots=True)
class _Group:
    """What was resolved of one rule and case manager.

    Attributes:
        refs: Of the students, each once; empty where it is about a person at work.
        count: How much was resolved, of one student also more than once.
    """

    title: str
    person: str
    refs: tuple[str, ...]
    count: int

    @property
    def named(self) -> tuple[str, ...]:
        """Those who are shown."""
        return self.refs[:MOST_STUDENTS]


def resolved(write: Rows, keys: Iterable[str]) -> Section:
    """By rule and case manager; of what could not be used only how much."""
    keys = sorted(keys)
    of_rules = [key for key in keys if key.partition("/")[0] in write.titles]
    groups = _groups(write, of_rules)
    shown, hidden = groups[:MOST_LINES], groups[MOST_LINES:]
    return Section(
        "Resolved since the last digest",
        "What the last digest told and is not found any more.",
        "Nothing was resolved.",
        tone=Tone.WELL,
        lines=(
            *(_line(write, one) for one in shown),
            *_rest(sum(one.count for one in hidden), len(keys) - len(of_rules)),
        ),
        total=len(keys),
        named=tuple(ref for one in shown for ref in one.named),
    )


def _groups(write: Rows, keys: Iterable[str]) -> Sequence[_Group]:
    subjects: dict[tuple[str, str], list[str]] = {}
    for key in keys:
        rule, subject = key.split("/")[:2]
        subjects.setdefault((write.title(rule), _whose(write, subject)), []).append(subject)
    return [
        _Group(title, person, tuple(ref for ref in dict.fromkeys(found) if write.initials(ref)), len(found))
        for (title, person), found in sorted(subjects.items())
    ]


def _whose(write: Rows, subject: str) -> str:
    student = write.department.by_ref.get(subject)
    return write.name(student.case_manager if student else subject)


def _line(write: Rows, one: _Group) -> str:
    """`Annual review of the IEP (Ana Brook): J.P., M.W.`."""
    said = ", ".join(map(write.initials, one.named)) or str(one.count)
    others = len(one.refs) - len(one.named)
    more = f" and {others} more {'student' if others == 1 else 'students'}" if others else ""
    return f"{one.title} ({one.person}): {said}{more}"


def _rest(unlisted: int, mended: int) -> Iterator[str]:
    if unlisted:
        yield f"Other rules and case managers: {unlisted}"
    if mended:
        yield f"Data to mend: {mended} mended or answered"

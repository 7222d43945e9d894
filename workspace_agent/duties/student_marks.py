"""What stands on a student's folder so that a lost ledger loses nobody: keyed hashes and refs, no name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from workspace_agent.model.plan import Circumstances

Pairs = tuple[tuple[str, str], ...]

_LONGEST = 104
"""Characters of a value: with its key it stays below the 124 bytes that Drive allows for a pair."""

_ALIASES, _APART = "alias", "apart"
_SINGLE = ("student_ref", "initials", "merged_into")


@dataclass(frozen=True, slots=True)
class StudentMarks:
    """The marks of one student's folder.

    Attributes:
        aliases: Keyed hashes by which the student's row is known again.
        apart: Refs of whom a person has said that they are somebody else.
        merged_into: Ref of the student that this one turned out to be, or empty.
    """

    student_ref: str
    initials: str
    aliases: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    merged_into: str = ""

    def as_pairs(self) -> Pairs:
        """As they are kept: as many in each pair as Drive allows, for it allows 30 pairs only.

        Source: developers.google.com/drive/api/guides/properties
        """
        single = zip(_SINGLE, (self.student_ref, self.initials, self.merged_into), strict=True)
        several = (*_packed(_ALIASES, self.aliases), *_packed(_APART, self.apart))
        return (*((name, value) for name, value in single if value), *several)


def marks_of(student_ref: str, initials: str, circumstances: Circumstances) -> StudentMarks:
    """What should stand on the folder of a student."""
    return StudentMarks(
        student_ref,
        initials,
        tuple(sorted(circumstances.aliases.get(student_ref, ()))),
        tuple(sorted(circumstances.apart.get(student_ref, ()))),
        circumstances.merged.get(student_ref, ""),
    )


def read_marks(pairs: Mapping[str, str]) -> StudentMarks:
    """What stands on a folder; without a student_ref it is no student's."""
    student_ref, initials, merged_into = (pairs.get(name, "") for name in _SINGLE)
    aliases, apart = _unpacked(_ALIASES, pairs), _unpacked(_APART, pairs)
    return StudentMarks(student_ref, initials, aliases, apart, merged_into)


def marks_print(pairs: Mapping[str, str], sign: Callable[[str], str]) -> str:
    """By which it is seen that the marks of a folder were changed."""
    own = sorted(f"{name}={value}" for name, value in pairs.items() if is_students(name))
    return sign("\n".join(own))[:20]


def is_students(name: str) -> bool:
    """The pair of this name is one of these marks; others on the folder are somebody else's."""
    return name in _SINGLE or name.startswith((f"{_ALIASES}_", f"{_APART}_"))


def _packed(name: str, words: Iterable[str]) -> Iterator[tuple[str, str]]:
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= _LONGEST:
            lines[-1] = longer
        else:
            lines.append(word)
    yield from ((f"{name}_{number}", line) for number, line in enumerate(lines, start=1) if line)


def _unpacked(name: str, pairs: Mapping[str, str]) -> tuple[str, ...]:
    lines = (value for key, value in pairs.items() if key.startswith(f"{name}_"))
    return tuple(sorted(word for line in lines for word in line.split()))

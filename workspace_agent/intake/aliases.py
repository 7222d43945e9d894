"""Keyed hashes by which a student is known again. None of them can be read back into what it was made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum

Sign = Callable[[str], str]
"""The keyed hash: what it was given cannot be found out from what it returns."""

Aliases = Mapping[str, frozenset[str]]
"""The refs that an alias leads to: one, or several where students share a name or an id.

Beside aliases it holds what people have said of refs: `merged` and `apart`.
"""

NOBODY: frozenset[str] = frozenset()

_DIGITS = 19
_MERGED, _APART = "=", "/"


class AliasKind(Enum):
    """What an alias is a hash of; its first letter."""

    NUMBER = "n"
    NAME = "m"
    LIST = "l"
    EXACT = "x"


def alias(kind: AliasKind, sign: Sign, *parts: str) -> str:
    """An alias of 20 characters: 76 bits, and short enough for five of them in one mark on a folder.

    Args:
        kind: Of district and id; of the full name; of name and case manager; or of everything that tells a
            row from another.
        sign: The keyed hash.
        parts: What goes into it.
    """
    return kind.value + sign("\n".join((kind.name, *parts)))[:_DIGITS]


def merged(ref: str) -> str:
    """Stands for a student who turned out to be another, and leads to that other's ref."""
    return f"{_MERGED}{ref}"


def apart(one: str, other: str) -> str:
    """Stands for two refs of which a person has said that they are two students; it leads nowhere."""
    return _APART.join(sorted((one, other)))


def established(aliases: Aliases) -> frozenset[str]:
    """Refs that are known by more than the one row for which they were minted."""
    lasting = (refs for key, refs in aliases.items() if _is_alias(key) and key[0] != AliasKind.EXACT.value)
    return NOBODY.union(*lasting)


def of_kind(kind: AliasKind, aliases: Aliases) -> Mapping[str, frozenset[str]]:
    """Aliases of one kind, by ref."""
    found: dict[str, frozenset[str]] = {}
    for key, refs in aliases.items():
        if key[0] == kind.value:
            for ref in refs:
                found[ref] = found.get(ref, NOBODY) | {key}
    return found


def exact_of(aliases: Aliases, ref: str) -> tuple[str, ...]:
    """Aliases of the rows that were once in question and stood for this ref."""
    return tuple(key for key, refs in aliases.items() if key[0] == AliasKind.EXACT.value and ref in refs)


def by_student(aliases: Aliases) -> Mapping[str, tuple[str, ...]]:
    """All aliases that lead to each ref, in a fixed order."""
    found: dict[str, tuple[str, ...]] = {}
    for key in sorted(filter(_is_alias, aliases)):
        for ref in aliases[key]:
            found[ref] = (*found.get(ref, ()), key)
    return found


def merged_refs(aliases: Aliases) -> Mapping[str, str]:
    """For each ref that turned out to be another student: that student's."""
    return {key[1:]: ref for key, refs in aliases.items() if key[0] == _MERGED for ref in refs}


def refs_apart(aliases: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """For each ref: those of whom a person has said that they are somebody else."""
    found: dict[str, tuple[str, ...]] = {}
    for key in sorted(key for key in aliases if _APART in key):
        one, _, other = key.partition(_APART)
        found[one] = (*found.get(one, ()), other)
        found[other] = (*found.get(other, ()), one)
    return found


def joined(aliases: Aliases, junior: str, senior: str) -> Aliases:
    """What is known once two refs turned out to be one student: everything leads to the senior one."""
    known = {key: _replaced(refs, junior, senior) for key, refs in aliases.items()}
    known |= {apart(other, senior): NOBODY for other in refs_apart(aliases).get(junior, ())}
    if junior in established(aliases):
        known[merged(junior)] = frozenset({senior})
    return known


def _replaced(refs: frozenset[str], old: str, new: str) -> frozenset[str]:
    return refs - {old} | {new} if old in refs else refs


def _is_alias(key: str) -> bool:
    return key[0] != _MERGED and _APART not in key

"""Initials: the only printable name of a student."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from anyascii import anyascii

from workspace_agent.intake.names import folded

Numbered = tuple[str, int]
"""Initials with their number among equal ones, from 1."""


def initials(called: str, last: str) -> str:
    """Initials of the name a student goes by: `G.O.`, `Á.I.`, `Д.М.`; one letter for each part, as typed.

    Who has no last name has one letter: `S.`
    """
    return "".join(f"{_initial(name)}." for name in (called, *([last] if last else [])))


def _initial(name: str) -> str:
    """The first letter, upper case; of a word of one character that of its transliteration.

    A sign that is a word (`ﷴ`) or stands for a letter (`Ⓒ`) counts as what it stands for.
    """
    composed = unicodedata.normalize("NFKC", name)
    letters = next(filter(None, map(_letters, composed.split())), [])
    if len(letters) == 1:
        letters = _letters(anyascii(letters[0]))
    return letters[0].upper()[0] if letters else "?"


def _letters(word: str) -> list[str]:
    """Without signs that only look like letters, such as the `ʻ` of Hawaiʻi."""
    return [sign for sign in word if sign.isalpha() and unicodedata.category(sign) != "Lm"]


def printed(numbered: Numbered) -> str:
    """Initials with a neutral suffix where they are not the first of their kind: `J.S.-2`."""
    base, number = numbered
    return base if number == 1 else f"{base}-{number}"


def assign(students: Iterable[tuple[str, str]], known: Mapping[str, Numbered]) -> dict[str, Numbered]:
    """Number initials that collide, by first sight; a number is never given to somebody else.

    Args:
        students: Each student_ref with its initials, in order of sight.
        known: What was given before. Initials that a student once had stay under `ref/initials`, so that a
            changed preferred name does not set their number free.

    Returns:
        `known` with the new ones added.
    """
    given, highest = dict(known), dict[str, int]()
    for base, number in known.values():
        highest[_key(base)] = max(number, highest.get(_key(base), 0))
    for ref, base in students:
        _give(ref, base, given, highest)
    return given


def _give(ref: str, base: str, given: dict[str, Numbered], highest: dict[str, int]) -> None:
    before, key = given.get(ref), _key(base)
    if before is not None and _key(before[0]) == key:
        given[ref] = (base, before[1])
        return
    if before is not None:
        given[f"{ref}/{_key(before[0])}"] = before
    back = given.get(f"{ref}/{key}")
    if back is None:
        highest[key] = highest.get(key, 0) + 1
    given[ref] = (base, back[1] if back else highest[key])


def _key(base: str) -> str:
    return folded(base)

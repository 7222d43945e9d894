"""Names in memory: folding them for comparing, and finding them in text that is about to leave."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Set
from functools import cache
from typing import NamedTuple

from workspace_agent.intake.table import StudentRow

_APOSTROPHES = "'’‘ʼʹ`´ʻ"
_LETTERS_WITHOUT_ACCENT = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
)
_WITHOUT_SPACES = re.compile(  # scripts that write words without spaces between them
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_BETWEEN = r"[\W\d_]*"
_SHORTEST_PART, _SHORTEST_ALONE = 3, 5


@cache
def _fold_character(character: str) -> str:
    if character in _APOSTROPHES:
        return ""
    pieces = unicodedata.normalize("NFKD", character.casefold()).translate(_LETTERS_WITHOUT_ACCENT)
    return "".join(piece for piece in pieces if unicodedata.category(piece) not in {"Mn", "Cf"})


def _atoms(name: str) -> list[str]:
    """Words of a name, split at spaces, hyphens and apostrophes, folded."""
    parted = "".join(" " if character in _APOSTROPHES else character for character in name)
    return re.findall(r"[^\W\d_]+", "".join(map(_fold_character, parted)))


def folded(name: str) -> str:
    """A name for comparing: case, accents, apostrophes, hyphens and `Last, First` order do not count."""
    last, comma, first = name.partition(",")
    ordered = f"{first} {last}" if comma else name
    return " ".join(re.findall(r"[^\W_]+", "".join(map(_fold_character, ordered))))


class _Phrase(NamedTuple):
    """One way in which a student's name may be written, and whose it is."""

    needle: str
    pattern: re.Pattern[str]
    student_ref: str
    in_full: bool


class NameGuard:
    """Finds students' names in text.

    This is the third and last type that may hold names, after those of `table.py` and `response.py`. It lives
    in memory only, for one pass; its `repr` shows nothing.

    It looks for first (or preferred) and last name side by side in either order, with any punctuation or
    spaces between them, accents folded, in any script; and for last names alone where they are rare: five
    letters or more and not a common word. A first name alone, or `12 May`, is never a hit.
    """

    def __init__(self, students: Iterable[tuple[str, StudentRow]], common: Set[str]) -> None:
        """Take the names to look for.

        Args:
            students: Each row with its student_ref.
            common: Words that are no sign of a student: those of the settings, of our own templates, names of
                staff, months, weekdays.
        """
        innocent = frozenset(folded(word) for word in common)
        phrases = {
            (phrase.pattern.pattern, ref): phrase
            for ref, row in students
            for phrase in _phrases(ref, row, innocent)
        }
        self._phrases = tuple(phrases.values())

    def __call__(self, text: str) -> bool:
        """Same as `shows_name`."""
        return self.shows_name(text)

    def shows_name(self, text: str) -> bool:
        """Whether the text shows a student's name."""
        return any(True for _ in self._hits(_Folded(text)))

    def shown_in_full(self, text: str) -> frozenset[str]:
        """Refs of the students whose first and last name stand side by side in the text."""
        return frozenset(phrase.student_ref for phrase, _ in self._hits(_Folded(text)) if phrase.in_full)

    def redact(self, text: str) -> str:
        """The text with `[name]` in place of each name."""
        view = _Folded(text)
        spans = sorted({view.span(match) for _, match in self._hits(view)})
        for start, end in reversed(_merged(spans)):
            text = f"{text[:start]}[name]{text[end:]}"
        return text

    def _hits(self, view: _Folded) -> Iterator[tuple[_Phrase, re.Match[str]]]:
        for phrase in self._phrases:
            if phrase.needle in view.text:
                yield from ((phrase, match) for match in phrase.pattern.finditer(view.text))


class _Folded:
    """A text folded letter by letter, so that what is found can be cut out of the original."""

    def __init__(self, text: str) -> None:
        pieces = [_fold_character(character) for character in text]
        self.text = "".join(pieces)
        self._origin = [index for index, piece in enumerate(pieces) for _ in piece]

    def span(self, match: re.Match[str]) -> tuple[int, int]:
        return self._origin[match.start()], self._origin[match.end() - 1] + 1


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _phrases(ref: str, row: StudentRow, innocent: Set[str]) -> Iterator[_Phrase]:
    last = _atoms(row.last)
    surnames = [last, *([part] for part in last if len(part) >= _SHORTEST_PART and len(last) > 1)]
    for surname in filter(None, surnames):
        for given in filter(None, (_atoms(name) for name in row.given_names)):
            yield _phrase(ref, surname, f"{_pattern(given)}{_BETWEEN}{_pattern(surname)}", in_full=True)
            yield _phrase(ref, surname, f"{_pattern(surname)}{_BETWEEN}{_pattern(given)}", in_full=True)
        if len("".join(surname)) >= _SHORTEST_ALONE and not innocent & {" ".join(surname), "".join(surname)}:
            yield _phrase(ref, surname, _pattern(surname), in_full=False)


def _pattern(atoms: list[str]) -> str:
    return _BETWEEN.join(re.escape(atom) for atom in atoms)


def _phrase(ref: str, surname: list[str], pattern: str, *, in_full: bool) -> _Phrase:
    edges = ("", "") if _WITHOUT_SPACES.search(pattern) else (r"(?<![^\W\d_])", r"(?![^\W\d_])")
    return _Phrase(max(surname, key=len), re.compile(f"{edges[0]}{pattern}{edges[1]}"), ref, in_full)

"""Names in memory: folding them for comparing, and finding them in text that is about to leave."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from anyascii import anyascii

from workspace_agent.intake.table import StudentRow

_APOSTROPHES = "'’‘‛ʼʹʽˈ`´ʻꞌ"
_LENGTHENED = "\u0640"  # Arabic letters are drawn apart with it; it says nothing
_LETTERS_WITHOUT_ACCENT = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
)
_WITHOUT_SPACES = re.compile(  # scripts that write words without spaces between them
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"})
_WORD = re.compile(r"[^\W\d_]+")
_INDEXED = 3
"""First letters of a needle, under which its phrases are kept."""
_SHORTEST_PART, _SHORTEST_APART, _SHORTEST_ALONE, _SHORTEST_IN_IDS = 3, 4, 5, 7
_NICKNAME = r"""\W*["'“”„«‹(\[](?!name\])[^"'“”„«»‹›()\[\]]{1,20}["'“”»›)\]]\W*"""
_MIDDLE_NAME = r"[\W\d_]+(?!(?:and|or|with|for|to|name)[\W\d_])[^\W\d_]+[\W\d_]+"  # two people


class _Folding(dict[int, str]):
    """What each letter is compared as, for `str.translate`; found out when the letter is first met."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(code).casefold()).casefold()  # again: 𝐆 is a G by now
        pieces = plain.translate(_LETTERS_WITHOUT_ACCENT)
        self[code] = "".join(piece for piece in pieces if not _is_silent(piece))
        return self[code]


def _is_silent(piece: str) -> bool:
    return piece in _APOSTROPHES or piece == _LENGTHENED or unicodedata.category(piece) in {"Mn", "Cf"}


_WITHOUT_APOSTROPHES = _Folding({ord(one): "" for one in _APOSTROPHES})
_WITH_APOSTROPHES = _Folding({ord(one): "'" for one in _APOSTROPHES})
_PARTED_AT_APOSTROPHES = _Folding({ord(one): " " for one in _APOSTROPHES})


def _atoms(name: str) -> list[str]:
    """Words of a name, split at spaces, hyphens and apostrophes, folded."""
    return _WORD.findall(name.translate(_PARTED_AT_APOSTROPHES))


def folded(name: str) -> str:
    """A name for comparing: case, accents, apostrophes, hyphens and `Last, First` order do not count."""
    last, comma, first = name.partition(",")
    ordered = f"{first} {last}" if comma else name
    return " ".join(re.findall(r"[^\W_]+", ordered.translate(_WITHOUT_APOSTROPHES)))


def words_of(text: str) -> frozenset[str]:
    """The words of a text, folded as names are; what stands before and after an apostrophe too."""
    return frozenset(word for view in _views(text) for word in _WORD.findall(view.text))


@dataclass(frozen=True, repr=False)
class _Phrase:
    """One way in which a student's name may be written, and whose it is.

    Attributes:
        needle: A word that stands wherever the name does.
        written: The name as a regular expression.
    """

    needle: str
    written: str
    student_ref: str
    in_full: bool

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled where the needle was met: there are hundreds, and hardly any is."""
        return re.compile(self.written)


_Index = Mapping[str, tuple[_Phrase, ...]]
"""Phrases by the first three letters of their needle; those of shorter needles by an empty text."""


class NameGuard:
    """Finds students' names in text.

    This is the third and last type that may hold names, after those of `table.py` and `response.py`. It lives
    in memory only, for one pass; its `repr` shows nothing.

    It looks for first (or preferred) and last name side by side in either order, with any punctuation or
    spaces between them, accents folded, in any script and in Latin letters; and for last names of five
    letters or more alone, as for the only name of who has one. Between first and last a nickname may stand in
    quotes or brackets and, where both have four letters or more, any one word. A possessive behind a name is
    part of it. A first name alone, or `12 May`, is never a hit.

    Nothing is a hit that consists of our own words: nobody's name can stop a sentence of ours, and a title
    with a case manager's name shows no student's.
    """

    def __init__(self, students: Iterable[tuple[str, StudentRow]], own: Set[str]) -> None:
        """Take the names to look for.

        Args:
            students: Each row with its student_ref.
            own: Words that stand in our own texts, and are no sign of a student there: those of our
                sentences and of the settings, folded.
        """
        self._phrases = _index(phrase for ref, row in students for phrase in _phrases(ref, row))
        self._own = frozenset(own)

    def with_own(self, words: Set[str]) -> NameGuard:
        """The same guard, knowing more of our own words."""
        more = NameGuard((), self._own | words)
        more._phrases = self._phrases
        return more

    def __call__(self, text: str) -> bool:
        """Same as `shows_name`."""
        return self.shows_name(text)

    def shows_name(self, text: str) -> bool:
        """Whether the text shows a student's name."""
        return any(True for _ in self._hits(text))

    def shown_in_full(self, text: str) -> frozenset[str]:
        """Refs of the students whose first and last name stand side by side in the text.

        Whose name is part of a longer one there is not meant: `Mary Ann Lee` does not show Ann Lee.
        """
        hits = [hit for hit in self._hits(text) if hit.in_full]
        spans = {hit.name for hit in hits}
        return frozenset(
            hit.student_ref for hit in hits if not any(_is_inside(hit.name, other) for other in spans)
        )

    def redact(self, text: str) -> str:
        """The text with `[name]` in place of each name."""
        spans = sorted({hit.whole for hit in self._hits(text)})
        for start, end in reversed(_merged(spans)):
            text = f"{text[:start]}[name]{text[end:]}"
        return text

    def _is_own(self, match: re.Match[str]) -> bool:
        """Our own words and initials, such as `J.S.` where a list of students says no more.

        A possessive makes no name of our own word, and neither does what stands between two of them.
        """
        return any(map(self._are_own, (" ".join(match.groups()), match[0], _in_its_words(match))))

    def _are_own(self, text: str) -> bool:
        return all(word in self._own or (len(word) == 1 and word.isascii()) for word in _WORD.findall(text))

    def _hits(self, text: str) -> Iterator[_Hit]:
        for view in _views(text):
            for phrase in self._near(view.text):
                if phrase.needle in view.text:
                    found = phrase.pattern.finditer(view.text)
                    yield from (view.hit(phrase, match) for match in found if not self._is_own(match))

    def _near(self, text: str) -> Iterator[_Phrase]:
        """Phrases whose needle may stand in a text: to look for each of hundreds took most of the time."""
        words = set(_WORD.findall(text))
        begun = {word[at : at + _INDEXED] for word in words for at in range(len(word) - _INDEXED + 1)}
        for letters in self._phrases.keys() & (begun | {""}):
            yield from self._phrases[letters]


@dataclass(frozen=True, slots=True, repr=False)
class _Hit:
    """Where whose name stands in the original text: the name, and the whole with its possessive."""

    student_ref: str
    in_full: bool
    name: tuple[int, int]
    whole: tuple[int, int]


class _Folded:
    """A text folded letter by letter, so that what is found can be cut out of the original."""

    def __init__(self, original: str, folding: _Folding) -> None:
        self.text = original.translate(folding)
        self._original, self._folding = original, folding

    def hit(self, phrase: _Phrase, match: re.Match[str]) -> _Hit:
        name = self._span(match.start(), match.end(match.re.groups))
        return _Hit(phrase.student_ref, phrase.in_full, name, self._span(*match.span()))

    def _span(self, start: int, end: int) -> tuple[int, int]:
        return self._origin[start], self._origin[end - 1] + 1

    @cached_property
    def _origin(self) -> list[int]:
        """Where in the original each letter comes from."""
        return [at for at, letter in enumerate(self._original) for _ in self._folding[ord(letter)]]


def _views(text: str) -> Iterator[_Folded]:
    """A text without its apostrophes, as names may be typed; where it has some, also with them.

    One view is not enough: an apostrophe may stand inside a name that is listed without, or end a name.
    """
    yield _Folded(text, _WITHOUT_APOSTROPHES)
    if any(character in text for character in _APOSTROPHES):
        yield _Folded(text, _WITH_APOSTROPHES)


def _in_its_words(match: re.Match[str]) -> str:
    """With the rest of the words that it is cut out of, in scripts without spaces."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    head = sum(1 for _ in takewhile(str.isalpha, reversed(before)))
    tail = sum(1 for _ in takewhile(str.isalpha, after))
    return match.string[match.start() - head : match.end() + tail]


def _is_inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _index(phrases: Iterable[_Phrase]) -> _Index:
    found: dict[str, list[_Phrase]] = defaultdict(list)
    for phrase in {(each.written, each.student_ref): each for each in phrases}.values():
        found[phrase.needle[:_INDEXED] if len(phrase.needle) >= _INDEXED else ""].append(phrase)
    return {letters: tuple(those) for letters, those in found.items()}


def _phrases(ref: str, row: StudentRow) -> Iterator[_Phrase]:
    given_names = [parts for name in row.given_names for parts in _writings(name)] if row.last else []
    for surname in _writings(row.last or row.first):
        for given in given_names:
            yield _phrase(ref, [given, surname], in_full=True)
            yield _parted(ref, given, surname)
            yield _phrase(ref, [surname, given], in_full=True)
        if len("".join(surname)) >= _SHORTEST_ALONE:
            yield _phrase(ref, [surname], in_full=not row.last)


def _writings(name: str) -> Iterator[list[str]]:
    """A name in its own letters and in Latin ones; and each of its parts, because people leave some out."""
    composed = unicodedata.normalize("NFC", name.casefold())
    for spelled in dict.fromkeys((composed, composed.translate(_SPELLED_OUT), anyascii(composed))):
        atoms = _atoms(spelled)
        if atoms:
            yield atoms
        if len(atoms) > 1:
            yield from ([part] for part in atoms if len(part) >= _SHORTEST_PART)


def _phrase(ref: str, names: list[list[str]], *, in_full: bool) -> _Phrase:
    """What stands between may be anything but letters.

    Short names stand by chance in ids, between digits, and put together they are words (`Ma De`: made); with
    a bare s behind them they are words, too (`May grants`).
    """
    atoms = [atom for name in names for atom in name]
    letters = "".join(atoms)
    is_glued = bool(_WITHOUT_SPACES.search(letters))
    is_short = len(letters) < _SHORTEST_IN_IDS
    outside, inside = (r"[^\W_]", r"[\W_]") if is_short else (r"[^\W\d_]", r"[\W\d_]")
    between = f"{inside}{'+' if is_short and not is_glued else '*'}"
    pattern = f"({between.join(f'{inside}*'.join(map(re.escape, name)) for name in names)})"
    if is_glued:  # a Latin part of it is a word of its own all the same
        before = "(?<![a-z])" if letters[0].isascii() else ""
        after = "(?![a-z])" if letters[-1].isascii() else ""
        pattern = f"{before}{pattern}{after}"
    else:
        may_be_bare = all(len("".join(name)) >= _SHORTEST_APART for name in names)
        pattern = f"(?<!{outside}){pattern}(?:'{'?' if may_be_bare else ''}s)?(?!{outside})"
    return _Phrase(max(atoms, key=len), pattern, ref, in_full)


def _parted(ref: str, given: list[str], surname: list[str]) -> _Phrase:
    """First and last name with a nickname between them or, where neither is short, with any one word."""
    first, last = (r"[\W\d_]*".join(map(re.escape, name)) for name in (given, surname))
    is_long = min(len("".join(given)), len("".join(surname))) >= _SHORTEST_APART
    between = f"(?:{_NICKNAME}|{_MIDDLE_NAME})" if is_long else _NICKNAME
    bare = "?" if is_long else ""
    pattern = rf"(?<![^\W_])({first}){between}({last})(?:'{bare}s)?(?![^\W_])"
    return _Phrase(max(given + surname, key=len), pattern, ref, in_full=True)

"""Looks for names in all readings of what left, word by word: fast for hundreds of names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set

from tests.decoding import folded, readings
from tests.hard_names import Name

_WORD = re.compile(r"[^\W_]+")
_WITHOUT_SPACES = re.compile("[\u0e00-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_RARE = 5
_HARDLY_MORE_THAN_INITIALS = 3


class NameScanner:
    """Finds each name either way round, and last names of five letters and more alone.

    Names of up to three Latin letters are not looked for: they are hardly more than initials, and stand by
    chance in ids.
    """

    def __init__(self, names: Sequence[Name]) -> None:
        self._by_first_word: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for words in filter(_says_something, _writings(names)):
            self._by_first_word[words[0]].add(words)
        glued = {folded(text) for first, last in names for text in (first + last, last + first)}
        self._glued = frozenset(text for text in glued if _WITHOUT_SPACES.search(text) and len(text) > 1)

    def shown(self, contents: Iterable[bytes]) -> Set[str]:
        """The names that can be read in any reading of these, folded."""
        return self.printed(text for content in set(contents) for text in set(readings(content)))

    def printed(self, texts: Iterable[str]) -> Set[str]:
        """The names that stand in these as they are, folded."""
        return {name for text in set(map(folded, texts)) for name in self._in(text)}

    def _in(self, text: str) -> Set[str]:
        words = _WORD.findall(text)
        found = {
            " ".join(name)
            for at, word in enumerate(words)
            if word in self._by_first_word
            for name in self._by_first_word[word]
            if _stands_in(name, words[at : at + len(name)])
        }
        if _WITHOUT_SPACES.search(text):
            found |= {name for name in self._glued if name in text}
        return found


def _stands_in(name: Sequence[str], words: Sequence[str]) -> bool:
    """Something may be glued to it, as in `Mark Grantv2.pdf`; to a short one by chance, in ids."""
    if tuple(words) == tuple(name):
        return True
    may_be_glued = len(name) > 1 and len(name[-1]) >= _RARE
    return may_be_glued and tuple(words[:-1]) == tuple(name[:-1]) and words[-1].startswith(name[-1])


def _writings(names: Iterable[Name]) -> Iterator[tuple[str, ...]]:
    for name in names:
        first, last = (tuple(_WORD.findall(folded(part))) for part in name)
        yield first + last
        yield last + first
        if len(last) == 1 and len(last[0]) >= _RARE:
            yield last


def _says_something(words: Sequence[str]) -> bool:
    letters = "".join(words)
    return len(letters) > _HARDLY_MORE_THAN_INITIALS or not letters.isascii()

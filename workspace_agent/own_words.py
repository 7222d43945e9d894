"""Every word that the agent itself may say: those of its own source, and those of the calendar."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from workspace_agent.intake.names import words_of

_SPEAKING = ("model", "intake", "rules", "duties", "effects", "google", "settle.py", "run.py")
_SUFFIXES = (".py", ".j2")


@cache
def own_words() -> frozenset[str]:
    """Words, folded, of everything that texts are made with here: more of them than are ever said.

    They are read from the source, so that no list of them has to be kept: a sentence that is written anew is
    known to the next run.
    """
    package = files("workspace_agent")
    sources = (text for part in _SPEAKING for text in _sources(package / part))
    days = (*calendar.month_name, *calendar.month_abbr, *calendar.day_name, *calendar.day_abbr)
    # File by file, and each piece once: to fold all of it as one text takes a second and 200 MB.
    return frozenset[str]().union(*(_words(text) for text in (*sources, *days)))


def _words(text: str) -> frozenset[str]:
    return words_of(" ".join(set(text.replace("\\n", " ").split())))


def _sources(part: Traversable) -> Iterator[str]:
    if part.is_dir():
        for inner in part.iterdir():
            yield from _sources(inner)
    elif part.name.endswith(_SUFFIXES):
        yield part.read_text(encoding="utf8")

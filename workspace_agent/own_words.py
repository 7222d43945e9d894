"""Every word that the agent itself may say: those of its texts, of the calendar and of zones."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from workspace_agent.intake.names import words_of

_SPEAKING = ("model", "intake", "rules", "duties", "effects", "google", "settle.py", "run.py")

_ZONES = """
America/New_York America/Detroit America/Chicago America/Denver America/Boise America/Phoenix
America/Los_Angeles America/Anchorage America/Puerto_Rico Pacific/Honolulu
"""
"""What a time of a meeting is followed by, whether or not it is a zone of the settings."""

_COMMENT = r"\#[^\n]*"
_DOCSTRING = r'^[ ]*"""(?:[^"\\]|\\.|"(?!""))*"""$'
_TEXT = r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"' + r"|'(?:[^'\\\n]|\\.)*'"
_PYTHON = re.compile(rf"{_COMMENT}|{_DOCSTRING}|(?<!\w)(?P<kind>[rbf]{{0,2}})(?P<text>{_TEXT})", re.M | re.S)
_EXPRESSION = re.compile(r"\{[^{}]*\}")
_QUOTED = re.compile(r"'([^']*)'")
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|.)", re.S)


@cache
def own_words() -> frozenset[str]:
    """Words, folded, of everything that texts are made with here: more of them than are ever said.

    They are read from the source, so that no list of them has to be kept: a sentence that is written anew is
    known to the next run. What only explains the code is never said, and names somebody now and then.
    """
    package = files("workspace_agent")
    texts = (text for part in _SPEAKING for text in _texts(package / part))
    days = (*calendar.month_name, *calendar.month_abbr, *calendar.day_name, *calendar.day_abbr)
    # File by file, and each piece once: to fold all of it as one text takes a second and 200 MB.
    return frozenset[str]().union(*(_words(text) for text in (*texts, *days, _ZONES)))


def _words(text: str) -> frozenset[str]:
    return words_of(" ".join(set(text.split())))


def _texts(part: Traversable) -> Iterator[str]:
    if part.is_dir():
        for inner in part.iterdir():
            yield from _texts(inner)
    elif part.name.endswith(".py"):
        yield " ".join(strings(part.read_text(encoding="utf8")))
    elif part.name.endswith(".j2"):
        yield part.read_text(encoding="utf8")


def strings(source: str) -> Iterator[str]:
    """The texts in a Python file, without docstrings and comments.

    Python's own parser takes a second for all files, and this a tenth; a test holds the two side by side.
    """
    for match in _PYTHON.finditer(source):
        text = match["text"] or ""
        if "f" in (match["kind"] or ""):
            text = _EXPRESSION.sub(lambda one: f" {' '.join(_QUOTED.findall(one[0]))} ", text)
        yield _ESCAPE.sub(" ", text)

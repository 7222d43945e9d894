"""What people write into rows that are no rows of data: captions of a section, and labels of totals.

The line to a student of whom nothing but a name was typed: a caption says only what schools call parts of a
list, is ruled off by dashes, or ends with a colon. Any other text that stands alone is taken for a name and
told, because a student who is lost is worse than a caption that is asked about.
"""

from __future__ import annotations

import re

_LONGEST = 100
"""Characters: what is longer is no caption."""

_WORD = re.compile(r"[^\W_]+")
_RULED = re.compile(r"[-\u2010-\u2015=_~\s]{2,}")

_SECTION = frozenset(
    {"grade", "grades", "gr", "kindergarten", "freshmen", "sophomore", "sophomores", "juniors", "seniors"}
    | {"elementary", "school", "schools", "hs", "campus", "class", "classes", "section", "caseload", "roster"}
    | {"student", "students", "iep", "ieps", "plans", "sped", "services", "consult", "monitoring"}
    | {"active", "inactive", "exited", "exits", "exiting", "graduated", "graduates", "withdrawn", "withdrew"}
    | {"transferred", "transfers", "dismissed", "archived", "archive", "pending", "referral", "referrals"}
    | {
        "evaluations",
        "meetings",
        "completed",
        "upcoming",
        "overdue",
        "semester",
        "trimester",
    }
    | {"quarter", "term", "month", "week"}
)
"""Words of schools that are nobody's name."""

_OF_A_YEAR = frozenset({"sy", "fall", "february", "september", "october", "november", "december"})
"""Parts of a year that are hardly a given name: with the number of a year they say it all."""

_YEAR = re.compile(r"\b20\d\d\b|\b\d\d-\d\d\b")

_BESIDE = _OF_A_YEAR | frozenset(
    {"autumn", "spring", "summer", "winter", "january", "march", "april", "may", "june", "july", "august"}
    | {"monday", "tuesday", "wednesday", "thursday", "friday", "weeks"}
    | {"high", "middle", "junior", "senior", "first", "second", "third", "fourth", "period", "block", "room"}
    | {
        "group",
        "name",
        "names",
        "list",
        "case",
        "load",
        "plan",
        "speech",
        "only",
        "new",
        "old",
        "former",
        "current",
        "returning",
    }
    | {"moved", "dropped", "initial", "done", "past", "due", "this", "next", "last", "year"}
    | {"of", "the", "and", "in", "out", "to", "for", "no", "not", "longer", "on", "at", "by", "all", "other"}
    | {
        "years",
        "break",
        "others",
        "my",
        "our",
        "we",
        "who",
        "have",
        "from",
        "with",
        "here",
        "below",
        "a",
        "b",
        "c",
        "d",
    }
)
"""Words that stand beside those: some are names as well, so that none of them is enough."""

_TOTAL = re.compile(r"total|count|average|avg", re.IGNORECASE)
_TOTALS = frozenset({"total", "totals", "subtotal", "subtotals", "count", "average", "avg"})
_OF_WHAT = frozenset(
    {"grand", "sub", "running", "of", "the", "for", "this", "all", "student", "students", "entries", "rows"}
    | {
        "hour",
        "hours",
        "hrs",
        "minutes",
        "day",
        "days",
        "daily",
        "week",
        "weekly",
        "month",
        "monthly",
        "year",
    }
    | {"yearly", "meetings", "score", "per"}
)


_NO_NAMES = frozenset(
    {"count", "counts", "slot", "slots", "opening", "openings", "vacant", "vacancy"}
    | {"updated", "notes", "tbd", "tba", "total", "totals", "students"}
)
"""Words of notes and labels. Nobody is lost by them: what holds one is told."""

_NOT_IN_NAMES = re.compile(r"[\d:*]")
_LETTER = re.compile(r"[^\W\d_]")
_FEWEST_LETTERS = 2


def is_name(*parts: str) -> bool:
    """Where nothing else stands in its row, these may be the parts of a name: no note, and no initials."""
    words = {word for part in parts for word in _WORD.findall(part.casefold())}
    if any(map(_NOT_IN_NAMES.search, parts)) or not words.isdisjoint(_NO_NAMES):
        return False
    return all(len(_LETTER.findall(part)) >= _FEWEST_LETTERS for part in parts)


def is_caption(text: str) -> bool:
    """A text that stands alone in its row is the caption of a section: `GRADE 9`, `-- Fall --`, `Exited:`."""
    if len(text) > _LONGEST:
        return False
    words = _WORD.findall(text.casefold())
    if not words:
        return True
    ruled = _RULED.match(text) and _RULED.search(text[-2:])
    named = [word for word in words if not any(map(str.isdecimal, word))]
    return _is_section({*named}) or _is_of_a_year({*named}, text) or bool(ruled) or text.endswith(":")


def _is_section(words: set[str]) -> bool:
    return not _SECTION.isdisjoint(words) and words <= _SECTION | _BESIDE


def _is_of_a_year(words: set[str], text: str) -> bool:
    """`SY 26-27`, `September 2026`; but `April Friday` and `June Sy` are names."""
    return bool(words) and words <= _OF_A_YEAR and _YEAR.search(text) is not None


def is_total(text: str) -> bool:
    """It says that numbers about the rows stand beside it: `TOTAL HOURS`, `Count: 15`, `Average`."""
    if not _TOTAL.search(text[:_LONGEST]):
        return False
    words = {word for word in _WORD.findall(text.casefold()) if not word.isdecimal()}
    return bool(words & _TOTALS) and words <= _TOTALS | _OF_WHAT

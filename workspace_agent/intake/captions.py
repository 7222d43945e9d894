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
        "fall",
        "autumn",
        "semester",
        "trimester",
    }
    | {"quarter", "term", "month", "week", "weeks", "sy", "february", "september", "october", "november"}
    | {"december", "monday", "tuesday", "wednesday", "thursday", "friday"}
)
"""Words of schools of which nobody's whole name is made."""

_BESIDE = frozenset(
    {"autumn", "spring", "summer", "winter", "january", "march", "april", "may", "june", "july", "august"}
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


def is_caption(text: str) -> bool:
    """A text that stands alone in its row is the caption of a section: `GRADE 9`, `-- Fall --`, `Exited:`."""
    if len(text) > _LONGEST:
        return False
    words = _WORD.findall(text.casefold())
    if not words:
        return True
    ruled = _RULED.match(text) and _RULED.search(text[-2:])
    named = [word for word in words if not any(map(str.isdecimal, word))]
    said = not _SECTION.isdisjoint(named) and {*named} <= _SECTION | _BESIDE
    return said or bool(ruled) or text.endswith(":")


def is_total(text: str) -> bool:
    """It says that numbers about the rows stand beside it: `TOTAL HOURS`, `Count: 15`, `Average`."""
    if not _TOTAL.search(text[:_LONGEST]):
        return False
    words = {word for word in _WORD.findall(text.casefold()) if not word.isdecimal()}
    return bool(words & _TOTALS) and words <= _TOTALS | _OF_WHAT

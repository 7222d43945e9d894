"""Headings about the two clocks, in whatever words: which clock, and whether they tell what was or is due.

No list holds all of `ARD Due`, `Date of last IEP`, `Next 3-yr reeval` and `Most recent FIE`. So the words
themselves decide, and every word has to be one of these: where one is strange, or both are said, the heading
is not known. `IEP date` says neither what was nor what is due, so it is a question.

Sources: the words of districts for the annual review (IEP; ARD in Texas; duration in Florida) and for the
reevaluation (triennial, eligibility; MET in Michigan and Arizona, ETR in Ohio, FIE in Texas, RR in
Pennsylvania).
"""

from __future__ import annotations

_CLOCKS = {
    "annual": "annual",
    "iep": "annual",
    "ard": "annual",
    "reevaluation": "reevaluation",
    "evaluation": "reevaluation",
    "triennial": "reevaluation",
    "multidisciplinary": "reevaluation",  # MET, which is an English word, too: see `heading_words`
    "etr": "reevaluation",
    "fie": "reevaluation",
    "rr": "reevaluation",
    "eligibility": "reevaluation",
}
_OR_ELSE = {"duration": "annual", "504": "annual"}
"""What a word says where no other does: an evaluation for a 504 plan is not annual."""

_LAST = frozenset({"last", "recent", "held"})
_DUE = frozenset({"due", "next", "deadline", "expires", "expiration", "exp"})
_SILENT = frozenset({"date", "of", "the", "for", "on", "plan", "review", "student", "students", "s"})
_SILENT_BESIDE = {
    "most": frozenset({"recent"}),
    "by": _DUE,
    "current": _DUE - {"next"},
    "meeting": _LAST | _DUE - {"next"},
}
"""Words that say nothing beside these: the next meeting is one that is arranged, not one that is due; and
`held by` names somebody."""

CLOCK_WORDS = _CLOCKS.keys() | _OR_ELSE.keys() | _LAST | _DUE | _SILENT | _SILENT_BESIDE.keys()
"""All of them."""

_FIELDS = {
    ("annual", "last"): "last_annual_review",
    ("annual", "due"): "annual_review_due",
    ("reevaluation", "last"): "last_evaluation",
    ("reevaluation", "due"): "reevaluation_due",
}

_FIRST_TIME = frozenset({"referral", "referred", "consent", "initial"})
_ANY_EVALUATION = frozenset({"evaluation", "eligibility"})

CLOCK_FIELDS = frozenset(_FIELDS.values())
"""The fields that a heading about a clock can mean."""


def clock_field(text: str) -> str:
    """The field of the Students sheet that a heading in its one form means; empty where it is not certain."""
    clock, said = _parsed(text)
    return _FIELDS.get((clock, said), "")


def says_first_time(text: str) -> bool:
    """A heading that stands in lists of initial evaluations, with their own date due."""
    return not _FIRST_TIME.isdisjoint(text.split())


def may_be_first(text: str) -> bool:
    """When an evaluation is due, not said to be the next one: it may be the initial one."""
    words = frozenset(text.split())
    clocks = words & _CLOCKS.keys()
    return bool(clocks) and clocks <= _ANY_EVALUATION and not words.isdisjoint(_DUE - {"next"})


def either_field(text: str) -> tuple[str, ...]:
    """Both fields of a clock, where a heading names the clock and not whether it tells what was or is due."""
    clock, said = _parsed(text)
    return () if said or not clock else (_FIELDS[clock, "last"], _FIELDS[clock, "due"])


def topic(text: str) -> str:
    """What a heading is about, without what was or is due of it: of `last iep`, `iep`."""
    return " ".join(word for word in text.split() if word not in _LAST | _DUE | _SILENT)


def _parsed(text: str) -> tuple[str, str]:
    """Clock, and `last`, `due` or nothing; no clock where the words do not agree or one is strange."""
    words = frozenset(text.split())
    clocks = {_CLOCKS[word] for word in words if word in _CLOCKS}
    clocks = clocks or {_OR_ELSE[word] for word in words if word in _OR_ELSE}
    was, is_due = words & _LAST, words & _DUE
    strange = words - _CLOCKS.keys() - _OR_ELSE.keys() - was - is_due - _SILENT
    strange -= {word for word in strange if words & _SILENT_BESIDE.get(word, frozenset())}
    if len(clocks) != 1 or strange or (was and is_due):
        return "", ""
    return clocks.pop(), "last" if was else "due" if is_due else ""

"""Headings in one form, so that `Date of Mtg.`, `date_of_meeting` and `DATE OF MEETING?` are the same.

The spellings are those of trackers that districts and companies have published.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ACRONYM_ENDS = re.compile(r"(?<![A-Z])(IEP|ARD|MET|ETR|FIE|REED|PSYCH|SPED)(?=[A-Z]?[a-z]{2})")
"""Inside `IEPdate`, which capitals alone would part as `IE Pdate`."""

_WORD_ENDS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
"""Inside `StudentLastName`. What is written in capitals wholly has none."""

_EVALUATION = "multidisciplinary"
_MET_DUE = re.compile(r"\bmet\b(?= +(?:due|eval|evaluation|held)\b)", re.IGNORECASE)
"""`Last met` is when they met. An evaluation is MET in capitals beside other letters, and whatever is due."""

_PLURAL = re.compile(r"\(s\)", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_HOW_TO_TYPE = frozenset(
    {"mm", "dd", "yy", "yyyy", "hh", "ss", "m", "d", "am", "pm", "a", "p", "optional", "required", "etc"}
    | {"y", "n", "yes", "no"}
    | {"phone", "call", "email", "e", "mail", "text", "letter", "visit", "in", "person", "zoom", "virtual"}
    | {"meet", "meeting", "google", "teams", "voicemail", "home", "or", "and", "dojo", "class", "note"}
)
"""`Date (mm/dd/yy)` and `Method (phone/email)` say in brackets what to type. One such word alone may say
more: `Contact (phone)` is a number, and so it stays."""
_ALONE = frozenset({"optional", "required"})

_SEPARATORS = re.compile(r"[^\w#%+<>]+|_")
_NOT_PRINTED = {"So", "Sk", "Cf", "Mn", "Sm"}
_KEPT = "+<>"

_SHORT = {
    "mtg": "meeting",
    "mtgs": "meeting",
    "meetings": "meeting",
    "eval": "evaluation",
    "reeval": "reevaluation",
    "yr": "year",
    "yrs": "year",
    "years": "year",
    "hr": "hours",
    "hrs": "hours",
    "hour": "hours",
    "min": "minutes",
    "mins": "minutes",
    "stu": "student",
    "dt": "date",
    "num": "number",
    "nbr": "number",
    "#": "number",
    "tri": "triennial",
    "3yr": "triennial",
    "3year": "triennial",
    "fname": "first name",
    "firstname": "first name",
    "lname": "last name",
    "lastname": "last name",
    "dates": "date",
    "wk": "week",
    "lang": "language",
    "%": "percent",
    "obj": "objective",
    "canceled": "cancelled",
}
_TOGETHER = {
    "e mail": "email",
    "sp ed": "sped",
    "re evaluation": "reevaluation",
    "check in": "checkin",
    "check ins": "checkin",
    "time zone": "zone",
    "3 year": "triennial",
    "three year": "triennial",
    "follow up": "followup",
}

_APART = re.compile(rf"\b(?:{'|'.join(sorted(_TOGETHER, reverse=True))})\b")
"""The longer first: `check ins` before `check in`."""


@lru_cache(maxsize=20_000)
def normal_heading(text: str) -> str:
    """A heading for comparing.

    Case, spaces, punctuation, emoji and arrows do not count, nor whether words are run together with capitals
    or underscores; the usual short forms are the words they stand for.
    """
    spaced = _WORD_ENDS.sub(" ", _ACRONYM_ENDS.sub(r"\1 ", _said(_printed(text))))
    parted = _SEPARATORS.sub(" ", _numbered(spaced))
    certain = _evaluation(parted) if "met" in parted.casefold() else parted
    words = [_SHORT.get(word, word) for word in _printed(certain.casefold()).split()]
    return _APART.sub(lambda match: _TOGETHER[match[0]], " ".join(words))


def _said(text: str) -> str:
    """Without what stands in brackets and only says how to type."""
    return _BRACKETS.sub(_kept, _PLURAL.sub("", text)) if "(" in text else text


def _kept(match: re.Match[str]) -> str:
    words = re.findall(r"[^\W\d_]+", match[1].casefold())
    hints = len(words) > 1 or _ALONE.issuperset(words)
    return " " if words and hints and _HOW_TO_TYPE.issuperset(words) else match[0]


def _evaluation(text: str) -> str:
    """With MET, the evaluation, told from the verb: see above."""
    certain = _MET_DUE.sub(_EVALUATION, text)
    return certain if text.isupper() else re.sub(r"\bMET\b", _EVALUATION, certain)


def _printed(text: str) -> str:
    """Without signs that are no letters. A capital may come apart when it is made small: then once more."""
    if text.isascii():
        return text
    kept = (one for one in text if one in _KEPT or unicodedata.category(one) not in _NOT_PRINTED)
    return unicodedata.normalize("NFKC", "".join(kept))


def _numbered(text: str) -> str:
    return text.replace("#", " # ").replace("%", " % ")

"""The Consents sheet: of its kinds, waivers of a reevaluation and consents to invite an agency are read.

People write other consents there as well, which are nobody's business here. But a kind that is not known may
be a waiver in other words, so it is asked, and until then no reevaluation is past due.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.loose_words import words
from workspace_agent.intake.reading import Fault, as_date, date_until, plain, problem, read
from workspace_agent.intake.roster import rows_of_students
from workspace_agent.intake.table import RawCell, Row, Sheet
from workspace_agent.model.consents import AgencyConsent, Consent, UnclearConsent, Waiver
from workspace_agent.model.field import Missing, Unreadable
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind


class _Kind(Enum):
    """What was signed, in the words that are offered."""

    WAIVER = "reevaluation waiver"
    AGENCY = "outside agency"
    OTHER = "other"


_CHOICES = ", ".join(kind.value for kind in _Kind)

_AGENCIES = frozenset({"outside agency", "agency"})
_UNLESS = frozenset({"no", "not", "declined", "denied", "refused", "revoked", "withdrawn"})
"""With one of these words it is the opposite of what the others say, or nobody can tell."""

_OTHERS = frozenset(
    {
        *("other", "invitation", "evaluation", "evaluate", "eval", "assessment", "assess", "testing"),
        *("initial", "service", "services", "placement", "transportation", "telehealth", "teletherapy"),
        *("release", "records", "information", "photo", "photos", "media", "video", "recording", "directory"),
        *("medicaid", "billing", "insurance", "medical", "medication", "nursing", "counseling"),
        *("email", "electronic", "communication", "text", "texting", "trip", "internet", "technology"),
    }
)  # fmt: skip
"""Words of consents that have nothing to do with a waiver."""

_OTHER_WAIVERS = frozenset({"notice", "excusal", "excuse", "attendance", "fee", "fees", "timeline"})
_CONSENTING = frozenset({"consent", "permission"})
_AGAIN = re.compile(r"\bre[- ]?eval")


def parse(sheet: Sheet, desk: Desk) -> Iterator[Consent | Problem]:
    """Consents, in the order of the rows."""
    for row in rows_of_students(sheet, desk.roster):
        if isinstance(row, Problem):
            yield row
        else:
            yield from _consents(row, desk)


def _consents(row: Row, desk: Desk) -> Iterator[Consent | Problem]:
    kind = read(row, "kind", _as_kind)
    if isinstance(kind, Missing):
        if all(row.raw(name).idle for name in ("who", "signed", "until")):
            return
        kind = Unreadable(problem(row, "kind", ProblemKind.CONSENT_TO_WHAT, _CHOICES), kind.cell)
    if isinstance(kind, Unreadable):
        yield UnclearConsent(row.student_ref, kind, row.line)
    elif kind.value is not _Kind.OTHER:
        yield from _signed(row, kind.value, desk)


def _signed(row: Row, kind: _Kind, desk: Desk) -> Iterator[Consent | Problem]:
    signed = read(row, "signed", date_until(desk.today))
    if isinstance(signed, Missing):
        yield problem(row, "signed", ProblemKind.CONSENT_NOT_SIGNED)
    if kind is _Kind.WAIVER:
        yield Waiver(row.student_ref, signed, row.line)
    else:
        yield AgencyConsent(row.student_ref, signed, read(row, "until", as_date), row.line)


def _as_kind(raw: RawCell) -> _Kind | Fault:
    typed = plain(raw.text)
    said = frozenset(words(typed))
    waives, again = _has(said, "waiv"), bool(_AGAIN.search(typed))
    if not said & _UNLESS:
        if waives and again:
            return _Kind.WAIVER
        if typed in _AGENCIES or (_has(said, "agenc") and _has(said, "invit")):
            return _Kind.AGENCY
        if said & _others(waives=waives, again=again):
            return _Kind.OTHER
    return Fault(ProblemKind.NOT_A_CHOICE, _CHOICES)


def _others(*, waives: bool, again: bool) -> frozenset[str]:
    """Words that tell a consent from a waiver of a reevaluation, if one of the two is spoken of."""
    if again:
        return _CONSENTING
    return _OTHER_WAIVERS if waives else _OTHERS


def _has(said: frozenset[str], stem: str) -> bool:
    return any(word.startswith(stem) for word in said)


CONSENTS = SheetParser("consents", "consents", parse)

"""Who took part in a meeting, by the form: the parts in an IEP Team, and whatever else stands there.

34 CFR 300.321(a), https://sites.ed.gov/idea/regs/b/d/300.321/a
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from workspace_agent.intake.reading import plain
from workspace_agent.intake.response import Participant, Presence
from workspace_agent.intake.words import ROLES
from workspace_agent.model.vocabulary import Role

_OTHERS = frozenset({Role.OTHER_STAFF, Role.OUTSIDE_AGENCY})
"""Parts that say less than what was typed."""

_TEAM = (
    Role.PARENT,
    Role.STUDENT,
    Role.GENERAL_EDUCATION_TEACHER,
    Role.SPECIAL_EDUCATION_TEACHER,
    Role.AGENCY_REPRESENTATIVE,
)
_KNOWN = {**ROLES, "case manager": Role.OTHER_STAFF}
_WORD = re.compile(r"[\w.-]+")
_BETWEEN = re.compile(r"[,;\n]")


def participants(texts: Iterable[str], *, of_iep_team: bool) -> tuple[Participant, ...]:
    """Those who are marked, by part; then what else was typed, as it was typed.

    Args:
        texts: What was answered: a text for each box, or one with commas, as a sheet of responses has it.
        of_iep_team: Whether parts of an IEP Team that are not marked are told. A part that is only mentioned
            in what else was typed ("parent by phone") is never said not to be marked.
    """
    said = [text.strip() for text in texts if text.strip()]
    marked = [one for text in said for one in _marked(text)]
    typed = [text for text in said if not _marked(text)]
    told = {role for role, _ in marked} - _OTHERS | {*(_TEAM if of_iep_team and said else ())}
    order = [*_TEAM, *(role for role in Role if role not in _TEAM)]
    by_part = {role: [part for one, part in marked if one is role] for role in order if role in told}
    shown = (_by_part(role, parts, typed) for role, parts in by_part.items())
    others = (Participant(part, Presence.MARKED) for role, part in marked if role in _OTHERS)
    return (*shown, *others, *(Participant(text, Presence.TYPED) for text in typed))


def parent(texts: Iterable[str]) -> Presence | None:
    """What the same answers show of a parent; None where nothing was answered."""
    return next((one.presence for one in participants(texts, of_iep_team=True)), None)


def _marked(text: str) -> list[tuple[Role, str]]:
    """The parts that were chosen in an answer.

    None where anything else stands in it, which may say the opposite: "Parent, did not attend".
    """
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    known = [(_KNOWN[plain(part)], part) for part in parts if plain(part) in _KNOWN]
    return known if len(known) == len(parts) else []


def _by_part(role: Role, marked: list[str], typed: list[str]) -> Participant:
    if marked:
        own = tuple(part for part in marked if plain(part) != role.value)
        return Participant(role.value.capitalize(), Presence.MARKED, own)
    mentioned = any(_mentions(role, text) for text in typed)
    return Participant(role.value.capitalize(), Presence.MENTIONED if mentioned else Presence.NOT_MARKED)


def _mentions(role: Role, text: str) -> bool:
    words = " ".join(_WORD.findall(plain(text)))
    return any(f" {phrase} " in f" {words} " for phrase, meant in ROLES.items() if meant is role)

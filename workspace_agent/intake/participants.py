"""Who took part in a meeting, by the form: the parts in an IEP Team, and whatever else stands there.

34 CFR 300.321(a), https://sites.ed.gov/idea/regs/b/d/300.321/a
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

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
_WORD = re.compile(r"[\w.-]+")
_PART = re.compile(r"[^,;\n]+")


def participants(texts: Iterable[str], *, of_iep_team: bool) -> tuple[Participant, ...]:
    """Those who are marked, by part; then what else was typed, as it was typed.

    Args:
        texts: What was answered: a text for each box, or one with commas, as a sheet of responses has it.
        of_iep_team: Whether parts of an IEP Team that are not marked are told. A part that is only mentioned
            in what else was typed ("parent by phone") is never said not to be marked.
    """
    said = [(role, part) for text in texts for role, part in _parts(text)]
    others = [part for role, part in said if role is None]
    marked = {role: [part for one, part in said if one is role] for role in Role}
    told = [*_TEAM, *(role for role in Role if role not in _TEAM)]
    by_part = (_by_part(role, marked[role], others) for role in told if marked[role] or role in _TEAM)
    shown = (one for one in by_part if one.presence is Presence.MARKED or (of_iep_team and said))
    return (*shown, *(Participant(part, Presence.MARKED) for part in others))


def parent(texts: Iterable[str]) -> Presence | None:
    """What the same answers show of a parent; None where nothing was answered."""
    return next((one.presence for one in participants(texts, of_iep_team=True)), None)


def _parts(text: str) -> Iterator[tuple[Role | None, str]]:
    """What stands between commas; neighbours that are no part of a team stay together, as a name does."""
    matches = [match for match in _PART.finditer(text) if match[0].strip()]
    if not matches and text.strip():
        yield None, text.strip()
    for role, group in groupby(matches, lambda match: _role(match[0])):
        run = list(group)
        if role is None:
            yield None, text[run[0].start() : run[-1].end()].strip()
        else:
            yield from ((role, match[0].strip()) for match in run)


def _role(part: str) -> Role | None:
    role = ROLES.get(plain(part))
    return None if role in _OTHERS else role


def _by_part(role: Role, typed: list[str], others: list[str]) -> Participant:
    if typed:
        own = tuple(part for part in typed if plain(part) != role.value)
        return Participant(role.value.capitalize(), Presence.MARKED, own)
    mentioned = any(_mentions(role, part) for part in others)
    return Participant(role.value.capitalize(), Presence.MENTIONED if mentioned else Presence.NOT_MARKED)


def _mentions(role: Role, part: str) -> bool:
    words = " ".join(_WORD.findall(plain(part)))
    return any(f" {phrase} " in f" {words} " for phrase, meant in ROLES.items() if meant is role)

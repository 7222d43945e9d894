"""Words that are also last names: alone they are no sign of a student."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

from workspace_agent.intake.written_dates import MONTHS
from workspace_agent.model import vocabulary
from workspace_agent.model.facts import TeamMember
from workspace_agent.model.field import known
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.problem_kinds import ProblemKind

_ENGLISH = """
amber archer autumn baker banks barber baron berry bishop black bloom booker bowman bridge bridges brook
brooks brown butcher butler carpenter carter castle chance chase church clark close cloud coach cooper
counts court cross crown early english falls farmer ferry field fields fisher flower flowers forest foster
fountain french friend frost fuller garden gardener gates glass golden goode grace graham grant grants
green grove hands hardy harper heart henry holiday hooper house hunter judge justice knight lakes large
later little lodge london lovely major marine market marsh meadow meadows meeting merit merry miles miller
mills money moore mountain newman noble north novel olive painter palmer parent parish parker parks peace
pearl penny place plant pointer porter potter power powers price prince prior proctor quick ranger reader
ready record review rider river rivers roads royal sailor school sharp short silver singer small smart
sparks spring staff state states still stock stone storm street strong student summer summers sweet sword
tanner taylor teach teacher temple thorn timber tower towers trail travel truth turner usher valley walker
waller walls waters weeks welcome wells white winter winters wonder woods world worth wright young
"""
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"


def common_words(organisation: Organisation, team: Iterable[TeamMember] = ()) -> frozenset[str]:
    """Ordinary words, our own words, and every word of the settings: names of staff, districts, schools.

    Addresses of district staff count too: a student of a teacher's name must not stop that teacher's
    invitation.
    """
    kinds = [kind for kind in vars(vocabulary).values() if isinstance(kind, type) and issubclass(kind, Enum)]
    own = [str(member.value) for kind in kinds for member in kind]
    own += [f"{kind.sentence} {kind.advice}" for kind in ProblemKind]
    settings = str(organisation.model_dump())
    addresses = [known(member.address) or "" for member in team]
    return frozenset(_words(" ".join((_ENGLISH, _WEEKDAYS, settings, *MONTHS, *own, *addresses))))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())

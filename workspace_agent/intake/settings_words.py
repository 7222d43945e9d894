"""Words that the settings bring into our texts: in these they are no sign of a student."""

from __future__ import annotations

from collections.abc import Iterable

from workspace_agent.intake.names import words_of
from workspace_agent.model.facts import TeamMember
from workspace_agent.model.field import known
from workspace_agent.model.frozen import Frozen


def settings_words(settings: Frozen, team: Iterable[TeamMember] = ()) -> frozenset[str]:
    """Every word of the settings, such as names of staff, districts and schools, folded.

    Addresses of district staff count too: a student of a teacher's name must not stop that teacher's
    invitation.
    """
    addresses = (known(member.address) or "" for member in team)
    return words_of(" ".join((str(settings.model_dump()), *addresses)))

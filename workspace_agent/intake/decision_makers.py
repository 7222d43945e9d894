"""Who decides for a student, by what people call whoever it is (34 CFR 300.30, 300.519, 300.520)."""

from __future__ import annotations

from workspace_agent.intake.loose_words import words
from workspace_agent.intake.words import PARENTS
from workspace_agent.model.on_record import DecisionMaker

_NOT_THE_PARENTS = {"surrogate": DecisionMaker.SURROGATE, "foster": DecisionMaker.FOSTER_PARENT}
_GUARDIANS = frozenset({"guardian", "guardians"})


def decision_maker(text: str) -> DecisionMaker | None:
    """Who decides for the student, by what somebody is called; `parent/guardian` says no more than parent."""
    said = set(words(text))
    if "self" in said or said >= {"adult", "student"}:
        return DecisionMaker.ADULT_STUDENT
    for word, who in _NOT_THE_PARENTS.items():
        if word in said:
            return who
    if said & _GUARDIANS and not said & {"parent", "parents"}:
        return DecisionMaker.GUARDIAN
    return DecisionMaker.PARENT if said & PARENTS else None

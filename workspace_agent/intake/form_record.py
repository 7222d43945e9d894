"""From a response to what its filed record shows: all that was answered, and nothing that was not."""

from __future__ import annotations

from datetime import date

from workspace_agent.intake.question_map import FIELDS
from workspace_agent.intake.response import Answer, FormRecord, Reply
from workspace_agent.model.facts import Response
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import Held, PlanType, Purpose

_OF_IEP = frozenset({Purpose.ANNUAL_REVIEW, Purpose.REEVALUATION, Purpose.INITIAL, Purpose.AMENDMENT})
_OF_504 = frozenset({Purpose.REVIEW_504, Purpose.REEVALUATION_504})


def form_record(
    reply: Reply,
    fact: Response,
    doubts: tuple[ProblemKind, ...],
    plan_type: PlanType | None,
    counts_from: date,
) -> FormRecord:
    """The record of a response.

    Args:
        reply: What was answered.
        fact: What was read of it.
        doubts: Why a person has to look at it.
        plan_type: Of the student, or None where that is not known.
        counts_from: The day before which nothing in it is due.
    """
    deleted = {key: f"unknown question {key}" for key in reply.answers if key not in reply.titles}
    asked = {**reply.titles, **deleted}
    return FormRecord(
        response_id=fact.response_id,
        submitted=reply.submitted,
        first_submitted=reply.created,
        respondent=reply.address,
        counts_from=counts_from,
        of_iep_team=is_of_iep_team(fact.purposes, plan_type) and fact.held is not Held.POSTPONED,
        doubts=doubts,
        answers=tuple(_answer(reply, key, title) for key, title in asked.items()),
    )


def is_of_iep_team(purposes: frozenset[Purpose], plan_type: PlanType | None) -> bool:
    """Whether the IEP Team met (34 CFR 300.321), and not a group for a 504 plan.

    A purpose that both plans know, such as one that a parent asked for, says it with the plan only; where
    no purpose could be read nothing is said.
    """
    if plan_type is PlanType.S504 or purposes & _OF_504:
        return False
    return bool(purposes if plan_type is PlanType.IEP else purposes & _OF_IEP)


def _answer(reply: Reply, key: str, title: str) -> Answer:
    uploads = reply.uploads.get(key, ())
    names = {file.name for file in uploads}
    held = (name for name, keys in reply.questions.items() if key in keys)
    return Answer(
        question=title or "question without a title",
        texts=tuple(text for text in reply.answers.get(key, ()) if text not in names),
        uploads=uploads,
        fields=tuple(sorted(held, key=FIELDS.index)),
    )

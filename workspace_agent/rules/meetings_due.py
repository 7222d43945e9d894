"""By when a student's next meetings are due, by purpose: next steps and year plan go by the same days."""

from __future__ import annotations

from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.due_dates import anniversary
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Unreadable, known
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import PlanType, Purpose
from workspace_agent.rules.clocks import Clock, reevaluation_504_clock, review_504_clock
from workspace_agent.rules.deadlines import reevaluation_deadline, review_deadline
from workspace_agent.rules.initial_iep import first_iep_due


def meetings_due(department: Department, policy: Policy, student: Student) -> dict[Purpose, date | None]:
    """By purpose; None where nothing on record tells it.

    While a first IEP is to be written there is no review of one yet.
    """
    plan = known(student.plan_type)
    first = None if isinstance(student.plan_type, Unreadable) else first_iep_due(department, policy, student)
    awaited: dict[Purpose, date | None] = {Purpose.INITIAL: first} if first else {}
    if plan is PlanType.S504:
        return awaited | _due_504(department, policy, student)
    return awaited or (_due_of_iep(department, policy, student) if plan else {})


def _due_of_iep(department: Department, policy: Policy, student: Student) -> dict[Purpose, date | None]:
    review = review_deadline(department, student, policy)
    evaluation = reevaluation_deadline(department, student, policy)
    return {
        Purpose.ANNUAL_REVIEW: review.due if review else None,
        Purpose.REEVALUATION: evaluation.due if evaluation else None,
    }


def _due_504(department: Department, policy: Policy, student: Student) -> dict[Purpose, date | None]:
    years = policy.section_504.reevaluation_years
    review_504, evaluation_504 = (
        review_504_clock(department, student),
        reevaluation_504_clock(department, student, years),
    )
    return {
        Purpose.REVIEW_504: review_504.due(anniversary) if isinstance(review_504, Clock) else None,
        Purpose.REEVALUATION_504: (
            evaluation_504.due(lambda last: dates.add_years(last, years))
            if isinstance(evaluation_504, Clock)
            else None
        ),
    }

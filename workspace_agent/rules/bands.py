"""How many due dates lie where: past due, within 30, 60 and 90 days, later, unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date

from workspace_agent.model.facts import Department, Student
from workspace_agent.model.policy import Policy
from workspace_agent.rules import doubts
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.clocks import ANNUAL, REEVALUATION
from workspace_agent.rules.deadlines import Deadline, reevaluation_deadline, review_deadline

_EDGES = ((-1, "past due"), (30, "0-30 days"), (60, "31-60 days"), (90, "61-90 days"))


def due_bands(department: Department, policy: Policy, today: date) -> Mapping[str, Mapping[str, int]]:
    """Counts by chart and band, of active students with an IEP. The due day itself is not past."""

    def annual(student: Student) -> date | None:
        doubt = doubts.of_review(department, student, ANNUAL)
        return _certain(review_deadline(department, student, policy), doubt, today)

    def reevaluation(student: Student) -> date | None:
        doubt = doubts.of_reevaluation(department, student, REEVALUATION)
        return _certain(reevaluation_deadline(department, student, policy), doubt, today)

    charts: dict[str, Callable[[Student], date | None]] = {
        "Annual reviews due": annual,
        "Reevaluations due": reevaluation,
    }
    students = list(with_iep(department, today))
    return {
        title: Counter(band(due(student), today) for student in students) for title, due in charts.items()
    }


def _certain(deadline: Deadline | None, doubt: doubts.Doubt | None, today: date) -> date | None:
    """A passed date that may not be the last word is none that is known; one of two counts as due now."""
    if deadline is None:
        return None
    if deadline.due < today <= deadline.ends:
        return today
    return None if deadline.due < today and doubt is not None else deadline.due


def band(due: date | None, today: date) -> str:
    """The band of a due date."""
    if due is None:
        return "unknown"
    left = (due - today).days
    return next((name for edge, name in _EDGES if left <= edge), "later")

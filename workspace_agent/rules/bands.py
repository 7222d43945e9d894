"""How many due dates lie where: past, within 30, 60 and 90 days, later, unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.due_dates import anniversary
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.policy import Policy
from workspace_agent.rules import doubts
from workspace_agent.rules.caseload import with_504, with_iep
from workspace_agent.rules.clocks import (
    ANNUAL,
    REEVALUATION,
    REEVALUATION_504,
    REVIEW_504,
    Clock,
    reevaluation_504_clock,
    review_504_clock,
)
from workspace_agent.rules.deadlines import Deadline, reevaluation_deadline, review_deadline

ANNUAL_REVIEWS, REEVALUATIONS = "Annual reviews due", "Reevaluations due"
REVIEWS_504, REEVALUATIONS_504 = "504 reviews due", "504 reevaluations due"

PAST = "past due"
UNKNOWN = "unknown"
_EDGES = ((-1, PAST), (30, "0-30 days"), (60, "31-60 days"), (90, "61-90 days"))

Due = Callable[[Student], date | None]


def bands_of(department: Department, policy: Policy, today: date) -> Mapping[str, Mapping[str, str]]:
    """The band of each student who is here, by what is due and ref: of IEPs and of 504 plans apart.

    The due day itself is not past.
    """
    iep, plans_504 = with_iep(department, today), [*with_504(department, today)]
    return {
        ANNUAL_REVIEWS: _bands(iep, _annual_review(department, policy, today), today),
        REEVALUATIONS: _bands(iep, _reevaluation(department, policy, today), today),
        REVIEWS_504: _bands(plans_504, _review_504(department, today), today),
        REEVALUATIONS_504: _bands(plans_504, _reevaluation_504(department, policy, today), today),
    }


def _bands(students: Iterable[Student], due: Due, today: date) -> dict[str, str]:
    return {student.ref: band(due(student), today) for student in students}


def _annual_review(department: Department, policy: Policy, today: date) -> Due:
    def due(student: Student) -> date | None:
        doubt = doubts.of_review(department, student, ANNUAL, today)
        return _certain(review_deadline(department, student, policy), doubt, today)

    return due


def _reevaluation(department: Department, policy: Policy, today: date) -> Due:
    def due(student: Student) -> date | None:
        doubt = doubts.of_reevaluation(department, student, REEVALUATION, today)
        return _certain(reevaluation_deadline(department, student, policy), doubt, today)

    return due


def _review_504(department: Department, today: date) -> Due:
    def due(student: Student) -> date | None:
        clock = review_504_clock(department, student)
        if not isinstance(clock, Clock):
            return None
        doubt, day = doubts.of_review(department, student, REVIEW_504, today), clock.due(anniversary)
        return _certain(Deadline(clock, day, day), doubt, today)

    return due


def _reevaluation_504(department: Department, policy: Policy, today: date) -> Due:
    years = policy.section_504.reevaluation_years

    def due(student: Student) -> date | None:
        clock = reevaluation_504_clock(department, student, years)
        if not isinstance(clock, Clock):
            return None
        doubt = doubts.of_review(department, student, REEVALUATION_504, today)
        day = clock.due(lambda last: dates.add_years(last, years))
        return _certain(Deadline(clock, day, day), doubt, today)

    return due


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
        return UNKNOWN
    left = (due - today).days
    return next((name for edge, name in _EDGES if left <= edge), "later")

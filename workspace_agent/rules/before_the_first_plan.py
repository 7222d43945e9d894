"""Students for whom no plan is written yet: the rules about first evaluations and first IEPs speak of them.

Rules that ask for the last review, the last evaluation or the plan itself would only say the same again.
"""

from __future__ import annotations

from datetime import date

from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Missing, Unreadable, Value
from workspace_agent.rules.clocks import annual_clock


def has_no_iep(department: Department, student: Student, since: date) -> bool:
    """Nothing on record says that there is one, and nothing that cannot be read may say so."""
    starts = student.record.plan_starts
    if isinstance(starts, Unreadable) or (isinstance(starts, Value) and starts.value >= since):
        return False
    return isinstance(annual_clock(department, student), Missing)


def waits_for_iep(department: Department, student: Student) -> bool:
    """Found eligible, and no IEP is on record."""
    eligible = student.record.eligible_on
    return isinstance(eligible, Value) and has_no_iep(department, student, eligible.value)


def is_in_evaluation(department: Department, student: Student) -> bool:
    """Referred or consented to, and nothing that came of it is on record."""
    nothing = (student.record.eligible_on, student.last_evaluation, annual_clock(department, student))
    return _has_begun(student) and all(isinstance(one, Missing) for one in nothing)


def needs_no_plan_yet(department: Department, student: Student) -> bool:
    """Where no plan is chosen: the student waits for one, is being evaluated or was not found eligible."""
    if isinstance(student.record.eligible_on, Missing):
        return _has_begun(student) and isinstance(annual_clock(department, student), Missing)
    return waits_for_iep(department, student)


def _has_begun(student: Student) -> bool:
    began = (student.record.referred_on, student.record.consent_received)
    return any(isinstance(one, Value) for one in began)

"""In how many years a student is reevaluated, and whether parent and agency may agree that none is needed.

34 CFR 300.303(b)(2) says three years, unless they agree. A state may want fewer for some students, and may
not let them agree (22 Pa. Code 14.124: two years). Those years are in the student's row or in `states.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.due_dates import REEVALUATION_YEARS
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import known
from workspace_agent.model.policy import Policy
from workspace_agent.model.state_law import ReevaluationLaw


@dataclass(frozen=True, slots=True)
class Cycle:
    """How often a student is reevaluated.

    Attributes:
        years: From one evaluation to the next.
        waivable: An agreement that none is needed takes its place.
        remark: Who wants it shorter than federal law does, as a whole sentence; empty where nobody does.
        binds: A date of this cycle is past due on record once it has passed: it is federal law, or a state's
            that somebody has compared with the state's own text.
        is_company: No law wants it, the company does.
    """

    years: int
    waivable: bool = True
    remark: str = ""
    binds: bool = False
    is_company: bool = False

    def following(self, last: date) -> date:
        """When the next is due after an evaluation on this day."""
        return dates.add_years(last, self.years)


FEDERAL = Cycle(REEVALUATION_YEARS, binds=True)


def cycle_of(department: Department, student: Student, policy: Policy) -> Cycle:
    """The shortest cycle that is wanted of a student, by law or by the company: it warns."""
    legal = legal_cycle(department, student, policy)
    years = policy.reevaluation.years
    return _of_company(years, legal) if years < legal.years else legal


def legal_cycle(department: Department, student: Student, policy: Policy) -> Cycle:
    """The shortest cycle that law wants.

    A cycle that a row makes shorter is taken for one that cannot be waived, unless its state's law says so.
    """
    district = department.organisation.district(student.district)
    law = policy.state_law(district.state).reevaluation
    typed = known(student.record.reevaluation_years) or REEVALUATION_YEARS
    own = min(typed, law.years) if law and not law.only_for else typed
    if own >= REEVALUATION_YEARS:
        return FEDERAL
    return _by_law(own, law) if law and law.years == own else _typed(own)


def binding(cycle: Cycle) -> Cycle:
    """Of a cycle of law: the one against which a date is past due on record."""
    return cycle if cycle.binds else FEDERAL


def _of_company(count: int, legal: Cycle) -> Cycle:
    remark = "Company practice wants it sooner than the law."
    return Cycle(count, legal.waivable, remark, is_company=True)


def _by_law(count: int, law: ReevaluationLaw) -> Cycle:
    unchecked = "" if law.is_checked else "; nobody has compared that with the state's own text"
    remark = f"State law wants it sooner than federal law ({law.source}{unchecked})."
    return Cycle(count, law.waivable, remark, law.is_checked)


def _typed(count: int) -> Cycle:
    remark = "The Students sheet wants it sooner than federal law; no law of the state is set down for that."
    return Cycle(count, waivable=False, remark=remark)

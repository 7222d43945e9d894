"""By when a student's next review and reevaluation are due, and when they are past due on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workspace_agent.model.facts import Department, Student
from workspace_agent.model.policy import Policy
from workspace_agent.rules.clocks import Clock, annual_clock, reevaluation_clock
from workspace_agent.rules.cycles import binding, cycle_of, legal_cycle
from workspace_agent.rules.readings import reading_of


@dataclass(frozen=True, slots=True)
class Deadline:
    """Two days, mostly the same.

    Attributes:
        clock: What they are counted from.
        due: What warns: the strictest reading.
        ends: The last day on which nothing is past due on record: the reading most lenient to the school.
    """

    clock: Clock
    due: date
    ends: date


def review_deadline(department: Department, student: Student, policy: Policy) -> Deadline | None:
    """Of the annual review; None where nothing on record tells it."""
    clock = annual_clock(department, student)
    if not isinstance(clock, Clock):
        return None
    reading = reading_of(department, student, policy)
    return Deadline(clock, clock.due(reading.warns), clock.lenient(reading.ends))


def next_review_due(department: Department, student: Student, policy: Policy, held: date) -> date:
    """When the next annual review would be due after one that is held on this day."""
    return reading_of(department, student, policy).warns(held)


def reevaluation_deadline(department: Department, student: Student, policy: Policy) -> Deadline | None:
    """Of the reevaluation; None where nothing on record tells it."""
    cycle, legal = cycle_of(department, student, policy), legal_cycle(department, student, policy)
    bound = binding(legal)
    clock = reevaluation_clock(department, student, legal)
    last = reevaluation_clock(department, student, bound)
    if not isinstance(clock, Clock) or not isinstance(last, Clock):
        return None
    return Deadline(clock, clock.due(cycle.following), last.lenient(bound.following))

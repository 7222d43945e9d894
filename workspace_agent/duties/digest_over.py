"""What the last digest told and has ended by itself: nobody resolved it, and nobody has to any more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from workspace_agent.duties.digest import Occasion
from workspace_agent.model.facts import Department
from workspace_agent.model.field import known
from workspace_agent.model.finding import Until
from workspace_agent.rules.team_meetings import held_team_meetings


def over(department: Department, occasion: Occasion, missing: Iterable[str]) -> frozenset[str]:
    """Keys of what ended with a day, or with a goal, that lies before today.

    Args:
        department: As the digest's reader may see it.
        occasion: Knows today, and of each rule what ends its findings.
        missing: Keys of what was told then and is not found now.
    """
    ends = ((key, occasion.until.get(key.partition("/")[0])) for key in missing)
    return frozenset(key for key, end in ends if end and _has_ended(department, key, end, occasion.today))


def _has_ended(department: Department, key: str, end: Until, today: date) -> bool:
    _, subject, cycle = key.split("/", 2)
    if end is Until.GOAL:
        return _goal_has_ended(department, subject, cycle, today)
    day = _day(cycle)
    if day is None or day >= today:
        return False
    return end is Until.DAY or not _was_held(department, subject, day, today)


def _day(cycle: str) -> date | None:
    """None for a cycle that is no day, such as that no service is on record."""
    try:
        return date.fromisoformat(cycle)
    except ValueError:
        return None


def _was_held(department: Department, student_ref: str, day: date, today: date) -> bool:
    """Of a meeting that was held the papers can still be brought, and what is gone was mended."""
    student = department.by_ref.get(student_ref)
    return student is not None and day in dict(held_team_meetings(department, student, today))


def _goal_has_ended(department: Department, student_ref: str, cycle: str, today: date) -> bool:
    """Of a goal that is typed twice the later end counts; one without an end goes on."""
    ends = [
        known(goal.end) or date.max
        for goal in department.goals
        if goal.student_ref == student_ref and f"{cycle}/".startswith(f"{goal.occurrence}/")
    ]
    return max(ends, default=date.max) < today

"""The shortest story found in which the same promise is broken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tests.simulation.action import Step, Story
from tests.simulation.live import Broken
from tests.simulation.typing_actions import Adds, Enrolls, Removes, Transfers, Types, student_of

_STUDENT = re.compile(r"student[= ](\d+)")
"""Whom a failure names."""

Attempt = Callable[[Story], Broken | None]
Clock = Callable[[], float]


def shortest(story: Story, broken: Broken, attempt: Attempt, seconds: float, clock: Clock) -> Story:
    """Leave out steps as long as the same promise is broken, first many at once, then one by one.

    Source: Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002 (ddmin); before it,
    other students than the one that was named, whole kinds of steps and whole students are left out.

    Args:
        story: What happened.
        broken: What was broken in it.
        attempt: What is broken in another story, if anything.
        seconds: Begin no further attempt after so many.
        clock: Seconds that go on.
    """
    until = clock() + seconds

    def breaks(steps: Story) -> Story:
        """The steps up to where the same is broken; nothing where it is not, or where time is up."""
        if clock() > until:
            return ()
        found = attempt(steps)
        return steps[: found.number + 1] if found and kind(found) == kind(broken) else ()

    left = story[: broken.number + 1]
    if about := _STUDENT.search(broken.what):
        left = breaks(tuple(step for step in left if _students(step) <= {int(about[1])})) or left
    for unwanted in _groups(left):
        left = breaks(tuple(step for step in left if step not in unwanted)) or left
    size = max(len(left) // 2, 1)
    while clock() < until:
        shorter = _without_one(left, size, breaks)
        if shorter is None and size == 1:
            break
        left, size = (shorter, size) if shorter else (left, size // 2)
    return left


def kind(broken: Broken) -> str:
    """What two failures have in common that are the same."""
    return broken.what.partition(":")[0]


def _without_one(story: Story, size: int, breaks: Callable[[Story], Story]) -> Story | None:
    """Leave out each stretch of so many steps that can be left out, the last ones first; None if none can."""
    left, ends = story, len(story)
    while ends > 0:
        shorter = breaks((*left[: max(ends - size, 0)], *left[ends:]))
        left = shorter or left
        ends = min(ends - size, len(left))
    return left if len(left) < len(story) else None


def _groups(story: Story) -> Iterator[frozenset[Step]]:
    """Steps of one kind, and those about one student, the largest groups first."""
    groups: dict[str, set[Step]] = {}
    for step in story[:-1]:
        groups.setdefault(type(step.action).__name__, set()).add(step)
        for student in _students(step):
            groups.setdefault(f"student {student}", set()).add(step)
    yield from sorted(map(frozenset, groups.values()), key=len, reverse=True)


def _students(step: Step) -> frozenset[int]:
    """Whom a step is about: hours, sheets and the agent's runs are about nobody."""
    action = step.action
    if isinstance(action, Enrolls | Transfers):
        return frozenset()
    of_row = student_of(action.row) if isinstance(action, Types | Adds | Removes) else None
    student = getattr(action, "student", of_row)
    return frozenset() if student is None else frozenset({student})

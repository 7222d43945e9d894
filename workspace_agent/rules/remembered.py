"""Answers that many rules ask for are worked out once for a department.

Sixty rules ask for each student's clocks, next meeting and goals. An answer depends on what is asked and on
the department, which never changes, so that it makes no difference to anybody when it was given.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from workspace_agent.model.facts import Department, Student

P = ParamSpec("P")
R = TypeVar("R")


def remembered(
    work_out: Callable[Concatenate[Department, P], R],
) -> Callable[Concatenate[Department, P], R]:
    """Ask once: of a student the ref counts, and everything else that is asked by has to be hashable.

    What is given back is shared, so it must not be changed.
    """

    @wraps(work_out)
    def answer(department: Department, /, *asked: P.args, **named: P.kwargs) -> R:
        known: dict[Hashable, Any] = department.answers.setdefault(work_out, {})
        by = tuple([one.ref if isinstance(one, Student) else one for one in asked] + sorted(named.items()))
        if by not in known:
            known[by] = work_out(department, *asked, **named)
        found: R = known[by]
        return found

    return answer

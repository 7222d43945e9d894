"""What the sign-in does not allow, feature by feature, and when it ends by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from workspace_agent.model.dates import words
from workspace_agent.model.place import LinkPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind

_PAGE = "https://myaccount.google.com/connections"
"""Where the agent's account sees what it allows to whom."""

_TOLD: Mapping[str, tuple[ProblemKind, str]] = {
    "meetings": (ProblemKind.CALENDARS_NOT_ALLOWED, "book meetings"),
    "form": (ProblemKind.FORM_NOT_ALLOWED, "read the Post IEP Meeting Form"),
    "filing": (ProblemKind.FEATURE_NOT_ALLOWED, "file records"),
    "sharing": (ProblemKind.FEATURE_NOT_ALLOWED, "share folders and records"),
    "progress_sheets": (ProblemKind.FEATURE_NOT_ALLOWED, "file progress sheets"),
    "agent_tab": (ProblemKind.FEATURE_NOT_ALLOWED, "write Agent tabs"),
    "digest": (ProblemKind.FEATURE_NOT_ALLOWED, "send mail"),
}


def not_allowed(features: Iterable[str]) -> tuple[Problem, ...]:
    """A Problem of the department for each feature that is off for want of a scope.

    Args:
        features: Their names; others than these hang on nothing that a person could switch on.
    """
    lacking = set(features)
    return tuple(
        Problem(kind, LinkPlace(f"{_PAGE}#{feature}", "sign-in"), detail=detail)
        for feature, (kind, detail) in _TOLD.items()
        if feature in lacking
    )


def ends_by_itself(day: date | None) -> tuple[Problem, ...]:
    """A Problem of the department where the sign-in is limited in time: nobody is there to notice.

    Args:
        day: Its last; None where it has none.
    """
    if day is None:
        return ()
    return (Problem(ProblemKind.SIGN_IN_ENDS, LinkPlace(_PAGE, "sign-in"), detail=words(day)),)

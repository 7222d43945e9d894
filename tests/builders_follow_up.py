"""A form that leaves nothing open, and the row of its meeting: each row of a table breaks one thing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from tests.builders import TODAY, a_department, a_meeting, a_policy, a_response, a_student, day
from workspace_agent.model.facts import Meeting, Response
from workspace_agent.model.field import Missing
from workspace_agent.model.finding import Finding, Rule
from workspace_agent.model.follow_up import ActionItems, Said, Ticks
from workspace_agent.model.form import FormField
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import Purpose

MET = day("2026-11-05")
"""A Thursday, two weeks before the day of judgement."""

ASKED: frozenset[FormField] = frozenset(
    {"prior written notice", "entered in PLI Connect", "length", "decisions", "action items"}
)
_WHOLE: dict[str, Any] = {
    "asked": ASKED,
    "notice_given": day("2026-11-06"),
    "in_pli_connect": True,
    "minutes": 60,
    "decided": True,
    "action_items": ActionItems(0),
}


def a_form(
    met: dt.date | None = MET, *purposes: Purpose, about: dict[str, Any] | None = None, **said: Any
) -> Response:
    """The form of a meeting, with some answers changed.

    Args:
        met: The day of the meeting.
        purposes: An annual review, if none is given.
        about: Changes of the response itself.
        said: Changes of what it says.

    Returns:
        The response.
    """
    return a_response(met, *purposes, said=Said(**(_WHOLE | said)), **(about or {}))


def a_row_of(met: dt.date | None = MET, *purposes: Purpose, **changes: Any) -> Meeting:
    """The row of the held meeting, with all columns and nothing in those for what follows."""
    return a_meeting(met, *purposes, **({"held": True, "minutes": None} | changes))


def without_columns(row: Meeting) -> Meeting:
    """The same row in a sheet without columns for what follows."""
    nothing = Missing(row.row)
    return replace(row, ticks=Ticks(nothing, nothing, nothing), minutes=nothing)


def found(
    rule: Rule, *responses: Response, today: dt.date = TODAY, policy: Policy | None = None, **changes: Any
) -> list[Finding]:
    """What a rule finds in a department with these responses."""
    students = changes.pop("students", (a_student(),))
    department = a_department(*students, responses=responses, **changes)
    return list(rule.check(department, policy or a_policy(), today))

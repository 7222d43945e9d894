"""Which calendars are not to be known from memory alone."""

from __future__ import annotations

from workspace_agent.duties.meetings_actions import MeetingAction
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.plan import Plan
from workspace_agent.model.row_verdict import RowVerdict

_HANGS_ON_PEOPLE = frozenset(
    {
        RowVerdict.LINK_OR_BOOK,
        RowVerdict.LINKED,
        RowVerdict.LINKED_ELSEWHERE,
        RowVerdict.DELETED_BY_PERSON,
    }
)
"""Verdicts of rows whose event is a person's own, or was deleted by one."""


def written_calendars(plan: Plan) -> frozenset[str]:
    """Those that the plan writes to: a person may have entered by hand what is to be booked."""
    return frozenset(action.calendar for action in plan.actions if isinstance(action, MeetingAction))


def watched_calendars(plan: Plan, organisation: Organisation) -> frozenset[str]:
    """Those where a row waits for what a person does in the calendar itself."""
    rows = (one for one in plan.decisions if one.duty == MeetingAction.duty)
    waiting = {row.case_manager for row in rows if row.verdict in _HANGS_ON_PEOPLE}
    return frozenset(person.calendar for person in organisation.case_managers if person.key in waiting)

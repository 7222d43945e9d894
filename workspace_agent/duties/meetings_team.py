"""What the Team sheet says about who is on an event, and what it does not say.

A row that vanished is not a decision. Somebody is taken off an event only where the sheet still speaks about
them (the row is restricted, or has another role), or where their row says something else now: as many rows
as at the last look, but not this address. Whoever merely stands in no row any more stays on the event, and
that row and event differ is told.
"""

from __future__ import annotations

from dataclasses import replace

from workspace_agent.duties.meetings_event import guest_print
from workspace_agent.duties.meetings_merge import Standing
from workspace_agent.duties.meetings_rows import Desk, Row
from workspace_agent.model.field import Unreadable
from workspace_agent.model.plan import Plan
from workspace_agent.model.seen import Look


def team_is_whole(desk: Desk) -> bool:
    """Only then does the Team sheet say who is on an event."""
    sheet = (desk.student.case_manager, "team")
    unclear = any(
        isinstance(member.role, Unreadable) or isinstance(member.address, Unreadable) for member in desk.team
    )
    return not unclear and sheet not in desk.department.broken | desk.department.unsettled


def team_looked(desk: Desk) -> Plan:
    """How many rows the team has; while the sheet is not whole, what is remembered is kept."""
    if team_is_whole(desk):
        return Plan(looks=(Look(_subject(desk), str(len(desk.team))),))
    last = desk.seen.looks.get(_subject(desk))
    return Plan(looks=(Look(_subject(desk), last.shown),) if last else ())


def let_go(desk: Desk, row: Row, last: Standing) -> Standing:
    """The last look without the guests whose row vanished, as if a person had put them on the event.

    Args:
        desk: The student's corner of the plan.
        row: The row of the meeting.
        last: What row and event showed at the last look.
    """
    if not team_is_whole(desk) or _has_all_rows(desk):
        return last
    sign = desk.circumstances.sign
    named = {guest_print(sign, address) for address in desk.team_addresses}
    vanished = last.row.each_guest - row.prints.each_guest - named
    kept = "-".join(sorted(last.row.each_guest - vanished))
    return replace(last, row=replace(last.row, guests=kept))


def _has_all_rows(desk: Desk) -> bool:
    last = desk.seen.looks.get(_subject(desk))
    return last is not None and len(desk.team) >= int(last.shown)


def _subject(desk: Desk) -> str:
    return f"team/{desk.student.ref}"

"""What the Team sheet says about who is on an event, and what it does not say.

A row that vanished is not a decision. Somebody is taken off an event only where the sheet still speaks about
them (the row is restricted, or has another role), or where their row says something else now: as many rows
as at the last look, but not this address. Whoever merely stands in no row any more stays on the event, and
that row and event differ is told.
"""

from __future__ import annotations

from dataclasses import replace

from workspace_agent.duties.meetings_event import guest_print
from workspace_agent.duties.meetings_merge import Sides
from workspace_agent.duties.meetings_rows import Booking, Case
from workspace_agent.model.facts import concerns
from workspace_agent.model.field import Unreadable
from workspace_agent.model.plan import Plan
from workspace_agent.model.seen import Look


def team_is_whole(case: Case) -> bool:
    """Only then does the Team sheet say who is on an event."""
    lost = case.department.broken | case.department.unsettled
    unclear = any(
        isinstance(member.role, Unreadable) or isinstance(member.address, Unreadable) for member in case.team
    )
    return not unclear and not concerns(lost, case.student, "team")


def team_looked(case: Case) -> Plan:
    """How many rows the team has. While the sheet is not whole, what the ledger remembers stays."""
    if not team_is_whole(case):
        return Plan()
    return Plan(looks=(Look(_subject(case), str(len(case.team))),))


def let_go(case: Case, booking: Booking, last: Sides) -> Sides:
    """The last look without the guests whose row vanished, as if a person had put them on the event.

    Args:
        case: The student's.
        booking: What the row of the meeting asks for.
        last: What row and event showed at the last look.
    """
    if not team_is_whole(case) or _has_all_rows(case):
        return last
    sign = case.circumstances.sign
    named = {guest_print(sign, address) for address in case.team_addresses}
    vanished = last.row.each_guest - booking.prints.each_guest - named
    kept = "-".join(sorted(last.row.each_guest - vanished))
    return replace(last, row=replace(last.row, guests=kept))


def _has_all_rows(case: Case) -> bool:
    last = case.seen.looks.get(_subject(case))
    return last is not None and len(case.team) >= int(last.shown)


def _subject(case: Case) -> str:
    return f"team/{case.student.ref}"

"""Pure: what is wanted in Google, matched with what is there; yields Actions.

`DUTIES` plan what is done in a run, in the order in which it is done. The Agent tab and the digest are
settled afterwards, because they tell what became of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from workspace_agent.duties import (
    access_record,
    columns,
    downloads,
    evidence,
    filing,
    folders,
    folders_marks,
    left_behind,
    losses,
    meetings,
    private_spreadsheets,
    progress_sheets,
    sharing,
)
from workspace_agent.model.action import Action
from workspace_agent.model.facts import Department
from workspace_agent.model.features import Switch
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.seen import Seen

Duty = Callable[[Department, Seen, Circumstances], Plan]

DUTIES: tuple[tuple[str, Duty], ...] = (
    ("sharing", sharing.plan),
    ("sharing", downloads.plan),
    ("meetings", meetings.plan),
    ("filing", filing.plan),
    ("filing", evidence.plan),
    ("progress_sheets", progress_sheets.plan),
    ("access_record", access_record.plan),
    ("agent_tab", private_spreadsheets.plan),
    ("losses", losses.plan),
    ("left_behind", left_behind.plan),
)


def plan(department: Department, seen: Seen, circumstances: Circumstances) -> Plan:
    """What the duties want, and before it the folders that this needs. A duty that is off wants nothing."""
    adopted = folders.adopt(department, seen, circumstances)
    seen = folders.with_offered(seen)
    department, told = columns.watch(department, seen, circumstances)
    on = [duty for name, duty in DUTIES if circumstances.features.of(name) is not Switch.OFF]
    wanted = sum((duty(department, seen, circumstances) for duty in on), Plan())
    wanted = _without_folder(wanted, folders.Stops(department, seen))
    needs = frozenset(need for action in wanted.actions for need in _folders(action))
    needs |= folders_marks.needed(department, circumstances)
    made = folders.plan(department, seen, circumstances, needs)
    new = (*adopted.actions, *made.actions)
    return adopted + made + folders_marks.plan(department, seen, circumstances, new) + wanted + told


def plan_meetings(department: Department, seen: Seen, circumstances: Circumstances) -> Plan:
    """What the meetings alone want, for a second look in one run."""
    department, _ = columns.watch(department, seen, circumstances)
    return _without_folder(meetings.plan(department, seen, circumstances), folders.Stops(department, seen))


def _folders(action: Action) -> Iterator[str]:
    return (need for need in action.needs if need.startswith(folders.FOLDER))


def _without_folder(wanted: Plan, stops: folders.Stops) -> Plan:
    """Nothing is done for a student whose folder cannot be made: it remembers who the student is."""
    held = [action for action in wanted.actions if any(map(stops.before, _folders(action)))]
    places = {(action.duty, action.place) for action in held}
    decisions = (
        replace(decision, verdict=RowVerdict.NOT_DONE, because="the student's folder cannot be made")
        if (decision.duty, decision.place) in places
        else decision
        for decision in wanted.decisions
    )
    kept = tuple(action for action in wanted.actions if action not in held)
    return replace(wanted, actions=kept, decisions=tuple(decisions))

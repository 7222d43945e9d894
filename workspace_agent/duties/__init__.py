"""Pure: what is wanted in Google, matched with what is there; yields Actions.

`DUTIES` plan what is done in a run, in the order in which it is done. The Agent tab and the digest are
settled afterwards, because they tell what became of it.
"""

from __future__ import annotations

from collections.abc import Callable

from workspace_agent.duties import filing, folders, folders_marks, meetings, sharing
from workspace_agent.model.facts import Department
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.seen import Seen

Duty = Callable[[Department, Seen, Circumstances], Plan]

DUTIES: tuple[tuple[str, Duty], ...] = (
    ("sharing", sharing.plan),
    ("meetings", meetings.plan),
    ("filing", filing.plan),
)


def plan(department: Department, seen: Seen, circumstances: Circumstances) -> Plan:
    """The whole plan of a run: what the duties want, and before it the folders that this needs."""
    wanted = sum((duty(department, seen, circumstances) for _, duty in DUTIES), Plan())
    needs = {need for action in wanted.actions for need in action.needs}
    needs |= folders_marks.needed(department, circumstances)
    made = folders.plan(department, seen, circumstances, frozenset(needs))
    return made + folders_marks.plan(department, seen, circumstances, made.actions) + wanted

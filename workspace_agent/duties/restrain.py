"""What of a plan may be done now, and what waits: after all duties have planned, before anything is done.

`[features]` first, then pauses, then the brakes, which count only what is left. `plan` and `run` both take
this step, so that one prints what the other does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import replace
from typing import TypeVar

from workspace_agent.duties import brakes, pauses, verdicts, wording
from workspace_agent.duties.unread import looks, unread
from workspace_agent.model.action import Action, Kind
from workspace_agent.model.facts import Department
from workspace_agent.model.features import Features, Switch
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.seen import Seen
from workspace_agent.model.waits import Held, Pause, Stop, Waits, Why

A = TypeVar("A", bound=Action)
Brakes = Callable[[Iterable[Action]], tuple[Stop, ...]]


def restrain(
    wanted: Plan, department: Department, seen: Seen, circumstances: Circumstances
) -> tuple[Plan, Waits]:
    """The plan as it is done now, with an account of what waits; and what waits.

    Args:
        wanted: What all duties together want.
        department: What people typed, Paused boxes among it.
        seen: What Google holds, and what the last looks showed.
        circumstances: Switches, limits, and what a person has approved.
    """

    def find_stops(left: Iterable[Action]) -> tuple[Stop, ...]:
        actions = tuple(left)
        too_many = brakes.caps(actions, department, circumstances)
        return (*too_many, *brakes.removals(actions, department, seen, circumstances))

    standing = pauses.in_force(department, seen, circumstances)
    actions, waits = hold(wanted.actions, circumstances.features, standing, find_stops)
    waits = replace(waits, pauses=standing)
    told = tuple(problem for stop in waits.stops for problem in stop.problems)
    problems = (*wanted.problems, *told)
    out_of_sight = unread((*department.problems, *problems), seen, circumstances.now)
    to_remember = (
        *brakes.looks(department, seen, circumstances),
        *pauses.looks(standing, seen),
        *looks(out_of_sight, seen),
    )
    plan = Plan(
        actions=actions,
        problems=problems,
        decisions=verdicts.before(wanted.decisions, actions, waits.held),
        looks=(*wanted.looks, *to_remember),
    )
    return plan, waits


def restrain_again(plan: Plan, waits: Waits, undone: Set[str], circumstances: Circumstances) -> Plan:
    """A plan thought over in the same run: what waits, waits on, and nothing is begun that has a brake.

    What could not be done is left to the next run: tried again in this one it would be told as not done and
    yet might be done.

    Args:
        plan: Some duty's plan after another look.
        waits: What waits in this run.
        undone: Keys of what could not be done in this run.
        circumstances: As they were.
    """
    left = undone | {one.action.key for one in waits.held}
    begun = tuple(a for a in plan.actions if a.kind is Kind.CHANGE and a.key not in left)
    actions, more = hold(begun, circumstances.features, waits.pauses, lambda _: ())
    return replace(
        plan, actions=actions, decisions=verdicts.before(plan.decisions, (), (*waits.held, *more.held))
    )


def hold(
    actions: tuple[A, ...], features: Features, standing: Iterable[Pause], find_stops: Brakes
) -> tuple[tuple[A, ...], Waits]:
    """The actions that are done now, in their order, and those that wait.

    Args:
        actions: In the order in which they would be done.
        features: A duty that is on `report` only tells.
        standing: Pauses in force.
        find_stops: Gives the brakes that are on for actions that neither switch nor pause holds.
    """
    held = {action.key: found for action in actions if (found := _held(action, features, standing))}
    stops = find_stops(action for action in actions if action.key not in held and not _is_folder(action))
    stopped = {item for stop in stops for item in stop.items}
    held |= {a.key: Held(a, Why.BRAKE, wording.BRAKE) for a in actions if a.item in stopped}
    _hold_what_hangs_on(held, actions)
    _hold_idle_folders(held, actions)
    done = tuple(action for action in actions if action.key not in held)
    return done, Waits(tuple(held[action.key] for action in actions if action.key in held), stops)


def _held(action: Action, features: Features, standing: Iterable[Pause]) -> Held | None:
    if features.of(action.duty) is Switch.REPORT:
        return Held(action, Why.REPORT, wording.only_reported(action))
    pause = next((pause for pause in standing if pause.covers(action)), None)
    return Held(action, Why.PAUSED, wording.paused_by(pause)) if pause else None


def _is_folder(action: Action) -> bool:
    """Folders have neither switch nor brake: they are made for what is done, and for nothing else."""
    return action.duty == "folders" and action.kind is Kind.CREATE


def _hold_what_hangs_on(held: dict[str, Held], actions: Iterable[Action]) -> None:
    """What needs something that waits, waits with it."""
    for action in actions:
        first = next((held[key] for key in action.needs if key in held), None)
        if first is not None and action.key not in held:
            held[action.key] = replace(first, action=action)


def _hold_idle_folders(held: dict[str, Held], actions: Sequence[Action]) -> None:
    """A folder that only what waits would need, waits too; parents come before what lies in them."""
    needed: set[str] = set()
    waiting: dict[str, Held] = {}
    for action in reversed(actions):
        if _is_folder(action) and action.key in waiting and action.key not in needed:
            held[action.key] = replace(waiting[action.key], action=action)
        if action.key in held:
            waiting |= dict.fromkeys(action.needs, held[action.key])
        else:
            needed |= set(action.needs)

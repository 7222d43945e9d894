"""One cycle: observe, judge, plan, apply, settle. The only module that asks the time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from time import monotonic

from workspace_agent import approvals, duties, settle
from workspace_agent.duties.digest import Digest
from workspace_agent.duties.restrain import restrain
from workspace_agent.effects.doubts import settle_doubts
from workspace_agent.effects.perform import Performer
from workspace_agent.google.counter import Count
from workspace_agent.model.action import Action
from workspace_agent.model.errors import NotThere
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.observe import Observation
from workspace_agent.observe.memory import looks
from workspace_agent.second_look import see_links_through
from workspace_agent.tools import Tools

Clock = Callable[[], datetime]

WRONG_USAGE = 2
"""Exit code of a run that was asked for something that there is not."""


def clock_from(as_of: datetime | None = None) -> Clock:
    """A clock that runs on from `as_of`, or the real one."""
    if as_of is None:
        return lambda: datetime.now(UTC)
    started = monotonic()
    return lambda: as_of + timedelta(seconds=monotonic() - started)


@dataclass(frozen=True, slots=True)
class Thought:
    """What a look led to, before anything is done.

    Attributes:
        wanted: What the duties want altogether.
        plan: What of it is done now; what waits is in the account.
    """

    observation: Observation
    account: settle.Account
    wanted: Plan
    plan: Plan
    circumstances: Circumstances


@dataclass(frozen=True, slots=True)
class Report:
    """What one run did. Exit code 0: done; 1: some rows need a person; 6: something waits at a brake."""

    run: int
    account: settle.Account
    requests: tuple[Count, ...]
    exit_code: int


def think(tools: Tools, approve: Sequence[str] = ()) -> Thought:
    """Observe, judge, plan and see what waits; nothing is written to Google.

    Args:
        tools: What it works with.
        approve: Approvals of what waits at a brake, as typed.

    Raises:
        NotThere: Nothing waits for such an approval.
    """
    now = tools.clock()
    observation = tools.observe(now)
    circumstances = tools.circumstances(observation, now)
    wanted = duties.plan(observation.department, observation.seen, circumstances)
    thought = _restrained(observation, wanted, circumstances)
    if not approve:
        return thought
    approved = approvals.approve(tools.ledger, thought.account.waits.stops, approve, tools.clock())
    return _restrained(observation, wanted, replace(circumstances, approved=approved))


def _restrained(observation: Observation, wanted: Plan, circumstances: Circumstances) -> Thought:
    department = observation.department
    plan, waits = restrain(wanted, department, observation.seen, circumstances)
    account = settle.open_account(department, observation.seen, plan, waits, circumstances)
    return Thought(observation, account, wanted, plan, circumstances)


def foresee(tools: Tools) -> Thought:
    """What `run` would do, what it would settle in the end included; nothing is written."""
    thought = think(tools)
    account, tabs = settle.tab_actions(thought.account, thought.circumstances)
    account, digests = settle.digest_actions(account, thought.circumstances, tools.ledger)
    actions = (*thought.plan.actions, *tabs, *digests)
    return replace(thought, account=account, plan=replace(thought.plan, actions=actions))


def run(tools: Tools, approve: Sequence[str] = ()) -> Report:
    """Do one whole cycle, with the approvals that were given.

    Raises:
        NotThere: Nothing waits for such an approval; nothing was done.
    """
    number = tools.ledger.begin_run(tools.clock())
    tools.log.say("run begins", run=number)
    try:
        thought = think(tools, approve)
    except NotThere:
        tools.ledger.end_run(number, tools.clock(), WRONG_USAGE, "{}")
        raise
    _settle_doubts(tools, thought)
    tools.ledger.look((*thought.plan.looks, *looks(thought.observation.intake.identities)), tools.clock())
    performer = tools.performer(thought.observation, thought.circumstances.today, number)
    account = _perform(performer, thought.account, thought.plan.actions)
    account = see_links_through(tools, performer, thought.observation, thought.circumstances, account)
    account = _perform(performer, *settle.tab_actions(account, thought.circumstances))
    account, digests = settle.digest_actions(account, thought.circumstances, tools.ledger)
    settle.remember_told(digests, tools.ledger)
    account = _perform(performer, account, digests)
    wanted = (*thought.wanted.actions, *(held.action for held in account.waits.held))
    approvals.forget_spent(tools.ledger, wanted, account.outcomes)
    return _end(tools, number, account)


def _settle_doubts(tools: Tools, thought: Thought) -> None:
    observation, planned = thought.observation, {action.key for action in thought.plan.actions}
    organisation = observation.department.organisation
    settle_doubts(tools.ledger, organisation, observation.seen, planned, tools.clock())


def preview(tools: Tools) -> Digest:
    """The digest as it would be sent now, marking nothing as sent."""
    thought = think(tools)
    key = settle.preview_key(thought.account, thought.circumstances.now)
    return settle.write_digest(thought.account, key, thought.circumstances, tools.ledger)


def _perform(performer: Performer, account: settle.Account, actions: Iterable[Action]) -> settle.Account:
    return settle.with_outcomes(account, performer.perform(actions))


def _end(tools: Tools, number: int, account: settle.Account) -> Report:
    for stop in account.waits.stops:
        tools.log.say("waits", run=number, key=stop.approval, reason=stop.kind.value, count=len(stop.items))
    requests = tools.google.counter.as_rows()
    tools.ledger.end_run(number, tools.clock(), account.exit_code, settle.counts(account, requests))
    tools.log.say("run ends", run=number, exit_code=account.exit_code)
    return Report(number, account, requests, account.exit_code)

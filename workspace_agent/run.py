"""One cycle: observe, judge, plan, apply, settle. The only module that asks the time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic

from workspace_agent import duties, settle
from workspace_agent.duties.digest import Digest
from workspace_agent.effects.doubts import settle_doubts
from workspace_agent.effects.perform import Performer
from workspace_agent.google.counter import Count
from workspace_agent.model.action import Action
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.observe import Observation
from workspace_agent.observe.memory import looks
from workspace_agent.tools import Tools

Clock = Callable[[], datetime]


def clock_from(as_of: datetime | None = None) -> Clock:
    """A clock that runs on from `as_of`, or the real one."""
    if as_of is None:
        return lambda: datetime.now(UTC)
    started = monotonic()
    return lambda: as_of + timedelta(seconds=monotonic() - started)


@dataclass(frozen=True, slots=True)
class Thought:
    """What a look led to, before anything is done."""

    observation: Observation
    account: settle.Account
    plan: Plan
    circumstances: Circumstances


@dataclass(frozen=True, slots=True)
class Report:
    """What one run did. Exit code 0: done; 1: done, some rows need a person."""

    run: int
    account: settle.Account
    requests: tuple[Count, ...]
    exit_code: int


def think(tools: Tools) -> Thought:
    """Observe, judge and plan; nothing is written to Google."""
    now = tools.clock()
    observation = tools.observe(now)
    circumstances = tools.circumstances(observation, now)
    plan = duties.plan(observation.department, observation.seen, circumstances)
    account = settle.open_account(observation.department, plan, tools.settings.policy, circumstances.today)
    return Thought(observation, account, plan, circumstances)


def run(tools: Tools) -> Report:
    """Do one whole cycle."""
    number = tools.ledger.begin_run(tools.clock())
    tools.log.say("run begins", run=number)
    thought = think(tools)
    planned = {action.key for action in thought.plan.actions}
    settle_doubts(tools.ledger, thought.observation.seen, planned, tools.clock())
    tools.ledger.look((*thought.plan.looks, *looks(thought.observation.intake.identities)), tools.clock())
    performer = tools.performer(thought.observation, thought.circumstances.today, number)
    account = _perform(performer, thought.account, thought.plan.actions)
    account = _perform(performer, *settle.tab_actions(account))
    digests = settle.digest_actions(account, thought.circumstances, tools.ledger, tools.sign)
    account = _perform(performer, account, digests)
    return _end(tools, number, account)


def preview(tools: Tools) -> Digest:
    """The digest as it would be sent now, marking nothing as sent."""
    thought = think(tools)
    key = settle.preview_key(thought.account, thought.circumstances.now)
    return settle.write_digest(thought.account, key, thought.circumstances.today, tools.ledger)


def _perform(performer: Performer, account: settle.Account, actions: Iterable[Action]) -> settle.Account:
    return settle.with_outcomes(account, performer.perform(actions))


def _end(tools: Tools, number: int, account: settle.Account) -> Report:
    requests = tools.google.counter.as_rows()
    tools.ledger.end_run(number, tools.clock(), account.exit_code, settle.counts(account, requests))
    tools.log.say("run ends", run=number, exit_code=account.exit_code)
    return Report(number, account, requests, account.exit_code)

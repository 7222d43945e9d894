"""One cycle: observe, judge, plan, apply, settle. The only module that asks the time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from time import monotonic

from workspace_agent import duties, settle
from workspace_agent.duties.digest import Digest
from workspace_agent.effects import Hands, effects
from workspace_agent.effects.perform import Performer
from workspace_agent.google.counter import Count
from workspace_agent.model.action import Action, State
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.observe import Observation
from workspace_agent.rules import judge
from workspace_agent.rules.bands import due_bands
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
    department = observation.department
    circumstances = tools.circumstances(observation, now)
    plan = duties.plan(department, observation.seen, circumstances)
    account = settle.Account(
        department=department,
        findings=judge(department, tools.settings.policy, circumstances.today),
        problems=(*department.problems, *plan.problems),
        decisions=plan.decisions,
        due=due_bands(department, tools.settings.policy, circumstances.today),
    )
    return Thought(observation, account, plan, circumstances)


def run(tools: Tools) -> Report:
    """Do one whole cycle."""
    number = tools.ledger.begin_run(tools.clock())
    tools.log.say("run begins", run=number)
    thought = think(tools)
    performer = _performer(tools, thought, number)
    account = _perform(performer, thought.account, thought.plan.actions)
    tabs, untold = settle.tab_actions(account)
    account = _perform(performer, replace(account, problems=(*account.problems, *untold)), tabs)
    account = _send_digest(tools, performer, account, thought.circumstances)
    return _end(tools, number, account)


def preview(tools: Tools) -> Digest:
    """The digest as it would be sent now, marking nothing as sent."""
    thought = think(tools)
    key = settle.preview_key(thought.account, thought.circumstances.now)
    return settle.write_digest(thought.account, key, thought.circumstances.today, tools.ledger)


def _performer(tools: Tools, thought: Thought, number: int) -> Performer:
    organisation = thought.account.department.organisation
    files, records = thought.observation.seen.files, thought.observation.intake.records
    today = thought.circumstances.today
    hands = Hands(tools.google, tools.ledger, organisation, files, records, today)
    return Performer(effects(hands), tools.ledger, tools.log, number, tools.clock)


def _perform(performer: Performer, account: settle.Account, actions: Iterable[Action]) -> settle.Account:
    return settle.with_outcomes(account, performer.perform(actions))


def _send_digest(
    tools: Tools, performer: Performer, account: settle.Account, circumstances: Circumstances
) -> settle.Account:
    key = settle.digest_key(account, circumstances.now)
    if key is None or key in tools.ledger.done():
        return account
    digest = settle.write_digest(account, key, circumstances.today, tools.ledger)
    tools.ledger.tell(key, digest.told)
    return _perform(performer, account, [settle.digest_action(account, digest, key, tools.sign)])


def _end(tools: Tools, number: int, account: settle.Account) -> Report:
    undone = any(outcome.state is not State.DONE for outcome in account.outcomes)
    code = 1 if account.problems or undone else 0
    requests = tools.google.counter.as_rows()
    tools.ledger.end_run(number, tools.clock(), code, settle.counts(account, requests))
    tools.log.say("run ends", run=number, exit_code=code)
    return Report(number, account, requests, code)

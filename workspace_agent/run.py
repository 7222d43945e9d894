"""One cycle: observe, judge, plan, apply, settle. The only module that asks the time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic

from workspace_agent import approvals, mails, settle
from workspace_agent.effects.doubts import settle_doubts
from workspace_agent.effects.perform import Performer
from workspace_agent.google.counter import Count
from workspace_agent.ledger.inbox import take_in
from workspace_agent.model.errors import WorkspaceAgentError
from workspace_agent.model.plan import Circumstances
from workspace_agent.observe.memory import looks
from workspace_agent.second_look import look_again
from workspace_agent.think import Thought, think
from workspace_agent.tools import Tools

Clock = Callable[[], datetime]


def clock_from(as_of: datetime | None = None) -> Clock:
    """A clock that runs on from `as_of`, or the real one."""
    if as_of is None:
        return lambda: datetime.now(UTC)
    started = monotonic()
    return lambda: as_of + timedelta(seconds=monotonic() - started)


@dataclass(frozen=True, slots=True)
class Report:
    """What one run did, and its exit code (see `settle.Account.exit_code`)."""

    run: int
    account: settle.Account
    requests: tuple[Count, ...]
    exit_code: int


def run(tools: Tools, approve: Sequence[str] = ()) -> Report:
    """Do one whole cycle, with the approvals that were given.

    Raises:
        NotThere: Nothing waits for such an approval; nothing was done.
    """
    tools.google.begin_run()
    number = tools.ledger.runs.begin(tools.clock())
    with tools.log.of_run(number):
        tools.log.say("run begins")
        try:
            account = _cycle(tools, number, approve)
        except WorkspaceAgentError as error:
            tools.ledger.runs.end(number, tools.clock(), error.exit_code, "{}")
            tools.log.say("run stopped", reason=type(error).__name__, exit_code=error.exit_code)
            raise
        return _end(tools, number, account)


def _cycle(tools: Tools, number: int, approve: Sequence[str]) -> settle.Account:
    if taken := take_in(tools.settings.state, tools.ledger, tools.clock()):
        tools.log.say("handed over", count=taken)
    thought = think(tools, approve, number)
    _remember(tools, thought)
    performer = tools.performer(thought.observation, thought.circumstances.today, number)
    account = settle.apply(performer, thought.account, thought.plan.actions)
    account = look_again(tools, performer, thought.observation, thought.circumstances, account)
    account = _tell(tools, performer, account, thought.circumstances)
    approvals.forget_done(tools.ledger, account.outcomes)
    approvals.forget_taken_in(tools.ledger, thought.plan.looks)
    if not account.unread:
        approvals.forget_unwanted(tools.ledger, thought.still_wanted(account))
    return account


def _tell(
    tools: Tools, performer: Performer, account: settle.Account, circumstances: Circumstances
) -> settle.Account:
    account, tabs = settle.tab_actions(account, circumstances)
    for readers in mails.in_turn(account.department.organisation, circumstances.today):
        account = settle.apply(performer, account, (tab for tab in tabs if tab.case_manager in readers))
        account, digests = mails.digest_actions(account, circumstances, tools.ledger, readers)
        account = settle.apply(performer, account, digests)
        account, news = mails.news_actions(account, circumstances, tools.ledger, readers)
        account = settle.apply(performer, account, news)
    return account


def _remember(tools: Tools, thought: Thought) -> None:
    """What became of effects in doubt, and what this look showed, for the next one to compare with."""
    observation, planned = thought.observation, {action.key for action in thought.plan.actions}
    settle_doubts(tools.ledger, tools.google, tools.recipients(), observation.seen, planned, tools.clock())
    seen_at = thought.circumstances.now
    urgent = mails.urgent_looks(thought.account, thought.circumstances, tools.ledger)
    tools.ledger.look((*thought.plan.looks, *looks(observation.intake.identities), *urgent), seen_at)
    tools.ledger.access.look(thought.sights, seen_at)


def _end(tools: Tools, number: int, account: settle.Account) -> Report:
    for stop in account.waits.stops:
        tools.log.say("waits", key=stop.approval, reason=stop.kind.value, count=len(stop.items))
    requests = tools.google.counter.as_rows()
    tools.ledger.runs.end(number, tools.clock(), account.exit_code, settle.counts(account, requests))
    tools.log.say("run ends", exit_code=account.exit_code)
    return Report(number, account, requests, account.exit_code)

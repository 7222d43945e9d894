"""What comes before any effect: look, judge, plan, and see what waits. Nothing is written to Google."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workspace_agent import approvals, duties, mails, settle
from workspace_agent.duties.digest import Digest
from workspace_agent.duties.digest_recipients import Recipient
from workspace_agent.duties.digests import mailing_now
from workspace_agent.duties.meetings_afresh import watched_calendars, written_calendars
from workspace_agent.duties.private_spreadsheets import MakePrivateSpreadsheet
from workspace_agent.duties.restrain import restrain
from workspace_agent.duties.sights import sights
from workspace_agent.model.access import Sight
from workspace_agent.model.action import Action
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.observe import Observation
from workspace_agent.rules.year_plan import year_of
from workspace_agent.tools import Tools


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

    @property
    def sights(self) -> tuple[Sight, ...]:
        """Who can open what."""
        return sights(self.observation.department, self.observation.seen, self.circumstances)

    def still_wanted(self, account: settle.Account) -> tuple[Action, ...]:
        """Everything that an approval may still be for, with what waited when the run was settled."""
        return (*self.wanted.actions, *(held.action for held in account.waits.held))


def think(tools: Tools, approve: Sequence[str] = (), run: int | None = None) -> Thought:
    """Observe, judge, plan and see what waits.

    Args:
        tools: What it works with.
        approve: Approvals of what waits at a brake, as typed.
        run: Number of the run that will do it; None where nothing is done.

    Raises:
        NotThere: Nothing waits for such an approval.
    """
    tools.catch_up()
    thought = _thought(tools, approve, run)
    while tools.look_afresh_at(written_calendars(thought.plan)):
        thought = _thought(tools, (), run)
    tools.watch(watched_calendars(thought.wanted, thought.observation.department.organisation))
    return thought


def _thought(tools: Tools, approve: Sequence[str], run: int | None) -> Thought:
    now = tools.clock()
    observation = tools.observe(now)
    circumstances = replace(tools.circumstances(observation, now), run=run)
    wanted = duties.plan(observation.department, observation.seen, circumstances)
    thought = _restrained(observation, wanted, circumstances)
    if not approve:
        return thought
    stops = _settled(tools, thought).account.waits.stops
    approved = approvals.approve(tools.ledger, stops, approve, tools.clock())
    return _restrained(observation, wanted, replace(circumstances, approved=approved))


def _restrained(observation: Observation, wanted: Plan, circumstances: Circumstances) -> Thought:
    department, seen = observation.department, observation.seen
    plan, waits = restrain(wanted, department, seen, circumstances)
    account = settle.open_account(department, seen, plan, waits, circumstances)
    return Thought(observation, account, wanted, plan, circumstances)


def foresee(tools: Tools) -> Thought:
    """What `run` would do, what it would settle in the end included."""
    return _settled(tools, think(tools))


def _settled(tools: Tools, thought: Thought) -> Thought:
    """With tabs and mails, and what of them waits, as if everything went well."""
    to_be_made = (one for one in thought.plan.actions if isinstance(one, MakePrivateSpreadsheet))
    account = settle.with_new_private(thought.account, {one.case_manager: one.key for one in to_be_made})
    account, tabs = settle.tab_actions(account, thought.circumstances)
    everybody = {one.key for one in tools.digest_recipients}
    account, digests = mails.digest_actions(account, thought.circumstances, tools.ledger, everybody)
    account, news = mails.news_actions(account, thought.circumstances, tools.ledger, everybody, digests)
    actions = (*thought.plan.actions, *tabs, *digests, *news)
    return replace(thought, account=account, plan=replace(thought.plan, actions=actions))


def foresee_year(tools: Tools, year: int | None = None) -> Digest:
    """The manager's year plan as of now, marking nothing as sent.

    Args:
        tools: What it works with.
        year: In which the school year begins; left out, the one that today is in.
    """
    thought = think(tools)
    account, circumstances = thought.account, thought.circumstances
    begins = year_of(circumstances.today) if year is None else year
    return mails.write_year_plan(account, circumstances, tools.ledger, tools.digest_recipients[0], begins)


def preview(tools: Tools, recipient: Recipient | None = None) -> Digest:
    """A person's digest as it would be sent now, the manager's if nobody is named; nothing is marked."""
    return digest_now(tools, think(tools), recipient or tools.digest_recipients[0])


def digest_now(tools: Tools, thought: Thought, recipient: Recipient) -> Digest:
    """What a person's digest says of what was thought, due or not."""
    mailing = mailing_now(recipient, thought.circumstances.now)
    return mails.write_digest(thought.account, thought.circumstances, tools.ledger, mailing)

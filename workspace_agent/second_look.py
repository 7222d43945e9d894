"""Look at the calendars again in the same run, where the agent wrote to one.

What is told afterwards is how things stand then, so that the next run has nothing to tell anew. And Google
makes a video link moments after the event: whoever were invited before that would get an invitation without
it, and a second one later; so nobody is invited until it is there, and in most runs that is seconds later.
"""

from __future__ import annotations

from dataclasses import replace

from workspace_agent import duties, settle
from workspace_agent.duties import meetings
from workspace_agent.duties.meetings_actions import AskForVideo, BookMeeting, MeetingAction
from workspace_agent.duties.meetings_afresh import written_calendars
from workspace_agent.duties.restrain import restrain_again
from workspace_agent.effects.perform import Performer
from workspace_agent.model.action import State
from workspace_agent.model.errors import GoogleRefusal
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.observe import Observation
from workspace_agent.observe.calendars import read_again
from workspace_agent.tools import Tools

_SECONDS = (0, 1, 3)
"""Before each further look. What is not there by then is seen at the next run."""


def look_again(
    tools: Tools,
    performer: Performer,
    observation: Observation,
    circumstances: Circumstances,
    account: settle.Account,
) -> settle.Account:
    """Tell how the meetings stand now, and invite their guests as soon as there is a link to join by."""
    seen, touched = observation.seen, _touched(account)

    def think() -> Plan:
        plan = duties.plan_meetings(observation.department, seen, circumstances)
        return restrain_again(plan, account.waits, performer.undone, circumstances)

    before = think()
    for seconds in _seconds(account):
        tools.sleep(seconds)
        try:
            events = read_again(
                tools.google,
                observation.department.organisation,
                touched,
                seen.events,
                tools.sign,
                tools.clock(),
            )
        except GoogleRefusal:
            break  # the next run sees what stands there
        seen = replace(seen, events=events, done=tools.ledger.done(), looks=tools.ledger.looks())
        after = think()
        if tools.look_afresh_at(written_calendars(after)):
            break  # a calendar that this run knows from memory alone: the next run looks at it, and decides
        tools.ledger.look(after.looks, circumstances.now)
        outcomes = performer.perform(after.actions)
        account = settle.with_outcomes(settle.instead(account, before, after), outcomes)
        before = after
        if not meetings.awaits_links(after):
            break
    return account


def _seconds(account: settle.Account) -> tuple[int, ...]:
    """One look where a calendar changed; more of them only where a link was asked for."""
    if _asked_for_links(account):
        return _SECONDS
    return _SECONDS[:1] if _touched(account) else ()


def _touched(account: settle.Account) -> frozenset[str]:
    """All calendars that changed: an event of this run that is not read would count as deleted."""
    actions = (outcome.action for outcome in account.outcomes if outcome.state is State.DONE)
    return frozenset(action.calendar for action in actions if isinstance(action, MeetingAction))


def _asked_for_links(account: settle.Account) -> bool:
    """A link was asked for in this run."""
    done = (outcome.action for outcome in account.outcomes if outcome.state is State.DONE)
    return any(
        isinstance(action, AskForVideo) or (isinstance(action, BookMeeting) and bool(action.request_id))
        for action in done
    )

"""Look at the calendars again in the same run, where a video link was asked for.

Google makes a link moments after the event. Whoever were invited before that would get an invitation without
it, and a second one later; so nobody is invited until it is there, and in most runs that is seconds later.
"""

from __future__ import annotations

from dataclasses import replace

from workspace_agent import duties, settle
from workspace_agent.duties import meetings
from workspace_agent.duties.meetings_actions import AskForVideo, BookMeeting, MeetingAction
from workspace_agent.duties.restrain import as_before
from workspace_agent.effects.perform import Performer
from workspace_agent.model.action import State
from workspace_agent.model.errors import GoogleRefusal
from workspace_agent.model.plan import Circumstances
from workspace_agent.observe import Observation
from workspace_agent.observe.calendars import read_again
from workspace_agent.tools import Tools

_SECONDS = (0, 1, 3)
"""Before each further look. What is not there by then is seen at the next run."""


def see_links_through(
    tools: Tools,
    performer: Performer,
    observation: Observation,
    circumstances: Circumstances,
    account: settle.Account,
) -> settle.Account:
    """Invite the guests of meetings that were booked in this run, as soon as there is a link to join by."""
    department, seen = observation.department, observation.seen
    organisation = department.organisation
    before = as_before(duties.plan_meetings(department, seen, circumstances), account.waits, circumstances)
    calendars, touched = _calendars(account), _touched(account)
    for seconds in _SECONDS:
        if not calendars:
            break
        tools.sleep(seconds)
        try:
            events = read_again(tools.google, organisation, touched, seen.events, tools.sign, tools.clock())
        except GoogleRefusal:
            break  # the next run sees what stands there
        seen = replace(seen, events=events, done=tools.ledger.done(), looks=tools.ledger.looks())
        after = as_before(duties.plan_meetings(department, seen, circumstances), account.waits, circumstances)
        tools.ledger.look(after.looks, circumstances.now)
        outcomes = performer.perform(after.actions)
        account = settle.with_outcomes(settle.instead(account, before, after), outcomes)
        before, calendars = after, calendars if meetings.awaits_links(after) else frozenset()
    return account


def _touched(account: settle.Account) -> frozenset[str]:
    """All calendars that changed: an event of this run that is not read would count as deleted."""
    actions = (outcome.action for outcome in account.outcomes if outcome.state is State.DONE)
    return frozenset(action.calendar for action in actions if isinstance(action, MeetingAction))


def _calendars(account: settle.Account) -> frozenset[str]:
    """Calendars on which a link was asked for in this run."""
    done = (outcome.action for outcome in account.outcomes if outcome.state is State.DONE)
    return frozenset(
        action.calendar
        for action in done
        if isinstance(action, AskForVideo) or (isinstance(action, BookMeeting) and action.request_id)
    )

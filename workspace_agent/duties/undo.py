"""How a person takes back what the agent did, and what the agent makes of that."""

from __future__ import annotations

from workspace_agent.model.action import State

_FILE = "Move it to the trash in Drive; the agent reports it and does not file it again."
_WAYS = {
    "meeting": "Delete the event in Calendar; the agent does not book it again for that date.",
    "change": "Change the event in Calendar, or the row; what a person did last stands.",
    "cancel": "Untick Cancelled in the row, or type a new date; the agent books a new event.",
    "video": "Put another link into the event's location; the agent leaves it there.",
    "hide": "Let guests see the list again in the event; the agent does not hide it a second time.",
    "record": _FILE,
    "review": _FILE,
    "folder": "Move it to the trash in Drive; the agent reports it and files nothing there any more.",
    "mark": "Nothing to take back: only the agent sees its marks; answer anew if an answer was wrong.",
    "share": "Remove the person in Drive's sharing dialog; the agent grants it once more and then leaves it.",
    "revoke": "Share it with the person again; while the settings ask for it, the agent takes that back.",
    "superseded": "Nothing to take back: the older version keeps its content; rename it as you like.",
    "agent_tab": "Nothing to take back: the tab is the agent's own, and is written anew on a change.",
    "digest": "A mail cannot be taken back.",
}
"""By the first part of an action's key."""

_LINKED = "Nothing that anybody sees was changed; delete the event in Calendar if the meeting is off."
_UNKNOWN = "Look first: it is not known whether this was done."


def undo(key: str, summary: str, state: str) -> str:
    """What to do, in a sentence; empty where nothing was done.

    Args:
        key: Of the action.
        summary: Of the action: its first word tells a linked event from a booked one.
        state: What became of it.
    """
    if state not in {State.DONE.value, State.UNKNOWN.value}:
        return ""
    linked = summary.startswith("link:")
    way = _LINKED if linked else _WAYS.get(key.partition("/")[0], "Open the link and look.")
    return f"{_UNKNOWN} {way}" if state == State.UNKNOWN.value else way

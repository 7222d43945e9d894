"""How a person takes back what the agent did, and what the agent makes of that."""

from __future__ import annotations

from workspace_agent.model.action import State

_FILE = "Move it to the trash in Drive; the agent reports it and does not file it again."
_WAYS = {
    "meeting": "Delete the event in Calendar; the agent does not book it again for that date.",
    "record": _FILE,
    "review": _FILE,
    "folder": "Move it to the trash in Drive; the agent reports it and files nothing there any more.",
    "share": "Remove the person in Drive's sharing dialog; the agent grants it once more and then leaves it.",
    "agent_tab": "Nothing to take back: the tab is the agent's own, and is written anew on a change.",
    "digest": "A mail cannot be taken back.",
}
"""By the first part of an action's key."""

_OTHER_WAYS = {
    ("meeting", "change"): "Change the event in Calendar, or the row; what a person did last stands.",
    ("meeting", "cancel"): "Untick Cancelled in the row; the agent books a new event.",
}
"""Where one thing is done in several ways: by the first word of the summary as well."""

_UNKNOWN = "Look first: it is not known whether this was done."


def undo(key: str, summary: str, state: str) -> str:
    """What to do, in a sentence; empty where nothing was done.

    Args:
        key: Of the action.
        summary: Of the action: its first word says what was done.
        state: What became of it.
    """
    if state not in {State.DONE.value, State.UNKNOWN.value}:
        return ""
    kind, verb = key.partition("/")[0], summary.partition(":")[0]
    way = _OTHER_WAYS.get((kind, verb)) or _WAYS.get(kind, "Open the link and look.")
    return f"{_UNKNOWN} {way}" if state == State.UNKNOWN.value else way

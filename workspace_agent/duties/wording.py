"""How what waits and what failed is said: the one home of these words, for plan, run, digest and Agent tab.

What a row comes to stands in `model/row_verdict.py`, what a brake says in `model/problem_kinds.py`.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from workspace_agent.model.action import Action, Decision, Kind, Outcome
from workspace_agent.model.dates import words
from workspace_agent.model.place import Cell, LinkPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.waits import Held, Pause

BRAKE = "it is too much at once and waits for approval"

_COMES_TO = {RowVerdict.HOLD: "a private hold", RowVerdict.NEEDS_REVIEW: "kept for review"}

_DEEDS = {
    "meeting": "booking this meeting",
    "change": "changing this meeting or inviting its guests",
    "cancel": "cancelling this meeting",
    "back": "noting that this meeting was brought back",
    "hide": "closing the guest list of this meeting",
    "video": "asking for the meeting's video link again",
    "record": "filing this form response",
    "evidence": "filing the contact attempts towards a meeting",
    "progress": "filing a student's progress sheet",
    "renewed": "drawing a student's progress sheet anew",
    "review": "keeping this form response for review",
    "superseded": "marking the earlier version of a record",
    "folder": "making a folder for records",
    "mark": "marking a folder for records",
    "access_record": "filing the access record of a month",
    "share": "sharing a folder for records",
    "revoke": "taking a reader off",
    "year_plan": "sending the year plan",
    "private": "making the spreadsheet that stands in for the Agent tab",
    "downloads": "closing a record to downloads",
    "unmark": "marking a folder as shared no more",
    "hand_over": "moving a student's folder to another case manager",
    "agent_tab": "writing the Agent tab",
    "workbook": "making the workbook",
    "tabs": "putting the tabs into the workbook",
    "access": "sharing the workbook",
    "digest": "sending a digest",
    "copy": "sending a copy of a digest",
    "urgent": "sending an urgent mail",
    "ready": "sending the cards of the coming meetings",
}
"""What each kind of effect does; the kind is the first part of an action's key."""


def failure(outcome: Outcome) -> Problem | None:
    """What was not done, where, and what happens next; None where it was done, or hangs on something else."""
    if outcome.trouble is None:
        return None
    action = outcome.action
    kind = action.key.partition("/")[0]
    deed = _DEEDS.get(kind, kind.replace("_", " "))
    if action.duty == "digest":
        deed = f"{deed} to {action.key.split('/')[1]}"
    place = action.place or LinkPlace("https://drive.google.com/", "Drive")
    return Problem(outcome.trouble, place, action.case_manager, action.student_ref, detail=deed)


def only_reported(action: Action) -> str:
    """Why an action of a duty on `report` is not done."""
    return f"it is only reported ([features] {action.duty} in agent.toml)"


def mail_waits(until: datetime, zone: str) -> str:
    """`Mail waits until 20 Nov 2026 15:04 (America/New_York), because Gmail's limit is reached`."""
    return f"Mail waits until {_moment(until, zone)}, because Gmail's limit is reached"


def mail_waited(until: datetime, zone: str) -> str:
    """The same afterwards, to those who got their mail late."""
    return f"Mail waited until {_moment(until, zone)}, because Gmail's limit was reached"


def _moment(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    return f"{words(local.date())} {local:%H:%M} ({zone})"


def paused_by(pause: Pause) -> str:
    """Why a paused action is not done."""
    return f"it is paused, {_unseen(pause)}" if pause.unreadable else f"it is paused by {pause.place.label}"


def decides(action: Action) -> bool:
    """Its row's verdict hangs on it: a change leaves a booked meeting booked, and a filed record filed."""
    return action.key.partition("/")[0] in {"meeting", "cancel", "record", "review"}


def is_booking(action: Action) -> bool:
    """It gives its row an event."""
    return action.key.partition("/")[0] == "meeting"


def would_be(decision: Decision, held: Held) -> str:
    """What a row would have come to, and why it does not now; what is there only waits to be changed."""
    if not decides(held.action):
        return f"{decision.because}; it stands as it is, and a change of it waits: {held.because}"
    comes_to = _COMES_TO.get(decision.verdict, decision.verdict.words)
    if held.action.kind is Kind.REMOVE:
        comes_to = "cancelled"
    return f"would be {comes_to} ({decision.because}), but {held.because}"


def paused(pause: Pause, case_manager: str, student: str) -> str:
    """Whose work rests: `a meeting of J.S. (Ana Brook)`.

    Args:
        pause: In force.
        case_manager: As the reader may see it: a name, or a key.
        student: Initials, or a student_ref.
    """
    if pause.row is not None:
        return f"a meeting of {student} ({case_manager})"
    if pause.student_ref:
        return f"everything of {student} ({case_manager})"
    return f"everything of {case_manager}" if pause.case_manager else "the whole department"


def since(pause: Pause) -> str:
    """Since when, until when, and whether somebody wanted it: `since 20 Nov 2026, by cell N5`."""
    parts = [f"since {words(pause.since)}"] if pause.since else []
    parts += [f"until the end of {words(pause.until)}"] if pause.until else []
    parts.append(_unseen(pause) if pause.unreadable else f"by {pause.place.label}")
    return ", ".join(parts)


def _unseen(pause: Pause) -> str:
    """Why somebody's work rests although nobody may have wanted it."""
    label = pause.place.label
    closed = (
        f"{label} cannot be read"
        if isinstance(pause.place, Cell)
        else f"the {label} cannot be opened or read"
    )
    return f"because {closed}, so that it cannot be seen whether a Paused box is ticked there"


def how_to_go_on(pause: Pause) -> str:
    """What ends a pause."""
    if pause.unreadable and not isinstance(pause.place, Cell):
        return "It ends when it can be read again and no box is ticked there."
    if pause.unreadable:
        return "Mend what cannot be read."
    return "Untick the box." if pause.place.url else "Set paused = false under [department]."

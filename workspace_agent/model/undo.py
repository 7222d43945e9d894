"""How a person takes back what the agent did, and what the agent makes of that."""

from __future__ import annotations

from enum import Enum

_UNKNOWN = "Look first: it is not known whether this was done."
_TOLD = frozenset({"done", "unknown"})


class Undo(Enum):
    """One way of taking back, with its sentence. The history keeps its name."""

    LOOK = "Open the link and look."
    DELETE_EVENT = "Delete the event in Calendar; the agent does not book it again for that date."
    CHANGE_EVENT = "Change the event in Calendar, or the row; what a person did last stands."
    BOOK_AGAIN = "Untick Cancelled in the row, or type a new date; the agent books a new event."
    PUT_IN_A_LINK = "Put another link into the event's location; the agent leaves it there."
    SHOW_GUESTS = "Let guests see the list again in the event; the agent does not hide it a second time."
    LET_GO = "Nothing that anybody sees was changed; delete the event in Calendar if the meeting is off."
    TRASH_FILE = "Move it to the trash in Drive; the agent reports it and does not file it again."
    TRASH_FOLDER = "Move it to the trash in Drive; the agent reports it and files nothing there any more."
    TRASH_WORKBOOK = "Move it to the trash in Drive; the command tells of it then, and makes no second one."
    TAKE_OFF_WORKBOOK = "Remove the person in the workbook's sharing dialog; the agent leaves it so."
    ANSWER_ANEW = "Nothing to take back: only the agent sees its marks; answer anew if an answer was wrong."
    TAKE_OFF = (
        "Remove the person in Drive's sharing dialog; the agent grants it once more and then leaves it."
    )
    ALLOW_DOWNLOADS = (
        "Allow it again in Drive's sharing dialog; the agent forbids it once more and then leaves it."
    )
    SHARE_AGAIN = "Share it with the person again; while the settings ask for it, the agent takes that back."
    GIVE_BACK = "Take the agent's account off the folder in Drive; it then files nothing there and says so."
    MOVE = "Move it in Drive to where it belongs; the agent leaves it there."
    SHARE_BY_HAND = "Share it with the person by hand; the agent leaves that and tells of it."
    MOVE_BACK = "Move the folder in Drive: where a person put it, it stays, and who can open it is told."
    RENAME = "Nothing to take back: the older version keeps its content; rename it as you like."
    NOT_NEEDED = "Nothing to take back: the tab is the agent's own, and is written anew on a change."
    EARLIER_CONTENT = (
        "Open what it showed before under Manage versions in Drive; it is drawn anew when the data change."
    )
    CANNOT = "A mail cannot be taken back."


_BY_KEY = {
    "meeting": Undo.DELETE_EVENT,
    "change": Undo.CHANGE_EVENT,
    "video": Undo.PUT_IN_A_LINK,
    "hide": Undo.SHOW_GUESTS,
    "link": Undo.LET_GO,
    "back": Undo.LET_GO,
    "cancel": Undo.BOOK_AGAIN,
    "folder": Undo.TRASH_FOLDER,
    "record": Undo.TRASH_FILE,
    "evidence": Undo.TRASH_FILE,
    "review": Undo.TRASH_FILE,
    "progress": Undo.TRASH_FILE,
    "renewed": Undo.EARLIER_CONTENT,
    "access_record": Undo.TRASH_FILE,
    "year_plan": Undo.CANNOT,
    "private": Undo.TRASH_FILE,
    "share": Undo.TAKE_OFF,
    "downloads": Undo.ALLOW_DOWNLOADS,
    "hand_over": Undo.MOVE_BACK,
    "digest": Undo.CANNOT,
    "copy": Undo.CANNOT,
    "urgent": Undo.CANNOT,
    "ready": Undo.CANNOT,
    "agent_tab": Undo.NOT_NEEDED,
}


def undo_of(key: str) -> Undo:
    """How an effect is taken back of which only its key is known: its run was killed before it told more."""
    return _BY_KEY.get(key.partition("/")[0], Undo.LOOK)


def undo(way: str, state: str) -> str:
    """What to do, in a sentence; empty where nothing was done.

    Args:
        way: Name of an `Undo`; empty in what was recorded before the history kept it.
        state: What became of the action.
    """
    if state not in _TOLD:
        return ""
    sentence = Undo.__members__.get(way, Undo.LOOK).value
    return f"{_UNKNOWN} {sentence}" if state == "unknown" else sentence

"""What can be done to an event of a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workspace_agent.duties.meetings_event import EventText
from workspace_agent.model.action import Action, Kind
from workspace_agent.model.seen import EventField, EventMark
from workspace_agent.model.undo import Undo


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingAction(Action):
    """Something done to one event.

    Attributes:
        mark: The event's private mark as it will be.
    """

    duty: ClassVar[str] = "meetings"

    calendar: str
    event_id: str
    mark: EventMark


@dataclass(frozen=True, slots=True, kw_only=True)
class BookMeeting(MeetingAction):
    """Insert an event that is not there yet.

    Where a video link is needed it is asked for here and nobody is invited: Google makes the link a moment
    later, and an invitation without it would have to be sent twice.

    Attributes:
        request_id: For the link; empty where none is needed.
    """

    kind: ClassVar[Kind] = Kind.CREATE
    undo: ClassVar[Undo] = Undo.DELETE_EVENT

    text: EventText
    request_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeMeeting(MeetingAction):
    """Patch the fields whose row changed while nobody touched them in the event.

    Attributes:
        fields: Which ones; no other is sent.
        etag: The event as last seen; a person's change since then makes Google refuse the patch.
        tell_guests: Only an invitation and a change of time are told.
        open_list: Whether guests shall see one another; None where that, and whether they may invite others,
            stays as it is.
    """

    kind: ClassVar[Kind] = Kind.CHANGE
    undo: ClassVar[Undo] = Undo.CHANGE_EVENT

    text: EventText
    fields: frozenset[EventField]
    etag: str
    tell_guests: bool
    open_list: bool | None = None

    @property
    def mails(self) -> bool:
        """Google mails the guests."""
        return self.tell_guests


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeGuestsOff(ChangeMeeting):
    """A change by which somebody is no guest any more: their answer is lost, so it counts as a removal."""

    kind: ClassVar[Kind] = Kind.REMOVE


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForVideo(MeetingAction):
    """Ask for a video link once more, or for the first time where the row was held in person before.

    Attributes:
        request_id: A new one: Google ignores an id that it has seen.
    """

    kind: ClassVar[Kind] = Kind.CHANGE
    undo: ClassVar[Undo] = Undo.PUT_IN_A_LINK

    request_id: str
    etag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HideGuests(MeetingAction):
    """Guests shall not see one another, nor invite others: somebody from outside was put on the event."""

    kind: ClassVar[Kind] = Kind.CHANGE
    undo: ClassVar[Undo] = Undo.SHOW_GUESTS

    etag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMeeting(MeetingAction):
    """Mark an event that a person made as this meeting; nothing that anybody can see is changed."""

    kind: ClassVar[Kind] = Kind.CHANGE
    undo: ClassVar[Undo] = Undo.LET_GO

    etag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewMark(MeetingAction):
    """Renew the mark of an event, and nothing else of it.

    By the day to which people moved both it and its row; or because a person brought it back after the agent
    had cancelled it.
    """

    kind: ClassVar[Kind] = Kind.CHANGE
    undo: ClassVar[Undo] = Undo.LET_GO

    etag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelMeeting(MeetingAction):
    """Cancel an event whose row asked for it and that nobody touched since.

    Attributes:
        tell_guests: Whether it has guests, who are told.
    """

    kind: ClassVar[Kind] = Kind.REMOVE
    undo: ClassVar[Undo] = Undo.BOOK_AGAIN

    etag: str
    tell_guests: bool

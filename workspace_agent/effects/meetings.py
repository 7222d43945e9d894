"""Insert, patch, link and cancel events on case managers' calendars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from workspace_agent.duties.meetings_actions import (
    AskForVideo,
    BookMeeting,
    CancelMeeting,
    ChangeMeeting,
    HideGuests,
    LinkMeeting,
    MeetingAction,
    RenewMark,
)
from workspace_agent.duties.meetings_event import EventText
from workspace_agent.effects.marks import event_marks
from workspace_agent.effects.perform import Done
from workspace_agent.google.calendar import Calendar, SendUpdates, asks_for_meet
from workspace_agent.ledger.rows import Entry
from workspace_agent.model.errors import NotFound
from workspace_agent.model.seen import EventField, EventMark

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BookMeetingEffect:
    """Insert under a client-chosen id: a repeat is answered with 409."""

    calendar: Calendar

    def reserve(self, action: BookMeeting) -> str:
        """Nothing to reserve: the id is derived from the meeting's key."""
        return ""

    def find(self, action: BookMeeting, entry: Entry) -> Done | None:
        """The event, if the one under this id is the one that was wanted.

        A deleted event keeps its id for good; it is never revived and never taken for a booked meeting.
        """
        try:
            event = self.calendar.get(action.calendar, action.event_id)
        except NotFound:
            return None
        stands = event.get("status") != "cancelled"
        return _done(event) if stands and _carries(event, action.mark) else None

    def perform(self, action: BookMeeting, entry: Entry) -> Done:
        """Insert the event; its guests, if it has any yet, are told once."""
        text = action.text
        body = {
            "id": action.event_id,
            "visibility": "private",
            "guestsCanModify": False,
            **_marked(action.mark),
        }
        for one in EventField:
            body |= _field(one, text, [])
        body |= _guest_list(open_list=not text.outside)
        if action.request_id:
            body["conferenceData"] = asks_for_meet(action.request_id)
        tell: SendUpdates = "all" if text.guests else "none"
        return _done(self.calendar.insert(action.calendar, body, send_updates=tell))


class _Patching(Protocol):
    """An action that patches an event as it was last seen."""

    @property
    def calendar(self) -> str: ...
    @property
    def event_id(self) -> str: ...
    @property
    def mark(self) -> EventMark: ...
    @property
    def etag(self) -> str: ...


@dataclass(frozen=True, slots=True)
class _PatchEffect:
    """One patch under `If-Match`: a person's change in between wins. Its mark tells if it was applied."""

    calendar: Calendar

    def reserve(self, action: MeetingAction) -> str:
        """Nothing to reserve."""
        return ""

    def find(self, action: MeetingAction, entry: Entry) -> Done | None:
        """The event, if its mark already carries what this patch leaves."""
        event = self.calendar.get(action.calendar, action.event_id)
        return _done(event) if _carries(event, action.mark) else None

    def _patch(
        self, action: _Patching, body: Json, tell: SendUpdates = "none", present: Sequence[Json] = ()
    ) -> Done:
        whole = body | _marked(action.mark)
        patched = self.calendar.patch(action.calendar, action.event_id, whole, action.etag, tell, present)
        return _done(patched)


@dataclass(frozen=True, slots=True)
class ChangeMeetingEffect(_PatchEffect):
    """Patch the fields that the row changed, and no other."""

    def perform(self, action: ChangeMeeting, entry: Entry) -> Done:
        """Patch; answers to the invitation are kept, guests are told of an invitation or a new time only.

        Who is told are the guests that the event has, whoever put them there: Calendar tells all or none, so
        whoever stays hears of it when somebody is newly invited.
        """
        present: list[Json] = []
        if EventField.GUESTS in action.fields:
            present = self.calendar.get(action.calendar, action.event_id).get("attendees", [])
        body: Json = {}
        for one in action.fields:
            body |= _field(one, action.text, present)
        if action.open_list is not None:
            body |= _guest_list(open_list=action.open_list)
        return self._patch(action, body, "all" if action.tell_guests else "none", present)


@dataclass(frozen=True, slots=True)
class AskForVideoEffect(_PatchEffect):
    """Ask for the link under a new request id."""

    def perform(self, action: AskForVideo, entry: Entry) -> Done:
        """Patch; nobody is told."""
        return self._patch(action, {"conferenceData": asks_for_meet(action.request_id)})


@dataclass(frozen=True, slots=True)
class HideGuestsEffect(_PatchEffect):
    """Close the guest list, once: where a person opens it again, it stays open."""

    def perform(self, action: HideGuests, entry: Entry) -> Done:
        """Patch these two switches; nobody is told."""
        return self._patch(action, _guest_list(open_list=False))


@dataclass(frozen=True, slots=True)
class MarkMeetingEffect(_PatchEffect):
    """Put the private mark on an event that a person made, or renew it."""

    def perform(self, action: LinkMeeting | RenewMark, entry: Entry) -> Done:
        """Patch the mark alone; nobody is told."""
        return self._patch(action, {})


@dataclass(frozen=True, slots=True)
class CancelMeetingEffect(_PatchEffect):
    """Cancel in one patch whose mark says who did it: it is never taken for a person's deletion.

    The text stays, so that nothing is lost where a person brings the event back from the bin.
    """

    def perform(self, action: CancelMeeting, entry: Entry) -> Done:
        """Patch the status; the guests are told."""
        return self._patch(action, {"status": "cancelled"}, "all" if action.tell_guests else "none")


def _marked(mark: EventMark) -> Json:
    return {"extendedProperties": {"private": event_marks(mark)}}


def _field(field: EventField, text: EventText, present: list[Json]) -> Json:
    """One field as Google takes it."""
    if field is EventField.SUMMARY:
        return {"summary": text.summary}
    if field is EventField.DESCRIPTION:
        return {"description": text.description}
    if field is EventField.TIME:
        return {"start": _moment(text.start, text.zone), "end": _moment(text.end, text.zone)}
    return {"attendees": _keep_answers(present, text.guests)}


def _guest_list(*, open_list: bool) -> Json:
    """Nobody but the case manager invites others, whoever sees the list."""
    return {"guestsCanInviteOthers": False, "guestsCanSeeOtherGuests": open_list}


def _moment(moment: datetime, zone: str) -> Json:
    """A patch keeps what it does not name, so an event that a person made all-day is told to have no date."""
    return {"date": None, "dateTime": moment.isoformat(), "timeZone": zone}


def _keep_answers(present: list[Json], wanted: tuple[str, ...]) -> list[Json]:
    """A patch replaces the whole list, so each guest's entry goes back as it was.

    The organiser stays, where Google lists one, and so do rooms: they are not guests of ours to take off.
    """
    by_address = {guest.get("email", "").casefold(): guest for guest in present}
    stay = [guest for guest in present if guest.get("organizer") or guest.get("resource")]
    guests = [by_address.get(address.casefold(), {"email": address}) for address in wanted]
    return [*(one for one in stay if one not in guests), *guests]


def _carries(event: Json, mark: EventMark) -> bool:
    """Whether a mark stands on an event; what is empty need not: nobody says that Google keeps it."""
    marks: Json = event.get("extendedProperties", {}).get("private", {})
    return all(marks.get(name, "") == value for name, value in event_marks(mark).items())


def _done(event: Json) -> Done:
    return Done(event["id"], event.get("htmlLink", ""))

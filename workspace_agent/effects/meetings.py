"""Insert and patch events on case managers' calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workspace_agent.duties.meetings import BookMeeting, ChangeMeeting
from workspace_agent.duties.meetings_event import EventText
from workspace_agent.effects.marks import event_marks
from workspace_agent.effects.perform import Done
from workspace_agent.google.calendar import Calendar, SendUpdates
from workspace_agent.ledger.ledger import Entry
from workspace_agent.model.errors import NotFound
from workspace_agent.model.seen import EventMark

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
        return _done(event) if stands and _row_print(event) == action.mark.row_print else None

    def perform(self, action: BookMeeting, entry: Entry) -> Done:
        """Insert the event; its guests, if it has any, are told once."""
        body = {"id": action.event_id, **_own_fields(action.text, action.mark)}
        body |= {"visibility": "private", "guestsCanInviteOthers": False, "guestsCanModify": False}
        body["attendees"] = [{"email": address} for address in action.text.guests]
        tell: SendUpdates = "all" if action.text.guests else "none"
        return _done(self.calendar.insert(action.calendar, body, send_updates=tell))


@dataclass(frozen=True, slots=True)
class ChangeMeetingEffect:
    """Patch the agent's own fields under `If-Match`: a person's change in between wins."""

    calendar: Calendar

    def reserve(self, action: ChangeMeeting) -> str:
        """Nothing to reserve."""
        return ""

    def find(self, action: ChangeMeeting, entry: Entry) -> Done | None:
        """The event, if its mark already carries this change."""
        event = self.calendar.get(action.calendar, action.event_id)
        return _done(event) if _row_print(event) == action.mark.row_print else None

    def perform(self, action: ChangeMeeting, entry: Entry) -> Done:
        """Patch; answers to the invitation are kept, guests are told of a new time only."""
        event = self.calendar.get(action.calendar, action.event_id)
        body = _own_fields(action.text, action.mark)
        body["attendees"] = _keep_answers(event.get("attendees", []), action.text.guests)
        tell: SendUpdates = "all" if action.tell_guests and action.text.guests else "none"
        patched = self.calendar.patch(
            action.calendar, action.event_id, body, etag=action.etag, send_updates=tell
        )
        return _done(patched)


def _own_fields(text: EventText, mark: EventMark) -> Json:
    return {
        "summary": text.summary,
        "description": text.description,
        "start": _moment(text.start, text.zone),
        "end": _moment(text.end, text.zone),
        "extendedProperties": {"private": event_marks(mark)},
    }


def _moment(moment: datetime, zone: str) -> Json:
    return {"dateTime": moment.isoformat(), "timeZone": zone}


def _keep_answers(present: list[Json], wanted: tuple[str, ...]) -> list[Json]:
    """A patch replaces the whole list, so each guest's entry goes back as it was."""
    by_address = {guest.get("email", "").casefold(): guest for guest in present}
    return [by_address.get(address.casefold(), {"email": address}) for address in wanted]


def _row_print(event: Json) -> str:
    """Print of the row at the last look, from the event's private mark."""
    return str(event.get("extendedProperties", {}).get("private", {}).get("wa_row", ""))


def _done(event: Json) -> Done:
    return Done(event["id"], event.get("htmlLink", ""))

"""Calendar v3: meetings as events, under an id of our own choice.

Source: developers.google.com/calendar/api/v3/reference/events.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from workspace_agent.google.api import Api, Json
from workspace_agent.google.retry import Repeat

SendUpdates = Literal["all", "externalOnly", "none"]

# Version 0 makes Google ignore conferenceData, and a patch with it lose the Meet link.
_CONFERENCE_DATA_VERSION = 1


class Calendar:
    """Events of one identity and of those who share their calendars with it, or let it act as them.

    Args:
        api_of: `calendar.v3` as who may change a calendar, by the calendar's id.
    """

    def __init__(self, api_of: Callable[[str], Api]) -> None:
        self._api_of = api_of

    def insert(self, calendar: str, event: Json, send_updates: SendUpdates) -> Json:
        """Creates an event.

        Args:
            calendar: Calendar id, usually an address.
            event: Google's `Event`, with an `id` (letters a-v and digits): without one a repeat would be a
                second meeting, so a lost answer is OutcomeUnknown then.
            send_updates: Who is told.

        Raises:
            AlreadyExists: If the id is taken, by a deleted event too.
        """
        api = self._api_of(calendar)
        request = api.resource("events").insert(
            calendarId=calendar,
            body=event,
            sendUpdates=send_updates,
            conferenceDataVersion=_CONFERENCE_DATA_VERSION,
        )
        repeat = Repeat.KEYED if event.get("id") else Repeat.UNSAFE
        answer: Json = api.write(repeat, request, event)
        return answer

    def get(self, calendar: str, event_id: str) -> Json:
        """Returns an event; a deleted one has the status `cancelled`."""
        api = self._api_of(calendar)
        request = api.resource("events").get(calendarId=calendar, eventId=event_id)
        answer: Json = api.read(request)
        return answer

    def list(self, calendar: str, **filters: Any) -> tuple[Json, ...]:
        """Returns all events that match, from all pages.

        Args:
            calendar: Calendar id.
            **filters: Google's own, such as `privateExtendedProperty`, `showDeleted`, `timeMin`.
        """
        api = self._api_of(calendar)
        events = api.resource("events")
        if "q" in filters:
            api.check_query(filters["q"])
        request = events.list(calendarId=calendar, **({"maxResults": 2500} | filters))
        return tuple(event for page in api.pages(events, request) for event in page.get("items", ()))

    def access(self, calendar: str) -> Json:
        """Returns what the identity may do on a calendar: `accessRole`, `timeZone`. No event is looked at.

        Args:
            calendar: Calendar id.
        """
        api = self._api_of(calendar)
        request = api.resource("events").list(calendarId=calendar, maxResults=1, fields="accessRole,timeZone")
        answer: Json = api.read(request)
        return answer

    def delete(self, calendar: str, event_id: str) -> None:
        """Deletes an event and tells nobody. Only for what was made as a test: a meeting is cancelled.

        Args:
            calendar: Calendar id.
            event_id: Google's id; it stays taken.

        Raises:
            Gone: If it was deleted before.
        """
        api = self._api_of(calendar)
        request = api.resource("events").delete(calendarId=calendar, eventId=event_id, sendUpdates="none")
        api.write(Repeat.IDEMPOTENT, request, {})

    def patch(
        self,
        calendar: str,
        event_id: str,
        body: Json,
        etag: str,
        send_updates: SendUpdates,
        present: Sequence[Json] = (),
    ) -> Json:
        """Changes the fields named and no other, if nobody changed the event since it was read.

        Args:
            calendar: Calendar id.
            event_id: Google's id.
            body: The fields.
            etag: Of the event as it was read.
            send_updates: Who is told.
            present: Attendees as Google gave them. Those that go back as they were are not looked at by the
                guard: their names and notes are people's own, stand there already and may be a student's.

        Raises:
            Changed: If somebody did; or if this call was applied and its answer lost.
        """
        api = self._api_of(calendar)
        request = api.resource("events").patch(
            calendarId=calendar,
            eventId=event_id,
            body=body,
            sendUpdates=send_updates,
            conferenceDataVersion=_CONFERENCE_DATA_VERSION,
        )
        request.headers["If-Match"] = etag
        new = [guest for guest in body.get("attendees", ()) if guest not in present]
        answer: Json = api.write(Repeat.KEYED, request, body | {"attendees": new})
        return answer

    def acl_insert(self, calendar: str, email: str, role: Literal["reader", "writer"]) -> Json:
        """Shares a calendar with an account, without a mail to it. Needs the scope `calendar.acls`.

        Args:
            calendar: Calendar id.
            email: Whose.
            role: What they may do.
        """
        api = self._api_of(calendar)
        request = api.resource("acl").insert(
            calendarId=calendar,
            body={"role": role, "scope": {"type": "user", "value": email}},
            sendNotifications=False,
        )
        answer: Json = api.write(Repeat.UNSAFE, request, {"role": role, "email": email})
        return answer


def asks_for_meet(request_id: str) -> Json:
    """Returns the `conferenceData` that asks for a Meet link.

    Google makes it a moment later, and ignores a request id that it has seen: a new wish needs a new one.

    Args:
        request_id: Of this wish.
    """
    key = {"type": "hangoutsMeet"}
    return {"createRequest": {"requestId": request_id, "conferenceSolutionKey": key}}

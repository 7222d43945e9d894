"""Read the agent's own events and, of people's events, only what stands in the way of a booking."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from workspace_agent.duties.meetings_event import event_prints
from workspace_agent.effects.marks import OWN, read_event_mark
from workspace_agent.google.scopes import EVENTS
from workspace_agent.intake.titles import Shows
from workspace_agent.ledger.keys import Sign
from workspace_agent.model.errors import PASSING, GoogleRefusal, NotDelegated
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.organisation import CaseManager, Organisation
from workspace_agent.model.place import LinkPlace
from workspace_agent.model.privacy import ShownName
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import EventState, MarkedEvent, Prints, UnmarkedEvent, Video
from workspace_agent.observe.reads import Reads
from workspace_agent.observe.titles import is_unread, shown_in_events

Json = Mapping[str, Any]

_LOOK_BACK = timedelta(days=400)
_LOOK_AHEAD = timedelta(days=400)
_LOOK_BACK_AT_TITLES = timedelta(days=30)
_MARKED_FIELDS = (
    "nextPageToken,items(id,status,created,summary,description,location,start,end,attendees,etag,htmlLink,"
    "hangoutLink,conferenceData(createRequest(status),entryPoints(entryPointType),conferenceId,"
    "conferenceSolution(key(type))),extendedProperties,"
    "colorId,reminders,attachments(fileUrl),transparency,visibility,recurrence,guestsCanModify,"
    "guestsCanInviteOthers,guestsCanSeeOtherGuests)"
)
_REST: Mapping[str, tuple[object, ...]] = {
    "location": (None, ""),
    "colorId": (None,),
    "reminders": (None, {"useDefault": True}),
    "attachments": (None, []),
    "transparency": (None, "opaque"),
    "visibility": ("private",),
    "recurrence": (None, []),
    "guestsCanModify": (None, False),
}
"""What the agent never writes again, and only people change, with what it is as the agent made the event.

Answers of guests are not among it. Source: developers.google.com/calendar/api/v3/reference/events
"""
_UNMARKED_FIELDS = (
    "nextPageToken,items(id,status,summary,description,visibility,start,end,attendees(email,organizer,resource),etag,"
    "htmlLink,organizer(self),recurringEventId,extendedProperties)"
)
_VIDEO_LINK = re.compile(
    r"https?://[^\s\"<>]*(zoom\.us|zoomgov\.com|teams\.(microsoft|live)\.com|webex\.com|meet\.google\.com"
    r"|gotomeeting\.com|whereby\.com|bluejeans\.com|ringcentral\.com)/",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?://\S+")
_TELEPHONE = re.compile(r"(?<!\d)\+?(?:[\s().-]?\d){10,15}(?!\d)")


@dataclass(frozen=True, slots=True)
class Calendars:
    """What the calendars hold."""

    events: tuple[MarkedEvent, ...]
    unmarked: tuple[UnmarkedEvent, ...]
    readable: frozenset[str]
    problems: tuple[Problem, ...]
    shown_names: tuple[ShownName, ...] = ()


def read_calendars(
    google: Reads, department: Department, sign: Sign, now: datetime, shows: Shows
) -> Calendars:
    """The calendars of all case managers; one that cannot be read does not stop the others.

    Without the scope for it none is asked for.

    Args:
        google: The agent's.
        department: What people typed.
        sign: Keyed hash.
        now: Aware.
        shows: The name guard.
    """
    if google.missing_scopes(frozenset({EVENTS})):
        return Calendars((), (), frozenset(), ())
    people = department.organisation.case_managers
    looks = [_look(google, department, person, sign, now, shows) for person in people]
    return Calendars(
        events=tuple(event for look in looks for event in look.events),
        unmarked=tuple(event for look in looks for event in look.unmarked),
        readable=frozenset().union(*(look.readable for look in looks)),
        problems=tuple(problem for look in looks for problem in look.problems),
        shown_names=tuple(one for look in looks for one in look.shown_names),
    )


def read_again(
    google: Reads,
    organisation: Organisation,
    calendars: frozenset[str],
    before: tuple[MarkedEvent, ...],
    sign: Sign,
    now: datetime,
) -> tuple[MarkedEvent, ...]:
    """Our events once more on some calendars, those on the others as before.

    Raises:
        GoogleRefusal: A calendar cannot be read now: what stands there would seem to be deleted.
    """
    events = {event.event_id: event for event in before}
    for person in organisation.case_managers:
        if person.calendar in calendars:
            fresh = _marked(_list_marked(google, person, now), person, sign)
            events |= {event.event_id: event for event in fresh}
    return tuple(events.values())


def is_open(event: Json, now: datetime) -> bool:
    """An event stands and has not ended; one that takes a whole day ends in UTC.

    Args:
        event: As Calendar gave it.
        now: Aware.
    """
    return event["status"] != "cancelled" and _span(event, ZoneInfo("UTC"))[1] > now


def _list_marked(google: Reads, person: CaseManager, now: datetime) -> Iterable[Json]:
    return google.calendar.list(
        person.calendar,
        privateExtendedProperty=f"{OWN}=1",
        showDeleted=True,
        timeMin=_stamp(now - _LOOK_BACK),
        fields=_MARKED_FIELDS,
    )


def _look(
    google: Reads, department: Department, person: CaseManager, sign: Sign, now: datetime, shows: Shows
) -> Calendars:
    caseload = [student for student in department.students if student.case_manager == person.key]
    try:
        marked = _list_marked(google, person, now)
        others = google.calendar.list(
            person.calendar,
            singleEvents=True,
            timeMin=_stamp(now - _LOOK_BACK_AT_TITLES),
            timeMax=_stamp(now + _LOOK_AHEAD),
            fields=_UNMARKED_FIELDS,
        )
    except GoogleRefusal as error:
        return Calendars((), (), frozenset(), (_not_read(department, person, error),))
    return Calendars(
        tuple(_marked(marked, person, sign)),
        tuple(_unmarked(others, person.calendar, caseload, sign, now)),
        frozenset({person.calendar}),
        (),
        tuple(shown_in_events(others, person, shows, sign, now)),
    )


def _not_read(department: Department, person: CaseManager, error: GoogleRefusal) -> Problem:
    place = LinkPlace("https://calendar.google.com/", "calendar")
    passes = isinstance(error, PASSING)
    kind = ProblemKind.CALENDAR_UNAVAILABLE if passes else ProblemKind.CALENDAR_NOT_READ
    if isinstance(error, NotDelegated):
        kind = ProblemKind.CALENDAR_NOT_DELEGATED
    return Problem(kind, place, person.key, detail=department.organisation.robot)


def _marked(events: Iterable[Json], person: CaseManager, sign: Sign) -> Iterator[MarkedEvent]:
    """Ours. Of copies that a person made of one, the first counts; the others are that person's own."""
    first: dict[tuple[str, int], MarkedEvent] = {}
    for event in sorted(events, key=lambda event: event.get("created", "")):
        found = _marked_event(event, person, sign)
        if found is None:
            continue
        key = (found.mark.student_ref, found.mark.number)
        if key not in first or found.event_id == sign(f"meeting/{key[0]}/{key[1]}"):
            first[key] = found
    yield from first.values()


def _marked_event(event: Json, person: CaseManager, sign: Sign) -> MarkedEvent | None:
    span = _span(event, ZoneInfo(person.zone))
    mark = read_event_mark(event.get("extendedProperties", {}).get("private", {}), span[0].date())
    if mark is None:
        return None
    return MarkedEvent(
        calendar=person.calendar,
        event_id=event["id"],
        state=EventState.CANCELLED if event["status"] == "cancelled" else EventState.OPEN,
        mark=mark,
        prints=_prints(event, span, sign),
        start=span[0],
        end=span[1],
        etag=event["etag"],
        link=event.get("htmlLink", ""),
        guests=_guests(event),
        video=_video(event),
        dial_in=_has_dial_in(event),
        rest=_rest(event, sign),
        only_meet=not _has_own_link(event),
        open_list=event.get("guestsCanSeeOtherGuests", True) or event.get("guestsCanInviteOthers", True),
    )


def _prints(event: Json, span: tuple[datetime, datetime], sign: Sign) -> Prints:
    summary, description = event.get("summary", ""), event.get("description", "")
    return event_prints(sign, summary, description, span, _guests(event))


def _rest(event: Json, sign: Sign) -> str:
    """Keyed hash of what only people change. Google's own link comes by itself, so it is not part of it."""
    conference = event.get("conferenceData", {})
    by_hand = "" if _is_googles(conference) else conference.get("conferenceId", "")
    changed = {name: event.get(name) for name, made in _REST.items() if event.get(name) not in made}
    if rooms := sorted(one["email"] for one in _attendees(event) if one.get("resource")):
        changed["rooms"] = rooms
    if not changed and not by_hand:
        return ""
    return sign(f"rest\n{json.dumps(changed, sort_keys=True)}\n{by_hand}")[:15]


def _video(event: Json) -> Video:
    """How to join by video: Google's own link, or one that a person put into place or text."""
    conference = event.get("conferenceData", {})
    if _has_own_link(event) or event.get("hangoutLink") or conference.get("entryPoints"):
        return Video.READY
    status = conference.get("createRequest", {}).get("status", {}).get("statusCode")
    return {"pending": Video.PENDING, "failure": Video.FAILED}.get(status, Video.NONE)


def _has_own_link(event: Json) -> bool:
    """A person put a link into place or text, or made a conference of another maker's."""
    typed = _LINK.search(event.get("location", "")) or _VIDEO_LINK.search(event.get("description", ""))
    conference = event.get("conferenceData", {})
    return typed is not None or (bool(conference.get("entryPoints")) and not _is_googles(conference))


def _is_googles(conference: Json) -> bool:
    return bool(conference.get("conferenceSolution", {}).get("key", {}).get("type") == "hangoutsMeet")


def _has_dial_in(event: Json) -> bool:
    points = event.get("conferenceData", {}).get("entryPoints", [])
    typed = f"{event.get('location', '')}\n{event.get('description', '')}"
    by_hand = _TELEPHONE.search(_LINK.sub(" ", typed))
    return any(point.get("entryPointType") == "phone" for point in points) or by_hand is not None


def _guests(event: Json) -> tuple[str, ...]:
    """People. Google lists the organiser and booked rooms among them."""
    guests = (one for one in _attendees(event) if not (one.get("organizer") or one.get("resource")))
    return tuple(guest["email"].casefold() for guest in guests)


def _attendees(event: Json) -> Iterator[Json]:
    """Those with an address: Google tells it "if available", and nobody can be told apart without one.

    Source: `EventAttendee.email` in Google's discovery document calendar.v3.
    """
    return (one for one in event.get("attendees", ()) if one.get("email"))


def _unmarked(
    events: Iterable[Json], calendar: str, caseload: list[Student], sign: Sign, now: datetime
) -> Iterator[UnmarkedEvent]:
    """Private events are passed over unread; what is over or takes a whole day is no meeting to come."""
    for event in events:
        ours = event.get("extendedProperties", {}).get("private", {}).get(OWN)
        if ours or is_unread(event) or "dateTime" not in event["start"]:
            continue
        span = _span(event, ZoneInfo("UTC"))
        if span[1] <= now:
            continue
        yield UnmarkedEvent(
            calendar=calendar,
            event_id=event["id"],
            start=span[0],
            etag=event["etag"],
            link=event.get("htmlLink", ""),
            prints=_prints(event, span, sign),
            own=bool(event.get("organizer", {}).get("self")) and "recurringEventId" not in event,
            guests=frozenset(_guests(event)),
            shows=_whose_initials(event.get("summary", ""), caseload),
        )


def _whose_initials(title: str, caseload: list[Student]) -> frozenset[str]:
    return frozenset(student.ref for student in caseload if _spelled(student.initials).search(title))


@cache
def _spelled(initials: str) -> re.Pattern[str]:
    """`W.H.`, `W. H.`, `WH`; not as part of a longer word. The suffix of a pair does not matter."""
    letters = [re.escape(letter) for letter in initials.partition("-")[0].split(".") if letter]
    return re.compile(r"(?<!\w)" + r"\.?\s?".join(letters) + r"\.?(?!\w)")


def _span(event: Json, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Start and end, also where a person made it an all-day event or Google gives no times any more."""
    marks = event.get("extendedProperties", {}).get("private", {})
    remembered = {"date": marks.get("wa_day", "1970-01-01")}
    start = _moment(event.get("start") or remembered, zone)
    end = _moment(event["end"], zone) if event.get("end") else start + timedelta(days=1)
    return start, end


def _moment(value: Json, zone: ZoneInfo | None = None) -> datetime:
    if "dateTime" in value:
        return datetime.fromisoformat(value["dateTime"])
    return datetime.combine(date.fromisoformat(value["date"]), time(), tzinfo=zone)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

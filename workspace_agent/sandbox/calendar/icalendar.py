"""Events as iCalendar objects, which go with the mails to guests so that other calendars take them over.

Source: RFC 5545 and RFC 5546 (REQUEST, CANCEL, REPLY); which properties stand there, and in which order, as
in invitations that Google Calendar sends.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from workspace_agent.sandbox.call import Json

_PARTICIPATION = {
    "needsAction": "NEEDS-ACTION",
    "accepted": "ACCEPTED",
    "declined": "DECLINED",
    "tentative": "TENTATIVE",
}
_LONGEST = 75  # octets of a line: RFC 5545 section 3.1


def icalendar(resource: Json, method: str, guests: list[Json], now: datetime) -> str:
    """One event.

    Args:
        resource: The Event resource.
        method: `REQUEST`, `CANCEL` or `REPLY`.
        guests: The attendees that it names.
        now: When it is sent.
    """
    head = ("PRODID:-//Google Inc//Google Calendar 70.9054//EN", "VERSION:2.0", "CALSCALE:GREGORIAN")
    lines = ["BEGIN:VCALENDAR", *head, f"METHOD:{method}", "BEGIN:VEVENT"]
    lines += [*_event(resource, method, guests, now), "END:VEVENT", "END:VCALENDAR"]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(resource: Json, method: str, guests: list[Json], now: datetime) -> Iterator[str]:
    yield _moment("DTSTART", resource["start"], repeats="recurrence" in resource)
    yield _moment("DTEND", resource["end"], repeats="recurrence" in resource)
    yield from resource.get("recurrence", ())
    yield f"DTSTAMP:{_utc(now)}"
    organizer = resource["organizer"]
    yield f"ORGANIZER;CN={_name(organizer)}:mailto:{organizer['email']}"
    yield f"UID:{resource['iCalUID']}"
    if "originalStartTime" in resource:
        yield _moment("RECURRENCE-ID", resource["originalStartTime"], repeats=False)
    yield from (_attendee(guest) for guest in guests)
    yield f"CREATED:{_utc(datetime.fromisoformat(resource.get('created', now.isoformat())))}"
    for name, field in (("DESCRIPTION", "description"), ("LOCATION", "location")):
        if resource.get(field):
            yield f"{name}:{_escaped(resource[field])}"
    yield f"SEQUENCE:{resource.get('sequence', 0)}"
    yield "STATUS:CANCELLED" if method == "CANCEL" else "STATUS:CONFIRMED"
    yield f"SUMMARY:{_escaped(resource.get('summary', ''))}"
    yield f"TRANSP:{resource.get('transparency', 'opaque').upper()}"


def _attendee(guest: Json) -> str:
    role = "OPT-PARTICIPANT" if guest.get("optional") else "REQ-PARTICIPANT"
    answer = _PARTICIPATION.get(guest.get("responseStatus", ""), "NEEDS-ACTION")
    return (
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE={role};PARTSTAT={answer};RSVP=TRUE;CN={_name(guest)}"
        f";X-NUM-GUESTS={guest.get('additionalGuests', 0)}:mailto:{guest['email']}"
    )


def _name(person: Json) -> str:
    """A name as a parameter, which must not hold the marks that end one."""
    plain = "".join(letter for letter in person.get("displayName") or person["email"] if letter.isprintable())
    return f'"{plain}"' if set(plain) & set(",;:") else plain.replace('"', "'")


def _moment(name: str, when: Json, *, repeats: bool) -> str:
    """A date, a time in its zone where the event repeats, or a time in UTC."""
    if "date" in when:
        return f"{name};VALUE=DATE:{when['date'].replace('-', '')}"
    moment = datetime.fromisoformat(when["dateTime"])
    if repeats and when.get("timeZone"):
        return f"{name};TZID={when['timeZone']}:{moment:%Y%m%dT%H%M%S}"
    return f"{name}:{_utc(moment)}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\n"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return text


def _folded(line: str) -> str:
    """A long line goes on in the next one, after a blank; letters stay whole."""
    pieces: list[str] = []
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > _LONGEST - bool(pieces):
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join([*pieces, piece])

"""The mails that Calendar sends to guests.

Source: the parameter `sendUpdates` in calendar.v3: `all`, `externalOnly`, and nothing when left out.
"""

from __future__ import annotations

from workspace_agent.sandbox.calendar.icalendar import icalendar
from workspace_agent.sandbox.call import Call, Json
from workspace_agent.sandbox.gmail.state import Note

_ANSWERS = {"accepted": "Accepted", "declined": "Declined", "tentative": "Tentatively Accepted"}


def tell(call: Call, before: Json | None, after: Json) -> None:
    """Tell the guests about a new, changed or cancelled event, if the request says so."""
    old, new = _guests(call, before or {}), _guests(call, after)
    was_cancelled = before is None or before["status"] == "cancelled"
    if after["status"] == "cancelled":
        if not was_cancelled:
            _mail(call, "Canceled event", after, old)
        return
    invited = new if was_cancelled else [email for email in new if email not in old]
    _mail(call, "Invitation", after, invited)
    _mail(call, "Updated invitation", after, [email for email in new if email not in invited])
    _mail(call, "Canceled event", after, [email for email in old if email not in new and not was_cancelled])


def tell_newcomers(call: Call, before: Json, after: Json) -> None:
    """Tell the guests whom a guest invited."""
    known = _guests(call, before)
    _mail(call, "Invitation", after, [email for email in _guests(call, after) if email not in known])


def answered(call: Call, guest: str, resource: Json, reply: Json) -> None:
    """Tell the organiser of a guest's answer, if the request says so."""
    verb = _ANSWERS.get(reply.get("responseStatus", ""))
    organizer = resource["organizer"]["email"]
    if verb and _wanted(call) != "none":
        _mail(call, verb, resource, [organizer], sender=guest)


def domain(email: str) -> str:
    """What makes a guest internal or external."""
    return email.partition("@")[2].lower()


def _wanted(call: Call) -> str:
    return str(call.params.get("sendUpdates") or ("all" if call.params.get("sendNotifications") else "none"))


def _guests(call: Call, resource: Json) -> list[str]:
    wanted = _wanted(call)
    if wanted == "none":
        return []
    organizer = resource.get("organizer", {}).get("email", "")
    guests = [
        one["email"] for one in resource.get("attendees", []) if one["email"] not in {organizer, call.user}
    ]
    return [email for email in guests if wanted == "all" or domain(email) != domain(organizer)]


def _mail(call: Call, kind: str, resource: Json, recipients: list[str], sender: str = "") -> None:
    method = "REPLY" if sender else "CANCEL" if kind == "Canceled event" else "REQUEST"
    when = resource["start"].get("dateTime") or resource["start"]["date"]
    title = resource.get("summary", "(No title)")
    for recipient in recipients:
        note = Note(
            sender or resource["organizer"]["email"],
            recipient,
            f"{kind}: {title} @ {when} ({recipient})",
            _text(resource),
            method,
            icalendar(resource, method, _named(resource, recipient, sender), call.now),
        )
        call.state.gmail.notify(note, call.now)


def _named(resource: Json, recipient: str, answering: str) -> list[Json]:
    """The guests whom a mail names: an answer names who gives it, and guests may not see each other."""
    guests: list[Json] = resource.get("attendees", [])
    if not answering and resource.get("guestsCanSeeOtherGuests", True):
        return guests
    return [one for one in guests if one["email"] == (answering or recipient)]


def _text(resource: Json) -> str:
    lines = [
        resource.get("summary", "(No title)"),
        resource.get("location", ""),
        resource.get("description", ""),
    ]
    lines.append(resource.get("hangoutLink", ""))
    if resource.get("guestsCanSeeOtherGuests", True):
        lines += [one["email"] for one in resource.get("attendees", [])]
    return "\n".join(line for line in lines if line)

"""Meet conferences: asked for with an event, made a moment later.

Source: the descriptions of ConferenceData, CreateConferenceRequest and EntryPoint in calendar.v3.
"""

from __future__ import annotations

from workspace_agent.sandbox.calendar.state import Conferences, Entry
from workspace_agent.sandbox.call import Call, Json
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.ids import Ids

_SOLUTION = {"key": {"type": "hangoutsMeet"}, "name": "Google Meet"}


def wanted(call: Call, resource: Json, seen: set[str]) -> Json:
    """The event with what the request says about its conference.

    Args:
        call: The request; without `conferenceDataVersion=1` it says nothing.
        resource: The event as it will be kept.
        seen: Request ids of earlier requests, extended here.
    """
    if not call.params.get("conferenceDataVersion") or "conferenceData" not in call.body:
        return resource
    data = call.body["conferenceData"]
    if data is None:
        return {
            name: value for name, value in resource.items() if name not in {"conferenceData", "hangoutLink"}
        }
    request = data.get("createRequest")
    if not request or data.get("entryPoints"):
        return resource | {"conferenceData": data} | _link(data)
    kind = (request.get("conferenceSolutionKey") or {}).get("type", "hangoutsMeet")
    if not request.get("requestId") or kind != "hangoutsMeet":
        raise invalid("Invalid conference type value.")
    if request["requestId"] in seen:
        return resource
    seen.add(request["requestId"])
    pending = {
        "requestId": request["requestId"],
        "conferenceSolutionKey": {"type": "hangoutsMeet"},
        "status": {"statusCode": "pending"},
    }
    return resource | {"conferenceData": {"createRequest": pending}}


def _link(data: Json) -> Json:
    """The link of a conference that was copied from another event; both events share it then."""
    points = [one for one in data.get("entryPoints") or [] if one.get("entryPointType") == "video"]
    return {"hangoutLink": points[0]["uri"]} if points else {}


def look(entry: Entry, settings: Conferences, ids: Ids) -> Json | None:
    """What a look at an event with a pending request changes in it, if anything."""
    request = entry.resource.get("conferenceData", {}).get("createRequest", {})
    if request.get("status", {}).get("statusCode") != "pending":
        return None
    if settings.looks > 1:
        settings.looks -= 1
        return None
    done = request | {"status": {"statusCode": settings.outcome}}
    if settings.outcome != "success":
        return {"conferenceData": {"createRequest": done}}
    return _made(done, settings, ids)


def _made(request: Json, settings: Conferences, ids: Ids) -> Json:
    code = "-".join((ids.letters(3), ids.letters(4), ids.letters(3)))
    link = f"https://meet.google.com/{code}"
    points: list[Json] = [{"entryPointType": "video", "uri": link, "label": link.removeprefix("https://")}]
    if settings.phone:
        points += _phone(ids.digits(9), code)
    data = {
        "createRequest": request,
        "entryPoints": points,
        "conferenceSolution": _SOLUTION,
        "conferenceId": code,
    }
    return {"conferenceData": data, "hangoutLink": link}


def _phone(pin: str, code: str) -> list[Json]:
    return [
        {
            "entryPointType": "phone",
            "uri": "tel:+1-662-555-0178",
            "label": "+1 662-555-0178",
            "pin": pin,
            "regionCode": "US",
        },
        {"entryPointType": "more", "uri": f"https://tel.meet/{code}?pin={pin}", "pin": pin},
    ]

"""What people do in Calendar, Drive and the form, each with their own token through Google's own API."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.journeys.world import MARISOL, ROBOT, URL, World
from workspace_agent.cli.department import as_response

Json = dict[str, Any]


def _event_url(calendar: str, event_id: str) -> str:
    return f"{URL}/calendar/v3/calendars/{calendar}/events/{event_id}"


def edits(world: World, event_id: str, *, who: str = MARISOL, **fields: Any) -> None:
    """A case manager changes fields of an event."""
    with world.raw(who, "calendar") as session:
        assert session.patch(_event_url(who, event_id), json=fields).ok


def drags(world: World, event_id: str, start: datetime, minutes: int = 60, *, who: str = MARISOL) -> None:
    """A case manager drags an event to another time."""
    end = start + timedelta(minutes=minutes)
    times = {"start": {"dateTime": start.isoformat()}, "end": {"dateTime": end.isoformat()}}
    edits(world, event_id, who=who, **times)


def seats(world: World, event_id: str, *, on: Json | None = None, off: str = "", who: str = MARISOL) -> None:
    """A case manager puts a guest or a room on an event, or takes a guest off it."""
    with world.raw(who, "calendar") as session:
        event = session.get(_event_url(who, event_id)).json()
    attendees = [one for one in event.get("attendees", ()) if one["email"] != off]
    edits(world, event_id, who=who, attendees=[*attendees, *([on] if on else [])])


def deletes(world: World, event_id: str, *, who: str = MARISOL) -> None:
    """A case manager deletes an event."""
    with world.raw(who, "calendar") as session:
        assert session.delete(_event_url(who, event_id)).ok


def answers(world: World, guest: str, event_id: str, answer: str = "accepted") -> None:
    """A guest answers an invitation on their own copy."""
    with world.raw(guest, "calendar") as session:
        attendees = [{"email": guest, "responseStatus": answer}]
        assert session.patch(_event_url(guest, event_id), json={"attendees": attendees}).ok


def takes_away(world: World, file_id: str, address: str) -> None:
    """Somebody with the agent's rights takes a reader off a folder."""
    with world.person(ROBOT) as google:
        found = google.drive.permissions(file_id)
        (one,) = [p["id"] for p in found if p.get("emailAddress") == address]
        google.drive.unshare(file_id, one)


def lets_in(world: World, file_id: str, address: str) -> None:
    """Somebody with the agent's rights adds a reader to a folder."""
    with world.raw(ROBOT, "drive") as session:
        body = {"type": "user", "role": "reader", "emailAddress": address}
        assert session.post(f"{URL}/drive/v3/files/{file_id}/permissions", json=body).ok


def changes_file(world: World, file_id: str, **fields: Any) -> None:
    """Somebody with the agent's rights trashes, renames or moves a file."""
    with world.raw(ROBOT, "drive") as session:
        assert session.patch(f"{URL}/drive/v3/files/{file_id}", json=fields).ok


def moves(world: World, file_id: str, before: str, after: str) -> None:
    """Somebody with the agent's rights moves a file from one folder to another."""
    with world.raw(ROBOT, "drive") as session:
        parents = {"addParents": after, "removeParents": before}
        assert session.patch(f"{URL}/drive/v3/files/{file_id}", params=parents, json={}).ok


def joins_team(world: World, row: int, student: str, address: str) -> None:
    """The case manager adds a teacher to a student's team."""
    with world.person(MARISOL) as google:
        cells = [student, "special education teacher", address, "", "", ""]
        google.sheets.type_values(world.progress, f"Team!A{row}", [cells])


def joins_team_as_a_chip(world: World, row: int, student: str, address: str) -> None:
    """The same by typing `@` and choosing the teacher: the cell shows a name."""
    joins_team(world, row, student, "")
    chip = {"chip": {"personProperties": {"email": address}}}
    cell = {"userEnteredValue": {"stringValue": "@"}, "chipRuns": [chip]}
    with world.person(MARISOL) as google:
        sheets = google.sheets.read(world.progress, "sheets.properties")["sheets"]
        (team,) = [one["properties"]["sheetId"] for one in sheets if one["properties"]["title"] == "Team"]
        start = {"sheetId": team, "rowIndex": row - 1, "columnIndex": 2}
        change = {"start": start, "rows": [{"values": [cell]}], "fields": "userEnteredValue,chipRuns"}
        google.sheets.batch_update(world.progress, [{"updateCells": change}])


def leaves_team(world: World, row: int) -> None:
    """The case manager empties a row of the Team sheet."""
    with world.person(MARISOL) as google:
        google.sheets.type_values(world.progress, f"Team!A{row}", [[""] * 6])


def submits(world: World, response: Json) -> None:
    """A respondent sends the form; the same response id again is an edit."""
    world.stage.control("POST", f"forms/{world.ids['form']}/responses", as_response(response))

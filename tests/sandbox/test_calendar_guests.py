"""Guests and their copies, wherever they live."""

from __future__ import annotations

import pytest

from tests.sandbox.test_calendar_events import EVENTS, ids, insert
from tests.sandbox.test_calendar_sharing import COLLEAGUE, guests, share, subjects
from tests.sandbox.world import MANAGER, PARENT, ROBOT, Json, Person
from workspace_agent.sandbox.server import Sandbox

MEETING = f"{EVENTS}/meeting1"


@pytest.fixture
def parent(sandbox: Sandbox) -> Person:
    return Person(sandbox, PARENT)


def answers(person: Person, path: str = MEETING) -> dict[str, str]:
    return {one["email"]: one["responseStatus"] for one in person.get(path)["attendees"]}


def test_a_guest_of_another_domain_answers_too(robot: Person, parent: Person) -> None:
    insert(robot, id="meeting1", attendees=guests(MANAGER, PARENT))
    parent.patch(MEETING, {"attendees": [{"email": PARENT, "responseStatus": "tentative"}]})
    assert answers(robot) == {MANAGER: "needsAction", PARENT: "tentative"}


def test_a_guest_may_send_back_the_whole_event_with_the_answer_changed(
    robot: Person, manager: Person
) -> None:
    insert(robot, id="meeting1", summary="J.S.", attendees=guests(MANAGER, COLLEAGUE))
    event = manager.get(MEETING)
    event["attendees"][0]["responseStatus"] = "declined"
    assert manager.ask("PUT", MEETING, event).ok
    assert answers(robot) == {MANAGER: "declined", COLLEAGUE: "needsAction"}
    assert manager.refused("PUT", MEETING, event | {"summary": "x"}) == (403, "forbiddenForNonOrganizer")


def test_an_answer_is_mailed_to_the_organiser_only_on_request(
    sandbox: Sandbox, robot: Person, manager: Person
) -> None:
    insert(robot, id="meeting1", summary="J.S.", attendees=guests(MANAGER))
    for answer, params in (("accepted", {}), ("declined", {"sendUpdates": "all"})):
        manager.patch(MEETING, {"attendees": [{"email": MANAGER, "responseStatus": answer}]}, **params)
    assert subjects(sandbox, ROBOT) == ["Declined: J.S."]


def test_shared_marks_are_everybodys_to_change(robot: Person, manager: Person, parent: Person) -> None:
    insert(
        robot,
        id="meeting1",
        attendees=guests(MANAGER, PARENT),
        extendedProperties={"shared": {"s": "1"}, "private": {"ref": "42"}},
    )
    manager.patch(MEETING, {"extendedProperties": {"shared": {"s": "2", "t": "3"}}})
    assert robot.get(MEETING)["extendedProperties"] == {
        "shared": {"s": "2", "t": "3"},
        "private": {"ref": "42"},
    }
    assert parent.get(MEETING)["extendedProperties"] == {"shared": {"s": "2", "t": "3"}}
    assert ids(parent, sharedExtendedProperty="t=3") == ["meeting1"]


def test_a_guest_invites_others_unless_told_not_to(
    sandbox: Sandbox, robot: Person, manager: Person, parent: Person
) -> None:
    insert(robot, id="meeting1", summary="J.S.", attendees=guests(MANAGER))
    more = {"attendees": guests(MANAGER, PARENT)}
    manager.patch(MEETING, more, sendUpdates="all")
    assert answers(robot) == {MANAGER: "needsAction", PARENT: "needsAction"}
    assert ids(parent) == ["meeting1"]
    assert subjects(sandbox, PARENT) == ["Invitation: J.S."]
    insert(robot, id="meeting2", attendees=guests(MANAGER), guestsCanInviteOthers=False)
    refusal = manager.refused("PATCH", f"{EVENTS}/meeting2", more)
    assert refusal == (403, "forbiddenForNonOrganizer")


def test_even_a_guest_who_can_modify_sets_no_flags(robot: Person, manager: Person) -> None:
    insert(robot, id="meeting1", attendees=guests(MANAGER), guestsCanModify=True)
    refusal = manager.refused("PATCH", MEETING, {"guestsCanSeeOtherGuests": False})
    assert refusal == (403, "forbiddenForNonOrganizer")
    assert manager.patch(MEETING, {"summary": "x"})["summary"] == robot.get(MEETING)["summary"] == "x"


def test_colour_reminder_and_transparency_stay_on_the_guests_own_copy(robot: Person, manager: Person) -> None:
    insert(robot, id="meeting1", attendees=guests(MANAGER))
    manager.patch(MEETING, {"colorId": "11", "transparency": "transparent"})
    robot.patch(MEETING, {"summary": "A.B."})
    copy = manager.get(MEETING)
    assert (copy["colorId"], copy["transparency"], copy["summary"]) == ("11", "transparent", "A.B.")
    assert {"colorId", "transparency"}.isdisjoint(robot.get(MEETING))


def test_a_copy_that_its_guest_deleted_stays_deleted_until_invited_anew(
    robot: Person, manager: Person
) -> None:
    insert(robot, id="meeting1", attendees=guests(MANAGER))
    manager.delete(MEETING)
    robot.patch(MEETING, {"summary": "A.B."})
    assert (ids(manager), answers(robot)) == ([], {MANAGER: "declined"})
    robot.patch(MEETING, {"attendees": []})
    robot.patch(MEETING, {"attendees": guests(MANAGER)})
    assert (ids(manager), answers(robot)) == (["meeting1"], {MANAGER: "needsAction"})


def test_an_invitation_whose_id_is_taken_is_kept_under_another(robot: Person, manager: Person) -> None:
    insert(manager, id="meeting1", summary="own")
    insert(robot, id="meeting1", summary="J.S.", attendees=guests(MANAGER))
    copy = next(one for one in manager.get(EVENTS)["items"] if one["summary"] == "J.S.")
    assert (copy["id"] != "meeting1", copy["iCalUID"]) == (True, "meeting1@google.com")
    yes = {"attendees": [{"email": MANAGER, "responseStatus": "accepted"}]}
    manager.patch(f"{EVENTS}/{copy['id']}", yes)
    assert answers(robot) == {MANAGER: "accepted"}
    robot.delete(MEETING)
    assert ids(manager) == ["meeting1"]


def test_attendees_omitted_changes_the_own_answer_only(robot: Person) -> None:
    insert(robot, id="meeting1", attendees=guests(ROBOT, MANAGER))
    mine = {"attendeesOmitted": True, "attendees": [{"email": ROBOT, "responseStatus": "accepted"}]}
    robot.patch(MEETING, mine)
    assert answers(robot) == {MANAGER: "needsAction", ROBOT: "accepted"}
    few = robot.get(MEETING, maxAttendees=1)
    assert ([one["email"] for one in few["attendees"]], few["attendeesOmitted"]) == ([ROBOT], True)


def test_who_may_write_to_a_guests_calendar_answers_for_the_guest(
    sandbox: Sandbox, robot: Person, manager: Person
) -> None:
    share(manager, "writer", COLLEAGUE)
    insert(robot, id="meeting1", attendees=guests(MANAGER))
    yes = {"attendees": [{"email": MANAGER, "responseStatus": "accepted"}]}
    Person(sandbox, COLLEAGUE).patch(f"/calendar/v3/calendars/{MANAGER}/events/meeting1", yes)
    assert answers(robot) == {MANAGER: "accepted"}


def test_an_event_moves_to_another_calendar_with_its_guests(
    robot: Person, manager: Person, parent: Person
) -> None:
    share(manager, "writer")
    insert(robot, id="meeting1", attendees=guests(PARENT))
    moved = robot.post(f"{MEETING}/move", {}, destination=MANAGER)
    assert moved["organizer"] == {"email": MANAGER, "self": True}
    assert (robot.get(MEETING)["status"], ids(manager)) == ("cancelled", ["meeting1"])
    assert parent.get(MEETING)["organizer"] == {"email": MANAGER}
    assert robot.post(f"{MEETING}/move", {}, destination=MANAGER)["status"] == "cancelled"
    assert parent.refused("POST", f"{MEETING}/move", {}, params={"destination": PARENT}) == (
        403,
        "forbiddenForNonOrganizer",
    )


def test_an_imported_event_is_a_private_copy_found_again_by_its_uid(sandbox: Sandbox, robot: Person) -> None:
    start, end = {"dateTime": "2026-12-01T10:00:00Z"}, {"dateTime": "2026-12-01T11:00:00Z"}
    body: Json = {"iCalUID": "u@x", "organizer": {"email": PARENT}, "start": start, "end": end}
    first = robot.post(f"{EVENTS}/import", body | {"attendees": guests(ROBOT)}, sendUpdates="all")
    again = robot.post(f"{EVENTS}/import", body | {"summary": "later"})
    assert (first["id"], again["summary"], first["organizer"]) == (again["id"], "later", {"email": PARENT})
    assert ids(robot, iCalUID="u@x") == [first["id"]]
    assert robot.patch(f"{EVENTS}/{first['id']}", {"colorId": "1"})["colorId"] == "1"
    assert robot.refused("POST", EVENTS, body) == (409, "duplicate")
    assert robot.refused("POST", f"{EVENTS}/import", {"start": start, "end": end}) == (400, "required")
    assert subjects(sandbox, PARENT) == []

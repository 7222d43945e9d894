from __future__ import annotations

import pytest

from tests.sandbox.test_calendar_events import END, EVENTS, START, conference, ids, insert
from tests.sandbox.world import MANAGER, PARENT, ROBOT, Json, Person
from workspace_agent.sandbox.gmail.search import header
from workspace_agent.sandbox.server import Sandbox

COLLEAGUE = "colleague@willow.example"


def share(owner: Person, role: str, email: str = ROBOT, **params: object) -> Json:
    rule = {"role": role, "scope": {"type": "user", "value": email}}
    return owner.post("/calendar/v3/calendars/primary/acl", rule, **params)


def subjects(sandbox: Sandbox, email: str) -> list[str]:
    mails = sandbox.state.gmail.mailbox(email).messages.values()
    return [header(mail.parsed(), "Subject").partition(" @")[0] for mail in mails]


def guests(*emails: str) -> list[Json]:
    return [{"email": email} for email in emails]


def test_another_calendar_is_unknown_until_it_is_shared(robot: Person, manager: Person) -> None:
    path = f"/calendar/v3/calendars/{MANAGER}"
    assert robot.refused("GET", f"{path}/events") == (404, "notFound")
    assert share(manager, "reader")["id"] == f"user:{ROBOT}"
    assert robot.get(f"{path}/events")["accessRole"] == "reader"
    assert robot.get(path)["id"] == MANAGER
    assert robot.refused("POST", f"{path}/events", {"start": START, "end": END}) == (
        403,
        "requiredAccessLevel",
    )
    share(manager, "writer")
    event = insert(robot, MANAGER)
    assert (event["creator"], event["organizer"]) == ({"email": ROBOT}, {"email": MANAGER, "self": True})
    assert robot.refused("GET", f"{path}/acl") == (403, "requiredAccessLevel")


def test_rules_are_listed_and_taken_away(sandbox: Sandbox, robot: Person, manager: Person) -> None:
    share(manager, "reader", sendNotifications="false")
    listed = manager.get("/calendar/v3/calendars/primary/acl")["items"]
    assert {rule["id"]: rule["role"] for rule in listed} == {
        f"user:{MANAGER}": "owner",
        f"user:{ROBOT}": "reader",
    }
    assert subjects(sandbox, ROBOT) == []
    manager.delete(f"/calendar/v3/calendars/primary/acl/user:{ROBOT}")
    assert robot.refused("GET", f"/calendar/v3/calendars/{MANAGER}/events") == (404, "notFound")
    assert manager.refused("DELETE", f"/calendar/v3/calendars/primary/acl/user:{ROBOT}") == (404, "notFound")
    bad = {"role": "boss", "scope": {"type": "user", "value": ROBOT}}
    assert manager.refused("POST", "/calendar/v3/calendars/primary/acl", bad) == (400, "invalid")


@pytest.mark.parametrize(
    ("role", "visibility", "masked"),
    [
        ("reader", "private", True),
        ("reader", "default", False),
        ("writer", "private", False),
        ("freeBusyReader", "default", True),
    ],
)
def test_private_events_show_their_time_only(
    robot: Person, manager: Person, role: str, visibility: str, masked: bool
) -> None:
    insert(manager, id="meeting1", summary="J.S.", visibility=visibility, attendees=guests(COLLEAGUE))
    share(manager, role)
    seen = robot.get(f"/calendar/v3/calendars/{MANAGER}/events")["items"][0]
    assert seen["start"]["dateTime"] == "2026-12-01T10:00:00-05:00"
    assert ({"summary", "attendees", "creator"}.isdisjoint(seen), seen.get("visibility") == "private") in (
        (masked, masked),
        (masked, visibility == "private"),
    )
    searched = robot.get(f"/calendar/v3/calendars/{MANAGER}/events", q="J.S.")["items"]
    assert (searched == []) is masked


def test_guests_get_a_copy_whatever_their_domain(sandbox: Sandbox, robot: Person, manager: Person) -> None:
    marks = {"private": {"ref": "42"}, "shared": {"s": "1"}}
    insert(robot, id="meeting1", attendees=guests(MANAGER, PARENT), extendedProperties=marks)
    copy = manager.get(f"{EVENTS}/meeting1")
    assert copy["organizer"] == {"email": ROBOT}
    assert copy["extendedProperties"] == {"shared": {"s": "1"}}
    assert copy["attendees"][0] == {"responseStatus": "needsAction", "email": MANAGER, "self": True}
    assert Person(sandbox, PARENT).get(f"{EVENTS}/meeting1")["organizer"] == {"email": ROBOT}


def test_private_marks_never_reach_a_guests_copy(robot: Person, manager: Person) -> None:
    insert(robot, id="meeting1", attendees=guests(MANAGER), extendedProperties={"private": {"ref": "42"}})
    assert "extendedProperties" not in manager.get(f"{EVENTS}/meeting1")
    assert ids(manager, privateExtendedProperty="ref=42") == []


def test_hidden_guest_lists_are_hidden_from_guests(robot: Person, manager: Person) -> None:
    insert(robot, id="meeting1", attendees=guests(MANAGER, COLLEAGUE), guestsCanSeeOtherGuests=False)
    copy = manager.get(f"{EVENTS}/meeting1")
    assert [one["email"] for one in copy["attendees"]] == [MANAGER]
    assert copy["attendeesOmitted"] is True
    assert len(robot.get(f"{EVENTS}/meeting1")["attendees"]) == 2


def test_a_guests_answer_reaches_the_organiser_and_survives_a_patch_that_leaves_guests_alone(
    robot: Person, manager: Person
) -> None:
    insert(robot, id="meeting1", attendees=guests(MANAGER, COLLEAGUE))
    yes = [{"email": MANAGER, "responseStatus": "accepted"}]
    assert (
        manager.patch(f"{EVENTS}/meeting1", {"attendees": yes})["attendees"][0]["responseStatus"]
        == "accepted"
    )
    answers = {one["email"]: one["responseStatus"] for one in robot.get(f"{EVENTS}/meeting1")["attendees"]}
    assert answers == {MANAGER: "accepted", COLLEAGUE: "needsAction"}
    patched = robot.patch(f"{EVENTS}/meeting1", {"summary": "A.B."})
    assert patched["attendees"][0]["responseStatus"] == "accepted"
    assert manager.get(f"{EVENTS}/meeting1")["summary"] == "A.B."


def test_a_guest_changes_nothing_of_the_organisers_unless_guests_can_modify(
    robot: Person, manager: Person
) -> None:
    insert(robot, id="meeting1", attendees=guests(MANAGER))
    assert manager.refused("PATCH", f"{EVENTS}/meeting1", {"summary": "x"}) == (
        403,
        "forbiddenForNonOrganizer",
    )
    robot.patch(f"{EVENTS}/meeting1", {"guestsCanModify": True})
    manager.patch(f"{EVENTS}/meeting1", {"summary": "x"})
    assert robot.get(f"{EVENTS}/meeting1")["summary"] == "x"


def test_a_guests_own_marks_stay_on_the_own_copy(robot: Person, manager: Person) -> None:
    insert(robot, id="meeting1", attendees=guests(MANAGER))
    marks = {"extendedProperties": {"private": {"mine": "1"}}}
    assert manager.patch(f"{EVENTS}/meeting1", marks)["extendedProperties"] == {"private": {"mine": "1"}}
    robot.patch(f"{EVENTS}/meeting1", {"summary": "A.B."})
    assert ids(manager, privateExtendedProperty="mine=1") == ["meeting1"]
    assert "extendedProperties" not in robot.get(f"{EVENTS}/meeting1")


def test_a_guest_who_deletes_the_copy_declines(robot: Person, manager: Person) -> None:
    insert(robot, id="meeting1", attendees=guests(MANAGER))
    manager.delete(f"{EVENTS}/meeting1")
    event = robot.get(f"{EVENTS}/meeting1")
    assert (event["status"], event["attendees"][0]["responseStatus"]) == ("confirmed", "declined")
    assert ids(manager) == []


def test_a_guest_who_is_left_out_and_a_cancelled_event_leave_the_copies(
    robot: Person, manager: Person
) -> None:
    insert(robot, id="meeting1", attendees=guests(MANAGER))
    insert(robot, id="meeting2", attendees=guests(MANAGER))
    robot.patch(f"{EVENTS}/meeting1", {"attendees": []})
    robot.delete(f"{EVENTS}/meeting2")
    assert ids(manager) == []
    assert ids(manager, showDeleted="true") == ["meeting1", "meeting2"]


def test_no_mail_is_sent_unless_asked_for(sandbox: Sandbox, robot: Person) -> None:
    insert(robot, id="meeting1", attendees=guests(MANAGER, PARENT))
    robot.delete(f"{EVENTS}/meeting1")
    assert subjects(sandbox, MANAGER) == subjects(sandbox, PARENT) == []


def test_guests_are_told_of_invitation_change_and_cancellation(sandbox: Sandbox, robot: Person) -> None:
    every: Json = {"sendUpdates": "all"}
    insert(robot, id="meeting1", summary="J.S.", attendees=guests(MANAGER, PARENT), params=every)
    robot.patch(
        f"{EVENTS}/meeting1", {"location": "Room 2", "attendees": guests(MANAGER, COLLEAGUE)}, **every
    )
    robot.delete(f"{EVENTS}/meeting1", **every)
    assert subjects(sandbox, MANAGER) == [
        "Invitation: J.S.",
        "Updated invitation: J.S.",
        "Canceled event: J.S.",
    ]
    assert subjects(sandbox, PARENT) == ["Invitation: J.S.", "Canceled event: J.S."]
    assert subjects(sandbox, COLLEAGUE) == ["Invitation: J.S.", "Canceled event: J.S."]
    assert subjects(sandbox, ROBOT) == []


def test_external_only_tells_other_domains_only(sandbox: Sandbox, robot: Person) -> None:
    insert(robot, summary="J.S.", attendees=guests(MANAGER, PARENT), params={"sendUpdates": "externalOnly"})
    assert (subjects(sandbox, MANAGER), subjects(sandbox, PARENT)) == ([], ["Invitation: J.S."])


def test_every_copy_shows_the_same_conference_whoever_looks_first(robot: Person, manager: Person) -> None:
    version = {"conferenceDataVersion": 1}
    insert(robot, id="meeting1", attendees=guests(MANAGER), conferenceData=conference("r1"), params=version)
    link = manager.get(f"{EVENTS}/meeting1")["hangoutLink"]
    assert robot.get(f"{EVENTS}/meeting1")["hangoutLink"] == link


@pytest.mark.parametrize("guest", [{"email": "nobody"}, {}, {"email": MANAGER, "responseStatus": "maybe"}])
def test_a_guest_needs_an_address_and_a_known_answer(robot: Person, guest: Json) -> None:
    assert robot.refused("POST", EVENTS, {"start": START, "end": END, "attendees": [guest]}) == (
        400,
        "invalid",
    )

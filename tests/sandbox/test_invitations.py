"""The iCalendar objects in the mails that Calendar sends."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.sandbox.test_calendar_events import END, EVENTS, START, insert
from tests.sandbox.world import MANAGER, PARENT, ROBOT, Json, Person

MESSAGES = "/gmail/v1/users/me/messages"
TOLD: Json = {"sendUpdates": "all"}
GUESTS: Json = {"attendees": [{"email": MANAGER}, {"email": PARENT, "optional": True}]}


def newest(person: Person) -> EmailMessage:
    first = person.get(MESSAGES)["messages"][0]["id"]
    raw = person.get(f"{MESSAGES}/{first}", format="raw")["raw"]
    found = message_from_bytes(urlsafe_b64decode(raw), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def event(person: Person) -> tuple[str | None, list[str]]:
    """The method and the lines of the object in somebody's newest mail."""
    for part in newest(person).walk():
        if part.get_content_type() == "text/calendar":
            text = str(part.get_content()).replace("\r\n", "\n")
            return part.get_param("method"), text.replace("\n ", "").splitlines()  # type: ignore[return-value]
    raise AssertionError("no iCalendar object")


def test_an_invitation_can_be_taken_over_by_other_calendars(robot: Person, manager: Person) -> None:
    made = insert(robot, summary="J.S., review; part 1", description="a\nb" * 40, params=TOLD, **GUESTS)
    method, lines = event(manager)
    assert method == "REQUEST"
    assert {"METHOD:REQUEST", "STATUS:CONFIRMED", f"UID:{made['iCalUID']}", "SEQUENCE:0"} <= set(lines)
    assert "SUMMARY:J.S.\\, review\\; part 1" in lines
    assert f"DESCRIPTION:{'a' + chr(92) + 'nb'}" in "".join(lines)
    assert f"ORGANIZER;CN={ROBOT}:mailto:{ROBOT}" in lines
    asked = (
        "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE={}-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN={};X-NUM-GUESTS=0"
    )
    for role, email in (("REQ", MANAGER), ("OPT", PARENT)):
        assert f"{asked.format(role, email)}:mailto:{email}" in lines
    attached = [part for part in newest(manager).iter_attachments() if part.get_filename() == "invite.ics"]
    assert all(len(line) <= 75 for line in attached[0].get_content().split(b"\r\n"))


def test_a_cancellation_and_an_answer_say_so(robot: Person, manager: Person) -> None:
    made = insert(robot, params=TOLD, **GUESTS)
    answer = [{"email": MANAGER, "responseStatus": "declined"}]
    manager.patch(f"{EVENTS}/{made['id']}", {"attendees": answer}, sendUpdates="all")
    method, lines = event(robot)
    assert method == "REPLY"
    guests = [line for line in lines if line.startswith("ATTENDEE")]
    assert len(guests) == 1
    assert f"PARTSTAT=DECLINED;RSVP=TRUE;CN={MANAGER}" in guests[0]
    robot.delete(f"{EVENTS}/{made['id']}", sendUpdates="all")
    method, lines = event(manager)
    assert (method, "STATUS:CANCELLED" in lines) == ("CANCEL", True)


def test_guests_who_may_not_see_each_other_are_not_named(robot: Person, manager: Person) -> None:
    insert(robot, guestsCanSeeOtherGuests=False, params=TOLD, **GUESTS)
    _, lines = event(manager)
    assert [line.rpartition(":")[2] for line in lines if line.startswith("ATTENDEE")] == [MANAGER]


def test_a_series_repeats_in_its_zone_and_a_day_has_none(robot: Person, manager: Person) -> None:
    zone = {"timeZone": "America/New_York"}
    rule = ["RRULE:FREQ=WEEKLY;COUNT=3"]
    insert(robot, start=START | zone, end=END | zone, recurrence=rule, params=TOLD, **GUESTS)
    _, lines = event(manager)
    assert rule[0] in lines
    assert any(line.startswith("DTSTART;TZID=America/New_York:2026") for line in lines)
    insert(robot, start={"date": "2026-12-01"}, end={"date": "2026-12-02"}, params=TOLD, **GUESTS)
    _, lines = event(manager)
    assert {"DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261202"} <= set(lines)

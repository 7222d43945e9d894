"""How a meeting is joined, cancelled, and how an event that was there before is taken up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.people import joins_team, joins_team_as_a_chip
from tests.journeys.test_people_win import CSS, MAYS, kinds, person_answers, person_deletes, person_patches
from tests.journeys.world import MANAGER, MARISOL, URL, World
from workspace_agent.model.problem_kinds import ProblemKind

TEACHER = "k.osei@sierravieja.example"
LINES = '\n[meetings]\ndial_in = [{ number = "+1 555 0100", pin = "4321" }, { number = "+1 555 0101" }]\n'


def subjects(world: World, guest: str) -> list[str]:
    """Calendar's mails to a guest about May's meeting, oldest first."""
    mails = world.mails(guest, "in:inbox")
    return [str(mail["Subject"]) for mail in reversed(mails) if MAYS in str(mail["Subject"])]


def conferences(world: World, **how: Any) -> None:
    world.stage.control("POST", "conferences", {"outcome": "success", "looks": 1, "phone": True} | how)


def guests(event: dict[str, Any]) -> set[str]:
    return {guest["email"] for guest in event.get("attendees", ())}


# ---- joining


def test_the_invitation_goes_out_once_and_with_link_and_number(world: World) -> None:
    conferences(world)
    world.run()
    event = world.meeting(MAYS)

    points = {point["entryPointType"] for point in event["conferenceData"]["entryPoints"]}
    assert points >= {"video", "phone"}
    assert guests(event) >= {CSS, TEACHER}
    assert [subject.split(":")[0] for subject in subjects(world, TEACHER)] == ["Invitation"]
    (mail,) = [mail for mail in world.mails(TEACHER, "in:inbox") if MAYS in str(mail["Subject"])]
    assert event["hangoutLink"] in mail.as_string()


def test_while_the_link_is_pending_nobody_is_invited(world: World) -> None:
    conferences(world, looks=1000)
    world.run()
    assert (guests(world.meeting(MAYS)), subjects(world, TEACHER)) == (set(), [])

    conferences(world)
    world.run()
    assert guests(world.meeting(MAYS)) >= {CSS, TEACHER}
    assert len(subjects(world, TEACHER)) == 1


def test_a_link_that_never_comes_is_told_and_one_that_a_person_puts_in_stays_and_counts(world: World) -> None:
    conferences(world, outcome="failure")
    asked = []
    for _ in range(5):
        report = world.run()
        asked.append(world.meeting(MAYS)["extendedProperties"]["private"]["wa_asked"])
        quarter_later(world)
    assert asked == ["1", "2", "3", "3", "3"]
    assert ProblemKind.NO_VIDEO in kinds(report)
    assert guests(world.meeting(MAYS)) == set()

    person_patches(world, world.meeting(MAYS), location="https://district.zoom.us/j/123")
    world.run()
    event = world.meeting(MAYS)
    assert (event["location"], guests(event) >= {CSS, TEACHER}) == ("https://district.zoom.us/j/123", True)
    assert len(subjects(world, TEACHER)) == 1


def test_a_meeting_on_another_platform_waits_for_the_link_of_a_persons(world: World) -> None:
    world.type("Meetings!G2", "Zoom")
    report = world.run()
    event = world.meeting(MAYS)
    assert ("conferenceData" in event, guests(event)) == (False, set())
    assert ProblemKind.NO_LINK_YET in kinds(report)

    person_patches(world, event, location="https://district.zoom.us/j/123")
    report = world.run()
    assert guests(world.meeting(MAYS)) >= {CSS, TEACHER}
    assert ProblemKind.NO_LINK_YET not in kinds(report)


def test_without_a_number_of_googles_each_meeting_gets_a_line_of_its_own(world: World) -> None:
    conferences(world, phone=False)
    world.setting(lambda text: text + LINES)
    world.type("Meetings!C14", "12/2/2026")  # Memo's meeting, at the time of May's
    world.type("Meetings!D14", "10:00 AM")
    world.run()

    assert "+1 555 0100, PIN 4321#" in world.meeting(MAYS)["description"]
    assert "+1 555 0101." in world.meeting("M.L.")["description"]
    for _ in range(2):
        world.forget_requests()
        world.run()
    assert world.writes() == []


def test_where_no_line_is_left_that_is_told(world: World) -> None:
    conferences(world, phone=False)

    assert ProblemKind.NO_DIAL_IN in kinds(world.run())
    assert guests(world.meeting(MAYS)) >= {CSS, TEACHER}


def test_a_new_guest_is_invited_and_calendar_tells_those_who_stay_once(world: World) -> None:
    """Calendar tells everybody or nobody; whoever is new has to hear."""
    world.first_run()
    switches = {"guestsCanSeeOtherGuests": False, "guestsCanInviteOthers": True}
    person_patches(world, world.meeting(MAYS), **switches)
    world.type("Team!C4", "s.field@sierravieja.example")
    for _ in range(2):
        world.run()

    event = world.meeting(MAYS)
    assert {name: event.get(name, True) for name in switches} == switches, "theirs to say"
    assert [subject.split(":")[0] for subject in subjects(world, "s.field@sierravieja.example")] == [
        "Invitation"
    ]
    told = [subject.split(":")[0] for subject in subjects(world, TEACHER)]
    assert told == ["Invitation", "Updated invitation"]


def test_a_guest_whose_row_of_the_team_was_deleted_stays_and_nobody_is_told(world: World) -> None:
    world.first_run()
    with world.person(MARISOL) as google:
        sheets = google.sheets.read(world.progress, "sheets(properties(sheetId,title))")["sheets"]
        (team,) = [s["properties"]["sheetId"] for s in sheets if s["properties"]["title"] == "Team"]
        where = {"sheetId": team, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}
        google.sheets.batch_update(world.progress, [{"deleteDimension": {"range": where}}])
    for _ in range(2):
        report = world.run()

    assert TEACHER in guests(world.meeting(MAYS))
    assert len(subjects(world, TEACHER)) == 1
    assert ProblemKind.EVENT_CHANGED in kinds(report)


def test_somebody_from_outside_who_is_put_on_by_hand_sees_and_invites_nobody(world: World) -> None:
    world.first_run()
    event = world.meeting(MAYS)
    stranger = {"email": "aunt@homemail.example"}
    person_patches(world, event, attendees=[*event["attendees"], stranger])
    report = world.run()

    closed = world.meeting(MAYS)
    assert (closed["guestsCanSeeOtherGuests"], closed["guestsCanInviteOthers"]) == (False, False)
    assert stranger["email"] in guests(closed)
    assert len(subjects(world, TEACHER)) == 1
    assert ProblemKind.EVENT_CHANGED in kinds(report)

    person_patches(world, closed, guestsCanSeeOtherGuests=True)
    world.run()
    assert world.meeting(MAYS).get("guestsCanSeeOtherGuests", True) is True


def test_a_new_time_in_the_row_of_an_event_that_was_made_all_day_gives_it_that_time(world: World) -> None:
    world.first_run()
    whole_day = {"dateTime": None, "timeZone": None}
    start, end = {"date": "2026-12-02"} | whole_day, {"date": "2026-12-03"} | whole_day
    person_patches(world, world.meeting(MAYS), start=start, end=end)
    world.run()
    world.type("Meetings!D2", "11:00 AM")
    world.run()

    assert world.meeting(MAYS)["start"]["dateTime"].startswith("2026-12-02T11:00:00")  # told in Denver


def test_a_room_that_a_person_books_is_no_guest_and_stays_when_somebody_is_invited(world: World) -> None:
    world.first_run()
    event = world.meeting(MAYS)
    room = {"email": "c_188abc@resource.calendar.google.com", "resource": True}
    person_patches(world, event, attendees=[*event["attendees"], room])
    world.forget_requests()
    report = world.run()
    assert [one["method"] for one in world.writes() if one["method"].startswith("calendar")] == []
    assert ProblemKind.EVENT_CHANGED not in kinds(report)

    joins_team(world, 41, "May Winter", "new.teacher@sierravieja.example")
    world.run()
    assert guests(world.meeting(MAYS)) >= {room["email"], "new.teacher@sierravieja.example"}

    event = world.meeting(MAYS)
    world.type("Meetings!L2", "TRUE")
    person_patches(world, event, attendees=[one for one in event["attendees"] if not one.get("resource")])
    assert ProblemKind.CANCEL_REFUSED in kinds(world.run()), "to give the room away is a change"


def test_a_teacher_who_was_chosen_as_a_smart_chip_is_invited(world: World) -> None:
    joins_team_as_a_chip(world, 41, "May Winter", "new.teacher@sierravieja.example")
    report = world.run()

    assert ProblemKind.NOT_AN_ADDRESS not in kinds(report)
    assert "new.teacher@sierravieja.example" in guests(world.meeting(MAYS))


# ---- cancelling


def quarter_later(world: World) -> None:
    world.at(world.clock.now + timedelta(minutes=15))


def test_a_cancelled_row_cancels_its_event_once_it_has_said_so_twice(world: World) -> None:
    world.first_run()
    world.type("Meetings!L2", "TRUE")
    world.run()
    assert world.meeting(MAYS)["status"] == "confirmed"

    quarter_later(world)
    report = world.run()
    event = world.meeting(MAYS)
    assert event["status"] == "cancelled"
    assert "agent" in event["description"]
    told = [subject.split(":")[0] for subject in subjects(world, TEACHER)]
    assert told == ["Invitation", "Canceled event"]
    assert ProblemKind.EVENT_DELETED not in kinds(report)

    world.forget_requests()
    world.run()
    assert "calendar" not in {entry["method"].split(".")[0] for entry in world.writes()}


def test_a_row_that_is_wanted_again_gets_a_new_event(world: World) -> None:
    world.first_run()
    world.type("Meetings!L2", "TRUE")
    world.run()
    quarter_later(world)
    world.run()
    world.type("Meetings!L2", "FALSE")
    world.run()

    states = sorted(event["status"] for event in world.meetings() if event["summary"].endswith(MAYS))
    assert states == ["cancelled", "confirmed"]


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param({"location": "Room 9"}, id="a room"),
        pytest.param({"colorId": "5"}, id="a colour"),
        pytest.param({"reminders": {"useDefault": False}}, id="reminders"),
    ],
)
def test_whatever_a_person_changes_keeps_the_event(world: World, edit: dict[str, Any]) -> None:
    world.first_run()
    world.type("Meetings!L2", "TRUE")
    world.run()
    person_patches(world, world.meeting(MAYS), **edit)
    for _ in range(2):
        quarter_later(world)
        report = world.run()

    assert world.meeting(MAYS)["status"] == "confirmed"
    assert ProblemKind.CANCEL_REFUSED in kinds(report)


def test_what_a_person_changes_while_the_date_of_the_row_cannot_be_read_keeps_the_event(
    world: World,
) -> None:
    world.first_run()
    world.type("Meetings!C1", "Whenever")
    world.type("Meetings!L2", "TRUE")
    person_patches(world, world.meeting(MAYS), location="Room 9")
    world.run()
    world.type("Meetings!C1", "Date")
    for _ in range(2):
        quarter_later(world)
        report = world.run()

    assert world.meeting(MAYS)["status"] == "confirmed"
    assert ProblemKind.CANCEL_REFUSED in kinds(report)


def test_when_the_ledger_is_lost_a_touched_event_is_kept_and_an_untouched_one_cancelled(world: World) -> None:
    world.first_run()
    for number in (2, 8):
        world.type(f"Meetings!L{number}", "TRUE")
    person_patches(world, world.meeting(MAYS), colorId="5")
    (world.folder / "state" / "ledger.sqlite3").unlink()
    for _ in range(2):
        world.run()
        quarter_later(world)

    assert world.meeting(MAYS)["status"] == "confirmed"
    assert world.meeting("B.O.")["status"] == "cancelled"


def test_an_answer_to_the_invitation_does_not_keep_a_cancelled_meeting(world: World) -> None:
    world.first_run()
    world.type("Meetings!L2", "TRUE")
    world.run()
    person_answers(world, CSS, world.meeting(MAYS))
    quarter_later(world)
    world.run()

    assert world.meeting(MAYS)["status"] == "cancelled"


def test_an_event_that_somebody_touched_after_the_box_was_ticked_stays(world: World) -> None:
    world.first_run()
    world.type("Meetings!L2", "TRUE")
    world.run()
    person_patches(world, world.meeting(MAYS), summary="IEP annual review - M.W. (still on!)")
    for _ in range(3):
        quarter_later(world)
        report = world.run()

    (event,) = [event for event in world.meetings() if "still on" in event["summary"]]
    assert event["status"] == "confirmed"
    assert ProblemKind.CANCEL_REFUSED in kinds(report)


def test_a_student_who_leaves_has_no_meeting_any_more(world: World) -> None:
    world.first_run()
    world.type("Students!I2", "11/30/2026")
    world.run()
    quarter_later(world)
    world.run()

    assert world.meeting(MAYS)["status"] == "cancelled"


# ---- the newest act wins


def test_dragged_and_then_typed_anew_the_sheet_is_followed(world: World) -> None:
    world.first_run()
    moved = {"dateTime": "2026-12-02T15:00:00-07:00", "timeZone": "America/Denver"}
    ends = {"dateTime": "2026-12-02T16:00:00-07:00", "timeZone": "America/Denver"}
    person_patches(world, world.meeting(MAYS), start=moved, end=ends)
    assert ProblemKind.EVENT_CHANGED in kinds(world.run())

    world.type("Meetings!D2", "11:00 AM")
    assert ProblemKind.EVENT_CHANGED not in kinds(world.run())
    assert world.meeting(MAYS)["start"]["dateTime"].startswith("2026-12-02T11:00:00")  # Denver


def test_a_new_time_in_the_sheet_leaves_a_title_that_a_person_gave(world: World) -> None:
    world.first_run()
    person_patches(world, world.meeting(MAYS), summary="IEP annual review and lunch - M.W.")
    world.run()
    world.type("Meetings!D2", "11:00 AM")
    world.run()

    event = world.meeting(MAYS)
    assert event["summary"] == "IEP annual review and lunch - M.W."
    assert event["start"]["dateTime"].startswith("2026-12-02T11:00:00")


# ---- events that were there before


def answer(world: World, cell: str, said: str) -> None:
    """The case manager adds the column and answers the question about Will's meeting."""
    world.type("Meetings!M1", "Existing event")
    world.type(cell, said)


@pytest.mark.parametrize("said", ["book", "Book"])
def test_book_books_beside_the_event_by_hand(world: World, said: str) -> None:
    answer(world, "Meetings!M3", said)
    report = world.run()

    assert ProblemKind.LINK_OR_BOOK not in kinds(report)
    assert len(world.meetings()) == 7


def test_link_takes_the_event_by_hand_up_and_changes_nothing_that_anybody_sees(world: World) -> None:
    with world.person(MARISOL) as google:
        (by_hand,) = [event for event in google.calendar.list(MARISOL) if "W.H." in event.get("summary", "")]
    answer(world, "Meetings!M3", "link")
    report = world.run()
    with world.person(MARISOL) as google:
        linked = google.calendar.get(MARISOL, by_hand["id"])

    assert ProblemKind.LINK_OR_BOOK not in kinds(report)
    own = {"extendedProperties", "etag", "updated", "sequence"}
    assert {k: v for k, v in linked.items() if k not in own} == {
        k: v for k, v in by_hand.items() if k not in own
    }
    world.type("Meetings!D3", "3:00 PM")
    world.run()
    with world.person(MARISOL) as google:
        moved = google.calendar.get(MARISOL, by_hand["id"])
    assert moved["start"]["dateTime"] != by_hand["start"]["dateTime"]
    assert moved["summary"] == by_hand["summary"]
    assert len([event for event in world.meetings() if event["id"] != by_hand["id"]]) == 6


def test_an_event_that_somebody_else_organises_is_known_and_never_written(world: World) -> None:
    """The teacher invited the case manager to Will's meeting."""
    with world.person(MARISOL) as google:
        (by_hand,) = [event for event in google.calendar.list(MARISOL) if "W.H." in event.get("summary", "")]
    person_deletes(world, by_hand)
    theirs = {key: by_hand[key] for key in ("summary", "start", "end")} | {"attendees": [{"email": MARISOL}]}
    with world.raw(TEACHER, "calendar") as session:
        assert session.post(f"{URL}/calendar/v3/calendars/{TEACHER}/events", json=theirs).ok
    answer(world, "Meetings!M3", "link")
    report = world.run()

    assert ProblemKind.LINK_OR_BOOK not in kinds(report)
    assert len(world.meetings()) == 6
    linked = [one for one in report.account.decisions if one.verdict == "linked"]
    because = "the event repeats, or somebody else made it; the agent never writes it"
    assert [one.because for one in linked] == [because]

    world.type("Meetings!D3", "4:30 PM")
    assert ProblemKind.LINKED_ELSEWHERE in kinds(world.run())
    assert len(world.meetings()) == 6


# ---- what goes wrong midway


def test_where_the_second_look_is_refused_nobody_is_said_to_have_deleted_anything(world: World) -> None:
    world.fault("calendar.events.list", nth=3, status=403)
    report = world.run()

    assert ProblemKind.EVENT_DELETED not in kinds(report)
    assert guests(world.meeting(MAYS)) == set()
    assert ProblemKind.EVENT_DELETED not in kinds(world.run())
    assert guests(world.meeting(MAYS)) >= {CSS, TEACHER}


def test_a_number_in_a_link_is_no_telephone_number(world: World) -> None:
    conferences(world, outcome="failure")
    world.run()
    person_patches(world, world.meeting(MAYS), location="https://us02.zoom.us/j/81234567890")

    assert ProblemKind.NO_DIAL_IN in kinds(world.run())


def test_a_student_who_leaves_the_list_is_not_filed_a_second_time(world: World) -> None:
    world.first_run()
    before = world.records(MANAGER)
    for column in "ABCDEFGHIJKLMN":
        world.type(f"Students!{column}5", "")
    world.run()

    assert world.records(MANAGER) == before


def test_an_emptied_team_takes_nobody_off(world: World) -> None:
    world.first_run()
    before = {event["id"]: guests(event) for event in world.meetings()}
    with world.person(MARISOL) as google:
        google.sheets.type_values(world.progress, "Team!A2", [[""] * 8 for _ in range(60)])
    world.run()

    assert {event["id"]: guests(event) for event in world.meetings()} == before


def test_a_renamed_heading_changes_no_meeting(world: World) -> None:
    world.first_run()
    before = world.meetings()
    world.type("Meetings!F1", "Time it takes")
    report = world.run()

    assert world.meetings() == before
    assert ProblemKind.COLUMN_GONE in kinds(report)
    world.type("Meetings!F1", "Length")
    assert ProblemKind.COLUMN_GONE not in kinds(world.run())

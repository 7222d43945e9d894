"""The locks on the way out and in: the name guard, the alias key, what is read of people's calendars."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.world import MANAGER, MARISOL, URL, World
from workspace_agent.google.drive import NewFile
from workspace_agent.ledger.keys import alias_key
from workspace_agent.model.errors import NameRefused, SettingsError
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.tools import ALIAS_KEY

NAME = "Jonah Pell"


@pytest.mark.parametrize("channel", ["calendar", "drive", "gmail"])
def test_what_shows_a_name_of_the_roster_is_refused_at_the_door(world: World, channel: str) -> None:
    with world.tools() as tools:
        tools.observe(tools.clock())
        world.forget_requests()
        with pytest.raises(NameRefused) as refused:
            send(tools.google, channel)

    assert NAME not in str(refused.value)
    assert world.writes() == []


def send(google: Any, channel: str) -> None:
    if channel == "calendar":
        google.calendar.insert(MARISOL, {"summary": f"IEP annual review - {NAME}"}, "none")
    elif channel == "drive":
        google.drive.create_folder(NewFile("id-1", f"Pell, Jonah {channel}", ""))
    else:
        message = EmailMessage()
        message["To"], message["Subject"] = MANAGER, "IEP compliance"
        message.set_content(f"About {NAME}.", cte="base64")
        google.gmail.create_draft(message)


def test_a_name_does_not_get_into_the_log(world: World) -> None:
    with world.tools() as tools:
        tools.observe(tools.clock())
        tools.log.say("effect", key=NAME)

    text = (world.folder / "state" / "agent.log").read_text(encoding="utf8")
    assert "[name]" in text
    assert NAME not in text


def test_another_alias_key_stops_the_run_before_any_write(world: World) -> None:
    world.first_run()
    replace_key(world.folder / "secrets" / ALIAS_KEY)
    world.forget_requests()

    with pytest.raises(SettingsError, match="not the key of this department"):
        world.run()
    assert world.writes() == []


def test_so_it_does_when_only_the_root_folder_remembers_the_key(world: World) -> None:
    world.first_run()
    (world.folder / "state" / "ledger.sqlite3").unlink()
    replace_key(world.folder / "secrets" / ALIAS_KEY)
    world.forget_requests()

    with pytest.raises(SettingsError, match="not the key of this department"):
        world.run()
    assert world.writes() == []


def replace_key(path: Path) -> None:
    path.unlink()
    alias_key(path).keep()


@pytest.mark.parametrize("lost", ["", "ledger.sqlite3"], ids=["the ledger stands", "the ledger is lost too"])
def test_a_key_that_is_missing_is_called_missing_and_none_is_made_instead(world: World, lost: str) -> None:
    world.first_run()
    (world.folder / "secrets" / ALIAS_KEY).unlink()
    if lost:
        (world.folder / "state" / lost).unlink()
    world.forget_requests()

    with pytest.raises(SettingsError, match="is missing"):
        world.run()
    assert world.writes() == []
    assert not (world.folder / "secrets" / ALIAS_KEY).exists()


def test_a_private_event_is_passed_over_unread(world: World) -> None:
    """Were its title read, this row would be a question."""
    times = {"start": moment("10:00"), "end": moment("11:00")}
    add_event(world, {"summary": "M.W. IEP", "visibility": "private", **times})
    world.run()

    assert world.meeting("M.W.")["status"] == "confirmed"


def test_a_public_one_that_looks_like_the_meeting_is_a_question(world: World) -> None:
    times = {"start": moment("10:20"), "end": moment("11:00")}
    add_event(world, {"summary": "M. W. annual", **times})
    report = world.run()

    links = [problem.kind for problem in report.account.problems].count(ProblemKind.LINK_OR_BOOK)
    assert links == 2  # this one and the hand-made event of the demo department


def moment(clock: str) -> dict[str, str]:
    return {"dateTime": f"2026-12-02T{clock}:00", "timeZone": "America/Denver"}


def add_event(world: World, event: dict[str, Any]) -> None:
    with world.raw(MARISOL, "calendar") as session:
        assert session.post(f"{URL}/calendar/v3/calendars/{MARISOL}/events", json=event).ok


def damage_mark(world: World) -> None:
    with world.raw(MARISOL, "calendar") as session:
        marks = {"extendedProperties": {"private": {"wa_purposes": "a purpose of tomorrow"}}}
        event = world.meeting("M.W.")
        assert session.patch(f"{URL}/calendar/v3/calendars/{MARISOL}/events/{event['id']}", json=marks).ok


def test_an_event_whose_mark_is_damaged_is_not_doubled_and_its_next_change_mends_it(world: World) -> None:
    world.first_run()
    damage_mark(world)
    world.run()
    assert len(world.meetings()) == 6

    world.type("Meetings!D2", "11:00 AM")
    world.run()
    assert world.meeting("M.W.")["start"]["dateTime"].startswith("2026-12-02T11:00:00-07:00")
    assert world.meeting("M.W.")["extendedProperties"]["private"]["wa_purposes"] == "annual_review"


def test_with_a_damaged_mark_a_changed_row_is_a_question(world: World) -> None:
    world.first_run()
    damage_mark(world)
    world.type("Meetings!D2", "11:00 AM")
    before = world.meetings()
    report = world.run()

    assert world.meetings() == before
    assert ProblemKind.BOTH_CHANGED in {problem.kind for problem in report.account.problems}


def test_events_are_private_and_guests_can_neither_invite_nor_change(world: World) -> None:
    world.first_run()
    event = world.meeting("M.W.")

    assert event["visibility"] == "private"
    assert event["guestsCanInviteOthers"] is False
    assert "guestsCanModify" not in event  # Google leaves out what is the default: false


def test_the_agent_tab_of_a_workbook_open_by_link_tells_nothing_of_any_student(world: World) -> None:
    with world.raw(MARISOL, "drive") as session:
        anyone = {"type": "anyone", "role": "reader"}
        assert session.post(f"{URL}/drive/v3/files/{world.progress}/permissions", json=anyone).ok
    world.run()

    assert "Others may be able to open" in world.agent_tab()[0][0]
    assert len(world.agent_tab()) == 3


def test_a_persons_own_tab_called_agent_is_left_alone(world: World) -> None:
    with world.person(MARISOL) as google:
        google.sheets.batch_update(world.progress, [{"addSheet": {"properties": {"title": "Agent"}}}])
    world.type("Agent!A1", "Talent agents' phone numbers")
    report = world.run()

    assert world.agent_tab() == [["Talent agents' phone numbers"]]
    assert ProblemKind.TAB_TAKEN in {problem.kind for problem in report.account.problems}


def test_a_folder_open_by_link_is_told(world: World) -> None:
    world.first_run()
    (folder,) = [file for file in world.dump()["files"] if file["name"] == "Marisol Quintero"]
    with world.raw("agent@willowbridge.example", "drive") as session:
        anyone = {"type": "anyone", "role": "reader"}
        assert session.post(f"{URL}/drive/v3/files/{folder['id']}/permissions", json=anyone).ok
    report = world.run()

    assert ProblemKind.FOLDER_OPEN in {problem.kind for problem in report.account.problems}


def test_a_meeting_of_this_morning_is_not_booked_again_in_the_afternoon(world: World) -> None:
    world.first_run()
    world.at(datetime.fromisoformat("2026-12-02T20:00:00-05:00"))
    world.run()
    world.run()

    assert len([event for event in world.meetings() if event["summary"].endswith("M.W.")]) == 1


def test_an_agreement_that_comes_later_invites_the_guests_of_a_hold(world: World) -> None:
    world.first_run()
    world.type("Meetings!H18", "11/20/2026")
    world.run()

    subjects = [str(mail["Subject"]) for mail in world.mails("m.bravo@sierravieja.example", "in:inbox")]
    assert any("G.O." in subject for subject in subjects)

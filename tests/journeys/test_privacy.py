"""Full names in people's own titles, and links to other platforms: told, never touched and never repeated."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.journeys.caseload_folder import Caseload
from tests.journeys.drive_people import R01, change, edit_response, folder_of, record
from tests.journeys.people import edits, joins_team, seats
from tests.journeys.world import MARISOL, WHOLE, World, build_world
from workspace_agent.run import Report

NAME = "Jonah Pell"
DECISIONS = "8f9a0b1c"
LINK = "https://files.example/s/report"
TIMES = {"dateTime": "2026-12-08T10:00:00", "timeZone": "America/Denver"}


def makes_event(world: World, **fields: Any) -> Any:
    """The case manager's own event, titled with a name."""
    event = {"summary": f"{NAME} (tri)", "start": TIMES, "end": TIMES} | fields
    with world.person(MARISOL) as google:
        return google.calendar.insert(MARISOL, event, "none")


def told(report: Report, rule: str = "names_in_titles") -> list[str]:
    return [one.place.url for one in report.account.findings if one.rule == rule]


def everything_said(world: World) -> str:
    digest = " ".join(world.digest_text().split())  # its sentences are wrapped
    return " ".join(cell for row in world.agent_tab() for cell in row) + digest


def test_an_event_is_told_in_the_tab_and_the_digest_until_it_is_mended(world: World) -> None:
    event = makes_event(world)
    report = world.run()
    said = everything_said(world)

    assert told(report) == [event["htmlLink"]]
    assert said.count("The title of the event of 8 Dec 2026 shows a student's full name.") == 2
    assert event["htmlLink"] in said
    assert NAME not in said
    with world.person(MARISOL) as google:
        assert google.calendar.get(MARISOL, event["id"])["etag"] == event["etag"]

    edits(world, event["id"], summary="J.P. (tri)")
    assert told(world.run()) == []
    assert "full name" not in " ".join(cell for row in world.agent_tab() for cell in row)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"visibility": "private"}, id="private"),
        pytest.param({"summary": "J.P. (tri)", "description": NAME}, id="the name in its text"),
        pytest.param({"start": TIMES | {"dateTime": "2026-10-02T10:00:00"}}, id="long past"),
    ],
)
def test_what_is_private_or_no_title_or_long_past_is_not_told(world: World, fields: dict[str, Any]) -> None:
    makes_event(world, **{"end": fields.get("start", TIMES)} | fields)
    assert told(world.run()) == []


def test_one_of_the_last_weeks_is_told(world: World) -> None:
    times = TIMES | {"dateTime": "2026-11-02T10:00:00"}
    makes_event(world, start=times, end=times)
    (finding,) = [one for one in world.run().account.findings if one.rule == "names_in_titles"]
    assert finding.arithmetic == "The title of the event of 2 Nov 2026 shows a student's full name."


def test_one_that_repeats_is_told_once(world: World) -> None:
    makes_event(world, recurrence=["RRULE:FREQ=WEEKLY;COUNT=20"])
    (finding,) = [one for one in world.run().account.findings if one.rule == "names_in_titles"]
    assert "a repeating event, next on 8 Dec 2026," in finding.arithmetic


def test_one_of_a_whole_day_is_told(world: World) -> None:
    makes_event(world, start={"date": "2026-12-08"}, end={"date": "2026-12-09"})
    assert len(told(world.run())) == 1


def test_one_that_a_row_is_linked_to_goes_on_showing_it(world: World) -> None:
    with world.person(MARISOL) as google:
        (like_a_row,) = [one for one in google.calendar.list(MARISOL) if one.get("summary") == "W.H. ARD"]
    world.run()
    world.type("Meetings!N1", "Existing event")
    world.type("Meetings!N3", "link")
    world.run()
    edits(world, like_a_row["id"], summary=f"{NAME} ARD")

    assert told(world.run()) == [like_a_row["htmlLink"]]


def test_with_its_switch_off_no_event_is_looked_at(world: World) -> None:
    makes_event(world)
    world.setting(lambda text: text.replace("[privacy]\n", '[privacy]\ntitles = ["workbooks", "tabs"]\n'))
    assert told(world.run()) == []


@pytest.mark.parametrize("what", ["record", "folder"])
def test_a_record_that_a_person_renamed_is_told_to_the_manager_alone(world: World, what: str) -> None:
    world.first_run()
    file = record(world) if what == "record" else folder_of(world, record(world))
    change(world, file, {"name": f"{NAME} IEP"})
    report = world.run()

    (finding,) = [one for one in report.account.findings if one.rule == "names_in_titles"]
    assert finding.place.url == file["webViewLink"]
    assert (finding.case_manager, finding.place.label) == ("manager", what)
    assert finding.arithmetic == f"The title of this {what} shows a student's full name."
    assert "full name" not in " ".join(cell for row in world.agent_tab() for cell in row)

    change(world, file, {"trashed": True})
    assert told(world.run()) == []


def test_a_link_is_told_at_its_cell_until_it_is_gone(world: World) -> None:
    world.type("Students!P3", f"eval: {LINK}")
    report = world.run()
    said = everything_said(world)

    (place,) = told(report, "approved_platforms")
    assert place.endswith("range=P3")
    assert said.count("This cell holds a link to a platform that is not approved.") == 2
    assert LINK not in said

    world.type("Students!P3", "eval: https://docs.google.com/document/d/1/edit")
    assert told(world.run(), "approved_platforms") == []


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(f'=HYPERLINK("{LINK}", "report")', id="with a label"),
        pytest.param(f'=HYPERLINK("{LINK}")', id="without one"),
    ],
)
def test_a_formula_s_link_counts_too(world: World, typed: str) -> None:
    world.type("Students!P3", typed)
    (place,) = told(world.run(), "approved_platforms")
    assert place.endswith("range=P3")


def test_a_link_in_a_form_response_is_told_until_the_response_is_edited(world: World) -> None:
    answers = world.dump()["forms"][world.ids["form"]]["responses"][R01]["answers"]

    def decided(text: str) -> Any:
        said = {"questionId": DECISIONS, "textAnswers": {"answers": [{"value": text}]}}
        return answers | {DECISIONS: said}

    edit_response(world, "2026-11-20T06:00:00Z", answers=decided(f"Report: {LINK}"))
    report = world.run()
    (place,) = told(report, "approved_platforms")
    assert place.endswith(f"#response={R01}")
    assert everything_said(world).count("This form response holds a link to a platform") == 2
    assert LINK not in everything_said(world)

    edit_response(world, "2026-11-20T07:00:00Z", answers=decided("Report is in Drive."))
    assert told(world.run(), "approved_platforms") == []


@pytest.mark.parametrize("looked_at", [True, False], ids=["where the settings name them", "else not"])
def test_a_file_in_a_folder_of_workbooks_is_told(tmp_path: Path, looked_at: bool) -> None:
    world = build_world(tmp_path, WHOLE)
    caseload = Caseload(world)
    caseload.new(f"{NAME} notes", "application/vnd.google-apps.document")
    caseload.new("Bell schedule", "application/vnd.google-apps.document")
    if looked_at:
        world.setting(lambda text: text.replace("[privacy]\n", '[privacy]\ntitles = ["other files"]\n'))
    found = [one for one in world.run().account.findings if one.rule == "names_in_titles"]

    assert [one.arithmetic for one in found if "this file" in one.arithmetic] == [
        "The title of this file shows a student's full name."
    ] * looked_at


def test_what_is_told_is_written_once(world: World) -> None:
    makes_event(world)
    world.type("Students!P3", LINK)
    world.run()
    world.forget_requests()
    world.run()

    assert world.writes() == []


def test_a_guest_who_is_called_as_a_student_is_keeps_the_place_that_a_person_gave(world: World) -> None:
    """Calendar shows the guest's name, and what they answered; both go back to it when others are invited."""
    world.first_run()
    event = world.meeting("M.W.")
    theirs = {"email": "guest@homemail.example", "displayName": NAME, "comment": f"with {NAME}"}
    seats(world, event["id"], on=theirs)
    world.run()
    joins_team(world, 41, "May Winter", "new.teacher@sierravieja.example")
    report = world.run()

    assert not [one for one in report.account.outcomes if one.trouble]
    guests = {guest["email"]: guest for guest in world.meeting("M.W.")["attendees"]}
    assert "new.teacher@sierravieja.example" in guests
    assert theirs.items() <= guests["guest@homemail.example"].items()

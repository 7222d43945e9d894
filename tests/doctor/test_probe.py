"""`--probe` answers what one account can, and leaves nothing, whatever fails on its way."""

from __future__ import annotations

import json
import os
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.doctor.conftest import Clinic
from tests.journeys.test_a_shared_drive import shared_drive
from tests.journeys.world import MANAGER, MARISOL, ROBOT, URL
from workspace_agent.cli import doctor
from workspace_agent.doctor import GROUPS
from workspace_agent.doctor.check import Examination, Line, Standing, exit_code
from workspace_agent.doctor.probe import NEEDS_A_PERSON, Probe
from workspace_agent.doctor.probe.drafts import Drafts
from workspace_agent.doctor.probe.events import Events
from workspace_agent.doctor.probe.expectation import Expectation
from workspace_agent.doctor.probe.files import Files
from workspace_agent.doctor.probe.scratch import MAIL_TITLE, MARK, WORD, Scratch
from workspace_agent.doctor.probe.spreadsheets import Spreadsheets

Json = dict[str, Any]

DOCUMENT = Path(__file__).parents[2] / "docs" / "unverified.md"
ROWS = {
    row[0]: row[1:]
    for row in re.findall(
        r"^\| ([A-Z]\d+) \| (.*?) \| (.*?) \| (.*?) \|$", DOCUMENT.read_text("utf8"), re.MULTILINE
    )
}


def probed(clinic: Clinic, *, sends: bool = False, fault: Json | None = None) -> list[Line]:
    """All that the probe says; what fails, fails in it and not in the looks before."""
    with closing(clinic.installation()) as here:
        examination = Examination(here)
        list(examination.of(group for group in GROUPS if group.title != "Sheets"))
        known = len(examination.lines)
        probe = Probe(here, sends)
        scratch = Scratch(here, tuple(person.calendar for person in probe.people))
        clinic.world.forget_requests()
        if fault is not None:
            clinic.world.fault("*", **fault)
        list(examination.of(probe.groups(scratch)))
        assert scratch.holds_something is False
        clinic.lines = examination.lines[known:]
        return clinic.lines


def seen(clinic: Clinic) -> Json:
    """What anybody can see; a deleted event can be asked for by its id, and is nothing to see."""
    dump = clinic.world.dump()
    calendars = {
        name: [event for event in one["events"].values() if not _is_cancelled_test(event)]
        for name, one in dump["calendars"].items()
    }
    mails = {address: mails for address, mails in dump["mails"].items() if mails}
    calendars = {name: events for name, events in calendars.items() if events}
    others = {name: dump[name] for name in ("files", "forms", "spreadsheets")}
    return {"calendars": calendars, "mails": mails} | others


def _is_cancelled_test(event: Json) -> bool:
    marks = event.get("extendedProperties", {}).get("private", {})
    return event.get("status") == "cancelled" and MARK in marks


def test_everything_is_as_the_agent_relies_on_and_nothing_is_left(clinic: Clinic) -> None:
    before = seen(clinic)

    lines = probed(clinic)

    assert {line.verdict.standing for line in lines} == {Standing.PASS, Standing.SKIP}
    assert "nothing is left" in clinic.found("removal")
    assert seen(clinic) == before
    assert exit_code(lines) == 0


def test_nobody_is_told_and_nothing_is_sent(clinic: Clinic) -> None:
    probed(clinic)

    writes = clinic.world.writes()
    told = [one for one in writes if one["query"].get("sendUpdates", "none") != "none"]
    assert told == []
    assert "gmail.users.drafts.send" not in {one["method"] for one in writes}
    assert clinic.world.mails(MARISOL, "in:anywhere") == []


def test_with_send_two_mails_go_to_the_agent_itself(clinic: Clinic) -> None:
    lines = probed(clinic, sends=True)

    assert {line.name[:2] for line in lines if line.verdict.standing is Standing.PASS} >= {"G1", "G4"}
    mails = clinic.world.mails(ROBOT, "in:inbox")
    assert [mail["To"] for mail in mails] == [ROBOT, ROBOT]
    assert {mail["Subject"] for mail in mails} == {MAIL_TITLE}
    assert "removed; 2 mails left in the agent's own mailbox" in clinic.found("removal")
    assert "nothing is left" not in clinic.found("removal")


def test_what_google_does_otherwise_is_told_with_what_it_means(clinic: Clinic) -> None:
    clinic.world.stage.control("POST", "quirks", {"mark_lag": 3})

    # The sandbox's clock runs on by itself: as long as nobody waits in earnest, the lag does not end.
    lines = probed(clinic)

    (line,) = [line for line in lines if line.verdict.standing is Standing.DIFFERENT]
    assert line.name.startswith("D2")
    assert "found nothing in 30 s" in line.verdict.found
    assert "after loss of the ledger" in line.verdict.advice
    assert exit_code(lines) == 0


def test_what_an_earlier_probe_left_is_removed(clinic: Clinic) -> None:
    before = seen(clinic)
    with closing(clinic.installation()) as here:
        scratch = Scratch(here, (MARISOL,))
        here.google.calendar.insert(MARISOL, scratch.new_event(MARISOL), "none")
        Files(scratch, "").make_folder()
        Drafts(scratch).found()

    probed(clinic)

    assert "3 test objects of an earlier probe removed" in clinic.found("leftovers")
    assert seen(clinic) == before


def test_whoever_stops_it_leaves_nothing(clinic: Clinic) -> None:
    before = seen(clinic)
    with closing(clinic.installation()) as here:
        examination = Examination(here)
        list(examination.of(GROUPS[:3]))
        lines = doctor.probed(examination, send=False, yes=True)
        next(line for line in lines if line.name.startswith("D9"))
        assert seen(clinic) != before

        lines.close()

    assert seen(clinic) == before


def test_where_no_calendar_can_be_written_that_is_said_and_the_rest_is_tried(clinic: Clinic) -> None:
    with clinic.world.raw(MARISOL, "calendar") as session:
        rule = f"{URL}/calendar/v3/calendars/{MARISOL}/acl/user:{ROBOT}"
        session.patch(rule, json={"role": "reader"}).raise_for_status()

    lines = probed(clinic)

    assert "could write on no calendar" in clinic.found("all of it")
    assert {line.name[:2] for line in lines if line.verdict.standing is Standing.PASS} >= {"D1", "S1", "G3"}
    assert "nothing is left" in clinic.found("removal")


FAULTS: dict[str, Json] = {
    "503, not applied": {"status": 503, "when": "before"},
    "503, applied": {"status": 503, "when": "after"},
    "403, not applied": {"status": 403, "when": "before"},
    "connection lost, applied": {"when": "reset-after"},
}


EVERY = int(os.environ.get("PROBE_EVERY", "40"))
"""Something fails at every so many requests, of each kind at another one. With 1 it takes minutes."""


def _requests(clinic: Clinic) -> int:
    probed(clinic)
    return len(clinic.world.stage.control("GET", "requests")["requests"])


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_left_where_a_request_fails(clinic: Clinic, fault: str) -> None:
    held, before = clinic.world.sandbox.held(), seen(clinic)
    for place in range(1 + list(FAULTS).index(fault), _requests(clinic) + 1, EVERY):
        clinic.world.sandbox.load(held)
        clinic.world.sandbox.faults.clear()

        probed(clinic, fault=FAULTS[fault] | {"nth": place})

        assert not [
            line.verdict.found for line in clinic.lines if line.verdict.standing is Standing.DIFFERENT
        ]
        told = clinic.found("removal")
        if "into the trash" in told:
            assert [file["trashed"] for file in made_at_the_top(clinic)] == [True], place
        elif seen(clinic) != before:
            assert "Still there" in told, place
            probed(clinic)
            assert seen(clinic) == before, place


def made_at_the_top(clinic: Clinic) -> list[Json]:
    """What a probe made, but for what lies in that."""
    made = [file for file in clinic.world.dump()["files"] if MARK in repr(file["app_properties"])]
    return [file for file in made if not {one["id"] for one in made} & set(file["parents"])]


def test_what_cannot_be_removed_is_told_and_the_next_probe_removes_it(clinic: Clinic) -> None:
    before = seen(clinic)
    with closing(clinic.installation()) as here:
        scratch = Scratch(here, (MARISOL,))
        Files(scratch, "").make_folder()
        for _ in range(2):
            clinic.world.fault("drive.files.delete", status=400)
        count, left = scratch.clear()

    assert count == 0
    assert [one.partition(" ")[0] for one in left] == ["file", "files"]
    probed(clinic)
    assert seen(clinic) == before


def test_what_cannot_be_removed_at_once_is_tried_again(clinic: Clinic) -> None:
    before = seen(clinic)
    with closing(clinic.installation()) as here:
        scratch = Scratch(here, (MARISOL,))
        here.google.calendar.insert(MARISOL, scratch.new_event(MARISOL), "none")
        clinic.world.fault("calendar.events.delete", status=400)
        (*_, after) = Probe(here, sends=False).groups(scratch)
        (removal,) = after.checks(here)
        verdict = removal.look()

    assert verdict.standing is Standing.PASS
    assert seen(clinic) == before


# ---- the document


def expectations() -> list[Expectation]:
    scratch = Scratch(here=None, calendars=())  # type: ignore[arg-type]  # nothing is asked
    files = Files(scratch, "a workbook")
    return [
        *Events(scratch, "").expectations(),
        *files.expectations(),
        *Spreadsheets(files).expectations(),
        *Drafts(scratch).expectations(),
        *Drafts(scratch).sending(),
    ]


def test_every_line_of_the_document_is_probed_or_says_whom_it_needs() -> None:
    asked = [*(one.id for one in expectations()), "M2"]
    left = [id_ for ids in NEEDS_A_PERSON.values() for id_ in ids]

    assert sorted((*asked, *left)) == sorted(ROWS)


@pytest.mark.parametrize("expectation", expectations(), ids=lambda one: one.id)
def test_what_it_means_is_what_the_document_says(expectation: Expectation) -> None:
    assert expectation.otherwise == ROWS[expectation.id][2].replace("`", "")


def test_nothing_of_a_person_is_in_what_is_made(clinic: Clinic) -> None:
    probed(clinic)

    said = json.dumps(clinic.world.writes())
    assert WORD not in json.dumps([line.verdict.found for line in clinic.lines])
    assert "Quintero" not in said


# ---- a shared drive


def test_who_may_not_delete_on_a_shared_drive_leaves_it_in_the_trash(clinic: Clinic) -> None:
    drive = shared_drive(clinic.world)
    only_manages_content(clinic, drive["id"])

    lines = probed(clinic)

    assert "into the trash" in clinic.found("removal")
    assert [line.name[:3] for line in lines if "no answer this time" in line.verdict.found] == ["D10", "D11"]
    assert [(file["trashed"], file["parents"]) for file in made_at_the_top(clinic)] == [
        (True, [drive["folder"]])
    ]
    probed(clinic)
    assert "No earlier probe left anything" in clinic.found("leftovers")


def test_before_a_first_run_it_shows_that_folders_of_a_shared_drive_may_not_be_shared(clinic: Clinic) -> None:
    drive = shared_drive(clinic.world)
    only_manages_content(clinic, drive["id"])
    held = clinic.world.sandbox.state.drive.drives[drive["id"]]
    held.restrictions = {"sharingFoldersRequiresOrganizerPermission": True}

    lines = probed(clinic)

    (line,) = [line for line in lines if line.verdict.standing is Standing.DIFFERENT]
    assert line.name.startswith("D19")
    assert "Manager of the shared drive" in line.verdict.advice


def only_manages_content(clinic: Clinic, drive: str) -> None:
    permissions = f"{URL}/drive/v3/files/{drive}/permissions"
    asked = {"supportsAllDrives": "true", "fields": "permissions(id,emailAddress)"}
    with clinic.world.raw(MANAGER, "drive") as session:
        found = session.get(permissions, params=asked).json()["permissions"]
        (robot,) = [one["id"] for one in found if one["emailAddress"] == ROBOT]
        role, both = {"role": "fileOrganizer"}, {"supportsAllDrives": "true"}
        session.patch(f"{permissions}/{robot}", json=role, params=both).raise_for_status()

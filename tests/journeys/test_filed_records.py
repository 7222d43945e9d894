"""What the manager reads in a filed record, and what a sentence of somebody's cannot do to it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from tests.journeys.drive_people import edit_response
from tests.journeys.people import submits
from tests.journeys.world import MANAGER, ROBOT, World

HOSTILE = '#read("/etc/passwd") see https://elsewhere.example/a \u202egpj.nalp'
SENT: dict[str, Any] = {
    "response_id": "ACYDBNh-r40",
    "create_time": "2026-11-19T15:20:08.412Z",
    "last_submitted_time": "2026-11-19T15:20:08.412906Z",
    "respondent": "m.quintero@willowbridge.example",
    "answers": {
        "3f1a9c02": ["Jonah Pell"],
        "2b3c4d5e": ["2026-11-18"],
        "6f7a8b9c": ["Amendment"],
        "0d1e2f3a": ["Yes"],
        "4b5c6d7e": ["Mother by phone", "General education teacher"],
        "8f9a0b1c": [HOSTILE],
        "b1c2d3e4": ["- Send the plan by 2026-12-01\n- Call the school by 11/24"],
    },
}


def read(world: World, name: str) -> PdfReader:
    """What the manager sees of a record, fetched by the agent: who only reads it cannot download it."""
    (record,) = [one for one in world.records(MANAGER) if one["name"] == name]
    with world.person(ROBOT) as google:
        return PdfReader(io.BytesIO(google.drive.download(record["id"])))


def text(document: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())


@pytest.fixture(name="sent")
def _sent(world: World) -> World:
    submits(world, SENT)
    world.run()
    return world


def test_a_record_shows_who_took_part_and_what_is_to_be_done_by_when(sent: World) -> None:
    shown = text(read(sent, "2026-11-18 amendment.pdf"))

    assert "Filed by the workspace agent on 20 Nov 2026 for Marisol Quintero" in shown
    assert "Student, as typed Jonah Pell" in shown
    assert (
        "Parent as typed below Student not marked General education teacher yes Special education teacher "
        "not marked Agency representative not marked Mother by phone as typed"
    ) in shown
    assert "a parent is mentioned in what was typed" in shown
    assert "not answered No date was given. Extended school year" in shown
    assert "Send the plan by 2026-12-01 1 Dec 2026 Call the school by 11/24 24 Nov 2026 Entered" in shown


def test_what_somebody_typed_is_a_text_and_nothing_more(sent: World) -> None:
    document = read(sent, "2026-11-18 amendment.pdf")

    assert '#read("/etc/passwd") see https://elsewhere.example/a gpj.nalp' in text(document)
    assert [page for page in document.pages if "/Annots" in page] == []


def test_an_edit_is_a_record_that_says_what_it_replaces(world: World) -> None:
    world.first_run()
    edit_response(world, "2026-11-20T11:00:00.000001Z")
    world.run()

    shown = text(read(world, "2026-11-12 annual review (v2).pdf"))
    assert "First submitted 13 Nov 2026, 10:20 EST Version 2, replaces version 1." in shown
    assert "version 2 Page 1" in shown
    assert "replaces" not in text(read(world, "2026-11-12 annual review, superseded by v2.pdf"))


def test_a_record_for_review_says_why_it_is_there(world: World) -> None:
    world.first_run()

    shown = text(read(world, "2026-11-06 annual review.pdf"))
    assert (
        "Kept for review because no student on the lists has the name or id that was typed, and its "
        "respondent is not on the roster."
    ) in shown


def test_a_blank_response_is_a_record_too(world: World) -> None:
    edit_response(world, "2026-11-20T11:00:00.000001Z", answers={})
    world.run()

    shown = text(read(world, "undated meeting.pdf"))
    assert "Kept for review because nothing was answered on the form." in shown
    assert "Student, as typed not answered" in shown
    assert "not marked" not in shown

"""After a meeting, the record of how its parents were asked to come lies in the student's folder."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.journeys.world import EVIDENCE, MANAGER, World, build_world

JONAHS = "2026-11-12 contact attempts"


@pytest.fixture(name="world")
def _world(tmp_path: Path) -> World:
    world = build_world(tmp_path)
    world.first_run()
    return world


def evidence(world: World) -> list[str]:
    """Names of the documents that the manager can open."""
    return sorted(file["name"] for file in world.papers(MANAGER) if EVIDENCE in file["name"])


def text_of(world: World, name: str) -> str:
    (file,) = [file for file in world.dump()["files"] if file["name"] == name]
    pages = PdfReader(io.BytesIO(base64.b64decode(file["content"]))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_each_attempt_is_told_in_its_order_as_it_was_typed(world: World) -> None:
    text = text_of(world, f"{JONAHS}.pdf")

    assert "Contact attempts: annual review, 12 Nov 2026" in text
    assert "Student Jonah Pell" in text
    assert (
        "1 20 Oct 2026 15:40 phone mother annual review left voicemail"
        " 2 26 Oct 2026 09:10 e-mail mother annual review no reply"
        " 3 30 Oct 2026 15:55 phone mother annual review agreed to Nov 12"
    ) in text
    assert "34 CFR 300.322(d)" in text


def test_no_meeting_that_is_still_to_come_has_one(world: World) -> None:
    today = world.clock.now.date().isoformat()
    assert evidence(world)
    assert all(name < today for name in evidence(world))


def test_what_is_written_down_later_makes_a_version(world: World) -> None:
    before = evidence(world)
    world.type("Contacts!G11", "no reply; sent again on paper")
    world.run()

    named = {f"{JONAHS} (v2).pdf", f"{JONAHS}, superseded by v2.pdf"}
    assert {*evidence(world)} == {*before} - {f"{JONAHS}.pdf"} | named
    assert "no reply; sent again on paper" in text_of(world, f"{JONAHS} (v2).pdf")


def test_a_result_that_is_not_written_down_is_said_to_be_so(world: World) -> None:
    world.type("Contacts!G11", "")
    world.run()

    assert "e-mail mother annual review not written down" in text_of(world, f"{JONAHS} (v2).pdf")


def test_a_second_run_writes_nothing(world: World) -> None:
    world.run()
    world.forget_requests()
    world.run()

    assert world.writes() == []

"""A busy day on which one answer is lost, at each write and in each way: nothing doubled or missing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import pytest

from tests.journeys import people
from tests.journeys.world import MANAGER, World
from tests.kills.campaign import memory
from tests.kills.days import LATER, busy_day, first_day, later, run_until_quiet
from tests.kills.department import BEN, STUDENTS, cell, response
from tests.kills.losses import LOSSES, LOST_THEN_REFUSED, OVER, lose
from tests.kills.prepared import Prepared
from tests.kills.remains import Remains, difference, file_key, ledger_of, remains
from workspace_agent.model.action import State

METHODS = (
    "calendar.events.insert",
    "calendar.events.patch",
    "drive.files.create",
    "drive.files.update",
    "drive.permissions.create",
    "gmail.users.drafts.create",
    "gmail.users.drafts.send",
    "sheets.spreadsheets.batchUpdate",
)
"""Those that write; `make losses` loses the answer to every single request."""

WHOLLY = ("calendar.events.insert", "gmail.users.drafts.send")
"""One that may be repeated under its id, and one that may never be: the answer is lost in every way."""

W48 = "week of 23 Nov 2026"
FEW_WAYS = ("closed after it was applied", "429 with an hour to wait")
SAMPLE = [
    *((method, loss) for method in METHODS for loss in (LOSSES if method in WHOLLY else FEW_WAYS)),
    *((method, LOST_THEN_REFUSED) for method in ("drive.files.create", "calendar.events.patch")),
]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory(dir=memory()) as name:
        yield Path(name)


@pytest.fixture(scope="module")
def morning(folder: Path) -> Prepared:
    return Prepared.of(busy_day(folder / "morning"))


@pytest.fixture
def world(morning: Prepared, folder: Path) -> World:
    return morning.wake(Path(mkdtemp(dir=folder)) / "world")


@pytest.fixture(scope="module")
def undisturbed(morning: Prepared, folder: Path) -> Remains:
    """What the day leaves behind without a loss."""
    world = morning.wake(folder / "undisturbed")
    run_until_quiet(world)
    return remains(world)


def test_every_method_that_writes_is_in_the_table(world: World, folder: Path) -> None:
    first = first_day(folder / "first")
    for one in (first, world):
        one.run()

    assert {entry["method"] for one in (first, world) for entry in one.writes()} == set(METHODS)


@pytest.mark.parametrize(("method", "loss"), SAMPLE)
def test_a_lost_answer_doubles_nothing_and_loses_nothing(
    world: World, undisturbed: Remains, method: str, loss: str
) -> None:
    stage = world.stage
    happened = lose(world, loss, method)
    world.run()
    assert happened()

    world.stage = stage
    later(world, OVER.get(loss, LATER))
    assert run_until_quiet(world) <= 2
    assert difference(undisturbed, remains(world)) == ""
    with ledger_of(world) as ledger:
        assert ledger.in_doubt() == ()


@pytest.mark.parametrize("loss", ["closed after it was applied", "503 after it was applied"])
@pytest.mark.parametrize("method", ["calendar.events.insert", "drive.files.create"])
def test_a_repeat_that_finds_its_id_taken_is_done_and_no_failure(
    world: World, method: str, loss: str
) -> None:
    happened = lose(world, loss, method)
    report = world.run()

    assert happened()
    assert [one.reason for one in report.account.outcomes if one.state is not State.DONE] == []


def test_an_upload_that_was_applied_and_then_refused_is_done_once(world: World) -> None:
    stage = world.stage
    stage.control("POST", "quirks", {"mark_lag": 86400})
    happened = lose(world, LOST_THEN_REFUSED, "drive.files.create")
    world.run()
    assert happened()

    world.stage = stage
    run_until_quiet(world)
    keys = [key for file in world.dump()["files"] if (key := file_key(file))]
    assert sorted(keys) == sorted(set(keys))


def test_a_folder_that_was_in_doubt_is_shared_for_the_first_time(folder: Path) -> None:
    world = first_day(folder / "a folder in doubt")
    stage = world.stage
    happened = lose(world, LOST_THEN_REFUSED, "drive.files.create", nth=2)
    world.run()
    assert happened()

    world.stage = stage
    run_until_quiet(world)
    marks = re.findall(r'"wa_shared_[\w-]+": "(\d) ', json.dumps(world.dump()["files"]))
    assert set(marks) == {"1"}


def test_what_needs_a_folder_that_could_not_be_made_is_not_tried(folder: Path) -> None:
    world = first_day(folder / "without a folder")
    lose(world, "429 with an hour to wait", "drive.files.create")
    outcomes = world.run().account.outcomes

    assert [outcome.action.key for outcome in outcomes if outcome.state is State.FAILED] == ["folder/root"]
    assert any(outcome.state is State.SKIPPED for outcome in outcomes)


@pytest.mark.parametrize(
    ("method", "loss"),
    [
        ("gmail.users.drafts.send", "closed before it was applied"),
        ("gmail.users.drafts.create", "closed after it was applied"),
    ],
)
def test_a_digest_that_is_sent_late_tells_what_is_so_then(world: World, method: str, loss: str) -> None:
    lose(world, loss, method)
    world.run()
    told = _told(world)

    world.type(cell(BEN, "Date"), "12/32/2026")
    world.run()
    assert _told(world) - told
    bodies = [mail.get_body(("plain",)) for mail in world.mails(MANAGER) if W48 in mail["Subject"]]
    assert ["12/32/2026" in body.get_content() for body in bodies if body is not None] == [True]
    with ledger_of(world) as ledger:
        assert "digest/manager/2026-W48" in ledger.done()


def test_a_digest_that_was_not_sent_in_its_week_is_told_by_the_next_and_then_let_go(world: World) -> None:
    lose(world, "closed before it was applied", "gmail.users.drafts.send")
    world.run()
    (before,) = world.mails(MANAGER)
    world.at(world.clock.now + timedelta(days=7))
    world.run()

    (late,) = [mail for mail in world.mails(MANAGER) if mail["Subject"] != before["Subject"]]
    body = late.get_body(("plain",))
    assert body is not None
    assert "the digest of the week of 23 Nov 2026 was sent, so it" in " ".join(body.get_content().split())
    world.run()
    with ledger_of(world) as ledger:
        assert ledger.in_doubt() == ()


def test_a_record_in_doubt_whose_response_was_edited_since_is_asked_for(world: World) -> None:
    for nth in range(1, 10):
        lose(world, "429 with an hour to wait", "drive.files.create", nth)
    world.run()
    world.sandbox.faults.clear()
    with ledger_of(world) as ledger:
        doubts = [entry.key for entry in ledger.in_doubt() if entry.key.startswith("record/")]
    assert doubts

    for number in (1, 2):
        submitted = f"2026-11-23T12:0{number}:00.000001Z"
        people.submits(world, response(number, STUDENTS[number - 1], submitted))
    run_until_quiet(world)
    with ledger_of(world) as ledger:
        assert ledger.in_doubt() == ()
        assert not set(doubts) & set(ledger.done())


def _told(world: World) -> set[str]:
    with ledger_of(world) as ledger:
        return {item for (item,) in ledger._database.execute("SELECT item FROM told")}

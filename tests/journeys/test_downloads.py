"""Who only reads a record may not download it: it is made so, mended once, told, and then left to people."""

from __future__ import annotations

from typing import Any

from tests.journeys.drive_people import change, record, told, written
from tests.journeys.world import MANAGER, MARISOL, ROBOT, URL, World
from workspace_agent.model.problem_kinds import ProblemKind

ALLOWED = {"copyRequiresWriterPermission": False}
Json = dict[str, Any]


def may_download(world: World, file: Json, who: str) -> bool:
    with world.raw(who, "drive") as session:
        answer = session.get(f"{URL}/drive/v3/files/{file['id']}", params={"alt": "media"})
    assert answer.ok or "cannotDownload" in answer.text
    return bool(answer.ok)


def marks(world: World) -> str:
    return str(record(world)["appProperties"]["wa_closed"])


def test_records_are_made_so_that_nobody_who_reads_them_takes_them_along(world: World) -> None:
    world.first_run()
    for reader in (MANAGER, MARISOL):
        papers = world.papers(reader)
        assert len(papers) > 3
        assert not any(may_download(world, paper, reader) for paper in papers)
    assert may_download(world, record(world), ROBOT)


def test_what_somebody_allowed_is_taken_back_once_and_told_and_then_left(world: World) -> None:
    world.first_run()
    change(world, record(world), ALLOWED)
    assert may_download(world, record(world), MANAGER)
    report = world.run()

    (problem,) = told(report, ProblemKind.DOWNLOADS_FORBIDDEN)
    assert problem.place.url == record(world)["webViewLink"]
    assert not may_download(world, record(world), MANAGER)
    assert marks(world) == "2"
    assert any("could download, print and copy it" in cell for row in world.agent_tab() for cell in row)
    assert told(world.run(), ProblemKind.DOWNLOADS_FORBIDDEN) == []

    change(world, record(world), ALLOWED)
    for _ in range(2):
        written(world)
        report = world.run()
        assert len(told(report, ProblemKind.DOWNLOADS_LEFT)) == 1
        assert "drive.files.update" not in written(world)
    assert may_download(world, record(world), MANAGER)


def test_once_is_once_also_when_the_ledger_is_lost_in_between(world: World) -> None:
    world.first_run()
    change(world, record(world), ALLOWED)
    world.run()
    (world.folder / "state" / "ledger.sqlite3").unlink()
    change(world, record(world), ALLOWED)

    assert len(told(world.run(), ProblemKind.DOWNLOADS_LEFT)) == 1


def test_a_record_from_before_is_mended_without_a_word(world: World) -> None:
    world.first_run()
    change(world, record(world), ALLOWED | {"appProperties": {"wa_closed": None}})
    report = world.run()

    assert [one.action.key.partition("/")[0] for one in report.account.outcomes] == ["downloads"]
    assert told(report, ProblemKind.DOWNLOADS_FORBIDDEN) == []
    assert not may_download(world, record(world), MANAGER)
    assert marks(world) == "1"
    written(world)
    world.run()
    assert written(world) == []


def test_an_answer_that_was_lost_is_looked_up(world: World) -> None:
    world.first_run()
    change(world, record(world), ALLOWED)
    for nth in range(1, 10):
        world.fault("drive.files.update", nth=nth, status=503, when="after")
    world.run()
    world.stage.control("DELETE", "faults")
    report = world.run()

    assert marks(world) == "2"
    assert not may_download(world, record(world), MANAGER)
    with world.tools() as tools:
        assert [*tools.ledger.in_doubt()] == []
        assert f"downloads/{record(world)['appProperties']['wa_key']}/2" in tools.ledger.done()
    assert told(report, ProblemKind.DOWNLOADS_LEFT) == []

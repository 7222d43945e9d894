"""What people do to the Agent tab: type into it, rename it, sort it, merge it, throw it away."""

from __future__ import annotations

from typing import Any

from tests.journeys.world import MARISOL, World
from workspace_agent.model.action import State
from workspace_agent.model.agent_tab import SHEET_ID, copy_id, copy_title
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report

OURS = {"sheetId": SHEET_ID}


def change(world: World, *requests: Any) -> None:
    with world.person(MARISOL) as google:
        google.sheets.batch_update(world.progress, list(requests))


def tabs(world: World) -> list[tuple[int, str]]:
    """Ids and titles of all tabs from the agent's first one on."""
    with world.person(MARISOL) as google:
        answer = google.sheets.read(world.progress, "sheets(properties(sheetId,title))")
    found = [(sheet["properties"]["sheetId"], sheet["properties"]["title"]) for sheet in answer["sheets"]]
    return found[next(at for at, (sheet_id, _) in enumerate(found) if sheet_id == SHEET_ID) :]


def cells(world: World, title: str) -> set[str]:
    with world.person(MARISOL) as google:
        (found,) = google.sheets.values_batch_get(world.progress, [f"'{title}'!A1:J200"])
    return {str(cell) for row in found.get("values", []) for cell in row}


def kinds(report: Report) -> set[ProblemKind]:
    return {problem.kind for problem in report.account.problems}


def runs_quietly(world: World) -> bool:
    """A run that does nothing and fails at nothing."""
    world.forget_requests()
    return not world.run().account.outcomes and not world.writes()


def test_what_somebody_typed_is_kept_in_a_copy_and_told_until_the_copy_is_theirs(world: World) -> None:
    world.first_run()
    before = cells(world, "Agent")
    world.type("Agent!A1", "my notes")
    world.run()

    assert tabs(world) == [(SHEET_ID, "Agent"), (copy_id(1), copy_title(1))], "the copy lies beside it"
    assert before < cells(world, "Agent")
    assert ProblemKind.TAB_COPIED.sentence in cells(world, "Agent")
    assert "my notes" in cells(world, copy_title(1))
    assert runs_quietly(world)
    assert ProblemKind.TAB_COPIED in kinds(world.run())

    renamed = {"sheetId": copy_id(1), "title": "My notes"}
    change(world, {"updateSheetProperties": {"properties": renamed, "fields": "title"}})
    assert ProblemKind.TAB_COPIED not in kinds(world.run())
    assert "my notes" in cells(world, "My notes")
    assert cells(world, "Agent") == before
    assert runs_quietly(world)


def test_who_types_twice_has_two_copies(world: World) -> None:
    world.first_run()
    for note in ("first", "second"):
        world.type("Agent!H3", note)
        world.run()

    assert ["first" in cells(world, copy_title(1)), "second" in cells(world, copy_title(2))] == [True, True]
    assert runs_quietly(world)


def test_a_tab_that_was_typed_into_and_renamed_is_written_where_it_is(world: World) -> None:
    world.first_run()
    world.type("Agent!A1", "my notes")
    change(world, {"updateSheetProperties": {"properties": {**OURS, "title": "Robot"}, "fields": "title"}})
    report = world.run()

    assert {outcome.state for outcome in report.account.outcomes} == {State.DONE}
    assert tabs(world) == [(SHEET_ID, "Robot"), (copy_id(1), copy_title(1))]
    assert "my notes" not in cells(world, "Robot")
    assert runs_quietly(world)


def test_lines_that_were_deleted_or_merged_come_back_without_a_copy(world: World) -> None:
    world.first_run()
    before = cells(world, "Agent")
    block = {**OURS, "startRowIndex": 5, "endRowIndex": 7, "startColumnIndex": 7, "endColumnIndex": 8}
    change(
        world,
        {"deleteDimension": {"range": {**OURS, "dimension": "ROWS", "startIndex": 8, "endIndex": 9}}},
        {"mergeCells": {"range": block, "mergeType": "MERGE_ALL"}},
    )
    world.run()

    assert cells(world, "Agent") >= before
    assert runs_quietly(world)


def test_a_tab_that_was_deleted_is_made_again_beside_nobodys_own(world: World) -> None:
    world.first_run()
    change(world, {"deleteSheet": OURS})
    world.run()

    assert tabs(world) == [(SHEET_ID, "Agent")]
    assert runs_quietly(world)


def test_a_person_may_take_the_title_once_the_tab_is_renamed(world: World) -> None:
    world.first_run()
    renamed = {"updateSheetProperties": {"properties": {**OURS, "title": "Robot"}, "fields": "title"}}
    change(world, renamed, {"addSheet": {"properties": {"title": "Agent"}}})
    world.type("Agent!A1", "Talent agents")
    report = world.run()

    assert ProblemKind.TAB_TAKEN not in kinds(report)
    assert cells(world, "Agent") == {"Talent agents"}
    assert runs_quietly(world)


def test_what_was_typed_is_kept_also_when_the_state_is_lost(world: World) -> None:
    world.first_run()
    (world.folder / "state" / "ledger.sqlite3").unlink()
    world.type("Agent!B4", "call her")
    world.run()

    assert "call her" in cells(world, copy_title(1))

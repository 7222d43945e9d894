"""A workbook that people threw away: it is told while it can be had back, and nothing is written into it."""

from __future__ import annotations

import pytest

from tests.journeys.drive_people import change, told
from tests.journeys.world import MANAGER, MARISOL, World
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report


def tabs_written(report: Report) -> list[str]:
    """Whose Agent tabs were written."""
    return [one.action.case_manager for one in report.account.outcomes if one.action.duty == "agent_tab"]


def test_one_in_the_trash_is_told_and_gets_no_agent_tab_until_it_is_back(world: World) -> None:
    change(world, {"id": world.progress}, {"trashed": True}, MARISOL)
    report = world.run()

    (problem,) = told(report, ProblemKind.SOURCE_TRASHED)
    assert problem.case_manager == "marisol-quintero"
    assert world.progress in problem.place.url
    assert tabs_written(report) == []
    assert report.exit_code == 1
    assert any(one.action.duty == "meetings" for one in report.account.outcomes), "it is read all the same"

    change(world, {"id": world.progress}, {"trashed": False}, MARISOL)
    back = world.run()
    assert told(back, ProblemKind.SOURCE_TRASHED) == []
    assert tabs_written(back) == ["marisol-quintero"]
    assert world.agent_tab()


@pytest.mark.parametrize(("thing", "owner"), [("form", MANAGER), ("hours", MARISOL)])
def test_so_is_whatever_else_the_department_works_with(world: World, thing: str, owner: str) -> None:
    organisation = world.first_run().account.department.organisation
    assert organisation.form
    ids = {"form": organisation.form.id, "hours": organisation.case_managers[0].workbooks[1].id}
    change(world, {"id": ids[thing]}, {"trashed": True}, owner)

    (problem,) = told(world.run(), ProblemKind.SOURCE_TRASHED)
    assert ids[thing] in problem.place.url

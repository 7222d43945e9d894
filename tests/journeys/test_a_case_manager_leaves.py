"""A case manager leaves: the manager is told whose students stand where, until each is on a list again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.builders_digest import sections
from tests.journeys.colleagues import hire
from tests.journeys.world import MARISOLS, World, build_world
from workspace_agent.cli import show
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report
from workspace_agent.think import preview, think

COLUMNS = ["District", "ID", "First", "Last", "Plan", "Last annual review", "Last evaluation"]
QUILLON = ["Sierra Vieja ISD", "90001", "Quillon", "Ashgrove", "IEP", "12/1/2025", "10/7/2024"]
NADIA = ["Sierra Vieja ISD", "90002", "Nadia", "Brightwater", "IEP", "2/1/2026", "10/7/2024"]
IN_OFFICE = "from = 2025-08-19"


def theos(world: World) -> str:
    return hire(world, "theo", "Theo Brandvold", columns=COLUMNS, rows=[QUILLON, NADIA], more=IN_OFFICE)


def leavers(report: Report) -> list[ProblemKind]:
    kinds = {ProblemKind.CASELOAD_OF_LEAVER, ProblemKind.STUDENTS_OF_LEAVER}
    return [problem.kind for problem in report.account.problems if problem.kind in kinds]


def test_nobody_is_lost_from_sight_with_a_case_manager(tmp_path: Path) -> None:
    world = build_world(tmp_path / "world", MARISOLS)
    theos(world)
    assert leavers(world.run()) == []

    world.setting(lambda text: text.replace(IN_OFFICE, f"{IN_OFFICE}\nuntil = 2026-11-19"))
    assert leavers(world.run()) == [ProblemKind.CASELOAD_OF_LEAVER]

    world.setting(lambda text: text.rpartition("[[case_managers]]")[0])
    assert leavers(world.run()) == [ProblemKind.STUDENTS_OF_LEAVER]
    with world.tools() as tools:
        thought, digest = think(tools), preview(tools)
    (row,) = [row for one in sections(digest) for row in one.rows if "on no list" in row.what]
    (line,) = [line for line in show.plan_text(thought, initials=False).splitlines() if "on no list" in line]
    assert sorted(row.student.split(", ")) == ["N.B.", "Q.A."]
    assert "2 students stand on no list: they were with theo" in row.what
    refs = {one for problem in thought.account.problems for one in problem.students}
    assert refs <= set(digest.students), "the mail shows their initials, and the access record says so"
    assert all(ref in line for ref in refs)
    assert "Q.A." not in line

    theos(world)
    world.at(datetime.fromisoformat("2026-11-21T08:00:00-05:00"))
    assert leavers(world.run()) == []

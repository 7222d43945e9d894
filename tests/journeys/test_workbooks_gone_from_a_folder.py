"""Workbooks leave their folder one by one: each is told, nothing of its student is undone, and it adds up."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.caseload_folder import LENA, RAIN, SANTI, XANDER, Caseload
from tests.journeys.world import MANAGER, WHOLE, World, build_world
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report


@pytest.fixture
def whole(tmp_path: Path) -> World:
    """The whole department, with one caseload in a folder, after a good first day."""
    return build_world(tmp_path / "whole", WHOLE)


def next_day(world: World, *approve: str) -> Report:
    world.at(world.clock.now + timedelta(days=1))
    return world.run(*approve)


def gone(report: Report) -> list[Problem]:
    return [one for one in report.account.problems if one.kind is ProblemKind.WORKBOOK_GONE]


def initials(report: Report) -> list[str]:
    """Whose workbooks are told as gone."""
    return sorted(report.account.department.initials(one.student_ref) for one in gone(report))


def standing(world: World) -> list[str]:
    """Titles of the agent's events that stand on her calendar."""
    with world.person(LENA) as google:
        events = google.calendar.list(LENA, privateExtendedProperty="wa=1")
    return sorted(event["summary"] for event in events)


def test_a_slow_loss_is_told_one_by_one_until_somebody_says_that_it_is_meant(whole: World) -> None:
    caseload = Caseload(whole)
    assert gone(whole.run()) == []
    assert standing(whole) == ["IEP reevaluation - R.D."]

    caseload.take_out(RAIN)
    first = next_day(whole)
    assert (initials(first), first.exit_code) == (["R.D."], 6)

    caseload.take_out(SANTI)
    assert initials(next_day(whole)) == ["R.D.", "S.N."]

    monday = next_day(whole)
    assert initials(monday) == ["R.D.", "S.N."]
    assert "Workbook of one student (R.D.) of Lena Vandermolen" in told_in_the_digest(whole)
    assert standing(whole) == ["IEP reevaluation - R.D."]

    caseload.put_in(RAIN)
    returned = next_day(whole)
    assert initials(returned) == ["S.N."]

    approved = next_day(whole, returned.account.waits.stops[0].approval)
    assert (gone(approved), gone(next_day(whole))) == ([], [])
    assert standing(whole) == ["IEP reevaluation - R.D."]


def told_in_the_digest(world: World) -> str:
    """What stands before the words about the first workbook that is gone, in the digest of the week."""
    bodies = [mail.get_body(("plain",)) for mail in world.mails(MANAGER)]
    texts = [" ".join(str(body.get_content()).split()) for body in bodies if body]
    (told,) = [text for text in texts if "This workbook was in its folder" in text]
    return told.partition("This workbook was in its folder")[0][-200:]


def test_one_in_the_trash_is_gone_too(whole: World) -> None:
    caseload = Caseload(whole)
    whole.run()
    caseload.throw_away(XANDER)

    assert initials(next_day(whole)) == ["X.O."]


def test_who_has_left_is_not_missed(whole: World) -> None:
    caseload = Caseload(whole)
    whole.run()
    with whole.person(LENA) as google:
        google.sheets.type_values(caseload.ids[XANDER], "Student!I2", [["11/20/2026"]])
    next_day(whole)
    caseload.take_out(XANDER)

    assert gone(next_day(whole)) == []

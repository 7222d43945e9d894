"""A Paused box: nothing is done for whom it pauses, that is told, and unpausing doubles nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.journeys.colleagues import THEO, done, foreseen, hire_theo, of_theo
from tests.journeys.world import MANAGER, MARISOL, ROBOT, World
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report

MAYS = "M.W."


def initials(world: World) -> list[str]:
    return sorted(event["summary"].rpartition(" ")[2] for event in world.meetings())


def add_sheet(world: World, workbook: str, owner: str, *rows: list[str]) -> None:
    """A person adds a sheet to a workbook."""
    with world.person(owner) as google:
        google.sheets.batch_update(workbook, [{"addSheet": {"properties": {"title": "Pause"}}}])
        google.sheets.type_values(workbook, "Pause!A1", list(rows))


def in_control(world: World, *rows: list[str]) -> str:
    """The manager makes a control workbook and names it to whoever looks after the agent."""
    with world.person(MANAGER) as google:
        titles = [{"properties": {"title": "Paused"}}]
        made = str(google.sheets.create("Control", "en_US", "America/New_York", titles)["spreadsheetId"])
        google.sheets.type_values(made, "Paused!A1", [["Who", "Paused", "Until"], *rows])
        google.drive.share(made, ROBOT, "writer")
    world.setting(lambda text: _with_control(text, made))
    return made


def _with_control(text: str, made: str) -> str:
    return text.replace("[department]\n", f'[department]\ncontrol = "{made}"\n')


def are_digests(summaries: list[str]) -> bool:
    """Nothing but digests, the manager's among them."""
    others = [one for one in summaries if not one.startswith("digest: 2026-W47 to ")]
    return "digest: 2026-W47 to manager" in summaries and not others


def quiet_afterwards(world: World) -> None:
    world.forget_requests()
    assert world.run().account.outcomes == ()
    assert world.writes() == []


def paused_scopes(report: Report) -> list[tuple[str, str]]:
    return [(pause.case_manager, pause.place.label) for pause in report.account.waits.pauses]


def test_two_case_managers_are_told_of_their_own_meetings_and_of_no_other(world: World) -> None:
    """One calendar is looked at again for its video links; the other's event is no less there."""
    hire_theo(world)
    report = world.run()

    assert ProblemKind.EVENT_DELETED not in {problem.kind for problem in report.account.problems}
    quiet_afterwards(world)


# ---- a row


@pytest.mark.parametrize(
    ("heading", "box", "sheet"),
    [
        pytest.param("Meetings!M1", "Meetings!M2", "a meeting of", id="one meeting"),
        pytest.param("Students!N1", "Students!N2", "everything of", id="one student"),
    ],
)
def test_a_paused_row_rests_alone_and_goes_on_once(world: World, heading: str, box: str, sheet: str) -> None:
    world.type(heading, "Paused")
    world.type(box, "TRUE")
    planned = foreseen(world)
    report = world.run()

    assert MAYS not in initials(world)
    assert len(world.meetings()) == 5
    assert all(summary in done(report) for summary in planned)
    assert sheet in "\n".join(world.digest_text().lower().splitlines())
    assert report.account.waits.pauses[0].place.url in world.digest_text()
    quiet_afterwards(world)

    world.type(box, "FALSE")
    world.run()
    assert initials(world).count(MAYS) == 1
    quiet_afterwards(world)


def test_a_paused_meeting_that_is_booked_is_neither_moved_nor_cancelled(world: World) -> None:
    world.type("Meetings!M1", "Paused")
    world.run()
    before = world.meeting(MAYS)
    world.type("Meetings!M2", "TRUE")
    world.type("Meetings!D2", "11:00 AM")
    world.run()
    assert world.meeting(MAYS) == before

    world.type("Meetings!M2", "FALSE")
    world.run()
    assert world.meeting(MAYS)["start"] != before["start"]


def test_a_box_that_shows_an_error_pauses_its_row_and_is_told(world: World) -> None:
    world.type("Meetings!M1", "Paused")
    world.type("Meetings!M2", "=1/0")
    report = world.run()

    assert MAYS not in initials(world)
    (problem,) = [p for p in report.account.problems if p.kind is ProblemKind.ERROR_VALUE]
    assert problem.place.label == "cell M2"
    assert "cannot be seen whether a Paused box is ticked" in " ".join(world.digest_text().split())


# ---- a case manager


def test_a_paused_case_manager_rests_and_the_other_works_on(world: World) -> None:
    book = hire_theo(world)
    add_sheet(world, world.progress, MARISOL, ["Paused", "Until"], ["TRUE", "12/1/2026"])
    report = world.run()

    assert (world.meetings(), world.records(MARISOL), len(of_theo(world))) == ([], [], 1)
    assert paused_scopes(report) == [("marisol-quintero", "cell A2")]
    tabs = {outcome.action.key for outcome in report.account.outcomes if outcome.action.duty == "agent_tab"}
    assert tabs == {f"agent_tab/{book}"}
    assert "until the end of 1 Dec 2026" in " ".join(world.digest_text().split())

    world.type("Pause!A2", "FALSE")
    world.run()
    assert (len(world.meetings()), len(world.records(MARISOL))) == (6, 4)
    quiet_afterwards(world)


def test_a_workbook_that_cannot_be_opened_pauses_its_case_manager(world: World) -> None:
    hire_theo(world)
    body = {"error": {"code": 403, "message": "no", "status": "PERMISSION_DENIED"}}
    world.fault("sheets.spreadsheets.get", status=403, body=body, when="before")
    report = world.run()

    assert [key for key, _ in paused_scopes(report)] == ["marisol-quintero"]
    assert ProblemKind.WORKBOOK_FORBIDDEN in {problem.kind for problem in report.account.problems}
    assert len(of_theo(world)) == 1
    world.run()
    assert len(world.meetings()) == 6


# ---- the department


def test_a_department_that_the_settings_pause_rests_and_still_gets_its_digest(world: World) -> None:
    world.setting(lambda text: text.replace("[department]\n", "[department]\npaused = true\n"))
    assert are_digests(foreseen(world))
    report = world.run()

    assert are_digests(done(report))
    assert {entry["method"] for entry in world.writes()} == {
        "gmail.users.drafts.create",
        "gmail.users.drafts.send",
    }
    told = " ".join(world.digest_text().split())
    assert "The whole department" in told
    assert "since 20 Nov 2026, by agent.toml" in told

    world.setting(lambda text: text.replace("paused = true\n", ""))
    world.run()
    assert len(world.meetings()) == 6
    quiet_afterwards(world)


@pytest.mark.parametrize(
    ("who", "hers", "his"),
    [
        pytest.param("Department", 0, 0, id="everybody"),
        pytest.param("Marisol Quintero", 0, 1, id="one case manager"),
        pytest.param(THEO, 6, 0, id="the other"),
    ],
)
def test_the_control_workbook(world: World, who: str, hers: int, his: int) -> None:
    hire_theo(world)
    control = in_control(world, [who, "TRUE"])
    world.run()
    assert (len(world.meetings()), len(of_theo(world))) == (hers, his)
    assert control in world.digest_text()

    with world.person(MANAGER) as google:
        google.sheets.type_values(control, "Paused!B2", [["FALSE"]])
    world.run()
    assert (len(world.meetings()), len(of_theo(world))) == (6, 1)
    quiet_afterwards(world)


def test_a_control_workbook_that_cannot_be_opened_pauses_everybody(world: World) -> None:
    world.setting(lambda text: _with_control(text, "1NobodysWorkbook00000000000000000000000000"))
    report = world.run()

    assert are_digests(done(report))
    assert ProblemKind.WORKBOOK_NOT_FOUND in {problem.kind for problem in report.account.problems}
    assert "cannot be seen whether a Paused box is ticked" in " ".join(world.digest_text().split())


def test_a_pause_is_told_since_the_day_it_began(world: World) -> None:
    in_control(world, ["department", "TRUE"])
    world.run()
    world.at(world.clock.now + timedelta(days=5))
    (pause,) = world.run().account.waits.pauses

    assert str(pause.since) == "2026-11-20"

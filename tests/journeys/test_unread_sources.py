"""A source that cannot be read: the digest waits for Google alone, and never gives an all-clear."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.journeys.test_mistakes_people_make import unshare
from tests.journeys.world import FRIDAY, MANAGER, World
from workspace_agent.cli import show
from workspace_agent.duties.digest_news import without_news
from workspace_agent.model.errors import GoogleUnavailable
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report

MONDAY = datetime.fromisoformat("2026-11-23T07:00:00-05:00")
TUESDAY = MONDAY + timedelta(days=1)
MINUTES = timedelta(minutes=15)


def without_sheets(world: World, calls: int = 60) -> None:
    """Google Sheets answers nothing for a while."""
    for nth in range(1, calls + 1):
        world.fault("sheets.*", nth=nth, status=503, when="before")


def with_sheets(world: World) -> None:
    world.stage.control("DELETE", "faults")


def last_good_run(world: World) -> datetime | None:
    with world.tools() as tools:
        return tools.ledger.runs.last_good()


def digests(world: World) -> int:
    return len(world.mails(MANAGER))


def at(world: World, moment: datetime) -> Report:
    world.at(moment)
    return world.run()


def test_a_digest_waits_while_google_does_not_answer_and_then_tells_everything(world: World) -> None:
    world.first_run()
    good = last_good_run(world)
    without_sheets(world)
    down = at(world, MONDAY)

    assert down.exit_code == 5
    assert (digests(world), last_good_run(world)) == (1, good)  # Friday's
    assert ProblemKind.WORKBOOK_UNAVAILABLE in {problem.kind for problem in down.account.problems}

    with_sheets(world)
    up = at(world, MONDAY + MINUTES)
    assert (up.exit_code, digests(world)) == (1, 2)
    assert "Not everything could be read" not in text(world)


def text(world: World) -> str:
    """Of the latest digest."""
    (mail,) = [mail for mail in world.mails(MANAGER) if "week of 23 Nov 2026" in mail["Subject"]]
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())


def test_an_outage_of_half_a_day_does_not_hold_the_digest_and_resolves_nothing(world: World) -> None:
    world.first_run()
    without_sheets(world)
    at(world, MONDAY)
    with_sheets(world)
    without_sheets(world)
    report = at(world, MONDAY + timedelta(hours=5))

    assert (report.exit_code, digests(world)) == (5, 2)
    said = text(world)
    assert "Not everything could be read, so this is not the whole picture." in said
    assert "Progress monitoring workbook of Marisol Quintero, since 23 Nov 2026 at 07:0" in said
    assert "Nothing to do" in said
    assert "Share it with" not in said
    assert ", 0 resolved." in said

    with_sheets(world)
    whole = at(world, MONDAY + timedelta(days=7))
    assert whole.exit_code == 1
    assert digests(world) == 3


def test_what_was_open_before_an_outage_is_still_open_after_it(world: World) -> None:
    world.first_run()
    before = told(world, "2026-W47")
    without_sheets(world)
    at(world, MONDAY)
    with_sheets(world)
    without_sheets(world)
    at(world, MONDAY + timedelta(hours=5))

    assert told(world, "2026-W48") >= before


def told(world: World, week: str) -> frozenset[str]:
    """What the manager's digest of a week told."""
    with world.tools() as tools:
        assert f"digest/manager/{week}" in tools.ledger.done()
        return without_news(tools.ledger.mails.told(f"digest/manager/{week}")) or frozenset()


def test_a_missed_monday_is_sent_on_tuesday_once(world: World) -> None:
    world.first_run()
    without_sheets(world)
    at(world, MONDAY)
    with_sheets(world)
    without_sheets(world)
    at(world, TUESDAY)
    with_sheets(world)
    at(world, TUESDAY + MINUTES)

    assert digests(world) == 2
    assert "Not everything could be read" in text(world)


def test_a_digest_that_nobody_could_send_before_waits_as_well(world: World) -> None:
    without_sheets(world)
    report = world.run()
    assert (report.exit_code, digests(world)) == (5, 0)

    with_sheets(world)
    at(world, FRIDAY + MINUTES)
    (mail,) = world.mails(MANAGER)
    assert "not everything" not in mail["Subject"]


def test_a_workbook_that_is_not_shared_holds_no_digest_and_the_digest_says_so(world: World) -> None:
    world.first_run()
    good = last_good_run(world)
    unshare(world, world.progress)
    report = at(world, MONDAY)

    assert (report.exit_code, digests(world), last_good_run(world)) == (1, 2, good)
    said = text(world)
    assert "Nothing is past due, nothing is at risk" not in said
    assert "The agent may not open this workbook. Share it with agent@willowbridge.example." in said
    assert ", 0 resolved." in said


def test_a_run_that_google_stopped_ends_with_its_code(world: World) -> None:
    world.first_run()
    good = last_good_run(world)
    for nth in range(1, 30):
        world.fault("drive.*", nth=nth, status=503, when="before")
    with pytest.raises(GoogleUnavailable):
        at(world, MONDAY)

    with world.tools() as tools:
        (run,) = tools.ledger.runs.latest(1)
        assert (run.exit_code, run.ended is None) == (5, False)
    assert last_good_run(world) == good


def test_what_google_did_not_do_now_is_told_in_words_and_ends_with_5(world: World) -> None:
    for nth in range(1, 30):
        world.fault("calendar.events.insert", nth=nth, status=503, when="before")
    report = world.run()

    assert report.exit_code == 5
    booked = [one for one in report.account.decisions if one.duty == "meetings" and one.verdict == "booked"]
    undone = [one for one in report.account.decisions if one.verdict in {"not_done", "in_doubt"}]
    assert undone
    assert not {one.place for one in booked} & {one.place for one in undone}
    said = " ".join(world.digest_text().split())
    assert "Google gave no answer, so it is not known whether this was done: booking this meeting." in said
    assert "backendError" not in said
    assert "(exit code 5)" in show.report_text(report, 1.0)

    with_sheets(world)
    assert world.run().exit_code == 1


def test_rows_that_vanish_all_at_once_are_not_good_news(world: World) -> None:
    world.first_run()
    with world.person("m.quintero@willowbridge.example") as google:
        for row in range(2, 18):
            google.sheets.type_values(world.progress, f"Students!A{row}:M{row}", [[""] * 13])
    report = at(world, MONDAY)

    assert report.exit_code == 6
    said = text(world)
    assert "Not everything could be read" in said
    assert ", 0 resolved." in said

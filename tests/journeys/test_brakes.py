"""Too much at once stops there, nothing else stops with it, and a person lets past just what waited."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
import requests
from requests.adapters import BaseAdapter

from tests.journeys.colleagues import (
    a_quarter_later,
    approvals,
    done,
    empty_meetings,
    foreseen,
    hire_theo,
    more_meetings,
    of_theo,
    switched,
    theo_types,
)
from tests.journeys.world import MANAGER, MARISOL, World
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.model.errors import NotThere
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report

CANCELLED = (2, 8, 22, 23)
"""Rows of the Meetings sheet whose Cancelled box is ticked."""


def states(world: World) -> Counter[str]:
    return Counter(event["status"] for event in world.meetings())


def kinds(report: Report) -> set[ProblemKind]:
    return {problem.kind for problem in report.account.problems}


def limits(world: World, **numbers: int) -> None:
    """Other numbers of `[brakes]` in policy.toml."""
    path = world.config / "policy.toml"
    text = path.read_text(encoding="utf8")
    for name, number in numbers.items():
        text = re.sub(rf"^{name} = \d+", f"{name} = {number}", text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf8")


# ---- four of eleven


def four_of_eleven(world: World) -> Report:
    """Eleven events stand; four of their rows are ticked, and another is moved, which is nobody's worry."""
    more_meetings(world, 5)
    world.run()
    assert states(world) == {"confirmed": 11}
    for row in CANCELLED:
        world.type(f"Meetings!L{row}", "TRUE")
    world.run()
    a_quarter_later(world)
    world.type("Meetings!D24", "3:00 PM")
    return world.run()


def test_four_of_eleven_cancellations_wait_and_all_else_is_done(world: World) -> None:
    report = four_of_eleven(world)

    assert report.exit_code == 6
    assert states(world) == {"confirmed": 11}
    assert any(summary.startswith("move: ") for summary in done(report))
    (problem,) = [p for p in report.account.problems if p.kind is ProblemKind.TOO_MANY_REMOVALS]
    assert problem.detail == "4 meetings of 11"
    assert f"--approve {approvals(report)[0]}" in problem.advice
    told = {cell for row in world.agent_tab() for cell in row}
    assert {problem.sentence, problem.advice} <= told


def test_what_waits_stays_waiting_under_the_same_approval(world: World) -> None:
    first = four_of_eleven(world)
    a_quarter_later(world)
    world.forget_requests()
    second = world.run()

    assert approvals(second) == approvals(first)
    assert (second.exit_code, world.writes(), states(world)) == (6, [], {"confirmed": 11})


def test_approved_it_is_done_once_and_then_all_is_quiet(world: World) -> None:
    (approval,) = approvals(four_of_eleven(world))
    report = world.run(approval)

    assert (report.exit_code, approvals(report)) == (1, [])
    with world.tools() as tools:
        assert tools.ledger.approved() == frozenset()
    assert states(world) == {"confirmed": 7, "cancelled": 4}
    world.forget_requests()
    again = world.run()
    assert (again.account.outcomes, world.writes()) == ((), [])


def test_what_was_unticked_meanwhile_makes_the_approval_stale(world: World) -> None:
    (approval,) = approvals(four_of_eleven(world))
    world.type("Meetings!L2", "FALSE")
    world.forget_requests()

    with pytest.raises(NotThere, match="nothing was done") as caught:
        world.run(approval)
    assert caught.value.advice == "nothing waits now"  # three of eleven are no worry
    assert world.writes() == []


def test_a_mistyped_approval_does_nothing_and_lists_the_right_one(world: World) -> None:
    (approval,) = approvals(four_of_eleven(world))
    world.forget_requests()

    with pytest.raises(NotThere) as caught:
        world.run("123456789abc")
    assert f"run --approve {approval}: " in caught.value.advice
    assert world.writes() == []
    with world.tools() as tools:
        assert (tools.ledger.runs.latest(1)[0].exit_code, tools.ledger.approved()) == (2, frozenset())


class Death(BaseException):
    """What no `except Exception` survives, like SIGKILL."""


class DyingAtThe(BaseAdapter):
    """Dies at the n-th patch of an event, before or after it was applied."""

    def __init__(self, inner: BaseAdapter, at: int, when: str) -> None:
        super().__init__()
        self._inner, self._left, self._when = inner, at, when

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        self._left -= request.method == "PATCH"
        if self._left == 0 and self._when == "before":
            raise Death
        answer = self._inner.send(request, *args, **kwargs)
        if self._left == 0:
            raise Death
        return answer

    def close(self) -> None:
        self._inner.close()


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_after_the_approval_the_next_run_does_the_rest_unasked(world: World, when: str) -> None:
    (approval,) = approvals(four_of_eleven(world))
    whole = world.stage
    assert whole.endpoint.inner is not None
    dying = DyingAtThe(whole.endpoint.inner, 2, when)
    world.stage = replace(whole, endpoint=Endpoint(mode="sandbox", url=whole.endpoint.url, inner=dying))
    with pytest.raises(Death):
        world.run(approval)
    world.stage = whole
    assert states(world)["cancelled"] == 1 + (when == "after")
    report = world.run()

    assert (report.exit_code, states(world)) == (1, {"confirmed": 7, "cancelled": 4})


def test_an_approval_lasts_until_it_is_done_and_is_not_for_what_comes_later(world: World) -> None:
    limits(world, of_at_least=5)
    (approval,) = approvals(four_of_eleven(world))
    refused = {"error": {"code": 403, "errors": [{"domain": "global", "reason": "forbidden"}]}}
    world.fault("calendar.events.patch", status=403, body=refused, when="before")
    world.run(approval)
    assert states(world)["cancelled"] == 3
    for row in (12, 14, 25, 26):
        world.type(f"Meetings!L{row}", "TRUE")
    world.run()
    assert states(world)["cancelled"] == 4, "what failed was still approved"
    a_quarter_later(world)
    later = world.run()

    assert (later.exit_code, states(world)["cancelled"]) == (6, 4)
    assert approvals(later) != [approval]


def test_an_approval_outlives_a_run_that_could_not_read_the_calendar(world: World) -> None:
    limits(world, of_at_least=5, removals_percent=10)
    (approval,) = approvals(four_of_eleven(world))
    refused = {"error": {"code": 403, "errors": [{"domain": "global", "reason": "forbidden"}]}}
    for _ in range(3):
        world.fault("calendar.events.patch", status=403, body=refused, when="before")
    world.run(approval)
    world.sandbox.faults.clear()
    assert states(world)["cancelled"] < 4
    world.fault("calendar.events.list", status=403, body=refused, when="before")
    unread = world.run()
    assert ProblemKind.CALENDAR_NOT_READ in kinds(unread)
    report = world.run()

    assert (report.exit_code, states(world)["cancelled"]) == (1, 4)


# ---- rows that are gone


def test_an_emptied_workbook_stops_its_own_removals_and_nobody_elses(world: World) -> None:
    book = hire_theo(world)
    world.run()
    assert [event["status"] for event in of_theo(world)] == ["confirmed"]
    typed = empty_meetings(world)
    theo_types(world, book, "Meetings!I2", "TRUE")
    world.run()
    a_quarter_later(world)
    report = world.run()

    assert report.exit_code == 6
    (problem,) = [p for p in report.account.problems if p.kind is ProblemKind.SOURCE_SHRANK]
    assert (problem.detail, problem.case_manager) == ("meetings: 18 before, 0 now", "marisol-quintero")
    assert world.progress in problem.place.url
    assert [event["status"] for event in of_theo(world)] == ["cancelled"]
    assert states(world) == {"confirmed": 6}

    with world.person(MARISOL) as google:
        google.sheets.type_values(world.progress, "Meetings!A2", typed)
    restored = world.run()
    assert (restored.exit_code, approvals(restored), states(world)) == (1, [], {"confirmed": 6})


def test_rows_that_are_meant_to_be_gone_are_approved_once(world: World) -> None:
    world.first_run()
    empty_meetings(world)
    (approval,) = approvals(world.run())
    a_quarter_later(world)
    assert approvals(world.run()) == [approval]
    report = world.run(approval)

    assert ProblemKind.SOURCE_SHRANK not in kinds(report)
    assert ProblemKind.SOURCE_SHRANK not in kinds(world.run())


def test_rows_that_go_again_are_told_also_where_something_else_could_not_be_read(world: World) -> None:
    """A loss is over once the next look has nothing to miss, whatever else waits for a whole look."""
    world.run()
    typed = empty_meetings(world)
    (approval,) = approvals(world.run())
    refused = {"error": {"code": 403, "errors": [{"domain": "global", "reason": "forbidden"}]}}
    world.fault("calendar.events.list", status=403, body=refused, when="before")
    assert ProblemKind.CALENDAR_NOT_READ in kinds(world.run(approval))
    with world.person(MARISOL) as google:
        google.sheets.type_values(world.progress, "Meetings!A2", typed)
    world.fault("calendar.events.list", status=403, body=refused, when="before")
    world.run()
    empty_meetings(world)

    assert ProblemKind.SOURCE_SHRANK in kinds(world.run())


# ---- a first run


def test_a_first_run_above_the_limit_asks_once(world: World) -> None:
    switched(world, progress_sheets="off")  # else their folders are made: they have a limit of their own
    limits(world, creations=8)
    first = world.run()

    assert first.exit_code == 6
    assert (world.meetings(), world.records(MARISOL)) == ([], [])
    assert [record["name"] for record in world.records(MANAGER)] == ["2026-11-06 annual review.pdf"]
    folders = {file["name"] for file in world.dump()["files"] if file["mime_type"].endswith("folder")}
    needed = {"Special Services records", "Marisol Quintero", "Needs review", "Manager only"}
    assert folders == needed | {"My Drive"}, "shares need theirs; no student's is made for what waits"
    assert "run --approve" in " ".join(world.digest_text().split()), "a line may end anywhere"

    (approval,) = approvals(first)
    second = world.run(approval)
    assert (second.exit_code, len(world.meetings()), len(world.records(MARISOL))) == (1, 6, 4)
    world.forget_requests()
    assert (world.run().account.outcomes, world.writes()) == ((), [])


def test_the_second_look_for_links_does_not_pass_a_brake(world: World) -> None:
    """Six meetings and four records wait together; a colleague's booking makes the agent look again."""
    book = hire_theo(world)
    theo_types(world, book, "Meetings!E2", "Google Meet")
    limits(world, creations=6)
    report = world.run()

    assert [event["status"] for event in of_theo(world)] == ["confirmed"]
    assert "attendees" in of_theo(world)[0], "else there was no second look"
    assert (report.exit_code, world.meetings()) == (6, [])
    waiting = {decision.verdict for decision in report.account.decisions if decision.duty == "meetings"}
    assert "booked" in waiting
    assert "waits_for_approval" in waiting


def test_plan_says_what_run_does(world: World) -> None:
    hire_theo(world)
    limits(world, creations=8)
    planned = foreseen(world)
    report = world.run()

    afterwards = {"change", "invite"}
    assert planned == [one for one in done(report) if one.partition(":")[0] not in afterwards]
    assert foreseen(world) == []


def test_mails_above_the_limit_wait_and_are_sent_once_approved(world: World) -> None:
    limits(world, mails=1)
    (approval,) = approvals(world.run())
    assert world.mails(MANAGER) == []
    report = world.run(approval)

    assert (report.exit_code, len(world.mails(MANAGER))) == (1, 1)
    assert world.run().account.outcomes == ()

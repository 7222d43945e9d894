"""Gmail's limit: mail waits until the moment that Gmail names, all else goes on, nothing comes twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import pytest

from tests.journeys.readers import EAST, WEST, at, drafts, sent, to_all, with_supervisors
from tests.journeys.world import MANAGER, World
from tests.kills.campaign import memory
from tests.kills.days import first_day
from tests.kills.losses import gmails_limit
from tests.kills.prepared import Prepared
from workspace_agent.cli import show
from workspace_agent.copies import exit_code, send_copy
from workspace_agent.model.errors import MailWaits
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.waits import Why
from workspace_agent.think import foresee, preview

MONDAY = datetime.fromisoformat("2026-11-23T10:30:00-05:00")
OPENS = MONDAY + timedelta(hours=3)
W47, W48 = "week of 16 Nov 2026", "week of 23 Nov 2026"
WAITS = "Mail waits until 23 Nov 2026 13:30 (America/New_York), because Gmail's limit is reached"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory(dir=memory()) as name:
        yield Path(name)


@pytest.fixture(scope="module")
def settled(folder: Path) -> Prepared:
    world = with_supervisors(first_day(folder / "settled"))
    at(world, "2026-11-20T10:30:00-05:00")
    return Prepared.of(world)


@pytest.fixture
def world(settled: Prepared, folder: Path) -> World:
    return settled.wake(Path(mkdtemp(dir=folder)) / "world")


def limit(world: World, method: str, nth: int, **answer: Any) -> None:
    """Let Gmail refuse from the n-th request on, until somebody takes that back."""
    said = {"status": 429, "body": gmails_limit(OPENS)} | answer
    for number in range(nth, nth + 9):
        world.fault(f"gmail.users.drafts.{method}", nth=number, **said)


def asked_of_gmail(world: World) -> list[str]:
    """Requests to Gmail since the last time of asking."""
    methods = [entry["method"] for entry in world.stage.control("GET", "requests")["requests"]]
    world.forget_requests()
    return [method for method in methods if method.startswith("gmail.")]


LIMITS = {
    "at a draft, as 429": ("create", {}),
    "at a draft, as 403": ("create", {"status": 403}),
    "at the sending": ("send", {}),
}


@pytest.mark.parametrize(("method", "answer"), LIMITS.values(), ids=LIMITS)
def test_mail_waits_until_the_moment_that_gmail_names(world: World, method: str, answer: Any) -> None:
    limit(world, method, 2, **answer)
    world.at(MONDAY)
    world.forget_requests()
    report = world.run()
    troubles = [one.trouble for one in report.account.outcomes if one.action.key.startswith("digest/")]
    assert troubles == [None, ProblemKind.MAIL_WAITS, ProblemKind.MAIL_WAITS]
    assert report.exit_code == 1
    assert asked_of_gmail(world).count(f"gmail.users.drafts.{method}") == 2, "the third was not tried"
    assert sent(world) - to_all(W47) == Counter({(MANAGER, W48): 1})

    world.sandbox.faults.clear()
    for minutes in (16, 90, 179):
        world.at(MONDAY + timedelta(minutes=minutes))
        report = world.run()
        assert [held.why for held in report.account.waits.held] == [Why.LIMIT] * 2
        assert WAITS in {held.because for held in report.account.waits.held}
    assert asked_of_gmail(world) == []

    world.at(OPENS)
    world.run()
    world.run()
    assert sent(world) == to_all(W47) + to_all(W48)
    assert drafts(world) == 0


def test_plan_and_preview_say_so_while_mail_waits_and_the_late_digest_afterwards(world: World) -> None:
    limit(world, "create", 1)
    at(world, MONDAY.isoformat())
    world.sandbox.faults.clear()
    with world.tools() as tools:
        thought, digest = foresee(tools), preview(tools)
    assert "waits for Gmail: digest: 2026-W48 to manager" in show.plan_text(thought, initials=False)
    assert f"{WAITS}." in [line.text for line in digest.status]

    at(world, OPENS.isoformat())
    (late,) = [mail for mail in world.mails(MANAGER) if W48 in mail["Subject"]]
    body = late.get_body(("plain",))
    assert body is not None
    words = " ".join(str(body.get_content()).split())
    assert (
        "Mail waited until 23 Nov 2026 13:30 (America/New_York), because Gmail's limit was reached." in words
    )

    at(world, "2026-11-30T10:30:00-05:00")
    (next_one,) = [mail for mail in world.mails(MANAGER) if "30 Nov 2026" in mail["Subject"]]
    body = next_one.get_body(("plain",))
    assert body is not None
    assert "Mail waited" not in " ".join(str(body.get_content()).split())


def test_where_the_sending_of_a_day_is_used_up_mail_waits_a_day(world: World) -> None:
    spent = {"error": {"code": 429, "message": "550 5.4.5 Daily user sending limit exceeded."}}
    limit(world, "send", 1, body=spent)
    at(world, MONDAY.isoformat())
    world.sandbox.faults.clear()
    at(world, (MONDAY + timedelta(hours=23)).isoformat())
    assert sent(world) == to_all(W47)

    at(world, (MONDAY + timedelta(hours=24, minutes=1)).isoformat())
    assert sent(world) == to_all(W47) + to_all(W48)
    assert drafts(world) == 0


def test_a_digest_in_doubt_is_not_looked_up_while_mail_waits(world: World) -> None:
    world.fault("gmail.users.drafts.send", nth=1, when="reset-after")
    limit(world, "send", 2)
    at(world, MONDAY.isoformat())
    world.sandbox.faults.clear()
    world.forget_requests()
    at(world, (MONDAY + timedelta(hours=1)).isoformat())
    assert asked_of_gmail(world) == []

    at(world, OPENS.isoformat())
    assert sent(world) == to_all(W47) + to_all(W48)


def test_a_limit_that_is_soon_over_is_waited_for_in_the_run(world: World) -> None:
    world.fault(
        "gmail.users.drafts.send", nth=1, status=429, body=gmails_limit(MONDAY + timedelta(seconds=50))
    )
    at(world, MONDAY.isoformat())

    assert sent(world) == to_all(W47) + to_all(W48)


def test_a_limit_over_the_end_of_the_week_sends_the_next_weeks_alone(world: World) -> None:
    sunday = datetime.fromisoformat("2026-11-22T22:00:00-05:00")
    limit(world, "send", 1, body=gmails_limit(MONDAY))
    world.setting(lambda text: text.replace(f'email = "{WEST}"', f'email = "v{WEST}"'))
    at(world, sunday.isoformat())
    world.sandbox.faults.clear()
    at(world, MONDAY.isoformat())

    only = Counter({(MANAGER, W48): 1, (EAST, W48): 1, (f"v{WEST}", W48): 1})
    assert sent(world) == to_all(W47) + only


def test_a_copy_that_somebody_asks_for_is_not_tried_either(world: World) -> None:
    limit(world, "create", 1)
    at(world, MONDAY.isoformat())
    world.sandbox.faults.clear()
    world.forget_requests()
    with world.tools() as tools:
        outcome = send_copy(tools, tools.digest_recipients[0], tools.digest_recipients[0])

    assert (outcome.trouble, exit_code(outcome)) == (ProblemKind.MAIL_WAITS, MailWaits.exit_code)
    assert asked_of_gmail(world) == []

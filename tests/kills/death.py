"""One death: an agent in a process of its own, killed by the sandbox or by its own hand.

Whoever has rendered a PDF must not fork, because typst hangs in the child. So the day is prepared in a
process that ends, and what it leaves is read in by one that renders nothing; everybody who dies inherits
imports and world from that one by forking, which costs a fraction of a second.
"""

from __future__ import annotations

import os
import signal
import traceback
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

from tests.journeys.world import World
from tests.kills.children import PATIENCE, in_child
from tests.kills.days import DAYS, LATER, later, run_until_quiet
from tests.kills.losses import OVER, lose
from tests.kills.mishaps import MISHAPS, RESTORED
from tests.kills.onlooker import Onlooker, too_open
from tests.kills.prepared import Prepared
from tests.kills.remains import (
    Remains,
    but_for_a_ledger_lost,
    difference,
    remains,
)
from tests.kills.steps import Point, Step, WatchedAdapter, When, watched_commits
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.model.errors import WorkspaceAgentError
from workspace_agent.sandbox.server import serve


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """A day on which nothing dies.

    Attributes:
        steps: What the first run did, in order.
        runs: How many runs it takes until one writes nothing.
        left: What is there in the end.
    """

    steps: list[Step]
    runs: int
    left: Remains


def prepare(name: str, folder: Path) -> Prepared:
    """Live through everything that comes before a day."""
    where = folder / name.replace(" ", "-")

    def live() -> dict[str, Any]:
        morning = Prepared.of(DAYS[name](where))
        return {"held": morning.held, "ids": morning.ids}

    lived = in_child(live)
    return Prepared(where, lived["held"], lived["ids"])


def undisturbed(prepared: Prepared, folder: Path) -> Undisturbed:
    """The same day without a death."""

    def live() -> dict[str, Any]:
        world, steps = prepared.wake(folder), list[Step]()
        _traced_run(world, steps)
        later(world)
        runs = 1 + run_until_quiet(world)
        return {"steps": [asdict(step) for step in steps], "runs": runs, "left": remains(world)}

    lived = in_child(live)
    return Undisturbed([Step(**step) for step in lived["steps"]], lived["runs"], lived["left"])


def after_death(prepared: Prepared, wanted: Undisturbed, point: Point, folder: Path) -> str:
    """What is wrong after a death and as many runs as it takes; nothing where all is as it should be."""

    def live() -> str:
        world = prepared.wake(folder)
        die(world, point)
        try:
            return judge(world, wanted)
        except WorkspaceAgentError as error:
            return f"no run after it comes to its end: {error}"

    answer: str = in_child(live)
    return answer


def after_loss(prepared: Prepared, wanted: Undisturbed, lost: tuple[str, int], folder: Path) -> str:
    """The same after an answer got lost: in which way, and of which request."""
    loss, nth = lost
    world = prepared.wake(folder)
    stage, happened = world.stage, lose(world, loss, nth=nth)
    with suppress(WorkspaceAgentError):
        world.run()
    if not happened():
        return "no answer was lost"
    world.stage = stage
    later(world, OVER.get(loss, LATER))
    return judge(world, wanted)


def after_mishap(prepared: Prepared, wanted: Undisturbed, happens: tuple[str, int], folder: Path) -> str:
    """The same after something happened to the state file: what, and at which commit.

    Where the ledger forgot that it sent a digest, and only there, one more is sent; and what it forgot of the
    access record it enters as found.
    """
    mishap, nth = happens
    world = prepared.wake(folder)
    wrong = MISHAPS[mishap](world, nth)
    later(world)
    wrong += judge(world, wanted)
    return but_for_a_ledger_lost(wrong) if mishap == RESTORED else wrong


def judge(world: World, wanted: Undisturbed) -> str:
    """Run until it is quiet, in no more runs than without a death, and compare what is there."""
    try:
        runs = run_until_quiet(world)
    except AssertionError as error:
        return str(error)
    assert isinstance(world.sandbox, Onlooker)
    open_ = "".join(f"{one}\n" for one in too_open(world.sandbox.seen))
    slow = f"it took {runs} runs instead of {wanted.runs} until all was quiet\n" if runs > wanted.runs else ""
    return open_ + slow + difference(wanted.left, remains(world))


def die(world: World, point: Point) -> Prepared:
    """Let the agent run in a process of its own, and kill it; the day as it is some minutes later.

    Raises:
        RuntimeError: It came through, or died of something else.
    """
    receiving, sending = os.pipe()
    agent = os.fork()
    if not agent:
        os.close(sending)
        _live(world, receiving, point)
    os.close(receiving)
    with serve(world.sandbox) as running:
        if point.kind == "request":
            fault = {"method": "*", "nth": point.nth, "when": point.when, "pid": agent}
            world.sandbox.faults.add(fault)
        os.write(sending, running.url.encode())
        os.close(sending)
        _, status = os.waitpid(agent, 0)
    world.sandbox.faults.clear()
    if not (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL):
        raise RuntimeError(f"nothing was killed {point}: status {status}")
    later(world)
    return Prepared.of(world)


def _live(world: World, receiving: int, point: Point) -> NoReturn:
    """The agent's own process."""
    signal.alarm(PATIENCE)
    try:
        with os.fdopen(receiving, encoding="utf8") as pipe:
            url = pipe.read()
        world.stage = replace(world.stage, endpoint=Endpoint(mode="sandbox", url=url))
        with watched_commits(_Assassin(point)):
            world.run()
    except BaseException:  # noqa: BLE001 - whatever it is, this process must not go on as its parent
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


class _Assassin:
    """Kills its own process at the n-th commit; the sandbox does it at requests."""

    def __init__(self, point: Point) -> None:
        self._point, self._left = point, point.nth

    def __call__(self, when: When) -> None:
        if self._point.kind != "commit" or when != self._point.when:
            return
        self._left -= 1
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)


def _traced_run(world: World, steps: list[Step]) -> None:
    """One run in this process, its steps noted."""
    stage = world.stage
    assert stage.endpoint.inner is not None
    adapter = WatchedAdapter(stage.endpoint.inner, world.sandbox, steps.append)
    world.stage = replace(stage, endpoint=replace(stage.endpoint, inner=adapter))

    def note(when: When) -> None:
        if when == "after":
            steps.append(Step("commit", "", changes=True))

    with watched_commits(note):
        world.run()
    world.stage = stage

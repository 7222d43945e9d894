"""The agent's runs and what happens to them, and Google's habits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Literal

import tomlkit

from tests.journeys.world import ROBOT
from tests.kills.losses import OVER
from tests.kills.mishaps import fill_the_disk
from tests.kills.steps import Point, When
from tests.machine.trouble import AtWrite, Loss, Trouble, run_into
from tests.simulation import access, promises
from tests.simulation.onlooker import looking_on
from tests.simulation.school import School
from tests.simulation.typing_actions import Clears, Restores
from tests.simulation.watch import MeddlingAdapter
from workspace_agent.google.scopes import FEATURE_SCOPES, needed_scopes
from workspace_agent.model.errors import LockHeld, SignInError, WorkspaceAgentError
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report

FEATURES = ("meetings", "filing", "sharing", "progress_sheets", "agent_tab", "digest")
_QUARTER = timedelta(minutes=16)
_MANY = 60
_FORBIDDEN = {"error": {"code": 403, "errors": [{"domain": "global", "reason": "forbidden"}]}}
_LONGEST = 6
"""Runs after which all must be quiet, when people and Google are."""


def run(school: School, trouble: Trouble = None, *approve: str) -> bool:
    """Let the agent run and judge what it did; whether it wrote anything."""
    before = school.look()
    school.approved = bool(approve)
    school.world.forget_requests()
    school.counts["runs"] += 1
    with looking_on(school.world) as seen:
        _keep(school, school.world.run(*approve) if approve else run_into(school.world, trouble))
    school.counts["requests"] += len(school.world.sandbox.requests.entries)
    school.at(school.world.clock.now)
    before = replace(before, events={**before.events, **school.meanwhile})
    school.meanwhile.clear()
    promises.after_each_run(school, before, school.look())
    access.while_it_ran(school, seen)
    return bool(school.world.writes())


def _keep(school: School, what: Report | WorkspaceAgentError | None) -> None:
    school.report = what if isinstance(what, Report) else None
    school.failed = what if isinstance(what, WorkspaceAgentError) else None
    school.counts["deaths"] += what is None
    if isinstance(what, Report):
        school.counts["exit"] = max(school.counts["exit"], what.exit_code)


@dataclass(frozen=True, slots=True)
class Runs:
    """The agent runs, and nothing happens to it."""

    def do(self, school: School) -> None:
        """Run."""
        run(school)
        if school.signed_out:
            assert isinstance(school.failed, SignInError), f"signed out, and it said {school.failed!r}"
            assert school.failed.advice, "signed out, and nobody is told what to do"
            return
        promises.after_a_calm_run(school)


@dataclass(frozen=True, slots=True)
class Dies:
    """The agent is killed at a request, one that writes, or a commit of its ledger, before or after it.

    Attributes:
        ends: End of the addresses of the writes that count.
    """

    kind: Literal["request", "write", "commit"]
    nth: int
    when: When
    ends: str = ""

    def do(self, school: School) -> None:
        """Die."""
        if self.kind == "write":
            run(school, AtWrite(self.nth, self.when, self.ends))
        else:
            run(school, Point(self.kind, self.nth, self.when))


@dataclass(frozen=True, slots=True)
class Loses:
    """An answer of Google's gets lost in one of the ways of `LOSSES`."""

    way: str
    nth: int
    method: str = "*"

    def do(self, school: School) -> None:
        """Run into it, and let pass whatever Google asked to wait."""
        school.counts["faults"] += 1
        run(school, Loss(self.way, self.nth, self.method))
        school.at(school.world.clock.now + OVER.get(self.way, timedelta(0)))


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """A case manager drags an event just before the agent changes that very one."""

    days: int

    def do(self, school: School) -> None:
        """Run, and drag."""
        with school.world.behind(lambda inner: MeddlingAdapter(inner, partial(self._drag, school))):
            run(school)

    def _drag(self, school: School, event_id: str) -> None:
        event = school.look().events[event_id]
        if event.live:
            school.drags(event, (event.start + timedelta(days=self.days)).replace(hour=15, minute=0))
            school.unclear.add(event.student)
            school.meanwhile[event_id] = school.look().events[event_id]


@dataclass(frozen=True, slots=True)
class TwoAtOnce:
    """A second agent is started while one runs."""

    def do(self, school: School) -> None:
        """Start it."""
        with school.world.tools():
            try:
                school.world.run()
            except LockHeld:
                return
            except SignInError:
                assert school.signed_out, "signed in, and refused as if it were not"
                return
        raise AssertionError("two agents run at once")


@dataclass(frozen=True, slots=True)
class FullDisk:
    """The disk of the state file is full from a commit on."""

    nth: int

    def do(self, school: School) -> None:
        """Run on it."""
        before = school.look()
        school.world.forget_requests()
        if not school.signed_out:
            said = fill_the_disk(school.world, self.nth)
            assert "told what to do" not in said, said
            school.counts["faults"] += 1
        school.report = school.failed = None
        promises.after_each_run(school, before, school.look())


@dataclass(frozen=True, slots=True)
class Revokes:
    """Somebody takes back the agent's access."""

    def do(self, school: School) -> None:
        """Revoke its token."""
        token = json.loads(school.token_file.read_text(encoding="utf8"))["refresh_token"]
        school.world.stage.control("DELETE", "token", {"refresh_token": token})
        school.signed_out = True
        school.counts["faults"] += 1


@dataclass(frozen=True, slots=True)
class SignsIn:
    """A person signs the agent in again."""

    def do(self, school: School) -> None:
        """Sign in."""
        school.world.stage.sign_in(ROBOT, needed_scopes(FEATURE_SCOPES), school.token_file)
        school.signed_out = False


@dataclass(frozen=True, slots=True)
class Habit:
    """Google's lists lag or come in small pages from now on; nothing of it where all is left out."""

    name_lag: float = 0
    page_size: int = 0
    empty_first_page: bool = False

    def do(self, school: School) -> None:
        """Set it."""
        habits = {
            "name_lag": self.name_lag,
            "page_size": self.page_size,
            "empty_first_page": self.empty_first_page,
        }
        school.world.stage.control("POST", "quirks", habits)


@dataclass(frozen=True, slots=True)
class LateLinks:
    """Google makes a video link only after so many looks, or not at all."""

    looks: int = 1
    outcome: str = "success"

    def do(self, school: School) -> None:
        """Set it."""
        how = {"looks": self.looks, "outcome": self.outcome, "phone": False}
        school.world.stage.control("POST", "conferences", how)


@dataclass(frozen=True, slots=True)
class Switches:
    """Whoever looks after the agent turns all of its features to `report`, or `on` again."""

    to: str

    def do(self, school: School) -> None:
        """Write it into the settings."""
        settings = tomlkit.parse(school.agent_toml.read_text(encoding="utf8"))
        settings["features"] = dict.fromkeys(FEATURES, self.to)
        school.agent_toml.write_text(tomlkit.dumps(settings), encoding="utf8")
        school.only_reports = self.to == "report"


@dataclass(frozen=True, slots=True)
class Refuses:
    """Google refuses all calls of a method during a run."""

    method: str

    def do(self, school: School) -> None:
        """Run into it."""
        with refusing(school, self.method):
            run(school)


@contextmanager
def refusing(school: School, method: str) -> Iterator[None]:
    """Google refuses all calls of a method while the body runs."""
    faults = school.world.sandbox.faults
    for nth in range(1, _MANY):
        faults.add({"method": method, "nth": nth, "status": 403, "body": _FORBIDDEN})
    school.counts["faults"] += 1
    try:
        yield
    finally:
        faults.clear()


def _may_approve(school: School) -> bool:
    is_mistaken = any(sheet.cleared is not None for sheet in school.sheets.values())
    return school.report is not None and not is_mistaken and not school.signed_out


def _approve(school: School) -> None:
    """Let pass all that waits; what is to be done by that is remembered."""
    stops = school.account.waits.stops
    if stops:
        run(school, None, *[stop.approval for stop in stops])
        school.given |= {item for stop in stops for item in stop.items}


@dataclass(frozen=True, slots=True)
class Approves:
    """The manager lets pass what waits at a brake, unless a sheet is empty by mistake."""

    def do(self, school: School) -> None:
        """Approve all of it."""
        if _may_approve(school):
            _approve(school)


@dataclass(frozen=True, slots=True)
class ApprovesInVain:
    """The same, and Google refuses it; then a run cannot read the calendars."""

    def do(self, school: School) -> None:
        """Approve, and run."""
        if _may_approve(school) and school.account.waits.stops:
            with refusing(school, "calendar.events.patch"):
                _approve(school)
            with refusing(school, "calendar.events.list"):
                run(school)
            run(school)
            promises.after_a_calm_run(school)


@dataclass(frozen=True, slots=True)
class Empties:
    """A case manager empties the list of meetings, for good or by mistake, and takes it back after a run.

    What is for good is approved.
    """

    case_manager: str
    is_meant: bool

    def do(self, school: School) -> None:
        """Empty it, and look whether somebody is told."""
        sheet = school.sheet(self.case_manager, "Meetings")
        if (
            not any(row.id for row in sheet.rows)
            or not school.is_whole(self.case_manager)
            or school.signed_out
        ):
            return
        run(school)
        Clears(self.case_manager, sheet.title).do(school)
        run(school)
        told = [one for one in school.account.problems if one.kind is ProblemKind.SOURCE_SHRANK]
        assert any(one.case_manager == self.case_manager for one in told), (
            "nobody is told of an emptied sheet"
        )
        if self.is_meant:
            _approve(school)
        Restores(self.case_manager, sheet.title).do(school)


@dataclass(frozen=True, slots=True)
class Settles:
    """People and Google are quiet for a while: the agent comes to an end with its work."""

    def do(self, school: School) -> None:
        """Run until nothing is written, and once more."""
        if school.signed_out:
            return
        for _ in range(_LONGEST):
            school.at(school.world.clock.now + _QUARTER)
            if not run(school):
                break
        assert not run(school), f"it is never quiet: {[one['method'] for one in school.world.writes()]}"
        promises.after_a_calm_run(school)
        promises.when_all_is_quiet(school)

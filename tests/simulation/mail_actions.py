"""What happens around mails: who reads them and how often, Gmail's limit, a clock that is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import tomlkit

from tests.kills.losses import gmails_limit
from tests.simulation import mails
from tests.simulation.agent_actions import run
from tests.simulation.school import School
from tests.simulation.watch import HidingAdapter
from workspace_agent.copies import send_copy
from workspace_agent.duties.digests import recipient_called

_YEAR = timedelta(weeks=52)
_TRIES = 9


@dataclass(frozen=True, slots=True)
class ReadsDaily:
    """The manager or a case manager wants a digest every day."""

    who: str

    def do(self, school: School) -> None:
        """Write it into the settings, as long as they are in office."""
        settings = tomlkit.parse(school.agent_toml.read_text(encoding="utf8"))
        everybody = [(one["key"], one) for one in settings["case_managers"]]
        everybody += [("manager", settings["manager"])] if "manager" in settings else []
        for key, person in everybody:
            if key == self.who:
                person["digest"] = {"every": "day"}
        school.agent_toml.write_text(tomlkit.dumps(settings), encoding="utf8")


@dataclass(frozen=True, slots=True)
class ReadsWeekly:
    """Nobody wants it every day any more."""

    def do(self, school: School) -> None:
        """Write it into the settings."""
        settings = tomlkit.parse(school.agent_toml.read_text(encoding="utf8"))
        managers = [settings["manager"]] if "manager" in settings else settings["managers"]
        for person in (*settings["case_managers"], *managers):
            person.pop("digest", None)
        school.agent_toml.write_text(tomlkit.dumps(settings), encoding="utf8")


@dataclass(frozen=True, slots=True)
class CannotRead:
    """Google gives none of the workbooks of a case manager; a supervisor comes, who reads of another one.

    Their digest is due on that weekday: on a later one nobody would wait any more.
    """

    number: int
    case_manager: str
    other: str

    def do(self, school: School) -> None:
        """Run: the supervisor is not told of these workbooks."""
        self._supervise(school)
        sheets = school.sheets.items()
        hidden = {sheet.spreadsheet for (whose, _), sheet in sheets if whose == self.case_manager}
        school.counts["faults"] += 1
        with school.world.behind(lambda inner: HidingAdapter(inner, hidden)):
            run(school)
        mails.reached_the_supervisor(school)

    def _supervise(self, school: School) -> None:
        """Another supervisor is in office from today on; the one before is not."""
        address, today = f"supervisor{self.number}@willowbridge.example", school.world.clock.now.date()
        supervisor = {
            "key": f"supervisor-{self.number}",
            "name": "S. Visor",
            "email": address,
            "zone": "America/New_York",
            "from": today,
            "case_managers": [self.other],
            "digest": {"weekday": f"{today:%A}"},
        }
        settings = tomlkit.parse(school.agent_toml.read_text(encoding="utf8"))
        settings["supervisors"] = [supervisor]
        school.agent_toml.write_text(tomlkit.dumps(settings), encoding="utf8")
        school.supervisor = address


@dataclass(frozen=True, slots=True)
class Limits:
    """Gmail's limit is reached: from the n-th request of a kind on it names a moment hours away.

    Attributes:
        doubt: The answer to the first sending gets lost before, so that nobody knows of that mail.
    """

    method: Literal["create", "send"]
    nth: int
    hours: int
    doubt: bool = False

    def do(self, school: School) -> None:
        """Run into it."""
        limit = {"status": 429, "body": gmails_limit(school.world.clock() + timedelta(hours=self.hours))}
        faults = school.world.sandbox.faults
        if self.doubt:
            faults.add({"method": "gmail.users.drafts.send", "nth": 1, "when": "reset-after"})
        for nth in range(self.nth, self.nth + _TRIES):
            faults.add({"method": f"gmail.users.drafts.{self.method}", "nth": nth + self.doubt} | limit)
        school.counts["faults"] += 1
        run(school)


@dataclass(frozen=True, slots=True)
class RunsAhead:
    """The clock is a year ahead for one run, and right again after it."""

    def do(self, school: School) -> None:
        """Run."""
        now = school.world.clock.now
        school.at(now + _YEAR)
        try:
            run(school)
        finally:
            school.world.clock.now = now
            school.at(now)


@dataclass(frozen=True, slots=True)
class AsksForCopy:
    """Somebody asks for a copy of a digest: the one of the week is due as it was."""

    who: str

    def do(self, school: School) -> None:
        """Ask, where the agent is signed in."""
        if school.signed_out:
            return
        with school.world.tools() as tools:
            reader = recipient_called(tools.digest_recipients, self.who)
            if reader is not None:
                send_copy(tools, reader, reader)
                school.owed["mailed", ""] += 1

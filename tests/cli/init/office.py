"""A new machine on which somebody sets up Willow's first case manager, and the answers that fit."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit

from tests.cli.conftest import Department
from tests.journeys.world import ROBOT
from workspace_agent.cli.department import Stage
from workspace_agent.cli.init.agent_file import AgentFile
from workspace_agent.cli.init.asking import Asker
from workspace_agent.cli.init.steps import STEPS
from workspace_agent.cli.init.wizard import Wishes, Wizard
from workspace_agent.google.scopes import FEATURE_SCOPES, needed_scopes

AS_OF = "2026-11-20T07:00"
WISHES = Wishes(as_of=AS_OF)
NAMES = [step.name for step in STEPS]
BEFORE_THE_CHECK = STEPS[: NAMES.index("check")]
LAKEWARD = {
    "name": "Lakeward City SD",
    "key": "lakeward",
    "domain": "lakeward.example",
    "city": "Buffalo",
    "state": "NY",
    "css_name": "Dominic Farr",
    "css_email": "d.farr@willowbridge.example",
    "first_day": "2026-09-08",
    "last_day": "2027-06-25",
    "closures": "2026-11-25 to 2026-11-27 Thanksgiving",
}
SIERRA_VIEJA = {
    "name": "Sierra Vieja ISD",
    "key": "sierra-vieja",
    "domain": "sierravieja.example",
    "city": "El Paso",
    "state": "TX",
    "zone": "America/Denver",
    "css_name": "Celeste Arroyo",
    "css_email": "c.arroyo@willowbridge.example",
    "first_day": "2026-08-10",
    "last_day": "2027-05-28",
}
MARISOL = {"name": "Marisol Quintero", "email": "m.quintero@willowbridge.example", "zone": "America/Denver"}


@dataclass(frozen=True)
class Office:
    """Where somebody sits.

    Attributes:
        folder: Empty at first but for the token of the agent's account.
        department: What there is at Google.
    """

    folder: Path
    department: Department

    @property
    def stage(self) -> Stage:
        return self.department.stage

    @property
    def config(self) -> Path:
        return self.folder / "config"

    @property
    def key(self) -> Path:
        return self.folder / "secrets" / "alias.key"

    @property
    def code(self) -> Path:
        """Where the recovery code is written to."""
        return self.folder / "code.txt"

    @property
    def settings(self) -> dict[str, Any]:
        return tomllib.loads((self.config / "agent.toml").read_text(encoding="utf8"))

    @property
    def done(self) -> list[str]:
        """Steps that are done."""
        return list(tomllib.loads((self.config / "init.toml").read_text(encoding="utf8"))["done"])

    @property
    def books(self) -> tuple[str, str]:
        """Ids of the Progress Monitoring workbook and the Hours Log."""
        told = tomllib.loads((self.department.config / "agent.toml").read_text(encoding="utf8"))
        first, second = told["case_managers"][0]["workbooks"]
        return first["id"], second["id"]

    @property
    def form(self) -> str:
        told = tomllib.loads((self.department.config / "agent.toml").read_text(encoding="utf8"))
        return f"https://docs.google.com/forms/d/{told['form']['id']}/edit"

    def sign_in(self) -> None:
        """A token of the agent's account, as signing in leaves it."""
        secrets = self.folder / "secrets"
        secrets.mkdir(mode=0o700)
        self.stage.sign_in(ROBOT, needed_scopes(FEATURE_SCOPES), secrets / "token.json")

    def answers(self) -> dict[str, Any]:
        """To all that is asked."""
        return {
            "mode": "sandbox",
            "sandbox_url": self.stage.endpoint.url,
            "name": "Willow Bridge Learning",
            "zone": "America/New_York",
            "robot": ROBOT,
            "district": [SIERRA_VIEJA, LAKEWARD],
            "manager_name": "Dr. Odalys Fenwick",
            "manager_email": "o.fenwick@willowbridge.example",
            "case_manager": [MARISOL],
            "workbook": [{"case_manager": "marisol-quintero", "id": book} for book in self.books],
            "form": self.form,
            "recovery_code_to": str(self.code),
        }

    def written(self, answers: dict[str, Any]) -> str:
        """A file of answers."""
        path = self.folder / "answers.toml"
        path.write_text(tomlkit.dumps(answers), encoding="utf8")
        return str(path)


def wizard_of(office: Office, **changes: Any) -> Wizard:
    """Nobody can be asked; the answers fit but for these changes."""
    given = office.answers() | changes
    return Wizard(office.config, Asker(given, None), AgentFile(office.config / "agent.toml"), WISHES)

"""`config show` and `config schema`: the settings in force, and what may be set."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from enum import StrEnum
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workspace_agent.cli import show
from workspace_agent.cli.options import AsJson, Config, load_settings

if TYPE_CHECKING:
    from pydantic import BaseModel

    from workspace_agent.settings import Settings

DEFAULT = "default"
_TITLES = ("ignore.tabs",)
"""Titles of tabs may be students' names: how many there are is all that is shown."""

app = typer.Typer(help="The settings in force, and what may be set.", no_args_is_help=True)


class Which(StrEnum):
    """A file of settings."""

    AGENT = "agent"
    POLICY = "policy"
    STATES = "states"


Origin = Annotated[
    bool, typer.Option("--origin", help="Say of each value whether it is ours, from a file or a variable.")
]


@app.command("show")
def show_settings(config: Config = Path("config"), origin: Origin = False, json: AsJson = False) -> None:
    """Print every setting in force. Secrets are files of their own and are not shown."""
    settings = load_settings(config)
    found = {name: (value, _origin(settings, name)) for name, value in _all(settings)}
    if json:
        print(
            show.as_json({name: {"value": value, "origin": from_} for name, (value, from_) in found.items()})
        )
        return
    for name, (value, from_) in found.items():
        print(f"{name} = {dumps(value, ensure_ascii=False)}" + (f"  # {from_}" if origin else ""))


@app.command("schema")
def schema(
    which: Annotated[Which, typer.Argument(help="Which file: agent.toml, policy.toml or states.toml.")] = (
        Which.AGENT
    ),
) -> None:
    """Print the JSON schema of a file of settings, for editors that complete and check TOML."""
    print(show.as_json(schema_of(which)))


def schema_of(which: Which) -> dict[str, Any]:
    """JSON schema of a file of settings."""
    from workspace_agent.model.policy import Policy  # noqa: PLC0415 - heavy
    from workspace_agent.model.state_law import States  # noqa: PLC0415 - heavy
    from workspace_agent.settings import AgentSettings  # noqa: PLC0415 - heavy

    models: Mapping[Which, type[BaseModel]] = {
        Which.AGENT: AgentSettings,
        Which.POLICY: Policy,
        Which.STATES: States,
    }
    steady: dict[str, Any] = _steady(models[which].model_json_schema(by_alias=True))
    return steady


def _steady(part: Any) -> Any:
    """Sets of words come in another order each time."""
    if isinstance(part, dict):
        return {key: _steady(value) for key, value in part.items()}
    if isinstance(part, list):
        return sorted(part) if all(isinstance(one, str) for one in part) else [_steady(one) for one in part]
    return part


def _all(settings: Settings) -> Iterator[tuple[str, Any]]:
    """Dotted name and value of every setting, `agent.toml` first."""
    yield from _leaves("", settings.agent.model_dump(mode="json", by_alias=True))
    yield from _leaves("policy", settings.policy.model_dump(mode="json", by_alias=True))


def _leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if name in _TITLES:
        yield name, f"{len(value)}, not shown: titles of tabs may be students' names"
    elif isinstance(value, dict) and value:
        for key, below in value.items():
            yield from _leaves(f"{name}.{key}".removeprefix("."), below)
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for number, below in enumerate(value, 1):
            yield from _leaves(f"{name}[{number}]", below)
    else:
        yield name, value


def _origin(settings: Settings, name: str) -> str:
    """A variable, a file, or `default`."""
    head, _, below = name.partition(".")
    if head == "policy":
        path = settings.set_in(below)
        return str(path) if path else DEFAULT
    variable = f"WA_{name.replace('.', '__').upper()}"
    if variable in {key.upper() for key in os.environ}:
        return variable
    return str(settings.folder / "agent.toml") if _is_typed(settings.agent, name) else DEFAULT


def _is_typed(place: Any, name: str) -> bool:
    """Whether each part of a dotted name was set where it stands."""
    for part in name.split("."):
        key, _, number = part.removesuffix("]").partition("[")
        field = _field(type(place), key)
        if field not in getattr(place, "model_fields_set", ()):
            return isinstance(place, Mapping)
        place = getattr(place, field)
        place = place[int(number) - 1] if number else place
    return True


def _field(kind: type[Any], key: str) -> str:
    fields = getattr(kind, "model_fields", {})
    return next((name for name, field in fields.items() if key in {name, field.alias}), key)

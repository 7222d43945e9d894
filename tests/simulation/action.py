"""What can happen: a small frozen value that does the same thing each time, and nothing where it cannot."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from tests.simulation.school import School


ZONE = ZoneInfo("America/New_York")
"""Of the department."""


class Action(Protocol):
    """Somebody does something, or something happens to the agent or to Google."""

    def do(self, school: School) -> None:
        """Do it, where it can be done.

        Raises:
            AssertionError: A promise was broken.
        """


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a story."""

    at: datetime
    action: Action

    def __str__(self) -> str:
        return f"{self.at:%a %d %b %Y %H:%M}  {self.action}"


Story = tuple[Step, ...]


def as_json(story: Iterable[Step]) -> list[str]:
    """Each step as one line of JSON."""
    return [
        json.dumps([step.at.isoformat(), type(step.action).__name__, asdict(step.action)])  # type: ignore[call-overload]  # each is a dataclass
        for step in story
    ]


def from_json(lines: Iterable[str], actions: Mapping[str, type[Action]]) -> Story:
    """The opposite of `as_json`.

    Args:
        lines: One step each.
        actions: The classes, by name.
    """
    return tuple(_step(json.loads(line), actions) for line in lines)


def _step(line: Any, actions: Mapping[str, type[Action]]) -> Step:
    at, kind, values = line
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return Step(datetime.fromisoformat(at).astimezone(ZONE), actions[kind](**given))

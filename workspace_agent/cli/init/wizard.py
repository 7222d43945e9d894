"""The way through the steps of `init`: what is done stays done, and it goes on at the first that is not."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import tomlkit
import typer

from workspace_agent.cli.init.agent_file import AgentFile
from workspace_agent.cli.init.asking import Asker, Question
from workspace_agent.cli.options import as_typed, load_settings, opened_to_act, program
from workspace_agent.ledger.private import replacing
from workspace_agent.model.errors import SettingsError
from workspace_agent.settings_files import content

if TYPE_CHECKING:
    from workspace_agent.settings import Settings
    from workspace_agent.tools import Tools

PROGRESS = "init.toml"
_ABOUT = "# How far workspace-agent init has come here. Delete it to be asked everything once more.\n"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line says that is no answer to a question.

    Attributes:
        titles: Show titles of spreadsheets while they are chosen; they may be students' names.
        here: The settings may lie in a git checkout.
        adopt: There are folders and events of an earlier installation.
        as_of: A moment, or an empty text for now.
    """

    titles: bool = False
    here: bool = False
    adopt: bool = False
    as_of: str = ""


@dataclass(slots=True)
class Wizard:
    """One department that is being set up.

    Attributes:
        config: Folder of its settings.
        asker: Who answers.
        file: Its `agent.toml`.
        exit_code: Of the command: what a look at everything found.
    """

    config: Path
    asker: Asker
    file: AgentFile
    wishes: Wishes = Wishes()
    exit_code: int = 0

    @property
    def secrets(self) -> Path:
        """Where token and alias key lie."""
        return (self.config / (self.file.value("paths", "secrets") or "../secrets")).resolve()

    @property
    def today(self) -> date:
        """The date, on this machine."""
        from workspace_agent.run import clock_from  # noqa: PLC0415 - heavy

        return as_typed(self.wishes.as_of).date() if self.wishes.as_of else clock_from()().astimezone().date()

    def settings(self) -> Settings:
        """All that was written so far.

        Raises:
            SettingsError: Something of it is wrong.
        """
        return load_settings(self.config)

    def opened(self) -> AbstractContextManager[Tools]:
        """What a look at Google takes. Nothing is written there."""
        return opened_to_act(self.config, self.wishes.as_of)

    def command(self, words: str) -> str:
        """A command to type for this department."""
        return f"{program()} {words} --config {shlex.quote(str(self.config))}"

    def has(self, question: Question) -> bool:
        """An answer was given beforehand."""
        return question.name in self.asker.given


def tell(*lines: str) -> None:
    """Say something to whoever is at the terminal."""
    for line in lines:
        print(line, file=sys.stderr)


def _nothing(_: Wizard) -> Iterable[Question]:
    return ()


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the way.

    Attributes:
        name: For `--from`.
        title: What is set up.
        why: What it is for, in one line.
        do: Asks and writes.
        needs: Questions that must have been answered beforehand where nobody can be asked.
        at_once: Questions whose answers, where they are given, are looked at before the first step.
        once: Not done again when the way goes back to a step before it.
    """

    name: str
    title: str
    why: str
    do: Callable[[Wizard], None]
    needs: Callable[[Wizard], Iterable[Question]] = _nothing
    at_once: Callable[[Wizard], Iterable[Question]] = _nothing
    once: bool = False


class Progress:
    """Which steps are done, in a file of the settings folder.

    Args:
        path: The file; need not exist yet.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._done: list[str] = list(content(path).get("done", ())) if path.exists() else []

    def left(self, steps: Sequence[Step]) -> list[Step]:
        """What is still to be done."""
        return [step for step in steps if step.name not in self._done]

    def finish(self, step: Step) -> None:
        """Remember that a step is done.

        Raises:
            SettingsError: The file cannot be written.
        """
        self._write([*self._done, step.name])

    def go_back(self, steps: Sequence[Step], name: str) -> None:
        """Forget a step and those behind it, but for what is done once."""
        names = [step.name for step in steps]
        behind = [step.name for step in steps[names.index(name) :] if step.name == name or not step.once]
        self._write([done for done in self._done if done not in behind])

    def _write(self, done: list[str]) -> None:
        try:
            with replacing(self._path) as fresh:
                fresh.write_text(_ABOUT + tomlkit.dumps({"done": done}), encoding="utf-8")
        except OSError:
            raise SettingsError(
                f"{self._path} cannot be written.", advice="look at its permissions"
            ) from None
        self._done = done


def is_under_way(config: Path, step: str) -> bool:
    """Whether `init` has begun here and has not come to a step."""
    path = config / PROGRESS
    return path.exists() and step not in content(path).get("done", ())


def walk(wizard: Wizard, steps: Sequence[Step], progress: Progress) -> None:
    """Do what is not done yet, one step after the other.

    Raises:
        typer.BadParameter: An answer that is looked at at once cannot be meant; or nobody can be asked, and
            answers are missing: all of them are named.
    """
    left = progress.left(steps)
    for step in left:
        for question in step.at_once(wizard):
            wizard.asker.check_given(question)
    if wizard.asker.terminal is None:
        _complain_of_missing(wizard, left)
    for step in left:
        tell("", f"{steps.index(step) + 1} of {len(steps)}: {step.title} ({step.name})", step.why)
        step.do(wizard)
        progress.finish(step)


def _complain_of_missing(wizard: Wizard, left: Iterable[Step]) -> None:
    missing = [one for step in left for one in step.needs(wizard) if not wizard.has(one)]
    if missing:
        told = "".join(f"\n  {one.flag}: {one.text}" for one in missing)
        raise typer.BadParameter(f"nobody can be asked here, and these answers are missing:{told}")

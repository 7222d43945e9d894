"""Questions, and who answers them: a flag or a file of answers, else a person at the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import typer

from workspace_agent.cli.init.checks import Check, checked, one_of

Choices = Sequence[tuple[str, str]]
"""What may be chosen: the answer, and how it is shown."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that `init` asks.

    Attributes:
        name: Of the answer in a file of answers; its flag is the same with dashes.
        text: As it is asked.
        check: What it may be.
    """

    name: str
    text: str
    check: Check = str

    @property
    def flag(self) -> str:
        """What is typed before the answer on the command line."""
        return f"--{self.name.replace('_', '-')}"


class Terminal:
    """A person who is asked. Ctrl-C is a KeyboardInterrupt, at every question."""

    def text(self, asked: str, suggestion: str, check: Check) -> str:
        """A line of text that passes the check."""
        import questionary  # noqa: PLC0415 - heavy

        def is_right(typed: str) -> bool | str:
            return checked(check, typed) or True

        return str(questionary.text(asked, default=suggestion, validate=is_right).unsafe_ask())

    def choose(self, asked: str, choices: Choices, suggestion: str) -> str:
        """One of the answers."""
        import questionary  # noqa: PLC0415 - heavy

        shown = [questionary.Choice(label, value) for value, label in choices]
        default = suggestion if suggestion in dict(choices) else None
        return str(questionary.select(asked, shown, default=default).unsafe_ask())

    def choose_several(self, asked: str, choices: Choices, suggested: Sequence[str] = ()) -> list[str]:
        """Any of the answers."""
        import questionary  # noqa: PLC0415 - heavy

        shown = [questionary.Choice(label, value, checked=value in suggested) for value, label in choices]
        return list(questionary.checkbox(asked, shown).unsafe_ask())

    def confirm(self, asked: str, *, suggestion: bool) -> bool:
        """Yes or no."""
        import questionary  # noqa: PLC0415 - heavy

        return bool(questionary.confirm(asked, default=suggestion).unsafe_ask())

    def wait_for(self, asked: str) -> None:
        """Ask until it is so."""
        while not self.confirm(asked, suggestion=False):
            pass


@dataclass(slots=True)
class Asker:
    """Takes what was given, and asks for the rest.

    Attributes:
        given: Answers that nobody has asked for yet, by name.
        terminal: None where nobody can be asked.
        where: What the answers are about, for messages.
    """

    given: dict[str, Any]
    terminal: Terminal | None
    where: str = ""

    def ask(self, question: Question, suggestion: str = "") -> Any:
        """The value that was given, else the one that is typed, else the one that is suggested.

        Raises:
            typer.BadParameter: It was not given and nobody can be asked, or what was given cannot be meant.
        """
        if question.name in self.given:
            return self._checked(question, _as_typed(self.given.pop(question.name)))
        if self.terminal:
            return question.check(self.terminal.text(question.text, suggestion, question.check))
        if not suggestion and checked(question.check, ""):
            raise typer.BadParameter(f"{self.where}{question.flag} is missing: {question.text}")
        return self._checked(question, suggestion)

    def choose(self, question: Question, choices: Choices, suggestion: str = "") -> str:
        """The same of one of several answers."""
        if question.name in self.given or not self.terminal:
            return str(
                self.ask(
                    Question(question.name, question.text, one_of([value for value, _ in choices])),
                    suggestion,
                )
            )
        return self.terminal.choose(question.text, choices, suggestion)

    def each(self, question: Question, *, at_least_one: bool) -> Iterator[Asker]:
        """Who answers for each thing of a list, as long as there are more of them.

        Raises:
            typer.BadParameter: What was given is no list of tables, or holds something that is not asked.
        """
        if question.name in self.given:
            for number, record in enumerate(_records(question, self.given.pop(question.name)), 1):
                one = Asker(record, None, f"{self.where}{question.flag} {number}: ")
                yield one
                one.nothing_left()
        elif self.terminal:
            if at_least_one:
                yield Asker({}, self.terminal)
            while self.terminal.confirm(question.text, suggestion=False):
                yield Asker({}, self.terminal)
        elif at_least_one:
            raise typer.BadParameter(f"{question.flag} is missing")

    def check_given(self, question: Question) -> None:
        """Raises typer.BadParameter where an answer was given that cannot be meant; it is not taken yet."""
        if question.name in self.given:
            self._checked(question, _as_typed(self.given[question.name]))

    def nothing_left(self) -> None:
        """Raises typer.BadParameter where an answer was given that nobody asks for."""
        if self.given:
            raise typer.BadParameter(f"{self.where}not asked for: {', '.join(sorted(self.given))}")

    def _checked(self, question: Question, typed: str) -> Any:
        if wrong := checked(question.check, typed):
            raise typer.BadParameter(f"{self.where}{question.flag}: {wrong}")
        return question.check(typed)


def _records(question: Question, given: Any) -> list[dict[str, Any]]:
    if not isinstance(given, list) or not all(isinstance(record, dict) for record in given):
        raise typer.BadParameter(f"{question.flag}: should be a list of tables")
    return [dict(record) for record in given]


def _as_typed(given: Any) -> str:
    """An answer from a file, as a person would have typed it."""
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, date):
        return given.isoformat()
    if isinstance(given, Mapping):
        return f"{given.get('from')} to {given.get('until')} {given.get('name', '')}"
    if isinstance(given, list):
        between = "; " if any(isinstance(one, Mapping) for one in given) else ", "
        return between.join(map(_as_typed, given))
    return str(given)

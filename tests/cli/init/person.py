"""Somebody at the terminal, who knows what to answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from workspace_agent.cli.init.asking import Choices, Terminal
from workspace_agent.cli.init.checks import Check, checked

Answer = str | bool | list[str] | Callable[[], str]


class Person(Terminal):
    """Answers each question by the first of these words that stands in it; else takes what is suggested.

    Attributes:
        asked: All questions so far.
        shown: What they could choose from.
    """

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers = dict(answers)
        self.asked: list[str] = []
        self.shown: list[str] = []

    def text(self, asked: str, suggestion: str, check: Check) -> str:
        answer = self._answer(asked)
        typed = answer() if callable(answer) else suggestion if answer is None else str(answer)
        assert checked(check, typed) == "", f"{asked} {checked(check, typed)}"
        return typed

    def choose(self, asked: str, choices: Choices, suggestion: str) -> str:
        self.shown += [label for _, label in choices]
        answer = self._answer(asked)
        return suggestion if answer is None else str(answer)

    def choose_several(self, asked: str, choices: Choices, suggested: Sequence[str] = ()) -> list[str]:
        self.shown += [label for _, label in choices]
        answer = self._answer(asked)
        return answer if isinstance(answer, list) else list(suggested)

    def confirm(self, asked: str, *, suggestion: bool) -> bool:
        answer = self._answer(asked)
        return suggestion if answer is None else bool(answer)

    def _answer(self, asked: str) -> Answer | None:
        self.asked.append(asked)
        return next((answer for words, answer in self.answers.items() if words in asked), None)

"""The part of `sheets map` that is about the Post IEP Meeting Form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workspace_agent.google.workspace import Google
    from workspace_agent.intake.form_map import MappedForm, QuestionGuess
    from workspace_agent.model.organisation import Organisation
    from workspace_agent.model.problem import Problem

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FormMap:
    """The form as far as it could be opened: itself, or each sheet of responses.

    Attributes:
        problems: Why nothing of it could be read.
    """

    problems: tuple[Problem, ...] = ()
    parts: tuple[MappedForm, ...] = ()

    @property
    def guesses(self) -> list[QuestionGuess]:
        """All proposals."""
        return [guess for part in self.parts for guess in part.guesses]

    @property
    def unsettled(self) -> bool:
        """Something of it needs a person."""
        return bool(self.problems) or any(part.guesses or part.missing for part in self.parts)


def form_map(google: Google, organisation: Organisation) -> FormMap:
    """Look at the form of the settings, if there is one."""
    from workspace_agent.intake.form_map import map_form  # noqa: PLC0415 - heavy
    from workspace_agent.model.prints import KnownResponses  # noqa: PLC0415 - heavy
    from workspace_agent.model.problem import Problem  # noqa: PLC0415 - heavy
    from workspace_agent.model.problem_kinds import ProblemKind  # noqa: PLC0415 - heavy
    from workspace_agent.observe.responses import read_responses  # noqa: PLC0415 - heavy

    read, settings = read_responses(google, organisation, KnownResponses()), organisation.form
    if isinstance(read, Problem):
        return FormMap(problems=(read,))
    if read is None or settings is None:
        return FormMap()
    parts = map_form(read, settings)
    missing = Problem(ProblemKind.MISSING_SHEET, settings.place, detail="form responses")
    return FormMap(problems=() if parts else (missing,), parts=tuple(parts))


def lines(form: FormMap) -> Iterator[str]:
    """For a person at a terminal."""
    for problem in form.problems:
        yield f"  ! {problem.sentence} {problem.advice}"
        yield f"    {problem.place.url}"
    for part in form.parts:
        yield f"Post IEP Meeting Form: {part.place.url}"
        for name, labels in part.fields.items():
            yield f"    {' and '.join(labels):>8}  {name}: confirmed in your agent.toml"
        for guess in part.guesses:
            unless = f", if not {' or '.join(guess.rivals)}" if guess.rivals else ""
            yield f"    {guess.label:>8}  ? {guess.field}{unless}: proposal {guess.id}"
        if part.missing:
            yield f"    missing: {', '.join(part.missing)}"
        if part.others:
            yield f"    filed, and not used otherwise: {', '.join(part.others)}"
        yield ""


def block(guesses: Sequence[QuestionGuess]) -> Iterator[str]:
    """Lines of a list that `agent.toml` has already. What is a tie, or cannot be shown, is a comment."""
    yield "# into the list `meaning` of [form] in agent.toml, between its brackets:"
    for guess in guesses:
        shown = guess.label if guess.by == "question" else guess.title
        typed = f'"{shown}"' if shown else f"the heading in {guess.label}"
        comment = "" if shown and not guess.rivals else "# "
        yield f'  {comment}{{ {guess.by} = {typed}, field = "{guess.field}" }},  # {guess.id}'


def as_json(form: FormMap) -> Json:
    """For a program."""
    return {
        "problems": [{"sentence": one.sentence, "link": one.place.url} for one in form.problems],
        "parts": [_part(part) for part in form.parts],
    }


def _part(part: MappedForm) -> Json:
    return {
        "link": part.place.url,
        "fields": {name: list(labels) for name, labels in part.fields.items()},
        "missing": list(part.missing),
        "proposals": [
            {"id": one.id, "field": one.field, "or": list(one.rivals), one.by: one.label}
            for one in part.guesses
        ],
        "not_used": list(part.others),
    }

"""`same-student`: the open questions about who is who, and an answer to one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workspace_agent.cli import show
from workspace_agent.cli.options import AsJson, AsOf, Config, Initials, opened_to_look, taken_by
from workspace_agent.model.question import Asks

if TYPE_CHECKING:
    from workspace_agent.model.question import Asked, Question
    from workspace_agent.observe import Observation
    from workspace_agent.tools import Tools

Json = dict[str, Any]

OPEN = 1

QuestionId = Annotated[str, typer.Argument(help="Id of an open question; without one, all are listed.")]
Answer = Annotated[str, typer.Argument(help="yes or no.")]

_SENTENCES = {
    Asks.ROWS: "Are these rows one student?",
    Asks.WHOSE: "These rows are one student. Whose is it now? Remove a row, or type the day of exit there.",
}
_TWO_AFTER_ALL = " If they are two students after all, answer no."


def same_student(
    question: QuestionId = "",
    answer: Answer = "",
    config: Config = Path("config"),
    as_of: AsOf = "",
    initials: Initials = False,
    json: AsJson = False,
) -> None:
    """List the open questions "is this the same student?", or answer one. Nothing is written to Google."""
    if bool(question) != bool(answer):
        raise typer.BadParameter("give both, as in `same-student 3f0c9a51d2 yes`, or neither")
    with opened_to_look(config, as_of) as tools:
        observation = tools.observe(tools.clock())
        if question:
            _record(tools, observation.intake.questions, question, answer.casefold())
            return
    questions = listed(observation, initials=initials)
    print(show.as_json({"questions": questions}) if json else text(questions))
    raise typer.Exit(OPEN if questions else 0)


def listed(observation: Observation, *, initials: bool) -> list[Json]:
    """The open questions as JSON."""
    who = _Who(observation, initials=initials)
    return [_listed(question, who) for question in observation.intake.questions]


def text(questions: Sequence[Json]) -> str:
    """The open questions for a person at a terminal."""
    return "\n".join(_lines(questions))


def _record(tools: Tools, questions: Sequence[Question], question: str, answer: str) -> None:
    from workspace_agent.ledger.inbox import Decision, hand_over  # noqa: PLC0415 - heavy

    asked = next((one for one in questions if one.id == question), None)
    if asked is None:
        raise typer.BadParameter("no such question is open; see `same-student` without arguments")
    if answer not in asked.answers:
        may = " or ".join(asked.answers)
        raise typer.BadParameter(f"answer {may}" if may else "no answer settles this: change the rows")
    hand_over(tools.settings.state, Decision(answers={question: answer}), tools.clock())
    print(f"Recorded: {question} {answer}. {taken_by(tools.settings)}")


class _Who(show.Who):
    """Also tells of students who are on no list any more."""

    def __init__(self, observation: Observation, *, initials: bool) -> None:
        from workspace_agent.intake.initials import printed  # noqa: PLC0415 - heavy

        super().__init__(observation.department, initials=initials)
        known = observation.intake.identities.initials if initials else {}
        self._gone = {ref: f"{ref} ({printed(numbered)})" for ref, numbered in known.items()}

    def __call__(self, ref: str) -> str:
        shown = super().__call__(ref)
        return self._gone.get(ref, ref) if shown == ref else shown


def _listed(question: Question, who: show.Who) -> Json:
    def row(asked: Asked) -> Json:
        place = {"list": asked.case_manager, "cell": asked.cell.label, "link": asked.cell.url}
        return {"student": who(asked.ref), **place}

    sentence = _SENTENCES.get(question.asks, f"Is this {question.asks.value}?")
    return {
        "id": question.id,
        "question": sentence + (_TWO_AFTER_ALL if question.answers == ("no",) else ""),
        "answers": list(question.answers),
        "earlier_student": who(question.other) if question.other else "",
        "rows": [row(asked) for asked in question.rows],
        "earlier_student_now": [row(asked) for asked in question.now],
    }


def _lines(questions: Sequence[Json]) -> Iterator[str]:
    yield f"Open questions: {len(questions) or 'none'}"
    for one in questions:
        yield f"\n{one['id']}  {one['question']}"
        yield from map(_line, one["rows"])
        if one["earlier_student"]:
            yield f"  earlier: {one['earlier_student']}"
        yield from map(_line, one["earlier_student_now"])
        if one["answers"]:
            yield f"  workspace-agent same-student {one['id']} {'|'.join(one['answers'])}"


def _line(row: Json) -> str:
    return f"  {row['student']}, {row['cell']} of the list of {row['list']}\n    {row['link']}"

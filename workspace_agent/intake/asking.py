"""Doubts become questions and Problems that a person can answer: cells and case managers, no names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from workspace_agent.intake.answers import NO, YES, Answers, possible, said
from workspace_agent.intake.identify import Identified
from workspace_agent.intake.matching import Match
from workspace_agent.intake.questions import Doubt, standing
from workspace_agent.intake.table import StudentRow
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.question import Asked, Asks, Question


def questions(identified: Identified) -> tuple[Question, ...]:
    """The open questions, with the cells where they are answered."""
    return tuple(_question(identified.match, doubt) for doubt in identified.doubts)


def _question(match: Match, doubt: Doubt) -> Question:
    rows = _rows(match, doubt.persons)
    if doubt.asks is Asks.WHOSE:
        counting = {id(row) for row in standing([row for row, _ in rows])}
        rows = [(row, ref) for row, ref in rows if id(row) in counting]
    others = [index for index in match.holders.get(doubt.other, ()) if index not in doubt.persons]
    return Question(
        id=doubt.id,
        asks=doubt.asks,
        rows=tuple(_asked(row, ref) for row, ref in rows),
        other=doubt.other,
        now=tuple(_asked(row, ref) for row, ref in _rows(match, others)),
        answers=possible(doubt),
    )


def _rows(match: Match, indexes: Iterable[int]) -> list[tuple[StudentRow, str]]:
    return [(row, match.refs[index]) for index in indexes for row in match.persons[index].rows]


def _asked(row: StudentRow, ref: str) -> Asked:
    """At the cell for the answer; where there is no such column, at the name."""
    place = row.row.place("same_student" if "same_student" in row.row.sheet.columns else "first")
    return Asked(place, row.case_manager, ref)


def problems(
    identified: Identified, asked: Sequence[Question], answers: Answers, organisation: Organisation
) -> Iterator[Problem]:
    """Each question at each of its rows, and the answers that do not count."""
    for doubt, question in zip(identified.doubts, asked, strict=True):
        reason = _why_not(identified.match, doubt, answers)
        rows = _rows(identified.match, doubt.persons)
        answered = {_asked(row, ref).cell for row, ref in rows if row.same is not None}
        for row in question.rows:
            yield _told(question, row, organisation)
            if reason and row.cell in answered and doubt.asks is not Asks.WHOSE:
                yield Problem(ProblemKind.ANSWER_UNCLEAR, row.cell, row.case_manager, row.ref, detail=reason)


def _told(question: Question, row: Asked, organisation: Organisation) -> Problem:
    beside = [other for other in (*question.rows, *question.now) if other is not row]
    where = _where(beside[0], row, organisation) if beside else ""
    if question.asks is Asks.WHOSE:
        kind, detail = ProblemKind.ONE_STUDENT_TWICE, where
    elif question.other:
        kind, detail = ProblemKind.SAME_STUDENT, question.asks.value + (f", now {where}" if where else "")
    else:
        kind, detail = ProblemKind.SAME_STUDENT, f"the one {where}"
    return Problem(kind, row.cell, row.case_manager, row.ref, detail=detail)


def _where(other: Asked, row: Asked, organisation: Organisation) -> str:
    here = f"in {other.cell.label}"
    if other.case_manager == row.case_manager:
        return here
    return f"{here} of the list of {organisation.case_manager(other.case_manager).name}"


def _why_not(match: Match, doubt: Doubt, answers: Answers) -> str:
    """Why what stands under `Same student?` has not settled the question; empty where nothing stands."""
    words = set(answers.typed(match, doubt).values())
    if words == {YES, NO}:
        return "the other row says the opposite"
    if words:
        return "this row is asked about more than one other, so answer in the row of each of these"
    stood = {YES, NO} & set(said(match, doubt).values())
    return "it stood there before this was asked" if stood else ""

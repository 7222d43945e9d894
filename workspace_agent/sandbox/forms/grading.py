"""Quizzes: what an answer is worth.

Source: the descriptions of Grading and Grade in forms.v1; as recorded by clients of the API, a wrong answer
and one that is not graded both have an empty grade.
"""

from __future__ import annotations

from collections.abc import Iterator

from workspace_agent.sandbox.call import Json


def questions(item: Json) -> list[Json]:
    """The questions of an item: one, or the rows of a grid."""
    if "questionItem" in item:
        one: Json = item["questionItem"].setdefault("question", {})
        return [one]
    return list((item.get("questionGroupItem") or {}).get("questions", []))


def every_question(form: Json) -> Iterator[Json]:
    """All questions of a form."""
    for item in form.get("items", []):
        yield from questions(item)


def is_quiz(form: Json) -> bool:
    """Whether answers are graded."""
    return bool(form.get("settings", {}).get("quizSettings", {}).get("isQuiz"))


def graded(form: Json, response: Json) -> Json:
    """A response with the grades of its answers, unless it has some, and their sum."""
    by_id = {one.get("questionId"): one for one in every_question(form)}
    answers = {
        name: {"grade": _grade(by_id.get(name, {}), answer)} | answer
        for name, answer in response.get("answers", {}).items()
    }
    total = sum(one["grade"].get("score", 0) for one in answers.values())
    return {"totalScore": total} | response | {"answers": answers}


def _grade(question: Json, answer: Json) -> Json:
    grading = question.get("grading", {})
    correct = _values(grading.get("correctAnswers"))
    given = _values(answer.get("textAnswers"))
    several = question.get("choiceQuestion", {}).get("type") == "CHECKBOX"
    if not (given == correct if several else given & correct):
        return {}
    return {"score": grading.get("pointValue", 0), "correct": True} if correct else {}


def _values(answers: Json | None) -> set[str]:
    return {one.get("value", "") for one in (answers or {}).get("answers", [])}

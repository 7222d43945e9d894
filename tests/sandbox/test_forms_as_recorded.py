"""What Forms answers, as recorded by clients of the API; the data are invented."""

from __future__ import annotations

import pytest

from tests.sandbox.test_drive_files import FILES
from tests.sandbox.test_forms_editing import FORMS, GRID, QUESTION, create, update
from tests.sandbox.world import Json, Person, control
from workspace_agent.sandbox.server import Sandbox

MIME_TYPE = "application/vnd.google-apps.form"
STATE = "publishState"


def quiz(*, is_quiz: bool = True) -> Json:
    settings = {"quizSettings": {"isQuiz": is_quiz}}
    return {"updateSettings": {"settings": settings, "updateMask": "quizSettings.isQuiz"}}


@pytest.fixture
def form_id(manager: Person) -> str:
    return str(manager.post(FORMS, {"info": {"title": "Post IEP"}})["formId"])


def graded(question: Json, *correct: str) -> Json:
    answers = {"answers": [{"value": one} for one in correct]}
    question |= {"grading": {"pointValue": 2, "correctAnswers": answers}}
    return {"title": "?", "questionItem": {"question": question}}


def choice(kind: str) -> Json:
    return {"choiceQuestion": {"type": kind, "options": [{"value": one} for one in ("a", "b", "c")]}}


def submit(sandbox: Sandbox, form_id: str, **answers: list[str]) -> Json:
    texts = {
        name: {"questionId": name, "textAnswers": {"answers": [{"value": one} for one in values]}}
        for name, values in answers.items()
    }
    return control(sandbox, "POST", f"forms/{form_id}/responses", {"answers": texts})


def test_what_is_not_so_is_left_out(manager: Person, form_id: str) -> None:
    path = f"{FORMS}/{form_id}"
    assert manager.get(path)["publishSettings"] == {STATE: {}}
    settings = {"publishSettings": {STATE: {"isPublished": True, "isAcceptingResponses": False}}}
    closed = manager.post(f"{path}:setPublishSettings", settings)
    assert closed["publishSettings"] == {STATE: {"isPublished": True}}
    scale = {"scaleQuestion": {"low": 0, "high": 3}, "required": False}
    update(manager, path, create({"title": "?", "questionItem": {"question": scale}}))
    question = manager.get(path)["items"][0]["questionItem"]["question"]
    assert {name: question[name] for name in set(question) - {"questionId"}} == {"scaleQuestion": {"high": 3}}
    update(manager, path, {"deleteItem": {"location": {"index": 0}}})
    assert "items" not in manager.get(path)


def test_a_question_is_graded_in_a_quiz_only_and_the_refusal_counts_the_requests(
    manager: Person, form_id: str
) -> None:
    path, item = f"{FORMS}/{form_id}:batchUpdate", create(graded(choice("RADIO"), "a"))
    answer = manager.ask("POST", path, {"requests": [create(QUESTION), item]})
    assert (answer.status_code, answer.json()["error"]["message"]) == (
        400,
        "Invalid requests[1]: Invalid grading, grading cannot be set on a form that has no grading settings.",
    )
    update(manager, f"{FORMS}/{form_id}", quiz(), item)
    update(manager, f"{FORMS}/{form_id}", quiz(is_quiz=False))
    assert "grading" not in manager.get(f"{FORMS}/{form_id}")["items"][0]["questionItem"]["question"]


def test_right_answers_are_graded_and_wrong_ones_look_like_those_that_are_not(
    sandbox: Sandbox, manager: Person, form_id: str
) -> None:
    path = f"{FORMS}/{form_id}"
    items = [graded(choice("RADIO"), "a"), graded(choice("CHECKBOX"), "a", "b")]
    items += [graded({"textQuestion": {}}, "x"), GRID]
    replies = update(manager, path, quiz(), *(create(one, index) for index, one in enumerate(items)))
    radio, boxes, text, row = (one["createItem"]["questionId"][0] for one in replies["replies"][1:])
    given = submit(sandbox, form_id, **{radio: ["a"], boxes: ["b", "a"], text: ["y"], row: ["met"]})
    held = manager.get(f"{path}/responses/{given['responseId']}")
    assert held["totalScore"] == 4
    right: Json = {"score": 2, "correct": True}
    assert [held["answers"][one]["grade"] for one in (radio, boxes, text, row)] == [right, right, {}, {}]
    half = submit(sandbox, form_id, **{boxes: ["a"]})
    assert half["answers"][boxes]["grade"] == {}


def test_a_copy_has_the_same_questions_but_is_not_published_and_has_no_answers(
    sandbox: Sandbox, manager: Person, form_id: str
) -> None:
    path = f"{FORMS}/{form_id}"
    update(manager, path, create(QUESTION))
    state = {"publishSettings": {STATE: {"isPublished": True, "isAcceptingResponses": True}}}
    manager.post(f"{path}:setPublishSettings", state)
    submit(sandbox, form_id)
    copied = manager.post(f"{FILES}/{form_id}/copy", {"name": "Second"})["id"]
    form = manager.get(f"{FORMS}/{copied}")
    assert (form["items"], form["formId"]) == (manager.get(path)["items"], copied)
    assert form["info"] == {"title": "Post IEP", "documentTitle": "Second"}
    assert (form["publishSettings"], manager.get(f"{FORMS}/{copied}/responses")) == ({STATE: {}}, {})
    assert form["responderUri"] != manager.get(path)["responderUri"]


def test_a_form_that_drive_makes_has_a_first_question(manager: Person) -> None:
    made = manager.post(FILES, {"name": "Quick", "mimeType": MIME_TYPE})["id"]
    form = manager.get(f"{FORMS}/{made}")
    assert (form["info"], form["publishSettings"]) == ({"documentTitle": "Quick"}, {STATE: {}})
    [item] = form["items"]
    assert item["title"] == "Untitled Question"
    assert item["questionItem"]["question"]["choiceQuestion"]["type"] == "RADIO"

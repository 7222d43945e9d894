"""Forms as their authors change them, and what becomes of answers then."""

from __future__ import annotations

import pytest

from tests.sandbox.test_drive_permissions import share
from tests.sandbox.world import MANAGER, ROBOT, Json, Person, control
from workspace_agent.sandbox.server import Sandbox

FORMS = "/v1/forms"
QUESTION: Json = {"title": "Held?", "questionItem": {"question": {"textQuestion": {}}}}
GRID: Json = {
    "title": "Goals",
    "questionGroupItem": {
        "grid": {"columns": {"type": "RADIO", "options": [{"value": "met"}]}},
        "questions": [{"rowQuestion": {"title": title}} for title in ("Reading", "Maths")],
    },
}


@pytest.fixture
def path(manager: Person) -> str:
    return (
        f"{FORMS}/{manager.post(FORMS, {'info': {'title': 'Post IEP', 'documentTitle': 'form'}})['formId']}"
    )


def update(person: Person, path: str, *requests: Json, **more: object) -> Json:
    return person.post(f"{path}:batchUpdate", {"requests": list(requests), **more})


def create(item: Json, index: int = 0) -> Json:
    return {"createItem": {"item": item, "location": {"index": index}}}


def answered(sandbox: Sandbox, path: str, question_id: str, *values: str, **more: object) -> Json:
    texts = {"answers": [{"value": value} for value in values]}
    answers = {question_id: {"questionId": question_id, "textAnswers": texts, **more}}
    return control(sandbox, "POST", f"{path.removeprefix('/v1/')}/responses", {"answers": answers})


def test_a_new_form_has_a_title_and_nothing_else(manager: Person, path: str) -> None:
    form = manager.get(path)
    assert form["info"] == {"title": "Post IEP", "documentTitle": "form"}
    assert "items" not in form
    assert form["publishSettings"] == {"publishState": {}}
    assert "title" not in manager.post(FORMS, {})["info"]
    assert manager.refused("POST", FORMS, {"items": [QUESTION]}) == (400, "INVALID_ARGUMENT")
    state = {"publishState": {"isPublished": True, "isAcceptingResponses": True}}
    assert manager.post(f"{path}:setPublishSettings", {"publishSettings": state})["publishSettings"] == state


def test_ids_are_eight_hex_digits_and_a_grid_has_one_per_row(manager: Person, path: str) -> None:
    made = update(manager, path, create(QUESTION), create(GRID, 1))["replies"]
    ids = [one["createItem"]["itemId"] for one in made]
    ids += [one for reply in made for one in reply["createItem"]["questionId"]]
    assert len(set(ids)) == 5
    assert all(len(one) == 8 and int(one, 16) >= 0 for one in ids)
    rows = manager.get(path)["items"][1]["questionGroupItem"]["questions"]
    assert [one["questionId"] for one in rows] == made[1]["createItem"]["questionId"]


def test_a_renamed_question_keeps_its_id_and_its_answers(
    sandbox: Sandbox, manager: Person, path: str
) -> None:
    question = update(manager, path, create(QUESTION))["replies"][0]["createItem"]["questionId"][0]
    answered(sandbox, path, question, "yes")
    renamed = {"item": {"title": "Was it held?"}, "location": {"index": 0}, "updateMask": "title"}
    update(manager, path, {"updateItem": renamed})
    item = manager.get(path)["items"][0]
    assert (item["title"], item["questionItem"]["question"]["questionId"]) == ("Was it held?", question)
    assert list(manager.get(f"{path}/responses")["responses"][0]["answers"]) == [question]


def test_answers_to_a_deleted_question_stay(sandbox: Sandbox, manager: Person, path: str) -> None:
    question = update(manager, path, create(QUESTION))["replies"][0]["createItem"]["questionId"][0]
    answered(sandbox, path, question, "yes")
    update(manager, path, {"deleteItem": {"location": {"index": 0}}})
    assert "items" not in manager.get(path)
    assert list(manager.get(f"{path}/responses")["responses"][0]["answers"]) == [question]


def test_unanswered_questions_are_absent_and_a_grade_may_be_empty(
    sandbox: Sandbox, manager: Person, path: str
) -> None:
    assert answered(sandbox, path, "1a2b3c4d")["answers"] == {}
    graded = answered(sandbox, path, "1a2b3c4d", "yes", grade={})
    assert manager.get(f"{path}/responses/{graded['responseId']}")["answers"]["1a2b3c4d"]["grade"] == {}


def test_all_requests_are_applied_or_none(manager: Person, path: str) -> None:
    update(manager, path, create(QUESTION), create(GRID, 1))
    moved = {"moveItem": {"originalLocation": {"index": 1}, "newLocation": {"index": 0}}}
    before = update(manager, path, moved, includeFormInResponse=True)
    assert [one["title"] for one in before["form"]["items"]] == ["Goals", "Held?"]
    wrong = {"deleteItem": {"location": {"index": 9}}}
    for requests in ([moved, wrong], [], [{**moved, **wrong}], [{"updateItem": {"location": {"index": 0}}}]):
        assert manager.refused("POST", f"{path}:batchUpdate", {"requests": requests})[0] == 400
    assert manager.get(path) == before["form"]


def test_a_write_may_insist_on_the_revision_it_saw(manager: Person, path: str) -> None:
    seen = manager.get(path)["revisionId"]
    info = {"updateFormInfo": {"info": {"description": "d"}, "updateMask": "description"}}
    update(manager, path, info, writeControl={"requiredRevisionId": seen})
    late = {"requests": [info], "writeControl": {"requiredRevisionId": seen}}
    assert manager.refused("POST", f"{path}:batchUpdate", late) == (400, "INVALID_ARGUMENT")
    settings = {"settings": {"emailCollectionType": "VERIFIED"}, "updateMask": "emailCollectionType"}
    update(manager, path, {"updateSettings": settings})
    form = manager.get(path)
    assert (form["info"]["description"], form["settings"]) == ("d", {"emailCollectionType": "VERIFIED"})


def test_readers_do_not_edit_and_the_document_is_renamed_in_drive(
    robot: Person, manager: Person, path: str
) -> None:
    file_id = path.rpartition("/")[2]
    share(manager, file_id, "reader", ROBOT)
    refusal = robot.refused("POST", f"{path}:batchUpdate", {"requests": [create(QUESTION)]})
    assert refusal == (403, "PERMISSION_DENIED")
    manager.patch(f"/drive/v3/files/{file_id}", {"name": "Post IEP 2026"})
    assert robot.get(path)["info"]["documentTitle"] == "Post IEP 2026"


def test_a_page_token_is_bound_to_form_and_filter(sandbox: Sandbox, manager: Person, path: str) -> None:
    for _ in range(3):
        answered(sandbox, path, "1a2b3c4d", "yes")
    token = manager.get(f"{path}/responses", pageSize=2)["nextPageToken"]
    assert len(manager.get(f"{path}/responses", pageSize=2, pageToken=token)["responses"]) == 1
    bound = {"pageToken": token, "filter": "timestamp > 2026-01-01T00:00:00Z"}
    assert manager.refused("GET", f"{path}/responses", params=bound) == (400, "INVALID_ARGUMENT")


def test_the_linked_sheet_is_named_and_watches_are_not_built(sandbox: Sandbox, manager: Person) -> None:
    form = {"formId": "linked", "info": {}, "linkedSheetId": "1sheet"}
    control(sandbox, "POST", "forms", {"owner": MANAGER, "form": form})
    assert manager.get(f"{FORMS}/linked")["linkedSheetId"] == "1sheet"
    assert manager.refused("GET", f"{FORMS}/linked/watches") == (501, "UNIMPLEMENTED")

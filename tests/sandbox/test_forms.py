from __future__ import annotations

import pytest

from tests.sandbox.world import MANAGER, PARENT, ROBOT, SCOPE, Json, Person, control
from workspace_agent.sandbox.server import Sandbox

FORM = "/v1/forms/post-iep"
ANSWERS = {"1a2b3c4d": {"questionId": "1a2b3c4d", "textAnswers": {"answers": [{"value": "Yes"}]}}}


@pytest.fixture(autouse=True)
def form(sandbox: Sandbox) -> Json:
    described = {
        "formId": "post-iep",
        "info": {"documentTitle": "Post IEP Meeting Form"},
        "items": [
            {"itemId": "11", "title": "Held?", "questionItem": {"question": {"questionId": "1a2b3c4d"}}}
        ],
    }
    return control(sandbox, "POST", "forms", {"owner": MANAGER, "readers": [ROBOT], "form": described})


def submit(sandbox: Sandbox, **response: object) -> Json:
    return control(sandbox, "POST", "forms/post-iep/responses", {"answers": ANSWERS, **response})


def at(sandbox: Sandbox, now: str) -> None:
    control(sandbox, "POST", "clock", {"now": now, "frozen": True})


def listed(person: Person, **params: object) -> list[str]:
    return [one["responseId"] for one in person.get(f"{FORM}/responses", **params).get("responses", [])]


def test_a_form_is_read_as_it_was_made(robot: Person, form: Json) -> None:
    assert robot.get(FORM) == form
    assert form["responderUri"].startswith("https://docs.google.com/forms/")


def test_only_owner_and_readers_open_it(sandbox: Sandbox, manager: Person) -> None:
    assert manager.get(FORM)["formId"] == "post-iep"
    assert Person(sandbox, PARENT).refused("GET", FORM) == (403, "PERMISSION_DENIED")
    assert manager.refused("GET", "/v1/forms/none") == (404, "NOT_FOUND")


def test_the_responses_scope_does_not_open_the_questions(sandbox: Sandbox) -> None:
    clerk = Person(sandbox, ROBOT, (f"{SCOPE}forms.responses.readonly",))
    assert listed(clerk) == []
    assert clerk.refused("GET", FORM) == (403, "PERMISSION_DENIED")


def test_a_form_without_responses_answers_an_empty_object(robot: Person) -> None:
    assert robot.get(f"{FORM}/responses") == {}


def test_a_response_carries_its_times_and_in_lists_no_form_id(sandbox: Sandbox, robot: Person) -> None:
    made = submit(sandbox, formId="post-iep", respondentEmail=MANAGER)
    assert (made["createTime"], made["lastSubmittedTime"]) == (
        "2026-11-20T12:00:00.000Z",
        "2026-11-20T12:00:00.000000Z",
    )
    assert robot.get(f"{FORM}/responses")["responses"] == [made]
    assert robot.get(f"{FORM}/responses/{made['responseId']}") == made | {"formId": "post-iep"}
    assert robot.refused("GET", f"{FORM}/responses/none") == (404, "NOT_FOUND")


def test_an_edit_keeps_id_and_create_time(sandbox: Sandbox, robot: Person) -> None:
    first = submit(sandbox)
    at(sandbox, "2026-11-21T09:00:00Z")
    second = submit(sandbox, responseId=first["responseId"])
    assert second["createTime"] == first["createTime"]
    assert second["lastSubmittedTime"] == "2026-11-21T09:00:00.000000Z"
    assert robot.get(f"{FORM}/responses")["responses"] == [second]


@pytest.mark.parametrize(
    ("bound", "found"),
    [
        ("timestamp > 2026-11-20T12:00:00Z", ["late"]),
        ("timestamp >= 2026-11-20T12:00:00Z", ["early", "late"]),
        ("timestamp >= 2026-11-20T12:00:00.000000001Z", ["late"]),
        ("timestamp > 2026-11-22T00:00:00Z", []),
    ],
)
def test_the_filter_looks_at_the_last_submission(
    sandbox: Sandbox, robot: Person, bound: str, found: list[str]
) -> None:
    submit(sandbox, responseId="early")
    at(sandbox, "2026-11-21T09:00:00Z")
    submit(sandbox, responseId="late")
    assert sorted(listed(robot, filter=bound)) == found


@pytest.mark.parametrize(
    "bound",
    [
        "timestamp < 2026-11-20T12:00:00Z",
        "timestamp > 2026-11-20",
        "x",
        "timestamp > 2026-11-20T12:00:00+01:00",
    ],
)
def test_another_filter_is_refused(robot: Person, bound: str) -> None:
    assert robot.refused("GET", f"{FORM}/responses", params={"filter": bound}) == (400, "INVALID_ARGUMENT")


def test_responses_come_in_pages_and_not_in_order_of_time(sandbox: Sandbox, robot: Person) -> None:
    submitted = [f"r{number}" for number in range(6)]
    for number, response_id in enumerate(submitted):
        at(sandbox, f"2026-11-21T09:0{number}:00Z")
        submit(sandbox, responseId=response_id)
    page = robot.get(f"{FORM}/responses", pageSize=4)
    first = [one["responseId"] for one in page["responses"]]
    together = first + listed(robot, pageSize=4, pageToken=page["nextPageToken"])
    assert sorted(together) == submitted
    assert together != submitted


def test_the_real_client_reads_responses(sandbox: Sandbox, robot: Person) -> None:
    made = submit(sandbox)
    answer = robot.service("forms", "v1").forms().responses().list(formId="post-iep").execute()
    assert answer["responses"][0]["responseId"] == made["responseId"]

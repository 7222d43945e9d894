"""Small things in which the sandbox once answered otherwise than Google."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest

from tests.sandbox.test_service_accounts import assertion, buy
from tests.sandbox.test_sign_in import form_of, refresh
from tests.sandbox.world import PARENT, ROBOT, SCOPE, Json, Person, control, session_of
from workspace_agent.sandbox.server import Sandbox
from workspace_agent.sandbox.written import printed

FILES = "/drive/v3/files"
SHEETS = "/v4/spreadsheets"
JSON = {"Content-Type": "application/json"}
MAIL = "/gmail/v1/users/me"
ANSWERED = {"textAnswers": {"answers": "Yes"}}
EVENTS = "/calendar/v3/calendars/primary/events"
MEETING = "2026-12-01T10:00:00Z"
_NO_TIMES = ["bad", "2026-13-01T00:00:00Z", "9999-12-31T23:59:59-12:00"]


def event(start: str, **more: object) -> Json:
    return {"start": {"dateTime": start}, "end": {"dateTime": start}, **more}


def test_a_time_without_a_zone_is_in_utc(robot: Person) -> None:
    made = robot.post(FILES, {"name": "a", "modifiedTime": "2026-11-01T10:00:00"}, fields="id,modifiedTime")
    assert made["modifiedTime"] == "2026-11-01T10:00:00.000Z"
    assert robot.get(FILES, q="modifiedTime > '2026-10-31T10:00:00'")["files"]


@pytest.mark.parametrize("text", _NO_TIMES)
@pytest.mark.parametrize("name", ["modifiedTime", "viewedByMeTime"])
def test_what_is_no_time_is_refused_and_changes_nothing(robot: Person, name: str, text: str) -> None:
    made = robot.post(FILES, {"name": "a"})["id"]
    assert robot.refused("POST", FILES, {"name": "b", name: text}) == (400, "invalid")
    assert robot.refused("PATCH", f"{FILES}/{made}", {"name": "b", name: text}) == (400, "invalid")
    assert [one["name"] for one in robot.get(FILES)["files"]] == ["a"]


@pytest.mark.parametrize("text", _NO_TIMES)
def test_times_of_permissions_and_comments_are_read_alike(robot: Person, text: str) -> None:
    made = robot.post(FILES, {"name": "a"})["id"]
    ending: Json = {"type": "user", "role": "reader", "emailAddress": PARENT, "expirationTime": text}
    assert robot.refused("POST", f"{FILES}/{made}/permissions", ending) == (400, "invalid")
    assert len(robot.get(f"{FILES}/{made}/permissions")["permissions"]) == 1
    params = {"startModifiedTime": text, "fields": "*"}
    assert robot.refused("GET", f"{FILES}/{made}/comments", params=params) == (400, "invalid")


def test_comments_are_listed_from_a_time_on(robot: Person) -> None:
    made = robot.post(FILES, {"name": "a"})["id"]
    robot.post(f"{FILES}/{made}/comments", {"content": "Hello"}, fields="*")
    times = ("2026-11-20T11:00:00", "2026-11-20T13:00:00")
    path = f"{FILES}/{made}/comments"
    assert [len(robot.get(path, fields="*", startModifiedTime=one)["comments"]) for one in times] == [1, 0]


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"])
def test_an_event_beyond_the_years_is_refused(robot: Person, text: str) -> None:
    held = robot.post(EVENTS, event(MEETING))
    for body in (event(text), event(text) | {"iCalUID": "one@elsewhere.example"}):
        assert robot.refused("POST", EVENTS, body) == (400, "badRequest")
    assert robot.refused("PATCH", f"{EVENTS}/{held['id']}", event(text)) == (400, "badRequest")
    imported = event(text) | {"iCalUID": "two@elsewhere.example"}
    assert robot.refused("POST", f"{EVENTS}/import", imported) == (400, "badRequest")
    assert robot.refused("GET", EVENTS, params={"timeMax": text}) == (400, "badRequest")
    assert robot.get(EVENTS, timeMax="9999-12-31T23:59:59Z")["items"]
    assert [one["id"] for one in robot.get(EVENTS)["items"]] == [held["id"]]


def test_a_number_that_is_too_large_stays_text(robot: Person) -> None:
    book = robot.post(SHEETS, {})["spreadsheetId"]
    values = f"{SHEETS}/{book}/values/A1"
    typed = {"valueInputOption": "USER_ENTERED"}
    assert robot.ask("PUT", values, {"values": [["1e400"]]}, params=typed).ok
    assert robot.get(values, valueRenderOption="UNFORMATTED_VALUE")["values"] == [["1e400"]]
    answer = robot.ask("PUT", values, params=typed, data=b'{"values": [[1e999]]}', headers=JSON)
    assert answer.status_code == 400
    for formula in ("=1e308*10", "=1e400", "=10^400", "=-1e308*10", "=EXP(1000)", "=SUM(1e308,1e308)"):
        assert robot.ask("PUT", values, {"values": [[formula]]}, params=typed).ok
        answer = robot.ask("GET", values, params={"valueRenderOption": "UNFORMATTED_VALUE"})
        assert (answer.status_code, "Infinity" in answer.text) == (200, False), formula


@pytest.mark.parametrize("pretty", [True, False])
def test_no_reply_holds_what_is_not_json(pretty: bool) -> None:
    with pytest.raises(ValueError, match="JSON"):
        printed({"a": [float("inf")]}, pretty=pretty)


def test_a_refresh_may_ask_for_less_and_never_for_more(sandbox: Sandbox, robot: Person) -> None:
    less = refresh(sandbox, form_of(robot) | {"scope": f"{SCOPE}drive"}).json()
    assert less["scope"] == f"{SCOPE}drive"
    robot.session.headers["Authorization"] = f"Bearer {less['access_token']}"
    assert robot.get(FILES)["files"] == []
    assert robot.refused("GET", EVENTS) == (403, "insufficientPermissions")
    more = refresh(sandbox, form_of(robot) | {"scope": f"{SCOPE}drive {SCOPE}tasks"})
    assert (more.status_code, more.json()["error"]) == (400, "invalid_scope")
    assert len(refresh(sandbox, form_of(robot)).json()["scope"].split()) == len(robot.grant["scopes"])


def test_a_list_of_what_lies_in_no_folder_is_not_found(robot: Person, manager: Person) -> None:
    foreign = manager.post(FILES, {"name": "Hers", "mimeType": "application/vnd.google-apps.folder"})["id"]
    for folder in ("nowhere", foreign):
        for query in (f"'{folder}' in parents", f"name = 'a' and parents in '{folder}'"):
            said = robot.ask("GET", FILES, params={"q": query}).json()["error"]
            assert (said["code"], said["message"]) == (404, "File not found: .")
            assert said["errors"][0]["location"] == "fileId"
    assert robot.get(FILES, q="'root' in parents")["files"] == []


def test_every_answer_of_a_form_names_its_question(sandbox: Sandbox, robot: Person) -> None:
    described = {"formId": "one", "items": []}
    control(sandbox, "POST", "forms", {"owner": ROBOT, "form": described})
    answer = {"textAnswers": {"answers": [{"value": "Yes"}]}}
    control(sandbox, "POST", "forms/one/responses", {"answers": {"1a2b3c4d": answer}})
    (response,) = robot.get("/v1/forms/one/responses")["responses"]
    assert response["answers"]["1a2b3c4d"]["questionId"] == "1a2b3c4d"


@pytest.mark.parametrize("answers", [[], {"q": "Yes"}, {"q": {"textAnswers": ["Yes"]}}, {"q": ANSWERED}])
def test_answers_in_another_form_are_explained(sandbox: Sandbox, answers: object) -> None:
    control(sandbox, "POST", "forms", {"owner": ROBOT, "form": {"formId": "one", "items": []}})
    address = "http://127.0.0.1/_sandbox/forms/one/responses"
    answer = session_of(sandbox).post(address, json={"answers": answers})
    assert (answer.status_code, "by the question's id" in answer.json()["error"]) == (400, True)


def test_only_a_post_may_stand_for_another_method(robot: Person) -> None:
    held = robot.post(EVENTS, event(MEETING))["id"]
    headers = {"X-HTTP-Method-Override": "DELETE"}
    assert robot.ask("GET", f"{EVENTS}/{held}", headers=headers).status_code == 200
    assert robot.get(f"{EVENTS}/{held}")["status"] == "confirmed"
    assert robot.ask("POST", f"{EVENTS}/{held}", headers=headers).status_code == 204


@pytest.mark.parametrize(
    "body",
    [
        {"id": "another"},
        {"kind": "drive#folder"},
        {"createdTime": "2026-11-01T10:00:00Z"},
        {"trashedTime": "2026-11-01T10:00:00Z"},
        {"sharedWithMeTime": "2026-11-01T10:00:00Z"},
    ],
)
def test_what_google_sets_is_not_updated(robot: Person, body: Json) -> None:
    made = robot.post(FILES, {"name": "a"})["id"]
    refusal = robot.refused("PATCH", f"{FILES}/{made}", {"name": "b", **body})
    assert refusal == (403, "fieldNotWritable")
    assert robot.patch(f"{FILES}/{made}", {"id": made, "kind": "drive#file"})["name"] == "a"


@pytest.mark.parametrize("wrong", [-1, 40_321])
def test_a_reminder_is_at_most_four_weeks_ahead(robot: Person, wrong: int) -> None:
    def reminding(minutes: int) -> Json:
        return {"reminders": {"useDefault": False, "overrides": [{"method": "popup", "minutes": minutes}]}}

    held = robot.post(EVENTS, event(MEETING, **reminding(40_320)))
    assert robot.refused("POST", EVENTS, event(MEETING, **reminding(wrong))) == (400, "invalid")
    assert robot.refused("PATCH", f"{EVENTS}/{held['id']}", reminding(wrong)) == (400, "invalid")


def test_a_colour_of_an_event_is_one_of_eleven(robot: Person) -> None:
    assert robot.post(EVENTS, event(MEETING, colorId="11"))["colorId"] == "11"
    assert robot.refused("POST", EVENTS, event(MEETING, colorId="12")) == (400, "invalid")


def test_a_service_account_gets_no_scope_that_is_none(sandbox: Sandbox) -> None:
    key = control(sandbox, "POST", "service-accounts", {})
    known = f"{SCOPE}drive openid https://www.googleapis.com/auth/userinfo.email"
    assert buy(sandbox, assertion(key, {"scope": known}))[0] == 200
    status, said = buy(sandbox, assertion(key, {"scope": f"{SCOPE}drive {SCOPE}dirve"}))
    assert (status, said["error"]) == (400, "invalid_scope")


def test_a_mail_has_at_most_500_recipients(robot: Person) -> None:
    for count, status in ((500, 200), (501, 400)):
        everybody = ", ".join(f"p{number}@home.example" for number in range(count))
        raw = urlsafe_b64encode(f"To: {everybody}\r\n\r\nHello".encode()).decode()
        assert robot.ask("POST", f"{MAIL}/messages/send", {"raw": raw}).status_code == status


def test_a_mail_has_at_most_25_megabytes(robot: Person) -> None:
    raw = urlsafe_b64encode(b"To: p@home.example\r\n\r\n" + b"x" * 25 * 2**20).decode()
    assert robot.ask("POST", f"{MAIL}/messages/send", {"raw": raw}).status_code == 413
    assert robot.ask("POST", f"{MAIL}/drafts", {"message": {"raw": raw}}).status_code == 413


def test_nobody_pretends_to_read_the_times_of_a_quick_event(robot: Person) -> None:
    """Which words Google understands is nowhere written."""
    answer = robot.ask("POST", f"{EVENTS}/quickAdd", params={"text": "Lunch tomorrow 1pm"})
    assert answer.status_code == 501
    assert robot.get(EVENTS)["items"] == []

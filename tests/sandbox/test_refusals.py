"""What Google says of requests that it understands and does not do, case by case."""

from __future__ import annotations

import pytest

from tests.sandbox.test_drive_content import upload
from tests.sandbox.world import ROBOT, SCOPE, Json, Person
from workspace_agent.sandbox.server import Sandbox

FILES = "/drive/v3/files"
SHEETS = "/v4/spreadsheets"
MESSAGES = "/gmail/v1/users/me/messages"


def error(robot: Person, verb: str, path: str, body: Json | None = None, **params: str) -> Json:
    found: Json = robot.ask(verb, path, body, params=params).json()["error"]
    return found


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"includeItemsFromAllDrives": "true"}, "supportsTeamDrivesRequired"),
        ({"includeTeamDriveItems": "true"}, "supportsTeamDrivesRequired"),
        ({"orderBy": "name,name desc"}, "orderByContainsDuplicateSortKeys"),
        ({"orderBy": "name", "q": "fullText contains 'x'"}, "forbidden"),
    ],
)
def test_lists_of_files_that_contradict_themselves_are_forbidden(
    robot: Person, params: Json, reason: str
) -> None:
    assert robot.refused("GET", FILES, params=params) == (403, reason)


def test_a_search_of_texts_has_an_order_of_its_own(robot: Person) -> None:
    upload(robot, "the minutes", "text/plain", name="notes")
    assert [one["name"] for one in robot.get(FILES, q="fullText contains 'minutes'")["files"]] == ["notes"]


def test_abuse_is_acknowledged_for_downloads_only(robot: Person) -> None:
    made = upload(robot, "x", "text/plain")["id"]
    refusal = robot.refused("GET", f"{FILES}/{made}", params={"acknowledgeAbuse": "true"})
    assert refusal == (403, "invalidAbuseAcknowledgment")
    assert robot.ask("GET", f"{FILES}/{made}", params={"acknowledgeAbuse": "true", "alt": "media"}).ok


def test_formats_of_exports_may_be_in_any_letters(robot: Person) -> None:
    book = robot.post(SHEETS, {})["spreadsheetId"]
    answer = robot.ask("GET", f"{FILES}/{book}/export", params={"mimeType": "Text/CSV"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "Text/CSV")


def test_sheets_names_the_path_of_a_field_that_is_none_in_the_details(robot: Person) -> None:
    book = robot.post(SHEETS, {})["spreadsheetId"]
    said = error(robot, "GET", f"{SHEETS}/{book}", fields="sheets(properties(shoe))")
    assert (said["code"], said["message"]) == (400, "Request contains an invalid argument.")
    assert said["details"][0]["fieldViolations"] == [
        {
            "field": "sheets(properties(shoe))",
            "description": "Error expanding 'fields' parameter. Cannot find matching fields for path "
            "'sheets.properties.shoe'.",
        }
    ]


def test_drive_names_the_field_alone(robot: Person) -> None:
    said = error(robot, "GET", FILES, fields="files(owners(shoe))")
    assert said["message"] == "Invalid field selection shoe"


@pytest.mark.parametrize("content", [b"[1]", b'"text"', b"7"])
def test_a_body_that_is_no_object_has_no_root(robot: Person, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = robot.session.post(f"https://sheets.googleapis.com{SHEETS}", data=content, headers=headers)
    text = 'Invalid JSON payload received. Unknown name "": Root element must be a message.'
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, text)


@pytest.mark.parametrize("path", [MESSAGES, "/gmail/v1/users/me/threads", "/gmail/v1/users/me/drafts"])
@pytest.mark.parametrize("most", ["0", "4294967295"])
def test_a_page_of_mails_has_at_least_one_place(robot: Person, path: str, most: str) -> None:
    said = error(robot, "GET", path, maxResults=most)
    assert (said["code"], said["message"]) == (400, "Invalid maxResults")


def test_a_page_of_answers_cannot_be_shorter_than_nothing(robot: Person) -> None:
    form = robot.post(FILES, {"mimeType": "application/vnd.google-apps.form"})["id"]
    answer = robot.ask("GET", f"/v1/forms/{form}/responses", params={"pageSize": "-1"})
    assert answer.status_code in {400, 404}


@pytest.mark.parametrize("token", ["cGFnZTotNQ", "cGFnZTp4", "BOGUS", "\u00fc"])
def test_a_page_that_was_never_given_out_is_refused(robot: Person, token: str) -> None:
    assert robot.refused("GET", FILES, params={"pageToken": token}) == (400, "invalid")


@pytest.mark.parametrize(
    ("verb", "path", "status"),
    [
        ("GET", "/v4/nothing", 400),
        ("PUT", "/v4/spreadsheets/x", 400),
        ("GET", "/v1/forms/x/nothing", 400),
        ("GET", "/drive/v3/nothing", 404),
        ("PUT", "/gmail/v1/users/me/profile", 404),
        ("GET", "/calendar/v3/nothing", 404),
    ],
)
def test_an_address_that_a_host_does_not_have_is_400_or_404(
    robot: Person, verb: str, path: str, status: int
) -> None:
    answer = robot.ask(verb, path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "text/html; charset=UTF-8")


def test_the_oldest_of_too_many_refresh_tokens_dies_without_a_word(sandbox: Sandbox) -> None:
    first = Person(sandbox, ROBOT, (f"{SCOPE}drive",))
    other_app = Person(sandbox, ROBOT, (f"{SCOPE}drive",), client_id="2-other.apps.googleusercontent.com")

    def refresh(person: Person) -> int:
        form = {name: person.grant[name] for name in ("client_id", "client_secret", "refresh_token")}
        form["grant_type"] = "refresh_token"
        return person.session.post("https://oauth2.googleapis.com/token", data=form).status_code

    for _ in range(99):
        last = Person(sandbox, ROBOT, (f"{SCOPE}drive",))
    assert refresh(first) == 200
    Person(sandbox, ROBOT, (f"{SCOPE}drive",))
    assert (refresh(first), refresh(last), refresh(other_app)) == (400, 200, 200)

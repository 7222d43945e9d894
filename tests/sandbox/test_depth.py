"""What is nested too deeply is refused, and does not keep anybody from reading the rest."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest

from tests.sandbox.world import Person

FILES = "/drive/v3/files"
MESSAGES = "/gmail/v1/users/me/messages"
DEEP = 3000


@pytest.mark.parametrize(
    ("path", "params"),
    [
        (FILES, {"fields": "files(" * DEEP}),
        (FILES, {"fields": ".".join(["files"] * DEEP)}),
        (FILES, {"q": "(" * DEEP + "name = 'a'" + ")" * DEEP}),
        (FILES, {"q": "not " * DEEP + "name = 'a'"}),
        (MESSAGES, {"q": "(" * DEEP + "a" + ")" * DEEP}),
        ("/v4/spreadsheets/none", {"fields": "/".join(["sheets"] * DEEP)}),
    ],
)
def test_a_question_that_is_too_deep_is_refused(robot: Person, path: str, params: dict[str, str]) -> None:
    assert robot.ask("GET", path, params=params).status_code == 400
    assert robot.get(FILES)["files"] == []


def test_a_mail_that_is_too_deep_goes_nowhere(robot: Person) -> None:
    nested = "".join(
        f"--b{level}\r\nContent-Type: multipart/mixed; boundary=b{level + 1}\r\n\r\n" for level in range(DEEP)
    )
    head = "To: parent@home.example\r\nContent-Type: multipart/mixed; boundary=b0\r\n\r\n"
    raw = urlsafe_b64encode(f"{head}{nested}x".encode()).decode()
    assert robot.ask("POST", f"{MESSAGES}/send", {"raw": raw}).status_code == 400
    assert robot.get("/gmail/v1/users/me/profile")["messagesTotal"] == 0


@pytest.mark.parametrize("formula", ["=" + "+".join("1" * DEEP), "=" + "-" * DEEP + "1", "=" + "(" * DEEP])
def test_a_formula_that_is_too_deep_is_an_error_in_its_cell(robot: Person, formula: str) -> None:
    book = robot.post("/v4/spreadsheets", {})["spreadsheetId"]
    path = f"/v4/spreadsheets/{book}/values/A1:B1"
    robot.ask("PUT", path, {"values": [[formula, "=1+1"]]}, params={"valueInputOption": "USER_ENTERED"})
    assert robot.get(path)["values"] == [["#ERROR!", "2"]]

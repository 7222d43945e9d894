"""The headers of every answer; recorded in mvsjes2/p5-google-restapi, which keeps them all."""

from __future__ import annotations

import pytest

from tests.sandbox.world import Person

CALENDAR = "/calendar/v3/calendars/primary"
NEVER = "no-cache, no-store, max-age=0, must-revalidate"


@pytest.mark.parametrize(
    ("verb", "path", "body", "cached", "varies"),
    [
        ("GET", "/drive/v3/files", None, NEVER, "Origin, X-Origin"),
        ("POST", "/drive/v3/files", {"name": "a"}, NEVER, "Origin, X-Origin"),
        ("GET", "/drive/v3/files/none", None, "private, max-age=0", "Origin, X-Origin"),
        (
            "GET",
            CALENDAR,
            None,
            "private, max-age=0, must-revalidate, no-transform",
            "Origin, X-Origin, Referer",
        ),
        ("PATCH", CALENDAR, {"description": "a"}, NEVER, "Origin, X-Origin, Referer"),
        ("GET", "/gmail/v1/users/me/profile", None, None, "Origin, X-Origin, Referer"),
        ("POST", "/v4/spreadsheets", {}, None, "Origin, X-Origin, Referer"),
    ],
)
def test_an_answer_is_dressed_as_its_service_does(
    robot: Person, verb: str, path: str, body: dict[str, str] | None, cached: str | None, varies: str
) -> None:
    headers = robot.ask(verb, path, body).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert (headers["X-Frame-Options"], headers["X-XSS-Protection"]) == ("SAMEORIGIN", "0")
    assert headers.get("Cache-Control") == cached
    assert ("Pragma" in headers) == (cached == NEVER)
    assert headers["Vary"] == f"{varies}, Accept-Encoding"
    assert headers["Accept-Ranges"] == "none"


def test_an_answer_without_words_has_a_type_all_the_same(robot: Person) -> None:
    file_id = robot.post("/drive/v3/files", {"name": "a"})["id"]
    label = robot.post("/gmail/v1/users/me/labels", {"name": "a"})["id"]
    gone = robot.ask("DELETE", f"/drive/v3/files/{file_id}")
    assert (gone.status_code, gone.headers["Content-Type"]) == (204, "text/html")
    assert gone.headers["Vary"] == "Origin, X-Origin"
    away = robot.ask("DELETE", f"/gmail/v1/users/me/labels/{label}")
    assert (away.status_code, away.headers["Content-Type"]) == (204, "application/json; charset=UTF-8")


def test_a_download_keeps_its_own_headers(robot: Person) -> None:
    path = "/upload/drive/v3/files"
    made = robot.session.post(f"https://www.googleapis.com{path}", params={"uploadType": "media"}, data=b"a")
    got = robot.ask("GET", f"/drive/v3/files/{made.json()['id']}", params={"alt": "media"})
    assert (got.content, got.headers["Accept-Ranges"]) == (b"a", "bytes")

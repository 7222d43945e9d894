"""Several requests in one, with googleapiclient's own `BatchHttpRequest`."""

from __future__ import annotations

from typing import Any

import pytest
from googleapiclient.errors import HttpError

from tests.sandbox.world import Person, control
from workspace_agent.sandbox.server import Sandbox

EVENT = {"start": {"date": "2026-12-01"}, "end": {"date": "2026-12-02"}}


def test_drives_batch_answers_each_request_by_itself(robot: Person) -> None:
    drive = robot.service("drive", "v3")
    found: dict[str, Any] = {}

    def keep(request_id: str, reply: Any, error: Any) -> None:
        found[request_id] = error or reply

    batch = drive.new_batch_http_request(callback=keep)
    batch.add(drive.files().create(body={"name": "O'Neil \u00fc"}), request_id="one")
    batch.add(drive.files().get(fileId="none"), request_id="two")
    batch.execute()
    assert found["one"]["name"] == "O'Neil \u00fc"
    assert isinstance(found["two"], HttpError)
    assert found["two"].status_code == 404


@pytest.mark.parametrize(("name", "version"), [("calendar", "v3"), ("gmail", "v1"), ("sheets", "v4")])
def test_every_service_has_its_batch(robot: Person, name: str, version: str) -> None:
    service, found = robot.service(name, version), []
    asks: dict[str, Any] = {
        "calendar": lambda: service.events().insert(calendarId="primary", body=EVENT),
        "gmail": lambda: service.users().getProfile(userId="me"),
        "sheets": lambda: service.spreadsheets().create(body={}),
    }
    batch = service.new_batch_http_request(callback=lambda _id, reply, _error: found.append(reply))
    for _ in range(3):
        batch.add(asks[name]())
    batch.execute()
    assert len([reply for reply in found if reply]) == 3


def test_a_batch_counts_as_its_parts_in_log_quota_and_faults(sandbox: Sandbox, robot: Person) -> None:
    control(sandbox, "POST", "faults", {"method": "drive.files.list", "nth": 2, "status": 503})
    drive, found = robot.service("drive", "v3"), []
    batch = drive.new_batch_http_request(callback=lambda _id, _reply, error: found.append(error))
    for _ in range(3):
        batch.add(drive.files().list())
    batch.execute()
    assert [error and error.status_code for error in found] == [None, 503, None]
    assert [entry["method"] for entry in sandbox.requests.entries] == ["drive.files.list"] * 3


def part(text: str) -> str:
    return f"--b\r\nContent-Type: application/http\r\n\r\n{text}\r\n"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "--b--",
        part(""),
        part("nonsense"),
        part("GET http://x HTTP/1.1"),
        part("GET /drive/v3/files") * 101,
    ],
)
def test_what_is_no_batch_is_refused(robot: Person, body: str) -> None:
    answer = robot.session.post(
        "https://www.googleapis.com/batch/drive/v3",
        data=(body + "--b--").encode(),
        headers={"Content-Type": "multipart/mixed; boundary=b"},
    )
    assert answer.status_code == 400


def test_a_part_without_a_length_or_id_is_answered_all_the_same(robot: Person) -> None:
    answer = robot.session.post(
        "https://www.googleapis.com/batch/drive/v3",
        data=(
            part("GET /drive/v3/files HTTP/1.1\r\n\r\n") + part("GET /nothing HTTP/1.1") + "--b--"
        ).encode(),
        headers={"Content-Type": "multipart/mixed; boundary=b"},
    )
    assert answer.text.count("HTTP/1.1 200 OK") == 1
    assert answer.text.count("HTTP/1.1 404 Not Found") == 1


def test_bytes_do_not_come_in_a_batch_but_from_another_address(robot: Person) -> None:
    """Source: pubkey/google-drive-mock, whose tests run against Google."""
    upload = "https://www.googleapis.com/upload/drive/v3/files"
    made = robot.session.post(upload, params={"uploadType": "media"}, data=b"text").json()["id"]
    body = part(f"GET /drive/v3/files/{made}?alt=media HTTP/1.1\r\n") + "--b--"
    headers = {"Content-Type": "multipart/mixed; boundary=b"}
    answer = robot.session.post("https://www.googleapis.com/batch/drive/v3", data=body, headers=headers).text
    where = f"https://www.googleapis.com/download/drive/v3/files/{made}?alt=media"
    assert "HTTP/1.1 302 Found" in answer
    assert f"Location: {where}" in answer
    assert robot.session.get(where).content == b"text"

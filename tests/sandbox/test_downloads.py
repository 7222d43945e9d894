"""Content of files, whole and in part."""

from __future__ import annotations

from io import BytesIO

import pytest
import requests
from googleapiclient.http import MediaIoBaseDownload

from tests.sandbox.test_drive_content import upload
from tests.sandbox.world import ROBOT, Person, control
from workspace_agent.sandbox.server import Sandbox, serve

FILES = "/drive/v3/files"
CONTENT = "0123456789" * 10


@pytest.fixture
def file(robot: Person) -> str:
    return str(upload(robot, CONTENT, "text/plain")["id"])


def download(robot: Person, file: str, **headers: str) -> requests.Response:
    return robot.ask("GET", f"{FILES}/{file}", params={"alt": "media"}, headers=headers)


@pytest.mark.parametrize(
    ("asked", "part", "where"),
    [
        ("bytes=0-9", CONTENT[:10], "bytes 0-9/100"),
        ("bytes=95-", CONTENT[95:], "bytes 95-99/100"),
        ("bytes=-3", CONTENT[-3:], "bytes 97-99/100"),
        ("bytes=90-1000", CONTENT[90:], "bytes 90-99/100"),
        ("bytes=-1000", CONTENT, "bytes 0-99/100"),
        ("Bytes=0-0", CONTENT[:1], "bytes 0-0/100"),
    ],
)
def test_a_part_is_answered_with_206(robot: Person, file: str, asked: str, part: str, where: str) -> None:
    answer = download(robot, file, Range=asked)
    assert (answer.status_code, answer.text) == (206, part)
    assert answer.headers["Content-Range"] == where
    # Packed, the bytes would not be those that Content-Range counts.
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Content-Length"] == str(len(part))


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-6", "lines=0-1", "bytes=5-2", "bytes=", "bytes=-", "bytes=a-b", "0-9", ""]
)
def test_several_parts_and_what_cannot_be_read_get_the_whole(robot: Person, file: str, asked: str) -> None:
    answer = download(robot, file, Range=asked)
    assert (answer.status_code, answer.text) == (200, CONTENT)
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Content-Disposition"] == "attachment"
    assert "Content-Range" not in answer.headers


def test_a_condition_that_cannot_hold_gets_the_whole(robot: Person, file: str) -> None:
    assert download(robot, file, **{"Range": "bytes=0-9", "If-Range": '"tag"'}).status_code == 200


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_a_part_beyond_the_end_is_416_and_says_how_long_the_file_is(
    robot: Person, file: str, asked: str
) -> None:
    answer = download(robot, file, Range=asked)
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, "bytes */100")
    error = answer.json()["error"]
    assert (error["code"], error["message"]) == (416, "Request range not satisfiable")
    assert error["errors"][0]["reason"] == "requestedRangeNotSatisfiable"


def test_revisions_are_answered_in_parts_too(robot: Person, file: str) -> None:
    asked = {"params": {"alt": "media"}, "headers": {"Range": "bytes=10-12"}}
    answer = robot.ask("GET", f"{FILES}/{file}/revisions/head", **asked)
    assert (answer.status_code, answer.text) == (206, CONTENT[10:13])


def test_metadata_and_exports_have_no_parts(robot: Person, file: str) -> None:
    assert robot.ask("GET", f"{FILES}/{file}", headers={"Range": "bytes=0-1"}).json()["id"] == file
    document = upload(robot, "text", "text/plain", mimeType="application/vnd.google-apps.document")["id"]
    exported = robot.ask(
        "GET",
        f"{FILES}/{document}/export",
        params={"mimeType": "text/plain"},
        headers={"Range": "bytes=0-1"},
    )
    assert (exported.status_code, exported.content.decode("utf-8-sig")) == (200, "text")


def saved(robot: Person, file: str, chunk: int) -> tuple[bytes, list[int]]:
    """What Google's own library downloads, and how far each chunk brought it."""
    target, reached = BytesIO(), []
    request = robot.service("drive", "v3").files().get_media(fileId=file)
    loader, done = MediaIoBaseDownload(target, request, chunksize=chunk), False
    while not done:
        status, done = loader.next_chunk()
        reached.append(status.resumable_progress)
        assert len(reached) < 50
    return target.getvalue(), reached


def test_the_real_client_downloads_in_chunks(sandbox: Sandbox, robot: Person, file: str) -> None:
    before = len(sandbox.requests.entries)
    assert saved(robot, file, 30) == (CONTENT.encode(), [30, 60, 90, 100])
    statuses = [entry["status"] for entry in sandbox.requests.entries[before:]]
    assert statuses == [206] * 4


def test_the_real_client_downloads_an_empty_file(robot: Person) -> None:
    assert saved(robot, upload(robot, "", "text/plain")["id"], 30) == (b"", [0])


def test_the_real_client_reads_on_after_half_a_part(sandbox: Sandbox, robot: Person, file: str) -> None:
    fault = {"method": "drive.files.get", "nth": 2, "half": True}
    control(sandbox, "POST", "faults", fault)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        saved(robot, file, 30)
    assert saved(robot, file, 30)[0] == CONTENT.encode()


def test_parts_come_over_the_socket_too() -> None:
    sandbox = Sandbox()
    robot = Person(sandbox, ROBOT)
    file = upload(robot, CONTENT, "text/plain")["id"]
    with serve(sandbox) as running, requests.Session() as session:
        session.trust_env = False
        session.headers["Authorization"] = f"Bearer {robot.grant['token']}"
        address = f"{running.url}{FILES}/{file}?alt=media"
        parts = [session.get(address, headers={"Range": f"bytes={n}-{n + 24}"}) for n in range(0, 100, 25)]
        beyond = session.get(address, headers={"Range": "bytes=100-"})
    assert "".join(part.text for part in parts) == CONTENT
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, "bytes */100")

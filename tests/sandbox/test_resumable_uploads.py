"""Uploads in pieces: what is kept of each, what is said of those that do not fit, how they fail on order."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import pytest
import requests
from googleapiclient.errors import HttpError, ResumableUploadError
from googleapiclient.http import MediaIoBaseUpload

from tests.sandbox.world import ROBOT, SCOPE, Json, Person, control, session_of
from workspace_agent.sandbox.drive.state import FOLDER
from workspace_agent.sandbox.server import Sandbox
from workspace_agent.sandbox.uploads import PIECE

FILES = "/drive/v3/files"
CREATE = "drive.files.create"
WHOLE = bytes(range(256)) * 2048  # two pieces


def begin(robot: Person, body: Json | None = None, kind: str = "") -> str:
    """Where the pieces go."""
    answer = robot.ask(
        "POST",
        f"/upload{FILES}",
        body or {"name": "a.bin"},
        params={"uploadType": "resumable"},
        headers={"X-Upload-Content-Type": kind} if kind else {},
    )
    assert (answer.status_code, answer.content) == (200, b""), answer.text
    return answer.headers["Location"]


def put(
    robot: Person, place: str, content: bytes, where: str | None, headers: Mapping[str, str] | None = None
) -> requests.Response:
    ranged = {"Content-Range": where} if where else {}
    return robot.session.put(place, data=content, headers=ranged | dict(headers or {}))


def names(robot: Person) -> list[str]:
    return [one["name"] for one in robot.get(FILES)["files"]]


def test_the_real_client_uploads_in_pieces(robot: Person) -> None:
    content = bytes(range(256)) * 2400
    media = MediaIoBaseUpload(BytesIO(content), "application/pdf", chunksize=PIECE, resumable=True)
    files = robot.service("drive", "v3").files()
    request = files.create(body={"name": "big.pdf"}, media_body=media, fields="id,name,size,mimeType")
    seen, made = [], None
    while made is None:
        status, made = request.next_chunk()
        seen.append(status.resumable_progress if status else None)
    assert seen == [PIECE, 2 * PIECE, None]
    assert (made["name"], made["size"], made["mimeType"]) == ("big.pdf", str(len(content)), "application/pdf")
    assert robot.ask("GET", f"{FILES}/{made['id']}", params={"alt": "media"}).content == content


@pytest.mark.parametrize("content", [b"", b"short"])
def test_the_real_client_uploads_small_and_empty_files_in_pieces(robot: Person, content: bytes) -> None:
    media = MediaIoBaseUpload(BytesIO(content), "text/plain", resumable=True)
    made = robot.service("drive", "v3").files().create(media_body=media, fields="id,size").execute()
    assert made["size"] == str(len(content))


def test_an_interrupted_upload_is_asked_after_and_gone_on_with(robot: Person) -> None:
    place = begin(robot)
    assert place.startswith("https://www.googleapis.com/upload/")

    def sent(content: bytes, where: str) -> tuple[int, str, str | None]:
        answer = put(robot, place, content, where)
        return answer.status_code, answer.reason, answer.headers.get("Range")

    incomplete = (308, "Resume Incomplete")
    total = len(WHOLE)
    assert sent(b"", f"bytes */{total}") == (*incomplete, None)
    assert sent(WHOLE[:PIECE], f"bytes 0-{PIECE - 1}/{total}") == (*incomplete, f"bytes=0-{PIECE - 1}")
    assert sent(b"", f"bytes */{total}") == sent(b"", "bytes */*") == (*incomplete, f"bytes=0-{PIECE - 1}")
    assert names(robot) == []
    assert sent(WHOLE[PIECE:], f"bytes {PIECE}-{total - 1}/{total}") == (200, "OK", None)
    assert names(robot) == ["a.bin"]
    assert sent(b"", f"bytes */{total}") == (200, "OK", None)
    assert names(robot) == ["a.bin"]


def test_of_a_piece_in_the_middle_the_multiple_of_256_kibibytes_is_kept(robot: Person) -> None:
    place, total = begin(robot), len(WHOLE)
    odd = PIECE + 1000
    kept = put(robot, place, WHOLE[:odd], f"bytes 0-{odd - 1}/{total}")
    assert (kept.status_code, kept.headers["Range"]) == (308, f"bytes=0-{PIECE - 1}")
    gap = put(robot, place, WHOLE[odd:], f"bytes {odd}-{total - 1}/{total}")
    assert gap.status_code == 503
    assert gap.text.endswith(
        f"offset is {odd} byte(s), which exceeds already uploaded size of {PIECE} byte(s)."
    )
    assert gap.headers["Content-Type"].startswith("text/plain")
    # What was kept already may come again.
    done = put(robot, place, WHOLE[1000:], f"bytes 1000-{total - 1}/{total}")
    assert robot.ask("GET", f"{FILES}/{done.json()['id']}", params={"alt": "media"}).content == WHOLE


def test_without_content_range_it_is_the_whole_and_its_own_type_counts(robot: Person) -> None:
    place = begin(robot)
    plain = {"Content-Type": "text/plain"}
    made = put(robot, place, b"text", None, headers=plain).json()
    assert made["mimeType"] == "text/plain"
    announced = begin(robot, kind="text/csv")
    made = robot.session.post(announced, data=b"a,b", headers=plain).json()
    assert made["mimeType"] == "text/csv"


@pytest.mark.parametrize(
    ("content", "where", "said"),
    [
        (b"01234", "bytes 0-9/10", "There were 5 byte(s) in the request body."),
        (b"01234", "bytes 0-4/3", "Failed to parse Content-Range header."),
        (b"01234", "bytes 4-0/10", "Failed to parse Content-Range header."),
        (b"01234", "0-4/10", "Failed to parse Content-Range header."),
        (b"", "bytes 0--1/0", "Failed to parse Content-Range header."),
        (b"01234", "bytes */10", "Client sent query request with a non-empty body."),
    ],
)
def test_a_piece_that_says_something_else_than_it_holds_is_refused(
    robot: Person, content: bytes, where: str, said: str
) -> None:
    place = begin(robot)
    refused = put(robot, place, content, where)
    assert (refused.status_code, refused.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert said in refused.text
    assert put(robot, place, b"whole", None).ok


def test_a_client_that_takes_308_for_a_redirect_is_told_otherwise(robot: Person) -> None:
    answer = put(robot, begin(robot), b"", "bytes */*", headers={"X-GUploader-No-308": "yes"})
    assert (answer.status_code, answer.headers["X-HTTP-Status-Code-Override"]) == (200, "308")


def test_pieces_need_no_token_and_the_address_ends_after_a_week(sandbox: Sandbox, robot: Person) -> None:
    place = begin(robot)
    stranger = session_of(sandbox)
    assert stranger.put(place, headers={"Content-Range": "bytes */*"}).status_code == 308
    control(sandbox, "POST", "clock", {"now": "2026-11-27T12:00:00Z", "frozen": True})
    assert stranger.put(place, data=b"late").status_code == 404
    assert stranger.get(place).status_code == 404
    assert stranger.put(place.replace("upload_id=", "upload_id=x")).status_code == 404


@pytest.mark.parametrize(
    ("scopes", "params", "body", "refusal"),
    [
        ((f"{SCOPE}drive.readonly",), {}, {}, (403, "insufficientPermissions")),
        ((f"{SCOPE}drive",), {"fields": "shoe"}, {}, (400, "invalidParameter")),
        ((f"{SCOPE}drive",), {}, {"size": "7"}, (403, "fieldNotWritable")),
        ((f"{SCOPE}drive",), {}, {"parents": ["nowhere"]}, (404, "notFound")),
        ((f"{SCOPE}drive",), {}, {"id": "myown"}, (400, "invalid")),
    ],
)
def test_what_is_announced_is_checked_at_once(
    sandbox: Sandbox, scopes: tuple[str, ...], params: Json, body: Json, refusal: tuple[int, str]
) -> None:
    person = Person(sandbox, ROBOT, scopes)
    asked = params | {"uploadType": "resumable"}
    assert person.refused("POST", f"/upload{FILES}", body, params=asked) == refusal


def test_nobody_announces_without_a_token(sandbox: Sandbox) -> None:
    address = f"https://www.googleapis.com/upload{FILES}?uploadType=resumable"
    assert session_of(sandbox).post(address).status_code == 401


def test_a_change_is_checked_at_once_too_and_the_real_client_is_told(robot: Person) -> None:
    kept = robot.post(FILES, {"name": "kept"})["id"]
    files = robot.service("drive", "v3").files()
    media = MediaIoBaseUpload(BytesIO(b"x"), "text/plain", resumable=True)
    for file_id, body, status in (
        ("nowhere", {}, 404),
        (kept, {"parents": ["root"]}, 403),
        (kept, {"modifiedTime": "x"}, 400),
    ):
        with pytest.raises(ResumableUploadError) as caught:
            files.update(fileId=file_id, body=body, media_body=media).execute()
        assert caught.value.status_code == status


def test_what_is_gone_meanwhile_is_said_with_the_last_piece(robot: Person) -> None:
    folder = robot.post(FILES, {"name": "folder", "mimeType": FOLDER})["id"]
    place = begin(robot, {"parents": [folder]})
    robot.ask("DELETE", f"{FILES}/{folder}")
    for _ in range(2):
        refused = put(robot, place, b"x", None)
        assert (refused.status_code, refused.json()["error"]["errors"][0]["reason"]) == (404, "notFound")


def test_every_request_of_an_upload_stands_in_the_log(sandbox: Sandbox, robot: Person) -> None:
    place, total = begin(robot), len(WHOLE)
    put(robot, place, WHOLE[:PIECE], f"bytes 0-{PIECE - 1}/{total}")
    put(robot, place, b"", f"bytes */{total}")
    put(robot, place, WHOLE[PIECE:], f"bytes {PIECE}-{total - 1}/{total}")
    seen = [
        (entry["method"], entry["verb"], entry["user"], entry["write"], entry["status"], entry["body"])
        for entry in sandbox.requests.entries
    ]
    piece: Json = {"first": 0, "size": PIECE, "total": total}
    assert seen == [
        (CREATE, "POST", ROBOT, True, 200, {"name": "a.bin"}),
        (CREATE, "PUT", ROBOT, True, 308, piece),
        (CREATE, "PUT", ROBOT, False, 308, {"first": None, "size": 0, "total": total}),
        (CREATE, "PUT", ROBOT, True, 200, piece | {"first": PIECE}),
    ]


def order(sandbox: Sandbox, **fault: object) -> None:
    control(sandbox, "POST", "faults", {"method": CREATE, **fault})


def test_the_announcement_and_each_piece_fail_on_order(sandbox: Sandbox, robot: Person) -> None:
    order(sandbox, status=503)
    asked = {"uploadType": "resumable"}
    assert robot.ask("POST", f"/upload{FILES}", {}, params=asked).status_code == 503
    place = begin(robot)
    order(sandbox, status=500, when="before")
    assert put(robot, place, b"0123", "bytes 0-3/4").status_code == 500
    assert put(robot, place, b"", "bytes */4").status_code == 308
    order(sandbox, status=500, when="after")
    assert put(robot, place, b"0123", "bytes 0-3/4").status_code == 500
    assert put(robot, place, b"", "bytes */4").json()["name"] == "a.bin"
    assert names(robot) == ["a.bin"]


@pytest.mark.parametrize(("when", "kept"), [("reset-before", None), ("reset-after", f"bytes=0-{PIECE - 1}")])
def test_a_piece_is_lost_with_the_connection_before_or_after_it_was_kept(
    sandbox: Sandbox, robot: Person, when: str, kept: str | None
) -> None:
    place, total = begin(robot), len(WHOLE)
    order(sandbox, when=when)
    with pytest.raises(requests.ConnectionError):
        put(robot, place, WHOLE[:PIECE], f"bytes 0-{PIECE - 1}/{total}")
    assert put(robot, place, b"", f"bytes */{total}").headers.get("Range") == kept


def test_half_of_the_last_answer_may_come(sandbox: Sandbox, robot: Person) -> None:
    place = begin(robot)
    order(sandbox, half=True)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        put(robot, place, b"x", None)
    assert names(robot) == ["a.bin"]


def test_the_real_client_goes_on_after_a_lost_answer(sandbox: Sandbox, robot: Person) -> None:
    media = MediaIoBaseUpload(BytesIO(WHOLE), "application/pdf", chunksize=PIECE, resumable=True)
    request = robot.service("drive", "v3").files().create(body={"name": "a.pdf"}, media_body=media)
    order(sandbox, nth=3, status=503, when="after")
    with pytest.raises(HttpError):
        request.execute()
    assert request.execute()["name"] == "a.pdf"
    assert names(robot) == ["a.pdf"]


def test_gmail_takes_a_mail_in_pieces_and_nothing_else(robot: Person) -> None:
    messages = robot.service("gmail", "v1").users().messages()
    raw = BytesIO(b"To: a@b.example\r\nSubject: s\r\n\r\nt")
    media = MediaIoBaseUpload(raw, "message/rfc822", resumable=True)
    assert messages.send(userId="me", body={}, media_body=media).execute()["labelIds"] == ["SENT"]
    address = "https://gmail.googleapis.com/upload/gmail/v1/users/me/messages/send?uploadType=media"
    wrong = robot.session.post(address, data=b"x", headers={"Content-Type": "text/plain"})
    assert (wrong.status_code, wrong.json()["error"]["message"]) == (
        400,
        "Media type 'text/plain' is not supported. Valid media types: [message/*]",
    )


def test_googles_other_address_for_uploads_in_pieces_works(robot: Person) -> None:
    answer = robot.ask("POST", f"/resumable/upload{FILES}", {"name": "b"}, params={"uploadType": "resumable"})
    assert put(robot, answer.headers["Location"], b"x", None).json()["name"] == "b"


@pytest.mark.parametrize("query", ["", "?uploadType=", "?uploadType=carrier-pigeon"])
def test_an_upload_of_no_known_kind_is_refused(robot: Person, query: str) -> None:
    answer = robot.session.post(f"https://www.googleapis.com/upload{FILES}{query}", data=b"x")
    assert (answer.status_code, answer.text) == (400, "Invalid Upload Request")


def test_an_upload_survives_a_dump(sandbox: Sandbox, robot: Person) -> None:
    place, total = begin(robot), len(WHOLE)
    put(robot, place, WHOLE[:PIECE], f"bytes 0-{PIECE - 1}/{total}")
    other = Sandbox()
    control(other, "POST", "load", control(sandbox, "GET", "dump"))
    rest = {"Content-Range": f"bytes {PIECE}-{total - 1}/{total}"}
    made = session_of(other).put(place, data=WHOLE[PIECE:], headers=rest)
    assert made.json()["name"] == "a.bin"

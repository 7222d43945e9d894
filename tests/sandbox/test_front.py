"""The front end: verbs, bodies and versions of HTTP that never reach a service, and those that do."""

from __future__ import annotations

import gzip
import socket
import tracemalloc
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
import requests
from werkzeug.exceptions import HTTPException

from tests.sandbox.world import MANAGER, ROBOT, Person, session_of
from workspace_agent.sandbox.front import unpacked
from workspace_agent.sandbox.server import Sandbox, serve

FILES = "/drive/v3/files"
EVENTS = "/calendar/v3/calendars/primary/events"
SHEETS = "/v4/spreadsheets"
PACKED = gzip.compress(b'{"name": "packed"}')
JSON = "application/json"


def send(
    robot: Person, content: bytes, path: str = FILES, verb: str = "POST", **headers: str
) -> requests.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return robot.session.request(verb, f"https://www.googleapis.com{path}", data=content, headers=named)


# Packed bodies.


@pytest.mark.parametrize("encoding", ["gzip", "GZip", "x-gzip"])
def test_a_packed_body_is_unpacked(sandbox: Sandbox, robot: Person, encoding: str) -> None:
    made = send(robot, PACKED, Content_Type=JSON, Content_Encoding=encoding)
    assert made.json()["name"] == "packed"
    assert sandbox.requests.entries[-1]["body"] == {"name": "packed"}


def test_a_packed_upload_is_kept_unpacked(robot: Person) -> None:
    upload = f"/upload{FILES}?uploadType=media"
    made = send(
        robot, gzip.compress(b"text"), upload, Content_Type="text/plain", Content_Encoding="gzip"
    ).json()
    assert robot.ask("GET", f"{FILES}/{made['id']}", params={"alt": "media"}).content == b"text"


def test_a_packed_batch_is_unpacked(robot: Person) -> None:
    part = b"--b\r\nContent-Type: application/http\r\n\r\nGET /drive/v3/about?fields=kind\r\n\r\n\r\n--b--"
    kind = "multipart/mixed; boundary=b"
    answer = send(robot, gzip.compress(part), "/batch/drive/v3", Content_Type=kind, Content_Encoding="gzip")
    assert "drive#about" in answer.text


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        pytest.param(b"{}", "gzip", id="plain"),
        pytest.param(PACKED[:-3], "gzip", id="without its end"),
        pytest.param(PACKED[:5], "gzip", id="the beginning alone"),
        pytest.param(PACKED + b"more", "gzip", id="more behind"),
        pytest.param(PACKED + PACKED, "gzip", id="twice"),
        pytest.param(PACKED[:-8] + b"\0" * 8, "gzip", id="another checksum"),
        pytest.param(PACKED, "br", id="brotli"),
        pytest.param(PACKED, "gzip, gzip", id="packed twice"),
    ],
)
def test_what_does_not_unpack_is_refused_and_changes_nothing(
    robot: Person, content: bytes, encoding: str
) -> None:
    answer = send(robot, content, Content_Type=JSON, Content_Encoding=encoding)
    assert (answer.status_code, "malformed or illegal" in answer.text) == (400, True)
    assert robot.get(FILES)["files"] == []


def test_little_that_unpacks_to_much_is_refused_before_it_fills_the_memory(robot: Person) -> None:
    bomb = gzip.compress(b" " * (80 * 2**20), compresslevel=9)
    assert len(bomb) < 100_000
    assert send(robot, bomb, Content_Type=JSON, Content_Encoding="gzip").status_code == 413
    assert unpacked(gzip.compress(b"x" * 10), most=10) == b"x" * 10
    with pytest.raises(HTTPException) as caught:
        unpacked(gzip.compress(b"x" * 11), most=10)
    assert caught.value.code == 413


def test_what_is_too_much_is_not_unpacked_to_its_end() -> None:
    bomb = gzip.compress(bytes(2**25))
    tracemalloc.start()
    with pytest.raises(HTTPException):
        unpacked(bomb, most=1000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**20


def test_an_empty_body_may_say_that_it_is_packed(robot: Person) -> None:
    assert send(robot, b"", FILES, "GET", Content_Encoding="gzip").ok


# Bodies where none or one belongs.


@pytest.mark.parametrize("verb", ["GET", "DELETE"])
def test_reading_and_deleting_take_no_body(robot: Person, verb: str) -> None:
    made = robot.post(FILES, {})["id"]
    answer = send(robot, b"{}", f"{FILES}/{made}", verb, Content_Type=JSON)
    assert (answer.status_code, "<title>Error 400" in answer.text) == (400, True)
    assert robot.get(f"{FILES}/{made}")["id"] == made


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (EVENTS, "Missing start time."),
        (f"{SHEETS}/{{book}}:batchUpdate", "Must specify at least one request."),
        ("/gmail/v1/users/me/messages/send", "'raw' RFC822 payload message string"),
        (f"{FILES}/{{file}}/permissions", "permission type"),
        ("/v1/forms/{form}:batchUpdate", "requests"),
    ],
)
def test_an_empty_body_is_told_what_it_lacks(robot: Person, path: str, said: str) -> None:
    made = {
        "book": robot.post(SHEETS, {})["spreadsheetId"],
        "file": robot.post(FILES, {})["id"],
        "form": robot.post(FILES, {"mimeType": "application/vnd.google-apps.form"})["id"],
    }
    for content in (b"", b"{}", b"  "):
        answer = send(robot, content, path.format(**made), Content_Type=JSON)
        assert answer.status_code in {400, 404}, answer.text
        assert answer.status_code == 404 or said in answer.json()["error"]["message"]


# HEAD and OPTIONS.


@pytest.mark.parametrize("path", [FILES, f"{FILES}/none", EVENTS, "/gmail/v1/users/me/profile"])
def test_head_is_a_get_without_its_body(robot: Person, path: str) -> None:
    got, asked = robot.ask("GET", path), robot.ask("HEAD", path)
    assert (asked.status_code, asked.content) == (got.status_code, b"")
    assert asked.headers["Content-Type"] == got.headers["Content-Type"]
    assert "Content-Length" not in asked.headers


@pytest.mark.parametrize("path", [f"{SHEETS}/x", "/v1/forms/x"])
def test_the_editors_refuse_head(robot: Person, path: str) -> None:
    answer = robot.ask("HEAD", path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "text/html; charset=UTF-8")


def test_head_says_who_may_not_look(robot: Person, manager: Person) -> None:
    made = robot.post(FILES, {})["id"]
    assert manager.ask("HEAD", f"{FILES}/{made}").status_code == 404
    assert manager.email == MANAGER


def test_a_page_from_elsewhere_may_ask_first_and_read_the_answer(sandbox: Sandbox, robot: Person) -> None:
    origin = {"Origin": "https://pages.example"}
    asked = origin | {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    answer = session_of(sandbox).options(f"https://www.googleapis.com{FILES}", headers=asked)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "https://pages.example"
    assert answer.headers["Access-Control-Allow-Headers"] == "authorization,content-type"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    read = robot.ask("GET", FILES, headers=origin)
    assert read.headers["Access-Control-Allow-Origin"] == "https://pages.example"
    assert "Access-Control-Allow-Origin" not in robot.ask("GET", FILES).headers
    assert session_of(sandbox).options(f"https://www.googleapis.com{FILES}").status_code == 404


def test_no_page_from_elsewhere_reaches_behind_the_stage(sandbox: Sandbox) -> None:
    asked = {"Origin": "https://pages.example", "Access-Control-Request-Method": "POST"}
    for verb in ("OPTIONS", "GET"):
        answer = session_of(sandbox).request(verb, "http://sandbox/_sandbox/clock", headers=asked)
        assert "Access-Control-Allow-Origin" not in answer.headers


# HTTP itself, over a socket.


class Line(NamedTuple):
    """A running sandbox, and how to sign in there."""

    port: int
    sign_in: str

    def talk(self, *texts: bytes | str) -> str:
        """What comes back until the other side is done; each text but the first waits for an answer."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
            heard = b""
            for text in texts:
                connection.sendall(text if isinstance(text, bytes) else text.encode())
                connection.settimeout(0.3 if text is texts[-1] else 2)
                heard += self._hear(connection, once=text is not texts[-1])
            return heard.decode("latin-1")

    def _hear(self, connection: socket.socket, *, once: bool) -> bytes:
        heard = b""
        try:
            while chunk := connection.recv(65536):
                heard += chunk
                if once:
                    break
        except TimeoutError:
            pass
        return heard


@pytest.fixture
def line() -> Iterator[Line]:
    sandbox = Sandbox()
    token = Person(sandbox, ROBOT).grant["token"]
    with serve(sandbox) as running:
        yield Line(urlsplit(running.url).port or 0, f"Host: x\r\nAuthorization: Bearer {token}\r\n")


ABOUT = "GET /drive/v3/about?fields=kind HTTP/1.1\r\n"
POST = "POST /drive/v3/files HTTP/1.1\r\nContent-Type: application/json\r\n"


def test_a_client_of_http_1_0_is_answered_and_left(line: Line) -> None:
    heard = line.talk(f"GET /drive/v3/about?fields=kind HTTP/1.0\r\n{line.sign_in}\r\n")
    assert heard.startswith("HTTP/1.1 200 OK")
    assert '"drive#about"' in heard
    kept = line.talk(
        f"GET /drive/v3/about?fields=kind HTTP/1.0\r\nConnection: keep-alive\r\n{line.sign_in}\r\n",
        f"GET /drive/v3/about?fields=kind HTTP/1.0\r\n{line.sign_in}\r\n",
    )
    assert (kept.count("200 OK"), kept.count("Connection: keep-alive")) == (2, 1)


def test_a_client_that_expects_to_be_told_to_go_on_is_told(line: Line) -> None:
    head = f"{POST}{line.sign_in}Expect: 100-continue\r\nContent-Length: 14\r\n\r\n"
    with socket.create_connection(("127.0.0.1", line.port), timeout=5) as connection:
        connection.sendall(head.encode())
        assert connection.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b'{"name": "ab"}')
        heard = connection.recv(65536).decode()
    assert heard.startswith("HTTP/1.1 200 OK")
    assert '"name": "ab"' in heard


def test_a_packed_body_may_come_in_chunks_and_the_connection_goes_on(line: Line) -> None:
    head = f"{POST}{line.sign_in}Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunks = b"5\r\n" + PACKED[:5] + b"\r\n%x\r\n" % (len(PACKED) - 5) + PACKED[5:] + b"\r\n0\r\n\r\n"
    heard = line.talk(head.encode() + chunks, f"{ABOUT}{line.sign_in}\r\n")
    assert '"name": "packed"' in heard
    assert '"drive#about"' in heard


@pytest.mark.parametrize(
    "request_",
    [
        "{POST}{sign_in}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
        "{POST}{sign_in}Transfer-Encoding: chunked\r\n\r\n-1\r\nabc\r\n0\r\n\r\n",
        "{POST}{sign_in}Transfer-Encoding: chunked\r\n\r\n3\r\nabcX\r\n0\r\n\r\n",
        "{POST}{sign_in}Content-Length: many\r\n\r\n{{}}",
        "{POST}{sign_in}Content-Length: -5\r\n\r\n{{}}",
        "{POST}{sign_in}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}",
        "{ABOUT}{sign_in}Content-Length: 2\r\n\r\n{{}}",
        "GET /drive/v3 /files HTTP/1.1\r\n\r\n",
    ],
)
def test_what_is_no_http_gets_one_page_and_no_connection(line: Line, request_: str) -> None:
    heard = line.talk(request_.format(POST=POST, ABOUT=ABOUT, sign_in=line.sign_in))
    assert heard.startswith("HTTP/1.1 400 Bad Request")
    assert heard.count("<title>Error 400 (Bad Request)!!1</title>") == 1
    assert "Connection: close" in heard
    assert line.talk(f"{ABOUT}{line.sign_in}\r\n").startswith("HTTP/1.1 200 OK")


def test_a_post_says_how_long_it_is(line: Line) -> None:
    heard = line.talk(f"{POST}{line.sign_in}\r\n")
    assert heard.startswith("HTTP/1.1 411 Length Required")
    assert "require a <code>Content-length</code> header" in heard


def test_an_address_without_end_is_414(line: Line) -> None:
    heard = line.talk(f"GET {FILES}?q={'a' * 70_000} HTTP/1.1\r\n{line.sign_in}\r\n")
    assert heard.startswith("HTTP/1.1 414")
    assert "<title>Error 414" in heard


def test_after_a_head_the_connection_goes_on(line: Line) -> None:
    connection = HTTPConnection("127.0.0.1", line.port, timeout=5)
    headers = {"Authorization": line.sign_in.split(": ")[-1].strip()}
    for verb in ("HEAD", "GET", "HEAD", "GET"):
        connection.request(verb, f"{FILES}?pageSize=1", headers=headers)
        answer = connection.getresponse()
        content = answer.read()
        assert (answer.status, bool(content)) == (200, verb == "GET")
    connection.close()


def test_the_whole_address_may_be_asked_for(line: Line) -> None:
    heard = line.talk(
        f"GET https://www.googleapis.com/drive/v3/about?fields=kind HTTP/1.1\r\n{line.sign_in}\r\n"
    )
    assert heard.startswith("HTTP/1.1 200 OK")


def test_other_letters_in_an_address_need_no_escapes(line: Line) -> None:
    line.talk(f'{POST}{line.sign_in}Content-Length: 17\r\n\r\n{{"name": "Gr\u00fcn"}}')
    found = line.talk(f"GET {FILES}?q=name='Gr\u00fcn'&fields=files/name HTTP/1.1\r\n{line.sign_in}\r\n")
    assert '"name": "Gr\u00fcn"' in found.encode("latin-1").decode()
    unread = line.talk(f"GET {FILES}?q=\xfc HTTP/1.1\r\n{line.sign_in}\r\n".encode("latin-1"))
    assert unread.startswith("HTTP/1.1 400 Bad Request")


def test_a_body_that_stops_in_the_middle_changes_nothing(line: Line) -> None:
    with socket.create_connection(("127.0.0.1", line.port), timeout=2) as connection:
        connection.sendall(f'{POST}{line.sign_in}Content-Length: 99\r\n\r\n{{"name": "half"}}'.encode())
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(65536).startswith(b"HTTP/1.1 400 Bad Request")
    assert '"half"' not in line.talk(f"GET {FILES} HTTP/1.1\r\n{line.sign_in}\r\n")


def test_nothing_is_said_on_the_terminal(line: Line, capfd: pytest.CaptureFixture[str]) -> None:
    line.talk("NONSENSE\r\n\r\n")
    line.talk(f"{ABOUT}{line.sign_in}\r\n")
    assert capfd.readouterr() == ("", "")

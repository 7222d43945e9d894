"""Whatever arrives, Google's own kind of answer leaves, and nothing is left half done."""

from __future__ import annotations

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.wrappers import Response

from tests.sandbox.world import EVERYTHING, ROBOT, Json, Person
from workspace_agent.sandbox.discovery import load
from workspace_agent.sandbox.environ import environ
from workspace_agent.sandbox.front import LARGEST
from workspace_agent.sandbox.methods import METHODS
from workspace_agent.sandbox.server import Sandbox, serve

EVENTS = "/calendar/v3/calendars/primary/events"
SHEETS = "/v4/spreadsheets"


def send(
    robot: Person, path: str, content: bytes, kind: str = "application/json", verb: str = "POST"
) -> requests.Response:
    headers = {"Content-Type": kind} if kind else {}
    return robot.session.request(verb, f"https://www.googleapis.com{path}", data=content, headers=headers)


def raw(sandbox: Sandbox, verb: str, url: str, headers: Json, body: bytes = b"") -> tuple[int, str, bytes]:
    """Status, type and content of an answer, past every client that would mend the request."""
    found: list[tuple[int, str]] = []

    def start(status: str, answered: list[tuple[str, str]], _error: object = None) -> object:
        found.append((int(status.split(maxsplit=1)[0]), dict(answered).get("Content-Type", "")))
        return None

    content = b"".join(sandbox.app(environ(verb, url, headers, body), start))  # type: ignore[arg-type]
    return *found[0], content


BROKEN = [
    b"{",
    b"[1]",
    b'"text"',
    b"null",
    b'{"a": NaN}',
    b'{"a": Infinity}',
    b"\xff\xfe",
    b'{"summary": "\\ud800"}',
    b'{"a": ' + b"9" * 5000 + b"}",
    b'{"a":' * 101 + b"1" + b"}" * 101,
    b'{"a":' * 100_000,
    b'{"a": ' + b"[" * 100_000,
]


@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
def test_a_body_that_is_no_json_object_is_told_so_in_the_words_of_the_service(
    robot: Person, content: bytes
) -> None:
    older = send(robot, EVENTS, content).json()["error"]
    assert (older["code"], older["message"], older["errors"][0]["reason"]) == (
        400,
        "Parse Error",
        "parseError",
    )
    newer = send(robot, SHEETS, content).json()["error"]
    assert (newer["code"], newer["status"]) == (400, "INVALID_ARGUMENT")
    assert newer["message"].startswith("Invalid JSON payload received.")


def test_nesting_as_deep_as_google_allows_is_read(robot: Person) -> None:
    deep = b'{"unknown":' * 99 + b"{}" + b"}" * 99
    body = b'{"start": {"date": "2026-12-01"}, "end": {"date": "2026-12-02"}, "unknown": ' + deep + b"}"
    assert send(robot, EVENTS, body).status_code == 200 or b"Parse" in send(robot, EVENTS, body).content
    wide = json.dumps({"unknown": [{} for _ in range(500)]}).encode()
    assert send(robot, EVENTS, wide).json()["error"]["message"] == "Missing start time."


@pytest.mark.parametrize(
    ("path", "kind", "reason", "message"),
    [
        (
            EVENTS,
            "application/x-www-form-urlencoded",
            "parseError",
            "This API does not support parsing form-encoded input.",
        ),
        (EVENTS, "text/plain", "badContent", "Unsupported content with type: text/plain"),
    ],
)
def test_older_services_refuse_other_types_of_content(
    robot: Person, path: str, kind: str, reason: str, message: str
) -> None:
    error = send(robot, path, b'{"a": 1}', kind).json()["error"]
    assert (error["code"], error["errors"][0]["reason"], error["message"]) == (400, reason, message)


def test_newer_services_take_a_form_for_a_query(robot: Person) -> None:
    error = send(robot, SHEETS, b"{}", "application/x-www-form-urlencoded").json()["error"]
    text = 'Invalid JSON payload received. Unknown name "{}": Cannot bind query parameter.'
    assert (error["code"], error["message"]) == (400, text)


def test_a_body_without_a_type_is_taken_for_json(robot: Person) -> None:
    assert send(robot, SHEETS, b"{}", "").ok


@pytest.mark.parametrize(
    ("verb", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/drive/v3/nothing", 404),
        ("GET", "/drive/v9/files", 404),
        ("PUT", "/drive/v3/files/x", 404),
        ("BREW", "/drive/v3/files", 404),
        ("GET", "/token", 404),
        ("GET", "/drive/v3/files/%ZZ", 400),
        ("GET", "/drive/v3/files/%", 400),
        ("GET", "/_sandbox", 404),
    ],
)
def test_what_belongs_to_no_service_gets_the_front_ends_page(
    sandbox: Sandbox, verb: str, path: str, status: int
) -> None:
    found, kind, content = raw(sandbox, verb, path, {})
    assert (found, kind) == (status, "text/html; charset=UTF-8")
    assert f"<title>Error {status}".encode() in content


def test_what_the_page_repeats_is_escaped(sandbox: Sandbox) -> None:
    assert b"<script>" not in raw(sandbox, "GET", "/<script>", {})[2]


@pytest.mark.parametrize(
    "authorization", ["Basic %%%", "Bearer", "Bearer ", "bearer x y", "Digest x", "\xff"]
)
def test_odd_credentials_are_401(robot: Person, authorization: str) -> None:
    robot.session.headers["Authorization"] = authorization.encode("latin-1")
    assert robot.ask("GET", EVENTS).status_code == 401
    answer = robot.session.post("https://oauth2.googleapis.com/token", data={"grant_type": "refresh_token"})
    assert answer.status_code in {400, 401}


@pytest.mark.parametrize(
    "kind", ["multipart/related", "multipart/related; boundary=", "multipart/related; boundary=b"]
)
def test_an_upload_without_its_parts_is_refused(robot: Person, kind: str) -> None:
    for content in (
        b"",
        b"--b\r\n\r\n{}\r\n--b--",
        b"--b\r\nContent-Transfer-Encoding: base64\r\n\r\nA\r\n--b--",
    ):
        assert send(robot, "/upload/drive/v3/files?uploadType=multipart", content, kind).status_code == 400


def test_a_body_without_end_is_413_and_the_server_lives_on() -> None:
    sandbox = Sandbox()
    robot = Person(sandbox, ROBOT)
    headers = {"Authorization": f"Bearer {robot.grant['token']}", "Content-Type": "application/json"}
    with serve(sandbox) as running, requests.Session() as session:
        session.trust_env = False
        answer = session.post(running.url + EVENTS, data=b" " * (LARGEST + 1), headers=headers, timeout=30)
        assert (answer.status_code, answer.headers["Connection"]) == (413, "close")
        assert session.get(running.url + EVENTS, headers=headers, timeout=5).ok


def test_a_body_in_chunks_is_read_whole() -> None:
    sandbox = Sandbox()
    robot = Person(sandbox, ROBOT)
    headers = {"Authorization": f"Bearer {robot.grant['token']}", "Content-Type": "application/json"}
    with serve(sandbox) as running, requests.Session() as session:
        session.trust_env = False
        chunks = iter([b'{"na', b'me": "plan"}'])
        answer = session.post(f"{running.url}/drive/v3/files", data=chunks, headers=headers, timeout=5)
    assert answer.json()["name"] == "plan"


@pytest.mark.parametrize(
    "lines",
    [
        b"GET\r\n\r\n",
        b"GET /drive/v3/files HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00",
        b"GET /drive/v3/files HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"POST /drive/v3/files HTTP/1.1\r\nContent-Length: 50\r\n\r\n{}",
    ],
)
def test_a_client_that_speaks_no_http_harms_nobody(lines: bytes) -> None:
    sandbox = Sandbox()
    with serve(sandbox) as running:
        address = urlsplit(running.url)
        with socket.create_connection((address.hostname, address.port), timeout=5) as connection:
            connection.sendall(lines)
            connection.shutdown(socket.SHUT_WR)
            connection.recv(65536)
        answer = requests.get(f"{running.url}/_sandbox/clock", timeout=5)
    assert answer.ok


def test_eight_writers_at_once_lose_nothing_and_mix_nothing() -> None:
    sandbox = Sandbox()
    robot = Person(sandbox, ROBOT)
    book = robot.post(SHEETS, {})["spreadsheetId"]
    headers = {"Authorization": f"Bearer {robot.grant['token']}"}

    def write(url: str, writer: int) -> None:
        with requests.Session() as session:
            session.trust_env = False
            session.headers.update(headers)
            for number in range(10):
                day = {"date": "2026-12-01"}
                event = {"id": f"clerk{writer}n{number}", "start": day, "end": {"date": "2026-12-02"}}
                assert session.post(url + EVENTS, json=event, timeout=20).ok
                row = {"values": [[f"clerk{writer}", number]]}
                append = f"{url}{SHEETS}/{book}/values/A1:append?valueInputOption=RAW"
                assert session.post(append, json=row, timeout=20).ok
                assert session.post(f"{url}/drive/v3/files", json={"name": event["id"]}, timeout=20).ok

    with serve(sandbox) as running, ThreadPoolExecutor(8) as pool:
        list(pool.map(write, [running.url] * 8, range(8)))
    wanted = {(f"clerk{writer}", number) for writer in range(8) for number in range(10)}
    rows = robot.get(f"{SHEETS}/{book}/values/A:B", valueRenderOption="UNFORMATTED_VALUE")["values"]
    assert sorted(map(tuple, rows)) == sorted(wanted)
    ids = {f"{writer}n{number}" for writer, number in wanted}
    assert set(sandbox.state.calendar.calendar(ROBOT).events) == ids
    assert {file.name for file in sandbox.state.drive.files.values()} >= ids


scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
names = st.sampled_from(
    ["id", "name", "start", "end", "requests", "values", "raw", "items", "parents", "role", "type", "range"]
)
bodies = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names | st.text(), inner, max_size=4)
)


queries = st.sampled_from(["1", "0", "true", "x", "-1", "%", "99999999999", "", "*", "a(b", "\u00fc", "%00"])
system = st.sampled_from(
    [
        *(
            "alt=json",
            "alt=media",
            "alt=proto",
            "alt=",
            "alt=JSON",
            "uploadType=media",
            "uploadType=resumable",
        ),
        *("uploadType=multipart", "uploadType=x", "upload_id=x", "prettyPrint=x", "$.xgafv=2", "key=x"),
        *("callback=f", "callback=(", "fields=(", "fields=*", "quotaUser=" + "q" * 50, "access_token=x"),
    ]
)
headers_of_all_kinds = st.fixed_dictionaries(
    {},
    optional={
        "Content-Type": st.sampled_from(
            ["", "application/json", "text/csv", "text/plain; charset=none", "multipart/mixed; boundary=b"]
        ),
        "Range": st.sampled_from(
            ["bytes=0-0", "bytes=-0", "bytes=9-1", "bytes=", "lines=1-2", "bytes=\u00b2-"]
        ),
        "Content-Range": st.sampled_from(
            ["bytes */*", "bytes 0-1/*", "bytes 5-1/2", "bytes \u00b2-3/4", "x"]
        ),
        "Content-Encoding": st.sampled_from(["gzip", "br", "identity", ""]),
        "Accept-Encoding": st.sampled_from(["gzip", "gzip;q=0", "gzip;q=x", ""]),
        "X-HTTP-Method-Override": st.sampled_from(["PATCH", "BREW", ""]),
        "X-Upload-Content-Length": st.sampled_from(["1", "-1", "many"]),
        "If-Match": st.sampled_from(["*", "x", '"x"']),
        "Origin": st.sampled_from(["null", "https://a.example"]),
    },
)


@st.composite
def requests_of_built_methods(draw: st.DrawFn) -> tuple[str, str, Json, bytes]:
    """A verb, an address, headers and a body, right in their form and wild in what they hold."""
    method = load().methods[draw(st.sampled_from(sorted(METHODS)))]
    words = st.sampled_from(
        ["primary", "me", "root", "x", "A1:B2", "%00", "%C3%BC", "a%2Fb", "\u00e9"]
    ) | st.text(st.characters(categories=["Lu", "Ll", "Nd"]), min_size=1, max_size=8)
    pattern = draw(st.sampled_from(method.paths))
    path = "/".join(draw(words) if part.startswith("{") else part for part in pattern.split("/"))
    asked = draw(st.lists(st.sampled_from(sorted(method.parameters)), max_size=3))
    query = "&".join([f"{name}={draw(queries)}" for name in asked] + draw(st.lists(system, max_size=2)))
    if method.verb in {"GET", "DELETE"}:
        return method.verb, f"{path}?{query}", draw(headers_of_all_kinds), b""
    wild = st.dictionaries(names | st.text(), bodies, max_size=4).map(json.dumps).map(str.encode)
    body = draw(wild | st.binary(max_size=20))
    kind = {"Content-Type": "application/json"}
    return method.verb, f"{path}?{query}", kind | draw(st.just({}) | headers_of_all_kinds), body


def token_for_everything(sandbox: Sandbox) -> Json:
    return {"Authorization": f"Bearer {sandbox.state.tokens.grant(ROBOT, list(EVERYTHING))['token']}"}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(asked=st.lists(requests_of_built_methods(), min_size=1, max_size=5))
def test_no_request_is_ever_a_bug(asked: list[tuple[str, str, Json, bytes]]) -> None:
    sandbox = Sandbox()
    token = token_for_everything(sandbox)
    for verb, url, headers, body in asked:
        status, _, content = raw(sandbox, verb, url, token | headers, body)
        assert status < 500 or status == 501, content


pieces = st.tuples(
    st.sampled_from(
        ["bytes */*", "bytes */4", "bytes 0-3/4", "bytes 0-3/*", "bytes 2-3/4", "bytes 4-7/8", "x"]
    ),
    st.sampled_from([b"", b"ab", b"abcd"]),
    st.sampled_from(["PUT", "POST", "DELETE", "GET"]),
)


@settings(max_examples=100, deadline=None)
@given(start=headers_of_all_kinds, sent=st.lists(pieces, max_size=6))
def test_no_order_of_pieces_is_ever_a_bug(start: Json, sent: list[tuple[str, bytes, str]]) -> None:
    sandbox = Sandbox()
    headers = token_for_everything(sandbox) | start
    begun = Response.from_app(
        sandbox.app, environ("POST", "/upload/drive/v3/files?uploadType=resumable", headers, b"{}")
    )
    upload_id = begun.headers.get("X-GUploader-UploadID", "none")
    address = f"/upload/drive/v3/files?uploadType=resumable&upload_id={upload_id}"
    for place, content, verb in sent:
        body = b"" if verb in {"DELETE", "GET"} else content
        status, _, answered = raw(sandbox, verb, address, {"Content-Range": place}, body)
        assert status != 500, answered
    made = [file for file in sandbox.state.drive.files.values() if file.content]
    assert len(made) <= 1
    assert all(file.content in {b"ab", b"abcd"} for file in made)


lines = st.sampled_from(
    [
        *(
            b"--b\r\n",
            b"--b--",
            b"--c\r\n",
            b"\r\n",
            b"Content-Type: application/http\r\n",
            b"Content-ID: <a+1>\r\n",
        ),
        *(
            b"GET /drive/v3/about?fields=user HTTP/1.1\r\n",
            b"DELETE /drive/v3/files/x\r\n",
            b"BREW\r\n",
            b"{}",
        ),
        *(
            b"Content-Length: 9\r\n",
            b"POST /drive/v3/files?alt=media\r\n",
            b"\xff\r\n",
            b"GET /batch/drive/v3\r\n",
        ),
    ]
)


@settings(max_examples=200, deadline=None)
@given(text=st.lists(lines, max_size=14).map(b"".join))
def test_no_batch_is_ever_a_bug(text: bytes) -> None:
    sandbox = Sandbox()
    headers = token_for_everything(sandbox) | {"Content-Type": "multipart/mixed; boundary=b"}
    status, _, content = raw(sandbox, "POST", "/batch/drive/v3", headers, b"--b\r\n" + text)
    assert status < 500, content
    assert b"HTTP/1.1 500" not in content

"""google-api-python-client over our session: thread-safe, in time, and whole."""

from __future__ import annotations

import gzip
import io
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.google.helpers import Reply, ScriptedGoogle, VirtualTime, token_file
from workspace_agent.google.endpoint import ClosingAdapter, Endpoint, ReroutingAdapter
from workspace_agent.google.http import RequestsHttp
from workspace_agent.google.workspace import Google, Limits
from workspace_agent.model.errors import GoogleUnavailable, OutcomeUnknown

PACKED = gzip.compress(b"%PDF-1.7 " + b"x" * 5000)


class Handler(BaseHTTPRequestHandler):
    """Answers what it was asked, so that an answer shows whose it is."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    hits = 0
    timeout = 5.0

    def do_GET(self) -> None:
        type(self).hits += 1
        if "/events/" in self.path:
            self.answer(b'{"id": "%s"}' % self.path.split("/")[-1].split("?")[0].encode(), {})
        elif "/files/" in self.path:
            self.answer(PACKED, {"Content-Encoding": "gzip"})
        else:
            self.server.hold.wait(10)  # type: ignore[attr-defined]
            self.close_connection = True

    def do_POST(self) -> None:
        type(self).hits += 1
        self.close_connection = True

    def answer(self, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(200)
        for name, value in (headers | {"Content-Length": str(len(content))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def google(tmp_path: Path) -> Iterator[Google]:
    Handler.hits = 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    server.hold = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    google = connected(tmp_path, server.server_port)
    yield google
    google.close()
    server.hold.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()
    thread.join()


def connected(folder: Path, port: int) -> Google:
    return Google.connect(
        Endpoint("sandbox", f"http://127.0.0.1:{port}"),
        token_file(folder, sandbox=True),
        timing=VirtualTime().timing(),
        guard=lambda _text: False,
        limits=Limits(timeout=(1.0, 0.2), repeats=1),
    )


def test_each_of_eight_threads_gets_its_own_answer(google: Google) -> None:
    def ask(number: int) -> bool:
        return bool(google.calendar.get("c", f"e{number}")["id"] == f"e{number}")

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(200)))


@pytest.mark.parametrize("library", ["gspread", "googleapiclient"])
def test_a_server_that_never_answers_does_not_hold_the_run(google: Google, library: str) -> None:
    with pytest.raises(GoogleUnavailable):
        google.sheets.read("b", "sheets") if library == "gspread" else google.forms.form("f")
    assert Handler.hits == 2


def test_a_post_whose_connection_drops_is_sent_once(google: Google) -> None:
    with pytest.raises(OutcomeUnknown):
        google.gmail.send_draft("d")
    assert Handler.hits == 1


def test_nobody_there_is_not_an_unknown_outcome(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        google = connected(tmp_path, free.getsockname()[1])
        with pytest.raises(GoogleUnavailable):
            google.gmail.send_draft("d")
    google.close()


def test_a_compressed_download_ends(google: Google) -> None:
    assert google.drive.download("f1") == gzip.decompress(PACKED)


def test_a_compressed_download_in_chunks_ends(google: Google) -> None:
    from googleapiclient.http import MediaIoBaseDownload  # noqa: PLC0415 - heavy

    target = io.BytesIO()
    request = google.drive._api.resource("files").get_media(fileId="f1")
    download, done, chunks = MediaIoBaseDownload(target, request, chunksize=65_536), False, 0
    while not done and chunks < 5:
        _, done = download.next_chunk()
        chunks += 1
    assert (target.getvalue(), chunks) == (gzip.decompress(PACKED), 1)


@pytest.mark.parametrize(
    ("raised", "seen"),
    [
        (requests.ReadTimeout("x"), TimeoutError),
        (requests.ConnectTimeout("x"), TimeoutError),
        (requests.ConnectionError("x"), ConnectionError),
        (requests.exceptions.ChunkedEncodingError("x"), ConnectionError),
    ],
)
def test_failures_look_as_they_do_from_httplib2(raised: Exception, seen: type[Exception]) -> None:
    with requests.Session() as session:
        session.mount("https://", ScriptedGoogle(raised))
        http = RequestsHttp(session)
        with pytest.raises(seen) as caught:
            http.request("https://www.googleapis.com/x", "POST", "text")
        http.close()
    assert caught.value.__cause__ is raised


def test_what_is_undone_is_not_announced() -> None:
    headers = {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked", "Content-Length": "9", "ETag": "e"}
    with requests.Session() as session:
        session.mount("https://", ScriptedGoogle(Reply(206, b"12345", headers)))
        answer, content = RequestsHttp(session).request("https://www.googleapis.com/x")
    assert (answer.status, dict(answer), content) == (
        206,
        {"status": "206", "content-length": "5", "etag": "e"},
        b"12345",
    )


def test_closing_closes_connections_that_somebody_still_holds(google: Google) -> None:
    google.calendar.get("c", "e1")
    carrier = google._session.get_adapter("https://www.googleapis.com/")
    assert isinstance(carrier, ReroutingAdapter)
    assert isinstance(carrier._inner, ClosingAdapter)
    pools = carrier._inner.poolmanager.pools
    [held] = [pools.get(key) for key in pools.keys()]  # noqa: SIM118 - it cannot be iterated
    google.close()
    assert held.pool is None


def test_gspread_itself_is_told_the_time_out(google: Google) -> None:
    assert google.sheets._http.timeout == (1.0, 0.2)

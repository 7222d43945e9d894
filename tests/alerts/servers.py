"""A monitor, a mail server, and one that never comes to an end, on this machine."""

from __future__ import annotations

import json
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


@dataclass
class Monitor:
    """What a monitor heard.

    Attributes:
        status: What it answers.
        heard: Path without the check's own part, with the content.
        runs: The run that each belongs to.
    """

    url: str = ""
    status: int = 200
    heard: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)

    @property
    def signals(self) -> list[str]:
        return [signal for signal, _ in self.heard]


@contextmanager
def monitor() -> Iterator[Monitor]:
    """A monitor that listens."""
    one = Monitor()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            path, _, query = self.path.partition("?")
            body = self.rfile.read(int(self.headers["Content-Length"]))
            one.heard.append((path.removeprefix("/ping/abc").strip("/"), json.loads(body)))
            one.runs.append(query.removeprefix("rid="))
            self.send_response(one.status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with listening(HTTPServer(("127.0.0.1", 0), Handler)) as port:
        one.url = f"http://127.0.0.1:{port}/ping/abc"
        yield one


@dataclass
class Mailbox:
    """What a mail server took.

    Attributes:
        refuses: It takes no mail.
        goodbye: What it answers to QUIT.
        looks_for: Seconds for which it looks at a mail before it answers.
        verdict: What it answers then; where that is empty it hangs up.
        trust: With which it can be spoken to in secret, if it can.
    """

    port: int = 0
    refuses: bool = False
    goodbye: str = "221 bye"
    looks_for: float = 0
    verdict: str = "250 taken"
    trust: ssl.SSLContext | None = None
    lines: list[str] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)


class _MailServer(socketserver.TCPServer):
    def __init__(self, box: Mailbox, how: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.box, self.how = box, how


class _Conversation(socketserver.StreamRequestHandler):
    """EHLO, STARTTLS, AUTH PLAIN, MAIL, RCPT, DATA, QUIT."""

    server: _MailServer

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            self.server.box.lines.append(line)
            verb = line.split(maxsplit=1)[0].upper()
            if verb == "DATA":
                self.take()
            elif verb == "STARTTLS" and self.server.how:
                self.say("220 go on")
                self.in_secret(self.server.how)
            else:
                self.say(self.answer(verb))
        self.connection.close()

    def answer(self, verb: str) -> str:
        if verb == "RCPT" and self.server.box.refuses:
            return "550 not here"
        if verb == "EHLO" and self.server.how:
            return "250-here\r\n250-STARTTLS\r\n250 AUTH PLAIN"
        known = {"AUTH": "235 welcome", "STARTTLS": "502 not here", "QUIT": self.server.box.goodbye}
        return known.get(verb, "250 fine")

    def take(self) -> None:
        self.say("354 go on")
        self.server.box.mails.append("".join(iter(lambda: self.rfile.readline().decode(), ".\r\n")))
        time.sleep(self.server.box.looks_for)
        if self.server.box.verdict:
            self.say(self.server.box.verdict)
        else:
            self.connection.shutdown(socket.SHUT_RDWR)

    def in_secret(self, how: ssl.SSLContext) -> None:
        self.connection = how.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb")

    def say(self, line: str) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(f"{line}\r\n".encode())
            self.wfile.flush()


@contextmanager
def mail_server(secret: tuple[ssl.SSLContext, ssl.SSLContext] | None = None) -> Iterator[Mailbox]:
    """A mail server that listens.

    Args:
        secret: How the server speaks in secret, and how a client trusts it.
    """
    box = Mailbox(trust=secret[1] if secret else None)
    with listening(_MailServer(box, secret[0] if secret else None)) as port:
        box.port = port
        yield box


@contextmanager
def dripping(begins: bytes) -> Iterator[int]:
    """The port of a server that says this to whoever comes, and then a byte every 0.02 s, without an end."""
    over = threading.Event()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                self.request.sendall(begins)
                while not over.wait(0.02):
                    self.request.sendall(b"x")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        with listening(server) as port:
            try:
                yield port
            finally:
                over.set()


@contextmanager
def listening(server: socketserver.TCPServer) -> Iterator[int]:
    """The port of a server that answers while the body runs."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

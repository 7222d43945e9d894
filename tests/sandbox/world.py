"""Signed-in people before a sandbox, without a socket."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httplib2
import requests
from googleapiclient.discovery import build

from workspace_agent.sandbox.adapter import InProcessAdapter
from workspace_agent.sandbox.server import Sandbox

SCOPE = "https://www.googleapis.com/auth/"
EVERYTHING = (
    f"{SCOPE}calendar",
    f"{SCOPE}drive",
    f"{SCOPE}forms.body.readonly",
    f"{SCOPE}forms.responses.readonly",
    f"{SCOPE}gmail.settings.basic",
    f"{SCOPE}spreadsheets",
    "https://mail.google.com/",
)
ROBOT = "robot@willow.example"
MANAGER = "manager@willow.example"
PARENT = "parent@home.example"
HOSTS = {"drive": "www", "calendar": "www", "gmail": "gmail", "forms": "forms", "sheets": "sheets"}
Json = dict[str, Any]


class Person:
    """One person with one token, speaking raw HTTP to a sandbox."""

    def __init__(
        self, sandbox: Sandbox, email: str, scopes: tuple[str, ...] = EVERYTHING, **extra: str
    ) -> None:
        self.sandbox = sandbox
        self.email = email
        self.session = session_of(sandbox)
        self.grant = control(sandbox, "POST", "token", {"email": email, "scopes": list(scopes), **extra})
        self.session.headers["Authorization"] = f"Bearer {self.grant['token']}"

    def ask(self, verb: str, path: str, body: Json | None = None, **options: Any) -> requests.Response:
        return self.session.request(verb, f"https://www.googleapis.com{path}", json=body, **options)

    def get(self, path: str, **params: Any) -> Json:
        return self._ok(self.ask("GET", path, params=params))

    def post(self, path: str, body: Json, **params: Any) -> Json:
        return self._ok(self.ask("POST", path, body, params=params))

    def patch(self, path: str, body: Json, **params: Any) -> Json:
        return self._ok(self.ask("PATCH", path, body, params=params))

    def delete(self, path: str, **params: Any) -> None:
        response = self.ask("DELETE", path, params=params)
        assert (response.status_code, response.content) == (204, b""), response.text

    def refused(self, verb: str, path: str, body: Json | None = None, **options: Any) -> tuple[int, str]:
        """Status and old-style reason, or new-style status, of a refusal."""
        response = self.ask(verb, path, body, **options)
        error = response.json()["error"]
        assert error["code"] == response.status_code
        return response.status_code, error["errors"][0]["reason"] if "errors" in error else error["status"]

    def service(self, name: str, version: str) -> Any:
        """The real client library over this person's session."""
        return build(name, version, http=RequestsHttp(self.session), cache_discovery=False)

    def _ok(self, response: requests.Response) -> Json:
        assert response.ok, response.text
        found: Json = response.json()
        return found


class RequestsHttp:
    """What googleapiclient needs of httplib2, over a requests session."""

    def __init__(self, session: requests.Session) -> None:
        self.session = session

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        **_: Any,
    ) -> tuple[httplib2.Response, bytes]:
        content = body.read() if hasattr(body, "read") else body
        answer = self.session.request(method, uri, data=content, headers=headers)
        kept = {
            name.lower(): value
            for name, value in answer.headers.items()
            if name.lower() != "content-encoding"
        }
        return httplib2.Response(kept | {"status": str(answer.status_code)}), answer.content

    def close(self) -> None:
        self.session.close()


def session_of(sandbox: Sandbox) -> requests.Session:
    session = requests.Session()
    for prefix in ("https://", "http://"):
        session.mount(prefix, InProcessAdapter(sandbox.app))
    return session


def control(sandbox: Sandbox, verb: str, path: str, body: Json | None = None) -> Json:
    response = session_of(sandbox).request(verb, f"http://127.0.0.1/_sandbox/{path}", json=body)
    assert response.ok, response.text
    found: Json = response.json()
    return found


def writes(sandbox: Sandbox) -> list[str]:
    return [entry["method"] for entry in sandbox.requests.entries if entry["write"]]

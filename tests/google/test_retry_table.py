"""The table of what each answer leads to, row by row, for a read, a keyed write and an unsafe one.

Sources: developers.google.com/calendar/api/guides/errors, /drive/api/guides/handle-errors,
/gmail/api/guides/handle-errors, /sheets/api/limits.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.exceptions import ChunkedEncodingError, ConnectTimeout, ReadTimeout
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError

from tests.google.helpers import (
    Answer,
    Reply,
    ScriptedGoogle,
    VirtualTime,
    new_style,
    old_style,
    sandboxed,
)
from workspace_agent.google.workspace import Google
from workspace_agent.model.errors import (
    AccessDenied,
    AlreadyExists,
    Changed,
    Gone,
    GoogleRefusal,
    NotFound,
    OutcomeUnknown,
    QuotaExhausted,
    Rejected,
    SignInError,
    WorkspaceAgentError,
)

POOL = HTTPConnectionPool("127.0.0.1")
REFUSED = MaxRetryError(POOL, "/", NewConnectionError(POOL, "refused"))  # type: ignore[arg-type]
RESET = ProtocolError("Connection aborted.", ConnectionResetError())
DONE = Reply(body={"id": "x"})
USAGE = "usageLimits"


def read(google: Google) -> Any:
    return google.calendar.get("c", "e")


def read_a_sheet(google: Google) -> Any:
    return google.sheets.read("b", "sheets")


def insert(google: Google) -> Any:
    return google.calendar.insert("c", {"id": "e0123"}, "none")


def patch(google: Google) -> Any:
    return google.calendar.patch("c", "e", {"summary": "x"}, '"1"', "none")


def send(google: Google) -> Any:
    return google.gmail.send_draft("d")


def make_a_sheet(google: Google) -> Any:
    return google.sheets.create("t", "en_US", "UTC", [])


NOT_APPLIED: dict[str, Answer] = {
    "429": new_style(429, "RESOURCE_EXHAUSTED"),
    "429, and a page": Reply(429, b"<html>"),
    "403 rateLimitExceeded": old_style(403, "rateLimitExceeded", USAGE),
    "403 userRateLimitExceeded": old_style(403, "userRateLimitExceeded", USAGE),
    "403 RATE_LIMIT_EXCEEDED": new_style(403, "PERMISSION_DENIED", "RATE_LIMIT_EXCEEDED"),
    "nobody listens": requests.ConnectionError(REFUSED),
    "no connection in time": ConnectTimeout("t"),
}
UNSURE: dict[str, Answer] = {
    "408": Reply(408),
    "500": old_style(500, "backendError"),
    "502, and a page": Reply(502, b"<html>"),
    "503": new_style(503, "UNAVAILABLE"),
    "504": Reply(504),
    "no answer in time": ReadTimeout("t"),
    "reset": requests.ConnectionError(RESET),
    "cut in the middle": ChunkedEncodingError("c"),
    "a success that is no JSON": Reply(200, b'{"id": '),
    "a success that is a page": Reply(200, b"<html>"),
}
FINAL: dict[str, tuple[Reply, type[GoogleRefusal]]] = {
    "403 quotaExceeded": (old_style(403, "quotaExceeded", USAGE), QuotaExhausted),
    "403 dailyLimitExceeded": (old_style(403, "dailyLimitExceeded", USAGE), QuotaExhausted),
    "403 sharingRateLimitExceeded": (old_style(403, "sharingRateLimitExceeded"), QuotaExhausted),
    "403 accessNotConfigured": (old_style(403, "accessNotConfigured", USAGE), QuotaExhausted),
    "403 SERVICE_DISABLED": (new_style(403, "PERMISSION_DENIED", "SERVICE_DISABLED"), QuotaExhausted),
    "403 forbidden": (old_style(403, "forbidden"), AccessDenied),
    "403 insufficientPermissions": (old_style(403, "insufficientPermissions"), AccessDenied),
    "403 PERMISSION_DENIED": (new_style(403, "PERMISSION_DENIED"), AccessDenied),
    "404": (old_style(404, "notFound"), NotFound),
    "409": (old_style(409, "duplicate"), AlreadyExists),
    "410": (old_style(410, "deleted"), Gone),
    "412": (old_style(412, "conditionNotMet"), Changed),
    "400": (old_style(400, "invalid"), Rejected),
    "501": (Reply(501), Rejected),
}
REPEATABLE = [read, read_a_sheet, insert, patch]
UNSAFE = [send, make_a_sheet]
CALLS = REPEATABLE + UNSAFE
Call = Callable[[Google], Any]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("answer", NOT_APPLIED.values(), ids=NOT_APPLIED)
def test_what_was_surely_not_applied_is_sent_again(tmp_path: Path, call: Call, answer: Answer) -> None:
    server, time = ScriptedGoogle(answer, DONE), VirtualTime()

    assert call(sandboxed(tmp_path, server, time=time)) == {"id": "x"}
    assert (len(server.asked), time.naps) == (2, [1.0])


@pytest.mark.parametrize("call", REPEATABLE)
@pytest.mark.parametrize("answer", UNSURE.values(), ids=UNSURE)
def test_what_may_have_been_applied_is_sent_again_where_that_is_harmless(
    tmp_path: Path, call: Call, answer: Answer
) -> None:
    server, time = ScriptedGoogle(answer, DONE), VirtualTime()

    assert call(sandboxed(tmp_path, server, time=time)) == {"id": "x"}
    assert (len(server.asked), time.naps) == (2, [1.0])


@pytest.mark.parametrize("call", UNSAFE)
@pytest.mark.parametrize("answer", UNSURE.values(), ids=UNSURE)
def test_what_may_have_been_applied_is_looked_up_where_it_is_not(
    tmp_path: Path, call: Call, answer: Answer
) -> None:
    server, time = ScriptedGoogle(answer, DONE), VirtualTime()

    with pytest.raises(OutcomeUnknown):
        call(sandboxed(tmp_path, server, time=time))
    assert (len(server.asked), time.naps) == (1, [])


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(("answer", "error"), FINAL.values(), ids=FINAL)
def test_what_no_repeat_can_mend_is_said_at_once(
    tmp_path: Path, call: Call, answer: Reply, error: type[GoogleRefusal]
) -> None:
    server, time = ScriptedGoogle(answer, DONE), VirtualTime()

    with pytest.raises(error):
        call(sandboxed(tmp_path, server, time=time))
    assert (len(server.asked), time.naps) == (1, [])


SIGNED_OUT: dict[str, tuple[Answer, ...]] = {
    "401 after the refresh": (Reply(401), Reply(body={"access_token": "b", "expires_in": 3600}), Reply(401)),
    "a refresh that is refused": (Reply(401), Reply(400, {"error": "invalid_grant"})),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("answers", SIGNED_OUT.values(), ids=SIGNED_OUT)
def test_whoever_is_signed_out_stops(tmp_path: Path, call: Call, answers: tuple[Answer, ...]) -> None:
    server, time = ScriptedGoogle(*answers), VirtualTime()

    with pytest.raises(SignInError):
        call(sandboxed(tmp_path, server, time=time))
    assert (len(server.asked), time.naps) == (len(answers), [])


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("answer", [*NOT_APPLIED.values(), *UNSURE.values()], ids=[*NOT_APPLIED, *UNSURE])
def test_nothing_is_tried_for_ever(tmp_path: Path, call: Call, answer: Answer) -> None:
    server, time = ScriptedGoogle(answer), VirtualTime()

    with pytest.raises(WorkspaceAgentError):
        call(sandboxed(tmp_path, server, time=time))
    assert sum(time.naps) <= 120

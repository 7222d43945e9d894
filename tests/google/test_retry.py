"""How long is waited and when it ends; which answers are repeated stands in `test_retry_table.py`."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.adapters import BaseAdapter
from requests.exceptions import ReadTimeout
from urllib3.exceptions import ProtocolError

from tests.google.helpers import (
    Reply,
    ScriptedGoogle,
    VirtualTime,
    old_style,
    sandboxed,
)
from workspace_agent.google.drive import NewFile
from workspace_agent.google.retry import Budget, Repeat, Retrier
from workspace_agent.google.workspace import Google, Limits
from workspace_agent.model.errors import (
    AccessDenied,
    AlreadyExists,
    GoogleRefusal,
    GoogleUnavailable,
    OutcomeUnknown,
    Rejected,
)

RESET = requests.ConnectionError(ProtocolError("Connection aborted.", ConnectionResetError()))
RATE = old_style(403, "rateLimitExceeded", "usageLimits")
DONE = Reply(body={"id": "x"})


def read(google: Google) -> Any:
    return google.sheets.read("b", "sheets")


def library_read(google: Google) -> Any:
    return google.calendar.get("c", "e")


def keyed(google: Google) -> Any:
    return google.calendar.insert("c", {"id": "e0123"}, "none")


def unsafe(google: Google) -> Any:
    return google.gmail.send_draft("d")


Act = Callable[[Google], Any]


def test_a_mail_that_arrived_before_a_503_is_sent_once(tmp_path: Path) -> None:
    delivered: list[object] = []

    def deliver(request: requests.PreparedRequest) -> Reply:
        delivered.append(request.body)
        return Reply(503)

    with pytest.raises(OutcomeUnknown):
        unsafe(sandboxed(tmp_path, ScriptedGoogle(deliver)))
    assert len(delivered) == 1


@pytest.mark.parametrize(
    ("act", "method"), [(read, "sheets.spreadsheets.get"), (keyed, "calendar.events.insert")]
)
def test_an_error_holds_codes_only(tmp_path: Path, act: Act, method: str) -> None:
    answer = old_style(403, "forbidden", message="Jane Doe's sheet")
    with pytest.raises(AccessDenied) as caught:
        act(sandboxed(tmp_path, ScriptedGoogle(answer)))
    error = caught.value
    assert (error.method, error.status, error.reason) == (method, 403, "forbidden")
    assert str(error) == f"{method}: access denied (403 forbidden)"
    assert error.advice
    assert (error.__cause__, error.__context__) == (None, None)


@pytest.mark.parametrize("act", [read, library_read])
def test_a_constant_503_ends_within_the_patience_of_the_call(tmp_path: Path, act: Act) -> None:
    server, time = ScriptedGoogle(Reply(503)), VirtualTime()
    with pytest.raises(GoogleUnavailable) as caught:
        act(sandboxed(tmp_path, server, time=time))
    assert caught.value.status == 503
    assert time.naps == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 32.0]
    assert sum(time.naps) <= 120


def test_a_keyed_call_that_stays_in_doubt_is_to_be_looked_up(tmp_path: Path) -> None:
    with pytest.raises(OutcomeUnknown):
        keyed(sandboxed(tmp_path, ScriptedGoogle(ReadTimeout("t"), RATE)))


@pytest.mark.parametrize(
    ("status", "reason"), [(403, "storageQuotaExceeded"), (403, "forbidden"), (404, "notFound")]
)
def test_a_keyed_call_that_was_lost_and_then_refused_is_to_be_looked_up(
    tmp_path: Path, status: int, reason: str
) -> None:
    with pytest.raises(OutcomeUnknown) as caught:
        keyed(sandboxed(tmp_path, ScriptedGoogle(RESET, old_style(status, reason))))
    assert (caught.value.status, caught.value.reason) == (status, reason)


def test_a_read_that_was_lost_and_then_refused_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AccessDenied):
        read(sandboxed(tmp_path, ScriptedGoogle(RESET, old_style(403, "forbidden"))))


def test_a_keyed_call_that_was_surely_not_applied_is_not_in_doubt(tmp_path: Path) -> None:
    with pytest.raises(GoogleUnavailable):
        keyed(sandboxed(tmp_path, ScriptedGoogle(RATE)))


def test_a_lost_upload_answers_409_and_makes_no_second_file(tmp_path: Path) -> None:
    server = ScriptedGoogle(RESET, old_style(409, "fileIdInUse"))
    google = sandboxed(tmp_path, server)
    with pytest.raises(AlreadyExists):
        google.drive.upload(NewFile("f1", "J.S. v1.pdf", "p"), b"%PDF", "application/pdf")
    assert [b'"id": "f1"' in (asked.body or b"") for asked in server.asked] == [True, True]


def test_a_draft_is_never_made_twice(tmp_path: Path) -> None:
    server, message = ScriptedGoogle(RESET, DONE), EmailMessage()
    with pytest.raises(OutcomeUnknown):
        sandboxed(tmp_path, server).gmail.create_draft(message)
    assert len(server.asked) == 1


def test_no_call_is_made_before_the_time_in_gmail_s_text(tmp_path: Path) -> None:
    text = "User-rate limit exceeded.  Retry after 2026-09-11T19:01:30.000Z"
    server = ScriptedGoogle(old_style(429, "rateLimitExceeded", message=text), DONE)
    time = VirtualTime()
    unsafe(sandboxed(tmp_path, server, time=time))
    assert time.naps == [90.0]


def test_no_call_is_made_before_the_time_in_the_header(tmp_path: Path) -> None:
    time = VirtualTime()
    read(sandboxed(tmp_path, ScriptedGoogle(Reply(429, headers={"Retry-After": "40"}), DONE), time=time))
    assert time.naps == [40.0]


def test_a_time_beyond_the_patience_is_left_to_the_next_run(tmp_path: Path) -> None:
    server, time = ScriptedGoogle(Reply(429, headers={"Retry-After": "3600"})), VirtualTime()
    with pytest.raises(GoogleUnavailable) as caught:
        read(sandboxed(tmp_path, server, time=time))
    assert caught.value.retry_at == datetime(2026, 9, 11, 20, tzinfo=UTC)
    assert (len(server.asked), time.naps) == (1, [])


def test_one_run_has_one_budget_of_repeats(tmp_path: Path) -> None:
    server = ScriptedGoogle(Reply(503))
    google = sandboxed(tmp_path, server, limits=Limits(repeats=3))
    for _ in range(4):
        with pytest.raises(GoogleUnavailable):
            read(google)
    assert len(server.asked) == 4 + 3


def test_the_next_run_has_a_new_budget_and_new_counts(tmp_path: Path) -> None:
    server = ScriptedGoogle(Reply(503), Reply(503), Reply(503), DONE)
    google = sandboxed(tmp_path, server, limits=Limits(repeats=1))
    with pytest.raises(GoogleUnavailable):
        read(google)
    google.begin_run()
    assert read(google) == {"id": "x"}
    assert [row.requests for row in google.counter.as_rows()] == [2]


def test_one_denied_workbook_does_not_stop_the_next(tmp_path: Path) -> None:
    def answer(request: requests.PreparedRequest) -> Reply:
        return old_style(403, "forbidden") if "/closed" in str(request.url) else Reply(body={"ok": 1})

    google = sandboxed(tmp_path, ScriptedGoogle(answer))
    outcomes = []
    for book in ("open-1", "closed", "open-2"):
        try:
            outcomes.append(google.sheets.read(book, "sheets"))
        except GoogleRefusal as error:
            outcomes.append({"skipped": error.reason})
    assert outcomes == [{"ok": 1}, {"skipped": "forbidden"}, {"ok": 1}]


class Broken(BaseAdapter):
    """A defect of our own, not of Google's."""

    def send(self, *_args: Any, **_kwargs: Any) -> requests.Response:
        raise ZeroDivisionError

    def close(self) -> None:
        pass


def test_a_defect_is_not_repeated_nor_renamed(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        keyed(sandboxed(tmp_path, Broken()))


def test_jitter_is_added_to_the_wait() -> None:
    time = VirtualTime()
    timing = time.timing()
    shaken = type(timing)(timing.clock, timing.sleep, lambda: 0.25)
    outcomes = iter([requests.ConnectionError("x"), None])

    def attempt() -> str:
        if error := next(outcomes):
            raise error
        return "done"

    assert Retrier(shaken, Budget(5)).call(Repeat.IDEMPOTENT, "drive.files.get", attempt) == "done"
    assert time.naps == [1.25]


def test_requests_are_counted_with_their_repeats(tmp_path: Path) -> None:
    token = Reply(body={"access_token": "fresh", "expires_in": 3600})
    server = ScriptedGoogle(token, Reply(503), DONE, DONE)
    google = sandboxed(tmp_path, server, expiry="2026-01-01T00:00:00Z")
    read(google)
    keyed(google)
    rows = [(row.service, row.method, row.writes, row.requests) for row in google.counter.as_rows()]
    assert rows == [
        ("calendar", "calendar.events.insert", True, 1),
        ("oauth2", "oauth2.token", False, 1),
        ("sheets", "sheets.spreadsheets.get", False, 2),
    ]
    assert google.counter.writes == 1


def test_an_incomplete_list_proves_nothing(tmp_path: Path) -> None:
    server = ScriptedGoogle(Reply(body={"files": [], "incompleteSearch": True}))
    with pytest.raises(GoogleUnavailable, match="incompleteSearch"):
        sandboxed(tmp_path, server).drive.list("trashed = false")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[]", b'"text"', b"<html>"])
@pytest.mark.parametrize("act", [read, library_read])
def test_an_unreadable_success_is_asked_again(tmp_path: Path, act: Act, content: bytes) -> None:
    server = ScriptedGoogle(Reply(200, content), DONE)
    assert act(sandboxed(tmp_path, server)) == {"id": "x"}
    assert len(server.asked) == 2


def test_pages_that_go_round_in_a_circle_end(tmp_path: Path) -> None:
    server = ScriptedGoogle(Reply(body={"items": [], "nextPageToken": "again"}))
    with pytest.raises(Rejected, match="pageTokenRepeated"):
        sandboxed(tmp_path, server).calendar.list("c")
    assert len(server.asked) == 2


def test_an_event_without_an_id_of_ours_is_unsafe(tmp_path: Path) -> None:
    server = ScriptedGoogle(Reply(503), DONE)
    with pytest.raises(OutcomeUnknown):
        sandboxed(tmp_path, server).calendar.insert("c", {"summary": "x"}, "none")
    assert json.loads(server.asked[0].body or "") == {"summary": "x"}

"""Requests per minute on the sandbox's own clock."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.sandbox.conftest import NOW
from tests.sandbox.world import MANAGER, ROBOT, Json, Person, control, session_of
from workspace_agent.sandbox.server import Sandbox

EVENTS = "/calendar/v3/calendars/primary/events"
FILES = "/drive/v3/files"


def limit(sandbox: Sandbox, **limits: object) -> None:
    control(sandbox, "POST", "quotas", {name.replace("_", ".", 1): one for name, one in limits.items()})


def at(sandbox: Sandbox, seconds: float) -> None:
    sandbox.state.clock.set(NOW + timedelta(seconds=seconds), frozen=True)


@pytest.fixture
def book(robot: Person) -> str:
    return str(robot.post("/v4/spreadsheets", {})["spreadsheetId"])


def test_nothing_is_limited_until_somebody_says_so(robot: Person) -> None:
    assert all(robot.ask("GET", EVENTS).ok for _ in range(80))


def test_sheets_answers_429_with_the_limit_and_no_retry_after(
    sandbox: Sandbox, robot: Person, book: str
) -> None:
    control(sandbox, "POST", "quotas", {"google": True})
    answers = [robot.ask("GET", f"/v4/spreadsheets/{book}") for _ in range(61)]
    assert [answer.status_code for answer in answers] == [200] * 60 + [429]
    error = answers[-1].json()["error"]
    assert (error["status"], "Retry-After" in answers[-1].headers) == ("RESOURCE_EXHAUSTED", False)
    assert error["message"] == (
        "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' of "
        "service 'sheets.googleapis.com' for consumer 'project_number:100000000001'."
    )
    info = error["details"][0]
    assert (info["reason"], info["metadata"]["quota_limit_value"]) == ("RATE_LIMIT_EXCEEDED", "60")
    assert info["metadata"]["quota_limit"] == "ReadRequestsPerMinutePerUser"


def test_reads_and_writes_are_counted_apart(sandbox: Sandbox, robot: Person, book: str) -> None:
    limit(sandbox, sheets_read={"user": 1}, sheets_write={"user": 1})
    assert robot.ask("GET", f"/v4/spreadsheets/{book}").ok
    clear = f"/v4/spreadsheets/{book}/values/A1:clear"
    assert [robot.ask("POST", clear, {}).status_code for _ in range(2)] == [200, 429]


def test_each_user_has_a_quota_and_the_project_one_for_all(
    sandbox: Sandbox, robot: Person, manager: Person
) -> None:
    limit(sandbox, drive_units={"user": 200, "project": 300})
    assert [robot.ask("GET", FILES).status_code for _ in range(3)] == [200, 200, 403]
    assert manager.ask("GET", FILES).ok
    assert manager.refused("GET", FILES) == (403, "rateLimitExceeded")
    other = Person(sandbox, MANAGER, client_id="200000000002-other.apps.googleusercontent.com")
    assert other.ask("GET", FILES).ok


def test_drive_answers_403_of_the_usage_limits(sandbox: Sandbox, robot: Person) -> None:
    limit(sandbox, drive_units={"user": 0})
    error = robot.ask("GET", FILES).json()["error"]
    assert (error["code"], error["message"]) == (403, "User Rate Limit Exceeded")
    assert (error["errors"][0]["domain"], error["errors"][0]["reason"]) == (
        "usageLimits",
        "userRateLimitExceeded",
    )


def test_calendars_minute_slides(sandbox: Sandbox, robot: Person) -> None:
    limit(sandbox, calendar_queries={"user": 2})
    at(sandbox, 50)
    robot.get(EVENTS)
    at(sandbox, 70)
    robot.get(EVENTS)
    error = robot.ask("GET", EVENTS).json()["error"]
    assert (error["code"], error["errors"][0]["domain"]) == (403, "usageLimits")
    assert (error["errors"][0]["reason"], error["status"]) == ("rateLimitExceeded", "PERMISSION_DENIED")
    at(sandbox, 111)
    assert robot.ask("GET", EVENTS).ok
    assert robot.ask("GET", EVENTS).status_code == 403


def test_the_others_begin_anew_with_each_minute(sandbox: Sandbox, robot: Person, book: str) -> None:
    limit(sandbox, sheets_read={"user": 1})
    at(sandbox, 59)
    assert [robot.ask("GET", f"/v4/spreadsheets/{book}").status_code for _ in range(2)] == [200, 429]
    at(sandbox, 60)
    assert robot.ask("GET", f"/v4/spreadsheets/{book}").ok


def test_gmail_counts_units_and_names_the_time_in_its_text_only(sandbox: Sandbox, robot: Person) -> None:
    limit(sandbox, gmail_units={"user": 104})
    at(sandbox, 5)
    mail = {"raw": "VG86IGFAYi5jCgpIaQ"}
    assert robot.ask("POST", "/gmail/v1/users/me/messages/send", mail).ok
    answer = robot.ask("GET", "/gmail/v1/users/me/messages")
    error = answer.json()["error"]
    assert (error["code"], error["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert error["message"] == "User-rate limit exceeded.  Retry after 2026-11-20T12:01:00.000Z"
    assert "Retry-After" not in answer.headers
    assert robot.get("/gmail/v1/users/me/profile")["emailAddress"] == ROBOT


def test_answers_of_forms_cost_a_class_of_their_own(sandbox: Sandbox, robot: Person) -> None:
    control(sandbox, "POST", "forms", {"owner": ROBOT, "form": {"formId": "f"}})
    limit(sandbox, forms_expensive_read={"user": 0}, forms_read={"user": 1})
    assert robot.refused("GET", "/v1/forms/f/responses") == (429, "RESOURCE_EXHAUSTED")
    assert robot.ask("GET", "/v1/forms/f").ok


@pytest.mark.parametrize("wrong", [{"sheets.reads": {"user": 1}}, {"sheets.read": {"day": 1}}])
def test_a_class_or_scope_that_is_not_there_is_refused(sandbox: Sandbox, wrong: Json) -> None:
    assert session_of(sandbox).post("http://sandbox/_sandbox/quotas", json=wrong).status_code == 400


def test_limits_can_be_lifted(sandbox: Sandbox, robot: Person) -> None:
    limit(sandbox, drive_units={"user": 0})
    limit(sandbox)
    assert robot.ask("GET", FILES).ok

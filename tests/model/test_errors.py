"""Errors say what to do next, and hold codes only."""

from __future__ import annotations

import pytest

from workspace_agent.model.errors import (
    AccessDenied,
    AlreadyExists,
    GoogleUnavailable,
    LockHeld,
    NameRefused,
    SignInError,
    code_word,
)


def test_each_error_advises_unless_told_better() -> None:
    assert SignInError("no").advice == "sign in; type: workspace-agent auth login"
    assert AccessDenied("drive.files.get", 403, advice="ask Ana").advice == "ask Ana"
    assert LockHeld("held").advice


def test_a_refused_name_is_not_repeated() -> None:
    refused = NameRefused("calendar", "summary")

    assert str(refused) == "calendar: refused to send summary: it shows a name of the roster"
    assert "defect" in refused.advice


def test_an_answer_without_codes_is_said_without_them() -> None:
    assert str(AlreadyExists("drive.files.create")) == "drive.files.create: already there"
    assert (
        str(GoogleUnavailable("drive.files.get", 503)) == "drive.files.get: Google is not available now (503)"
    )
    assert GoogleUnavailable("drive.files.get").retry_at is None


@pytest.mark.parametrize(
    "reason", ["Jane Doe", "jane@home.example", "", None, 7, "x" * 65, "a\nb", "0123", "word\n"]
)
def test_prose_is_no_code_word(reason: object) -> None:
    assert code_word(reason) == ""


@pytest.mark.parametrize(
    "reason", ["Lindqvist", "lindqvist", "LINDQVIST", "DeShawn", "McCasey", "7up", "_", "aB" * 33]
)
def test_one_word_that_may_be_a_name_is_no_code_word(reason: str) -> None:
    assert code_word(reason) == ""


@pytest.mark.parametrize(
    "reason",
    [
        "rateLimitExceeded",
        "RATE_LIMIT_EXCEEDED",
        "invalid_grant",
        "duplicate",
        "UNAVAILABLE",
        "appNotAuthorizedToFile",
    ],
)
def test_a_code_word_is_kept(reason: str) -> None:
    assert code_word(reason) == reason

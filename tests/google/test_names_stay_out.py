"""Neither logs nor errors repeat what Google said, what was asked for or who signed in."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.google.helpers import Answer, Reply, ScriptedGoogle, new_style, old_style, sandboxed
from workspace_agent.google.workspace import Google
from workspace_agent.model.errors import WorkspaceAgentError

NAME = "Jane Doe"
ACTS: list[Callable[[Google], Any]] = [
    lambda google: google.sheets.values_batch_get("book", [f"'{NAME}'!A1:C9"]),
    lambda google: google.drive.list(f"name contains '{NAME}'"),
    lambda google: google.calendar.insert("c", {"id": "e0123", "summary": NAME}, "none"),
]
ANSWERS: list[Answer] = [
    old_style(403, "forbidden", message=f"no access to {NAME}"),
    old_style(400, NAME, message=NAME),
    new_style(403, "PERMISSION_DENIED", message=NAME),
    Reply(403, {"error": {"message": NAME}}),
    Reply(403, f"<html>{NAME}</html>".encode()),
    Reply(503, f"<html>{NAME}</html>".encode()),
    Reply(400, {"error": NAME, "error_description": NAME}),
    Reply(200, f"not json, {NAME}".encode()),
    requests.ConnectionError(f"cannot reach /v4/{NAME}"),
]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("expiry", ["2099-01-01T00:00:00Z", "2026-01-01T00:00:00Z"])
def test_nothing_is_repeated(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    act: Callable[[Google], Any],
    answer: Answer,
    expiry: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(WorkspaceAgentError) as caught:
        act(sandboxed(tmp_path, ScriptedGoogle(answer), expiry=expiry))
    shown = caplog.text + "".join(traceback.format_exception(caught.value))
    source = Path(__file__).read_text()
    for secret in (NAME, "Jane+Doe", "Jane%20Doe", "refresh-1", "access-1", "hush"):
        assert not [line for line in shown.splitlines() if secret in line and line.strip() not in source]


def test_a_repeat_is_told_in_codes(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    server = ScriptedGoogle(new_style(503, "UNAVAILABLE", message=NAME), Reply())
    sandboxed(tmp_path, server).sheets.read("b", "sheets")
    (record,) = (vars(record) for record in caplog.records)
    told = [record[key] for key in ("msg", "method", "status", "reason", "seconds")]
    assert told == ["again", "sheets.spreadsheets.get", 503, "UNAVAILABLE", 1.0]

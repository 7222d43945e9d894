"""Our table of methods and scopes against Google's discovery documents, and Drive's query literals."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace_agent.google.drive import quote
from workspace_agent.google.limiter import QUOTAS
from workspace_agent.google.methods import METHODS, Method
from workspace_agent.google.scopes import FEATURE_SCOPES, needed_scopes, uncovered
from workspace_agent.sandbox.discovery import load
from workspace_agent.sandbox.quotas import GOOGLES, cost_of, quota_class

OURS = [method for method in METHODS.values() if method.service != "oauth2"]
# What each feature calls. A test, not a table of the program: it proves that FEATURE_SCOPES suffice.
FEATURE_CALLS = {
    "observe": [
        "drive.about.get",
        "sheets.spreadsheets.get",
        "drive.files.get",
        "drive.files.list",
        "drive.changes.getStartPageToken",
        "drive.changes.list",
    ],
    "meetings": [
        "calendar.events.insert",
        "calendar.events.get",
        "calendar.events.list",
        "calendar.events.patch",
    ],
    "form": ["forms.forms.get", "forms.forms.responses.list"],
    "filing": [
        "drive.files.generateIds",
        "drive.files.create",
        "drive.files.update",
    ],
    "sharing": [
        "drive.permissions.list",
        "drive.permissions.create",
        "drive.permissions.delete",
        "drive.files.update",
    ],
    "progress_sheets": ["drive.files.generateIds", "drive.files.create", "drive.files.update"],
    "agent_tab": ["sheets.spreadsheets.values.update", "sheets.spreadsheets.batchUpdate"],
    "digest": [
        "gmail.users.drafts.create",
        "gmail.users.drafts.get",
        "gmail.users.drafts.list",
        "gmail.users.drafts.update",
        "gmail.users.drafts.send",
    ],
}


def walk(resource: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from resource.get("methods", {}).values()
    for below in resource.get("resources", {}).values():
        yield from walk(below)


@pytest.fixture(scope="module")
def discovered() -> dict[str, dict[str, Any]]:
    import googleapiclient.discovery_cache as cache  # noqa: PLC0415 - heavy

    folder = Path(str(cache.__file__)).parent / "documents"
    names = ("sheets.v4", "drive.v3", "calendar.v3", "gmail.v1", "forms.v1")
    documents = [json.loads((folder / f"{name}.json").read_text()) for name in names]
    return {method["id"]: method for document in documents for method in walk(document)}


@pytest.mark.parametrize("method", OURS, ids=lambda method: method.id)
def test_a_method_exists_and_is_a_read_exactly_if_google_gets_it(
    method: Method, discovered: dict[str, dict[str, Any]]
) -> None:
    assert method.writes == (discovered[method.id]["httpMethod"] != "GET")
    assert method.bucket in QUOTAS


def test_the_limiter_reckons_with_what_the_sandbox_counts() -> None:
    for method in OURS:
        at_google = load().methods[method.id]
        quota = QUOTAS[method.bucket]
        assert GOOGLES[quota_class(at_google)] == {"user": quota.user, "project": quota.project}
        assert method.cost == cost_of(at_google), method.id


@pytest.mark.parametrize("feature", FEATURE_CALLS)
def test_the_scopes_of_a_feature_allow_its_calls(feature: str, discovered: dict[str, dict[str, Any]]) -> None:
    scopes = FEATURE_SCOPES[feature]
    assert [id_ for id_ in FEATURE_CALLS[feature] if not scopes & set(discovered[id_]["scopes"])] == []


def test_a_feature_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(KeyError):
        needed_scopes(["astrology"])


def test_nothing_is_missing_where_everything_was_granted() -> None:
    everything = needed_scopes(FEATURE_SCOPES)
    assert uncovered(everything, everything) == frozenset()


@pytest.mark.parametrize(
    ("text", "literal"),
    [("O'Neil", r"'O\'Neil'"), ("a\\", r"'a\\'"), ("\\'", r"'\\\'" + "'"), ('say "x"', "'say \"x\"'")],
)
def test_a_text_is_quoted_for_drive(text: str, literal: str) -> None:
    assert quote(text) == literal


@given(st.text(alphabet="a'\\\" or"))
def test_a_quoted_text_cannot_end_early_and_reads_back(text: str) -> None:
    inside = quote(text)[1:-1]
    assert re.fullmatch(r"(?:[^'\\]|\\.)*", inside, re.DOTALL)
    assert re.sub(r"\\(.)", r"\1", inside, flags=re.DOTALL) == text

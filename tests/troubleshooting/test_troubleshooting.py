"""docs/troubleshooting.md holds each text that the program can print, once, and none that it cannot."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.troubleshooting.document import DOCUMENT, belongs, document, patterns, placed_kinds
from tests.troubleshooting.texts import all_texts, refusals
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.settings_tables import GoogleSettings


def test_every_error_text_has_its_place() -> None:
    """Where a module is new, name it in a line `<!-- errors: ... -->` of the template."""
    assert [text for text in all_texts() if not belongs(text)] == []


def test_every_place_holds_something() -> None:
    assert set(patterns()) == {belongs(text) for text in all_texts()}


def test_every_kind_of_problem_has_one_place() -> None:
    """Where a kind is new, name it in a line `<!-- kinds: ... -->` of the template."""
    assert Counter(placed_kinds()) == Counter(ProblemKind)


def test_the_document_is_what_the_program_says() -> None:
    """`make troubleshooting` writes it anew."""
    assert DOCUMENT.read_text(encoding="utf8") == document()


def test_the_setting_for_slow_workbooks_is_one() -> None:
    (seconds,) = re.findall(r"`read_timeout_seconds = (\d+)` under `\[google\]`", document())
    slow = GoogleSettings(mode="google", read_timeout_seconds=seconds)
    assert slow.read_timeout_seconds > 180, "how long Sheets may take"


def test_what_to_do_is_never_only_a_name_of_the_source() -> None:
    assert [text for text in all_texts() if re.fullmatch(r"[A-Z_]+|\.\.\.", text.advice)] == []


def test_to_take_the_app_off_is_never_the_first_thing_to_do() -> None:
    """Google may then take from the agent what it made."""
    found = [text.advice for text in all_texts() if "myaccount.google.com/connections" in text.advice]
    assert found
    assert not [advice for advice in found if re.match(r"(remove|take) the app", advice)]


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        (
            "The agent's sign-in belongs to another OAuth client.",
            "workspace-agent auth login --config FOLDER",
        ),
        ("The service account may not act for SUBJECT: ", "auth delegation-link --config FOLDER"),
        ("The agent's sign-in ended by itself on DATE.", "publish it as Internal"),
        ("nobody allowed anything on Google's page.", "tick the boxes"),
        ("PATH was not made for google.mode", "curl -d '{}' URL/_sandbox/clients > FILE"),
        ("PATH is not the file of an OAuth client | ", "a client of the type Desktop app"),
        ("The agent may not read the workbooks.", "tick every box"),
        ("Nobody is told when the agent stops.", "healthchecks.io"),
    ],
)
def test_texts_of_tables_functions_and_checks_are_found(said: str, advice: str) -> None:
    (found,) = {text.advice for text in all_texts() if text.said.startswith(said)}
    assert advice in found


def test_texts_are_found_as_they_are_printed() -> None:
    said = {text.said: text for text in all_texts()}

    assert said["PATH can be read by others."].advice == "chmod 600 PATH"
    assert said["LEDGER cannot be written."].advice.startswith("make room on its disk")
    assert said["FILE: KEY: not one e-mail address"].kind == "ValueError"
    assert len(said) > 80
    assert {"AccessDenied", "GoogleUnavailable", "OutcomeUnknown"} <= {name for name, _ in refusals()}

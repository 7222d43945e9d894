"""What is remembered of responses, and read again from looks and marks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from workspace_agent.model.prints import (
    KnownResponses,
    ResponsePrints,
    Version,
    known_responses,
    look,
    looks_at_gone,
)
from workspace_agent.model.seen import LastLook

AT = datetime(2026, 11, 13, 15, 20, 8, 412906, UTC)
VERSION = Version("abc", AT)
OF_FORM = ResponsePrints("sent", "sender")
OF_SHEET = ResponsePrints("sent", "sender", ("one", "", "two"), (5, 7))


def remembered(version: Version, prints: ResponsePrints) -> dict[str, LastLook]:
    seen = look(version, prints)
    return {seen.subject: LastLook(seen.shown, AT), "student/r1": LastLook("whatever", AT)}


@pytest.mark.parametrize("prints", [OF_FORM, OF_SHEET], ids=["from the form", "from two sheets"])
def test_what_is_remembered_is_read_again(prints: ResponsePrints) -> None:
    assert known_responses(remembered(VERSION, prints), []) == KnownResponses(
        {"sent": VERSION}, ((VERSION, prints),)
    )


def test_what_is_gone_is_known_but_does_not_stand_there() -> None:
    looks = remembered(VERSION, OF_SHEET)
    assert looks_at_gone(looks, ["sent"]) == ()
    (gone,) = looks_at_gone(looks, ["other"])
    after = {gone.subject: LastLook(gone.shown, AT)}
    assert known_responses(after, []) == KnownResponses({"sent": VERSION})
    assert looks_at_gone(after, []) == ()


def test_without_a_ledger_the_marks_on_records_tell() -> None:
    key = f"record/abc/{AT.isoformat()}"
    assert known_responses({}, [(key, "sent")]) == KnownResponses({"sent": VERSION})


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param(("a", "b", ""), ("a", "c", ""), (1, 1), id="what is blank in both does not count"),
        pytest.param(("a", "b", ""), ("a", "b", "c"), (2, 1), id="what is blank in one differs"),
    ],
)
def test_how_many_answers_are_alike(
    one: tuple[str, ...], other: tuple[str, ...], expected: tuple[int, int]
) -> None:
    assert ResponsePrints("a", "s", one).alike(ResponsePrints("b", "s", other)) == expected

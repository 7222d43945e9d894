"""The document says what the repository keeps, and was written by the command."""

from __future__ import annotations

import json

import pytest

from tests.mutants.table import MUTANTS
from tests.reliability.__main__ import DOCUMENT, KEPT, PROOFS, as_row, as_story, document, measured


def said() -> str:
    return DOCUMENT.read_text(encoding="utf8")


def test_the_document_is_what_was_measured() -> None:
    assert said() == document(measured())


def test_every_point_that_is_kept_was_died_at() -> None:
    kept = json.loads(KEPT.read_text(encoding="utf8"))
    deaths = 2 * sum(number for numbers in kept.values() for number in numbers.values())

    assert f"{deaths} deaths at {deaths} of {deaths} places; 0 left" in said()


def test_the_document_names_every_planted_bug_and_who_caught_it() -> None:
    assert [mutant.name for mutant in MUTANTS if f"| {mutant.name} |" not in said()] == []
    assert f"{len(MUTANTS)} of {len(MUTANTS)} planted bugs were caught" in said()


def test_each_figure_says_of_which_version_it_is() -> None:
    figures = {proof: {"figure": f"{proof} fine", "on": "1 Nov 2026", "version": "abc"} for proof in PROOFS}
    figures["mutants"]["caught"] = "| a bug | deaths: `first day` |"
    figures["hunted"]["caught"] = "| a bug | seed 0: a digest was sent twice |"

    for proof in PROOFS:
        assert f"{proof} fine (1 Nov 2026, version `abc`)" in document(figures)
    assert "| a bug | deaths: `first day` |" in document(figures)
    assert "| a bug | seed 0: a digest was sent twice |" in document(figures)


def test_a_caught_bug_is_a_row() -> None:
    line = "a bug: caught by lost answers: FAILED tests/a.py::test_b[x: y] - assert"

    assert as_row(line) == "| a bug | lost answers: `tests/a.py::test_b[x: y]` |"


@pytest.mark.parametrize(
    ("line", "row"),
    [
        (
            "a bug: caught by simulation: seed 0: 10 Aug 2026 07:22: a digest was sent twice",
            "| a bug | seed 0: 10 Aug 2026 07:22: a digest was sent twice |",
        ),
        ("a bug: in no story: it is hidden", "| a bug | *none:* it is hidden |"),
    ],
)
def test_what_a_story_showed_is_a_row(line: str, row: str) -> None:
    assert as_story(line) == row


def test_of_what_a_story_showed_only_the_beginning_is_told() -> None:
    told = as_story(f"a bug: caught by simulation: seed 0: told Counter({'x ' * 200})")

    assert told.startswith("| a bug | seed 0: told Counter(")
    assert told.endswith(" … |")

"""Every bug can still be planted, and a few of them are; `make mutants` plants them all."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest

from tests.mutants.hunt import ROOT, hunt
from tests.mutants.table import MUTANTS, SUITES, DoesNotApply, Edit, Mutant

SAMPLE = {
    "a change resets what guests answered": "the busy day",
    "calls that must not be repeated are repeated": "retries",
    "the Agent tab is written at every run": "state file",
}


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_every_bug_can_be_planted_as_python_and_has_its_hunters(tmp_path: Path, mutant: Mutant) -> None:
    for edit in mutant.edits:
        copy = tmp_path / edit.file
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / edit.file, copy)
    for edit in mutant.edits:
        edit.apply(tmp_path)
    for name in {edit.file for edit in mutant.edits}:
        ast.parse((tmp_path / name).read_text(encoding="utf8"))

    assert set(mutant.hunters) <= set(SUITES)


@pytest.mark.parametrize(("name", "suite"), SAMPLE.items())
def test_a_few_are_caught(name: str, suite: str) -> None:
    (mutant,) = [mutant for mutant in MUTANTS if mutant.name == name]
    caught = hunt(mutant)

    assert caught.suite == suite
    assert caught.test.startswith(("FAILED tests/", "ERROR tests/"))


@pytest.mark.parametrize("text", ["not there", "twice"])
def test_a_bug_that_fits_nowhere_or_twice_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.py").write_text("twice twice", encoding="utf8")

    with pytest.raises(DoesNotApply, match=r"a\.py"):
        Edit("a.py", text, "").apply(tmp_path)


def test_a_bug_in_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(DoesNotApply):
        Edit("gone.py", "x", "").apply(tmp_path)

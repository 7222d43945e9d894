"""Plant a bug in a copy of the program, and see who catches it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.kills.campaign import memory
from tests.mutants.table import SUITES, Mutant

ROOT = Path(__file__).parents[2]
_PLACES = ("first day", "busy day", "hand-over", "seed ")
"""What a line begins with that tells where a proof found something."""

_COPIED = ("workspace_agent", "tests", "config", "pyproject.toml", "README.md", "docs")


@dataclass(frozen=True, slots=True)
class Caught:
    """Who caught a bug, and by which test; nobody where `suite` is empty."""

    suite: str = ""
    test: str = ""


@contextmanager
def planted(mutant: Mutant) -> Iterator[Path]:
    """A copy of the program with a bug in it.

    Raises:
        DoesNotApply: The program has changed, so the bug has to be planted anew.
    """
    with TemporaryDirectory(dir=memory()) as name:
        root = Path(name)
        for one in _COPIED:
            _copy(ROOT / one, root / one)
        for edit in mutant.edits:
            edit.apply(root)
        yield root


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def hunt(mutant: Mutant, by: Sequence[str] = ()) -> Caught:
    """Let suites try it: those that are named; or all, those that are meant for it first."""
    every = (*mutant.hunters, *(name for name in SUITES if name not in mutant.hunters))
    with planted(mutant) as root:
        for suite in by or every:
            done = subprocess.run(  # noqa: S603 - our own command
                SUITES[suite], cwd=root, capture_output=True, text=True, check=False
            )
            if done.returncode:
                return Caught(suite, _first_failure(done.stdout))
    return Caught()


def _first_failure(output: str) -> str:
    """The failing test, or the place of the first death that left something wrong."""
    lines = output.splitlines()
    failed = [line for line in lines if line.startswith(("FAILED ", "ERROR "))]
    deaths = [line for line in lines if line.startswith(_PLACES)]
    return next(iter([*failed, *deaths]), "it broke at once")

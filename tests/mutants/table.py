"""The planted bugs, each as a change of text in a copy of the program, and who is to catch it."""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path


def _pytest(*paths: str) -> tuple[str, ...]:
    options = ("-x", "-q", "-rfE", "--tb=no", "--show-capture=no", "-p", "no:cacheprovider")
    return (sys.executable, "-m", "pytest", *options, *paths)


SUITES: dict[str, tuple[str, ...]] = {
    "the busy day": _pytest("tests/kills/test_days.py"),
    "people win": _pytest(
        "tests/journeys/test_people_win.py",
        "tests/journeys/test_booking.py",
        "tests/journeys/test_meanwhile.py",
        "tests/journeys/test_brought_back.py",
    ),
    "pauses": _pytest("tests/journeys/test_pauses.py"),
    "people and files": _pytest(
        "tests/journeys/test_folders_people_change.py",
        "tests/journeys/test_records_people_change.py",
        "tests/journeys/test_who_can_open.py",
        "tests/journeys/test_change_of_hands.py",
    ),
    "state file": _pytest("tests/kills/test_state_file.py", "tests/ledger"),
    "processes": _pytest("tests/kills/test_processes.py"),
    "lost answers": _pytest("tests/effects/test_lost_answers.py", "tests/effects/test_doubts.py"),
    "mail": _pytest(
        "tests/test_digests_that_wait.py",
        "tests/ledger/test_gmail_limit.py",
        "tests/ledger/test_one_in_each_period.py",
        "tests/journeys/test_gmails_limit.py",
        "tests/journeys/test_one_mail_each.py",
        "tests/cli/test_digests.py",
    ),
    "brakes": _pytest("tests/journeys/test_brakes.py", "tests/journeys/test_shadow_mode.py"),
    "effects": _pytest("tests/effects/test_perform.py"),
    "retries": _pytest("tests/google/test_retry_table.py", "tests/google/test_retry.py"),
    "names": _pytest("tests/test_names_never_leave.py"),
    "deaths": (sys.executable, "-m", "tests.kills", "singles", "--until-wrong"),
    "any order": _pytest("tests/machine"),
    "simulation": (
        *(sys.executable, "-m", "tests.simulation", "many", "--seeds", "0-3", "--days", "14"),
        *("--roughness", "1", "--workers", "1", "--until-wrong"),
    ),
}
"""The quicker ones first."""


class DoesNotApply(Exception):  # noqa: N818 - it says what is wrong
    """The program has changed, so the bug has to be planted anew."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace a text that stands exactly once in a file."""

    file: str
    old: str
    new: str

    def apply(self, root: Path) -> None:
        """Change the copy of the program that lies in a folder.

        Raises:
            DoesNotApply: The text is not there, or more than once.
        """
        path = root / self.file
        text = path.read_text(encoding="utf8") if path.exists() else ""
        if text.count(self.old) != 1:
            raise DoesNotApply(f"{self.file} holds this {text.count(self.old)} times, not once:\n{self.old}")
        path.write_text(text.replace(self.old, self.new), encoding="utf8")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One planted bug.

    Attributes:
        name: What the program does wrong, as a sentence.
        hunters: Suites that are tried first; all others come after them.
        edits: How it is planted.
        unseen: Why no story of the simulated year shows it; empty where one does.
    """

    name: str
    hunters: tuple[str, ...]
    edits: tuple[Edit, ...]
    unseen: str = ""


def read() -> tuple[Mutant, ...]:
    """The bugs of `planted.toml`."""
    text = Path(__file__).with_name("planted.toml").read_text(encoding="utf8")
    return tuple(
        Mutant(
            one["name"],
            tuple(one["hunters"]),
            tuple(Edit(**edit) for edit in one["edits"]),
            one.get("unseen", ""),
        )
        for one in tomllib.loads(text)["mutants"]
    )


MUTANTS = read()

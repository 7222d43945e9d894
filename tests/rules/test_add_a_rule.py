"""What docs/add-a-rule.md shows works when it is typed in: its example is, into a copy of the program."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "add-a-rule.md").read_text(encoding="utf8")
COPIED = (
    *(
        "workspace_agent/__init__.py",
        "workspace_agent/settings_files.py",
        "pyproject.toml",
        "tests/__init__.py",
    ),
    *(f"workspace_agent/{floor}" for floor in ("model", "intake", "rules", "duties")),
    *("config", "docs", "tests/rules"),
    *(f"tests/{path.name}" for path in ROOT.glob("tests/builders*.py")),
)
"""All that rules and their tests need."""

_BLOCK = re.compile(
    r"^(?:A new file `(?P<new>[^`]+)`|Into `(?P<path>[^`]+)`, (?P<side>before|behind) `(?P<line>[^`]+)`):\n\n"
    r"```\w+\n(?P<text>.*?)```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Copy:
    """A copy of the program in a folder of its own."""

    folder: Path

    def run(self, *arguments: str) -> str:
        """What a module of Python said, its exit code first."""
        command = [sys.executable, "-m", *arguments]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)  # noqa: S603
        return f"{done.returncode}\n{done.stdout}{done.stderr}"

    def type_in(self, page: str) -> None:
        """Do what the page says."""
        for block in _BLOCK.finditer(page):
            path = self.folder / (block["new"] or block["path"])
            if block["new"]:
                assert not path.exists(), "the example is of a rule that does not exist"
                path.write_text(block["text"], encoding="utf8")
            else:
                text = path.read_text(encoding="utf8")
                path.write_text(inserted(text, block["side"], block["line"], block["text"]), encoding="utf8")


def inserted(text: str, side: str, line: str, new: str) -> str:
    """The text with new lines before or behind the only line that says this."""
    lines = text.splitlines(keepends=True)
    (at,) = [number for number, one in enumerate(lines) if one.strip() == line]
    at += side == "behind"
    return "".join((*lines[:at], new, *lines[at:]))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    folder = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    made = Copy(folder)
    made.type_in(PAGE)
    yield made
    shutil.rmtree(folder)


def test_every_block_of_the_page_is_typed_in() -> None:
    assert len(_BLOCK.findall(PAGE)) == PAGE.count("\n```python\n") + PAGE.count("\n```toml\n")


def test_the_rule_book_is_stale_until_it_is_written_anew(copy: Copy) -> None:
    stale = copy.run(
        "pytest", "-q", "-p", "no:cacheprovider", "tests/rules/test_book.py", "-k", "what_the_rules"
    )
    written = copy.run("tests.rules.book")

    assert "run `make rules`" in stale
    assert written == "0\n"
    assert "### long_meeting" in (copy.folder / "docs" / "rules.md").read_text(encoding="utf8")


OF_ALL_RULES = "order_of_rows or holds_for_each_finding or file_with_a_rule"


def test_its_tests_pass_with_those_of_every_rule(copy: Copy) -> None:
    files = [f"tests/rules/test_{name}.py" for name in ("long_meeting", "every_rule", "requirement", "book")]
    copy.run("tests.rules.book")
    said = copy.run("pytest", "-v", "-p", "no:cacheprovider", *files, "-k", f"long_meeting or {OF_ALL_RULES}")

    assert said.startswith("0\n"), said
    assert re.search(r"\b[3-9]\d passed", said), said
    assert "test_there_is_a_department_in_which_it_finds_something[long_meeting] PASSED" in said


def test_its_style_is_that_of_the_house(copy: Copy) -> None:
    files = (
        "workspace_agent/rules/long_meeting.py",
        "tests/rules",
        "workspace_agent/model",
    )

    assert copy.run("ruff", "check", "--no-cache", *files).startswith("0\n")
    assert copy.run("ruff", "format", "--no-cache", "--check", *files).startswith("0\n")

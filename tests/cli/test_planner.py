"""`planner`: the year plan of any day, on the terminal, in a file and in the browser."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import AS_OF, Command, Department

AUGUST = ("--as-of", "2026-08-01T07:00")
INITIALS = re.compile(r"^\S\.\S\.(-\d+)? \(Marisol Quintero\)", re.MULTILINE)


def test_it_prints_the_year_and_sends_and_marks_nothing(
    department: Department, command: Command, tmp_path: Path
) -> None:
    page = tmp_path / "year.html"
    said = command("planner", "--html", str(page), "--config", str(department.config), *AS_OF)

    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("YEAR PLAN, School year 2026-27, as of 20 Nov 2026\n")
    assert "WEEK BY WEEK" in said.out
    assert INITIALS.search(said.out)
    assert "Week by week" in page.read_text(encoding="utf8")
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert department.writes() == []


def test_the_school_year_is_that_of_today_or_the_one_named(department: Department, command: Command) -> None:
    where = ("--config", str(department.config))

    assert "School year 2026-27" in command("planner", *where, *AUGUST).out
    assert "School year 2025-26" in command("planner", *where, "--as-of", "2026-07-31T07:00").out
    assert "School year 2027-28" in command("planner", *where, "--year", "2027", *AS_OF).out


def test_a_year_that_is_none_is_2(command: Command) -> None:
    assert command("planner", "--year", "26").code == 2


def test_a_folder_that_is_not_there_is_3(department: Department, command: Command, tmp_path: Path) -> None:
    page = tmp_path / "nowhere" / "year.html"
    said = command("planner", "--html", str(page), "--config", str(department.config), *AS_OF)

    assert said.code == 3
    assert said.err.startswith(f"--html {page}: cannot be written\nWhat to do: ")


def opened(department: Department, tmp_path: Path, browser: str) -> tuple[Path, str]:
    """The file that was opened, and what was said about it."""
    done = subprocess.run(  # noqa: S603 - our own command
        [
            *(sys.executable, "-m", "workspace_agent", "planner", "--open"),
            *("--config", str(department.config), *AS_OF),
        ],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "BROWSER": browser, "TMPDIR": str(tmp_path)},
    )
    (page,) = tmp_path.glob("workspace-agent-*/page.html")
    assert str(page) in done.stderr
    return page, done.stderr


def test_it_is_shown_in_the_browser_from_a_private_file(department: Department, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {seen}\n', encoding="utf8")
    browser.chmod(0o700)
    page, said = opened(department, tmp_path, f"{browser} %s")

    assert seen.read_text(encoding="utf8").strip() == page.as_uri()
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert stat.S_IMODE(page.parent.stat().st_mode) == 0o700
    assert said.startswith("The page is open in your browser: ")


def test_without_a_browser_it_says_where_the_page_is(department: Department, tmp_path: Path) -> None:
    _, said = opened(department, tmp_path, "/bin/false %s")

    assert said.startswith("No browser could be opened for the page: ")

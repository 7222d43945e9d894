"""Whoever stands in this repository is invented: no address and no telephone number can be somebody's.

Sources: RFC 2606 and RFC 6761 (names that nobody can have); nationalnanpa.com (555-0100 to 555-0199).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("config", "docs", "tests", "workspace_agent")
FILES = ("README.md", "CHANGELOG.md", "credentials.example.json", "pyproject.toml")
KINDS = {".py", ".md", ".toml", ".json", ".csv", ".txt", ".html", ".typ", ".j2", ".jsonl"}

ADDRESS = re.compile(r"([\w.+-]+)@((?:[\w-]+\.)+[A-Za-z][\w-]*)")
TELEPHONE = re.compile(r"\b\(?([2-9]\d\d)\)?[ .-](\d{3})[ .-](\d{4})\b")

# What Google's own machines are called is nobody's either.
NOBODYS = re.compile(
    r"(^|\.)(example|test|invalid|localhost|example\.(com|org|net)|google\.com|gserviceaccount\.com)$|^\w\.\w$",
    re.IGNORECASE,
)


def texts() -> Iterator[tuple[str, str]]:
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in KINDS]
    for path in [*paths, *(ROOT / name for name in FILES)]:
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf8")


def addresses(text: str) -> list[str]:
    found = ADDRESS.findall(text)
    return [host for local, host in found if not NOBODYS.search(host) and not _is_too_short(local, host)]


def _is_too_short(local: str, host: str) -> bool:
    """Google gives nobody an address of less than six letters."""
    return host == "gmail.com" and len(local) < 6


def telephones(text: str) -> list[str]:
    """Numbers that may be somebody's."""
    return [match[0] for match in TELEPHONE.finditer(text) if match[2] != "555" or match[3][:2] != "01"]


@pytest.mark.parametrize("find", [addresses, telephones])
def test_nobody_can_be_reached(find: Callable[[str], list[str]]) -> None:
    found = {(name, one) for name, text in texts() for one in find(text)}

    assert found == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("write to pat@" + "school.k12.tx.us", ["school.k12.tx.us"], id="a school's address"),
        pytest.param("pat.moran@" + "gmail.com", ["gmail.com"], id="somebody's own address"),
        pytest.param("pat@lakeward.example, a@b.c", [], id="an address that nobody can have"),
    ],
)
def test_an_address_of_somebody_would_be_found(text: str, found: list[str]) -> None:
    assert addresses(text) == found


def test_a_number_of_somebody_would_be_found() -> None:
    assert telephones("call (915) " + "555-0200 or 915-555-0142") == ["915) " + "555-0200"]

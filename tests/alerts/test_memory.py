"""What alerts remember: its owner's alone, and writable on a full disk."""

from __future__ import annotations

import json
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from workspace_agent.alerts.memory import FILE, Memory, Ping, recall, remember
from workspace_agent.alerts.troubles import Told, Trouble

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TOLD = Told(NOW, NOW, NOW, NOW, last=dict.fromkeys(Trouble, NOW), open=frozenset(Trouble))
FULL = Memory(TOLD, Ping(NOW, is_heard=True), NOW)


def test_what_is_remembered_is_recalled_and_its_owners_alone(tmp_path: Path) -> None:
    remember(tmp_path, FULL)
    assert recall(tmp_path) == FULL
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_nothing_was_told_at_first(tmp_path: Path) -> None:
    assert recall(tmp_path) == Memory()


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"bad_since": 3}', '{"bad_since": null, "last": {"x": 1}}']
)
def test_a_damaged_file_is_as_none(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    assert recall(tmp_path) == Memory()


def test_what_an_older_version_kept_is_recalled(tmp_path: Path) -> None:
    when = NOW.isoformat()
    kept = {"bad_since": when, "last": {"sign-in": when}, "open": ["sign-in"], "ping": None}
    (tmp_path / FILE).write_text(json.dumps(kept))
    told = Told(bad_since=NOW, last={Trouble.SIGN_IN: NOW}, open=frozenset({Trouble.SIGN_IN}))
    assert recall(tmp_path) == Memory(told)


def test_less_takes_the_place_of_more(tmp_path: Path) -> None:
    remember(tmp_path, FULL)
    remember(tmp_path, Memory())
    assert recall(tmp_path) == Memory()


def test_it_never_grows_so_that_a_full_disk_does_not_matter(tmp_path: Path) -> None:
    remember(tmp_path, Memory())
    size = (tmp_path / FILE).stat().st_size
    with files_up_to(size):
        remember(tmp_path, FULL)
    assert (tmp_path / FILE).stat().st_size == size
    assert recall(tmp_path) == FULL


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / FILE).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic link"):
        remember(tmp_path, FULL)


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

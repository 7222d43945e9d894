"""One agent at a time, and no lock that outlives its holder."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from workspace_agent.ledger.lock import is_held, only_one
from workspace_agent.model.errors import LockHeld, SettingsError

_HOLD = """
import sys
from pathlib import Path
from workspace_agent.ledger.lock import only_one
with only_one(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held_elsewhere(path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", _HOLD, str(path)]
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            yield holder
        finally:
            holder.kill()


def test_a_second_holder_is_sent_away_and_the_next_is_let_in(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(LockHeld), only_one(tmp_path):
        pass
    with only_one(tmp_path):
        pass


def test_who_only_asks_is_outwaited(tmp_path: Path) -> None:
    """Else a look at the status would send away a run that begins in that instant."""
    descriptor = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    asking = threading.Timer(0.05, os.close, [descriptor])
    asking.start()
    with only_one(tmp_path):
        assert is_held(tmp_path)
    assert not is_held(tmp_path)


def test_a_holder_that_fails_gives_the_lock_back(tmp_path: Path) -> None:
    with pytest.raises(KeyError), only_one(tmp_path):
        raise KeyError
    with only_one(tmp_path):
        pass


def test_another_process_is_sent_away_until_the_holder_is_killed(tmp_path: Path) -> None:
    with held_elsewhere(tmp_path) as holder:
        with pytest.raises(LockHeld), only_one(tmp_path):
            pass
        holder.kill()
        holder.wait()
        with only_one(tmp_path):
            pass


@pytest.mark.parametrize("place", ["nowhere", "file"])
def test_a_folder_that_is_none_is_a_wrong_setting(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="cannot be opened") as caught, only_one(tmp_path / place):
        pass
    assert caught.value.advice

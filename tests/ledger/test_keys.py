"""The secret key: minted once, its owner's alone, and refused rather than replaced."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from workspace_agent.ledger.keys import AliasKey, alias_key, signer
from workspace_agent.model.errors import SettingsError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "alias.key"


def test_a_key_is_minted_once(path: Path) -> None:
    first = alias_key(path)
    assert (len(first.secret), first.is_new, path.exists()) == (32, True, False)

    first.keep()
    assert alias_key(path) == AliasKey(path, first.secret)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_another_folder_gets_another_key(path: Path) -> None:
    assert alias_key(path).secret != alias_key(path.with_name("other.key")).secret


def test_a_process_that_died_while_minting_leaves_no_damaged_key(path: Path) -> None:
    path.with_name(".alias.key.fresh").write_text("ab")

    alias_key(path).keep()
    assert len(alias_key(path).secret) == 32


def test_a_key_that_is_there_is_not_written_again(path: Path) -> None:
    alias_key(path).keep()
    path.chmod(0o400)
    alias_key(path).keep()

    assert stat.S_IMODE(path.stat().st_mode) == 0o400


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666], ids=oct)
def test_a_key_that_others_can_read_is_refused(path: Path, mode: int) -> None:
    alias_key(path).keep()
    path.chmod(mode)

    with pytest.raises(SettingsError, match="can be read by others") as caught:
        alias_key(path)
    assert caught.value.advice == f"chmod 600 {path}"


DAMAGED = {
    "empty": b"",
    "too short": b"ab" * 31,
    "too long": b"ab" * 33,
    "not hexadecimal": b"zz" * 32,
    "half a digit": b"ab" * 31 + b"a",
    "not a text": b"\xff" * 64,
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_key_is_refused_and_kept(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)

    with pytest.raises(SettingsError, match="is damaged") as caught:
        alias_key(path)
    assert caught.value.advice
    assert path.read_bytes() == content


def test_a_key_that_cannot_be_read_is_refused(path: Path) -> None:
    path.mkdir(mode=0o700)

    with pytest.raises(SettingsError, match="cannot be read or made"):
        alias_key(path)


def test_a_key_that_cannot_be_kept_is_told(path: Path) -> None:
    key = alias_key(path.parent / "nowhere" / "alias.key")

    with pytest.raises(SettingsError, match="cannot be read or made"):
        key.keep()


def test_one_key_signs_alike_and_another_otherwise() -> None:
    one, other = signer(b"1" * 32), signer(b"2" * 32)

    assert one("text") == one("text") == signer(b"1" * 32)("text")
    assert one("text") != other("text")
    assert one("text") != one("texts")


def test_a_signature_is_made_of_digits_that_an_event_id_may_hold() -> None:
    assert set(signer(b"1" * 32)("É")) <= set("0123456789abcdef")
    assert len(signer(b"1" * 32)("É")) == 40

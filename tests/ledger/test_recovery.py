"""The recovery code: a key survives the way over paper, and no slip of the pen passes for it."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

import pytest

from workspace_agent.ledger.keys import LENGTH
from workspace_agent.ledger.recovery import recovery_code, secret_from
from workspace_agent.model.errors import SettingsError

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
SECRET = sha256(b"some key").digest()


@pytest.mark.parametrize("secret", [bytes(LENGTH), b"\xff" * LENGTH, SECRET], ids=["zeros", "ones", "any"])
def test_a_key_comes_back_from_its_code(secret: bytes) -> None:
    assert secret_from(recovery_code(secret)) == secret


def test_it_is_14_groups_of_4() -> None:
    assert [len(group) for group in recovery_code(SECRET).split(" ")] == [4] * 14


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(str.lower, id="small letters"),
        pytest.param(lambda code: code.replace(" ", ""), id="no spaces"),
        pytest.param(lambda code: code.replace(" ", "-"), id="dashes"),
        pytest.param(lambda code: f"  {code}\n", id="spaces around"),
        pytest.param(lambda code: code.replace(" ", "\n", 7), id="several lines"),
        pytest.param(lambda code: code.translate(str.maketrans("OIB", "018")), id="digits for like letters"),
    ],
)
def test_how_it_is_typed_does_not_count(change: Callable[[str], str]) -> None:
    assert secret_from(change(recovery_code(SECRET))) == SECRET


@pytest.mark.parametrize("place", range(56))
def test_every_wrong_character_is_noticed(place: int) -> None:
    code = recovery_code(SECRET).replace(" ", "")
    for wrong in ALPHABET.replace(code[place], ""):
        with pytest.raises(SettingsError, match="At least one character"):
            secret_from(code[:place] + wrong + code[place + 1 :])


@pytest.mark.parametrize("place", range(55))
def test_two_neighbours_that_changed_places_are_noticed(place: int) -> None:
    code = recovery_code(SECRET).replace(" ", "")
    if code[place] == code[place + 1]:
        return
    with pytest.raises(SettingsError, match="At least one character"):
        secret_from(code[:place] + code[place + 1] + code[place] + code[place + 2 :])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param("", "this has 0", id="nothing"),
        pytest.param(recovery_code(SECRET)[:-1], "this has 55", id="the last one is missing"),
        pytest.param(recovery_code(SECRET) + "A", "this has 57", id="one too many"),
        pytest.param("9" * 56, "only the letters A to Z", id="a digit that no code has"),
        pytest.param("é" * 56, "only the letters A to Z", id="a letter that no code has"),
        pytest.param("A" * 56, "At least one character", id="letters alone"),
    ],
)
def test_what_is_no_code_is_refused_without_repeating_it(typed: str, sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence) as refused:
        secret_from(typed)

    assert len(typed) < 9 or typed not in str(refused.value)

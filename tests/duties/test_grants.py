"""What the key of an effect says of a share, and when a share is ended."""

from __future__ import annotations

import pytest

from workspace_agent.duties.grants import (
    Grant,
    grant_of,
    is_ended,
    revoke_key,
    share_key,
    shares,
    taken_back_on,
    takes_back,
    unmark_key,
)

FOLDER = "folder/student/student-1"


@pytest.mark.parametrize(
    ("key", "lets_in", "takes_off"),
    [
        pytest.param(share_key(FOLDER, "manager"), True, False, id="a share"),
        pytest.param(unmark_key(FOLDER, "manager"), False, True, id="the mark of a share goes"),
        pytest.param(f"revoke/{FOLDER}/permission-1", False, True, id="a reader is taken off"),
        pytest.param(FOLDER, False, False, id="a folder"),
    ],
)
def test_what_an_effect_does_to_a_share_is_known_by_its_key(key: str, lets_in: bool, takes_off: bool) -> None:
    assert (shares(key), takes_back(key)) == (lets_in, takes_off)


@pytest.mark.parametrize("times", [1, 2])
def test_a_grant_is_known_by_its_key(times: int) -> None:
    grant = Grant(FOLDER, "manager", "print", times)

    assert grant_of(grant.key, "print") == grant


def test_what_lets_nobody_in_grants_nothing() -> None:
    assert grant_of(unmark_key(FOLDER, "manager")) is None


@pytest.mark.parametrize("key", [unmark_key(FOLDER, "manager"), revoke_key(FOLDER, "permission-1")])
def test_what_takes_back_says_on_which_folder(key: str) -> None:
    assert taken_back_on(key) == FOLDER


@pytest.mark.parametrize(
    ("key", "ended"),
    [
        pytest.param(unmark_key(FOLDER, "manager"), False, id="the mark is still there"),
        pytest.param(unmark_key(FOLDER, "ben"), True, id="the mark is gone"),
        pytest.param(f"revoke/{FOLDER}/permission-1", False, id="the reader is still there"),
        pytest.param(f"revoke/{FOLDER}/permission-2", True, id="the reader is gone"),
    ],
)
def test_it_is_ended_once_what_tells_of_it_is_gone(key: str, ended: bool) -> None:
    assert is_ended(key, {"shared_manager": "1"}, {"permission-1"}) is ended

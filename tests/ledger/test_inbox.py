"""What people decided is handed over whole, taken in once and in order, and never guessed at."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from workspace_agent.ledger.inbox import Decision, hand_over, look_into, take_in, waiting
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.model.errors import SettingsError

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
BOOK = ("meeting/a/1", "f1")
CANCEL = ("cancel/b/1", "f2")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    yield ledger
    ledger.close()


def filed(ledger: Ledger, key: str, file_id: str) -> None:
    ledger.intend(key, "f", 1, NOW)
    ledger.settle(key, file_id, f"https://drive.google.com/{file_id}", NOW)


def test_everything_is_taken_in_and_its_files_go(tmp_path: Path, ledger: Ledger) -> None:
    filed(ledger, "record/x", "1abc")
    hand_over(tmp_path, Decision(approved=frozenset({BOOK, CANCEL})), NOW)
    hand_over(tmp_path, Decision(answers={"q": "yes"}), NOW)
    hand_over(tmp_path, Decision(again={"record/x": "1abc"}), NOW)

    assert take_in(tmp_path, ledger, NOW) == 3
    assert ledger.approved() == {BOOK, CANCEL}
    assert (ledger.answers(), ledger.files()) == ({"q": "yes"}, {})
    assert (take_in(tmp_path, ledger, NOW), waiting(tmp_path)) == (0, [])


def test_of_two_answers_the_later_one_counts(tmp_path: Path, ledger: Ledger) -> None:
    for minutes, answer in ((9, "no"), (10, "yes"), (8, "no")):
        hand_over(tmp_path, Decision(answers={"q": answer}), NOW + timedelta(minutes=minutes))
    take_in(tmp_path, ledger, NOW)

    assert ledger.answers() == {"q": "yes"}


def test_a_look_leaves_it_to_the_one_who_writes(tmp_path: Path, ledger: Ledger) -> None:
    hand_over(tmp_path, Decision(approved=frozenset({BOOK})), NOW)
    look_into(tmp_path, ledger, NOW)

    assert ledger.approved() == {BOOK}
    assert len(waiting(tmp_path)) == 1


def test_what_was_made_anew_since_is_not_what_is_gone(tmp_path: Path, ledger: Ledger) -> None:
    filed(ledger, "record/x", "2new")
    hand_over(tmp_path, Decision(again={"record/x": "1abc", "record/y": "3"}), NOW)
    take_in(tmp_path, ledger, NOW)

    assert ledger.files()["record/x"].file_id == "2new"


def test_it_is_its_owners_alone_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    hand_over(tmp_path, Decision(), NOW)

    (path,) = tmp_path.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_what_root_hands_over_is_readable_for_the_agent(tmp_path: Path) -> None:
    os.chown(tmp_path, 12345, 12346)
    hand_over(tmp_path, Decision(), NOW)
    (path,) = waiting(tmp_path)

    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 12346)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b'{"approved": [["a"]]}', id="an action without its content"),
        pytest.param(b'{"pause": true}', id="of another version"),
        pytest.param(b"\xff", id="no text"),
    ],
)
def test_what_cannot_be_read_is_named_and_stays(tmp_path: Path, ledger: Ledger, content: bytes) -> None:
    path = tmp_path / "decision-1.json"
    path.touch(0o600)
    path.write_bytes(content)

    with pytest.raises(SettingsError, match=f"{path} cannot be read") as caught:
        take_in(tmp_path, ledger, NOW)
    assert "delete it" in caught.value.advice
    assert path.exists()


def test_what_others_can_read_is_refused(tmp_path: Path, ledger: Ledger) -> None:
    hand_over(tmp_path, Decision(answers={"q": "yes"}), NOW)
    (path,) = waiting(tmp_path)
    path.chmod(0o644)

    with pytest.raises(SettingsError, match="can be read by others"):
        take_in(tmp_path, ledger, NOW)
    assert ledger.answers() == {}


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"decision-.* cannot be written"):
        hand_over(tmp_path / "not there", Decision(), NOW)

"""The log: JSON lines with known keys, for its owner alone, without names."""

from __future__ import annotations

import errno
import json
import logging
import stat
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from workspace_agent.log import KEYS, Format, Log


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "agent.log"


@pytest.fixture
def log(path: Path) -> Iterator[Log]:
    log = Log(path)
    yield log
    log.close()


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def without_anna(text: str) -> str:
    return text.replace("Anna Lee", "[name]")


def test_a_line_is_json_with_the_values_given(log: Log, path: Path) -> None:
    log.say("effect", run=3, key="meeting/k3/1", state="done", reason=None)

    (line,) = lines(path)
    assert {name: line[name] for name in line if name != "at"} == {
        "level": "info",
        "event": "effect",
        "run": 3,
        "key": "meeting/k3/1",
        "state": "done",
    }
    assert line["at"].endswith("+00:00")


def test_an_unknown_key_is_refused_and_nothing_is_written(log: Log, path: Path) -> None:
    with pytest.raises(ValueError, match="title"):
        log.say("effect", title="anything")

    assert lines(path) == []


@pytest.mark.parametrize("key", KEYS)
def test_every_known_key_is_carried(log: Log, path: Path, key: str) -> None:
    log.say("effect", **{key: "x"})

    assert lines(path)[0][key] == "x"


def test_names_are_replaced_once_the_roster_is_known(log: Log, path: Path) -> None:
    log.guard(without_anna)
    log.say("Anna Lee", key="folder/Anna Lee")

    (line,) = lines(path)
    assert (line["event"], line["key"]) == ("[name]", "folder/[name]")


def test_what_seems_a_name_over_two_values_leaves_the_line_whole(log: Log, path: Path) -> None:
    log.guard(lambda text: text.replace('anna", "state": "lee', "[name]"))
    log.say("effect", key="anna", state="lee")

    assert lines(path)[0]["state"] == "lee"


def test_a_line_break_makes_no_second_line(log: Log, path: Path) -> None:
    log.say("effect", reason='x"}\n{"at": 1')

    assert lines(path)[0]["reason"] == 'x"}\n{"at": 1'


@pytest.mark.usefixtures("log")
def test_texts_and_errors_of_other_modules_stay_out(path: Path) -> None:
    elsewhere = logging.getLogger("workspace_agent.google.retry")
    elsewhere.error("Anna Lee: %s", "https://example/Anna", exc_info=RuntimeError("Anna Lee"))
    logging.getLogger("urllib3").error("Anna Lee")

    (line,) = lines(path)
    assert (line["event"], line["level"]) == ("workspace_agent.google.retry", "error")
    assert "Anna" not in path.read_text(encoding="utf8")


@pytest.mark.usefixtures("log")
def test_codes_of_other_modules_come_in_by_their_keys(path: Path) -> None:
    logging.getLogger("workspace_agent.google.retry").info("again", extra={"status": 503, "seconds": 2.0})

    assert (lines(path)[0]["status"], lines(path)[0]["seconds"]) == (503, 2.0)


@pytest.mark.usefixtures("log")
def test_the_file_is_its_owners_alone(path: Path) -> None:
    assert mode(path) == 0o600


def test_a_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    path.touch(mode=0o644)
    Log(path).close()

    assert mode(path) == 0o600


def test_a_rotated_log_is_its_owners_alone_too(log: Log, path: Path) -> None:
    for _ in range(12):
        log.say("effect", reason="x" * 100_000)

    assert mode(path) == mode(path.with_name("agent.log.1")) == 0o600
    assert len(lines(path)) + len(lines(path.with_name("agent.log.1"))) == 12


def test_every_line_of_a_run_says_to_which_run_it_belongs(log: Log, path: Path) -> None:
    with log.of_run(7):
        log.say("effect", key="meeting/k3/1")
        logging.getLogger("workspace_agent.google.retry").info("again", extra={"status": 503})
    log.say("alone")

    assert [line.get("run") for line in lines(path)] == [7, 7, None]


@pytest.mark.parametrize("layout", ["json", "console"])
def test_a_stream_shows_the_same_lines_without_names(log: Log, layout: Format) -> None:
    stream = StringIO()
    log.show(stream, layout)
    log.guard(without_anna)
    log.say("effect", key="folder/Anna Lee", state="done")
    elsewhere = logging.getLogger("workspace_agent.google.retry")
    elsewhere.error("Anna Lee: %s", "https://example/Anna", exc_info=RuntimeError("Anna Lee"))

    shown = stream.getvalue()
    assert len(shown.splitlines()) == 2
    assert "folder/[name]" in shown
    assert "workspace_agent.google.retry" in shown
    assert "Anna" not in shown
    assert shown.startswith("{") == (layout == "json")


@pytest.mark.usefixtures("log")
def test_keys_that_a_library_adds_are_dropped(path: Path) -> None:
    logging.getLogger("workspace_agent.x").info("x", extra={"url": "https://example/Anna", "status": 404})

    assert set(lines(path)[0]) == {"at", "level", "event", "status"}


def test_two_logs_one_after_the_other_double_nothing(path: Path) -> None:
    for number in (1, 2):
        log = Log(path)
        log.say("run begins", run=number)
        log.close()

    assert [line["run"] for line in lines(path)] == [1, 2]


def test_an_earlier_roster_does_not_outlive_its_log(path: Path) -> None:
    first = Log(path)
    first.guard(without_anna)
    first.close()
    second = Log(path)
    second.say("Anna Lee")
    second.close()

    assert lines(path)[0]["event"] == "Anna Lee"


class FullDisk(StringIO):
    def write(self, _text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_log_that_cannot_be_written_stops_nothing_and_shows_nothing(
    log: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    log.close()
    log._file.stream = FullDisk()  # type: ignore[assignment]
    log._file.emit(logging.makeLogRecord({"name": "workspace_agent", "msg": "Anna Lee"}))

    assert capsys.readouterr() == ("", "")

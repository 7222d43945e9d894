"""The log: structlog lines from an allow-list of keys, with names replaced.

A line is an event word and typed values. Nothing that people typed, no address, no URL and no text of
Google's gets in, because there is no key for it; the name guard is the second lock on the same door.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Literal, TextIO

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor, WrappedLogger

KEYS = ("run", "key", "state", "reason", "method", "status", "count", "seconds", "exit_code")

Format = Literal["json", "console"]

_RENDERERS: dict[Format, Processor] = {
    "json": structlog.processors.JSONRenderer(ensure_ascii=False),
    "console": structlog.dev.ConsoleRenderer(colors=False, timestamp_key="at"),
}

_logger = logging.getLogger("workspace_agent")
_say = structlog.wrap_logger(
    _logger, processors=[ProcessorFormatter.wrap_for_formatter], wrapper_class=structlog.stdlib.BoundLogger
)


def _origin_alone(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Of a record that `Log.say` did not make: its text is not ours to vouch for, its codes have keys."""
    record: logging.LogRecord = line["_record"]
    return {
        **line,
        "event": record.name,
        **{key: getattr(record, key) for key in KEYS if hasattr(record, key)},
    }


def _allow_listed(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """When, how grave, what, and the keys that the log carries: whatever else a library added is dropped."""
    record: logging.LogRecord = line["_record"]
    moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    about = {"at": moment, "level": record.levelname.lower(), "event": line["event"]}
    return about | {key: line[key] for key in KEYS if line.get(key) is not None}


class _Redactor:
    """Replaces what shows a name; `redact` may be given later, when the roster is known."""

    def __init__(self) -> None:
        self.redact: Callable[[str], str] = _as_it_is

    def __call__(self, _logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
        """Value by value: a name that seems to span two of them must not tear the line apart."""
        return {key: self.redact(value) if isinstance(value, str) else value for key, value in line.items()}


def _as_it_is(text: str) -> str:
    return text


class _Silent:
    """A log that cannot be written stops no work, and what was not redacted is shown nowhere."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Logging's own would print the record with its texts."""


class _PrivateFile(_Silent, RotatingFileHandler):
    """A log file that its owner alone can read, also after it was rotated."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        os.fchmod(descriptor, 0o600)
        return os.fdopen(descriptor, "a", encoding=self.encoding)


class _Stream(_Silent, logging.StreamHandler[TextIO]):
    """The same lines on a terminal, or for the journal of the machine."""


class Log:
    """The log of one state folder: a file of JSON lines, and a stream where one is wanted.

    Args:
        path: The file, which one process at a time may write; None where nothing is kept.
    """

    def __init__(self, path: Path | None) -> None:
        self._redactor = _Redactor()
        self._handlers: list[logging.Handler] = []
        if path is None:
            self._add(logging.NullHandler(), "json")  # without one, Python would print warnings as they are
        else:
            self._file = _PrivateFile(path, maxBytes=1_000_000, backupCount=3, encoding="utf8")
            self._add(self._file, "json")
        _logger.setLevel(logging.INFO)
        _logger.propagate = False

    def show(self, stream: TextIO, layout: Format) -> None:
        """From now on write each line to a stream as well, as JSON or for people."""
        self._add(_Stream(stream), layout)

    def _add(self, handler: logging.Handler, layout: Format) -> None:
        processors: list[Processor] = [
            structlog.contextvars.merge_contextvars,
            _allow_listed,
            self._redactor,
            _RENDERERS[layout],
        ]
        handler.setFormatter(ProcessorFormatter(processors=processors, foreign_pre_chain=[_origin_alone]))
        self._handlers.append(handler)
        _logger.addHandler(handler)

    def guard(self, redact: Callable[[str], str]) -> None:
        """From now on replace what shows a name of the roster."""
        self._redactor.redact = redact

    @contextmanager
    def of_run(self, number: int) -> Iterator[None]:
        """Every line that is written meanwhile, by whichever module, says to which run it belongs."""
        with structlog.contextvars.bound_contextvars(run=number):
            yield

    def say(self, event: str, **values: str | float | None) -> None:
        """Write one line.

        Args:
            event: A constant word, such as `effect`.
            values: Only keys of `KEYS`.
        """
        unknown = values.keys() - set(KEYS)
        if unknown:
            raise ValueError(f"keys that the log does not carry: {sorted(unknown)}")
        _say.info(event, **values)

    def close(self) -> None:
        """Release the file and the stream."""
        for handler in self._handlers:
            _logger.removeHandler(handler)
            handler.close()

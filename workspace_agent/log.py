"""The log: one JSON object a line, from an allow-list of keys, with names replaced.

A line is an event word and typed values. Nothing that people typed, no address, no URL and no text of
Google's gets in, because there is no key for it; the name guard is the second lock on the same door.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

KEYS = ("run", "key", "state", "reason", "method", "status", "count", "seconds", "exit_code")

_logger = logging.getLogger("workspace_agent")


class _Line(logging.Formatter):
    """Renders a record; `redact` may be given later, when the roster is known.

    Of a record that `Log.say` did not make only its origin is told: its text is not ours to vouch for.
    """

    redact: Callable[[str], str] = staticmethod(lambda text: text)

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        event = record.msg if record.name == _logger.name else record.name
        line: dict[str, object] = {"at": moment, "level": record.levelname.lower(), "event": event}
        line |= {key: value for key in KEYS if (value := getattr(record, key, None)) is not None}
        # Value by value: a name that seems to span two of them must not tear the JSON apart.
        clean = {key: self.redact(value) if isinstance(value, str) else value for key, value in line.items()}
        return json.dumps(clean, ensure_ascii=False)


class _PrivateFile(RotatingFileHandler):
    """A log file that its owner alone can read, also after it was rotated."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        os.fchmod(descriptor, 0o600)
        return os.fdopen(descriptor, "a", encoding=self.encoding)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """A log that cannot be written stops no work, and what was not redacted is shown nowhere."""


class Log:
    """The log file of one state folder."""

    def __init__(self, path: Path) -> None:
        self._handler = _PrivateFile(path, maxBytes=1_000_000, backupCount=3, encoding="utf8")
        self._line = _Line()
        self._handler.setFormatter(self._line)
        _logger.addHandler(self._handler)
        _logger.setLevel(logging.INFO)
        _logger.propagate = False

    def guard(self, redact: Callable[[str], str]) -> None:
        """From now on replace what shows a name of the roster."""
        self._line.redact = redact

    def say(self, event: str, **values: str | float | None) -> None:
        """Write one line.

        Args:
            event: A constant word, such as `effect`.
            values: Only keys of `KEYS`.
        """
        unknown = values.keys() - set(KEYS)
        if unknown:
            raise ValueError(f"keys that the log does not carry: {sorted(unknown)}")
        _logger.info(event, extra=values)

    def close(self) -> None:
        """Release the file."""
        _logger.removeHandler(self._handler)
        self._handler.close()

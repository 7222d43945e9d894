"""What was asked of the sandbox, in order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workspace_agent.sandbox.call import Json, Media
from workspace_agent.sandbox.discovery import Method
from workspace_agent.sandbox.overlay import READING_POSTS


class RequestLog:
    """One entry per request; an entry stands from arrival on, its status once answered."""

    def __init__(self) -> None:
        self.entries: list[Json] = []
        self._count = 0

    def open(self, service: str, method_id: str, verb: str, query: Mapping[str, Any]) -> Json:
        """Note a request as it arrives."""
        self._count += 1
        entry: Json = {
            "n": self._count,
            "service": service,
            "method": method_id,
            "verb": verb,
            "path": "",
            "query": dict(query),
            "body": None,
            "user": "",
            "status": None,
            "write": False,
        }
        self.entries.append(entry)
        return entry

    def clear(self) -> None:
        """Forget the past; the numbers run on."""
        self.entries.clear()


def is_write(method: Method) -> bool:
    """Whether a method changes anything."""
    return method.verb != "GET" and method.id not in READING_POSTS


def media_note(media: Media) -> Json:
    """What the log keeps of an upload."""
    return {"media": media.mime_type, "size": len(media.content)}

"""The action items of a form: free text, in which people number, bullet or simply break their lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from workspace_agent.intake.reading import plain
from workspace_agent.intake.response import ActionItem
from workspace_agent.intake.table import Kind, RawCell
from workspace_agent.intake.written_dates import date_within

_BULLETS = "•◦▪‣●○■□–—*-"
_BULLET = re.compile(rf"\s*[{re.escape(_BULLETS)}]\s+")
_INNER_BULLET = re.compile(r"[•◦▪‣●]")
_NUMBER = re.compile(r"(?<!\S)(\d{1,2})[.)]\s+(?=\S)")
_NOTHING_TO_DO = re.compile(
    r"(?:\d{1,2}[.)] )?(?:no|none|nothing|n/?a)(?: action| next| items| steps| follow[- ]?up| is| to do)*"
    r"(?: needed| required| necessary)?(?: at this time| right now| for now| now)?\.?"
)


def action_items(texts: Iterable[str], since: date) -> tuple[ActionItem, ...]:
    """Each item by itself, in its order; the record shows them and the digest counts them.

    Args:
        texts: What was answered.
        since: Day of the meeting, before which nothing that was agreed there is due.
    """
    lines = (line for text in texts for line in text.splitlines())
    parts = (part for line in lines for half in _INNER_BULLET.split(line) for part in _numbered(half))
    return tuple(_item(text, since) for part in parts if (text := _without_bullet(part)))


def _numbered(line: str) -> Iterator[str]:
    """The parts of `1. Call 2. Write`; a line whose numbers do not run from 1 on is one part."""
    marks = list(_NUMBER.finditer(line))
    runs = [int(mark[1]) for mark in marks] == list(range(1, len(marks) + 1))
    starts = [mark.start() for mark in marks[1:]] if runs else []
    for start, end in zip([0, *starts], [*starts, len(line)], strict=True):
        yield line[start:end]


def _without_bullet(part: str) -> str:
    return _BULLET.sub("", part, count=1).strip() if _BULLET.match(part) else part.strip()


def _item(text: str, since: date) -> ActionItem:
    day = date_within(text, since)
    return ActionItem(text, day if day and day >= since else None, to_do=not _is_nothing(text))


def _is_nothing(text: str) -> bool:
    return RawCell(Kind.TEXT, text).blank or _NOTHING_TO_DO.fullmatch(plain(text)) is not None

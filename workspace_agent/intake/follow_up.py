"""What a form response says of what has to follow: days, length and how much is to be done, not the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TypeVar, cast

from workspace_agent.intake.durations import as_minutes
from workspace_agent.intake.reading import Conversion, Fault, date_until, done_until, plain, says_nothing
from workspace_agent.intake.response import Reply
from workspace_agent.intake.table import Kind, RawCell
from workspace_agent.intake.written_dates import MONTHS, written_date
from workspace_agent.model.follow_up import ActionItems, Said
from workspace_agent.model.form import FormField

T = TypeVar("T")

_MONTH = rf"(?:{'|'.join(sorted(MONTHS, reverse=True))})\b\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WRITTEN = "|".join(
    (
        r"\d{4}-\d{1,2}-\d{1,2}",
        r"\d{1,2}/\d{1,2}(?:/(?:\d{4}|\d{2}))?",
        rf"{_MONTH} {_DAY}(?:,? \d{{4}})?",
        rf"{_DAY} {_MONTH}(?:,? \d{{4}})?",
    )
)
_DATE = re.compile(
    rf"(?:\b(?P<due>by|before|until|till|due|on):? )?(?<![\w/.-])(?P<date>{_WRITTEN})(?![\w/-])",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\d{4}|/\d+/")
_NOTHING_TO_DO = re.compile(
    r"(?:no|none|nothing|n/?a)(?: action| next| items| steps| follow[- ]?up| is| to do)*"
    r"(?: needed| required| necessary)?(?: at this time| right now| for now| now)?\.?"
)


def said(reply: Reply, since: date, today: date) -> Said:
    """What a response says of what has to follow.

    Args:
        reply: The response.
        since: The day of the meeting, or on which the form was sent: what is to be done is not due before.
        today: What was done was done today at the latest.
    """
    return Said(
        asked=frozenset(_asked(reply)),
        unread=frozenset(unread(reply, today)),
        notice_given=_known(reply, "prior written notice", date_until(today)),
        in_pli_connect=bool(_known(reply, "entered in PLI Connect", done_until(today))),
        minutes=_known(reply, "length", as_minutes),
        decided=not says_nothing(_typed(reply, "decisions")),
        action_items=_action_items(reply, since),
    )


def unread(reply: Reply, today: date) -> dict[FormField, Fault]:
    """Answers that stand there and cannot be used, and why."""
    conversions: dict[FormField, Conversion[object]] = {
        "prior written notice": date_until(today),
        "entered in PLI Connect": done_until(today),
        "length": as_minutes,
    }
    read = {field: _read(reply, field, convert) for field, convert in conversions.items()}
    return {field: found for field, found in read.items() if isinstance(found, Fault)}


def _asked(reply: Reply) -> Iterator[FormField]:
    """A question that the settings name may be gone from the form."""
    for name, keys in reply.questions.items():
        if not reply.titles.keys().isdisjoint(keys):
            yield cast("FormField", name)


def _typed(reply: Reply, field: FormField) -> RawCell:
    return RawCell(Kind.TEXT, reply.text(field))


def _read(reply: Reply, field: FormField, convert: Conversion[T]) -> T | Fault | None:
    raw = _typed(reply, field)
    return None if says_nothing(raw) else convert(raw)


def _known(reply: Reply, field: FormField, convert: Conversion[T]) -> T | None:
    found = _read(reply, field, convert)
    return None if isinstance(found, Fault) else found


def _action_items(reply: Reply, since: date) -> ActionItems | None:
    lines = [line for text in reply.texts("action items") for line in text.splitlines() if line.strip()]
    if not lines:
        return None
    to_do = [line for line in lines if not _is_nothing(line)]
    days = [day for line in to_do for day in _days(line, since)]
    return ActionItems(len(to_do), min(days, default=None))


def _is_nothing(line: str) -> bool:
    return RawCell(Kind.TEXT, line).blank or _NOTHING_TO_DO.fullmatch(plain(line)) is not None


def _days(line: str, since: date) -> Iterator[date]:
    """Days with one reading, from the meeting on; without a year only behind a word such as `by`.

    `5/8` may be a score, and `11/12` is two days.
    """
    for match in _DATE.finditer(line):
        day = _day(match["date"], since) if match["due"] or _YEAR.search(match["date"]) else None
        if day is not None and day >= since:
            yield day


def _day(text: str, since: date) -> date | None:
    """Without a year the first such day from the meeting on."""
    if _YEAR.search(text):
        return _one_reading(text)
    sign = "/" if "/" in text else " "
    days = (_one_reading(f"{text}{sign}{since.year + later}") for later in (0, 1))
    return next((day for day in days if day is not None and day >= since), None)


def _one_reading(text: str) -> date | None:
    read = written_date(text)
    return read if isinstance(read, date) else None

"""What a form response says of what has to follow: days, length and how much is to be done, not the words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeVar, cast

from workspace_agent.intake.action_items import action_items
from workspace_agent.intake.durations import as_minutes
from workspace_agent.intake.participants import participants
from workspace_agent.intake.reading import Conversion, Fault, as_date, date_until, done_until, says_nothing
from workspace_agent.intake.response import Presence, Reply
from workspace_agent.intake.table import Kind, RawCell
from workspace_agent.model.follow_up import ActionItems, Said
from workspace_agent.model.form import FormField

T = TypeVar("T")


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
        changes_start=_known(reply, "changes start", as_date),
        extended_school_year=bool(reply.text("extended school year")),
        without_parent=_without_parent(reply),
    )


def unread(reply: Reply, today: date) -> dict[FormField, Fault]:
    """Answers that stand there and cannot be used, and why."""
    conversions: dict[FormField, Conversion[object]] = {
        "prior written notice": date_until(today),
        "entered in PLI Connect": done_until(today),
        "length": as_minutes,
        "changes start": as_date,
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
    items = action_items(reply.texts("action items"), since)
    to_do = [item for item in items if item.to_do]
    return (
        ActionItems(len(to_do), min((item.due for item in to_do if item.due), default=None))
        if items
        else None
    )


def _without_parent(reply: Reply) -> bool:
    """Whatever was typed instead of chosen may say who the parent was."""
    people = participants(reply.texts("participants"), of_iep_team=True)
    parent = next((one.presence for one in people), None)
    typed = any(one.presence is Presence.TYPED for one in people)
    how = _typed(reply, "how parents took part")
    return parent is Presence.NOT_MARKED and not typed and says_nothing(how)

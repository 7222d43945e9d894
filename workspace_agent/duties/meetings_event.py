"""What an event for a meeting says: templates and typed values, initials only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from workspace_agent.model.vocabulary import Mode, PlanType, Purpose, Role

_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class EventText:
    """The agent's own fields of an event, in one canonical form for both directions.

    Attributes:
        start: Aware, in the meeting's zone.
        guests: Addresses of staff, sorted.
    """

    summary: str
    description: str
    start: datetime
    end: datetime
    zone: str
    guests: tuple[str, ...]

    def fingerprint(self, sign: Callable[[str], str]) -> str:
        """Keyed hash that is the same for what was sent and what Google gives back."""
        return event_print(sign, self.summary, self.description, (self.start, self.end), self.guests)


def event_print(
    sign: Callable[[str], str],
    summary: str,
    description: str,
    span: tuple[datetime, datetime],
    guests: tuple[str, ...],
) -> str:
    """Keyed hash of an event's fields.

    Instants are compared in UTC: Google gives back an offset where a zone was sent. Answers to the
    invitation are not part of it, so that an RSVP is never taken for a change.
    """
    instants = [moment.astimezone(UTC).isoformat() for moment in span]
    return sign(_SEPARATOR.join([summary, description, *instants, *sorted(guests)]))


def summary(purposes: frozenset[Purpose], plan_type: PlanType | None, initials: str) -> str:
    """Title of the event: `IEP annual review - J.S.`."""
    named = [purpose.words for purpose in Purpose if purpose in purposes]
    if purposes == {Purpose.PARENT_REQUESTED}:
        named = ["meeting (parent requested)"]
    said = " and ".join(named)
    needs_prefix = plan_type is PlanType.IEP and "IEP" not in said
    return f"{'IEP ' if needs_prefix else ''}{said} - {initials}"


_MODES = {
    Mode.VIDEO: "By video.",
    Mode.PHONE: "By phone.",
    Mode.IN_PERSON: "In person.",
}


def description(mode: Mode | None, roles: tuple[Role, ...], agreed_on: date | None) -> str:
    """Body of the event. It carries no text that a person typed."""
    lines = ["Booked by the Special Services agent from the Meetings sheet.", ""]
    if agreed_on is None:
        lines.append("Private hold: no agreement of the parent is on record yet, so nobody is invited.")
    if mode is not None:
        lines.append(_MODES[mode])
    if roles:
        lines.append("Taking part: " + ", ".join(role.value for role in roles) + ".")
    lines += [
        "",
        "Move it here or in the sheet: the last change by a person stands.",
        "Initials only, please.",
    ]
    return "\n".join(lines)


def end_of(start: datetime, minutes: int) -> datetime:
    """The end, `minutes` of real time later, also across a change of the clocks."""
    return (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(start.tzinfo)

"""What an event for a meeting says: templates and typed values, initials only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from workspace_agent.model.meeting_settings import DialIn
from workspace_agent.model.seen import Prints
from workspace_agent.model.vocabulary import Mode, PlanType, Purpose, Role


@dataclass(frozen=True, slots=True)
class EventText:
    """The agent's own fields of an event, in one canonical form for both directions.

    Attributes:
        start: Aware, in the meeting's zone.
        guests: Addresses, sorted.
        outside: Somebody who is not staff is among the guests, so that guests do not see one another.
    """

    summary: str
    description: str
    start: datetime
    end: datetime
    zone: str
    guests: tuple[str, ...]
    outside: bool = False

    def prints(self, sign: Callable[[str], str]) -> Prints:
        """Keyed hashes that are the same for what was sent and what Google gives back."""
        return event_prints(sign, self.summary, self.description, (self.start, self.end), self.guests)


def event_prints(
    sign: Callable[[str], str],
    summary: str,
    description: str,
    span: tuple[datetime, datetime],
    guests: tuple[str, ...],
) -> Prints:
    """Keyed hashes of an event's fields.

    Instants are compared in UTC: Google gives back an offset where a zone was sent. Answers to the
    invitation are not part of it, so that an RSVP is never taken for a change; nor is the place or the
    conference, where a person may put a link of their own.
    """
    instants = " ".join(moment.astimezone(UTC).isoformat() for moment in span)
    return Prints(
        summary=_print(sign, "summary", summary),
        description=_print(sign, "description", description),
        time=_print(sign, "time", instants),
        guests="-".join(sorted(guest_print(sign, guest) for guest in guests)),
    )


def guest_print(sign: Callable[[str], str], address: str) -> str:
    """Keyed hash of one guest."""
    return _print(sign, "guest", address.casefold())[:8]


def _print(sign: Callable[[str], str], field: str, content: str) -> str:
    """60 bits: short enough for a mark, and nobody can try contents out without the key."""
    return sign(f"{field}\n{content}")[:15]


_UNDER_504 = frozenset({Purpose.REVIEW_504, Purpose.REEVALUATION_504})


def summary(purposes: frozenset[Purpose], plan_type: PlanType | None, initials: str) -> str:
    """Title of the event: `IEP annual review - J.S.`."""
    named = [purpose.words for purpose in Purpose if purpose in purposes]
    if purposes == {Purpose.PARENT_REQUESTED}:
        named = ["meeting (parent requested)"]
    said = " and ".join(named)
    needs_prefix = plan_type is PlanType.IEP and "IEP" not in said and not purposes & _UNDER_504
    return f"{'IEP ' if needs_prefix else ''}{said} - {initials}"


_MODES = {
    Mode.VIDEO: "By video.",
    Mode.OTHER_PLATFORM: "By video.",
    Mode.PHONE: "By phone.",
    Mode.IN_PERSON: "In person.",
}


def description(
    mode: Mode | None, roles: tuple[Role, ...], agreed_on: date | None, line: DialIn | None
) -> str:
    """Body of the event. It carries no text that a person typed."""
    lines = ["Booked by the Special Services agent from the Meetings sheet.", ""]
    if agreed_on is None:
        lines.append("Private hold: no agreement of the parent is on record yet, so nobody is invited.")
    if mode is not None:
        lines.append(_MODES[mode])
    if line is not None:
        lines.append(
            f"To join by phone: {line.number}, PIN {line.pin}#."
            if line.pin
            else f"To join by phone: {line.number}."
        )
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

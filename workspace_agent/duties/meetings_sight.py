"""Where meetings to come stand: what a calendar held that cannot be read now still stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from workspace_agent.duties.meetings_lines import Taken
from workspace_agent.model.plan import Circumstances
from workspace_agent.model.seen import Look, MarkedEvent, Seen

_MEETING = "meeting/"


@dataclass(frozen=True, slots=True)
class OutOfSight:
    """A meeting to come whose calendar cannot be read now.

    Attributes:
        look: What the ledger remembers of it.
        calendar: Print of the calendar.
        taken: The dial-in line that it has, if it has one.
    """

    look: Look
    calendar: str
    taken: Taken | None

    def is_of(self, student_ref: str) -> bool:
        """It is a meeting of this student."""
        return self.look.subject.startswith(f"{_MEETING}{student_ref}/")


def calendar_print(sign: Callable[[str], str], calendar: str) -> str:
    """A calendar as the ledger may remember it: without an address."""
    return sign(f"calendar\n{calendar}")[:12]


def whereabouts(event: MarkedEvent, sign: Callable[[str], str]) -> Look:
    """On which calendar an event stands and until when, and the dial-in line that it holds."""
    shown = [calendar_print(sign, event.calendar), event.end.date().isoformat()]
    if event.mark.line:
        shown += [event.mark.line, event.start.isoformat(), event.end.isoformat()]
    return Look(f"{_MEETING}{event.mark.student_ref}/{event.mark.number}", " ".join(shown))


def out_of_sight(seen: Seen, circumstances: Circumstances) -> Iterator[OutOfSight]:
    """Meetings to come on a calendar that cannot be read now, or that the settings name no more."""
    readable = {calendar_print(circumstances.sign, calendar) for calendar in seen.calendars}
    for subject, last in seen.looks.items():
        if not subject.startswith(_MEETING):
            continue
        calendar, ends, *line = last.shown.split()
        if calendar not in readable and date.fromisoformat(ends) >= circumstances.today:
            yield OutOfSight(Look(subject, last.shown), calendar, _taken(subject, line))


def _taken(subject: str, line: list[str]) -> Taken | None:
    if not line:
        return None
    return Taken(line[0], datetime.fromisoformat(line[1]), datetime.fromisoformat(line[2]), subject)

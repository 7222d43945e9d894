"""Ready-to-meet cards: some days before a meeting its case manager sees what it still lacks.

A card that would be due while its case manager does not work comes on their last working day before that: the
one for a Monday on Friday, the one after a break before it, when there is still time to do something.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workspace_agent.duties import digest_frame as frame
from workspace_agent.duties.digest import Block, Digest, Occasion, Section, shown_in
from workspace_agent.duties.digest_news import NEWS, READY
from workspace_agent.duties.digest_ready import coming, meeting_row
from workspace_agent.duties.digest_room import fitted
from workspace_agent.duties.digest_rows import Rows
from workspace_agent.duties.meetings_time import begins
from workspace_agent.duties.told import Told
from workspace_agent.model.calendar import ONE_DAY, days_from
from workspace_agent.model.dates import days
from workspace_agent.model.facts import Department
from workspace_agent.model.organisation import Organisation
from workspace_agent.rules.preparation import Readiness
from workspace_agent.rules.working_days import is_working_day

_BREAK = timedelta(days=30)
"""Longer ones, such as summer, bring no card forward: it would be out of date by then."""


@dataclass(frozen=True, slots=True)
class Card:
    """How a meeting stands, so many days before it."""

    ready: Readiness
    lead: int

    @property
    def mark(self) -> str:
        """By which it is known that this card was sent. A meeting that is moved gets new ones."""
        return f"{_meeting(self.ready)} {self.lead}"


def _meeting(ready: Readiness) -> str:
    return f"{NEWS}{READY}/{ready.student.ref}/{ready.day.isoformat()}"


def cards(department: Department, told: Told, occasion: Occasion, heard: Iterable[str]) -> tuple[Card, ...]:
    """Cards that are due: of each meeting the latest, unless that one or a later one was sent.

    Args:
        department: What the case manager may see.
        told: What was decided about each meeting.
        occasion: For whom, and when.
        heard: Marks of what they were told.
    """
    organisation, today = department.organisation, occasion.today
    leads = organisation.digests.ready_days
    if not leads:
        return ()
    sent, by = _sent(heard), _rest_until(organisation, occasion.recipient.key, today)
    due = (
        Card(one, min(lead for lead in leads if one.day - lead * ONE_DAY <= by))
        for one in coming(department, told, occasion.policy, today, by + leads[0] * ONE_DAY)
        if not _has_begun(organisation, one, occasion.now)
    )
    return tuple(one for one in due if one.lead < sent.get(_meeting(one.ready), one.lead + 1))


def _rest_until(organisation: Organisation, key: str, today: date) -> date:
    """The last day before the case manager works again; today, where they do not work or it is far away."""
    person = organisation.case_manager(key)
    if not is_working_day(organisation, person, today):
        return today
    ahead = days_from(today + ONE_DAY, today + _BREAK)
    works = (day for day in ahead if is_working_day(organisation, person, day))
    return next(works, today + ONE_DAY) - ONE_DAY


def _sent(heard: Iterable[str]) -> dict[str, int]:
    """The latest card of each meeting that was sent."""
    sent: dict[str, int] = {}
    for mark in heard:
        meeting, _, lead = mark.rpartition(" ")
        if meeting.startswith(f"{NEWS}{READY}/"):
            sent[meeting] = min(int(lead), sent.get(meeting, int(lead)))
    return sent


def _has_begun(organisation: Organisation, ready: Readiness, now: datetime) -> bool:
    """A card for a meeting that is over helps nobody. Where its time is not clear, it has not begun."""
    start = begins(organisation, ready.meeting)
    return start is not None and start <= now


def marks(found: Iterable[Card]) -> frozenset[str]:
    """What is kept of cards that are sent."""
    return frozenset(one.mark for one in found)


def shown(found: Iterable[Card], blocks: Iterable[Block]) -> Iterator[Card]:
    """Those of meetings that have a row of their own: what did not fit into a mail was not told."""
    keys = shown_in(blocks)
    return (one for one in found if one.ready.key in keys)


def compose(department: Department, told: Told, occasion: Occasion, found: Sequence[Card]) -> Digest:
    """All cards of a morning, the nearest meeting first."""
    write = Rows(department, occasion.today, occasion.titles, None)
    unread = frame.unread_lines(write, told.unread, occasion.recipient.zone)
    blocks = fitted(department, (_section(write, [one.ready for one in found]),), unread)
    coming = f"{len(found)} {'meeting' if len(found) == 1 else 'meetings'} coming up"
    lacking = sum(bool(one.ready.missing) for one in found)
    said = f"{coming}, {f'{lacking} with something missing' if lacking else 'nothing known to be missing'}"
    return Digest(
        title="Ready to meet",
        organisation=department.organisation.name,
        when=frame.when(occasion),
        subject=f"Ready to meet: {said}",
        preheader=f"{coming}: how notice, team and all the rest stand.",
        summary=f"{said}.",
        unread=unread,
        blocks=blocks,
        trust=frame.trust(occasion, told.unread),
        because=_because(department.organisation),
        told=marks(shown(found, blocks)),
        students=frame.shown(department, blocks, told.unread),
    )


def _section(write: Rows, found: Sequence[Readiness]) -> Section:
    nearest = sorted(found, key=lambda one: (one.day, write.initials(one.student.ref)))
    return Section(
        "Meetings coming up",
        "What each meeting needs and how it stands, going by the sheets and the calendar.",
        "No meeting is coming up.",
        tuple(meeting_row(write, one) for one in nearest),
        total=len(nearest),
    )


def _because(organisation: Organisation) -> str:
    """Why the reader gets it, and when."""
    *earlier, last = organisation.digests.ready_days
    leads = " and ".join(filter(None, (", ".join(map(str, earlier)), days(last))))
    return (
        f"You get this mail because agent.toml names you as case manager of {organisation.name}: {leads} "
        "before a meeting, or on your last working day before that. A card is sent once, and anew where a "
        f"meeting is moved. {frame.INITIALS_ONLY}"
    )

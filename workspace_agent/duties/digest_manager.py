"""The manager's digest: what it says. When it is due and how it looks is told elsewhere.

In ten seconds: is anything overdue, what is new, who needs help, can I trust it. Everything that was found is
listed once; the figures around it are facts, and no second list of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workspace_agent.duties import digest_frame as frame
from workspace_agent.duties.digest import Block, Digest, Occasion, Section
from workspace_agent.duties.digest_due import charts, timely
from workspace_agent.duties.digest_held import held
from workspace_agent.duties.digest_meetings import meetings
from workspace_agent.duties.digest_people import case_managers
from workspace_agent.duties.digest_period import period_words
from workspace_agent.duties.digest_practice import practice_figures
from workspace_agent.duties.digest_progress import progress
from workspace_agent.duties.digest_resolved import resolved
from workspace_agent.duties.digest_room import fitted
from workspace_agent.duties.digest_rows import Rows
from workspace_agent.duties.digest_sections import (
    at_risk,
    listed,
    open_to_others,
    past_due,
    practice,
    records,
    to_check,
    to_mend,
    untold,
    waiting,
    work,
)
from workspace_agent.duties.told import Told
from workspace_agent.duties.unread import Sight, Unread
from workspace_agent.model.facts import Department
from workspace_agent.model.features import Switch
from workspace_agent.model.finding import Finding
from workspace_agent.model.problem import Problem
from workspace_agent.rules.bands import bands_of


@dataclass(frozen=True, slots=True)
class _Parts:
    """What was found, and the sections that list it: each thing once.

    Attributes:
        found: Worst first.
        unusable: What could not be used, by case manager.
    """

    found: Sequence[Finding]
    unusable: Sequence[Problem]
    urgent: Section
    late: Section
    near: Section
    practice: Section
    to_check: Section
    waits: Section


def compose(department: Department, told: Told, occasion: Occasion) -> Digest:
    """Say what a manager has to know this week, worst first."""
    write = Rows(department, occasion.today, occasion.titles, occasion.previous, told.progress_sheets)
    sight = Sight(department, tuple(told.unread), occasion.reads)
    parts = _parts(write, told)
    comparison = frame.compared(department, parts.found, parts.unusable, occasion, sight)
    bands = bands_of(department, occasion.policy, occasion.today)
    unread = frame.unread_lines(write, told.unread, occasion.recipient.zone)
    blocks = fitted(
        department,
        (
            *((parts.urgent,) if parts.urgent.rows else ()),
            case_managers(write, parts.found, bands, sight),
            *_found(parts, resolved(write, comparison.resolved)),
            charts(bands),
            *_facts(write, told, occasion),
            to_mend(write, parts.found, untold(parts.unusable, told.outcomes)),
            work(write, told.outcomes),
        ),
        unread,
    )
    return Digest(
        title="IEP compliance",
        organisation=department.organisation.name,
        when=frame.when(occasion),
        subject=_subject(parts, period_words(occasion.period), told.unread),
        preheader=frame.open_points(comparison.changes),
        summary=frame.summary(_counted(parts), told.unread),
        unread=unread,
        changes=comparison.changes,
        trust=frame.trust(occasion, told.unread),
        blocks=frame.cautious(blocks) if told.unread else blocks,
        status=frame.status(occasion, parts.waits.total),
        because=frame.because(department.organisation, occasion.recipient),
        told=comparison.told,
        students=frame.shown(department, blocks, told.unread),
    )


def _parts(write: Rows, told: Told) -> _Parts:
    found = listed(write, told.findings)
    unusable = sorted(told.problems, key=lambda p: (write.name(p.case_manager), p.place.url, p.kind.name))
    return _Parts(
        found,
        unusable,
        urgent=open_to_others(write, found, unusable),
        late=past_due(write, found),
        near=at_risk(write, found),
        practice=practice(write, found),
        to_check=to_check(write, found),
        waits=waiting(write, unusable, told.waits),
    )


def _found(parts: _Parts, good_news: Section) -> Iterator[Block]:
    """What the rules found, law and practice apart."""
    yield parts.late
    yield parts.near
    if parts.waits.total:
        yield parts.waits
    yield parts.practice
    if parts.to_check.rows:
        yield parts.to_check
    if good_news.total:
        yield good_news


def _facts(write: Rows, told: Told, occasion: Occasion) -> Iterator[Block]:
    """How the work stands, whatever was found."""
    features, policy = occasion.features, occasion.policy
    yield timely(write, occasion)
    if features.meetings is not Switch.OFF:
        yield meetings(write, told, occasion)
    if write.department.organisation.form is not None:
        yield held(write, policy)
    if features.filing is not Switch.OFF:
        yield records(write, told.decisions)
    yield from progress(write, policy)
    yield from practice_figures(write, occasion)


def _subject(parts: _Parts, when: str, unread: Sequence[Unread]) -> str:
    late, near = len(parts.late.rows), len(parts.near.rows)
    opened = frame.OPENED if parts.urgent.rows else ""
    return f"IEP compliance: {frame.caution(unread)}{opened}{late} past due, {near} at risk ({when})"


def _counted(parts: _Parts) -> str:
    late, near = len(parts.late.rows), len(parts.near.rows)
    others = " Student records are open to others: see below." if parts.urgent.rows else ""
    if late or near:
        return f"{_dates(late)} past due on record, {_dates(near)} at risk.{others}"
    if _open(parts):
        return f"nothing is past due, nothing is at risk.{others}"
    return "nothing is past due, nothing is at risk, and nothing else is open."


def _open(parts: _Parts) -> int:
    return len(parts.found) + len(parts.unusable) + parts.waits.total


def _dates(count: int) -> str:
    return {0: "nothing is", 1: "1 date is"}.get(count, f"{count} dates are")

"""Meetings that are coming up: what the agent did about each row, and what the near ones still lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from workspace_agent.duties.digest import Occasion, Section
from workspace_agent.duties.digest_ready import coming, marks, meeting_row
from workspace_agent.duties.digest_rows import Mark, Row, Rows
from workspace_agent.duties.told import Told
from workspace_agent.model.action import Decision
from workspace_agent.model.dates import days
from workspace_agent.model.facts import Meeting
from workspace_agent.model.field import known
from workspace_agent.model.place import Place
from workspace_agent.rules.preparation import Preparation, Readiness, Standing, Thing

DAYS = 30
"""So far ahead it is told what a meeting lacks."""

TOLD = frozenset({Thing.NOTICE, Thing.ATTEMPTS, Thing.ROLES, Thing.INTERPRETER, Thing.DIAL_IN})
"""What a manager asks of a meeting; the rest is between case manager and CSS."""

_Dated = tuple[date, Row]


def meetings(write: Rows, told: Told, occasion: Occasion) -> Section:
    """Meetings from today on, the nearest first, those without a date last."""
    last_day = write.today + timedelta(days=DAYS)
    near = coming(write.department, told, occasion.policy, write.today, last_day)
    decided = [*_decided(write, told.decisions, near)]
    places = {one.place for one in told.decisions}
    rows = [*decided, *((one.day, _row(write, one)) for one in near if one.meeting.row not in places)]
    rows.sort(key=lambda pair: (pair[0], pair[1].case_manager, pair[1].student, pair[1].url))
    return Section(
        "Upcoming meetings",
        "What the agent did about each row of the Meetings sheets and why, and what the meetings of the next "
        f"{days(DAYS)} still lack.",
        "No meeting is coming up.",
        tuple(row for _, row in rows),
        lines=(*_verdicts(decided), *_lacking(near)),
    )


def _decided(write: Rows, decisions: Iterable[Decision], near: Sequence[Readiness]) -> Iterator[_Dated]:
    """Rows of meetings that are not over, with what the near ones lack."""
    by_row: dict[Place, Meeting] = {meeting.row: meeting for meeting in write.department.meetings}
    by_place: dict[Place, tuple[Mark, ...]] = {one.meeting.row: _marks(one) for one in near}
    for decision in decisions:
        meeting = by_row.get(decision.place)
        day = (known(meeting.date) if meeting else None) or date.max
        if decision.duty == "meetings" and day >= write.today:
            yield day, replace(write.meeting(decision, meeting), marks=by_place.get(decision.place, ()))


def _row(write: Rows, one: Readiness) -> Row:
    """Of a row about which nothing was decided."""
    return replace(meeting_row(write, one), marks=_marks(one))


def _marks(one: Readiness) -> tuple[Mark, ...]:
    return marks(one, filter(_is_told, one.things))


def _is_told(one: Preparation) -> bool:
    return one.thing in TOLD and one.standing in {Standing.MISSING, Standing.UNKNOWN}


def _verdicts(decided: Iterable[_Dated]) -> Iterator[str]:
    counts = Counter(row.lead for _, row in decided)
    if counts:
        yield f"{_counted(counts)}."


def _lacking(near: Sequence[Readiness]) -> Iterator[str]:
    """`Of 9 meetings in the next 30 days 6 lack something: notice 3, contact attempts 4.`."""
    lacks = [[each.thing.value for each in one.missing if each.thing in TOLD] for one in near]
    counts = Counter(thing for things in lacks for thing in things)
    if not near:
        return
    some = sum(map(bool, lacks))
    what = ", ".join(f"{thing} {count}" for thing, count in counts.most_common())
    said = f"{some} {'lacks' if some == 1 else 'lack'} something: {what}" if some else "none lacks anything"
    yield f"Of {len(near)} in the next {days(DAYS)} {said}."


def _counted(counts: Mapping[str, int]) -> str:
    """`5 booked, 1 private hold`."""
    return ", ".join(f"{count} {said}" for said, count in sorted(counts.items()))

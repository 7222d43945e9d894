"""The digest of a CSS: what the meetings of the next fourteen days in their districts still lack.

Logistics only: link, number to dial, interpreter, notice, agency representative. Dates that are due, progress
and hours are none of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from workspace_agent.duties import digest_frame as frame
from workspace_agent.duties.digest import Block, Digest, Occasion, Section
from workspace_agent.duties.digest_period import period_words
from workspace_agent.duties.digest_ready import coming, listed, marks, meeting_row, purposes, when
from workspace_agent.duties.digest_room import fitted
from workspace_agent.duties.digest_rows import Row, Rows
from workspace_agent.duties.meetings_time import begins
from workspace_agent.duties.told import Told
from workspace_agent.duties.unread import Sight, Unread
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import Unreadable, known
from workspace_agent.rules.caseload import here
from workspace_agent.rules.preparation import Preparation, Readiness, Standing, Thing

DAYS = 14
"""How far ahead a CSS looks."""

ADVICE = {
    Thing.NOTICE: "Have the notice sent and its day written down.",
    Thing.REPRESENTATIVE: "Ask the district who represents it, and have them added to the Team sheet.",
    Thing.INTERPRETER: "Book an interpreter, or have it said that none is needed.",
    Thing.LINK: "Have the meeting booked, or put a link into its event.",
    Thing.DIAL_IN: "Give the family a number to dial.",
}
"""What a CSS sees to, and what to do about it, in the order in which it is said."""

_NOTHING = "Nothing is missing."


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a meeting lacks."""

    meeting: Meeting
    what: str

    @property
    def key(self) -> str:
        """Identity, for telling new from old: the same when the meeting is moved, or its row."""
        return f"{_meeting(self.meeting)}/{self.what}"


def _meeting(meeting: Meeting) -> str:
    """What the keys of all that a meeting lacks begin with, such as `lacks/<student_ref>/annual_review`."""
    about = "+".join(sorted(one.value for one in known(meeting.purposes) or ()))
    return f"{frame.LACKS}/{meeting.student_ref}/{about}"


@dataclass(frozen=True, slots=True)
class _Meetings:
    """What there is to tell.

    Attributes:
        coming: All that are coming up.
        undated: To be booked, and without a date.
    """

    coming: tuple[Readiness, ...]
    undated: tuple[tuple[Student, Meeting], ...]

    @property
    def lacking(self) -> list[Readiness]:
        """Those that lack something."""
        return [one for one in self.coming if any(_missing(one))]

    @property
    def shown(self) -> list[Readiness]:
        """Those, and others of which something cannot be read."""
        return [one for one in self.coming if any(_said(one))]

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """Everything that is missing."""
        dated = (_lacks(one) for one in self.coming)
        undated = (Lack(meeting, "date") for _, meeting in self.undated)
        return (*(lack for lacks in dated for lack in lacks), *undated)


def compose(department: Department, told: Told, occasion: Occasion) -> Digest:
    """Say what a CSS has to see to, the nearest meeting first."""
    today = occasion.today
    occasion = replace(occasion, previous=_still_ahead(department, occasion), untracked=(), health=None)
    write = Rows(department, today, occasion.titles, occasion.previous)
    last_day = today + timedelta(days=DAYS)
    meetings = _Meetings(
        coming(department, told, occasion.policy, today, last_day), tuple(_undated(department, today))
    )
    unread = frame.unread_lines(write, told.unread, occasion.recipient.zone)
    blocks = fitted(department, tuple(_blocks(write, meetings)), unread)
    sight = Sight(department, tuple(told.unread), occasion.reads)
    comparison = frame.compared(department, meetings.lacks, (), occasion, sight)
    return Digest(
        title="Coming meetings",
        organisation=department.organisation.name,
        when=frame.when(occasion),
        subject=_subject(meetings, period_words(occasion.period), told.unread),
        preheader=frame.open_points(comparison.changes),
        summary=frame.summary(_counted(meetings), told.unread),
        unread=unread,
        changes=comparison.changes,
        trust=frame.trust(occasion, told.unread),
        blocks=frame.cautious(blocks) if told.unread else blocks,
        status=frame.status(occasion, 0),
        because=frame.because(department.organisation, occasion.recipient),
        told=comparison.told,
        students=frame.shown(department, blocks, told.unread),
    )


def _still_ahead(department: Department, occasion: Occasion) -> frozenset[str] | None:
    """What a meeting lacked on whose day nothing was arranged is over, and not resolved."""
    if occasion.previous is None:
        return None
    days = [(_meeting(one), known(one.date)) for one in department.meetings]
    ahead = {meeting for meeting, day in days if day is None or day >= occasion.today}
    over = {meeting for meeting, _ in days} - ahead
    return frozenset(key for key in occasion.previous if key.rpartition("/")[0] not in over)


def _undated(department: Department, today: date) -> Iterator[tuple[Student, Meeting]]:
    """Meetings whose box is ticked, so that they only wait for a date."""
    for student in here(department, today):
        for meeting in department.meetings_of.get(student.ref, ()):
            is_open = not meeting.held and not meeting.cancelled
            if is_open and known(meeting.book) and known(meeting.date) is None:
                yield student, meeting


# ---- what is missing


def _missing(one: Readiness) -> Iterator[Preparation]:
    return (each for each in one.missing if each.thing in ADVICE)


def _said(one: Readiness) -> Iterator[Preparation]:
    """What is missing, and what cannot be read."""
    told = {Standing.MISSING, Standing.UNKNOWN}
    return (each for each in one.things if each.thing in ADVICE and each.standing in told)


def _lacks(one: Readiness) -> list[Lack]:
    return [Lack(one.meeting, each.thing.name.lower()) for each in _missing(one)]


def _is_new(write: Rows, lacks: Iterable[Lack]) -> bool:
    return write.previous is not None and any(lack.key not in write.previous for lack in lacks)


# ---- sections


def _blocks(write: Rows, meetings: _Meetings) -> Iterator[Block]:
    for day, of_day in groupby(meetings.shown, key=lambda one: one.day):
        rows = tuple(_row(write, one) for one in of_day)
        yield Section(when(day, write.today), "", _NOTHING, rows)
    if meetings.undated:
        yield _waiting(write, meetings.undated)
    yield _rest(meetings)


def _row(write: Rows, one: Readiness) -> Row:
    return replace(
        meeting_row(write, one, ()),
        lead=_begins(write.department, one.meeting),
        marks=marks(one, _said(one)),
        advice=" ".join(ADVICE[each.thing] for each in _missing(one)),
        new=_is_new(write, _lacks(one)),
    )


def _begins(department: Department, meeting: Meeting) -> str:
    """`10:00 (America/Denver)`, as it would be booked."""
    typed = known(meeting.start)
    if typed is None:
        return "time cannot be read" if isinstance(meeting.start, Unreadable) else "no time yet"
    start = begins(department.organisation, meeting)
    return f"{typed:%H:%M} ({start.tzinfo if start else 'time zone not clear'})"


def _waiting(write: Rows, undated: Iterable[tuple[Student, Meeting]]) -> Section:
    return Section(
        "No date yet",
        "Book is ticked for these meetings, and nothing is booked before there is a date.",
        _NOTHING,
        tuple(
            Row(
                student=student.initials,
                case_manager=write.name(student.case_manager),
                owner=student.case_manager,
                lead="date cannot be read" if isinstance(meeting.date, Unreadable) else "no date yet",
                what=purposes(meeting),
                advice="Find a date with the case manager, and have it written down with its time.",
                url=meeting.row.url,
                label=meeting.row.label,
                new=_is_new(write, [Lack(meeting, "date")]),
            )
            for student, meeting in undated
        ),
    )


def _rest(meetings: _Meetings) -> Section:
    """How many lack nothing, and what cannot be told of any."""
    count = len(meetings.coming) - len(meetings.shown)
    lines = [f"{count} {'meeting lacks' if count == 1 else 'meetings lack'} nothing."] if count else []
    not_kept = {
        each.thing
        for one in meetings.coming
        for each in one.things
        if each.thing in ADVICE and each.standing is Standing.NOT_KEPT
    }
    if not_kept:
        lines.append(f"Not checked for every meeting, because nothing here records it: {listed(not_kept)}.")
    nothing = "Every one is listed above." if meetings.coming else "None is coming up."
    return Section(f"Other meetings of the next {DAYS} days", "", nothing, lines=tuple(lines), total=count)


# ---- the sentence at the top


def _subject(meetings: _Meetings, period: str, unread: Sequence[Unread]) -> str:
    counted = ", ".join(_counts(meetings))
    return f"Meetings of the next {DAYS} days: {frame.caution(unread)}{counted} ({period})"


def _counts(meetings: _Meetings) -> Iterator[str]:
    lacking, undated = len(meetings.lacking), len(meetings.undated)
    yield f"{lacking} {'lacks' if lacking == 1 else 'lack'} something"
    if undated:
        yield f"{undated} without a date"


def _counted(meetings: _Meetings) -> str:
    return " ".join((_of_coming(meetings.coming, len(meetings.lacking)), *_of_undated(meetings.undated)))


def _of_coming(found: Sequence[Readiness], lacking: int) -> str:
    if not found:
        return f"No meeting is coming up in the next {DAYS} days."
    total = f"{len(found)} {'meeting' if len(found) == 1 else 'meetings'} of the next {DAYS} days"
    if lacking:
        return f"Of {total}, {lacking} {'lacks' if lacking == 1 else 'lack'} something."
    return f"Of {total}, none lacks anything that is on record."


def _of_undated(undated: Sequence[object]) -> Iterator[str]:
    if undated:
        count = len(undated)
        whose = "1 meeting to be booked has" if count == 1 else f"{count} meetings to be booked have"
        yield f"{whose} no date."

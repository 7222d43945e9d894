"""Meetings that are coming up as rows of a mail: what each of them still lacks, in words.

How the things of the sheets stand is worked out in `rules/readiness.py`. Here comes what only Calendar
knows: whether the meeting's event has a link to join by, and a telephone number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from workspace_agent.duties.digest_rows import Mark, Row, Rows, Tone
from workspace_agent.duties.told import Told
from workspace_agent.model import dates
from workspace_agent.model.action import Decision
from workspace_agent.model.facts import Department, Meeting
from workspace_agent.model.field import known
from workspace_agent.model.policy import Policy
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.vocabulary import Mode
from workspace_agent.model.waits import Why
from workspace_agent.rules.dial_in import WITHOUT_VIDEO
from workspace_agent.rules.preparation import Preparation, Readiness, Standing, Thing
from workspace_agent.rules.readiness import readiness

CARD = frozenset(Thing) - {Thing.REPRESENTATIVE}
"""What a card shows: the agency representative is one of the roles."""

_NO_LINK = frozenset(
    {
        ProblemKind.NO_VIDEO,
        ProblemKind.LINKED_WITHOUT_VIDEO,
        ProblemKind.NO_LINK_YET,
        ProblemKind.VIDEO_LATE,
    }
)
_NOT_SEEN: Mapping[RowVerdict, str] = {
    RowVerdict.LINKED: "in an event that a person made",
    RowVerdict.LINKED_ELSEWHERE: "in an event that a person made",
    RowVerdict.CALENDAR_NOT_READ: "the calendar could not be read",
    **{verdict: verdict.words for verdict in (RowVerdict.IN_DOUBT, *(why.value for why in Why))},
}
"""Verdicts that leave it open whether there is a link."""

_TO_MEND = frozenset({Standing.MISSING, Standing.UNKNOWN})

_TONES = {Standing.MISSING: Tone.AT_RISK, Standing.THERE: Tone.WELL}

_ORDER = {thing: number for number, thing in enumerate(Thing)}


def coming(
    department: Department, told: Told, policy: Policy, today: date, last_day: date
) -> tuple[Readiness, ...]:
    """Every meeting between two days with how everything that it needs stands, the nearest first.

    Args:
        department: Everything that people typed.
        told: What was decided about each row, and what went wrong.
        policy: The company's numbers.
        today: The first day.
        last_day: The last day; it counts.
    """
    decided = {one.place: one for one in told.decisions if one.duty == "meetings"}
    troubles = {(one.place, one.kind) for one in told.problems}
    return tuple(
        _joined(one, decided.get(one.meeting.row), {kind for at, kind in troubles if at == one.meeting.row})
        for one in readiness(department, policy, today, last_day)
    )


def _joined(one: Readiness, decision: Decision | None, troubles: Collection[ProblemKind]) -> Readiness:
    """With its link; and with no number to dial where none of the company's lines is free."""
    things = {each.thing: each for each in (*one.things, _link(one.meeting, decision, troubles))}
    if ProblemKind.NO_DIAL_IN in troubles:
        none_free = Preparation(Thing.DIAL_IN, Standing.MISSING, "no line is free", one.meeting.row)
        things[Thing.DIAL_IN] = none_free
    return replace(one, things=tuple(sorted(things.values(), key=lambda each: _ORDER[each.thing])))


def _link(meeting: Meeting, decision: Decision | None, troubles: Collection[ProblemKind]) -> Preparation:
    standing, words = _link_words(meeting, decision, troubles)
    return Preparation(Thing.LINK, standing, words, meeting.row)


def _link_words(
    meeting: Meeting, decision: Decision | None, troubles: Collection[ProblemKind]
) -> tuple[Standing, str]:
    mode = known(meeting.mode)
    if mode in WITHOUT_VIDEO:
        return Standing.NOT_NEEDED, ""
    is_elsewhere = mode is Mode.OTHER_PLATFORM
    if not _NO_LINK.isdisjoint(troubles):
        return Standing.MISSING, "none to the other platform yet" if is_elsewhere else "no video link yet"
    if decision is None:
        return Standing.NOT_KEPT, "not looked up"
    if decision.verdict.event_stands:  # where it lacks its link, a Problem speaks of it
        return Standing.THERE, "to the other platform, in the event" if is_elsewhere else "in the event"
    return _not_in_the_calendar(meeting, decision)


def _not_in_the_calendar(meeting: Meeting, decision: Decision) -> tuple[Standing, str]:
    if decision.verdict is RowVerdict.STANDS:
        return Standing.UNKNOWN, f"look in the event ({decision.because})"
    if decision.verdict in _NOT_SEEN:
        return Standing.UNKNOWN, _NOT_SEEN[decision.verdict]
    if decision.verdict is RowVerdict.WAITS and not meeting.has_box:
        return Standing.UNKNOWN, decision.because
    return Standing.MISSING, f"not booked: {decision.because}"


def meeting_row(write: Rows, one: Readiness, things: Collection[Thing] = CARD) -> Row:
    """A meeting with the marks of some things; what it does not need is left out.

    Args:
        write: Writes names and initials.
        one: The meeting.
        things: What is told of it.
    """
    return Row(
        student=one.student.initials,
        case_manager=write.name(one.student.case_manager),
        owner=one.student.case_manager,
        lead=when(one.day, write.today),
        what=purposes(one.meeting),
        url=one.meeting.row.url,
        label=one.meeting.row.label,
        marks=marks(one, (each for each in one.things if each.thing in things and _is_needed(each))),
        keys=frozenset({one.key}),
    )


def _is_needed(one: Preparation) -> bool:
    return one.standing is not Standing.NOT_NEEDED


def marks(one: Readiness, things: Iterable[Preparation]) -> tuple[Mark, ...]:
    """How some of its things stand: `Notice: sent 3 Nov 2026`."""
    return tuple(_mark(one.meeting, each) for each in things)


def _mark(meeting: Meeting, one: Preparation) -> Mark:
    """What is missing or cannot be read has a link to its cell; the row is linked in any case."""
    is_linked = one.standing in _TO_MEND and one.place != meeting.row
    tone = _TONES.get(one.standing, Tone.CALM)
    return Mark(_titled(one.thing.value), one.words, tone, one.place.url if is_linked else "")


def when(day: date, today: date) -> str:
    """`Tue 1 Dec 2026, in 11 days`."""
    return f"{dates.words_of_week(day)}, {dates.left((day - today).days)}"


def purposes(meeting: Meeting) -> str:
    """`Annual review and reevaluation`."""
    words = sorted(purpose.words for purpose in known(meeting.purposes) or ())
    return _titled(" and ".join(words) or "meeting")


def listed(things: Iterable[Thing]) -> str:
    """Names of things, in their order: `notice, video link`."""
    return ", ".join(thing.value for thing in sorted(things, key=_ORDER.__getitem__))


def _titled(words: str) -> str:
    return words[:1].upper() + words[1:]

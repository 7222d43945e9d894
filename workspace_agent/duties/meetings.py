"""Book the meetings of the Meetings sheet on the case manager's calendar, under initials.

A row is booked when its Book box is ticked. Without a recorded agreement of the parent it is a private
hold without guests (34 CFR 300.322(a)(2) asks for a mutually agreed time). People's own changes stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from workspace_agent.duties import brakes
from workspace_agent.duties.meetings_actions import AskForVideo
from workspace_agent.duties.meetings_book import Numbers, book_or_ask
from workspace_agent.duties.meetings_cancel import (
    deletions_looked,
    event_not_asked_for,
    is_over,
    look_at_rest,
)
from workspace_agent.duties.meetings_compare import compare
from workspace_agent.duties.meetings_dates import dates_looked
from workspace_agent.duties.meetings_joining import LATE
from workspace_agent.duties.meetings_lines import Lines, taken_by
from workspace_agent.duties.meetings_match import Wanted, match, rank, second_ones
from workspace_agent.duties.meetings_past import did_they_take_place
from workspace_agent.duties.meetings_rows import (
    Booking,
    Case,
    asks_for_event,
    booking_or_verdict,
    is_coming,
)
from workspace_agent.duties.meetings_sight import out_of_sight, whereabouts
from workspace_agent.duties.meetings_team import team_looked
from workspace_agent.duties.meetings_theirs import linked_before
from workspace_agent.model.action import Decision
from workspace_agent.model.facts import Department, Meeting, SheetKey, concerns
from workspace_agent.model.field import Unreadable, known
from workspace_agent.model.place import LinkPlace
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.seen import EventState, Look, MarkedEvent, Prints, Seen
from workspace_agent.model.vocabulary import Existing

_CLAIMED, _LEFT = "claimed/", "by none"
_ASK_WHICH = frozenset({ProblemKind.WHICH_MEETING, ProblemKind.WHICH_OF_THEM})
_EMPTIED = {
    ProblemKind.BOOKED_WITHOUT_TIME: ProblemKind.STANDS_WITHOUT_START,  # by its date the row has its event
    ProblemKind.BOOKED_WITHOUT_PURPOSE: ProblemKind.STANDS_WITHOUT_PURPOSE,
}


def plan(department: Department, seen: Seen, circumstances: Circumstances) -> Plan:
    """What to book, change and cancel, with a verdict for every row that is still to come."""
    unseen = tuple(out_of_sight(seen, circumstances))
    looks = (
        *dates_looked(department, seen, circumstances),
        *deletions_looked(seen, circumstances),
        *(one.look for one in unseen),
    )
    shrunk = brakes.shrunk(department, seen, circumstances)
    total = _strangers(department, seen, circumstances, shrunk) + Plan(looks=looks)
    lines = Lines(
        department.organisation.meetings.dial_in,
        (*taken_by(seen.events), *(one.taken for one in unseen if one.taken)),
        timedelta(minutes=circumstances.policy.meetings.line_gap_minutes),
        circumstances.sign,
    )
    left_before = _left_before(seen)
    for student in department.by_ref.values():
        meetings = department.meetings_of.get(student.ref, ())
        case = Case(department, seen, circumstances, student, lines, shrunk)
        total += _plan_student(case, meetings, left_before) + did_they_take_place(case, meetings)
    return total


def awaits_links(plan: Plan) -> bool:
    """Guests of some meeting are not invited yet, because its link is still being made."""
    asked = any(isinstance(action, AskForVideo) for action in plan.actions)
    return asked or any(look.subject.startswith(LATE) for look in plan.looks)


def _strangers(
    department: Department, seen: Seen, circumstances: Circumstances, shrunk: frozenset[SheetKey]
) -> Plan:
    """Coming events of students whom nobody has on a list: kept, and told where the lists are whole.

    Of a list of which many rows are gone the brake speaks: to delete the event would be the wrong advice.
    """
    lists = replace(department, broken=department.broken | shrunk)
    owners = {person.calendar: person.key for person in department.organisation.case_managers}
    events = (event for event in seen.events if event.mark.student_ref not in department.by_ref)
    return Plan(
        problems=tuple(
            Problem(ProblemKind.ROW_GONE, LinkPlace(event.link, "event"), owners[event.calendar])
            for event in events
            if is_coming(event, circumstances) and not lists.lacks(owners[event.calendar], "students")
        )
    )


def _plan_student(case: Case, meetings: Sequence[Meeting], left_before: frozenset[str]) -> Plan:
    """Every dated row claims its event, also one that asks for none; only then is anything decided."""
    dated = [(meeting, day) for meeting in meetings if (day := known(meeting.date)) is not None]
    outcomes = {id(meeting): booking_or_verdict(case, meeting) for meeting in meetings}
    claims = [_claim(case, meeting, day, outcomes[id(meeting)]) for meeting, day in dated]
    events = [event for event in case.seen.events if event.mark.student_ref == case.student.ref]
    alive = [event for event in events if not is_over(event, case.seen.looks)]
    matched = match(claims, alive, case.circumstances.now, left_before)
    events_of = {id(meeting): event for (meeting, _), event in zip(dated, matched.pairs, strict=True)}
    coming = [event for event in events if is_coming(event, case.circumstances)]
    total = Plan(looks=tuple(whereabouts(event, case.circumstances.sign) for event in coming))
    total += Plan(looks=tuple(_claimed(event, matched.left) for event in coming))
    # What people did to an event meanwhile counts when its row is judged next, so it is not looked at before.
    total += Plan(looks=tuple(look_at_rest(event) for event in coming if event not in matched.left))
    asking = [(outcomes[id(meeting)], events_of.get(id(meeting))) for meeting in meetings]
    left = tuple(event for event in matched.left if is_coming(event, case.circumstances))
    decided = _decide_all(case, meetings, asking, Numbers(case, events, left))
    asked = any(problem.kind in _ASK_WHICH for problem in decided.problems)
    total += decided + (team_looked(case) if meetings else Plan())
    return total + (Plan() if asked else _left_over(case, left, meetings, _idle(meetings, asking)))


def _claim(case: Case, meeting: Meeting, day: date, outcome: Booking | Plan) -> Wanted:
    if isinstance(outcome, Booking):
        return replace(outcome.wanted, asks=linked_before(case, outcome) is None)
    asks = asks_for_event(case, meeting)
    return Wanted(day, known(meeting.purposes) or frozenset(), Prints(), asks=asks)


def _claimed(event: MarkedEvent, left: tuple[MarkedEvent, ...]) -> Look:
    """Whether a row claims a coming event: one that had none cannot be what a row was redated away from."""
    return Look(f"{_CLAIMED}{event.event_id}", _LEFT if event in left else "by a row")


def _left_before(seen: Seen) -> frozenset[str]:
    """Events that no row claimed at the last look."""
    looks = seen.looks.items()
    return frozenset(
        subject.removeprefix(_CLAIMED)
        for subject, look in looks
        if subject.startswith(_CLAIMED) and look.shown == _LEFT
    )


def _decide_all(
    case: Case,
    meetings: Sequence[Meeting],
    asking: list[tuple[Booking | Plan, MarkedEvent | None]],
    numbers: Numbers,
) -> Plan:
    """What becomes of each row."""
    rows = [(booking, event) for booking, event in asking if isinstance(booking, Booking)]
    doubles = _on_one_day(case, rows) | _at_one_time(case, rows)
    total = Plan()
    for meeting, (outcome, event) in zip(meetings, asking, strict=True):
        if isinstance(outcome, Plan):
            decided = outcome + event_not_asked_for(case, meeting, event)
        else:
            decided = doubles.get(id(meeting)) or _decide(case, outcome, event, numbers)
        total += _as_it_stands(case, decided, event)
    return total


def _as_it_stands(case: Case, decided: Plan, event: MarkedEvent | None) -> Plan:
    """Nothing is called not booked while its event is to come, whatever became of its row meanwhile."""
    if event is None or not is_coming(event, case.circumstances):
        return decided
    return replace(
        decided,
        decisions=tuple(_standing(one, event.link) for one in decided.decisions),
        problems=tuple(_emptied(one, event.link) for one in decided.problems),
    )


def _standing(decision: Decision, link: str) -> Decision:
    """What is in the way of the row is not why its event stands."""
    if not decision.verdict.is_not_booked:
        return decision
    because = f"the event stays in Calendar as it is; {decision.because}"
    return replace(decision, verdict=RowVerdict.STANDS, because=because, link=link)


def _emptied(problem: Problem, link: str) -> Problem:
    """Where a cell is empty now of which an event was booked, guests still come at its time."""
    kind = _EMPTIED.get(problem.kind)
    return replace(problem, kind=kind, link=link) if kind else problem


def _at_one_time(case: Case, rows: list[tuple[Booking, MarkedEvent | None]]) -> dict[int, Plan]:
    """Two rows at one time are one meeting and a question."""
    second = second_ones([(booking.text.start, rank(booking.text.start, event)) for booking, event in rows])
    kind, because = ProblemKind.TWO_ROWS_ALIKE, "another row has the same date and time"
    asked = ((rows[index][0].meeting, rows[other][0].meeting) for index, other in second.items())
    return {
        id(row): _doubled(case, row, other, kind, (RowVerdict.SAME_TIME, because)) for row, other in asked
    }


def _on_one_day(case: Case, rows: list[tuple[Booking, MarkedEvent | None]]) -> dict[int, Plan]:
    """Two rows of one day with the same purposes may be one meeting, typed twice.

    Where both have an event a person has settled that; a second sitting after the first is a meeting too.
    """
    coming = [(booking, event) for booking, event in rows if booking.text.start > case.circumstances.now]
    wanted = [
        ((booking.wanted.day, booking.wanted.purposes), rank(booking.text.start, event))
        for booking, event in coming
    ]
    kind, because = ProblemKind.TWO_ROWS_ONE_DAY, "another row has the same date and purposes"
    asked = ((*coming[index], coming[other][0].meeting) for index, other in second_ones(wanted).items())
    return {
        id(booking.meeting): _doubled(case, booking.meeting, other, kind, (RowVerdict.SAME_DAY, because))
        for booking, event, other in asked
        if event is None and known(booking.meeting.existing) is None
    }


def _doubled(
    case: Case, row: Meeting, other: Meeting, kind: ProblemKind, verdict: tuple[RowVerdict, str]
) -> Plan:
    """Where the other row is, is said: it may stand in a former case manager's workbook."""
    return case.row_problem(row, kind, link=other.row.url) + case.decision(row, *verdict)


def _decide(case: Case, booking: Booking, event: MarkedEvent | None, numbers: Numbers) -> Plan:
    if event is None:
        return _without_event(case, booking, numbers)
    if event.state is EventState.OPEN and not is_coming(event, case.circumstances):
        second_sitting = booking.text.start >= event.end
        return book_or_ask(case, booking, numbers) if second_sitting else Plan()
    return compare(case, booking, event)


def _without_event(case: Case, booking: Booking, numbers: Numbers) -> Plan:
    """A row that fits no event, while one stands that fits no row, may be that meeting retyped."""
    answer = known(booking.meeting.existing)
    if not numbers.left or answer is Existing.BOOK or booking.text.start <= case.circumstances.now:
        return book_or_ask(case, booking, numbers)
    if (theirs := linked_before(case, booking)) is not None:
        return theirs
    if answer is Existing.LINK and len(numbers.left) == 1:
        return compare(case, booking, numbers.left[0])
    because = "an event of this student stands that no row asks for any more"
    if len(numbers.left) == 1:
        return case.question(booking.meeting, ProblemKind.WHICH_MEETING, RowVerdict.WHICH_MEETING, because)
    asked = case.row_problem(booking.meeting, ProblemKind.WHICH_OF_THEM, str(len(numbers.left)))
    return asked + case.decision(booking.meeting, RowVerdict.WHICH_OF_THEM, because)


def _idle(
    meetings: Sequence[Meeting], asking: list[tuple[Booking | Plan, MarkedEvent | None]]
) -> list[Meeting]:
    """Rows that ask for no event and have none."""
    rows = zip(meetings, asking, strict=True)
    return [meeting for meeting, (outcome, event) in rows if isinstance(outcome, Plan) and event is None]


def _left_over(
    case: Case, events: tuple[MarkedEvent, ...], meetings: Sequence[Meeting], idle: list[Meeting]
) -> Plan:
    """Coming events that no row claims: kept, never cancelled because a row vanished.

    An idle row, which asks for nothing and has no event, may be the row of one: then the row is told.
    """
    if not _rows_are_whole(case, meetings):
        return Plan()
    fitting = [(row, [event for event in events if _may_be_redated(case, row, event)]) for row in idle]
    asked = [(row, found[0].link) for row, found in fitting if found]
    explained = [event for _, found in fitting for event in found]
    gone = (event for event in events if event not in explained and not _may_be_nobodys(case, event))
    told = (case.row_problem(row, ProblemKind.ROW_REDATED, link=link) for row, link in asked)
    total = sum(told, Plan())
    return total + sum((case.event_problem(ProblemKind.ROW_GONE, event) for event in gone), Plan())


def _may_be_redated(case: Case, row: Meeting, event: MarkedEvent) -> bool:
    """It was this event's row before somebody changed its date; a past date may be a slip of the pen."""
    day = known(row.date)
    asks = not row.cancelled and (known(row.book) is True or not row.has_box)
    is_past = day is not None and day < case.circumstances.today
    return known(row.purposes) == event.mark.purposes and not row.held and (asks or not is_past)


def _rows_are_whole(case: Case, meetings: Sequence[Meeting]) -> bool:
    """Only then does a missing row mean anything: no cell, column or brake may hide it."""
    unread = any(isinstance(meeting.date, Unreadable) for meeting in meetings)
    return not unread and not concerns(case.department.broken | case.shrunk, case.student, "meetings")


def _may_be_nobodys(case: Case, event: MarkedEvent) -> bool:
    """A row that names no student may be the row of this event."""
    days = frozenset({event.mark.day, event.start.date()})
    return any(
        row.case_manager == case.student.case_manager and row.may_be(days, event.mark.purposes)
        for row in case.department.nobodys
    )

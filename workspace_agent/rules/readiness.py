"""How each thing that a coming meeting needs stands, by what the rules about it work out.

Nothing is judged here a second time: where a rule judges a thing it is asked, and where none does, as of the
interpreter at a meeting about a 504 plan, what the sheets say is told. Whether there is a video link stands
in Calendar and not in the sheets, so that it is added in `duties/digest_ready.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Meeting, Student, TeamMember
from workspace_agent.model.field import Field, Missing, Unreadable, Value, has_column, known
from workspace_agent.model.on_record import Access
from workspace_agent.model.place import Cell, Place
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IEP_TEAM_PURPOSES, PlanType
from workspace_agent.rules.attempts import is_wanted, judge_attempts
from workspace_agent.rules.caseload import has_left, is_to_come
from workspace_agent.rules.contact_attempts import attempts_unread
from workspace_agent.rules.dial_in import WITHOUT_VIDEO
from workspace_agent.rules.goal_verdicts import GoalVerdict, Unjudged, judged_goals
from workspace_agent.rules.goals import is_read
from workspace_agent.rules.interpreter import need
from workspace_agent.rules.judgement import Verdict
from workspace_agent.rules.notice_days import notice_by
from workspace_agent.rules.own_papers import with_own_papers
from workspace_agent.rules.preparation import Preparation, Readiness, Standing, Thing
from workspace_agent.rules.rights import decision_makers, nobody_decides
from workspace_agent.rules.team_meetings import team_unread
from workspace_agent.rules.team_roles import REPRESENTATIVE, parts

UNREAD = "cannot be read"
_NO_COLUMN = "not kept in the sheet"
_NOT_FRESH = frozenset({Verdict.INSUFFICIENT_DATA, Verdict.STALE})

_Goal = GoalVerdict | Unjudged
_Said = tuple[Standing, str, Place]
"""How a thing stands, in words, and where to write it down."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A meeting that is coming up.

    Attributes:
        own: The meeting with what is of it alone.
        goals: Those of the student.
    """

    department: Department
    policy: Policy
    student: Student
    meeting: Meeting
    own: Meeting
    day: date
    today: date
    goals: Sequence[_Goal]

    @property
    def is_broken(self) -> bool:
        """What is not in its row may stand where nothing could be read."""
        return self.department.is_broken(self.student, "meetings")


def readiness(department: Department, policy: Policy, today: date, last_day: date) -> tuple[Readiness, ...]:
    """Every meeting between two days that is neither held nor cancelled, of a student who is here then.

    Args:
        department: Everything that people typed.
        policy: The company's numbers.
        today: The first day.
        last_day: The last day; it counts.

    Returns:
        The nearest first, then by case manager and initials.
    """
    coming = [
        (day, student, meeting)
        for student in department.students
        for meeting in department.meetings_of.get(student.ref, ())
        if not meeting.held and not meeting.cancelled
        if (day := known(meeting.date)) is not None and today <= day <= last_day
        if not has_left(student, day) and not is_to_come(student, day)
    ]
    goals = _goals(department, policy, today) if coming else {}
    found = (
        _readiness(
            _Case(
                department,
                policy,
                student,
                meeting,
                with_own_papers(department, student, meeting, day),
                day,
                today,
                goals.get(student.ref, ()),
            )
        )
        for day, student, meeting in coming
    )
    return tuple(sorted(found, key=_nearest_first))


def _nearest_first(one: Readiness) -> tuple[date, str, str, Place]:
    return one.day, one.student.case_manager, one.student.initials, one.meeting.row


def _goals(department: Department, policy: Policy, today: date) -> Mapping[str, Sequence[_Goal]]:
    found = defaultdict[str, list[_Goal]](list)
    for goal in judged_goals(department, policy, today):
        found[goal.one.student.ref].append(goal)
    return found


def _readiness(case: _Case) -> Readiness:
    said = {thing: _standing(case, thing) for thing in Thing if thing in _PREPARED}
    things = tuple(Preparation(thing, *one) for thing, one in said.items())
    return Readiness(case.student, case.meeting, case.day, things)


def _standing(case: _Case, thing: Thing) -> _Said:
    return (thing in _ASKED_BY_IDEA and _beyond_idea(case)) or _PREPARED[thing](case)


def _beyond_idea(case: _Case) -> _Said | None:
    """IDEA does not ask for it, or nobody can tell whether it does; None where it does."""
    plan, purposes = known(case.student.plan_type), known(case.meeting.purposes)
    if plan is PlanType.S504 or (purposes is not None and not purposes & IEP_TEAM_PURPOSES):
        return Standing.NOT_NEEDED, "", case.meeting.row
    if plan is None:
        return Standing.UNKNOWN, "the plan is not known", case.student.plan_type.cell
    if purposes is None:
        return Standing.UNKNOWN, "the purpose is not known", case.meeting.purposes.cell
    return None


# ---- what the parent knows and said


def _agreement(case: _Case) -> _Said:
    agreed = case.own.agreed_on
    if isinstance(agreed, Value):
        return Standing.THERE, f"given {dates.words(agreed.value)}", agreed.cell
    if isinstance(agreed, Unreadable) or case.is_broken:
        return Standing.UNKNOWN, UNREAD, agreed.cell
    return Standing.MISSING, "not on record", agreed.cell


def _notice(case: _Case) -> _Said:
    arrangements = case.own.arrangements
    sent, shorter = arrangements.notice_sent, arrangements.shorter_notice_agreed
    if isinstance(sent, Unreadable) or isinstance(shorter, Unreadable):
        return Standing.UNKNOWN, UNREAD, sent.cell
    if not has_column(sent, case.meeting.row):
        return Standing.NOT_KEPT, _NO_COLUMN, sent.cell
    if isinstance(shorter, Value):
        return Standing.THERE, f"shorter time agreed {dates.words(shorter.value)}", shorter.cell
    district = case.department.organisation.district(case.student.district)
    latest = notice_by(case.department.organisation, district, case.policy, case.day)
    return (*_sent(known(sent), latest, case.today), sent.cell)


def _sent(sent: date | None, latest: date | None, today: date) -> tuple[Standing, str]:
    """By the strictest number of district, state and company; without it nobody can say what is late."""
    if sent is None:
        when = "" if latest is None else f", {'was due' if latest < today else 'due'} {dates.words(latest)}"
        return Standing.MISSING, f"not sent{when}"
    words = f"sent {dates.words(sent)}"
    if latest is None:
        return Standing.UNKNOWN, words
    late = (sent - latest).days
    return (Standing.MISSING, f"{words}, {dates.days(late)} late") if late > 0 else (Standing.THERE, words)


def _attempts(case: _Case) -> _Said:
    row, numbers = case.meeting.row, case.policy.parent_contact
    if attempts_unread(case.department, case.student) or isinstance(case.own.agreed_on, Unreadable):
        return Standing.UNKNOWN, UNREAD, row
    if not is_wanted(case.own, numbers):
        return Standing.NOT_NEEDED, "the parent agreed", row
    verdict = judge_attempts(case.department, case.policy, case.student, case.today)
    if verdict.meeting != case.meeting:
        return Standing.UNKNOWN, "counted for another meeting first", row
    if verdict.sufficient:
        return Standing.THERE, f"{verdict.counted} of {numbers.min_attempts}", row
    return Standing.MISSING, verdict.why, row


def _parent_input(case: _Case) -> _Said:
    received, row = case.meeting.arrangements.parent_input, case.meeting.row
    return (*_ticked(received, row, "received", "not on record"), received.cell)


# ---- who comes


def _roles(case: _Case) -> _Said:
    place = min((one.row for one in _team(case)), default=case.meeting.row)
    named = _parts(case)
    if named is None:
        return Standing.UNKNOWN, UNREAD, place
    lacks = [words for words, is_named in named.items() if is_named is False]
    if nobody_decides((one for _, one in decision_makers(case.department, case.student)), case.day):
        lacks.append("who decides for the student")
    if lacks:
        return Standing.MISSING, f"lacks: {', '.join(lacks)}", place
    return Standing.THERE, "all named", place


def _representative(case: _Case) -> _Said:
    """Where the Team sheet has no column for it, the district may have one who always comes."""
    place = min((one.row for one in _team(case)), default=case.meeting.row)
    named = _parts(case)
    if named is None:
        return Standing.UNKNOWN, UNREAD, place
    if named[REPRESENTATIVE]:
        return Standing.THERE, "named", place
    if named[REPRESENTATIVE] is False:
        return Standing.MISSING, "not named", place
    if case.department.organisation.district(case.student.district).agency_representative:
        return Standing.THERE, "always the same", place
    return Standing.NOT_KEPT, _NO_COLUMN, place


def _team(case: _Case) -> Sequence[TeamMember]:
    return case.department.team_of.get(case.student.ref, ())


def _parts(case: _Case) -> Mapping[str, bool | None] | None:
    """None where somebody may stand in a row that could not be read."""
    if team_unread(case.department, case.student):
        return None
    purposes = known(case.meeting.purposes) or frozenset()
    return parts(case.department, case.student, purposes, case.day)


# ---- what they need to take part


def _interpreter(case: _Case) -> _Said:
    booked, needed = case.meeting.arrangements.interpreter_booked, need(case.student)
    if needed is None:
        unread = _need_unread(case.student)
        return Standing.UNKNOWN if unread else Standing.NOT_NEEDED, UNREAD if unread else "", booked.cell
    missing = "not known whether one is needed" if needed.unanswered else "not booked"
    standing, words = _ticked(booked, case.meeting.row, "booked", missing)
    asks = needed.unanswered is not None and standing is Standing.MISSING
    return standing, words, needed.unanswered if asks and needed.unanswered else booked.cell


def _need_unread(student: Student) -> bool:
    """Whether it may be said in a cell that cannot be read."""
    record = student.record
    if isinstance(record.access, Unreadable) or isinstance(record.interpreter_needed, Unreadable):
        return True
    return isinstance(record.other_language, Unreadable) and isinstance(record.interpreter_needed, Missing)


def _dial_in(case: _Case) -> _Said:
    """Lines of the company's are given out by the agent: where none is free, its Problem says so."""
    access, mode = case.student.record.access, case.meeting.mode
    given = case.meeting.arrangements.dial_in_given
    if isinstance(access, Unreadable) or isinstance(mode, Unreadable):
        return Standing.UNKNOWN, UNREAD, given.cell
    if known(access) is not Access.PHONE_ONLY or known(mode) in WITHOUT_VIDEO:
        return Standing.NOT_NEEDED, "", given.cell
    if case.department.organisation.meetings.dial_in:
        return Standing.THERE, "a line of the company's", given.cell
    return (*_ticked(given, case.meeting.row, "given", "not given"), given.cell)


def _ticked(field: Field[bool], row: Cell, there: str, missing: str) -> tuple[Standing, str]:
    """What a column of the meeting's row says."""
    if isinstance(field, Unreadable):
        return Standing.UNKNOWN, UNREAD
    if not has_column(field, row):
        return Standing.NOT_KEPT, _NO_COLUMN
    return (Standing.THERE, there) if known(field) else (Standing.MISSING, missing)


# ---- what there is to speak of


def _progress(case: _Case) -> _Said:
    if not is_read(case.department, case.student):
        return Standing.UNKNOWN, UNREAD, case.student.row
    if not case.goals:
        return Standing.UNKNOWN, "no goal on record", case.student.row
    old = [one for one in case.goals if isinstance(one, Unjudged) or one.verdict in _NOT_FRESH]
    place = (old or case.goals)[0].one.place
    total = len(case.goals)
    words = f"{total - len(old)} of {total} {'goal' if total == 1 else 'goals'} with fresh data"
    if not old:
        return Standing.THERE, words, place
    may_be_there = any(one.one.may_have_more for one in old)
    return Standing.UNKNOWN if may_be_there else Standing.MISSING, words, place


_PREPARED: Mapping[Thing, Callable[[_Case], _Said]] = {
    Thing.AGREEMENT: _agreement,
    Thing.NOTICE: _notice,
    Thing.ATTEMPTS: _attempts,
    Thing.ROLES: _roles,
    Thing.REPRESENTATIVE: _representative,
    Thing.INTERPRETER: _interpreter,
    Thing.DIAL_IN: _dial_in,
    Thing.PARENT_INPUT: _parent_input,
    Thing.PROGRESS: _progress,
}

_ASKED_BY_IDEA = frozenset({Thing.NOTICE, Thing.ATTEMPTS, Thing.ROLES, Thing.REPRESENTATIVE, Thing.PROGRESS})
"""Of an IEP and a meeting of the IEP Team; no such meeting is one about a 504 plan."""

"""Which contact attempts count for which meeting: one verdict, for the rule and for everything printed.

Voice calls, voicemail and phone are one method already when they arrive here. The time of an attempt and
the start of a meeting are compared as typed, which matters only on the day of the meeting itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from workspace_agent.model import dates
from workspace_agent.model.contacts import ContactAttempt
from workspace_agent.model.due_dates import REVIEW_YEARS
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import Missing, known
from workspace_agent.model.finding import Step
from workspace_agent.model.place import Cell
from workspace_agent.model.policy import ParentContactPolicy, Policy
from workspace_agent.model.vocabulary import Method, Person, PlanType, Purpose
from workspace_agent.rules.caseload import has_left
from workspace_agent.rules.clocks import Clock, annual_clock
from workspace_agent.rules.rights import holds_rights
from workspace_agent.rules.team_meetings import is_team_meeting, last_team_meeting, next_team_meeting

SAME_DAY = "same day as another"


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One attempt on record.

    Attributes:
        objection: Why it does not count; empty where it does.
    """

    attempt: ContactAttempt
    objection: str

    @property
    def step(self) -> Step:
        """As one line of working."""
        day, method = known(self.attempt.date), known(self.attempt.method)
        when, how = dates.words(day) if day else "no date", method.value if method else "no method"
        return Step(f"attempt: {when}, {how}: {self.objection or 'counts'}", self.attempt.row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the record of contact attempts amounts to.

    Attributes:
        applies: False for a student who has left, for a 504 plan and where the plan is unknown.
        why: The arithmetic, or why there is none.
        counted: How many attempts count; None where the practice does not apply.
        days: Their days, without repeats.
        methods: Their methods, without repeats, in the order of their words.
        sufficient: Whether they are enough for `meeting`; None where there is no such meeting.
        meeting: The meeting they are judged against: the next one, else the last one without a form.
        not_counted: How many do not count, by reason.
        missing: What is still to be done, as in `one more attempt, on another day`; empty where nothing is.
        looked_at: Every attempt about the student, from the first to the last.
    """

    applies: bool
    why: str
    counted: int | None = None
    days: tuple[date, ...] = ()
    methods: tuple[Method, ...] = ()
    sufficient: bool | None = None
    meeting: Meeting | None = None
    not_counted: tuple[tuple[str, int], ...] = ()
    missing: str = ""
    looked_at: tuple[LookedAt, ...] = ()

    @property
    def judged_against(self) -> date | None:
        """Date of the meeting they are judged against."""
        return known(self.meeting.date) if self.meeting else None

    @property
    def agreed_on(self) -> date | None:
        """When the parent agreed to that meeting."""
        return known(self.meeting.agreed_on) if self.meeting else None

    @property
    def steps(self) -> tuple[Step, ...]:
        """Each attempt with its row and what became of it, then what they come to."""
        return (
            *(one.step for one in self.looked_at),
            Step(f"days that count: {', '.join(map(dates.words, self.days)) or 'none'}"),
            Step(f"methods that count: {', '.join(one.value for one in self.methods) or 'none'}"),
            Step(f"still missing: {self.missing or 'nothing'}"),
        )


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What an attempt has to be, to count.

    Attributes:
        after: The day on which this round of attempts was opened.
        opened_by: What was on that day.
    """

    purposes: frozenset[Purpose]
    person: Person
    after: date
    opened_by: str
    before: date | None
    start: time | None
    today: date


def judge_attempts(department: Department, policy: Policy, student: Student, today: date) -> Verdict:
    """The verdict on one student's contact attempts.

    Args:
        department: Everything that people typed.
        policy: The company's numbers.
        student: Whose attempts they are.
        today: The day of judgement.

    Returns:
        The verdict against the next dated IEP Team meeting, else against the last one without a form, else
        the attempts about the annual review with no judgement on them.
    """
    why_not = _why_not(student, today)
    if why_not:
        return Verdict(applies=False, why=why_not)
    found = next_team_meeting(department, student, today) or last_team_meeting(department, student, today)
    meeting = found[1] if found else None
    opened = _opened(department, student, found[0] if found else today)
    wanted = _wanted(department, student, meeting, opened, today)
    return _verdict(department, policy.parent_contact, student, meeting, wanted)


def _opened(department: Department, student: Student, day: date) -> tuple[date, str]:
    """The last annual review; a year before the meeting at the earliest, because people keep their rows."""
    clock, year_before = annual_clock(department, student), dates.add_years(day, -1)
    began = clock.began(REVIEW_YEARS) if isinstance(clock, Clock) else year_before
    if year_before < began < day:
        return began, "the last annual review"
    return year_before, "the year before the meeting"


def judge_past_attempts(
    department: Department, policy: Policy, student: Student, meeting: Meeting, day: date
) -> Verdict:
    """The verdict on the attempts to arrange a meeting that was held.

    Its own form restarts the clock of the annual review, so these attempts are counted from the meeting of
    the IEP Team before it, as in `attempts_towards`.

    Args:
        department: Everything that people typed.
        policy: The company's numbers.
        student: Whose attempts they are.
        meeting: The meeting.
        day: Its date.
    """
    opened = meeting_before(department, student.ref, day), "the previous meeting"
    wanted = _wanted(department, student, meeting, opened, day)
    return _verdict(department, policy.parent_contact, student, meeting, wanted)


def attempts_towards(
    department: Department, student_ref: str, purposes: frozenset[Purpose], day: date
) -> tuple[ContactAttempt, ...]:
    """Everything on record to arrange one meeting, whether it counts or not, from the first to the last.

    Args:
        department: Everything that people typed.
        student_ref: Whose meeting it is.
        purposes: What it is about.
        day: Its date.

    Returns:
        Attempts about one of its purposes, or about any meeting, up to its day and after the meeting of the
        IEP Team before it; without those whose date cannot be read, of which nobody knows the place. The
        order does not hang on where the rows stand.
    """
    after = meeting_before(department, student_ref, day)
    found = (
        (at, known(row.time) or time.max, row.typed, row)
        for row in department.contacts_of.get(student_ref, ())
        if row.about_any_meeting or row.about & purposes
        if (at := known(row.date)) is not None and after < at <= day
    )
    return tuple(row for *_, row in sorted(found, key=lambda entry: entry[:3]))


def meeting_before(department: Department, student_ref: str, day: date) -> date:
    """When the team met before; a year before at the earliest, because it meets every year."""
    met = (
        at
        for other in department.meetings_of.get(student_ref, ())
        if other.held and is_team_meeting(other)
        if (at := known(other.date)) is not None and at < day
    )
    return max(met, default=dates.add_years(day, -1))


def _why_not(student: Student, today: date) -> str:
    if has_left(student, today):
        return "the student has left"
    plan = known(student.plan_type)
    if plan is None:
        return "the plan is unknown"
    return "" if plan is PlanType.IEP else "not for a 504 plan"


def _wanted(
    department: Department,
    student: Student,
    meeting: Meeting | None,
    opened: tuple[date, str],
    today: date,
) -> _Wanted:
    purposes = known(meeting.purposes) if meeting else None
    day = known(meeting.date) if meeting else None
    is_adult = holds_rights(department, student, day or today)
    return _Wanted(
        purposes=purposes or frozenset({Purpose.ANNUAL_REVIEW}),
        person=Person.STUDENT if is_adult else Person.PARENT,
        after=opened[0],
        opened_by=opened[1],
        before=day,
        start=known(meeting.start) if meeting else None,
        today=today,
    )


def _verdict(
    department: Department,
    numbers: ParentContactPolicy,
    student: Student,
    meeting: Meeting | None,
    wanted: _Wanted,
) -> Verdict:
    rows = sorted(department.contacts_of.get(student.ref, ()), key=_in_order)
    looked_at = tuple(LookedAt(row, _objection(row, wanted)) for row in rows)
    good = [one.attempt for one in looked_at if not one.objection]
    days = tuple(sorted({day for row in good if (day := known(row.date)) is not None}))
    methods = {method for row in good if (method := known(row.method)) is not None}
    counted = len(days) if numbers.distinct_days else len(good)
    objections = Counter(one.objection for one in looked_at if one.objection)
    reasons = objections + Counter({SAME_DAY: len(good) - counted})
    shortfalls = list(_shortfalls(counted, len(methods), numbers))
    return Verdict(
        applies=True,
        why=("; ".join(shortfalls) or "enough") if meeting else "no dated IEP Team meeting to judge against",
        counted=counted,
        days=days,
        methods=tuple(sorted(methods, key=lambda method: method.value)),
        sufficient=not shortfalls if meeting else None,
        meeting=meeting,
        not_counted=tuple(sorted(reasons.items())),
        missing=_missing(counted, len(methods), numbers),
        looked_at=looked_at,
    )


def _in_order(row: ContactAttempt) -> tuple[date, time, Cell]:
    """By day and time, with what has none at the end."""
    return known(row.date) or date.max, known(row.time) or time.max, row.row


def _shortfalls(counted: int, methods: int, numbers: ParentContactPolicy) -> Iterator[str]:
    unit = "days" if numbers.distinct_days else "attempts"
    if counted < numbers.min_attempts:
        yield f"{counted} of {numbers.min_attempts} {unit}"
    if methods < numbers.min_methods:
        yield f"{methods} of {numbers.min_methods} methods"


def _missing(counted: int, methods: int, numbers: ParentContactPolicy) -> str:
    """What is still to be done; on another day and by another method at once, where both are short."""
    attempts = max(numbers.min_attempts - counted, 0)
    others = max(numbers.min_methods - methods, 0)
    more = max(attempts, others)
    if not more:
        return ""
    said = ["one more attempt" if more == 1 else f"{more} more attempts"]
    if attempts and numbers.distinct_days:
        said.append("on another day" if more == 1 else "each on another day")
    if others:
        said.append(_by_other_methods(others, more))
    return ", ".join(said)


def _by_other_methods(others: int, more: int) -> str:
    if others > 1:
        return f"by {others} other methods"
    return "by another method" if more == 1 else "one of them by another method"


def _objection(row: ContactAttempt, wanted: _Wanted) -> str:
    """The first reason why an attempt does not count, or nothing."""
    day = known(row.date)
    if day is None:
        return "no date"
    objections = {
        "about something else": not (row.about_any_meeting or row.about & wanted.purposes),
        "not the person who holds the rights": row.person is not wanted.person,
        f"before {wanted.opened_by}": day <= wanted.after,
        "after the meeting": not _in_time(day, known(row.time), wanted),
        "in the future": day > wanted.today,
        "no time": known(row.time) is None,
        "no method": known(row.method) is None,
        "no result": not row.has_result,
    }
    return next((reason for reason, holds in objections.items() if holds), "")


def too_few_days(verdict: Verdict, numbers: ParentContactPolicy, day: date, today: date) -> str:
    """That fewer days are left before a meeting than attempts that each need one; else empty."""
    left = (day - today).days - (today in verdict.days)
    is_short = numbers.distinct_days and numbers.min_attempts - len(verdict.days) > left
    return (
        "Too few days are left for that before the meeting, so it may have to be moved." if is_short else ""
    )


def is_wanted(meeting: Meeting, numbers: ParentContactPolicy) -> bool:
    """Whether the answer of the parent leaves attempts to be made.

    An unreadable day of agreement is told as a Problem; it may well be a yes.
    """
    return numbers.applies == "always" or isinstance(meeting.agreed_on, Missing)


def _in_time(day: date, at: time | None, wanted: _Wanted) -> bool:
    if wanted.before is None or day != wanted.before:
        return wanted.before is None or day < wanted.before
    return at is not None and wanted.start is not None and at < wanted.start

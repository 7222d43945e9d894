"""Which students a rule speaks of, and which of their meetings are planned or still lack a form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Meeting, Student, concerns
from workspace_agent.model.field import Field, Missing, Unreadable, Value, known
from workspace_agent.model.vocabulary import PlanType, Purpose
from workspace_agent.rules.clocks import RESTARTING
from workspace_agent.rules.remembered import remembered
from workspace_agent.rules.unsaid import say_whether, unsaid_of

SEND_FORM = "then send the Post IEP Meeting Form."
SEND_LATE = "If the meeting was held, send its Post IEP Meeting Form."


def has_left(student: Student, today: date) -> bool:
    """Whether the student's exit is today or earlier; an exit that cannot be read ends nothing."""
    gone = known(student.exit)
    return gone is not None and gone <= today


def came(student: Student) -> Field[date]:
    """The student's first day here: of enrollment or of transfer, the later one where both are on record.

    Unreadable where one of them is, for that may be the later one.
    """
    fields = [student.record.enrolled, *([student.transferred_on] if student.transferred_on else [])]
    unread = next((one for one in fields if isinstance(one, Unreadable)), None)
    days = [one for one in fields if isinstance(one, Value)]
    return unread or max(days, key=lambda one: one.value, default=student.record.enrolled)


def is_to_come(student: Student, today: date) -> bool:
    """Whether the first day on record is still ahead: until then another agency answers for the plan."""
    return (known(came(student)) or today) > today


@remembered
def here(department: Department, today: date) -> tuple[Student, ...]:
    """Students who have come and have not left, whatever their plan."""
    return tuple(
        student
        for student in department.students
        if not has_left(student, today) and not is_to_come(student, today)
    )


@remembered
def with_iep(department: Department, today: date) -> tuple[Student, ...]:
    """Students who are still here and have an IEP: IDEA's rules are not for 504 plans."""
    return tuple(one for one in here(department, today) if known(one.plan_type) is PlanType.IEP)


def who_may_get_an_iep(department: Department, today: date) -> Iterator[Student]:
    """Students who are still here, also without a plan or with a 504 plan: an evaluation precedes the IEP."""
    for student in here(department, today):
        if not isinstance(student.plan_type, Unreadable):
            yield student


def with_504(department: Department, today: date) -> Iterator[Student]:
    """Students who are still here and have a 504 plan, also those whose row says IEP as well."""
    for student in here(department, today):
        if known(student.plan_type) is PlanType.S504 or student.two_plans:
            yield student


def with_sheet(department: Department, kind: str, today: date) -> Iterator[Student]:
    """Students who are still here, whose rows in sheets of this kind are all known.

    Not those of a case manager who keeps no such sheet, and not where a sheet could not be read whole, or has
    a row that could not be given to a student.
    """
    hidden = department.broken | department.unsettled
    for student in here(department, today):
        if department.keeps(student.case_manager, kind) and not concerns(hidden, student, kind):
            yield student


def asks_to_be_booked(meeting: Meeting) -> bool:
    """Whether a row wants a meeting: its box is ticked; or it has no such box, but date and start."""
    if meeting.held or meeting.cancelled or known(meeting.date) is None:
        return False
    unboxed = isinstance(meeting.book, Missing) and known(meeting.start) is not None
    return known(meeting.book) is True or unboxed


def planned_in_time(
    department: Department, student: Student, purpose: Purpose, due: date, today: date
) -> bool:
    """Whether a meeting is planned that is not too late; once the due date has passed, any will do."""
    day = planned(department, student, purpose, today)
    return day is not None and not is_too_late(day, due, today)


def is_too_late(day: date, due: date, today: date) -> bool:
    """Whether a planned meeting has to be moved to be held by its due date, while it still can be."""
    return today <= due < day


def move(day: date, due: date) -> str:
    """What to do about a meeting that is too late."""
    return f"The meeting of {dates.words(day)} is too late: move it to {dates.words(due)} or before."


def planned(department: Department, student: Student, purpose: Purpose, today: date) -> date | None:
    """The next date, today or later, for which a row asks to book a meeting that restarts this clock."""
    days = [
        day
        for meeting in _with_purpose(department, student, purpose)
        if asks_to_be_booked(meeting) and (day := known(meeting.date)) is not None and day >= today
    ]
    return min(days, default=None)


def next_step(
    department: Department, student: Student, purpose: Purpose, since: date, due: date, today: date
) -> str:
    """What to do about a review that is due or past due.

    Args:
        department: Everything that people typed.
        student: Whose review it is.
        purpose: What is due; a meeting may have another purpose that counts as it.
        since: Date of the review that counts now; a later one is only ticked.
        due: By when it is due; a meeting that is planned after that is too late.
        today: The day of judgement.

    Returns:
        The missing form, else to say what became of a meeting whose day has passed, else the planned
        meeting, else the meeting that has to be agreed on.
    """
    if department.is_broken(student, "meetings"):
        return f"Mend the Meetings sheet: what is planned or ticked as held there cannot be read. {SEND_LATE}"
    ticked = _ticked_since(department, student, purpose, since, today)
    if ticked is not None:
        return f"The meeting of {dates.words(ticked)} is ticked as held: send its Post IEP Meeting Form."
    passed = unsaid_of(department, student, purpose, today)
    if passed is not None:
        return say_whether(passed)
    day = planned(department, student, purpose, today)
    if day is not None and is_too_late(day, due, today):
        return move(day, due)
    if day is not None:
        return f"A meeting is planned for {dates.words(day)}: hold it, {SEND_FORM}"
    return f"Hold the {_noun(purpose)}, {SEND_FORM}"


_NOUNS = {Purpose.ANNUAL_REVIEW: "review", Purpose.INITIAL: "meeting that writes the first IEP"}


def _noun(purpose: Purpose) -> str:
    return _NOUNS.get(purpose, purpose.words)


def _ticked_since(
    department: Department, student: Student, purpose: Purpose, since: date, today: date
) -> date | None:
    days = [
        day
        for meeting in _with_purpose(department, student, purpose)
        if meeting.held and not meeting.cancelled
        if (day := known(meeting.date)) is not None and since < day <= today
    ]
    return max(days, default=None)


def _with_purpose(department: Department, student: Student, purpose: Purpose) -> Iterator[Meeting]:
    for meeting in department.meetings_of.get(student.ref, ()):
        purposes = known(meeting.purposes) or frozenset()
        if purposes & RESTARTING[purpose]:
            yield meeting

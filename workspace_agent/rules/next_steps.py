"""One next step for each student, with its day: the first of all that has still to be done about a meeting.

After the day of a meeting: to say whether it took place. What follows one that was held: its form, prior
written notice, the entry in PLI Connect. What comes before the next one: notice, contact attempts, the
meeting itself. Where a review has none planned, nor one that may have been held: to agree on a date, weeks
before it is due. Of these the one with the earliest day, also where that has passed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from workspace_agent.model import dates
from workspace_agent.model.due_dates import anniversary
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import Missing, Unreadable, known
from workspace_agent.model.place import Cell, Place
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IEP_TEAM_PURPOSES, PlanType, Purpose
from workspace_agent.rules.annual_review import plan_by
from workspace_agent.rules.attempts import judge_attempts, too_few_days
from workspace_agent.rules.caseload import (
    asks_to_be_booked,
    has_left,
    here,
    move,
    planned,
    planned_in_time,
)
from workspace_agent.rules.clocks import Clock, reevaluation_504_clock, review_504_clock, rows_unread
from workspace_agent.rules.deadlines import reevaluation_deadline, review_deadline
from workspace_agent.rules.followed import Followed, followed
from workspace_agent.rules.initial_iep import first_iep_due
from workspace_agent.rules.notice_days import asks_for_notice, notice_by
from workspace_agent.rules.own_papers import with_own_papers
from workspace_agent.rules.pli_connect import entered_by
from workspace_agent.rules.pli_connect import is_open as is_not_in_pli_connect
from workspace_agent.rules.post_form import lacking_forms
from workspace_agent.rules.prior_written_notice import is_judged
from workspace_agent.rules.prior_written_notice import is_open as has_no_notice
from workspace_agent.rules.unsaid import say_whether, unsaid, unsaid_of


class ToDo(Enum):
    """What comes next; of one day the first of these."""

    TOOK_PLACE = "say whether the meeting took place"
    FORM = "form"
    PRIOR_WRITTEN_NOTICE = "prior written notice"
    PLI_CONNECT = "PLI Connect"
    NOTICE = "notice"
    ATTEMPTS = "contact attempts"
    HOLD = "hold the meeting"
    PLAN = "plan a meeting"


_ORDER = {what: number for number, what in enumerate(ToDo)}


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next for one student.

    Attributes:
        by: The day by which, or on which, to do it.
        words: What to do, as a whole sentence.
        place: Where to write it down.
        meeting: Row of the coming meeting that it is about; None where there is none.
    """

    student_ref: str
    case_manager: str
    what: ToDo
    by: date
    words: str
    place: Place
    meeting: Cell | None = None


def next_steps(department: Department, policy: Policy, today: date) -> tuple[NextStep, ...]:
    """At most one for each student who is still here, the earliest day first."""
    after = defaultdict[str, list[NextStep]](list)
    for step in (*_forms(department, policy, today), *_follow_up(department, policy, today)):
        after[step.student_ref].append(step)
    found: list[NextStep] = []
    for student in here(department, today):
        before = _before_a_meeting(department, policy, student, today)
        steps = (*_took_place(department, student, today), *after[student.ref], *before)
        found += sorted(steps, key=_urgency)[:1]
    return tuple(sorted(found, key=_urgency))


def _urgency(step: NextStep) -> tuple[date, int, str, str]:
    """Of equal ones that comes first whose row does: refs are random, and a mail may show the first alone."""
    return step.by, _ORDER[step.what], step.place.url, step.student_ref


def _step(student: Student, what: ToDo, by: date, words: str, place: Place) -> NextStep:
    return NextStep(student.ref, student.case_manager, what, by, words, place)


# ---- after a meeting


def _took_place(department: Department, student: Student, today: date) -> Iterator[NextStep]:
    for day, meeting in unsaid(department, student, today):
        yield _step(student, ToDo.TOOK_PLACE, day, say_whether(day), meeting.row)


def _forms(department: Department, policy: Policy, today: date) -> Iterator[NextStep]:
    for one in lacking_forms(department, policy, today):
        words = f"Send the Post IEP Meeting Form of the meeting of {dates.words(one.day)}."
        yield _step(one.student, ToDo.FORM, one.due, words, one.row.row)


def _follow_up(department: Department, policy: Policy, today: date) -> Iterator[NextStep]:
    for one in followed(department, today):
        if is_judged(one) and has_no_notice(department, one):
            by = department.organisation.business_days_after(one.day, policy.meeting_record.days)
            words = f"Give prior written notice after {_of(one)}, and write down the day."
            yield _step(one.student, ToDo.PRIOR_WRITTEN_NOTICE, by, words, one.place(one.ticks.notice_given))
        if is_not_in_pli_connect(one):
            by = entered_by(department, policy, one, today)
            words = f"Enter {_of(one)} in PLI Connect, and write down the day."
            yield _step(one.student, ToDo.PLI_CONNECT, by, words, one.place(one.ticks.in_pli_connect))


def _of(one: Followed) -> str:
    return f"the meeting of {dates.words(one.day)}"


# ---- before one


def _before_a_meeting(
    department: Department, policy: Policy, student: Student, today: date
) -> Iterator[NextStep]:
    meeting = _next_meeting(department, student, today)
    day = known(meeting.date) if meeting else None
    if meeting is not None and day is not None:
        towards = _towards(department, policy, student, meeting, day, today)
        hold = _step(student, ToDo.HOLD, day, _hold(meeting, day), meeting.row)
        yield from (replace(step, meeting=meeting.row) for step in (hold, *towards))
    if not department.is_broken(student, "meetings") and not rows_unread(department, student):
        yield from _to_plan(department, policy, student, today)


def _hold(meeting: Meeting, day: date) -> str:
    of = f"the meeting of {dates.words(day)}"
    return f"Hold {of}." if asks_to_be_booked(meeting) else f"Have {of} booked, then hold it."


def _next_meeting(department: Department, student: Student, today: date) -> Meeting | None:
    """The next dated one, of whatever purpose, that is neither cancelled nor held."""
    open_ = (
        (day, one.row, one)
        for one in department.meetings_of.get(student.ref, ())
        if not one.cancelled and not one.held
        if (day := known(one.date)) is not None and day >= today and not has_left(student, day)
    )
    return min(open_, default=(None, None, None))[-1]


def _towards(
    department: Department, policy: Policy, student: Student, meeting: Meeting, day: date, today: date
) -> Iterator[NextStep]:
    """Notice and contact attempts: IDEA asks for them, so not for a 504 plan."""
    purposes = known(meeting.purposes) or frozenset()
    if known(student.plan_type) is not PlanType.IEP or not purposes & IEP_TEAM_PURPOSES:
        return
    own = with_own_papers(department, student, meeting, day)
    latest = _notice_by(department, policy, student, own, day)
    if latest is not None:
        words = f"Send the notice of the meeting of {dates.words(day)}, and write down the day."
        yield _step(student, ToDo.NOTICE, latest, words, meeting.arrangements.notice_sent.cell)
    verdict = judge_attempts(department, policy, student, today)
    is_due = verdict.meeting == meeting and verdict.sufficient is False
    if is_due and isinstance(own.agreed_on, Missing):
        few = too_few_days(verdict, policy.parent_contact, day, today)
        words = (
            f"Contact the parent about the meeting of {dates.words(day)}: {verdict.missing}. {few}".rstrip()
        )
        yield _step(student, ToDo.ATTEMPTS, day - timedelta(days=1), words, meeting.row)


def _notice_by(
    department: Department, policy: Policy, student: Student, meeting: Meeting, day: date
) -> date | None:
    """The earliest day that a number asks for; None where it was sent, or nobody can tell."""
    if not asks_for_notice(meeting) or known(meeting.arrangements.notice_sent) is not None:
        return None
    district = department.organisation.district(student.district)
    return notice_by(department.organisation, district, policy, day)


# ---- where none has a date


def _to_plan(department: Department, policy: Policy, student: Student, today: date) -> Iterator[NextStep]:
    district = department.organisation.district(student.district)
    person = department.organisation.case_manager(student.case_manager)
    for purpose, due in meetings_due(department, policy, student).items():
        if unsaid_of(department, student, purpose, today) is not None:
            continue  # it may have been held
        if due is not None and not planned_in_time(department, student, purpose, due, today):
            by = plan_by(district, person, due, policy.annual_review.plan_lead_days).day
            late = planned(department, student, purpose, today)
            words = move(late, due) if late else _agree(purpose, due, today)
            yield _step(student, ToDo.PLAN, by, words, student.row)


def _agree(purpose: Purpose, due: date, today: date) -> str:
    words = f"Agree on a date for the {purpose.words} with the parent, and have it booked"
    return f"{words}: it {'was' if due < today else 'is'} due by {dates.words(due)}."


def meetings_due(department: Department, policy: Policy, student: Student) -> dict[Purpose, date | None]:
    """By when a student's meetings are due, by purpose; None where nothing on record tells it.

    While a first IEP is to be written there is no review of one yet.
    """
    plan = known(student.plan_type)
    first = None if isinstance(student.plan_type, Unreadable) else first_iep_due(department, policy, student)
    awaited: dict[Purpose, date | None] = {Purpose.INITIAL: first} if first else {}
    if plan is PlanType.S504:
        return awaited | _due_504(department, policy, student)
    return awaited or (_due_of_iep(department, policy, student) if plan else {})


def _due_of_iep(department: Department, policy: Policy, student: Student) -> dict[Purpose, date | None]:
    review = review_deadline(department, student, policy)
    evaluation = reevaluation_deadline(department, student, policy)
    return {
        Purpose.ANNUAL_REVIEW: review.due if review else None,
        Purpose.REEVALUATION: evaluation.due if evaluation else None,
    }


def _due_504(department: Department, policy: Policy, student: Student) -> dict[Purpose, date | None]:
    years = policy.section_504.reevaluation_years
    review_504, evaluation_504 = (
        review_504_clock(department, student),
        reevaluation_504_clock(department, student, years),
    )
    return {
        Purpose.REVIEW_504: review_504.due(anniversary) if isinstance(review_504, Clock) else None,
        Purpose.REEVALUATION_504: (
            evaluation_504.due(lambda last: dates.add_years(last, years))
            if isinstance(evaluation_504, Clock)
            else None
        ),
    }

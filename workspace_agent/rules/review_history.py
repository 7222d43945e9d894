"""The annual reviews on record of one student, one after the other, and which of them were in time.

Each complete review restarts the clock from its own date: what one made due, the next has to meet. In time
is said in the reading most lenient to the school (`readings.py`). The rules `annual_reset` and `exit` and
the figure of reviews held in time stand on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from workspace_agent.model.due_dates import REVIEW_YEARS
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import known
from workspace_agent.model.finding import Step
from workspace_agent.model.place import Place
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import PlanType
from workspace_agent.rules import doubts
from workspace_agent.rules.caseload import has_left
from workspace_agent.rules.clocks import ANNUAL, ONE_REVIEW, Clock, held_reviews, review_on_sheet
from workspace_agent.rules.readings import reading_of


@dataclass(frozen=True, slots=True)
class HeldReview:
    """A complete annual review, or an initial IEP, that its form reports as held.

    Attributes:
        due: By when it had to be held; None where no earlier one is on record.
        next_due: When the next is due since, in the reading that warns.
        place: Its form.
        inputs: What all this was read from, each with its cell.
    """

    due: date | None
    held: date
    next_due: date
    place: Place
    inputs: tuple[Step, ...]

    @property
    def days_late(self) -> int:
        """Days after it was due; 0 where it was in time, or where nothing tells."""
        return max(0, (self.held - self.due).days) if self.due else 0


def review_history(department: Department, student: Student, policy: Policy) -> tuple[HeldReview, ...]:
    """Reviews that their forms report as held, the latest last."""
    reading = reading_of(department, student, policy)
    chain = reviews(department, student)
    return tuple(
        HeldReview(
            due=before.clock.lenient(reading.ends) if before else None,
            held=review.began,
            next_due=reading.warns(review.began),
            place=review.clock.place,
            inputs=(*(before.clock.inputs if before else ()), *review.clock.inputs),
        )
        for before, review in zip([None, *chain], chain, strict=False)
        if review.by_form
    )


class AnnualStatus(Enum):
    """How an annual review stands that is due within a period, as the reports of schools call it."""

    TIMELY = "Timely"
    HELD_LATE = "Untimely-Held Late"
    NOT_HELD = "Untimely-Not Held"
    PENDING = "Pending"


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a report, both ends included."""

    first: date
    last: date

    def includes(self, day: date) -> bool:
        """The day is one of them."""
        return self.first <= day <= self.last


def annual_status(
    department: Department, student: Student, policy: Policy, period: Period, today: date
) -> AnnualStatus | None:
    """How the annual review stands that is due within a period, for the digest.

    Args:
        department: Everything that people typed.
        student: Whose review it is.
        policy: The company's numbers, and the law of each state.
        period: Mostly a month or a school year; of two due dates in it the later counts.
        today: The day of the report.

    Returns:
        The status. None where none is due within it, as far as the record tells: for a 504 plan, where no
        date can be read, and for a student who had left by the due date. One who left later stays, as not
        held. That is said only where everything was read that could show a review; else it is pending.
    """
    if known(student.plan_type) is not PlanType.IEP:
        return None
    reading = reading_of(department, student, policy)
    held: date | None = None
    for review in reversed(reviews(department, student)):
        due = review.clock.lenient(reading.ends)
        if period.includes(due):
            return _if_held(due, held) if held else _if_not_held(department, student, due, today)
        held = review.began
    return None


def annual_statuses(
    department: Department, policy: Policy, period: Period, today: date
) -> Mapping[str, Counter[AnnualStatus]]:
    """How many annual reviews of each case manager that are due within a period stand how, for the digest.

    Leavers are included. Timely reviews are a share of all but the pending ones.
    """
    counts: dict[str, Counter[AnnualStatus]] = {}
    for student in department.students:
        status = annual_status(department, student, policy, period, today)
        if status is not None:
            counts.setdefault(student.case_manager, Counter())[status] += 1
    return counts


def _if_held(due: date, held: date) -> AnnualStatus:
    return AnnualStatus.TIMELY if held <= due else AnnualStatus.HELD_LATE


def _if_not_held(department: Department, student: Student, due: date, today: date) -> AnnualStatus | None:
    gone = known(student.exit)
    if has_left(student, today) and gone is not None and gone <= due:
        return None
    is_certain = doubts.of_review(department, student, ANNUAL, due) is None
    return AnnualStatus.NOT_HELD if due < today and is_certain else AnnualStatus.PENDING


@dataclass(frozen=True, slots=True)
class Review:
    """One review on record.

    Attributes:
        clock: What the next one is counted from.
        by_form: Its form reports it; else the row of the student does.
    """

    clock: Clock
    by_form: bool

    @property
    def began(self) -> date:
        """The day of the meeting, or a year before the due date that was typed."""
        return self.clock.began(REVIEW_YEARS)


def reviews(department: Department, student: Student) -> list[Review]:
    """All reviews on record, the earliest first; the row and a form may speak of the same one."""
    by_date = {clock.started: clock for clock in held_reviews(department, student)}
    found = [Review(clock, by_form=True) for clock in by_date.values()]
    on_sheet = review_on_sheet(student)
    if isinstance(on_sheet, Clock):
        typed = Review(on_sheet, by_form=False)
        found += [] if any(_is_same(typed, other) for other in found) else [typed]
    return sorted(found, key=lambda review: review.began)


def _is_same(one: Review, other: Review) -> bool:
    """So close that they are one review, of which the row and the form may give two dates."""
    return abs(one.began - other.began) <= ONE_REVIEW

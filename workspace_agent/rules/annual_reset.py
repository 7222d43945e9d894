"""A complete annual review restarts the clock from its own meeting date, early or late.

34 CFR 300.324(b)(1)(i), https://sites.ed.gov/idea/regs/b/d/300.324/b/1

For students with an IEP: the last review of this school year whose form reports it as held, with the date
by which it had to be held and the next one. It is for information in both cases: a review that was held
late is history, and nothing can be done about it any more; whether it was in time counts in the figure of
timely reviews. In time is said in the reading most lenient to the school. The next one is due when the rule
`annual_review` says so, and nothing is said where the row holds a later review.

Where the row and the form give two dates of one review, farther apart than a form may be from its meeting,
the question which of them is right is told instead, until one is corrected.

Restarted by each such review; the clock never goes on from the old due date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.due_dates import REVIEW_YEARS
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, Severity
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.clocks import DatedTwice, review_dated_twice
from workspace_agent.rules.deadlines import review_deadline
from workspace_agent.rules.readings import reading_of
from workspace_agent.rules.review_history import HeldReview, review_history, reviews

ID = "annual_reset"
CITATION = Law("34 CFR 300.324(b)(1)(i)", "https://sites.ed.gov/idea/regs/b/d/300.324/b/1")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student with an IEP."""
    for student in with_iep(department, today):
        twice = review_dated_twice(department, student)
        if twice is not None and twice.is_disputed:
            yield _which(department, policy, student, twice, today)
        else:
            yield from _last_held(department, policy, student, today)


def _last_held(department: Department, policy: Policy, student: Student, today: date) -> Iterator[Finding]:
    for review in review_history(department, student, policy)[-1:]:
        if not reviews(department, student)[-1].by_form:
            return
        if dates.school_year(review.held) == dates.school_year(today):
            deadline = review_deadline(department, student, policy)
            yield _finding(student, review, deadline.due if deadline else review.next_due)


def _which(
    department: Department, policy: Policy, student: Student, twice: DatedTwice, today: date
) -> Finding:
    clock = twice.clock
    due = clock.due(reading_of(department, student, policy).warns)
    following, has_passed = dates.words(due), due < today
    until_then = "By the earlier of the two the next was" if has_passed else "Until then the next is"
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle=twice.by_form.began(REVIEW_YEARS).isoformat(),
        due=None,
        arithmetic=f"{clock.words}. {clock.remark} {until_then} due by {following}.",
        advice="Correct the date in the row of the student, or the date of the meeting by editing the form.",
        place=twice.by_row.place,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(*clock.inputs, Step(f"next due, by the earlier of the two: {following}")),
    )


def _finding(student: Student, review: HeldReview, next_due: date) -> Finding:
    held, following = dates.words(review.held), dates.words(next_due)
    when = _in_time(review)
    return Finding(
        rule=ID,
        severity=Severity.INFO,
        citation=CITATION,
        cycle=review.held.isoformat(),
        due=next_due,
        arithmetic=f"The annual review was held on {held}, {when}, so the next is due by {following}.",
        advice="Nothing needs to be done.",
        place=review.place,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(*review.inputs, Step(when), Step(f"next due: {following}")),
    )


def _in_time(review: HeldReview) -> str:
    if review.due is None:
        return "and no earlier one is on record to say when it was due"
    by = f"it was due by {dates.words(review.due)}"
    if review.days_late:
        return f"{dates.days(review.days_late)} late: {by}"
    early = (review.due - review.held).days
    return f"in time, {dates.days(early)} early: {by}" if early else f"in time: {by}"


RULE = Rule(
    ID,
    "Annual review held",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=IDEA,
    needs=frozenset({Input("form", "held")}),
    parameters=("annual_review.mode", "states.annual_review"),
)

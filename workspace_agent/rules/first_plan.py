"""What has to stand in the first IEP that is in force on a day: a transition plan, rights at majority.

It is wanted as soon as the IEP now in force reaches that day, though the day may be months away; where the
IEP ends before it, the next one is to hold it. The last day of an IEP is the day on which its annual review
is due. Past due on record is said only once the day itself has passed, which is the reading most lenient to
the school: an IEP may still be amended until then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.finding import Finding, Law, Step
from workspace_agent.model.place import Cell
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules import doubts
from workspace_agent.rules.deadlines import Deadline, review_deadline
from workspace_agent.rules.steps import distance


@dataclass(frozen=True, slots=True)
class Content:
    """What has to be on record, and is not.

    Attributes:
        rule: Id of the rule.
        what: To begin a sentence with: `A transition plan`.
        by: The first IEP in force on this day has to hold it.
        lenient: The same in the reading most lenient to the school.
        why: What the days were worked out from, and how.
        place: Where its day is to be filled in.
    """

    rule: str
    citation: Law
    what: str
    by: date
    lenient: date
    why: tuple[Step, ...]
    place: Cell
    advice: str


def judge(
    department: Department, student: Student, content: Content, policy: Policy, today: date
) -> Iterator[Finding]:
    """One finding at most: where the day has passed, or the IEP now in force reaches it."""
    review = review_deadline(department, student, policy)
    if content.by < today:
        yield _passed(student, content, today)
    elif review is not None and content.by <= review.due:
        yield _reached(student, content, review, today)


def _passed(student: Student, content: Content, today: date) -> Finding:
    doubt, is_past = doubts.of_exit(student), content.lenient < today
    if is_past and doubt:
        arithmetic = f"{_wanted(content)}, and none is on record. {doubt.words}"
    elif is_past:
        late = dates.days((today - content.lenient).days)
        arithmetic = f"{_wanted(content)}, and none is on record: {late} past due on record."
    else:
        arithmetic = (
            f"{_wanted(content)}, and none is on record; on the most lenient reading the day is "
            f"{dates.words(content.lenient)}: {dates.left((content.lenient - today).days)}."
        )
    severity = Severity.VIOLATION if is_past and not doubt else Severity.AT_RISK
    found = _finding(student, content, severity, arithmetic, (distance(content.by, today),))
    return replace(found, advice=doubt.advice) if is_past and doubt else found


def _reached(student: Student, content: Content, review: Deadline, today: date) -> Finding:
    clock, until = review.clock, dates.words(review.due)
    arithmetic = (
        f"{_wanted(content)}, {dates.left((content.by - today).days)}, and none is on record. The IEP now in "
        f"force reaches that day: {clock.words}, so the next annual review is due by {until}."
    )
    reach = Step(f"the IEP now in force lasts until {until}: {clock.words}", clock.place)
    return _finding(student, content, Severity.AT_RISK, arithmetic, (reach, distance(content.by, today)))


def _wanted(content: Content) -> str:
    return f"{content.what} has to be in the first IEP that is in force on {dates.words(content.by)}"


def _finding(
    student: Student, content: Content, severity: Severity, arithmetic: str, more: tuple[Step, ...]
) -> Finding:
    return Finding(
        rule=content.rule,
        severity=severity,
        citation=content.citation,
        cycle=content.by.isoformat(),
        due=content.by,
        arithmetic=arithmetic,
        advice=content.advice,
        place=content.place,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(*content.why, *more),
    )

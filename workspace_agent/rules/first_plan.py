"""What has to stand in the first IEP that is in force on a day: a transition plan, rights at majority.

It is wanted as soon as the IEP now in force reaches that day, though the day may be months away; where the
IEP ends before it, the next one is to hold it. The last day of an IEP is the day on which its annual review
is due. Past due on record is said only once the day itself has passed, which is the reading most lenient to
the school: an IEP may still be amended until then.

A student who was found eligible, enrolled or transferred in after that day had no IEP here on it: the first
one since then counts instead. Which one that was is not on record, so it is taken to be the latest that is on
record within a year. While it is still to come, nothing is past due.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.calendar import ONE_DAY
from workspace_agent.model.due_dates import REVIEW_YEARS
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Value, known
from workspace_agent.model.finding import Finding, Law, Step
from workspace_agent.model.place import Cell
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules import doubts
from workspace_agent.rules.before_the_first_plan import waits_for_iep
from workspace_agent.rules.caseload import came
from workspace_agent.rules.clocks import review_dated_twice
from workspace_agent.rules.deadlines import Deadline, review_deadline
from workspace_agent.rules.legal_days import FEDERAL_INITIAL_IEP_DAYS
from workspace_agent.rules.steps import distance, of_day


@dataclass(frozen=True, slots=True)
class Content:
    """What has to be on record, and is not.

    Attributes:
        rule: Id of the rule.
        what: To begin a sentence with: `A transition plan`.
        by: The first IEP in force on this day has to hold it.
        lenient: The same in the reading most lenient to the school.
        why: What the days were worked out from, and how.
        first: The first IEP here is of this day at the latest; None where it is not later than the others.
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
    first: date | None = None

    @property
    def due(self) -> date:
        """The day that counts."""
        return self.first or self.by


def judge(
    department: Department, student: Student, content: Content, policy: Policy, today: date
) -> Iterator[Finding]:
    """One finding at most: where the day has passed, or the IEP now in force reaches it."""
    review = review_deadline(department, student, policy)
    if content.by < today:
        eligible = student.record.eligible_on
        if isinstance(eligible, Value) and waits_for_iep(department, student):
            yield _to_come(student, content, eligible)
        else:
            reviewed = _reviewed(department, student, review)
            yield _passed(student, _from_the_first_here(content, student, reviewed), today)
    elif review is not None and content.by <= review.due:
        yield _reached(student, content, review, today)


def _to_come(student: Student, content: Content, eligible: Value[date]) -> Finding:
    """No IEP is in force, and whether the first one is late is another rule's."""
    due = eligible.value + FEDERAL_INITIAL_IEP_DAYS * ONE_DAY
    arithmetic = (
        f"{_wanted(content)}, and none is on record. The student was found eligible on "
        f"{dates.words(eligible.value)} and has no IEP yet: the first one, due by {dates.words(due)}, has to "
        "hold it."
    )
    found = _finding(
        student, content, Severity.AT_RISK, arithmetic, (of_day("first found eligible", eligible),)
    )
    return replace(found, due=due)


def _reviewed(department: Department, student: Student, review: Deadline | None) -> date | None:
    """The day of the last review; where the row and the form give two dates of it, the later."""
    twice = review_dated_twice(department, student)
    if twice is not None:
        return max(twice.by_row.began(REVIEW_YEARS), twice.by_form.began(REVIEW_YEARS))
    return review.clock.began(REVIEW_YEARS) if review else None


def _from_the_first_here(content: Content, student: Student, reviewed: date | None) -> Content:
    """The same, counted from the first IEP here, where that is later."""
    first = _first_here(student, reviewed)
    if first is None or first <= content.lenient:
        return content
    line = Step(f"the first IEP here is of {dates.words(first)} at the latest")
    return replace(content, first=first, lenient=first, why=(*content.why, line))


def _first_here(student: Student, reviewed: date | None) -> date | None:
    """The last day of which the first IEP here may be; None where nobody says since when it is needed."""
    since = max(filter(None, (known(student.record.eligible_on), known(came(student)))), default=None)
    if since is None:
        return None
    known_ones = filter(None, (reviewed, known(student.record.plan_starts)))
    latest = dates.add_years(since, REVIEW_YEARS)
    return min(latest, max((day for day in known_ones if day >= since), default=latest))


def _passed(student: Student, content: Content, today: date) -> Finding:
    doubt = doubts.of_exit(student) or doubts.of_coming(student) or doubts.of_eligibility(student)
    is_past = content.lenient < today
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
    found = _finding(student, content, severity, arithmetic, (distance(content.due, today),))
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
    wanted = f"{content.what} has to be in the first IEP that is in force on {dates.words(content.by)}"
    return f"{wanted}, or in the first one here, of {dates.words(content.first)}" if content.first else wanted


def _finding(
    student: Student, content: Content, severity: Severity, arithmetic: str, more: tuple[Step, ...]
) -> Finding:
    return Finding(
        rule=content.rule,
        severity=severity,
        citation=content.citation,
        cycle=content.by.isoformat(),
        due=content.due,
        arithmetic=arithmetic,
        advice=content.advice,
        place=content.place,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(*content.why, *more),
    )

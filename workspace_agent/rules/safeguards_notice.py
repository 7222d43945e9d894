"""The parent gets a copy of the procedural safeguards notice once a school year.

34 CFR 300.504(a), https://sites.ed.gov/idea/regs/b/e/300.504/a

For students with an IEP, where the Students sheet has a column for the day on which the notice was given. The
law names no day in the year, and not when a school year ends: it is taken to run from 1 July to 30 June. So
the notice is due by the 30 June after the school year of the last one, it is at risk from some weeks before
(`policy.safeguards_notice`), and past due on record once that day has passed. Where a student came later than
that, the school year in which the student came counts. A day that nobody typed proves nothing: it is asked
for, and nothing is past due. The notices after a referral, a complaint, a removal and a parent's request are
not tracked.

Restarted by each notice from its own day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Value, is_blank, known
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, Purpose, Severity
from workspace_agent.rules import doubts
from workspace_agent.rules.caseload import came, planned, with_iep
from workspace_agent.rules.steps import distance, of_day

ID = "safeguards_notice"
CITATION = Law("34 CFR 300.504(a)", "https://sites.ed.gov/idea/regs/b/e/300.504/a")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student with an IEP."""
    for student in with_iep(department, today):
        given = student.record.safeguards_given
        if is_blank(given, student.row):
            yield _unknown(department, student, today)
        elif isinstance(given, Value):
            due = due_after(given.value, known(came(student)))
            if (due - today).days <= policy.safeguards_notice.alert_days:
                yield _due(department, student, given, due, today)


def due_after(given: date, since: date | None) -> date:
    """By when the next notice is due.

    Args:
        given: When the last one was given.
        since: The student's first day here; None where it is not on record.

    Returns:
        The last day of the school year after that of the last notice, or of that in which the student came.
    """
    following = dates.school_year_ends(given) + timedelta(days=1)
    return dates.school_year_ends(max(following, since or following))


def _due(department: Department, student: Student, given: Value[date], due: date, today: date) -> Finding:
    is_past = due < today
    doubt = doubts.of_coming(student) or doubts.of_exit(student) if is_past else None
    year = dates.school_year(due)
    said = f"The last notice was given on {dates.words(given.value)}, so that of the school year {year}"
    if not is_past:
        said = f"{said} is due by {dates.words(due)}: {dates.left((due - today).days)}."
    elif doubt:
        said = f"{said} was due by {dates.words(due)}. {doubt.words}"
    else:
        said = f"{said} was due by {dates.words(due)}: {dates.days((today - due).days)} past due on record."
    return Finding(
        rule=ID,
        severity=Severity.VIOLATION if is_past and not doubt else Severity.AT_RISK,
        citation=CITATION,
        cycle=due.isoformat(),
        due=due,
        arithmetic=said,
        advice=doubt.advice if doubt else _advice(department, student, due, today),
        place=given.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(
            of_day("safeguards notice given", given),
            Step(f"school year {year} ends on {dates.words(due)}"),
            distance(due, today),
        ),
    )


def _unknown(department: Department, student: Student, today: date) -> Finding:
    ends = dates.school_year_ends(today)
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle="unknown",
        due=None,
        arithmetic="No day is on record on which the parent got the safeguards notice; one is due in each "
        f"school year, and this one ends on {dates.words(ends)}.",
        advice=f"Fill in the day if it was given. {_advice(department, student, ends, today)}",
        place=student.record.safeguards_given.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(
            of_day("safeguards notice given", student.record.safeguards_given),
            Step(f"this school year ends on {dates.words(ends)}"),
        ),
    )


def _advice(department: Department, student: Student, due: date, today: date) -> str:
    meeting = planned(department, student, Purpose.ANNUAL_REVIEW, today)
    when = ""
    if meeting is not None and meeting <= due:
        when = f", at the annual review of {dates.words(meeting)} at the latest"
    return f"Give the parent the procedural safeguards notice{when}, and write down the day."


RULE = Rule(
    ID,
    "Procedural safeguards notice",
    CITATION,
    check,
    frozenset({"students"}),
    plans=IDEA,
    needs=frozenset({Input("students", "safeguards_given")}),
    parameters=("safeguards_notice.alert_days",),
)
